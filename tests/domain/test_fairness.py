"""Spread and outliers: quartiles as Excel takes them, the variation as it is defined, the rule as it is stated."""

from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.fairness import Asked, quantile, spread, variation

BAND = Fraction(1, 10)
people = st.lists(
    st.builds(Asked, st.decimals(1, 10**9, places=2), st.integers(0, 10**10)), min_size=1, max_size=30
)


def asked(*targets: int) -> list[Asked]:
    """People who all sold 100."""
    return [Asked(Decimal(100), target) for target in targets]


def test_a_team_by_hand() -> None:
    """+10, +20, +20, +30, +120 %: quartiles 20 and 30, so fences 5 and 45; together +40, so 30 to 50 by the band."""
    found = spread(asked(110, 120, 120, 130, 220), BAND)
    assert found is not None
    assert (found.whole, found.median) == (Fraction(2, 5), Fraction(1, 5))
    assert found.quarters == (Fraction(1, 5), Fraction(3, 10))
    assert found.fences == (Fraction(1, 20), Fraction(1, 2))
    assert found.variation == pytest.approx(1640**0.5 / 140)
    assert (found.lowest, found.highest) == (Fraction(1, 10), Fraction(6, 5))


def test_where_all_are_asked_almost_the_same_a_rounding_is_no_outlier() -> None:
    found = spread(asked(120, 120, 120, 120, 121), BAND)
    assert found is not None
    assert found.fences == (Fraction(102, 1000), Fraction(302, 1000))


def test_of_few_people_the_band_decides() -> None:
    found = spread(asked(100, 200), BAND)
    assert found is not None
    assert found.fences == (Fraction(2, 5), Fraction(3, 5))


def test_without_a_base_there_is_nothing_to_spread() -> None:
    assert spread([Asked(Decimal(0), 5)], BAND) is None
    alone = spread([Asked(Decimal(0), 5), Asked(Decimal(10), 12)], BAND)
    assert alone is not None
    assert (alone.whole, alone.variation) == (Fraction(1, 5), 0)


@given(st.lists(st.fractions(-10, 10), min_size=1, max_size=40), st.fractions(0, 1))
def test_quantiles_are_those_of_numpy_and_of_excel(values: list[Fraction], part: Fraction) -> None:
    found = quantile(sorted(values), part)
    assert float(found) == pytest.approx(float(np.quantile([float(v) for v in values], float(part))), abs=1e-9)


@given(st.lists(st.fractions(0, 10), min_size=1, max_size=20))
def test_the_variation_is_the_standard_deviation_over_the_mean(values: list[Fraction]) -> None:
    mean = statistics.fmean(map(float, values))
    expected = statistics.pstdev(map(float, values)) / mean if any(values) else 0
    assert variation(values) == pytest.approx(expected, abs=1e-9)


@given(people, st.integers(2, 1000))
def test_counting_in_another_unit_changes_nothing(team: list[Asked], unit: int) -> None:
    assert spread(team, BAND) == spread([Asked(one.base * unit, one.target * unit) for one in team], BAND)


@given(people)
def test_the_order_of_people_is_irrelevant_and_nobody_is_out_on_both_sides(team: list[Asked]) -> None:
    found = spread(team, BAND)
    assert found == spread(team[::-1], BAND)
    assert found is not None
    assert found.fences[0] <= found.whole - BAND < found.whole + BAND <= found.fences[1]
    assert found.lowest <= found.whole <= found.highest


@given(st.integers(1, 10**6), st.integers(5, 12))
def test_the_same_growth_for_all_has_no_spread(target: int, count: int) -> None:
    found = spread(asked(*[target] * count), BAND)
    assert found is not None
    assert found.variation == 0
    assert found.fences == (found.whole - BAND, found.whole + BAND)
