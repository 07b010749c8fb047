"""A period's totals over its days."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.domain import split_days as room
from salesbook.domain.apportion import UnusableWeightsError, apportion_running
from salesbook.domain.rounding import NoRoundingError
from salesbook.domain.split_days import split_days, split_days_tiers

totals = st.lists(st.integers(0, 10**4), min_size=1, max_size=6)
day_weights = st.lists(st.integers(0, 5), min_size=1, max_size=31)
TIERS = ("floor", "target", "stretch")


@settings(deadline=None)
@given(totals, day_weights)
def test_reps_and_days_sum_exactly_and_running_totals_stay_near(reps, weights):
    days = split_days(reps, weights).values
    even = weights if any(weights) else [1] * len(weights)
    exact = np.outer(reps, np.array(even) / sum(even))
    assert days.sum(1).tolist() == reps
    assert days.sum(0).tolist() == apportion_running(sum(reps), even)
    assert np.abs((days - exact).cumsum(1)).max() < 1.6
    assert (days[:, np.array(even) == 0] == 0).all()


@settings(deadline=None)
@given(totals, st.integers(1, 20), st.integers(0, 2**32 - 1))
def test_each_rep_may_have_days_of_his_own(reps, width, seed):
    random = np.random.default_rng(seed)
    weights = random.integers(0, 4, (len(reps), width))
    days = split_days(reps, weights)
    bare = ~weights.any(axis=1)
    assert days.values.sum(1).tolist() == reps
    assert days.equal == tuple(np.flatnonzero(bare))
    assert (days.values[(weights == 0) & ~bare[:, None]] == 0).all()


@settings(deadline=None)
@given(totals, day_weights.filter(any), st.integers(50, 100), st.integers(100, 150))
def test_no_tier_falls_below_the_one_before_it_on_any_day(reps, weights, down, up):
    asked = {tier: [rep * share // 100 for rep in reps] for tier, share in zip(TIERS, (down, 100, up), strict=True)}
    tiers = split_days_tiers(asked, weights)
    for tier in TIERS:
        assert tiers[tier].values.sum(1).tolist() == asked[tier]
    assert (tiers["floor"].values <= tiers["target"].values).all()
    assert (tiers["target"].values <= tiers["stretch"].values).all()
    assert (tiers["target"].values == split_days(reps, weights).values).all()


@settings(deadline=None)
@given(totals, day_weights.filter(any), st.integers(50, 100))
def test_the_running_totals_of_every_tier_stay_near(reps, weights, down):
    asked = {"floor": [rep * down // 100 for rep in reps], "target": reps}
    tiers = split_days_tiers(asked, weights)
    for tier, values in asked.items():
        exact = np.outer(values, np.array(weights) / sum(weights))
        assert np.abs((tiers[tier].values - exact).cumsum(1)).max() < 3


def test_a_week_by_hand():
    """10 over five days and a weekend of half days: 1.67, 3.33, 5, 6.67, 8.33, 9.17, 10 as it runs."""
    days = split_days([10], [2, 2, 2, 2, 2, 1, 1]).values[0]
    assert days.cumsum().tolist() == [2, 3, 5, 7, 8, 9, 10]


def test_given_day_totals_are_met_or_refused():
    assert split_days([3, 3], [1, 1], [2, 4]).values.sum(0).tolist() == [2, 4]
    with pytest.raises(NoRoundingError):
        split_days([3, 3], [1, 0], [2, 4])


def test_days_that_all_have_weight_zero_are_equal_and_said_so():
    days = split_days([4, 4], [0, 0])
    assert days.values.tolist() == [[2, 2], [2, 2]]
    assert days.equal == (0, 1)


def test_a_weight_below_zero_is_refused():
    with pytest.raises(UnusableWeightsError):
        split_days([4], [1, -1])


def test_no_reps_no_days():
    assert split_days([], [1, 2]).values.shape == (0, 2)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(room).failed == 0
