"""Many values made whole at once."""

from __future__ import annotations

import doctest

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.domain import rounding_margins as room
from salesbook.domain.fit import Margin, fit
from salesbook.domain.rounding_margins import round_margins


@st.composite
def cubes(draw):
    """A sparse cube with the totals of a hidden whole one: codes, shares fitted to them, margins."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = [draw(st.integers(1, 6)) for _ in range(draw(st.integers(1, 4)))]
    cells = np.indices(sizes).reshape(len(sizes), -1)
    kept = random.random(cells.shape[1]) < draw(st.sampled_from([0.6, 1.0]))
    kept[0] = True
    cells = cells[:, kept]
    hidden = random.integers(1, 60, cells.shape[1]).astype(float)
    margins = [Margin("axis", code, np.bincount(code, hidden, size)) for code, size in zip(cells, sizes, strict=True)]
    if len(sizes) > 1 and draw(st.booleans()):  # a family of two axes, some groups of which are free
        pair = cells[0] * sizes[1] + cells[1]
        place = np.where(pair % 3 == 0, pair // 3, -1)
        totals = np.bincount(place[place >= 0], hidden[place >= 0], sizes[0] * sizes[1])
        margins.append(Margin("pairs", place, totals.astype(float)))
    return fit(random.uniform(0.5, 2, len(hidden)), margins, tolerance=1e-11), margins


@settings(deadline=None, max_examples=200)
@given(cubes())
def test_every_total_is_met_and_every_cell_beside_its_share(case):
    shares, margins = case
    values = round_margins(shares, margins)
    if values is None:
        return  # sparse cells in three families and more may need another way
    assert (np.abs(values - shares) < 1).all()
    for margin in margins:
        assert (margin.sums(values) == margin.totals).all()


def test_a_large_cube_needs_no_other_way():
    random = np.random.default_rng(3)
    cells = np.indices((12, 10, 30)).reshape(3, -1)[:, random.random(3600) < 0.5]
    hidden = random.integers(0, 50, cells.shape[1]).astype(float)
    margins = [Margin(str(j), code, np.bincount(code, hidden)) for j, code in enumerate(cells)]
    shares = fit(random.lognormal(0, 1, len(hidden)), margins)
    values = round_margins(shares, margins)
    assert (np.abs(values - shares) < 1).all()
    assert all((margin.sums(values) == margin.totals).all() for margin in margins)


def test_whole_shares_stay():
    rows = Margin("row", np.array([0, 0, 1]), np.array([5.0, 7.0]))
    assert round_margins(np.array([2.0, 3.0, 7.0]), [rows]).tolist() == [2, 3, 7]


def test_a_total_that_floors_and_ceilings_cannot_meet_is_not_made_up():
    rows = Margin("row", np.array([0, 0]), np.array([9.0]))
    assert round_margins(np.array([2.5, 3.5]), [rows]) is None


def test_a_unit_goes_along_a_chain_where_no_two_cells_can_change_places():
    """Row 0 holds columns a and b, row 1 holds b and c: from a to c only over b."""
    rows = Margin("row", np.array([0, 0, 1, 1]), np.array([1.0, 1.0]))
    cols = Margin("col", np.array([0, 1, 1, 2]), np.array([0.0, 1.0, 1.0]))
    assert round_margins(np.full(4, 0.5), [rows, cols]).tolist() == [0, 1, 0, 1]


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(room).failed == 0
