"""What the rows of sb_holds ask of the plan's leaves: least and most, growths worked out against a year before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from salesbook.book.reading_cells import RefusedError
from salesbook.domain.period import month_of
from salesbook.errors import Problem
from salesbook.jobs.hand_changes import is_changed
from salesbook.jobs.slice_leaves import below, days_of, hold_words, leaves_of, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.book.model import Book, Hold, PlanRow


@dataclass(frozen=True, slots=True)
class Limit:
    """A hold and the leaves it is about, as positions in the plan; least and most in the metric's base unit."""

    hold: Hold
    leaves: frozenset[int]
    low: int | None
    high: int | None

    def missed(self, rows: Sequence[PlanRow]) -> int:
        """By how much the leaves come to more (positive) or less (negative) than they may."""
        total: int = sum(getattr(rows[place], self.hold.tier) for place in self.leaves)
        if self.high is not None and total > self.high:
            return total - self.high
        return total - self.low if self.low is not None and total < self.low else 0


def limits(book: Book, metric: str) -> tuple[Limit, ...]:
    """The holds of a metric, over the leaves of the book's plan; those without any leaf are left out."""
    found = []
    for hold in book.holds:
        if hold.metric == metric and (leaves := _leaves(hold, book)):
            low, high = range_of(hold, book)
            found.append(Limit(hold, frozenset(leaves), low, high))
    return tuple(found)


def range_of(hold: Hold, book: Book) -> tuple[int | None, int | None]:
    """The least and the most that a hold allows; a growth is rounded once, to the whole unit that still meets it."""
    value = hold.value
    if value is None:
        unit = unit_of(hold.metric, book)
        exact = year_before(hold, book) * (1 + Fraction(hold.growth or 0)) / unit
        value = (ceil(exact) if hold.kind == "min" else floor(exact)) * unit
    return (None if hold.kind == "max" else value), (None if hold.kind == "min" else value)


def year_before(hold: Hold, book: Book) -> Fraction:
    """The past sales of the hold's slice on the days a year before its own.

    Axes that the history does not know are passed over.
    """
    sales, settings = book.history, book.settings
    start, end = days_of(hold.period, book)
    first, last = _year_back(max(start, settings.start)), _year_back(min(end, settings.end))
    inside = {a: below(a, member, book) for a, member in hold.scope.items() if any(sales.axes.get(a, ()))}
    values = sales.quantities if hold.metric == "quantity" else sales.amounts
    total = Fraction(0)
    for place, (day, value) in enumerate(zip(sales.dates, values, strict=True)):
        here = value is not None and first <= day <= last
        if here and all(sales.axes[axis][place] in names for axis, names in inside.items()):
            total += Fraction(value or 0)
    return total


def unmet_holds(book: Book) -> Iterator[Problem]:
    """A warning for each hold that the plan, as it stands, does not meet."""
    metrics = dict.fromkeys(row.metric for row in book.plan)
    for limit in (limit for metric in metrics for limit in limits(book, metric)):
        by = limit.missed(book.plan)
        if by:
            words = {"hold": hold_words(limit.hold), "by": f"{by:+,}"}
            yield Problem("hold-not-in-plan", limit.hold.place, words)


def _leaves(hold: Hold, book: Book) -> tuple[int, ...]:
    try:
        return leaves_of(hold.scope, hold.period, hold.metric, book)
    except RefusedError:
        return ()


def _year_back(day: date) -> date:
    """The same day of the year before; the last day of a month stays one."""
    month = month_of(date(day.year - 1, day.month, 1))
    return month.end if day == month_of(day).end else month.start.replace(day=day.day)


def under_changes(book: Book) -> Book:
    """The book with its holds as a split has to meet them, so that with the hand changes on top they are met."""
    if not any(is_changed(row) for row in book.plan):
        return book
    return replace(book, holds=tuple(_under(hold, book) for hold in book.holds))


def _under(hold: Hold, book: Book) -> Hold:
    change = sum(getattr(book.plan[place], f"{hold.tier}_change") for place in _leaves(hold, book))
    if not change or (hold.growth is not None and year_before(hold, book) <= 0):
        return hold
    low, high = range_of(hold, book)
    value = high if low is None else low
    return replace(hold, growth=None, value=max(0, (value or 0) - change))
