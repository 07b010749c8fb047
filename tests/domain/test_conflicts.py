"""The smallest set of demands that cannot be met, against HiGHS and against all smaller sets."""

from __future__ import annotations

import doctest
from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from salesbook.domain import conflicts as room
from salesbook.domain.conflicts import Demand, smallest_conflict


def possible(demands, cells):
    """Says HiGHS."""
    if not demands:
        return True
    member = np.zeros((len(demands), cells))
    for row, demand in enumerate(demands):
        member[row, demand.cells] = 1
    low = np.array([demand.low for demand in demands], dtype=float)
    capped = [i for i, demand in enumerate(demands) if demand.high is not None]
    high = np.array([demands[i].high for i in capped], dtype=float)
    rows, right = np.vstack([-member, member[capped]]), np.r_[-low, high]
    return linprog(np.zeros(cells), A_ub=rows, b_ub=right, bounds=(0, None), method="highs").status == 0


@st.composite
def asked(draw):
    """A few demands on a few cells."""
    cells = draw(st.integers(1, 7))
    found = []
    for number in range(draw(st.integers(1, 7))):
        inside = draw(st.sets(st.integers(0, cells - 1), min_size=1))
        low = draw(st.integers(0, 12))
        high = draw(st.one_of(st.none(), st.integers(low, 14)))
        found.append(Demand(number, np.array(sorted(inside)), low, high))
    return found, cells


def demand(low, high, *cells):
    return Demand("", np.array(cells, dtype=np.int64), low, high)


@settings(deadline=None, max_examples=200)
@given(asked())
@example(([demand(0, 10, 0, 1), demand(6, None, 0), demand(5, None, 1), demand(3, None, 2)], 3))
def test_a_conflict_is_found_where_there_is_one_and_no_smaller_set_conflicts(case):
    demands, cells = case
    found = smallest_conflict(demands, cells)
    assert (found is None) == possible(demands, cells)
    if found is not None:
        chosen = [demands[i] for i in found.members]
        assert not possible(chosen, cells)
        for size in range(len(chosen)):
            assert all(possible(list(few), cells) for few in combinations(demands, size))


@settings(deadline=None, max_examples=100)
@given(asked())
def test_the_amount_is_what_the_demands_must_give_way_by_in_all(case):
    demands, cells = case
    found = smallest_conflict(demands, cells)
    if found is not None:
        relaxed = [demands[i] for i in found.members if i != found.members[0]]
        loose = demands[found.members[0]]
        high = None if loose.high is None else loose.high + found.amount * 2 * cells
        assert possible([*relaxed, Demand("", loose.cells, max(0, loose.low - found.amount * 2 * cells), high)], cells)
        assert found.amount >= 1
        if found.needed is not None:
            assert found.needed - found.allowed == found.amount


@settings(deadline=None, max_examples=60)
@given(asked(), st.randoms())
def test_the_order_of_the_demands_does_not_change_the_size_or_the_amount(case, random):
    demands, cells = case
    shuffled = random.sample(demands, len(demands))
    first, second = smallest_conflict(demands, cells), smallest_conflict(shuffled, cells)
    assert (first is None) == (second is None)
    if first is not None:
        assert len(first.members) == len(second.members)


@pytest.mark.parametrize("large", [room.LARGE, 0])
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32 - 1))
def test_among_many_demands_a_set_is_found_of_which_none_can_be_left_out(large, seed):
    random = np.random.default_rng(seed)
    cells = 60
    values = random.integers(0, 9, cells)
    demands = []
    for _ in range(50):
        inside = np.flatnonzero(random.random(cells) < random.choice([0.05, 0.2, 0.6]))
        total = int(values[inside].sum())
        low, high = (int(random.integers(0, 4)) for _ in range(2))
        demands.append(Demand("", inside, max(0, total - low), total + high))
    demands += [demand(int(random.integers(0, 30)), None, *random.permutation(cells)[:3].tolist()) for _ in range(2)]
    before, room.LARGE = room.LARGE, large
    try:
        found = smallest_conflict(demands, cells)
    finally:
        room.LARGE = before
    assert (found is None) == possible(demands, cells)
    if found is not None:
        chosen = [demands[i] for i in found.members]
        assert not possible(chosen, cells)
        assert all(possible([d for d in chosen if d is not one], cells) for one in chosen)


def test_parts_over_their_whole_by_one_unit_in_a_billion():
    demands = [demand(10**9, 10**9, 0, 1), demand(6 * 10**8, None, 0), demand(4 * 10**8 + 1, None, 1)]
    found = smallest_conflict(demands, 2)
    assert (found.needs, found.limits, found.amount) == ((1, 2), (0,), 1)


def test_parts_that_leave_some_of_the_whole_without_a_place():
    found = smallest_conflict([demand(100, 100, 0, 1), demand(0, 30, 0), demand(20, 20, 1)], 2)
    assert (found.needs, found.limits) == ((0,), (1, 2))
    assert (found.needed, found.allowed, found.amount) == (100, 50, 50)


def test_limits_that_each_two_share_conflict_by_halves():
    """The sums of two allow 5 each; all three cells are to be 9, and can be 7 at most."""
    pairs = [demand(0, 5, 0, 1), demand(0, 5, 1, 2), demand(0, 5, 0, 2)]
    found = smallest_conflict([demand(9, None, 0, 1, 2), *pairs], 3)
    assert (found.needs, found.limits, found.needed, found.amount) == ((0,), (1, 2, 3), None, 2)


def test_a_demand_on_no_cells_stands_alone():
    found = smallest_conflict([demand(3, None), demand(1, 1, 0)], 1)
    assert (found.needs, found.limits, found.needed, found.allowed) == ((0,), (), 3, 0)


def test_a_demand_may_contradict_itself():
    found = smallest_conflict([demand(1, 1, 0), Demand("", np.array([0]), 7, 4)], 1)
    assert (found.members, found.amount) == ((1,), 3)


def test_of_equal_conflicts_the_lower_rank_is_named():
    cells = np.array([0])
    demands = [Demand("", cells, 5, None, 1), Demand("", cells, 5, None, 0), Demand("", cells, 0, 3, 0)]
    assert smallest_conflict(demands, 1).members == (1, 2)


@pytest.mark.parametrize("count", [0, 40])
def test_many_demands_without_a_conflict(count):
    assert smallest_conflict([demand(i, i, i) for i in range(count)], max(count, 1)) is None


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(room).failed == 0
