"""One whole split into whole parts."""

from __future__ import annotations

import doctest
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.domain import apportion as room
from salesbook.domain.apportion import (
    RESIDUES,
    NothingToCarryError,
    UnknownResidueError,
    UnusableWeightsError,
    apportion,
    apportion_running,
    is_equal_fallback,
)

weight = st.one_of(
    st.integers(0, 10**12),
    st.floats(0, 1e12, allow_nan=False),
    st.fractions(0, 1000, max_denominator=999),
    st.decimals(0, 1000, places=4),
)
weight_lists = st.lists(weight, min_size=1, max_size=12)
totals = st.integers(-(10**15), 10**15)


@settings(deadline=None)
@given(totals, weight_lists, st.sampled_from(RESIDUES))
def test_the_parts_sum_to_the_whole_under_every_policy(total, weights, residue):
    assert sum(apportion(total, weights, residue=residue)) == total


@settings(deadline=None)
@given(totals, weight_lists)
def test_each_part_is_less_than_one_unit_from_its_exact_share(total, weights):
    exact = [Fraction(w) for w in weights]
    exact = exact if any(exact) else [Fraction(1)] * len(exact)
    for part, share in zip(apportion(total, weights), exact, strict=True):
        assert abs(part - total * share / sum(exact)) < 1


@settings(deadline=None)
@given(totals, weight_lists)
def test_a_negative_total_is_the_mirror(total, weights):
    assert apportion(-total, weights) == [-part for part in apportion(total, weights)]


@settings(deadline=None)
@given(totals, weight_lists, st.randoms(use_true_random=False))
def test_the_order_of_the_members_does_not_matter(total, weights, random):
    keys = [f"m{i}" for i in range(len(weights))]
    parts = dict(zip(keys, apportion(total, weights, keys=keys), strict=True))
    shuffled = list(zip(keys, weights, strict=True))
    random.shuffle(shuffled)
    again = apportion(total, [w for _, w in shuffled], keys=[k for k, _ in shuffled])
    assert dict(zip([k for k, _ in shuffled], again, strict=True)) == parts


@settings(deadline=None)
@given(totals, weight_lists.filter(any), st.integers(0, 12), st.sampled_from(RESIDUES))
def test_a_member_without_a_share_gets_nothing_and_changes_nothing(total, weights, place, residue):
    place = min(place, len(weights))
    parts = apportion(total, [*weights[:place], 0, *weights[place:]], residue=residue)
    assert parts.pop(place) == 0
    assert parts == apportion(total, weights, residue=residue)


@settings(deadline=None)
@given(totals, weight_lists, st.integers(1, 1000))
def test_scaling_all_weights_changes_nothing(total, weights, factor):
    assert apportion(total, [Fraction(w) * factor for w in weights]) == apportion(total, weights)


@settings(deadline=None)
@given(st.integers(0, 10**9), weight_lists, st.integers(1, 10**4))
def test_a_finer_unit_stays_within_the_coarser_one(total, weights, scale):
    fine = apportion(total * scale, weights)
    for part, finer in zip(apportion(total, weights), fine, strict=True):
        assert abs(part - Fraction(finer, scale)) < 1 + Fraction(1, scale)


@settings(deadline=None)
@given(totals, weight_lists, st.data())
def test_a_named_cell_takes_all_that_is_left(total, weights, data):
    keys = [f"m{i}" for i in range(len(weights))]
    at = data.draw(st.integers(0, len(keys) - 1))
    parts = apportion(total, weights, residue=f"cell:m{at}", keys=keys)
    exact = [Fraction(w) for w in weights] if any(weights) else [Fraction(1)] * len(weights)
    others = [p for i, p in enumerate(parts) if i != at]
    shares = [total * w / sum(exact) for i, w in enumerate(exact) if i != at]
    assert others == [int(share) for share in shares]
    assert sum(parts) == total


@settings(deadline=None)
@given(totals, weight_lists)
def test_running_parts_sum_to_the_whole_and_every_running_total_is_nearest(total, weights):
    exact = [Fraction(w) for w in weights]
    exact = exact if any(exact) else [Fraction(1)] * len(exact)
    parts = apportion_running(total, weights)
    assert sum(parts) == total
    for upto in range(1, len(parts) + 1):
        assert abs(sum(parts[:upto]) - total * sum(exact[:upto]) / sum(exact)) <= Fraction(1, 2)
    for part, share in zip(parts, exact, strict=True):
        assert abs(part - total * share / sum(exact)) < 1 or share == sum(exact)
        assert share or part == 0


def test_ties_go_to_the_larger_share_then_to_the_smaller_key():
    assert apportion(4, [1, 3, 3, 1], keys=["a", "c", "b", "d"]) == [0, 2, 2, 0]
    assert apportion(2, [1, 3], keys=["a", "b"]) == [0, 2]
    assert apportion(1, [1, 1, 1], keys=["z", "m", "a"]) == [0, 0, 1]
    assert apportion(1, [5, 5]) == [1, 0]


def test_floats_that_people_write_do_not_drift():
    assert apportion(250_000_000, [0.3, 0.7]) == [75_000_000, 175_000_000]
    assert apportion(10**18 + 1, [Decimal("0.1"), Decimal("0.9")]) == [10**17, 9 * 10**17 + 1]


@pytest.mark.parametrize(
    ("residue", "parts"),
    [("largest", [2, 5, 3]), ("smallest", [3, 4, 3]), ("last", [2, 4, 4]), ("largest-remainder", [3, 4, 3])],
)
def test_each_policy_by_hand(residue, parts):
    assert apportion(10, [25, 42, 33], residue=residue) == parts


def test_all_zero_is_equal_and_can_be_asked_for():
    assert apportion(10, [0, 0, 0]) == [4, 3, 3]
    assert is_equal_fallback([0, Decimal(0)])
    assert not is_equal_fallback([0, 1])


def test_numpy_numbers_do_not_overflow():
    assert apportion(10**18, list(np.array([2**62, 2**62]))) == [5 * 10**17, 5 * 10**17]


@pytest.mark.parametrize("bad", [-1, -0.5, float("nan"), float("inf"), Decimal("-0.1"), Decimal("NaN")])
def test_a_weight_that_is_negative_or_no_number_is_refused_by_name(bad):
    with pytest.raises(UnusableWeightsError) as caught:
        apportion(10, [1, bad], keys=["Li", "Wu"])
    assert caught.value.members == ("Wu",)


@pytest.mark.parametrize("residue", ["biggest", "cell:Chen", "Li"])
def test_an_unknown_policy_or_member_is_refused(residue):
    with pytest.raises(UnknownResidueError, match=residue):
        apportion(10, [1, 2], residue=residue, keys=["Li", "Wu"])


def test_nothing_can_be_split_over_nobody_but_something_cannot():
    assert apportion(0, []) == []
    assert apportion_running(0, []) == []
    for way in (apportion, apportion_running):
        with pytest.raises(NothingToCarryError):
            way(1, [])


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(room).failed == 0
