"""Sample orders for the demo: made up, always the same, following the plan at each rep's own pace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import Line, Outcome
from salesbook.book.reading import read
from salesbook.jobs.sample_activities import sample_activities
from salesbook.jobs.tables import put_table
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book, DayRow, PlanRow, Rep
    from salesbook.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """One order, in the words of the plan's own axes."""

    date: date
    rep: str
    region: str
    product: str
    channel: str
    customer: str
    order_no: str
    amount: Decimal
    client: str = ""


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """Up to which day; what each rep, in the team's order, sells of the plan (1: all of it); what an order is
    worth, about."""

    as_of: date
    pace: tuple[Decimal, ...]
    order: int


def sample(snapshot: Snapshot, request: SampleRequest, today: date) -> Outcome:  # noqa: ARG001
    """Sample orders in the place of all actuals."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    orders = sample_orders(reading.book, request)
    keys = [column.key for column in CATALOGUE["sb_actuals"].columns]
    rows = [tuple(getattr(order, key, None) or None for key in keys) for order in orders]
    language = reading.book.settings.language
    changes = put_table(snapshot, "sb_actuals", rows, language)
    done = sample_activities(reading.book, request.as_of)
    if done:
        counted = [(a.day, a.rep, a.channel or None, a.stage, a.count, None) for a in done]
        changes += put_table(snapshot, "sb_activities", counted, language)
    return Outcome(changes, summary=(Line(in_each("jobs", "sample.orders"), len(reading.book.actuals), len(rows)),))


def sample_orders(book: Book, request: SampleRequest) -> tuple[SampleOrder, ...]:
    """Orders in the order of their days; a rep's sum is below target × pace by less than an order and a half."""
    reps = zip(book.reps, request.pace, strict=True)
    found = [order for rep, pace in reps for order in _orders_of(book, rep, pace, request)]
    return tuple(sorted(found, key=lambda order: (order.date, order.order_no)))


def _orders_of(book: Book, rep: Rep, pace: Decimal, request: SampleRequest) -> Iterator[SampleOrder]:
    """The rep sells as the plan's days go by; an order closes when enough has come together for its size."""
    chance = Random(f"{book.settings.plan} {rep.name}")
    leaves = [row for row in book.plan if row.rep == rep.name and row.metric == book.settings.metric]
    number, owed, size = 0, Decimal(0), _size(chance, request.order)
    for day in _days_of(book, rep, request.as_of):
        owed += day.target * pace
        while owed >= size:
            number, owed = number + 1, owed - size
            leaf = _leaf_on(chance, leaves, day.day)
            order = _order(day.day, leaf, f"{day.day:%y%m%d}-{rep.id}-{number:03d}", size)
            yield replace(order, client=_client(book, rep, sum(leaf.target for leaf in leaves), order.order_no))
            size = _size(chance, request.order)


def _days_of(book: Book, rep: Rep, as_of: date) -> list[DayRow]:
    metric = book.settings.metric
    rows = (row for row in book.days if row.rep == rep.name and row.metric == metric and row.day <= as_of)
    return sorted(rows, key=lambda row: row.day)


def _size(chance: Random, order: int) -> Decimal:
    """Between half an order and one and a half, in hundreds."""
    return Decimal(round(order * (0.5 + chance.random()), -2))


def _leaf_on(chance: Random, leaves: Sequence[PlanRow], day: date) -> PlanRow:
    """A leaf of the day's period, large ones more often."""
    open_ = [leaf for leaf in leaves if leaf.start <= day <= leaf.end]
    return chance.choices(open_, weights=[max(leaf.target, 1) for leaf in open_])[0]


def _client(book: Book, rep: Rep, plan: int, number: str) -> str:
    """One of the rep's customers, as often as their targets are of the rep's plan; "" for somebody else."""
    own = [(one.name, int(one.target or 0)) for one in book.customers if one.owner == rep.name]
    rest = max(0, plan - sum(target for _, target in own))
    names, weights = [*(name for name, _ in own), ""], [*(target for _, target in own), rest or 1]
    return Random(f"{book.settings.plan} {number}").choices(names, weights=weights)[0]


def _order(day: date, leaf: PlanRow, number: str, amount: Decimal) -> SampleOrder:
    return SampleOrder(day, leaf.rep, leaf.region, leaf.product, leaf.channel, leaf.customer, number, amount)
