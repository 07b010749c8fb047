"""What the formulas must come to, computed from the book by plain addition."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.model import Book, DayRow, PlanRow

Sums = Counter[tuple[Any, ...]]
"""A sum per combination of keys; 0 for those that do not occur."""


def summed(rows: Iterable[PlanRow | DayRow], value: str, *keys: str) -> Sums:
    """The sums of a field by the values of others."""
    found: Sums = Counter()
    for row in rows:
        found[tuple(getattr(row, key) for key in keys)] += getattr(row, value)
    return found


def total(rows: Iterable[PlanRow | DayRow], value: str) -> int:
    """The sum of a field over all rows."""
    found: int = sum(getattr(row, value) for row in rows)
    return found


def plan_rows(book: Book) -> tuple[PlanRow, ...]:
    """The plan's rows of the main metric, which is the one that is shown."""
    return tuple(row for row in book.plan if row.metric == book.settings.metric)


def day_rows(book: Book) -> tuple[DayRow, ...]:
    """The daily targets of the main metric."""
    return tuple(row for row in book.days if row.metric == book.settings.metric)


def members(book: Book, axis: str) -> tuple[str, ...]:
    """The members of an axis that the plan names for any metric, in the order of the team or the dimensions,
    others last."""
    if axis == "rep":
        listed = [rep.name for rep in book.reps]
    else:
        listed = [member.name for member in book.members if member.axis == axis]
    planned = dict.fromkeys(getattr(row, axis) for row in (*plan_rows(book), *book.plan))
    ordered = dict.fromkeys(name for name in listed if name in planned)
    return tuple(ordered | planned)


def number_width(largest: float, least: float = 9) -> float:
    """A column width that shows a whole number of this size with separators, a sign and some room to grow.

    >>> number_width(1_000_000_000_000)
    20.0
    """
    return float(max(least, len(f"{round(largest):,}") + 3))
