"""The landing and its range: by hand, scaled, and right about as often as it says."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.forecast import land
from salesbook.domain.forecast_history import METHODS, Month, like_last_year, run_rate, same_as_last_year, tried

BUCKETS = st.lists(st.tuples(st.integers(1, 500), st.integers(0, 600)), min_size=3, max_size=20)
REST = st.integers(0, 5000)


def test_by_hand() -> None:
    """90, 110 and 100 of 100 each, 300 to come: ratio 1, scatter 1, so ±1.886 × √(300 + 300² / 300)."""
    landing = land([(100, 90), (100, 110), (100, 100)], 300)
    assert landing is not None
    assert landing.expected == 600
    assert landing.high - 600 == 600 - landing.low == pytest.approx(1.886 * 600**0.5)


def test_too_early_to_say() -> None:
    assert land([(100, 90), (100, 110), (0, 30)], 300) is None


def test_sales_outside_the_curve_count_and_say_nothing_of_the_pace() -> None:
    with_extra, without = land([(100, 100)] * 3 + [(0, 50)], 100), land([(100, 100)] * 3, 100)
    assert with_extra is not None
    assert without is not None
    assert with_extra.expected == without.expected + 50


@given(BUCKETS, REST)
def test_the_range_holds_the_expected_value_and_never_less_than_is_sold(
    closed: list[tuple[int, int]], rest: int
) -> None:
    landing = land(closed, rest)
    assert landing is not None
    assert landing.low <= landing.expected <= landing.high
    assert landing.low >= sum(actual for _, actual in closed) - 1e-6


@given(BUCKETS, REST, st.integers(2, 1000))
def test_the_unit_does_not_matter(closed: list[tuple[int, int]], rest: int, unit: int) -> None:
    small, large = land(closed, rest), land([(r * unit, a * unit) for r, a in closed], rest * unit)
    assert small is not None
    assert large is not None
    assert (large.low, large.expected, large.high) == pytest.approx(
        (small.low * unit, small.expected * unit, small.high * unit)
    )


def test_four_of_five_landings_lie_in_the_range() -> None:
    """A thousand seasons of weeks that vary as the rule takes them to."""
    chance = random.Random(7)
    inside = 0
    for _ in range(1000):
        curve = [chance.uniform(50, 200) for _ in range(26)]
        weeks = [(reference, chance.gauss(0.9 * reference, 2 * reference**0.5)) for reference in curve]
        landing = land(weeks[:8], sum(curve[8:]))
        assert landing is not None
        inside += landing.low <= sum(actual for _, actual in weeks) <= landing.high
    assert 770 <= inside <= 830


PERIOD: list[Month] = [(2026, month) for month in range(1, 13)]


def _history(growth: float = 1.0) -> dict[Month, float]:
    months = [(year, month) for year in range(2022, 2026) for month in range(1, 13)]
    return {(year, month): 100.0 * month * growth ** (year - 2022) for year, month in months}


def test_last_years_curve_at_this_years_ratio() -> None:
    sold = _history() | {(2026, month): 110.0 * month for month in (1, 2, 3)}
    landing = like_last_year(sold, PERIOD, 3)
    assert landing is not None
    assert landing.expected == pytest.approx(7800 * 1.1)


def test_naive_rules_by_hand() -> None:
    sold = _history() | {(2026, 1): 50.0, (2026, 2): 70.0}
    same, rate = same_as_last_year(sold, PERIOD, 2), run_rate(sold, PERIOD, 2)
    assert same is not None
    assert rate is not None
    assert (same.expected, rate.expected) == (7800, 720)


def test_a_method_that_knows_the_season_beats_the_naive_ones_on_a_growing_season() -> None:
    errors = tried(_history(1.2), PERIOD)
    told = {name: error.mean for name, error in errors.items() if error}
    assert told.keys() == METHODS.keys()
    assert told["last-year"] < told["naive-last-year"]
    assert told["last-year"] < told["naive-run-rate"]
    assert len({error.tries for error in errors.values() if error}) == 1


def test_what_comes_after_the_day_is_never_seen() -> None:
    """A method that is tried on a year must not have that year's end, nor anything later."""
    seen: list[Month] = []

    def watching(sold: dict[Month, float], period: list[Month], over: int) -> None:
        seen.append((max(sold), period[over - 1]))  # type: ignore[arg-type]

    tried(_history(), PERIOD, {"watching": watching})  # type: ignore[dict-item]
    assert seen
    assert all(last == known for last, known in seen)  # type: ignore[misc]


def test_with_too_little_history_there_is_no_error_to_show() -> None:
    assert set(tried({(2026, 1): 5.0}, PERIOD).values()) == {None}
