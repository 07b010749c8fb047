"""Periods of a plan cut into days or weeks, by the rep's own days; a week that lies in two periods is two rows."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from salesbook.letters.handed import Leaf, Tiers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from salesbook.book.model import DayRow

    Size = Literal["day", "week"]

DAILY = 62
"""So many rows of days still fit on a page; longer plans go by week."""


def size_for(first: date, last: date, most: int = DAILY) -> Size:
    """Days while there are at most `most` of them, else weeks."""
    return "day" if (last - first).days < most else "week"


def cut(leaf: Leaf, days: Sequence[DayRow], size: Size) -> tuple[Leaf, ...]:
    """A period by days or weeks, each named as the period is. The parts sum to the period.

    Where the days do not come to the period's tiers, as after a change by hand, the period is one part.
    """
    own = [row for row in days if leaf.start <= row.day <= leaf.end]
    parts = tuple(_part(leaf, list(group)) for _, group in groupby(own, key=_key(size)))
    return parts if parts and sum((part.tiers for part in parts), Tiers()) == leaf.tiers else (leaf,)


def _key(size: Size) -> Callable[[DayRow], date]:
    """By day, or by the Monday of the week."""
    if size == "day":
        return lambda row: row.day
    return lambda row: row.day - timedelta(row.day.weekday())


def _part(leaf: Leaf, rows: Sequence[DayRow]) -> Leaf:
    tiers = Tiers(
        sum(row.floor for row in rows),
        sum(row.target + row.hedge for row in rows),
        sum(row.stretch + row.hedge for row in rows),
    )
    return Leaf(leaf.name, rows[0].day, rows[-1].day, tiers)
