"""Payout at a tier: whole-base, one rounding, a penalty below the floor."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.payout import Terms, payout_at, payout_for

D = Decimal
TIERS = [
    Terms("floor", 80_000, D("0.01"), penalty=D("500")),
    Terms("target", 100_000, D("0.015"), D("1000")),
    Terms("stretch", 120_000, D("0.02"), D("3000")),
]


@pytest.mark.parametrize(
    ("target", "rate", "reward", "expected"),
    [
        (100_000, "0.015", "1000", "2500.00"),
        (100_000, "0", "1000", "1000.00"),
        (100_000, "0", "0", "0.00"),
        (0, "0.02", "0", "0.00"),
        (1, "0.005", "0", "0.01"),
        (1, "0.00499", "0", "0.00"),
        (1, "0.0025", "0.0025", "0.01"),
        (3, "0.335", "0", "1.01"),
    ],
)
def test_payout_at_a_tier_is_rounded_half_up_once(target: int, rate: str, reward: str, expected: str) -> None:
    found = payout_at(Terms("target", target, D(rate), D(reward)))
    assert str(found) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (0, "-500.00"),
        (-10, "-500.00"),
        (D("79999.99"), "-500.00"),
        (80_000, "800.00"),
        (D("99999.99"), "1000.00"),
        (100_000, "2500.00"),
        (120_000, "5400.00"),
        (150_000, "6000.00"),
    ],
)
def test_the_tier_reached_pays_on_all_of_the_actual(actual: Decimal, expected: str) -> None:
    assert str(payout_for(actual, TIERS)) == expected


def test_tiers_out_of_order_and_no_tiers_are_refused() -> None:
    with pytest.raises(ValueError, match="lowest target"):
        payout_for(1, TIERS[::-1])
    with pytest.raises(ValueError, match="lowest target"):
        payout_for(1, [])


def test_where_two_tiers_have_one_target_the_later_counts() -> None:
    assert payout_for(10, [Terms("floor", 10, reward=D(1)), Terms("target", 10, reward=D(2))]) == 2


@given(st.integers(0, 10**15), st.decimals(0, 1, places=6), st.decimals(0, 10**9, places=4))
def test_payout_is_within_half_a_cent_of_the_exact_one(target: int, rate: Decimal, reward: Decimal) -> None:
    exact = Fraction(rate) * target + Fraction(reward)
    found = Fraction(payout_at(Terms("target", target, rate, reward)))
    assert -Fraction(1, 200) < found - exact <= Fraction(1, 200)
