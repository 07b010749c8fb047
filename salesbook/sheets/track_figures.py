"""Tracking's numbers from the book by plain addition: handed down and sold, by rep and day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, TypeVar

from salesbook.domain import pace
from salesbook.sheets.sums import day_rows

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


class Ledger:
    """Handed down (target + hedge) and sold, by rep and day; the rep None is everybody, listed or not."""

    def __init__(self, book: Book) -> None:
        self.planned: dict[str | None, dict[date, int]] = defaultdict(lambda: defaultdict(int))
        self.selling: dict[str, set[date]] = defaultdict(set)
        self.sold: dict[str | None, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for row in day_rows(book):
            for rep in (row.rep, None):
                self.planned[rep][row.day] += row.target + row.hedge
            if row.target > 0:
                self.selling[row.rep].add(row.day)
        self._add_sales(book)

    def _add_sales(self, book: Book) -> None:
        sales = book.actuals
        amounts = sales.quantities if sold_column(book) == "quantity" else sales.amounts
        reps: Iterable[str | None] = sales.axes.get("rep") or (None,) * len(sales)
        for day, rep, amount in zip(sales.dates, reps, amounts, strict=True):
            for counted in {rep, None}:
                self.sold[counted][day] += amount or 0

    def target(self, rep: str | None, start: date, end: date) -> int:
        """Handed down for the days from start to end."""
        return sum(_between(self.planned.get(rep, {}), start, end))

    def actual(self, rep: str | None, start: date, end: date) -> Decimal:
        """Sold from start to end."""
        exact = sum(_between(self.sold.get(rep, {}), start, end), Decimal(0))
        return exact.quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)

    def remaining(self, rep: str, start: date, end: date) -> int:
        """The days from start to end for which the rep has a target."""
        return sum(start <= day <= end for day in self.selling.get(rep, ()))

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


def _between(by_day: Mapping[date, N], start: date, end: date) -> Iterator[N]:
    return (value for day, value in by_day.items() if start <= day <= end)
