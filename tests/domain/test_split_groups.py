"""Holds and bounds on slices of any shape, with fixed totals beside them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from salesbook.domain import split_whole
from salesbook.domain.split import (
    EqualFallback,
    Fixed,
    Group,
    Infeasible,
    Leaves,
    Unsupported,
    implied_groups,
    reachable,
    split,
    split_tiers,
)
from salesbook.domain.split_conflict import tier_conflict
from tests.domain.test_split import assert_met, full, sums

AXES = ("period", "rep", "region", "line")
TIERS = ("floor", "target", "stretch")
FACTOR = 3
"""Rounded leaves are at most so many times as far from their shares as the nearest whole ones."""


def slice_of(**members):
    """A group's members by axis: rep="rep0" or rep=("rep0", "rep1")."""
    return {axis: frozenset([of] if isinstance(of, str) else of) for axis, of in members.items()}


def held(value, **members):
    return Group(slice_of(**members), value, value)


def inside(group, leaves):
    """Which leaves a group is about."""
    at = {axis: leaves.axes.index(axis) for axis in group.members}
    return np.array([all(key[at[axis]] in of for axis, of in group.members.items()) for key in leaves.keys], dtype=bool)


def assert_kept(leaves, values, groups):
    """Every group's sum lies within its limits."""
    for group in groups:
        total = int(np.array(values)[inside(group, leaves)].sum())
        assert group.low <= total
        assert group.high is None or total <= group.high


