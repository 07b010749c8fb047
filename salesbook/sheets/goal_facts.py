"""What can be known of a goal: its days, who answers for it, what its slice sold before, what its parts come to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.book.checks_history import year_before
from salesbook.book.checks_sums import span_of
from salesbook.book.timeline import calendar_of
from salesbook.domain.period import month_of, months
from salesbook.domain.smart import Past

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book, Goal, PlanRow, Rep, Sales

READABLE = {"revenue": "amount", "cash": "amount", "quantity": "quantity", "profit": "cost", "orders": "order_no"}
"""Metrics that rows of sales tell, and the column that must be there for it."""
SUMMED = {"revenue": "amount", "cash": "amount", "quantity": "quantity"}
"""Metrics that are the sum of a column."""


@dataclass(frozen=True)
class GoalFacts:
    """A goal with what the book knows of it."""

    book: Book
    goal: Goal

    @cached_property
    def days(self) -> tuple[date, date]:
        """The goal's first and last day, within the plan."""
        span = span_of(self.goal, self.book)
        return span.start, span.end

    @cached_property
    def before(self) -> tuple[date, date]:
        """The same days a year before."""
        start, end = self.days
        return year_before(start), year_before(end)

    @property
    def is_whole(self) -> bool:
        """For all of the plan: every member, every day."""
        return not self.goal.scope and self.days == (self.book.settings.start, self.book.settings.end)

    @cached_property
    def past(self) -> Past:
        """What the goal's slice sold."""
        by_day: dict[date, Decimal] = defaultdict(Decimal)
        by_rep: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for day, rep, value in _sold(self.book.history, self.goal.metric, self._rows()):
            by_day[day] += value
            by_rep[rep][day] += value
        return Past(by_day, by_rep)

    def _rows(self) -> list[int]:
        """The rows of past sales in the goal's scope."""
        sales = self.book.history
        wanted = [(sales.axes.get(axis, ()), self.members(axis)) for axis in self.goal.scope]
        if not all(column for column, _ in wanted):
            return []
        return [i for i in range(len(sales)) if all(column[i] in names for column, names in wanted)]

    def members(self, axis: str) -> tuple[str, ...]:
        """The member that the goal is for and those below it, the leaves only where there are some."""
        return leaves_under(self.book, axis, self.goal.scope[axis])

    @cached_property
    def reps(self) -> tuple[Rep, ...]:
        """The reps who work for the goal: the one that it names, those of its region, or all; who have left, not."""
        start, end = self.days
        found = self.book.reps
        if "rep" in self.goal.scope:
            found = tuple(rep for rep in found if rep.name in self.members("rep"))
        elif "region" in self.goal.scope:
            found = tuple(rep for rep in found if rep.region in self.members("region"))
        return tuple(
            rep for rep in found if (rep.start is None or rep.start <= end) and (rep.end is None or rep.end >= start)
        )

    @property
    def strength(self) -> Fraction:
        """How many full reps they are, by their ramps."""
        return sum((Fraction(1) if rep.ramp is None else Fraction(rep.ramp) for rep in self.reps), Fraction(0))

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Who answers for it: the rep it names, the managers of its reps, else who issues the plan."""
        if "rep" in self.goal.scope:
            return self.members("rep")
        managers = dict.fromkeys(rep.manager for rep in self.reps if rep.manager)
        if self.goal.scope and managers:
            return tuple(managers)
        return (self.book.settings.issuer,) if self.book.settings.issuer else tuple(managers)

    @cached_property
    def selling_days(self) -> Fraction:
        return calendar_of(self.book).selling_days(*self.days)

    @cached_property
    def whole_months(self) -> int:
        """How many whole months it covers; 0 where a month is cut."""
        start, end = self.days
        whole = start == month_of(start).start and end == month_of(end).end
        return len(months(start, end)) if whole else 0

    def best_run_rate(self) -> tuple[tuple[int, int], Fraction] | None:
        """The month that sold most on a selling day, and how much; of equal ones the first."""
        from datetime import date

        calendar, rates = calendar_of(self.book), {}
        for (year, month), value in self.past.months().items():
            whole = month_of(date(year, month, 1))
            days = calendar.selling_days(whole.start, whole.end)
            if days:
                rates[year, month] = Fraction(value) / days
        best = min(rates, key=lambda at: (-rates[at], at), default=None)
        return (best, rates[best]) if best is not None and rates[best] > 0 else None

    @cached_property
    def planned(self) -> tuple[PlanRow, ...]:
        """The plan's leaves in the goal's slice; none where the goal cuts through periods."""
        start, end = self.days
        touched = [row for row in self.book.plan if row.metric == self.goal.metric and self._holds(row)]
        inside = tuple(row for row in touched if start <= row.start and row.end <= end)
        cut = any(row not in inside and row.start <= end and row.end >= start for row in touched)
        return () if cut else inside

    def _holds(self, row: PlanRow) -> bool:
        return all(getattr(row, axis) in self.members(axis) for axis in self.goal.scope)


def leaves_under(book: Book, axis: str, member: str) -> tuple[str, ...]:
    """The leaf members below a member; itself where there are none."""
    below = [row.name for row in book.members if row.axis == axis and row.parent == member]
    if not below:
        return (member,)
    return tuple(leaf for name in below for leaf in leaves_under(book, axis, name))


def _sold(sales: Sales, metric: str, rows: Sequence[int]) -> Iterator[tuple[date, str, Decimal]]:
    """Day, rep and value of each row, by the metric; orders count once, rows without a number each."""
    reps = sales.axes.get("rep") or ("",) * len(sales)
    seen: set[str] = set()
    for i in rows:
        value = _value(sales, metric, i, seen)
        if value:
            yield sales.dates[i], reps[i], value


def _value(sales: Sales, metric: str, i: int, seen: set[str]) -> Decimal:
    if metric == "quantity":
        return sales.quantities[i] or Decimal(0)
    if metric == "profit":
        cost = sales.costs[i] if sales.costs else None
        return Decimal(0) if cost is None else sales.amounts[i] - cost
    if metric == "orders":
        number = sales.order_nos[i]
        if number and number in seen:
            return Decimal(0)
        seen.add(number)
        return Decimal(1)
    return sales.amounts[i] if metric in SUMMED else Decimal(0)
