"""A target split over all axes at once."""

from __future__ import annotations

import doctest
from collections import defaultdict
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from salesbook.domain import split as room
from salesbook.domain.apportion import RESIDUES, UnusableWeightsError, apportion
from salesbook.domain.split import (
    EqualFallback,
    Fixed,
    Infeasible,
    Leaves,
    Unsupported,
    Wider,
    split,
    split_tiers,
)

AXES = ("period", "rep", "region", "line")


def sums(leaves, values, axes):
    """Totals of the values by the members of these axes."""
    at = [leaves.axes.index(axis) for axis in axes]
    found = defaultdict(int)
    for key, value in zip(leaves.keys, values, strict=True):
        found[tuple(key[i] for i in at)] += value
    return dict(found)


def assert_met(leaves, values, total, fixed):
    """Every fixed total is met to the unit, and so is the whole."""
    assert sum(values) == total
    assert min(values, default=0) >= 0
    for family in fixed:
        reached = sums(leaves, values, family.axes)
        assert {key: reached.get(key, 0) for key in family.totals} == dict(family.totals)


def full(*sizes, weights=None):
    """All combinations of so many members per axis."""
    axes = AXES[: len(sizes)]
    keys = tuple(product(*([f"{axis[:3]}{i}" for i in range(size)] for axis, size in zip(axes, sizes, strict=True))))
    return Leaves(axes, keys, tuple(weights or [1] * len(keys)))


@st.composite
def spreads(draw, sparse=True, axes=4):
    """Leaves with a hidden whole solution in them: leaves, the solution, families fixed from it."""
    sizes = [draw(st.integers(1, 4)) for _ in range(draw(st.integers(1, axes)))]
    whole = full(*sizes)
    keys = whole.keys
    if sparse:
        chosen = draw(st.sets(st.sampled_from(keys), min_size=1, max_size=40))
        keys = tuple(key for key in keys if key in chosen)
    keys = tuple(draw(st.permutations(keys)))
    most = draw(st.sampled_from([2, 30, 10**6, 10**12]))
    hidden = tuple(draw(st.lists(st.integers(0, most), min_size=len(keys), max_size=len(keys))))
    weight = st.integers(1, 20) if sparse else st.integers(1, 3)
    weights = tuple(draw(st.lists(weight, min_size=len(keys), max_size=len(keys))))
    return Leaves(whole.axes, keys, weights), hidden


def families(draw, leaves, hidden):
    """Some families of fixed totals, some of them in part, that the hidden solution meets."""
    others = leaves.axes[1:]
    kinds = [("period",), *((axis,) for axis in others), *((axis, "period") for axis in others)]
    found = []
    for axes in draw(st.lists(st.sampled_from(kinds), unique=True, max_size=3)):
        totals = sums(leaves, hidden, axes)
        kept = draw(st.sets(st.sampled_from(sorted(totals)), min_size=1)) if draw(st.booleans()) else set(totals)
        found.append(Fixed(axes, {key: total for key, total in totals.items() if key in kept}))
    return found


@settings(deadline=None, max_examples=150)
@given(spreads(), st.data())
def test_every_fixed_total_is_met_to_the_unit(case, data):
    leaves, hidden = case
    fixed = families(data.draw, leaves, hidden)
    result = split(leaves, sum(hidden), fixed)
    assert_met(leaves, result.values, sum(hidden), fixed)


@settings(deadline=None, max_examples=60)
@given(spreads(), st.data())
def test_the_order_of_the_leaves_does_not_matter(case, data):
    leaves, hidden = case
    fixed = families(data.draw, leaves, hidden)
    order = data.draw(st.permutations(range(len(leaves.keys))))
    shuffled = Leaves(leaves.axes, tuple(leaves.keys[i] for i in order), tuple(leaves.weights[i] for i in order))
    try:
        result = split(leaves, sum(hidden), fixed)
    except Infeasible:
        assume(False)
    again = split(shuffled, sum(hidden), list(reversed(fixed)))
    assert tuple(result.values[i] for i in order) == again.values


