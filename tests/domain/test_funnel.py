"""The funnel backwards: the campaign's channels, chains that are none, counts that are just enough."""

from __future__ import annotations

from decimal import ROUND_DOWN, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.typed import parse_rate
from salesbook.domain.funnel import FunnelError, Step, backwards, chain, exact_rate, per_day, per_person
from salesbook.texts import in_each

HALF = Fraction(1, 2)
RATES = st.fractions(min_value=Fraction(1, 50), max_value=1, max_denominator=60)


@pytest.mark.parametrize(
    ("channel", "typed", "invitations", "orders"),
    [
        ("residential", "40/60", 60, 40),
        ("residential", "66.7%", 60, 40),
        ("residential", 0.6666666666666666, 60, 40),
        ("residential", 0.666666666666667, 60, 40),
        ("decorator", "35/50", 50, 35),
        ("decorator", "70%", 50, 35),
        ("alliance", "10/100", 100, 10),
        ("alliance", 0.1, 100, 10),
        ("walk-in", "60/200", 200, 60),
        ("walk-in", 0.3, 200, 60),
    ],
)
def test_the_campaigns_invitations_come_out(
    channel: str, typed: str | float, invitations: int, orders: int
) -> None:
    steps = [Step("invitation", "order", parse_rate(typed))]
    assert backwards(orders, steps) == {"invitation": invitations, "order": orders}, channel


def test_stages_come_in_order_however_the_rows_stand() -> None:
    steps = [
        Step("二次进店", "成交", Decimal("0.5")),
        Step("邀约", "进店", Decimal("0.2")),
        Step("进店", "二次进店", Decimal("0.4")),
    ]
    assert list(backwards(8, steps).items()) == [("邀约", 200), ("进店", 40), ("二次进店", 16), ("成交", 8)]


def test_a_count_is_not_rounded_twice() -> None:
    steps = [Step("lead", "visit", HALF), Step("visit", "order", Decimal("0.3"))]
    assert backwards(10, steps) == {"lead": 67, "visit": 34, "order": 10}


def test_no_orders_take_nothing() -> None:
    assert backwards(0, [Step("visit", "order", HALF)]) == {"visit": 0, "order": 0}


@pytest.mark.parametrize(
    ("steps", "reason", "stage"),
    [
        ([], "no-steps", ""),
        ([Step("a", "a", HALF)], "cycle", "a"),
        ([Step("a", "b", HALF), Step("b", "a", HALF)], "cycle", "a"),
        ([Step("x", "order", HALF), Step("a", "b", HALF), Step("b", "a", HALF)], "cycle", "a"),
        ([Step("a", "b", HALF), Step("a", "c", HALF)], "several-next", "a"),
        ([Step("a", "c", HALF), Step("b", "c", HALF)], "several-before", "c"),
        ([Step("a", "b", HALF), Step("c", "d", HALF)], "broken-chain", "c"),
        ([Step("a", "b", Decimal(0))], "rate-not-positive", "a"),
        ([Step("a", "b", Decimal("-0.1"))], "rate-not-positive", "a"),
        ([Step("a", "b", Decimal("1.01"))], "rate-over-one", "a"),
    ],
)
def test_what_is_no_funnel_is_refused_with_its_stage(steps: list[Step], reason: str, stage: str) -> None:
    with pytest.raises(FunnelError) as caught:
        backwards(5, steps)
    assert (caught.value.reason, caught.value.stage) == (reason, stage)
    assert stage in in_each("reasons", reason, given=stage)["zh"]


def test_negative_orders_and_nobody_to_bring_them_are_refused() -> None:
    with pytest.raises(FunnelError, match="negative-count"):
        backwards(-1, [Step("a", "b", HALF)])
    with pytest.raises(FunnelError, match="no-people"):
        per_person(10, 0)


def test_a_rate_of_all_is_allowed() -> None:
    assert backwards(7, [Step("a", "b", Decimal(1))]) == {"a": 7, "b": 7}


@pytest.mark.parametrize(
    ("count", "days", "expected"),
    [(200, 13, 16), (195, 13, 15), (200, Decimal("12.5"), 16), (1, 22, 1), (0, 22, 0), (200, 0, None)],
)
def test_per_day_rounds_up(count: int, days: Decimal, expected: int | None) -> None:
    assert per_day(count, days) == expected


@given(st.integers(0, 10_000), st.lists(RATES, min_size=1, max_size=5))
def test_each_count_is_enough_and_one_less_is_not(orders: int, rates: list[Fraction]) -> None:
    steps = [Step(str(n), str(n + 1), rate) for n, rate in enumerate(rates)]
    counts = list(backwards(orders, steps).values())
    for n, count in enumerate(counts):
        share = Fraction(1)
        for rate in rates[n:]:
            share *= rate
        assert count * share >= orders
        assert (count - 1) * share < orders or count == 0


@given(st.permutations(range(6)), RATES)
def test_a_chain_is_the_same_in_any_order_of_rows(order: list[int], rate: Fraction) -> None:
    steps = [Step(str(n), str(n + 1), rate) for n in range(6)]
    assert chain([steps[n] for n in order]) == tuple(steps)


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_a_ratio_survives_being_kept_as_digits(part: int, whole: int) -> None:
    ratio = Fraction(part, whole)
    assert exact_rate(Decimal(part) / Decimal(whole)) == ratio
    assert exact_rate(Decimal(repr(part / whole))) == ratio
    assert exact_rate(Context(prec=28, rounding=ROUND_DOWN).divide(Decimal(part), Decimal(whole))) == ratio


@given(st.integers(1, 10**6), st.integers(1, 50))
def test_per_person_reaches_the_count_together(count: int, people: int) -> None:
    each = per_person(count, people)
    assert each * people >= count > (each - 1) * people
