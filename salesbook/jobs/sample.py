"""Sample orders for the demo: made up, always the same, following the plan at each rep's own pace."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from salesbook.book.model import Book, PlanRow


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """One order, in the words of the plan's own axes."""

    day: date
    rep: str
    region: str
    product: str
    channel: str
    customer: str
    order_no: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """Up to which day; what each rep sells of the plan (by name; 1: all of it); what an order is worth, about."""

    as_of: date
    pace: Mapping[str, Decimal]
    order: int


def sample_orders(book: Book, request: SampleRequest) -> tuple[SampleOrder, ...]:
    """Orders in the order of their days; a rep's sum stays within one order and a half of target × pace."""
    found = [order for rep in request.pace for order in _orders_of(book, rep, request)]
    found.sort(key=lambda order: (order.day, order.rep, order.order_no))
    return tuple(found)


def _orders_of(book: Book, rep: str, request: SampleRequest) -> Iterator[SampleOrder]:
    """The rep sells as the plan's days go by; an order closes when enough has come together for its size."""
    chance = Random(f"{book.settings.plan} {rep}")
    leaves = _leaves_by_day(book, rep)
    number, owed, size = 0, Decimal(0), _size(chance, request.order)
    for day, target in _day_targets(book, rep, request.as_of):
        owed += target * request.pace[rep]
        while owed >= size:
            number += 1
            owed -= size
            yield _order(
                chance, day, rep, leaves[day], f"{day:%y%m%d}-{_initials(book, rep)}-{number:03d}", size
            )
            size = _size(chance, request.order)


def _day_targets(book: Book, rep: str, as_of: date) -> list[tuple[date, int]]:
    rows = (
        row for row in book.days if row.rep == rep and row.metric == book.settings.metric and row.day <= as_of
    )
    return sorted((row.day, row.target) for row in rows)


def _leaves_by_day(book: Book, rep: str) -> dict[date, list[PlanRow]]:
    leaves = [row for row in book.plan if row.rep == rep and row.metric == book.settings.metric]
    found: dict[date, list[PlanRow]] = defaultdict(list)
    for row in book.days:
        if row.rep == rep and row.metric == book.settings.metric:
            found[row.day] = [leaf for leaf in leaves if leaf.start <= row.day <= leaf.end]
    return found


def _size(chance: Random, order: int) -> Decimal:
    """Between half an order and one and a half, in hundreds."""
    return Decimal(round(order * (0.5 + chance.random()), -2))


def _order(
    chance: Random, day: date, rep: str, leaves: Sequence[PlanRow], number: str, amount: Decimal
) -> SampleOrder:
    leaf = chance.choices(leaves, weights=[max(leaf.target, 1) for leaf in leaves])[0]
    return SampleOrder(day, rep, leaf.region, leaf.product, leaf.channel, leaf.customer, number, amount)


def _initials(book: Book, rep: str) -> str:
    return next((person.id for person in book.reps if person.name == rep), "")
