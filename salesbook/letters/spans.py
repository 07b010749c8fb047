"""Periods of a plan cut into days or weeks, by the rep's own days; a week that lies in two periods is two rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from salesbook.letters.handed import Leaf, Tiers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.model import DayRow

    Size = Literal["day", "week"]

DAILY = 62
"""So many rows of days still fit on a page; longer plans go by week."""
_DAY = timedelta(1)


def size_for(first: date, last: date, most: int = DAILY) -> Size:
    """Days while there are at most `most` of them, else weeks.

    >>> from datetime import date
    >>> size_for(date(2026, 4, 1), date(2026, 5, 31)), size_for(date(2026, 4, 1), date(2026, 6, 2))
    ('day', 'week')
    """
    return "day" if (last - first).days < most else "week"


def cut(leaf: Leaf, days: Sequence[DayRow], size: Size) -> tuple[Leaf, ...]:
    """A period by days or weeks, each named as the period is: every day of it is in one part, and the parts sum to the
    period. A week at either end in which nothing is due, a Sunday say, belongs to the week beside it.

    Where the rep's days do not come to the period's tiers, as after a change by hand, the period is one part.
    """
    due = {row.day: Tiers(row.floor, row.target + row.hedge, row.stretch + row.hedge) for row in days}
    parts = tuple(_part(leaf, due, *span) for span in _spans(leaf.start, leaf.end, size))
    if size == "week":
        parts = _without_idle_ends(parts)
    return parts if sum((part.tiers for part in parts), Tiers()) == leaf.tiers else (leaf,)


def _without_idle_ends(parts: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    if len(parts) > 1 and not parts[0].tiers:
        parts = (replace(parts[1], start=parts[0].start), *parts[2:])
    if len(parts) > 1 and not parts[-1].tiers:
        parts = (*parts[:-2], replace(parts[-2], end=parts[-1].end))
    return parts


def _spans(first: date, last: date, size: Size) -> Iterator[tuple[date, date]]:
    """The days, or the weeks from Monday to Sunday, from `first` to `last`."""
    start = first
    while start <= last:
        end = min(last, start if size == "day" else start + (6 - start.weekday()) * _DAY)
        yield start, end
        start = end + _DAY


def _part(leaf: Leaf, due: dict[date, Tiers], start: date, end: date) -> Leaf:
    inside = (due.get(start + n * _DAY, Tiers()) for n in range((end - start).days + 1))
    return Leaf(leaf.name, start, end, sum(inside, Tiers()))
