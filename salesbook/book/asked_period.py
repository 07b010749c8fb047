"""The period that somebody asks for by name, within the plan: what settling and scoring are about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from salesbook.book.reading_cells import RefusedError
from salesbook.book.reading_scope import period_key
from salesbook.book.timeline import timeline_of
from salesbook.domain.period import Period, half_of, month_of, quarter_of, week_of, year_of
from salesbook.errors import Problem

if TYPE_CHECKING:
    from salesbook.book.model import Book, Settings


def asked_period(shown: str, book: Book) -> Period | Problem:
    """The period, cut to the plan's days; the whole plan for an empty name; a problem where it is none."""
    settings = book.settings
    try:
        key = period_key(shown.strip(), settings, {phase.name for phase in book.phases})
    except RefusedError as no:
        return Problem(no.code, words=no.words)
    if not key:
        return whole_plan(settings)
    phase = next((phase for phase in book.phases if phase.name == key), None)
    if phase:
        return Period(phase.name, "phase", phase.start, phase.end)
    found = timeline_of(settings).meaning(key)
    return replace(found, start=max(found.start, settings.start), end=min(found.end, settings.end))


def whole_plan(settings: Settings) -> Period:
    """All days of the plan, by the name of the period that they are: 2026, 2026Q2, 2026-05; else by both days."""
    start, end, fiscal = settings.start, settings.end, settings.fiscal_start
    known = (year_of(start, fiscal), half_of(start, fiscal), quarter_of(start, fiscal), month_of(start), week_of(start))
    named = next((period for period in known if (period.start, period.end) == (start, end)), None)
    return named or Period(f"{start:%Y-%m-%d}…{end:%Y-%m-%d}", "day", start, end)  # a kind that no rule is settled by