@st.composite
def held_cubes(draw, axes=4, jiggle=False):
    """Leaves, a hidden whole solution, groups and fixed families that it meets (or nearly, with `jiggle`)."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = [draw(st.integers(1, 4)) for _ in range(draw(st.integers(1, axes)))]
    keys = [tuple(f"{axis[:3]}{i}" for axis, i in zip(AXES, at, strict=False)) for at in product(*map(range, sizes))]
    kept = random.permutation(len(keys))[: draw(st.integers(1, 24))]
    keys = [keys[i] for i in sorted(kept.tolist())]
    leaves = Leaves(AXES[: len(sizes)], tuple(keys), tuple(random.integers(1, 20, len(keys)).tolist()))
    hidden = random.integers(0, draw(st.sampled_from([2, 30, 10**6])) + 1, len(keys))
    shift = (lambda: int(random.integers(-1, 2))) if jiggle else (lambda: 0)
    groups = [_group(random, leaves, sizes, hidden, shift) for _ in range(draw(st.integers(0, 4)))]
    return leaves, hidden, groups, _families(random, leaves, hidden, shift)


def _group(random, leaves, sizes, hidden, shift):
    members = {}
    for axis, size in zip(leaves.axes, sizes, strict=True):
        chosen = [i for i in range(size) if random.random() < 0.6]
        if chosen and random.random() < 0.6:
            members[axis] = frozenset(f"{axis[:3]}{i}" for i in chosen)
    total = max(0, int(hidden[inside(Group(members, 0, None), leaves)].sum()) + shift())
    kind = random.integers(3)
    if kind == 0:
        return Group(members, total, total)
    slack = int(random.integers(0, 3))
    return Group(members, max(0, total - slack), None) if kind == 1 else Group(members, 0, total + slack)


def _families(random, leaves, hidden, shift):
    others = leaves.axes[1:]
    kinds = [("period",), *((axis,) for axis in others), *((axis, "period") for axis in others)]
    found = []
    for at in random.permutation(len(kinds))[: random.integers(0, 4)]:
        totals = {key: max(0, int(total) + shift()) for key, total in sums(leaves, hidden, kinds[at]).items()}
        if random.random() < 0.5:
            totals = {key: total for key, total in totals.items() if random.random() < 0.7}
        found.append(Fixed(kinds[at], totals))
    return found


@settings(deadline=None, max_examples=200)
@given(held_cubes())
def test_every_hold_bound_and_total_is_kept_to_the_unit(case):
    leaves, hidden, groups, fixed = case
    result = split(leaves, int(hidden.sum()), fixed, groups)
    assert_met(leaves, result.values, int(hidden.sum()), fixed)
    assert_kept(leaves, result.values, groups)


@settings(deadline=None, max_examples=80)
@given(held_cubes())
def test_cubes_that_are_rounded_at_once_keep_everything_too(case):
    leaves, hidden, groups, fixed = case
    before, split_whole.LARGE = split_whole.LARGE, 0
    try:
        result = split(leaves, int(hidden.sum()), fixed, groups)
    finally:
        split_whole.LARGE = before
    assert_met(leaves, result.values, int(hidden.sum()), fixed)
    assert_kept(leaves, result.values, groups)


def rows_of(leaves, total, groups, fixed):
    """All that is asked as rows of a linear program: member cells, low, high."""
    rows, low, high = [np.ones(len(leaves.keys), dtype=bool)], [total], [total]
    for group in groups:
        rows.append(inside(group, leaves))
        low.append(group.low)
        high.append(np.inf if group.high is None else group.high)
    for family in fixed:
        for key, value in family.totals.items():
            rows.append(inside(Group(slice_of(**dict(zip(family.axes, key, strict=True))), 0, None), leaves))
            low.append(value)
            high.append(value)
    return np.array(rows, dtype=float), low, high


def nearest(leaves, member, low, high, shares):
    """Says HiGHS: the least sum of distances to the shares that whole leaves can have; None where there are none."""
    size = len(leaves.keys)
    eye = np.eye(size)
    constraints = [
        LinearConstraint(np.hstack([member, np.zeros(member.shape)]), low, high),
        LinearConstraint(np.hstack([-eye, eye]), -shares, np.inf),
        LinearConstraint(np.hstack([eye, eye]), shares, np.inf),
    ]
    whole, real = np.ones(size), np.zeros(size)
    return milp(np.r_[real, whole], constraints=constraints, bounds=Bounds(0, np.inf), integrality=np.r_[whole, real])


@settings(deadline=None, max_examples=150)
@given(held_cubes(jiggle=True))
def test_the_same_cubes_can_be_split_as_with_highs_and_not_much_further_from_the_shares(case):
    leaves, hidden, groups, fixed = case
    assume(int(hidden.max()) <= 30)
    total = int(hidden.sum())
    member, low, high = rows_of(leaves, total, groups, fixed)
    size = len(leaves.keys)
    asked = LinearConstraint(member, low, high)
    known = milp(np.zeros(size), constraints=asked, bounds=Bounds(0, np.inf), integrality=np.ones(size))
    try:
        result = split(leaves, total, fixed, groups)
    except Infeasible:
        assert known.status != 0
        return
    assert known.status == 0
    best = nearest(leaves, member, low, high, result.fitted)
    if best.status == 0:
        distance = np.abs(np.array(result.values) - result.fitted).sum()
        assert distance <= FACTOR * best.fun + 1e-3


@settings(deadline=None, max_examples=60)
@given(held_cubes(), st.randoms())
def test_the_order_of_leaves_and_groups_does_not_matter(case, random):
    leaves, hidden, groups, fixed = case
    order = random.sample(range(len(leaves.keys)), len(leaves.keys))
    shuffled = Leaves(leaves.axes, tuple(leaves.keys[i] for i in order), tuple(leaves.weights[i] for i in order))
    result = split(leaves, int(hidden.sum()), fixed, groups)
    again = split(shuffled, int(hidden.sum()), fixed[::-1], groups)
    assert tuple(result.values[i] for i in order) == again.values


@settings(deadline=None, max_examples=60)
@given(held_cubes())
def test_a_split_of_its_own_result_is_the_same(case):
    """Split again with the result as weights, and everything met stays as it is."""
    leaves, hidden, groups, fixed = case
    values = split(leaves, int(hidden.sum()), fixed, groups).values
    assume(any(values))
    again = Leaves(leaves.axes, leaves.keys, values)
    assert split(again, int(hidden.sum()), fixed, groups).values == values


@settings(deadline=None, max_examples=60)
@given(held_cubes(), st.integers(2, 1000))
def test_a_finer_unit_gives_the_same_shares(case, factor):
    leaves, hidden, groups, fixed = case
    assume(hidden.sum() < 10**9)
    finer = [Fixed(f.axes, {key: factor * total for key, total in f.totals.items()}) for f in fixed]
    held_finer = [Group(g.members, factor * g.low, None if g.high is None else factor * g.high) for g in groups]
    coarse = split(leaves, int(hidden.sum()), fixed, groups)
    fine = split(leaves, factor * int(hidden.sum()), finer, held_finer)
    assert fine.fitted / factor == pytest.approx(coarse.fitted, rel=1e-4, abs=1e-4)


@settings(deadline=None, max_examples=60)
@given(held_cubes(axes=3), st.data())
def test_a_member_without_weight_changes_nothing(case, data):
    leaves, hidden, groups, fixed = case
    assume(len(leaves.axes) > 1)
    at = data.draw(st.integers(1, len(leaves.axes) - 1))
    extra = (*leaves.keys[0][:at], "newcomer", *leaves.keys[0][at + 1 :])
    wider = Leaves(leaves.axes, (extra, *leaves.keys), (0, *leaves.weights))
    result = split(wider, int(hidden.sum()), fixed, groups)
    assert result.values == (0, *split(leaves, int(hidden.sum()), fixed, groups).values)


@settings(deadline=None, max_examples=80)
@given(held_cubes(axes=3))
def test_tiers_never_fall_whatever_is_held_on_one_of_them(case):
    leaves, hidden, groups, fixed = case
    total = int(hidden.sum())
    for tier in TIERS:
        totals = {
            "floor": {"floor": total, "target": 2 * total, "stretch": 3 * total},
            "target": {"floor": total // 2, "target": total, "stretch": 2 * total},
            "stretch": {"floor": total // 3, "target": total // 2, "stretch": total},
        }[tier]
        try:
            tiers = split_tiers(leaves, totals, {tier: fixed}, {tier: groups})
        except Infeasible:
            assume(tier != "target")  # what is fixed for another tier need not leave the target a way of its own
            raise
        assert_kept(leaves, tiers[tier].values, groups)
        assert_met(leaves, tiers[tier].values, total, fixed)
        for low, middle, high in zip(*(tiers[name].values for name in TIERS), strict=True):
            assert low <= middle <= high


@settings(deadline=None, max_examples=100)
@given(held_cubes(axes=3, jiggle=True))
def test_what_conflicts_is_truly_impossible_and_without_any_one_of_it_possible(case):
    leaves, hidden, groups, _ = case
    asked = [("target", Group({}, int(hidden.sum()), int(hidden.sum()))), *(("target", group) for group in groups)]
    found = tier_conflict(leaves, asked, TIERS)
    chosen = range(len(asked)) if found is None else found.members

    def possible(which):
        member, low, high = rows_of(leaves, 0, [asked[i][1] for i in which], [])
        rows = LinearConstraint(member[1:], low[1:], high[1:])
        size = len(leaves.keys)
        return not which or milp(np.zeros(size), constraints=rows, bounds=Bounds(0, np.inf)).status == 0

    assert possible(list(chosen)) == (found is None)
    if found is not None:
        assert all(possible([i for i in chosen if i != one]) for one in chosen)


def test_a_hold_on_a_parent_and_one_inside_it():
    leaves = full(2, 3)
    result = split(leaves, 60, groups=[held(30, rep=("rep0", "rep1")), held(4, rep="rep0", period="per1")])
    assert sums(leaves, result.values, ("rep",))["rep2",] == 30
    assert sums(leaves, result.values, ("rep", "period"))["rep0", "per1"] == 4


def test_holds_that_cross():
    """Rep 0 in all periods, and period 0 of all reps: they share a leaf."""
    leaves = full(3, 3)
    result = split(leaves, 90, groups=[held(50, rep="rep0"), held(40, period="per0")])
    assert sums(leaves, result.values, ("rep",))["rep0",] == 50
    assert sums(leaves, result.values, ("period",))["per0",] == 40


def test_a_bound_that_does_not_bind_leaves_no_trace():
    leaves = full(3, 3, weights=list(range(1, 10)))
    loose = [Group(slice_of(rep="rep0"), 1, 800), Group({}, 5, None)]
    assert split(leaves, 900, groups=loose).values == split(leaves, 900).values


def test_a_bound_that_binds_leaves_the_others_their_proportions():
    """Rep 2 has half of all by weight and may have 100 of 1,000: the others share 900 as 1 to 4."""
    leaves = full(1, 3, weights=[1, 4, 5])
    assert split(leaves, 1000, groups=[Group(slice_of(rep="rep2"), 0, 100)]).values == (180, 720, 100)


def test_a_minimum_for_somebody_without_weight_is_shared_equally_with_a_note():
    leaves = full(2, 2, weights=[1, 0, 1, 0])
    result = split(leaves, 100, groups=[Group(slice_of(rep="rep1"), 30, None)])
    assert result.values == (35, 15, 35, 15)
    assert result.notes == (EqualFallback(("rep",), ("rep1",), 30),)


def test_a_hold_of_nothing_empties_its_slice():
    assert split(full(2, 2), 8, groups=[held(0, rep="rep0")]).values == (0, 4, 0, 4)


def test_a_hold_on_nobody_who_is_there():
    with pytest.raises(Infeasible) as caught:
        split(full(1, 2), 8, groups=[held(3, rep="Chen")])
    assert (caught.value.reason, caught.value.members) == ("no-leaves", ("Chen",))
    assert sum(split(full(1, 2), 8, groups=[held(0, rep="Chen")]).values) == 8


@pytest.mark.parametrize(
    ("group", "what"),
    [(Group(slice_of(product="p"), 1, 1), "axes"), (Group(slice_of(rep="rep0"), -1, 1), "negative-total")],
)
def test_a_group_that_is_not_supported_is_refused_by_name(group, what):
    with pytest.raises(Unsupported) as caught:
        split(full(1, 2), 8, groups=[group])
    assert caught.value.what == what


def test_parts_of_units_that_whole_ones_cannot_replace_are_proven():
    """Half a unit in every leaf would meet all three holds; no whole units do."""
    keys = (("0", "a", "x"), ("0", "b", "y"), ("1", "a", "y"), ("1", "b", "x"))
    groups = [held(1, period="0"), held(1, rep="a"), held(1, region="x")]
    with pytest.raises(Infeasible) as caught:
        split(Leaves(AXES[:3], keys, (1, 1, 1, 1)), 2, groups=groups)
    assert (caught.value.reason, caught.value.fractional, caught.value.proven) == ("unreachable", True, True)


def test_the_floor_that_is_held_lifts_the_target():
    leaves = full(1, 3)
    tiers = split_tiers(leaves, {"floor": 60, "target": 90}, {}, {"floor": [held(50, rep="rep0")]})
    assert {name: tier.values for name, tier in tiers.items()} == {"floor": (50, 5, 5), "target": (50, 20, 20)}


def test_the_stretch_that_is_held_caps_the_target():
    leaves = full(1, 2)
    tiers = split_tiers(leaves, {"target": 90, "stretch": 120}, {}, {"stretch": [held(30, rep="rep0")]})
    assert {name: tier.values for name, tier in tiers.items()} == {"target": (30, 60), "stretch": (30, 90)}


def test_what_tiers_ask_of_each_other():
    groups = {"floor": [held(5, rep="rep0")], "stretch": [Group({}, 0, 9)]}
    found = implied_groups(TIERS, groups)
    assert [(g.low, g.high) for g in found["target"]] == [(5, None), (0, 9)]
    assert [(g.low, g.high) for g in found["floor"]] == [(5, 5), (0, 9)]


def test_what_can_be_reached():
    over = Group(slice_of(rep="rep0"), 6, None)
    assert reachable(full(2, 2), 10, [], [over])
    assert not reachable(full(2, 2), 10, [Fixed(("rep",), {("rep0",): 5})], [over])
    assert not reachable(full(2, 2), 10, [Fixed(("rep",), {("Chen",): 5})])


def test_a_conflict_across_tiers():
    least = Group(slice_of(rep="rep1"), 3, None)
    asked = [("target", Group({}, 10, 10)), ("floor", held(8, rep="rep0")), ("target", least)]
    found = tier_conflict(full(2, 2), asked, TIERS)
    assert (found.needs, found.limits, found.needed, found.allowed, found.amount) == ((1, 2), (0,), 11, 10, 1)


def test_leaves_without_weight_carry_nothing_in_a_conflict_either():
    leaves = full(1, 2, weights=[1, 0])
    asked = [("target", Group({}, 10, 10)), ("target", Group(slice_of(rep="rep0"), 0, 6))]
    assert tier_conflict(leaves, asked, TIERS).members == (0, 1)
