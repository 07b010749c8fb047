"""Increments: the base stays with past sales or shares, what the goal asks beyond it goes where people said."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.domain.increments import exact_parts, with_increment
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.why import WhyRequest, why
from tests.jobs.plans import TODAY, goal, members, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.snapshot import Snapshot


def brings(**shares: float) -> list[dict[str, Any]]:
    return [{"metric": "revenue", "customer": name, "share": share} for name, share in shares.items()]


def sold(**by_customer: int) -> list[dict[str, Any]]:
    return [
        {"date": date(2025, 3, 3), "rep": "Li", "customer": name, "amount": amount}
        for name, amount in by_customer.items()
    ]


def book(*goals: dict[str, Any], increments: list[dict[str, Any]], **rows: Any) -> Snapshot:
    axes = rows.pop("axes", ("rep", "customer"))
    tables = {"sb_goals": goals, "sb_reps": reps("Li", "Wang"), "sb_increments": increments, **rows}
    return snapshot(tables, {"axes": axes})


def codes(before: Snapshot) -> set[str]:
    return {problem.code for problem in decompose(before, DecomposeRequest(), TODAY).problems}


def customers(before: Snapshot, tier: str = "target") -> dict[str, int]:
    outcome = decompose(before, DecomposeRequest(), TODAY)
    found = read(applied(before, outcome.changes)).book
    assert found is not None, outcome.problems
    sums: dict[str, int] = {}
    for row in found.plan:
        sums[row.customer] = sums.get(row.customer, 0) + getattr(row, tier)
    assert sum(sums.values()) == sum(getattr(row, tier) for row in found.plan)
    return sums


def test_new_customers_bring_half_of_the_increment() -> None:
    """50 million, 30 % of it from new customers; +20 %; half of the 10 million more from new customers."""
    before = book(
        goal(None, base=50_000_000, growth=0.2, floor=54_000_000), increments=brings(New=0.5, Existing=0.5),
        sb_members=members("customer", "New", "Existing"), sb_history=sold(New=300, Existing=700),
    )  # fmt: skip
    assert customers(before) == {"New": 20_000_000, "Existing": 40_000_000}
    assert customers(before, "floor") == {"New": 18_000_000, "Existing": 36_000_000}


def test_the_quarter_of_the_field_by_hand() -> None:
    """60 million last quarter, +5 %: of 3 million more new customers bring 1.5; their base is 34.25 %."""
    shares = members("customer", New=0.3425, Existing=0.6575)
    before = book(
        goal(63_000_000, base=60_000_000), increments=brings(New=0.5, Existing=0.5), sb_members=shares
    )
    assert customers(before) == {"New": 20_550_000 + 1_500_000, "Existing": 39_450_000 + 1_500_000}


def test_customers_without_any_past_get_nothing_of_the_base() -> None:
    before = book(
        goal(1_200, base=1_000), increments=brings(New=1), sb_members=members("customer", "New", "Existing"),
        sb_history=sold(Existing=10),
    )  # fmt: skip
    assert customers(before) == {"New": 200, "Existing": 1_000}


def test_what_the_shares_leave_follows_the_base() -> None:
    before = book(
        goal(1_200, base=1_000), increments=brings(New=0.5), sb_members=members("customer", New=0.4, Existing=0.6)
    )
    assert customers(before) == {"New": 400 + 100 + 40, "Existing": 600 + 60}
    assert "increments-short" in codes(before)


def test_a_goal_for_a_customer_type_has_to_agree() -> None:
    def with_goal(new: int) -> Snapshot:
        shares = members("customer", New=0.4, Existing=0.6)
        goals = goal(1_200, base=1_000), goal(new, "customer=New")
        return book(*goals, increments=brings(New=0.5, Existing=0.5), sb_members=shares)

    assert customers(with_goal(500)) == {"New": 500, "Existing": 700}
    assert codes(with_goal(600)) == {"increment-goal-differs"}


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("increments-over-whole", {"increments": brings(New=0.7, Existing=0.5)}),
        ("increments-not-split", {"increments": brings(New=1), "axes": ("rep",)}),
        ("increment-without-base", {"goal": goal(1_200), "increments": brings(New=1)}),
        ("increment-below-zero", {"goal": goal(100, base=1_000), "increments": brings(New=1)}),
        ("negative-number", {"increments": brings(New=-0.5, Existing=1)}),
        ("unknown-member", {"increments": brings(Nobody=1)}),
    ],
)
def test_what_cannot_be_is_refused_or_said(code: str, more: dict[str, Any]) -> None:
    wanted = more.pop("goal", goal(1_200, base=1_000)) if "goal" in more else goal(1_200, base=1_000)
    before = book(wanted, sb_members=members("customer", New=0.4, Existing=0.6), **more)
    assert code in codes(before)


def test_why_names_the_source_of_the_increment() -> None:
    shares = members("customer", New=0.4, Existing=0.6)
    before = book(goal(1_200, base=1_000), increments=brings(New=0.5, Existing=0.5), sb_members=shares)
    after = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    answer = why(after, WhyRequest("customer=New"))
    assert answer.explained is not None
    said = [reason["en"] for reason in answer.explained.reasons["fit"]]
    assert said == ["Customer type New is fixed at 500 (source of the increment at Increments!C5); by shares alone 480"]


parts = st.dictionaries(st.sampled_from("ABCDE"), st.fractions(0, 1000), min_size=1)


@given(st.integers(0, 10**12), st.fractions(0, 10**12), parts, st.data())
def test_the_parts_come_to_the_goal_whatever_is_given(
    total: int, base: Fraction, kept: dict[str, Fraction], data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.sampled_from(sorted(kept)), unique=True))
    brought = {name: data.draw(st.fractions(0, Fraction(1, len(some)))) for name in some}
    exact = exact_parts(Fraction(total), base, kept, brought)
    assert sum(exact.values()) == total
    if all(part >= 0 for part in exact.values()):
        whole = with_increment(total, base, kept, brought)
        assert sum(whole.values()) == total
        assert all(abs(whole[name] - exact[name]) < 1 for name in exact)
    else:
        with pytest.raises(ValueError, match="below zero"):
            with_increment(total, base, kept, brought)
