"""Negative and missing bases, residues by name, and small and odd plans."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.reading import read
from salesbook.jobs.decompose import DecomposeRequest, decompose
from tests.jobs.plans import TODAY, goal, members, reps, snapshot
from tests.jobs.test_plan_holds import planned, total

if TYPE_CHECKING:
    from salesbook.book.snapshot import Snapshot

JANUARY = {"start": date(2026, 1, 1), "end": date(2026, 1, 31)}


def sold(**amounts: int) -> list[dict[str, Any]]:
    """So much a month in 2025, by product."""
    return [
        {"date": date(2025, month, 3), "rep": "Li", "product": product, "amount": amount}
        for month in range(1, 13)
        for product, amount in amounts.items()
    ]


def plan(rows: dict[str, Any], **settings: Any) -> Snapshot:
    usual = {"sb_goals": [goal(1200)], "sb_reps": reps("Li")}
    return snapshot({**usual, **rows}, {"axes": ("rep", "product"), **settings})


def codes(before: Snapshot) -> list[str]:
    return [p.code for p in decompose(before, DecomposeRequest(), TODAY).problems]


@pytest.mark.parametrize(
    ("rule", "shares"), [("zero", {"A": 1200, "B": 0}), ("absolute", {"A": 900, "B": 300})]
)
def test_a_negative_base_is_what_the_settings_say(rule: str, shares: dict[str, int]) -> None:
    book = planned(plan({"sb_history": sold(A=30, B=-10)}, negative=rule))
    assert {product: total(book, product=product) for product in shares} == shares


def test_a_negative_base_is_refused_unless_chosen() -> None:
    before = plan({"sb_history": sold(A=30, B=-10)})
    assert "negative-base" in codes(before)
    assert not decompose(before, DecomposeRequest(), TODAY).changes


def test_bases_that_cancel_out_are_refused_with_their_cells() -> None:
    outcome = decompose(plan({"sb_history": sold(A=10, B=-10)}), DecomposeRequest(), TODAY)
    (found,) = [p for p in outcome.problems if p.code == "bases-sum-to-zero"]
    assert "Li / A = 120.00, Li / B = -120.00" in found.message("en")
    assert not outcome.changes


def test_members_without_a_base_stay_without_unless_seeded() -> None:
    rows = {"sb_history": sold(A=30, B=10), "sb_members": members("product", "A", "B", "New")}
    assert total(planned(plan(rows)), product="New") == 0
    book = planned(plan(rows, seed=0.1))
    assert {name: total(book, product=name) for name in ("A", "B", "New")} == {"A": 810, "B": 270, "New": 120}


def test_all_bases_zero_are_equal_shares() -> None:
    rows = {"sb_history": sold(A=0, B=0), "sb_members": members("product", "A", "B")}
    book = planned(plan(rows))
    assert (total(book, product="A"), total(book, product="B")) == (600, 600)


@pytest.mark.parametrize(("typed", "first"), [("cell:B", 33), ("成员：B", 33), ("Last", 33), ("Largest remainder", 34)])
def test_the_residue_goes_where_the_settings_say(typed: str, first: int) -> None:
    rows = {"sb_goals": [goal(100)], "sb_members": members("product", "A", "B", "C")}
    before = plan(rows, **JANUARY)
    block = before.tables["sb_settings"]
    from dataclasses import replace

    changed = tuple((row[0], typed, *row[2:]) if row[0] == "Residue" else row for row in block.rows)
    before = replace(before, tables={**before.tables, "sb_settings": replace(block, rows=changed)})
    book = planned(before)
    values = [total(book, product=name) for name in "ABC"]
    assert values[0] == first
    assert sum(values) == 100
    if "B" in typed:
        assert values == [33, 34, 33]


def test_a_goal_of_nothing_is_a_plan_of_nothing_and_says_so() -> None:
    rows = {"sb_goals": [goal(0)], "sb_members": members("product", "A", "B")}
    assert "goal-of-zero" in codes(plan(rows))
    assert planned(plan(rows)).plan == ()


def test_a_slice_whose_goal_is_nothing_has_nothing() -> None:
    rows = {"sb_goals": [goal(1200), goal(0, "Product=A", "2026-03")], "sb_members": members("product", "A", "B")}
    book = planned(plan(rows))
    assert total(book, product="A", period="2026-03") == 0
    assert total(book) == 1200
    assert "goal-of-zero" in codes(plan(rows))


def test_fewer_units_than_leaves_are_split_all_the_same() -> None:
    rows = {"sb_goals": [goal(5)], "sb_members": members("product", "A", "B")}
    book = planned(plan(rows))
    assert total(book) == 5
    assert max(row.target for row in book.plan) == 1
    assert "fewer-units-than-leaves" in codes(plan(rows))


def test_one_rep_and_one_month_are_said_and_split() -> None:
    rows = {"sb_members": members("product", "A", "B")}
    assert {"one-rep-only", "one-period-only"} <= set(codes(plan(rows, **JANUARY)))
    assert total(planned(plan(rows, **JANUARY)), rep="Li", period="2026-01") == 1200


def test_no_reps_are_refused() -> None:
    before = plan({"sb_reps": [], "sb_members": members("product", "A")})
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert [p.place.table for p in outcome.problems if p.code == "nobody-in-team"] == ["sb_reps"]


def test_a_residue_for_nobody_is_refused_with_its_cell() -> None:
    outcome = decompose(plan({}, residue="cell:Zhou"), DecomposeRequest(), TODAY)
    (found,) = [p for p in outcome.problems if p.code == "residue-member-unknown"]
    assert found.place.sheet == "Settings"
    assert not outcome.changes


def test_a_base_of_half_a_year_is_said() -> None:
    assert "base-year-short" in codes(plan({"sb_history": sold(A=10)[:6]}))
    assert "base-year-short" not in codes(plan({"sb_history": sold(A=10)}))


def test_the_settings_are_read() -> None:
    book = read(plan({}, negative="absolute", seed=0.05)).book
    assert book is not None
    assert (book.settings.negative, str(book.settings.seed)) == ("absolute", "0.05")
