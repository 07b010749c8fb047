"""Linear programs, against HiGHS."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from salesbook.domain import simplex as room
from salesbook.domain.simplex import Program, TooHardError, solve


@st.composite
def programs(draw):
    """Small programs of whole numbers, some of them without a solution."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 20))
    rows = (random.random((height, width)) < 0.4) * random.choice([1.0, 1.0, 1.0, -1.0], (height, width))
    most = np.where(random.random(width) < 0.4, random.integers(0, 9, width), np.inf)
    right = rows @ np.minimum(random.integers(0, 9, width), most)
    if draw(st.booleans()):
        right = random.integers(-9, 30, height).astype(float)
    return Program(rows, right, random.integers(0, 5, width).astype(float), most)


@settings(deadline=None, max_examples=200)
@given(programs())
def test_the_same_programs_are_possible_and_cost_the_same_as_with_highs(program):
    answer = solve(program)
    bounds = [(0, None if np.isinf(top) else top) for top in program.most]
    known = linprog(program.cost, A_eq=program.rows, b_eq=program.right, bounds=bounds, method="highs")
    assert answer.possible == (known.status == 0)
    if answer.possible:
        assert program.rows @ answer.values == pytest.approx(program.right, abs=1e-7)
        assert (answer.values >= -1e-9).all()
        assert (answer.values <= program.most + 1e-9).all()
        assert program.cost @ answer.values == pytest.approx(known.fun, abs=1e-6)


@settings(deadline=None, max_examples=100)
@given(programs())
def test_prices_of_an_impossible_program_prove_it(program):
    """Weighted by its prices, the rows ask for more than the variables can give within their bounds."""
    answer = solve(program)
    if not answer.possible:
        earned = answer.prices @ program.rows
        assert (earned[np.isinf(program.most)] <= 1e-7).all()
        bounded = np.isfinite(program.most)
        given_at_best = (np.maximum(earned[bounded], 0) * program.most[bounded]).sum()
        assert answer.prices @ program.right == pytest.approx(given_at_best + answer.short, abs=1e-6)


def test_whole_numbers_in_the_billions_stay_exact():
    rows, right = np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([10**12, 10**12 + 1.0])
    assert solve(Program(rows, right, np.zeros(2), np.full(2, np.inf))).short == 1.0


def test_the_pivots_allowed_are_kept_to():
    with pytest.raises(TooHardError):
        solve(Program(np.eye(3), np.ones(3), np.zeros(3), np.full(3, np.inf)), pivots=1)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(room).failed == 0
