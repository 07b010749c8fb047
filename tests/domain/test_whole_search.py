"""Whole values within limits, found or proven impossible, against HiGHS."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from salesbook.domain import whole_search as room
from salesbook.domain.rounding_flow import ENDLESS
from salesbook.domain.whole_search import Limits, NoWholeError, search_whole


@st.composite
def asked(draw):
    """Wishes, and limits of random groups, of which about half can be met."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size, count = draw(st.integers(2, 24)), draw(st.integers(1, 9))
    member = random.random((count, size)) < random.choice([0.15, 0.3, 0.5])
    hidden = random.integers(0, random.choice([2, 4, 30]), size)
    wish = np.maximum(0, hidden + random.normal(0, 1, size))
    sums = member @ hidden
    if draw(st.booleans()):
        sums = member @ random.integers(0, 3, size) + random.integers(-1, 2, count)
    low = np.maximum(sums - random.integers(0, 2, count), 0)
    high = np.maximum(sums + random.integers(0, 2, count), low)
    most = np.where(random.random(size) < 0.2, 40, ENDLESS)
    least = np.zeros(size, dtype=np.int64)
    return member, wish, Limits([np.flatnonzero(row) for row in member], low.tolist(), high.tolist(), least, most)


@settings(deadline=None, max_examples=150)
@given(asked())
def test_found_or_proven_impossible_as_highs_says(case):
    member, wish, limits = case
    known = milp(
        np.zeros(len(wish)),
        constraints=LinearConstraint(member.astype(float), limits.low, limits.high),
        bounds=Bounds(0, np.minimum(limits.most, 10**6)),
        integrality=np.ones(len(wish)),
    )
    if known.status != 0:
        with pytest.raises(NoWholeError):
            search_whole(wish, limits)
        return
    values = search_whole(wish, limits)
    assert known.status == 0
    assert (member @ values >= limits.low).all()
    assert (member @ values <= limits.high).all()
    assert ((values >= 0) & (values <= limits.most)).all()


def circle(*totals):
    """Three cells, each two of which have a total."""
    pairs = [np.array(pair) for pair in ((0, 1), (1, 2), (0, 2))]
    return Limits(pairs, list(totals), list(totals), np.zeros(3, dtype=np.int64), np.full(3, ENDLESS))


def test_parts_of_a_unit_that_no_whole_units_replace_are_proven_to_be_needed():
    with pytest.raises(NoWholeError) as caught:
        search_whole(np.full(3, 0.5), circle(1, 1, 1))
    assert (caught.value.proven, caught.value.fractional) == (True, True)


def test_what_not_even_parts_of_units_meet_is_said_so():
    with pytest.raises(NoWholeError) as caught:
        search_whole(np.full(3, 0.5), circle(1, 1, 5))
    assert (caught.value.proven, caught.value.fractional) == (True, False)


def test_without_a_budget_nothing_is_claimed():
    with pytest.raises(NoWholeError) as caught:
        search_whole(np.full(3, 0.5), circle(1, 1, 2), nodes=0)
    assert not caught.value.proven


def test_values_may_leave_floor_and_ceiling_where_they_must():
    assert search_whole(np.full(3, 0.5), circle(4, 4, 0)).tolist() == [0, 4, 0]


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(room).failed == 0