@settings(deadline=None)
@given(spreads(), st.integers(0, 10**9))
def test_with_the_total_alone_each_leaf_is_within_a_unit_of_its_share(case, total):
    leaves, _ = case
    result = split(leaves, total)
    assert sum(result.values) == total
    assert result.notes == ()
    for value, weight in zip(result.values, leaves.weights, strict=True):
        assert abs(value - Fraction(total * weight, sum(leaves.weights))) < 1


@settings(deadline=None)
@given(spreads(), st.integers(0, 10**9))
def test_with_the_total_alone_the_sums_of_each_axis_are_within_a_unit_too(case, total):
    leaves, _ = case
    values = split(leaves, total).values
    for axis in leaves.axes:
        weights = sums(leaves, leaves.weights, (axis,))
        for key, value in sums(leaves, values, (axis,)).items():
            assert abs(value - Fraction(total * weights[key], sum(leaves.weights))) <= 2


@settings(deadline=None)
@given(st.integers(0, 10**12), st.lists(st.integers(0, 50), min_size=1, max_size=12), st.sampled_from(RESIDUES))
def test_one_axis_is_the_plain_apportionment(total, weights, residue):
    leaves = Leaves(("period",), tuple((f"{i:02d}",) for i in range(len(weights))), tuple(weights))
    keys = [key for (key,) in leaves.keys]
    assert split(leaves, total, residue=residue).values == tuple(apportion(total, weights, residue=residue, keys=keys))


@settings(deadline=None, max_examples=60)
@given(spreads(axes=3), st.data())
def test_a_leaf_without_weight_stays_zero_and_changes_nothing(case, data):
    leaves, hidden = case
    fixed = families(data.draw, leaves, hidden)
    extra = tuple(data.draw(st.sampled_from(sorted({key[j] for key in leaves.keys}))) for j in range(len(leaves.axes)))
    extra = extra if extra not in leaves.keys else (*extra[:-1], "newcomer")
    wider = Leaves(leaves.axes, (extra, *leaves.keys), (0, *leaves.weights))
    result = split(wider, sum(hidden), fixed)
    assert result.values[0] == 0
    assert_met(wider, result.values, sum(hidden), fixed)
    assert result.values[1:] == split(leaves, sum(hidden), fixed).values


@settings(deadline=None, max_examples=60)
@given(spreads(axes=3), st.data())
def test_a_finer_unit_gives_the_same_shares(case, data):
    leaves, hidden = case
    assume(sum(hidden) < 10**12)
    fixed = families(data.draw, leaves, hidden)
    finer = [Fixed(family.axes, {key: 1000 * total for key, total in family.totals.items()}) for family in fixed]
    coarse = split(leaves, sum(hidden), fixed)
    assume(coarse.notes == ())
    fine = split(leaves, 1000 * sum(hidden), finer)
    for value, exact in zip(coarse.values, fine.values, strict=True):
        assert abs(value - exact / 1000) < 1.1


@settings(deadline=None, max_examples=60)
@given(spreads(sparse=False, axes=4), st.data())
def test_in_a_full_table_any_totals_that_agree_have_a_solution(case, data):
    leaves, hidden = case
    fixed = families(data.draw, leaves, hidden)
    assert_met(leaves, split(leaves, sum(hidden), fixed).values, sum(hidden), fixed)


@settings(deadline=None, max_examples=80)
@given(spreads(axes=3), st.data())
def test_tiers_never_fall_and_each_meets_its_own_totals(case, data):
    leaves, hidden = case
    fixed = families(data.draw, leaves, hidden)
    scaled = {"floor": 8, "target": 10, "stretch": 13}
    totals = {tier: factor * sum(hidden) for tier, factor in scaled.items()}
    margins = {
        tier: [Fixed(family.axes, {key: factor * total for key, total in family.totals.items()}) for family in fixed]
        for tier, factor in scaled.items()
    }
    tiers = split_tiers(leaves, totals, margins)
    for tier, result in tiers.items():
        assert_met(leaves, result.values, totals[tier], margins[tier])
    for low, middle, high in zip(*(tiers[tier].values for tier in scaled), strict=True):
        assert low <= middle <= high


