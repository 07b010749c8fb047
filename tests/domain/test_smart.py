"""The rules of the goal check, on their edges; and the best that was ever done, by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.smart import Past, against_best, against_growth, worst

ORDER = ("ok", "look", "no")


@pytest.mark.parametrize(
    ("asked", "before", "verdict"),
    [
        (Fraction(1, 10), Fraction(0), "ok"),
        (Fraction(11, 100), Fraction(0), "look"),
        (Fraction(1, 2), Fraction(0), "look"),
        (Fraction(51, 100), Fraction(0), "no"),
        (Fraction(1, 10), Fraction(-1, 2), "ok"),
        (Fraction(2, 10), Fraction(-1, 2), "look"),
        (Fraction(-1, 10), Fraction(1), "ok"),
    ],
)
def test_growth_on_its_edges(asked: Fraction, before: Fraction, verdict: str) -> None:
    assert against_growth(asked, before) == verdict


@pytest.mark.parametrize(("asked", "verdict"), [(100, "ok"), (101, "look"), (120, "look"), (121, "no")])
def test_the_best_on_its_edges(asked: int, verdict: str) -> None:
    assert against_best(Fraction(asked), Fraction(100)) == verdict


@given(st.fractions(0, 100), st.fractions(0, 100), st.fractions(0, 100))
def test_asking_for_more_never_reads_better(asked: Fraction, more: Fraction, best: Fraction) -> None:
    assert ORDER.index(against_best(asked, best)) <= ORDER.index(against_best(asked + more, best))
    assert ORDER.index(against_growth(asked, best)) <= ORDER.index(against_growth(asked + more, best))


@given(st.lists(st.sampled_from(ORDER)))
def test_the_worst_is_the_last_in_the_order(verdicts: list[str]) -> None:
    assert worst(verdicts) == max(verdicts, key=ORDER.index, default="ok")  # type: ignore[arg-type]


def test_the_best_month_quarter_and_rep() -> None:
    sold = ((1, 5, 10), (1, 9, 15), (4, 2, 20), (5, 2, 20), (12, 1, 24))
    one, other, third = (date(2025, *day) for day in ((1, 5), (1, 9), (4, 2)))
    by_rep = {"Li": {one: Decimal(9)}, "Wang": {other: Decimal(9)}, "": {third: Decimal(99)}}
    past = Past({date(2025, month, day): Decimal(value) for month, day, value in sold}, by_rep)
    assert past.best_month() == ((2025, 1), 25)
    assert past.best_quarter() == ((2025, 4), 40)
    assert past.best_rep(date(2025, 1, 1), date(2025, 12, 31)) == ("Li", 9)
    assert past.best_rep(date(2025, 2, 1), date(2025, 12, 31)) is None
    assert past.between(date(2025, 1, 9), date(2025, 4, 2)) == 35


def test_nothing_sold_has_no_best() -> None:
    nothing = Past({date(2025, 1, 1): Decimal(0)}, {"Li": {date(2025, 1, 1): Decimal(-5)}})
    assert (nothing.best_month(), nothing.best_quarter()) == (None, None)
    assert nothing.best_rep(date(2025, 1, 1), date(2025, 1, 1)) is None
