"""Scales by hand: whole-base and marginal, on a bound, at zero, after returns, under a cap; and what holds for all."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.payout import PayLine, Scale, Step, Terms, lines_of, next_step, paid, payout_for, scale_of

D = Decimal
STEPS = (
    Step(D(80_000), D("0.01"), penalty=D(500), name="floor"),
    Step(D(100_000), D("0.015"), D(1000), name="target"),
    Step(D(120_000), D("0.02"), D(3000), name="stretch"),
)
FROM_ZERO = (
    Step(D(0), D("0.01")),
    Step(D(100_000), D("0.02")),
    Step(D(120_000), D("0.03"), D(2000)),
)


@pytest.mark.parametrize(
    ("amount", "whole", "marginal"),
    [
        ("-10000", "-500.00", "-500.00"),
        ("0", "-500.00", "-500.00"),
        ("79999.99", "-500.00", "-500.00"),
        ("80000", "800.00", "0.00"),
        ("90000", "900.00", "100.00"),
        ("99999.99", "1000.00", "200.00"),
        ("100000", "2500.00", "1200.00"),  # 20,000 × 1 % + 1,000
        ("119999", "2799.99", "1499.99"),  # the example: a cliff follows
        ("120000", "5400.00", "3500.00"),  # 200 + 20,000 × 1.5 % + 3,000
        ("150000", "6000.00", "4100.00"),
    ],
)
def test_tiers_by_hand(amount: str, whole: str, marginal: str) -> None:
    assert str(paid(Scale(STEPS), D(amount))) == whole
    assert str(paid(Scale(STEPS, "marginal"), D(amount))) == marginal


@pytest.mark.parametrize(
    ("amount", "marginal"),
    [
        ("-5000", "0.00"),
        ("0", "0.00"),
        ("0.49", "0.00"),
        ("0.50", "0.01"),
        ("100000", "1000.00"),
        ("100000.50", "1000.01"),
        ("110000", "1200.00"),
        ("120000", "3400.00"),
        ("130000", "3700.00"),
    ],
)
def test_marginal_slices_from_the_first_sale_on(amount: str, marginal: str) -> None:
    assert str(paid(Scale(FROM_ZERO, "marginal"), D(amount))) == marginal


def test_the_lines_say_what_each_slice_pays() -> None:
    found = lines_of(Scale(FROM_ZERO, "marginal", cap=D(3000)), 130_000)
    assert [(line.kind, str(line.basis), str(line.amount)) for line in found] == [
        ("rate", "100000", "1000.00"),
        ("rate", "20000", "400.00"),
        ("rate", "10000", "300.00"),
        ("reward", "130000", "2000.00"),
        ("cap", "130000", "-700.00"),
    ]


def test_a_negative_amount_has_a_line_of_nothing() -> None:
    assert lines_of(Scale(FROM_ZERO), -20) == (PayLine("rate", "", D(-20), D(0), D("0.00")),)
    assert lines_of(Scale(FROM_ZERO, "marginal"), -20) == (PayLine("rate", "", D(-20), D(0), D("0.00")),)


@pytest.mark.parametrize(("cap", "expected"), [("5399.99", "5399.99"), ("5400", "5400.00"), ("9000", "5400.00")])
def test_a_cap_holds_back_rates_and_rewards_but_no_penalty(cap: str, expected: str) -> None:
    assert str(paid(Scale(STEPS, cap=D(cap)), 120_000)) == expected
    assert str(paid(Scale(STEPS, cap=D(0)), 100)) == "-500.00"


def test_of_several_penalties_that_of_the_lowest_tier_missed_is_taken() -> None:
    steps = (Step(D(80), penalty=D(500)), Step(D(100), penalty=D(200)), Step(D(120)))
    assert [str(paid(Scale(steps), amount)) for amount in (79, 80, 99, 100, 120)] == [
        "-500.00", "-200.00", "-200.00", "0.00", "0.00",
    ]  # fmt: skip


def test_a_step_ends_below_its_upper_bound() -> None:
    steps = (Step(D(0), D("0.1"), upper=D(50)), Step(D(100), D("0.2")))
    assert [str(paid(Scale(steps), amount)) for amount in (49, 50, 99, 100)] == ["4.90", "0.00", "0.00", "20.00"]
    marginal = [str(paid(Scale(steps, "marginal"), amount)) for amount in (49, 50, 99, 110)]
    assert marginal == ["4.90", "5.00", "5.00", "7.00"]


def test_the_next_step_says_how_much_more_brings_how_much() -> None:
    scale = Scale(STEPS)
    found = next_step(scale, D(119_999))
    assert found is not None
    assert (found.step, found.bound, found.more, found.payout, str(found.gain)) == (
        "stretch", 120_000, 1, D("5400.00"), "2600.01",
    )  # fmt: skip
    assert next_step(scale, 120_000) is None
    assert next_step(Scale(STEPS, cap=D(800)), 80_000) is None
    first = next_step(scale, 0)
    assert first is not None
    assert (first.step, str(first.gain)) == ("floor", "1300.00")


def test_tiers_make_a_scale_in_their_order_only() -> None:
    scale = scale_of([Terms("floor", 10), Terms("target", 20, D("0.1"))], "marginal")
    assert [step.name for step in scale.steps] == ["floor", "target"]
    with pytest.raises(ValueError, match="lowest"):
        scale_of([Terms("target", 20), Terms("floor", 10)])
    with pytest.raises(ValueError, match="lowest"):
        Scale(())


money = st.decimals(0, 10**7, places=2)
rates = st.decimals(0, "0.2", places=4)


@st.composite
def rising(draw: st.DrawFn) -> tuple[Step, ...]:
    """Steps of which each pays at least what the one below it pays."""
    count = draw(st.integers(1, 5))
    bounds = sorted(draw(st.lists(st.integers(0, 10**6), min_size=count, max_size=count)))
    bases = sorted(draw(st.lists(rates, min_size=count, max_size=count)))
    rewards = sorted(draw(st.lists(money, min_size=count, max_size=count)))
    penalties = sorted(draw(st.lists(money, min_size=count, max_size=count)), reverse=True)
    return tuple(Step(D(b), r, w, p) for b, r, w, p in zip(bounds, bases, rewards, penalties, strict=True))


@given(rising(), st.sampled_from(["whole", "marginal"]), st.none() | money, st.lists(money, min_size=2, max_size=8))
def test_a_payout_never_falls_when_sales_rise(
    steps: tuple[Step, ...], basis: str, cap: Decimal | None, sold: list[Decimal]
) -> None:
    scale = Scale(steps, basis, cap)  # type: ignore[arg-type]
    payouts = [paid(scale, amount) for amount in sorted([*sold, *(step.lower for step in steps)])]
    assert all(lower <= higher for lower, higher in pairwise(payouts))


@given(rising(), st.decimals(-(10**6), 10**7, places=2), st.none() | money)
def test_lines_sum_to_the_payout_and_are_whole_cents(
    steps: tuple[Step, ...], amount: Decimal, cap: Decimal | None
) -> None:
    for basis in ("whole", "marginal"):
        scale = Scale(steps, basis, cap)  # type: ignore[arg-type]
        lines = lines_of(scale, amount)
        assert lines
        assert sum(line.amount for line in lines) == paid(scale, amount)
        assert all(line.amount.as_tuple().exponent == -2 for line in lines)


@given(rising(), money)
def test_marginal_pays_at_most_what_the_whole_base_pays(steps: tuple[Step, ...], amount: Decimal) -> None:
    slices = len(steps)
    assert paid(Scale(steps, "marginal"), amount) <= paid(Scale(steps), amount) + D("0.005") * slices


@given(rising(), st.decimals(0, 10**6, places=2))
def test_the_next_step_is_the_first_bound_that_pays_more(steps: tuple[Step, ...], amount: Decimal) -> None:
    scale = Scale(steps)
    found, now = next_step(scale, amount), paid(scale, amount)
    better = [step.lower for step in steps if step.lower > amount and paid(scale, step.lower) > now]
    assert (found.bound if found else None) == (min(better) if better else None)
    if found:
        assert found.gain == paid(scale, amount + found.more) - now


@given(st.integers(-(10**6), 10**7))
def test_tiers_as_terms_pay_what_the_scale_pays(actual: int) -> None:
    terms = [Terms(s.name, int(s.lower), s.rate, s.reward, s.penalty) for s in STEPS]
    assert payout_for(actual, terms) == paid(Scale(STEPS), actual)
