"""Matrices made whole with both margins exact."""

from __future__ import annotations

import doctest
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.domain import rounding, rounding_flow, rounding_running
from salesbook.domain.apportion import apportion
from salesbook.domain.rounding import NoRoundingError, round_matrix
from salesbook.domain.rounding_flow import Network, NoFlowError, nearest_flow
from salesbook.domain.rounding_running import running_round

ROOMS = (rounding, rounding_flow, rounding_running)
SUM = 1e-6  # what the fitting may leave


def whole_margins(shares):
    """Whole row and column totals near those of the shares."""
    rows = apportion(round(shares.sum()), shares.sum(1).tolist())
    return np.array(rows), np.array(apportion(sum(rows), shares.sum(0).tolist()))


@st.composite
def matrices(draw, least=1, most=7):
    """Shares without zeros, whole row totals and column totals."""
    shape = draw(st.integers(least, most)), draw(st.integers(least, most))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shares = random.uniform(0.01, 1, shape) * draw(st.sampled_from([0.5, 3, 40, 1e6]))
    return shares, *whole_margins(shares)


def fitted(shares, rows, cols):
    """The shares scaled to the totals, as plainly as can be."""
    for _ in range(3000):
        shares = shares * (rows / shares.sum(1).clip(1e-300))[:, None]
        shares = shares * (cols / shares.sum(0).clip(1e-300))
    return shares


@settings(deadline=None)
@given(matrices(), st.booleans())
def test_rows_and_columns_are_exact_and_nothing_is_negative(case, running):
    shares, rows, cols = case
    values = round_matrix(shares, rows, cols, running=running).values
    assert values.sum(1).tolist() == rows.tolist()
    assert values.sum(0).tolist() == cols.tolist()
    assert (values >= 0).all()


@settings(deadline=None, max_examples=40)
@given(matrices(), st.booleans())
def test_every_cell_is_the_whole_number_below_or_above_its_share(case, running):
    shares, rows, cols = case
    rounded = round_matrix(shares, rows, cols, running=running)
    exact = fitted(shares, rows, cols)
    assert rounded.wider == ()
    assert (np.abs(rounded.values - exact) < 1 + 1e-6 * exact.clip(1)).all()


@settings(deadline=None)
@given(matrices(most=12))
def test_running_totals_along_rows_stay_within_about_a_unit(case):
    shares, rows, cols = case
    values = round_matrix(shares, rows, cols, running=True).values
    exact = fitted(shares, rows, cols)
    assert np.abs((values - exact).cumsum(1)).max() < 1.5 + 1e-6 * exact.sum()


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 40))
def test_the_running_method_alone_keeps_every_running_sum_within_a_unit(seed, height, width):
    shares = np.random.default_rng(seed).uniform(0, 9, (height, width))
    values = running_round(shares)
    assert (np.abs(values - shares) < 1).all()
    assert np.abs((values - shares).cumsum(1)).max() < 1 + 1e-4
    assert np.abs((values - shares).cumsum(0)).max() < 1 + 1e-4


@settings(deadline=None)
@given(matrices(), st.integers(0, 2**32 - 1), st.booleans())
def test_zeros_stay_zero(case, seed, running):
    shares, _, _ = case
    random = np.random.default_rng(seed)
    gone = random.random(shares.shape) < 0.4
    hidden = np.where(gone, 0, np.floor(shares + random.random(shares.shape))).astype(int)
    values = round_matrix(np.where(gone, 0, shares), hidden.sum(1), hidden.sum(0), running=running).values
    assert (values[gone] == 0).all()
    assert values.sum(1).tolist() == hidden.sum(1).tolist()
    assert values.sum(0).tolist() == hidden.sum(0).tolist()


@settings(deadline=None)
@given(matrices(most=5), st.integers(0, 2**32 - 1), st.booleans())
def test_bounds_are_met_wherever_they_can_be(case, seed, running):
    """Some whole matrix lies within the bounds, so one must be found."""
    shares, _, _ = case
    random = np.random.default_rng(seed)
    hidden = np.floor(shares).astype(int) + random.integers(0, 3, shares.shape)
    lower = random.integers(0, hidden + 1)
    upper = hidden + random.integers(0, 3, shares.shape)
    values = round_matrix(shares, hidden.sum(1), hidden.sum(0), lower, upper, running=running).values
    assert (lower <= values).all()
    assert (values <= upper).all()
    assert values.sum(1).tolist() == hidden.sum(1).tolist()
    assert values.sum(0).tolist() == hidden.sum(0).tolist()


def solutions(rows, cols, upper):
    """All whole matrices with these margins below these bounds."""
    cells = [range(bound + 1) for bound in np.ravel(upper)]
    tables = (np.reshape(values, np.shape(upper)) for values in product(*cells))
    return [t for t in tables if (t.sum(1) == rows).all() and (t.sum(0) == cols).all()]


