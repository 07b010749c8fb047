"""Every scoring rule by hand, at its edges: on a bound, at zero, below zero; scores keep within their bounds."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.score import Scoring, points_of, score_of

D = Decimal
STEPS = ((D("0.8"), D(60)), (D("0.95"), D(80)), (D(1), D(100)), (D("1.2"), D(120)))


def scored(actual: object, target: object, **more: Any) -> str:
    given_ = {key: D(str(value)) if key in ("zero", "floor", "cap") else value for key, value in more.items()}
    found = score_of(D(str(actual)), Scoring(D(str(target)), **given_))
    return "" if found is None else str(found)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(-30, "0.00"), (0, "0.00"), (90, "75.00"), (100, "83.33"), (120, "100.00"), (144, "120.00"), (200, "120.00")],
)
def test_the_ratio_of_what_should_be_high(actual: int, expected: str) -> None:
    assert scored(actual, 120, cap=120) == expected


@pytest.mark.parametrize(
    ("actual", "expected"), [(-1, "110.00"), (0, "110.00"), (2, "110.00"), (3, "100.00"), (4, "75.00"), (100, "20.00")]
)
def test_the_ratio_of_what_should_be_low(actual: int, expected: str) -> None:
    assert scored(actual, 3, better="lower", floor=20, cap=110) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(-1, "100.00"), (0, "100.00"), (1, "66.67"), (2, "33.33"), (3, "0.00"), (9, "0.00")],
)
def test_a_line_from_zero_lost_to_three_lost(actual: int, expected: str) -> None:
    assert scored(actual, 0, rule="linear", better="lower", zero=3) == expected


@pytest.mark.parametrize(("actual", "expected"), [(60, "0.00"), (70, "25.00"), (100, "100.00"), (104, "110.00")])
def test_a_line_through_its_zero_and_its_target(actual: int, expected: str) -> None:
    assert scored(actual, 100, rule="linear", zero=60, cap=110) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (-5, "10.00"), (0, "10.00"), ("79.999", "10.00"), (80, "60.00"), ("94.99", "60.00"), (95, "80.00"),
        (100, "100.00"), ("119.99", "100.00"), (120, "110.00"),
    ],
)  # fmt: skip
def test_steps_are_reached_on_their_bounds_and_capped(actual: object, expected: str) -> None:
    assert scored(actual, 100, rule="step", steps=STEPS, floor=10, cap=110) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(0, "120.00"), ("2.5", "120.00"), ("2.51", "100.00"), (3, "100.00"), ("3.75", "60.00"), ("3.76", "0.00")],
)
def test_steps_of_what_should_be_low(actual: object, expected: str) -> None:
    assert scored(actual, 3, rule="step", steps=STEPS, better="lower", cap=120) == expected


def test_what_cannot_be_scored_has_no_score() -> None:
    assert scored(5, 0) == ""
    assert scored(5, -1, rule="step", steps=STEPS) == ""
    assert scored(5, 3, rule="linear", zero=3) == ""
    assert scored(0, 0, better="lower") == "100.00"
    assert scored(1, 0, better="lower") == "0.00"


@pytest.mark.parametrize(
    ("score", "weight", "expected"), [("83.33", "0.15", "12.50"), ("100", "0.3", "30.00"), ("0.05", "0.1", "0.01")]
)
def test_weighted_points_are_rounded_half_up_once(score: str, weight: str, expected: str) -> None:
    assert str(points_of(D(score), D(weight))) == expected


numbers = st.decimals(-(10**6), 10**6, places=2)


@st.composite
def scorings(draw: st.DrawFn) -> Scoring:
    floor, cap = sorted((draw(st.decimals(0, 150, places=1)), draw(st.decimals(0, 150, places=1))))
    parts = sorted(draw(st.sets(st.decimals("0.01", 3, places=2), min_size=1, max_size=4)))
    scores = sorted(draw(st.decimals(0, 150, places=1)) for _ in parts)
    return Scoring(
        draw(numbers), draw(st.sampled_from(["ratio", "linear", "step"])), draw(st.sampled_from(["higher", "lower"])),
        draw(numbers), tuple(zip(parts, scores, strict=True)), floor, cap,
    )  # fmt: skip


@given(scorings(), numbers)
def test_scores_keep_within_their_bounds(scoring: Scoring, actual: Decimal) -> None:
    found = score_of(actual, scoring)
    assert found is None or scoring.floor <= found <= scoring.cap


@given(scorings(), st.lists(numbers, min_size=2, max_size=8))
def test_a_better_actual_never_scores_less(scoring: Scoring, actuals: list[Decimal]) -> None:
    linear = scoring.rule == "linear"
    up = scoring.target > (scoring.zero or 0) if linear else scoring.better == "higher"
    found = [score_of(actual, scoring) for actual in sorted(actuals, reverse=not up)]
    known = [score for score in found if score is not None]
    assert len(known) in (0, len(found))
    assert all(worse <= better for worse, better in pairwise(known))