@settings(deadline=None)
@given(st.lists(st.integers(1, 99), min_size=2, max_size=9), st.lists(st.integers(0, 500), min_size=3, max_size=3))
@example([1, 1, 41, 83, 88, 93], [0, 175, 195])
def test_tiers_never_fall_where_the_largest_remainders_alone_would(weights, totals):
    """The Alabama paradox: by largest remainder a larger total can give a member less."""
    leaves = Leaves(("period",), tuple((f"{i}",) for i in range(len(weights))), tuple(weights))
    names = ("floor", "target", "stretch")
    tiers = split_tiers(leaves, dict(zip(names, sorted(totals), strict=True)), {})
    for low, middle, high in zip(*(tiers[name].values for name in names), strict=True):
        assert low <= middle <= high


def test_a_quarter_of_three_reps_by_hand():
    """Months 300 / 200 / 100 with Li's months held; Wu and He share the rest 2 to 1."""
    leaves = full(3, 3, weights=[1, 2, 1] * 3)
    fixed = [
        Fixed(("period",), {("per0",): 300, ("per1",): 200, ("per2",): 100}),
        Fixed(("rep", "period"), {("rep0", "per0"): 90, ("rep0", "per1"): 50, ("rep0", "per2"): 10}),
    ]
    assert split(leaves, 600, fixed).values == (90, 140, 70, 50, 100, 50, 10, 60, 30)


def test_a_family_may_name_its_axes_in_either_order():
    leaves = full(2, 2)
    one = split(leaves, 10, [Fixed(("rep", "period"), {("rep0", "per1"): 4})])
    other = split(leaves, 10, [Fixed(("period", "rep"), {("per1", "rep0"): 4})])
    assert one == other
    assert one.values == (2, 2, 4, 2)


def conflict_of(leaves, total, fixed):
    """The exception's facts."""
    with pytest.raises(Infeasible) as caught:
        split(leaves, total, fixed)
    return caught.value


def test_months_that_do_not_add_up_to_the_total():
    months = Fixed(("period",), {(f"per{i}",): 20_000_000 for i in range(3)})
    conflict = conflict_of(full(3, 2), 250_000_000, [months])
    assert (conflict.reason, conflict.axes, conflict.parts) == ("differs", (), ("period",))
    assert (conflict.fixed, conflict.wanted, conflict.excess) == (60_000_000, 250_000_000, -190_000_000)


def test_holds_inside_a_month_that_exceed_it():
    fixed = [
        Fixed(("period",), {("per1",): 800}),
        Fixed(("rep", "period"), {("rep0", "per1"): 500, ("rep1", "per1"): 320}),
    ]
    conflict = conflict_of(full(3, 3), 2400, fixed)
    assert (conflict.reason, conflict.axes, conflict.members) == ("over", ("period",), ("per1",))
    assert (conflict.fixed, conflict.wanted, conflict.excess) == (820, 800, 20)
    assert conflict.held == (("rep0", 500), ("rep1", 320))
    assert str(conflict) == "period per1: fixed 820, wanted 800, difference 20 (over)"


def test_a_reps_months_against_the_reps_total():
    fixed = [Fixed(("rep",), {("rep0",): 100}), Fixed(("rep", "period"), {("rep0", f"per{i}"): 30 for i in range(3)})]
    conflict = conflict_of(full(3, 2), 300, fixed)
    assert (conflict.reason, conflict.axes, conflict.members) == ("differs", ("rep",), ("rep0",))
    assert (conflict.parts, conflict.excess) == (("rep", "period"), -10)


def test_totals_that_are_implied_take_part_in_the_check():
    """All reps' months of period 0 are fixed, so the period is, and then the periods exceed the whole."""
    cells = Fixed(("rep", "period"), {("rep0", "per0"): 60, ("rep1", "per0"): 50})
    conflict = conflict_of(full(2, 2), 100, [cells])
    assert (conflict.reason, conflict.axes, conflict.fixed, conflict.wanted) == ("over", (), 110, 100)


