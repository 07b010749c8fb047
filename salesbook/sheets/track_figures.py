"""Tracking's numbers from the book by plain addition: handed down and sold, by rep and day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

from salesbook.domain import pace
from salesbook.sheets.sums import day_rows, plan_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from fractions import Fraction

    from salesbook.book.model import Book

N = TypeVar("N", int, Decimal)

LAST_DAYS = 7
"""How many days "lately" is."""

PLACES = 4
"""Sums of what was sold are rounded to this many places, to take away the noise of binary fractions."""


def sold_column(book: Book) -> str:
    """The column of sb_actuals that counts for the main metric."""
    return "quantity" if book.settings.metric == "quantity" else "amount"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a line of the grid is worked out from, over the span that it covers."""

    target: int
    due: int
    actual: Decimal
    lately: Decimal
    remaining: int

    def attainment(self) -> Fraction | None:
        return pace.attainment(self.actual, self.target)

    def attainment_before(self) -> Fraction | None:
        """As it was before the last days."""
        return pace.attainment(self.actual - self.lately, self.target)

    def progress(self) -> Fraction | None:
        return pace.attainment(self.due, self.target)

    def __add__(self, other: Figures) -> Figures:
        """Together: sums, and the selling days of whoever has more left."""
        return Figures(
            self.target + other.target,
            self.due + other.due,
            self.actual + other.actual,
            self.lately + other.lately,
            max(self.remaining, other.remaining),
        )

    def less(self, other: Figures) -> Figures:
        """What is left of these when others are taken out; nobody's selling days."""
        return Figures(
            self.target - other.target,
            self.due - other.due,
            self.actual - other.actual,
            self.lately - other.lately,
            0,
        )

    def with_remaining(self, days: int) -> Figures:
        """The same with other selling days left."""
        return replace(self, remaining=days)


NOTHING = Figures(0, 0, Decimal(0), Decimal(0), 0)


class RunningSum(Generic[N]):
    """Amounts by day, at least one, added up once: the sum of any stretch is a difference of two.

    >>> from datetime import date
    >>> days = RunningSum({date(2026, 5, 1): 30, date(2026, 5, 4): 70})
    >>> days.between(date(2026, 5, 2), date(2026, 5, 9)), days.between(date(2026, 5, 2), date(2026, 5, 1))
    (70, 0)
    """

    def __init__(self, by_day: Mapping[date, N]) -> None:
        self.days = sorted(by_day)
        nothing = by_day[self.days[0]] * 0
        self.sums: list[N] = list(accumulate((by_day[day] for day in self.days), initial=nothing))

    def between(self, start: date, end: date) -> N:
        """The sum of the days from start to end; 0 when the end lies before the start."""
        first, beyond = bisect_left(self.days, start), bisect_right(self.days, end)
        return self.sums[max(first, beyond)] - self.sums[first]


class Ledger:
    """Handed down (target + hedge) and sold, by rep and day; the rep None is everybody, listed or not."""

    def __init__(self, book: Book) -> None:
        rows = day_rows(book)
        self.planned = _by_rep((row.rep, row.day, row.target + row.hedge) for row in rows)
        self.selling = _by_rep((row.rep, row.day, 1) for row in rows if row.target > 0)
        self.sold = _by_rep(_sales(book))

    def target(self, rep: str | None, start: date, end: date) -> int:
        """Handed down for the days from start to end."""
        return self.planned[rep].between(start, end) if rep in self.planned else 0

    def actual(self, rep: str | None, start: date, end: date) -> Decimal:
        """Sold from start to end."""
        exact = self.sold[rep].between(start, end) if rep in self.sold else Decimal(0)
        return exact.quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)

    def remaining(self, rep: str, start: date, end: date) -> int:
        """The days from start to end for which the rep has a target."""
        return self.selling[rep].between(start, end) if rep in self.selling else 0

    def figures(self, rep: str | None, start: date, end: date, as_of: date) -> Figures:
        """All of a line's numbers as of a day; `remaining` is of single reps only, 0 for everybody."""
        until = min(as_of, end)
        lately = max(start, as_of - timedelta(days=LAST_DAYS - 1))
        return Figures(
            self.target(rep, start, end),
            self.target(rep, start, until),
            self.actual(rep, start, until),
            self.actual(rep, lately, until),
            self.remaining(rep, max(start, as_of + timedelta(days=1)), end) if rep is not None else 0,
        )


def plan_difference(book: Book, start: date, end: date) -> int:
    """Daily targets minus the plan's periods that lie in a span; 0 unless somebody changed one of them."""
    planned = (row for row in plan_rows(book) if start <= row.start and row.end <= end)
    daily = (row for row in day_rows(book) if start <= row.day <= end)
    return sum(row.target + row.hedge for row in daily) - sum(row.target + row.hedge for row in planned)


def _sales(book: Book) -> Iterator[tuple[str, date, Decimal]]:
    sales = book.actuals
    amounts = sales.quantities if sold_column(book) == "quantity" else sales.amounts
    reps = sales.axes.get("rep") or ("",) * len(sales)
    for rep, day, amount in zip(reps, sales.dates, amounts, strict=True):
        yield rep, day, amount or Decimal(0)


def _by_rep(entries: Iterable[tuple[str, date, N]]) -> dict[str | None, RunningSum[N]]:
    """The sums of each rep, and under None those of everybody."""
    found: dict[str | None, dict[date, N]] = {}
    for rep, day, amount in entries:
        for key in (rep, None):
            days = found.setdefault(key, {})
            days[day] = days[day] + amount if day in days else amount
    return {rep: RunningSum(days) for rep, days in found.items()}
