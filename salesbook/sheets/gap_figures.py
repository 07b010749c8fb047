"""The numbers of the gap sheet from the book by plain addition: handed down and sold, over whole periods."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES
from salesbook.domain.gap import PriceVolumeMix, Sold, by_member, price_volume_mix
from salesbook.sheets.sums import plan_rows
from salesbook.sheets.track_figures import PLACES, sold_column
from salesbook.sheets.track_spans import as_of_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from salesbook.book.model import Book, PlanRow, Sales

NOTHING = Fraction(0)
PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from first to last, both included, that whole periods of the plan make up."""

    start: date
    end: date


def closed(book: Book, until: date | None = None) -> Stretch | None:
    """From the plan's start to the end of the last period that is over by a day (the as-of day); None before it."""
    day = until or as_of_day(book)
    over = [row for row in plan_rows(book) if row.end <= day]
    return Stretch(min(row.start for row in over), max(row.end for row in over)) if over else None


@dataclass(frozen=True)
class Gap:
    """Plan and sales of the main metric over a stretch, and the ways in which their difference is taken apart."""

    book: Book
    stretch: Stretch

    @cached_property
    def rows(self) -> tuple[PlanRow, ...]:
        """The leaves of the periods in the stretch."""
        return tuple(r for r in plan_rows(self.book) if self.stretch.start <= r.start and r.end <= self.stretch.end)

    @cached_property
    def sales(self) -> tuple[int, ...]:
        """Where in the actuals the sales of the stretch are."""
        days = self.book.actuals.dates
        return tuple(i for i, day in enumerate(days) if self.stretch.start <= day <= self.stretch.end)

    @cached_property
    def target(self) -> int:
        return sum(row.target + row.hedge for row in self.rows)

    @cached_property
    def actual(self) -> Fraction:
        return sum((self._amount(i) for i in self.sales), NOTHING)

    @property
    def gap(self) -> Fraction:
        return self.actual - self.target

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The axes that the plan splits and the actuals name."""
        return tuple(
            axis for axis in AXES
            if any(getattr(row, axis) for row in self.rows) and self.book.actuals.axes.get(axis)
        )  # fmt: skip

    def targets(self, axis: str) -> dict[str, Fraction]:
        """Member -> handed down."""
        found: dict[str, Fraction] = defaultdict(Fraction)
        for row in self.rows:
            found[getattr(row, axis)] += row.target + row.hedge
        return dict(found)

    def actuals(self, axis: str) -> dict[str, Fraction]:
        """Member -> sold."""
        names, found = self.book.actuals.axes[axis], defaultdict[str, Fraction](Fraction)
        for i in self.sales:
            found[names[i]] += self._amount(i)
        return dict(found)

    def members(self, axis: str) -> dict[str, Fraction]:
        """Member -> its part of the gap, the worst first."""
        return by_member(self.targets(axis), self.actuals(axis))

    # -- price, volume, mix ----------------------------------------------------------------------------------------

    @cached_property
    def planned_prices(self) -> dict[str, Fraction]:
        """Product -> the price at which it was planned: the plan's own where it has quantities, else last year's."""
        quantities = self._planned_quantities
        if quantities:
            return {name: amount / quantities[name] for name, amount in self._planned.items() if quantities.get(name)}
        return average_prices(self.book.history, self.stretch)

    @cached_property
    def priced(self) -> bool:
        """Whether price and volume can be told apart: product lines, quantities, and a price that was planned."""
        actuals = self.book.actuals
        return (
            self.book.settings.metric == "revenue"
            and PRODUCT in self.axes
            and any(quantity is not None for quantity in actuals.quantities)
            and bool(self.planned_prices)
        )

    @cached_property
    def planned_sold(self) -> dict[str, Sold]:
        """Product -> planned quantity, as the sheet shows it, and amount."""
        prices = self.planned_prices
        return {
            name: Sold(rounded(amount / prices[name]) if prices.get(name) else None, amount)
            for name, amount in self._planned.items()
        }

    @cached_property
    def actual_sold(self) -> dict[str, Sold]:
        """Product -> sold quantity (None if any sale lacks it) and amount."""
        return by_product(self.book.actuals, self.sales)

    @cached_property
    def price_volume_mix(self) -> PriceVolumeMix:
        return price_volume_mix(self.planned_sold, self.actual_sold)

    @cached_property
    def with_quantities(self) -> bool:
        """Whether the plan itself has quantities by product line."""
        return bool(self._planned_quantities)

    @cached_property
    def _planned(self) -> dict[str, Fraction]:
        return self.targets(PRODUCT)

    @cached_property
    def _planned_quantities(self) -> Mapping[str, Fraction]:
        found: dict[str, Fraction] = defaultdict(Fraction)
        for row in self.book.plan:
            if row.metric == "quantity" and self.stretch.start <= row.start and row.end <= self.stretch.end:
                found[row.product] += row.target + row.hedge
        return {name: quantity for name, quantity in found.items() if name and quantity > 0}

    def _amount(self, at: int) -> Fraction:
        return amount_of(self.book, at)


def rounded(value: Fraction) -> Fraction:
    """To the places that sums on sheets are rounded to, halves away from zero, as ROUND does.

    >>> rounded(Fraction(-1, 80_000)), rounded(Fraction(-1, 20_000)), rounded(Fraction(2, 3))
    (Fraction(0, 1), Fraction(-1, 10000), Fraction(6667, 10000))
    """
    size = Fraction((abs(value) * 10**PLACES + Fraction(1, 2)) // 1, 10**PLACES)
    return size if value >= 0 else -size


def number(value: Fraction) -> int | float:
    """As a cell holds it: whole where it is."""
    return int(value) if value.denominator == 1 else float(value)


def shown(value: Fraction | int) -> int | float:
    """A sum as cells hold it, to the places that sums are rounded to."""
    return number(rounded(Fraction(value)))


def amount_of(book: Book, at: int) -> Fraction:
    """What a sale counts for the main metric."""
    sales = book.actuals
    value = sales.quantities[at] if sold_column(book) == "quantity" else sales.amounts[at]
    return Fraction(value or 0)


def by_product(sales: Sales, rows: tuple[int, ...]) -> dict[str, Sold]:
    """Product -> quantity and amount of some rows; a quantity that any row leaves open is not known."""
    quantity: dict[str, Fraction | None] = {}
    amount: dict[str, Fraction] = defaultdict(Fraction)
    for name, value, count in _products(sales, rows):
        amount[name] += Fraction(value)
        before = quantity.get(name, NOTHING)
        quantity[name] = None if before is None or count is None else before + Fraction(count)
    return {name: Sold(quantity[name], amount[name]) for name in amount}


def average_prices(history: Sales, stretch: Stretch) -> dict[str, Fraction]:
    """Product -> what a piece brought on average in the twelve months before the stretch; those with none left out."""
    if not history.axes.get(PRODUCT):
        return {}
    first = _year_before(stretch.start)
    rows = tuple(i for i, day in enumerate(history.dates) if first <= day < stretch.start)
    return {
        name: sold.amount / sold.quantity
        for name, sold in by_product(history, rows).items()
        if sold.quantity and sold.quantity > 0 and sold.amount > 0
    }


def _products(sales: Sales, rows: tuple[int, ...]) -> Iterator[tuple[str, Decimal, Decimal | None]]:
    for i in rows:
        yield sales.axes[PRODUCT][i], sales.amounts[i], sales.quantities[i]


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
