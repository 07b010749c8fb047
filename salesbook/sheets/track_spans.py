"""Which days a tracking sheet covers, and the weeks, phases or days that stand across it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from salesbook.domain.period import days, weeks
from salesbook.sheets.plan_months import month_with, plan_months
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from salesbook.book.model import Book, Phase
    from salesbook.texts import Language

LONGEST = 62
"""A plan of up to so many days, a campaign's, is tracked by day as a whole; a longer one by the month."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A column across: what it is called, its days, both included, and what the calendar says of it."""

    label: str
    start: date
    end: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """What one tracking sheet shows: the unit of its columns, its days, its columns."""

    unit: str
    start: date
    end: date
    buckets: tuple[Bucket, ...]


def as_of_day(book: Book) -> date:
    """The setting; where it is empty, the last day with a sale within the plan, or the plan's first day."""
    settings = book.settings
    inside = [day for day in book.actuals.dates if settings.start <= day <= settings.end]
    return settings.as_of or max(inside, default=settings.start)


def long_span(book: Book) -> Span:
    """The whole plan by phase where it has phases, none beside another; else by week."""
    start, end = book.settings.start, book.settings.end
    if book.phases and not overlapping(book.phases):
        ordered = sorted(book.phases, key=lambda phase: phase.start)
        found = tuple(Bucket(phase.name, phase.start, phase.end) for phase in ordered)
        return Span("phase", start, end, found)
    return Span("week", start, end, tuple(Bucket(w.key[-3:], w.start, w.end) for w in weeks(start, end)))


def overlapping(phases: Iterable[Phase]) -> bool:
    """Whether two phases share a day: columns by phase would then count it twice."""
    ordered = sorted(phases, key=lambda phase: phase.start)
    latest = accumulate((phase.end for phase in ordered), max)
    return any(after.start <= end for end, after in zip(latest, ordered[1:], strict=False))


def short_span(book: Book, language: Language) -> Span:
    """By day: the month in which the as-of day lies, or all of a short plan."""
    start, end = book.settings.start, book.settings.end
    if (end - start).days >= LONGEST:
        month = month_with(plan_months(book), min(max(as_of_day(book), start), end))
        start, end = month.start, month.end
    kinds = {day.day: text("sheets", f"day-kind.{day.kind}", language) for day in book.calendar}
    found = (
        Bucket(weekday(day.start, language), day.start, day.end, kinds.get(day.start, "")) for day in days(start, end)
    )
    return Span("day", start, end, tuple(found))


def weekday(day: date, language: Language) -> str:
    """The weekday's short name."""
    return text("sheets", f"weekday.{day.isoweekday()}", language)