def test_a_member_that_has_no_leaf():
    conflict = conflict_of(full(2, 2), 10, [Fixed(("rep",), {("Chen",): 5})])
    assert (conflict.reason, conflict.axes, conflict.members, conflict.wanted) == ("no-leaves", ("rep",), ("Chen",), 5)
    assert sum(split(full(2, 2), 10, [Fixed(("rep",), {("Chen",): 0})]).values) == 10


def test_a_rest_that_nobody_can_carry():
    leaves = Leaves(("period", "rep"), (("1", "Li"), ("1", "Wu")), (1, 0))
    conflict = conflict_of(leaves, 10, [Fixed(("rep",), {("Li",): 6})])
    assert (conflict.reason, conflict.axes, conflict.fixed, conflict.wanted) == ("under", (), 6, 10)


def test_two_slices_that_are_the_same_leaves_must_agree():
    """Rep 0 sells in region 0 only, and nobody else does."""
    keys = (("1", "rep0", "reg0"), ("1", "rep1", "reg1"))
    fixed = [Fixed(("rep",), {("rep0",): 6}), Fixed(("region",), {("reg0",): 5})]
    conflict = conflict_of(Leaves(AXES[:3], keys, (1, 1)), 10, fixed)
    assert conflict.reason == "unreachable"
    assert abs(conflict.excess) == 1


def test_two_families_that_contradict_each_other():
    fixed = [Fixed(("rep",), {("rep0",): 5}), Fixed(("rep",), {("rep0",): 6})]
    assert conflict_of(full(1, 2), 10, fixed).reason == "differs"


def test_tiers_that_cannot_be_ordered_say_which_tier():
    fixed = {"target": [Fixed(("period",), {("per0",): 5})], "floor": [Fixed(("period",), {("per0",): 6})]}
    with pytest.raises(Infeasible) as caught:
        split_tiers(full(2, 2), {"floor": 8, "target": 10}, fixed)
    assert caught.value.tier == "floor"
    assert (caught.value.reason, caught.value.axes, caught.value.members) == ("unreachable", ("period",), ("per0",))


def test_all_weights_zero_are_equal_with_a_note():
    result = split(full(2, 2, weights=[0] * 4), 10)
    assert result.values == (3, 2, 2, 3)
    assert result.notes == (EqualFallback((), (), 10),)


def test_a_newcomer_with_a_fixed_total_and_no_history_has_equal_leaves_with_a_note():
    leaves = full(2, 2, weights=[3, 0, 1, 0])
    result = split(leaves, 50, [Fixed(("rep",), {("rep1",): 10})])
    assert result.values == (30, 5, 10, 5)
    assert result.notes == (EqualFallback(("rep",), ("rep1",), 10),)


def test_a_solution_that_only_parts_of_units_allow_is_not_made_up():
    """Half a unit in every leaf would meet all totals; no whole units do."""
    keys = (("0", "a", "x"), ("0", "b", "y"), ("1", "a", "y"), ("1", "b", "x"))
    fixed = [Fixed((axis,), {(member,): 1}) for axis, member in (("period", "0"), ("rep", "a"), ("region", "x"))]
    assert conflict_of(Leaves(AXES[:3], keys, (1, 1, 1, 1)), 2, fixed).reason == "unreachable"


def test_a_leaf_that_whole_units_push_away_from_its_share_is_noted():
    """The totals leave two solutions, with 0 or 2 in the first leaf, whose share is 1."""
    places = (("rep0", "reg0", "lin0"), ("rep0", "reg0", "lin1"), ("rep0", "reg1", "lin0"))
    places += (("rep1", "reg0", "lin0"), ("rep1", "reg1", "lin1"))
    leaves = Leaves(AXES, tuple(("1", *place) for place in places), (1, 0.5, 0.5, 1.5, 0.5))
    firsts = {"rep": 2, "region": 3, "line": 3}
    fixed = [Fixed((axis,), {(f"{axis[:3]}0",): total}) for axis, total in firsts.items()]
    result = split(leaves, 4, fixed)
    assert result.values in {(0, 1, 1, 2, 0), (2, 0, 0, 1, 1)}
    (note,) = result.notes
    assert note == Wider(leaves.keys[0], note.share, result.values[0])
    assert note.share == pytest.approx(1)


