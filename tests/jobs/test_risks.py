"""Risks: exposure against the goal, hand-worked, and the landing if the three largest happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.jobs.risks import RisksRequest, risks
from salesbook.sheets.risk_figures import Risks
from tests.jobs.acting_plans import book_of, planned

TODAY = date(2026, 3, 4)


def test_exposure_is_probability_times_effect_net_of_cover() -> None:
    found = Risks(book_of(planned()))
    assert found.goal == 9000
    assert found.exposures == (240, 300, 0, 0, Fraction("77.7"))
    assert found.ranks == (2, 1, 4, 5, 3)
    assert found.exposure == Fraction("617.7")


def test_the_landing_after_the_three_largest_is_the_forecast_s_less_what_they_take() -> None:
    found = Risks(book_of(planned()))
    assert found.expected is not None
    assert found.landing == found.expected
    assert found.worst == (found.landing - 1200, found.landing - 1800, found.landing - Fraction("1877.7"))


def test_too_early_for_a_forecast_the_goal_is_where_one_starts() -> None:
    found = Risks(book_of(planned(sb_actuals=None)))
    assert found.expected is None
    assert found.worst[-1] == 9000 - Fraction("1877.7")


def test_the_command_says_what_is_at_stake() -> None:
    outcome = risks(planned(), RisksRequest(), TODAY)
    said = [line.said("en") for line in outcome.summary]
    assert said[0] == "Exposure to risks, 6.9% of the goal"
    assert said[1].endswith("of the goal: =Alder leaves; Cheap rival; Here")
    assert "view.risks" in applied(planned(), outcome.changes).pages


def test_without_risks_the_register_comes_and_a_word() -> None:
    before = planned(sb_risks=None)
    outcome = risks(before, RisksRequest(), TODAY)
    assert outcome.problems[-1].code == "no-risks"
    assert "sb_risks" in applied(before, outcome.changes).tables
    filled = applied(before, outcome.changes)
    assert not risks(filled, RisksRequest(), TODAY).changes


@settings(max_examples=20)
@given(st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    book = book_of(planned())
    mixed = list(book.risks)
    Random(seed).shuffle(mixed)
    one, other = Risks(book), Risks(replace(book, risks=tuple(mixed)))
    assert one.exposure == other.exposure == sum(one.exposures)
    assert one.worst == other.worst
