"""Real values fitted to margins."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.domain import fit as room
from salesbook.domain.fit import Margin, UnreachableError, fit, fit_nearest

sizes = st.integers(1, 5)


def grid(height, width):
    """Row and column number of each cell of a full table."""
    return np.indices((height, width)).reshape(2, -1)


def margins_of(values, *groups, names=("row", "col", "layer")):
    """The margins that these values have."""
    return [
        Margin(name, group, np.bincount(group, values).astype(float))
        for name, group in zip(names, groups, strict=False)
    ]


@st.composite
def tables(draw):
    """Seeds and hidden positive values of a table with three axes."""
    shape = tuple(draw(sizes) for _ in range(3))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return np.indices(shape).reshape(3, -1), random.uniform(0.1, 9, shape).ravel(), random.uniform(1, 99, shape).ravel()


@settings(deadline=None)
@given(tables())
def test_every_margin_is_met(case):
    axes, seed, hidden = case
    margins = margins_of(hidden, *axes)
    values = fit(seed, margins)
    for margin in margins:
        assert margin.sums(values) == pytest.approx(margin.totals, rel=1e-8)


@settings(deadline=None)
@given(tables(), st.floats(0.01, 100))
def test_the_size_of_the_seed_does_not_matter(case, factor):
    axes, seed, hidden = case
    margins = margins_of(hidden, *axes)
    assert fit(seed * factor, margins) == pytest.approx(fit(seed, margins), rel=1e-6)


@settings(deadline=None)
@given(tables())
def test_a_seed_that_already_fits_stays_as_it_is(case):
    axes, _, hidden = case
    assert fit(hidden, margins_of(hidden, *axes)) == pytest.approx(hidden, rel=1e-8)


@settings(deadline=None)
@given(tables(), st.integers(0, 2**32 - 1))
def test_zeros_stay_zero(case, number):
    axes, seed, hidden = case
    gone = np.random.default_rng(number).random(len(seed)) < 0.3
    hidden = np.where(gone, 0.0, hidden)
    values, _ = fit_nearest(np.where(gone, 0.0, seed), margins_of(hidden, *axes))
    assert (values[gone] == 0).all()


@settings(deadline=None)
@given(tables(), st.floats(0.5, 1.0), st.floats(1.0, 2.0))
def test_bounds_are_kept_and_the_margins_still_met(case, down, up):
    axes, seed, hidden = case
    lower, upper = hidden * down, hidden * up
    margins = margins_of(hidden, *axes[:2])
    values, gap = fit_nearest(seed, margins, lower=lower, upper=upper)
    assert (values >= lower).all()
    assert (values <= upper).all()
    assert gap is None or gap.miss < 0.02


def test_cells_outside_a_partial_family_are_left_to_the_others():
    rows, cols = grid(2, 2)
    only_first = Margin("row", np.where(rows == 0, 0, -1), np.array([30.0]))
    total = Margin("total", np.zeros(4, dtype=int), np.array([100.0]))
    assert fit(np.array([1.0, 2.0, 3.0, 4.0]), [only_first, total]) == pytest.approx([10, 20, 30, 40])
    assert cols.tolist() == [0, 1, 0, 1]


def test_a_row_at_its_bound_leaves_the_rest_to_the_others():
    total = Margin("total", np.zeros(3, dtype=int), np.array([90.0]))
    assert fit(np.ones(3), [total], upper=np.array([10.0, 99.0, 99.0])) == pytest.approx([10, 40, 40])
    assert fit(np.ones(3), [total], lower=np.array([50.0, 0.0, 0.0])) == pytest.approx([50, 20, 20])


def test_zeros_that_the_totals_force_are_found_in_good_time():
    """Rows 1, 1 and columns 1, 1 with one zero leave only the diagonal; plain scaling creeps towards it."""
    rows, cols = grid(2, 2)
    margins = [Margin("row", rows, np.ones(2)), Margin("col", cols, np.ones(2))]
    values = fit(np.array([1.0, 1.0, 0.0, 1.0]), margins)
    assert values == pytest.approx([1, 0, 0, 1])


def test_a_total_out_of_reach_is_named():
    rows, cols = grid(2, 2)
    margins = [
        Margin("rep", rows, np.array([50.0, 10.0]), ("Li", "Wu")),
        Margin("month", cols, np.array([30.0, 30.0]), ("Jan", "Feb")),
    ]
    with pytest.raises(UnreachableError) as caught:
        fit(np.array([1.0, 0.0, 1.0, 1.0]), margins)
    gap = caught.value.gap
    assert (gap.family, gap.key, gap.wanted, gap.reached) == ("rep", "Wu", 10, pytest.approx(30))


def test_a_total_over_nothing_but_zeros_is_named():
    margin = Margin("rep", np.array([0, 1]), np.array([5.0, 5.0]), ("Li", "Wu"))
    with pytest.raises(UnreachableError, match="Wu"):
        fit(np.array([1.0, 0.0]), [margin])


def test_a_limit_moves_only_what_it_must():
    """Seven of eight must lie in the first two thirds: the last third keeps its proportions in what is left."""
    groups = np.repeat([0, 0, 1], 3)
    least = Margin("least", np.where(groups == 0, 0, -1), np.array([np.inf]), low=np.array([7.0]))
    whole = Margin("all", np.zeros(9, dtype=np.int64), np.array([8.0]))
    seed = np.array([14.0, 16, 2, 9, 5, 10, 16, 8, 7])
    values = fit(seed, [whole, least])
    assert values[:6] == pytest.approx(seed[:6] * 7 / 56)
    assert values[6:] == pytest.approx(seed[6:] / 31)


@settings(deadline=None)
@given(tables())
def test_a_limit_binds_or_leaves_no_trace(case):
    axes, seed, hidden = case
    margins = margins_of(hidden, *axes[:2])
    inside = (axes[0] == 0) & (axes[2] == 0)
    top = float(hidden[inside].sum()) * 1.2
    limit = Margin("limit", np.where(inside, 0, -1), np.array([top]), low=np.array([0.0]))
    free, values = fit(seed, margins), fit(seed, [*margins, limit])
    if free[inside].sum() <= top * (1 - 1e-6):
        assert values == pytest.approx(free, rel=1e-5)
    else:
        assert values[inside].sum() == pytest.approx(top, rel=1e-6)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(room).failed == 0