@settings(deadline=None, max_examples=150)
@given(
    st.integers(1, 3).flatmap(
        lambda width: st.tuples(
            st.lists(st.lists(st.integers(0, 2), min_size=width, max_size=width), min_size=1, max_size=3),
            st.lists(st.integers(0, 3), min_size=width, max_size=width),
        )
    ),
    st.data(),
)
def test_a_small_table_is_refused_exactly_when_no_solution_exists(case, data):
    upper, cols = np.array(case[0]), np.array(case[1])
    rows = apportion(int(cols.sum()), [data.draw(st.integers(0, 3)) for _ in upper])
    if solutions(rows, cols, upper):
        values = round_matrix(np.ones(upper.shape), rows, cols, upper=upper).values
        assert any((values == solution).all() for solution in solutions(rows, cols, upper))
    else:
        with pytest.raises(NoRoundingError):
            round_matrix(np.ones(upper.shape), rows, cols, upper=upper)


@settings(deadline=None, max_examples=40)
@given(matrices(least=2, most=3))
def test_no_other_solution_is_much_nearer(case):
    shares, rows, cols = case
    exact = fitted(shares / shares.max(), *(whole_margins(shares / shares.max() * 1.5)))
    rows, cols = np.rint(exact.sum(1)).astype(int), np.rint(exact.sum(0)).astype(int)
    near = [t for t in solutions(rows, cols, np.ceil(exact - 1e-6).astype(int)) if (np.abs(t - exact) < 1 + 1e-6).all()]
    best = min(np.square(t - exact).sum() for t in near)
    values = round_matrix(exact, rows, cols).values
    assert np.square(values - exact).sum() <= best + exact.size / rounding_flow.FINE


def test_a_bound_that_leaves_no_near_solution_widens_as_few_cells_as_it_must():
    rounded = round_matrix([[5.0, 5.0, 5.0]], [15], [5, 5, 5], upper=[[5, 5, 5]])
    assert rounded.values.tolist() == [[5, 5, 5]]
    shares, lower = [[2.0, 2.0], [2.0, 2.0]], [[4, 0], [0, 0]]
    assert round_matrix(shares, [4, 4], [4, 4], lower).values.tolist() == [[4, 0], [0, 4]]


def test_columns_that_need_not_bind_give_way_to_the_bounds():
    rounded = round_matrix([[1.0, 1.0]], [2], [1, 1], upper=[[0, 2]], bind_cols=False)
    assert rounded.values.tolist() == [[0, 2]]


def test_golden_case_by_hand():
    """Row remainders .4 .6 and .6 .4: the larger ones go up, and both margins hold."""
    assert round_matrix([[3.4, 2.6], [1.6, 5.4]], [6, 7], [5, 8]).values.tolist() == [[3, 3], [2, 5]]


def test_shares_that_miss_the_totals_are_fitted_first():
    assert round_matrix([[1, 1], [1, 1]], [60, 40], [70, 30]).values.tolist() == [[42, 18], [28, 12]]


def test_what_cannot_be_is_refused_with_rows_and_columns():
    with pytest.raises(NoRoundingError) as caught:
        round_matrix([[1, 0], [1, 1]], [5, 1], [3, 3])
    assert (caught.value.rows, caught.value.cols, caught.value.short) == ((0,), (0,), 2)
    with pytest.raises(NoRoundingError) as caught:
        round_matrix([[1, 1]], [5], [2, 2])
    assert (caught.value.rows, caught.value.cols, caught.value.short) == ((), (), 1)
    with pytest.raises(NoRoundingError) as caught:
        round_matrix([[1, 1]], [4], [2, 2], lower=[[3, 0]], upper=[[2, 9]])
    assert (caught.value.rows, caught.value.cols, caught.value.short) == ((0,), (0,), 1)


def test_units_that_must_go_far_are_spread_and_reach_their_goal():
    n = np.array
    wishes = Network(n([0, 0]), n([1, 1]), n([0.0, 0.0]), n([0, 0]), n([99, 99]), n([0, 0]), n([99, 99]))
    flow = nearest_flow(wishes, n([40, -40]))
    assert flow.sum() == 40
    assert flow.min() >= 10
    with pytest.raises(NoFlowError) as caught:
        nearest_flow(wishes, n([200, -200]))
    assert caught.value.short == 2


def test_equal_shares_are_rounded_alike_every_time():
    shares = np.full((6, 6), 0.5)
    first = round_matrix(shares, [3] * 6, [3] * 6).values
    assert (round_matrix(shares, [3] * 6, [3] * 6).values == first).all()


@pytest.mark.parametrize("room", ROOMS)
def test_the_examples_in_the_docstrings_hold(room):
    assert doctest.testmod(room).failed == 0