def test_a_share_that_is_whole_is_not_moved_for_the_sake_of_a_free_sum():
    """Shares 0.5, 1, 0.5: the larger member of both axes would like all of 2."""
    leaves = Leaves(("period", "rep"), (("1", "Wu"), ("1", "Li"), ("2", "Li")), (1, 2, 1))
    result = split(leaves, 2)
    assert (result.values, result.notes) == ((1, 1, 0), ())


def test_another_order_of_the_axes_is_tried_before_a_leaf_is_pushed_away():
    keys = (
        ("1", "rep1", "reg0", "lin0"),
        ("1", "rep1", "reg1", "lin0"),
        ("2", "rep0", "reg0", "lin0"),
        ("2", "rep0", "reg1", "lin1"),
        ("2", "rep1", "reg0", "lin1"),
    )
    wanted = {"rep": 4, "region": 4, "line": 5}
    fixed = [Fixed((axis,), {(f"{axis[:3]}0",): total}) for axis, total in wanted.items()]
    result = split(Leaves(AXES, keys, (1,) * 5), 7, fixed)
    assert (result.values, result.notes) == ((2, 1, 2, 2, 0), ())


def test_zeros_that_the_totals_force_do_not_hide_the_solution():
    """Li can only serve x and must carry all of it, so Wu's x is nothing."""
    keys = (("1", "Li", "x"), ("1", "Wu", "x"), ("1", "Wu", "y"))
    fixed = [Fixed(("rep",), {("Li",): 700, ("Wu",): 300}), Fixed(("region",), {("x",): 700, ("y",): 300})]
    assert split(Leaves(AXES[:3], keys, (1, 9, 1)), 1000, fixed).values == (700, 0, 300)


def test_the_named_residue_takes_what_is_left_of_the_axis():
    leaves = full(3, 1)
    assert split(leaves, 100, residue="last").values == (33, 33, 34)
    assert split(leaves, 100, residue="cell:per1").values == (33, 34, 33)


def test_tiers_follow_the_shape_of_the_target():
    """The target of rep 0 is held at 10, so the floor of 80 % of the whole is 8 for him."""
    leaves = full(1, 2)
    tiers = split_tiers(leaves, {"floor": 80, "target": 100}, {"target": [Fixed(("rep",), {("rep0",): 10})]})
    assert {name: tier.values for name, tier in tiers.items()} == {"floor": (8, 72), "target": (10, 90)}


def test_a_tier_alone_is_split_as_it_is():
    assert split_tiers(full(2), {"floor": 5}, {})["floor"] == split(full(2), 5)


@pytest.mark.parametrize(
    ("leaves", "total", "fixed", "what"),
    [
        (full(1, 2, 2), 1, [Fixed(("rep", "region"), {("rep0", "reg0"): 1})], "axes"),
        (full(1, 2), 1, [Fixed(("product",), {("p",): 1})], "axes"),
        (full(1, 2), 1, [Fixed((), {(): 1})], "axes"),
        (full(1, 2), 1, [Fixed(("rep",), {("rep0", "per0"): 1})], "key-length"),
        (full(1, 2), 1, [Fixed(("rep",), {("rep0",): -1})], "negative-total"),
        (full(1, 2), -1, [], "negative-total"),
        (full(1, 2), 10**15, [], "too-large"),
        (Leaves(("rep", "period"), (), ()), 0, [], "first-axis"),
        (Leaves(("period",), (("1",), ("1",)), (1, 1)), 0, [], "duplicate-leaf"),
        (Leaves(("period",), (("1", "2"),), (1,)), 0, [], "key-length"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(leaves, total, fixed, what):
    with pytest.raises(Unsupported) as caught:
        split(leaves, total, fixed)
    assert caught.value.what == what


def test_a_negative_weight_is_refused_by_name():
    with pytest.raises(UnusableWeightsError, match="per0 / rep1"):
        split(full(1, 2, weights=[1, -1]), 10)


def test_nothing_over_no_leaves():
    empty = Leaves(("period",), (), ())
    assert split(empty, 0).values == ()
    with pytest.raises(Infeasible, match="no-leaves"):
        split(empty, 1)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(room).failed == 0
