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


def periods_of(kind: str, book: Book, outer: Period) -> tuple[Period, ...]:
    """All periods of a kind (a choice of `every`) that lie in another one, as they are settled."""
    settings = book.settings
    if kind in ("", "plan"):
        found: tuple[Period, ...] = (whole_plan(settings),)
    elif kind == "phase":
        found = tuple(Period(phase.name, "phase", phase.start, phase.end) for phase in book.phases)
    elif kind == "week":
        found = timeline_of(settings).weeks()
    else:
        months = timeline_of(settings).months()
        names = months if kind == "month" else [part for part, _ in timeline_of(settings).parts(kind)]  # type: ignore[arg-type]
        asked = (asked_period(name if isinstance(name, str) else name.key, book) for name in names)
        found = tuple(period for period in asked if isinstance(period, Period))
    return tuple(period for period in found if outer.start <= period.start and period.end <= outer.end)


def suffix_of(period: Period, book: Book) -> str:
    """What tells the sheets of a period from those of others, for the keys of pages; "" for the whole plan.

    A page's key is a defined name in ASCII, which the name of a phase is not.
    """
    whole = (period.start, period.end) == (book.settings.start, book.settings.end)
    return "" if whole else f".{period.kind}_{period.start:%Y%m%d}_{period.end:%Y%m%d}"


def period_of_suffix(suffix: str, book: Book) -> Period | None:
    """The period whose sheets have this suffix; None where the plan has no such period any more."""
    whole = whole_plan(book.settings)
    kinds = ("plan", "year", "half", "quarter", "month", "phase", "week")
    found = (period for kind in kinds for period in periods_of(kind, book, whole))
    return next((period for period in found if suffix_of(period, book) == suffix), None)
