"""A book's own time: its selling calendar, its months by the policy for weeks, the periods that a plan is split by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.domain.calendar import SellingCalendar
from salesbook.domain.period import Period
from salesbook.domain.timeline import Timeline

if TYPE_CHECKING:
    from salesbook.book.model import Book, Settings


def calendar_of(book: Book) -> SellingCalendar:
    """The selling calendar that the book's tables describe."""
    weekend = book.settings.weekend
    week = (1, 1, 1, 1, 1, weekend, weekend)
    return SellingCalendar(week, {day.day: day.factor for day in book.calendar})


def timeline_of(settings: Settings) -> Timeline:
    """The plan's days and how they are put into weeks and months."""
    return Timeline(settings.start, settings.end, settings.fiscal_start, settings.weeks)  # type: ignore[arg-type]


def leaf_periods(book: Book) -> tuple[Period, ...]:
    """The phases where the book has some, in the order of their first days; else the months of the plan."""
    if book.phases:
        ordered = sorted(book.phases, key=lambda phase: (phase.start, phase.end))
        return tuple(Period(phase.name, "phase", phase.start, phase.end) for phase in ordered)
    return timeline_of(book.settings).months()
