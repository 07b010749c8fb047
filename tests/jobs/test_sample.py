"""Sample orders: always the same, within the plan, each rep near the pace that was asked for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.model import Book, DayRow, PlanRow, Rep, Settings
from salesbook.jobs.sample import SampleRequest, sample_orders

START, END = date(2026, 4, 1), date(2026, 4, 30)
ORDER = 20_000


def book(*targets: int) -> Book:
    """One rep for each daily target, who sells two product lines in two halves of a month."""
    half = date(2026, 4, 15)
    spans = [(START, half), (half + timedelta(days=1), END)]
    reps = tuple(Rep(f"Rep {n}", id=f"R{n}") for n in range(len(targets)))
    leaves = [
        PlanRow("revenue", f"{start}", start, end, rep.name, "", line, "", "", 0, target, target)
        for rep, target in zip(reps, targets, strict=True)
        for start, end in spans
        for line in ("Kitchens", "Sinks")
    ]
    days = [
        DayRow("revenue", START + timedelta(days=n), rep.name, 0, target, target)
        for rep, target in zip(reps, targets, strict=True)
        for n in range(30)
    ]
    return Book(SETTINGS, reps=reps, plan=tuple(leaves), days=tuple(days))


SETTINGS = Settings(
    language="en",
    company="",
    plan="A month",
    kind="quarter",
    start=START,
    end=END,
    fiscal_start=1,
    metric="revenue",
    unit=1,
    axes=("rep", "product"),
    floor=None,
    stretch=None,
    flex=Decimal(0),
    season="auto",
    residue="largest-remainder",
    green=Decimal(1),
    amber=Decimal("0.9"),
    as_of=None,
    issuer="",
    letter="",
    version=1,
)
TARGETS = st.lists(st.integers(0, 50_000), min_size=1, max_size=4)
PACES = st.decimals(0, 2, places=2)


@given(targets=TARGETS, pace=PACES, days=st.integers(1, 30))
def test_a_rep_sells_the_plan_at_the_pace_asked_for_less_than_the_order_still_open(
    targets: list[int], pace: Decimal, days: int
) -> None:
    request = SampleRequest(START + timedelta(days=days - 1), (pace,) * len(targets), ORDER)
    orders = sample_orders(book(*targets), request)
    for number, target in enumerate(targets):
        sold = sum(order.amount for order in orders if order.rep == f"Rep {number}")
        assert 0 <= target * pace * days - sold < Decimal("1.5") * ORDER + 100


@given(targets=TARGETS)
def test_orders_are_the_same_every_time_and_each_has_its_number(targets: list[int]) -> None:
    request = SampleRequest(END, (Decimal(1),) * len(targets), ORDER)
    orders = sample_orders(book(*targets), request)
    assert orders == sample_orders(book(*targets), request)
    assert len({order.order_no for order in orders}) == len(orders)


def test_orders_come_in_the_order_of_their_days_and_none_after_the_last() -> None:
    last = date(2026, 4, 20)
    orders = sample_orders(book(30_000, 20_000), SampleRequest(last, (Decimal(1), Decimal("0.8")), ORDER))
    days = [order.date for order in orders]
    assert days == sorted(days)
    assert days[0] >= START
    assert days[-1] <= last
    assert {order.product for order in orders} == {"Kitchens", "Sinks"}
