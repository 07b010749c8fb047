"""Every rule beside the scale by hand, each at its edges; and what statements as a whole keep to."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.payout import Scale, Step, lines_of
from salesbook.domain.payout_rules import (
    Frame,
    Line,
    Of,
    Rule,
    champions,
    rule_line,
    scale_lines,
    settled,
    total_of,
)

D = Decimal


def pays(kind: str, amount: object, team: object = None, **more: Any) -> str:
    """What a rule pays, "" where it has no line."""
    rule = Rule(kind, **{key: D(str(value)) for key, value in more.items()})
    line = rule_line(rule, D(str(amount)), None if team is None else D(str(team)))
    return str(line.amount) if line else ""


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(-5, ""), (0, ""), (119_999, ""), (120_000, ""), ("120000.20", "0.01"), (130_000, "500.00")],
)
def test_an_accelerator_pays_on_what_lies_above_its_bound(amount: object, expected: str) -> None:
    assert pays("accelerator", amount, lower=120_000, rate="0.05") == expected


def test_an_accelerator_goes_on_paying_for_what_lies_below_its_upper_bound() -> None:
    assert pays("accelerator", 150_000, lower=100_000, upper=120_000, rate="0.05") == "1000.00"
    assert pays("accelerator", 120_000, lower=100_000, upper=120_000, rate="0.05") == "1000.00"


@pytest.mark.parametrize(("amount", "expected"), [(-1, ""), (0, ""), ("99.99", ""), (100, "500.00"), (900, "500.00")])
def test_a_fixed_reward_comes_from_the_bound_on(amount: object, expected: str) -> None:
    assert pays("fixed", amount, lower=100, reward=500) == expected


@pytest.mark.parametrize(
    ("amount", "expected"), [(-3, ""), (0, ""), (15, ""), (16, "50.00"), (40, "1250.00"), (50, "1500.00")]
)
def test_pieces_above_the_bound_are_paid_each_up_to_the_cap(amount: object, expected: str) -> None:
    assert pays("piece", amount, lower=15, reward=50, cap=1500) == expected


@pytest.mark.parametrize(("amount", "expected"), [(-200, ""), (0, ""), (999, ""), (1000, "30.00"), (1500, "45.00")])
def test_a_spiff_pays_on_all_of_a_product_once_its_bound_is_reached(amount: object, expected: str) -> None:
    assert pays("spiff", amount, lower=1000, rate="0.03") == expected


@pytest.mark.parametrize(
    ("own", "team", "expected"), [(0, 999, ""), (0, 1000, "300.00"), (-50, 1000, "300.00"), (200, 1200, "302.00")]
)
def test_a_team_bonus_depends_on_the_team_and_may_add_a_rate_on_ones_own(own: int, team: int, expected: str) -> None:
    assert pays("team", own, team, lower=1000, reward=300, rate="0.01") == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(-100, "-510.00"), (0, "-510.00"), (500, "-505.00"), ("999.99", "-500.00"), (1000, ""), (2000, "")],
)
def test_a_penalty_is_taken_below_the_bound_with_a_rate_on_what_is_missing(amount: object, expected: str) -> None:
    assert pays("penalty", amount, lower=1000, penalty=500, rate="0.01") == expected


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ({}, {}),
        ({"A": (1, D(5))}, {"A": "1000.00"}),
        ({"A": (1, D(5)), "B": (2, D(1))}, {"B": "1000.00"}),
        ({"A": (2, D(5)), "B": (2, D(6))}, {"B": "1000.00"}),
        ({"A": (2, D(5)), "B": (2, D(5)), "C": (2, D(5))}, {"A": "333.34", "B": "333.33", "C": "333.33"}),
    ],
)
def test_the_champion_is_who_attained_most_and_of_equals_who_sold_more(standing: Any, expected: dict[str, str]) -> None:
    assert {rep: str(won) for rep, won in champions(standing, D(1000)).items()} == expected


@given(st.integers(1, 30), st.decimals(0, 10**6, places=2))
def test_champions_shares_sum_to_the_reward(count: int, reward: Decimal) -> None:
    won = champions({str(n): (1, D(1)) for n in range(count)}, reward)
    assert sum(won.values()) == reward
    assert max(won.values()) - min(won.values()) <= D("0.01")


def lines(**amounts: object) -> list[Line]:
    return [Line(kind, Of(), D(0), None, D(str(amount))) for kind, amount in amounts.items()]


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (Frame(), "1290.00"),
        (Frame([(Of(), D("0.5"))]), "540.00"),
        (Frame([(Of(), D("0.5")), (Of(), D(0))]), "-210.00"),
        (Frame([(Of(), D("0.3333"))]), "289.95"),
        (Frame(cap=D(1000)), "1000.00"),
        (Frame(cap=D("1290.00")), "1290.00"),
        (Frame(guarantee=D(2000)), "2000.00"),
        (Frame(cap=D(1000), guarantee=D(1200)), "1200.00"),
        (Frame([(Of(), D(0))], guarantee=D(0)), "0.00"),
    ],
)
def test_thresholds_act_on_what_was_earned_then_penalties_cap_and_guarantee(frame: Frame, expected: str) -> None:
    found = settled(lines(tier="1000.00", fixed="500.00", penalty="-210.00"), frame)
    assert str(total_of(found)) == expected


def test_a_threshold_takes_nothing_where_nothing_was_earned() -> None:
    assert settled(lines(penalty="-5.00"), Frame([(Of(), D(0))])) == tuple(lines(penalty="-5.00"))


def test_a_scale_in_a_statement_tells_its_penalty_from_what_it_pays() -> None:
    scale = Scale((Step(D(10), D("0.1"), D(3), D(7), name="floor"),))
    of = Of("revenue", "East")
    assert [(line.kind, line.of, line.rate) for line in scale_lines(of, lines_of(scale, 20))] == [
        ("tier", Of("revenue", "East", "floor", "rate"), D("0.1")),
        ("tier", Of("revenue", "East", "floor", "reward"), None),
    ]
    assert [line.kind for line in scale_lines(of, lines_of(scale, 5))] == ["tier", "penalty"]


money = st.decimals(0, 10**6, places=2)
RULE = st.builds(
    Rule,
    kind=st.sampled_from(["accelerator", "fixed", "piece", "spiff", "penalty"]),
    lower=money, rate=st.decimals(0, 1, places=4), reward=money, penalty=money, cap=st.none() | money,
)  # fmt: skip


@given(st.lists(RULE, max_size=6), st.lists(money, min_size=2, max_size=6), st.none() | money, st.none() | money)
def test_a_statement_never_falls_when_sales_rise(rules: list[Rule], sold: list[Decimal], cap: Any, sure: Any) -> None:
    bounds = [rule.lower for rule in rules]
    totals = []
    for amount in sorted([*sold, *bounds]):
        earned = [line for rule in rules if (line := rule_line(rule, amount))]
        totals.append(total_of(settled(earned, Frame(cap=cap, guarantee=sure))))
    assert all(lower <= higher for lower, higher in pairwise(totals))


@given(st.lists(RULE, max_size=6), money, st.lists(st.decimals(0, 1, places=4), max_size=2), money, money)
def test_a_statement_keeps_its_cap_and_guarantee_to_the_cent(
    rules: list[Rule], amount: Decimal, kept: list[Decimal], cap: Decimal, sure: Decimal
) -> None:
    earned = [line for rule in rules if (line := rule_line(rule, amount))]
    found = settled(earned, Frame([(Of(), part) for part in kept], cap, sure))
    assert total_of(found) >= sure
    assert total_of(found) <= max(cap, sure)
    assert all(line.amount.as_tuple().exponent == -2 for line in found)
    assert sum((line.amount for line in found), D(0)) == total_of(found)
