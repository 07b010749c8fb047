"""Is a goal within reach of what was sold in the same days a year before?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.checks_sums import span_of
from salesbook.book.reading_people import percent
from salesbook.errors import Problem
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book, Goal, Sales

FAR = Decimal("0.5")
"""Growth over the year before beyond which a goal is called far above history."""

_DAYS_APART = 31
"""So many days without a sale at either end of the year before are taken for a gap in the history."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What a goal asks for, against the same days a year before."""

    goal: Goal
    before: Decimal

    @property
    def asked(self) -> Decimal:
        return self.goal.target / self.before - 1


def far_goals(book: Book) -> tuple[Problem, ...]:
    """A warning for each goal that asks for more than `FAR` beyond the same days a year before.

    Only goals whose days a year before the history covers are compared.
    """
    return tuple(_problem(found) for found in growths(book) if found.asked > FAR)


def growths(book: Book) -> Iterator[Growth]:
    """The growth that each goal asks for, where the history can tell."""
    sales = book.history
    if not len(sales):
        return
    first, last = min(sales.dates), max(sales.dates)
    for goal in book.goals:
        value = _VALUES.get(goal.metric)
        span = span_of(goal, book)
        start, end = year_before(span.start), year_before(span.end)
        covered = (first - start).days <= _DAYS_APART and (end - last).days <= _DAYS_APART
        if value is None or not covered:
            continue
        rows = [i for i, day in enumerate(sales.dates) if start <= day <= end and _in_scope(sales, i, goal, book)]
        before = value(sales, rows)
        if before > 0:
            yield Growth(goal, before)


def year_before(day: date) -> date:
    """The same day of the year before; the 28th for a 29 February.

    >>> from datetime import date
    >>> year_before(date(2024, 2, 29)).isoformat()
    '2023-02-28'
    """
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _in_scope(sales: Sales, index: int, goal: Goal, book: Book) -> bool:
    for axis, member in goal.scope.items():
        column = sales.axes.get(axis, ())
        if not column or column[index] not in _below(axis, member, book):
            return False
    return True


def _below(axis: str, member: str, book: Book) -> set[str]:
    """A member and all members under it."""
    found = {member}
    while True:
        more = {m.name for m in book.members if m.axis == axis and m.parent in found} - found
        if not more:
            return found
        found |= more


def _amounts(sales: Sales, rows: Sequence[int]) -> Decimal:
    return sum((sales.amounts[i] for i in rows), Decimal())


def _quantities(sales: Sales, rows: Sequence[int]) -> Decimal:
    return sum((sales.quantities[i] or Decimal() for i in rows), Decimal())


def _orders(sales: Sales, rows: Sequence[int]) -> Decimal:
    """Distinct order numbers; rows without one count for themselves."""
    numbers = [sales.order_nos[i] for i in rows]
    return Decimal(len({n for n in numbers if n}) + numbers.count(""))


_VALUES: dict[str, Callable[[Sales, Sequence[int]], Decimal]] = {
    "revenue": _amounts,
    "quantity": _quantities,
    "orders": _orders,
}
"""Metrics of which a history of sales can tell."""


def _problem(found: Growth) -> Problem:
    goal = found.goal
    said = " ".join((*goal.scope.values(), goal.period)).strip()
    words = {
        "whole": said or in_each("reading", "everything"),
        "target": f"{goal.target:,}",
        "before": f"{found.before:,f}",
        "growth": percent(round(found.asked, 3)),
        "far": percent(FAR),
    }
    return Problem("goal-far-above-history", goal.place, words)
