"""What reps sold and what was handed down to them, by metric, days and product; only what the tables can say."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from decimal import Decimal
from functools import reduce
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from salesbook.book.model import Book, DayRow, PlanRow

Tiers = tuple[int, int, int]
"""Floor, target and stretch, as handed down."""
TIERS = ("floor", "target", "stretch")

MEASURED = ("revenue", "quantity", "orders", "profit")
"""Metrics that sb_actuals can say; cash too, where it says what was collected or cash is what the amounts are."""


class Sale(NamedTuple):
    """A row of sb_actuals."""

    day: date
    rep: str
    product: str
    order_no: str
    amount: Decimal
    quantity: Decimal
    cost: Decimal | None
    collected: Decimal


class Achieved:
    """Sums over a book's actuals and its plan. Reps are named; several together are a team."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sales: dict[str, list[Sale]] = defaultdict(list)
        for sale in _sales(book):
            self.sales[sale.rep].append(sale)
        rows: dict[tuple[str, str], list[DayRow]] = defaultdict(list)
        for row in book.days:
            rows[row.metric, row.rep].append(row)
        self.days = {key: _Running(found) for key, found in rows.items()}
        self.leaves: dict[tuple[str, str], list[PlanRow]] = defaultdict(list)
        for leaf in book.plan:
            self.leaves[leaf.metric, leaf.rep].append(leaf)

    def measures(self, metric: str) -> bool:
        """Whether the actuals can say a metric."""
        return metric in MEASURED or (metric == "cash" and (self._in_cash() or any(self.book.actuals.collected)))

    def actual(self, metric: str, reps: Collection[str], start: date, end: date, product: str = "") -> Decimal:
        """What was sold from start to end, returns taken off; of one product where one is named.

        orders: each order number counts once, as 1 where its rows sum to more than 0, as -1 where to less; rows
        without a number count each for themselves. Profit: amounts less costs, rows without a cost left out.
        """
        found = [sale for rep in reps for sale in self.sales[rep] if start <= sale.day <= end]
        if product:
            found = [sale for sale in found if sale.product == product]
        if metric == "orders":
            return Decimal(_orders(found))
        if metric == "profit":
            return sum((sale.amount - sale.cost for sale in found if sale.cost is not None), Decimal(0))
        if metric == "cash" and not self._in_cash():
            return sum((sale.collected for sale in found), Decimal(0))
        return sum((sale.quantity if metric == "quantity" else sale.amount for sale in found), Decimal(0))

    def sold(self, start: date, end: date) -> bool:
        """Whether the team sold anything at all from start to end."""
        return any(start <= sale.day <= end for rep in self.book.reps for sale in self.sales[rep.name])

    def _in_cash(self) -> bool:
        """Whether the amounts themselves are what was collected."""
        return self.book.settings.metric == "cash"

    def costless(self, start: date, end: date) -> int:
        """How many rows of the actuals from start to end have no cost, so that their profit is unknown."""
        return sum(sale.cost is None and start <= sale.day <= end for sold in self.sales.values() for sale in sold)

    def handed(self, metric: str, reps: Collection[str], start: date, end: date, product: str = "") -> dict[str, int]:
        """What was handed down for the days from start to end: floor, target and stretch, with the hedge in them.

        A product's targets have no days: a period of the plan counts for it where it ends in the span.
        """
        parts = [self._tiers(metric, rep, start, end, product) for rep in reps]
        return {tier: sum(part[at] for part in parts) for at, tier in enumerate(TIERS)}

    def _tiers(self, metric: str, rep: str, start: date, end: date, product: str) -> Tiers:
        if product:
            leaves = [r for r in self.leaves[metric, rep] if r.product == product and start <= r.end <= end]
            return _added(_handed(leaf) for leaf in leaves)
        days = self.days.get((metric, rep))
        return days.between(start, end) if days else (0, 0, 0)


class _Running:
    """Daily targets added up once, so that any stretch is a difference of two sums."""

    def __init__(self, rows: list[DayRow]) -> None:
        ordered = sorted(rows, key=lambda row: row.day)
        self.days = [row.day for row in ordered]
        self.sums = list(accumulate((_handed(row) for row in ordered), _plus, initial=(0, 0, 0)))

    def between(self, start: date, end: date) -> Tiers:
        """The sums of the days from start to end."""
        before, until = self.sums[bisect_left(self.days, start)], self.sums[bisect_right(self.days, end)]
        return (until[0] - before[0], until[1] - before[1], until[2] - before[2])


def _handed(row: DayRow | PlanRow) -> Tiers:
    return (row.floor, row.target + row.hedge, row.stretch + row.hedge)


def _plus(one: Tiers, other: Tiers) -> Tiers:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _added(tiers: Iterable[Tiers]) -> Tiers:
    return reduce(_plus, tiers, (0, 0, 0))


def _sales(book: Book) -> Iterator[Sale]:
    sold = book.actuals
    nothing = ("",) * len(sold)
    empty: tuple[Decimal | None, ...] = (None,) * len(sold)
    columns = (
        sold.dates,
        sold.axes.get("rep") or nothing,
        sold.axes.get("product") or nothing,
        sold.order_nos or nothing,
        sold.amounts,
        sold.quantities or empty,
        sold.costs or empty,
        sold.collected or empty,
    )
    none = Decimal(0)
    for day, rep, product, order_no, amount, quantity, cost, collected in zip(*columns, strict=True):
        yield Sale(day, rep, product, order_no, amount, quantity or none, cost, collected or none)


def _orders(sales: list[Sale]) -> int:
    by_number: dict[str, Decimal] = defaultdict(Decimal)
    for at, sale in enumerate(sales):
        by_number[sale.order_no or f"\0{at}"] += sale.amount
    return sum((amount > 0) - (amount < 0) for amount in by_number.values())
