"""Transfer and reallocate: what moves, and everything that must not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from salesbook.jobs.move import ReallocateRequest, TransferRequest, reallocate, transfer
from tests.jobs.by_hand import after, book, codes, plan, sums, total
from tests.jobs.plans import TODAY, goal

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot


PLACE = ("period", "region", "product")


def moved(before: Snapshot, giver: str, taker: str, value: str, **more: str) -> Outcome:
    return transfer(before, TransferRequest(giver, taker, value, **more), TODAY)


def given(before: Snapshot, where: str, value: str, **more: str) -> Outcome:
    return reallocate(before, ReallocateRequest(where, value, **more), TODAY)


def holding(*rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    keys = ("scope", "period", "kind", "value", "tier")
    return [{"metric": "revenue", **dict(zip(keys, row, strict=False))} for row in rows]


@pytest.fixture(scope="module")
def made() -> Snapshot:
    return plan()


def test_a_transfer_within_a_region_changes_nothing_but_the_two(made: Snapshot) -> None:
    outcome = moved(made, "rep=Li, quarter=2026Q2", "rep=Wang, quarter=2026Q2", "3万")
    found = after(made, outcome)
    assert sums(found, "rep") == {"Li": 450_000, "Wang": 510_000, "Zhao": 480_000}
    for tier in ("floor", "target", "stretch"):
        assert sums(found, *PLACE, tier=tier) == sums(made, *PLACE, tier=tier)
    assert codes(outcome) == []


def test_a_transfer_across_regions_says_whose_totals_change(made: Snapshot) -> None:
    outcome = moved(made, "rep=Li, month=2026-05", "rep=Zhao, month=2026-05", "1000")
    assert "moved-across" in codes(outcome)
    found = after(made, outcome)
    assert sums(found, "region")["West"] == 481_000
    assert sums(found, "period", "product") == sums(made, "period", "product")


def test_a_transfer_from_month_to_month_keeps_the_reps(made: Snapshot) -> None:
    found = after(made, moved(made, "month=2026-05", "month=2026-06", "30000"))
    assert sums(found, "rep", "product") == sums(made, "rep", "product")
    assert total(found, where=lambda row: row.period == "2026-06") == 150_000


def test_reallocating_lets_the_reps_of_the_same_places_take_the_difference(made: Snapshot) -> None:
    outcome = given(made, "rep=Li, month=2026-05", "50000")
    found = after(made, outcome)
    assert total(found, where=lambda row: row.rep == "Li" and row.period == "2026-05") == 50_000
    assert total(found, where=lambda row: row.rep == "Wang" and row.period == "2026-05") == 30_000
    for tier in ("floor", "target", "stretch"):
        assert sums(found, *PLACE, tier=tier) == sums(made, *PLACE, tier=tier)
    assert codes(outcome) == []


def test_reallocating_over_time_keeps_every_rep(made: Snapshot) -> None:
    found = after(made, given(made, "month=2026-05", "153000"))
    assert sums(found, "rep", "region", "product") == sums(made, "rep", "region", "product")
    assert total(found, where=lambda row: row.period == "2026-05") == 153_000
    rep = after(made, given(made, "rep=Li, month=2026-05", "51000", along="period"))
    assert sums(rep, "rep") == sums(made, "rep")


def test_siblings_have_the_same_parent() -> None:
    rows = [
        *({"axis": "region", "member": name} for name in ("North", "South")),
        *({"axis": "region", "member": name, "parent": "South"} for name in ("East", "West")),
        *({"axis": "product", "member": name} for name in ("A", "B")),
    ]
    team = [{"name": name, "region": region} for name, region in (("Li", "East"), ("Wang", "West"), ("Zhao", "North"))]
    goals = [goal(480_000, f"Region={region}") for region in ("East", "West", "North")]
    before = plan(sb_members=rows, sb_reps=team, goals=goals)
    found = after(before, given(before, "region=East", "500000"))
    assert sums(found, "region") == {"East": 500_000, "West": 460_000, "North": 480_000}


def test_holds_around_both_sides_do_not_matter_and_those_inside_do() -> None:
    around = plan(sb_holds=holding((None, "2026-05", "hold", 120_000)))
    assert after(around, moved(around, "rep=Li, month=2026-05", "rep=Wang, month=2026-05", "1000"))
    inside = plan(sb_holds=holding(("Rep=Li, Product=A", "2026-05", "hold", 24_000)))
    found = after(inside, given(inside, "rep=Li, month=2026-05", "42000"))
    row = sums(found, "rep", "period", "product")
    assert (row["Li", "2026-05", "A"], row["Li", "2026-05", "B"]) == (24_000, 18_000)
    one = plan(sb_holds=holding(("Rep=Li", "2026-05", "hold", 40_000)))
    assert codes(moved(one, "rep=Li, month=2026-05", "rep=Wang, month=2026-05", "1000"))[-1] == "part-is-held"
    least = plan(sb_holds=holding(("Rep=Li", None, "min", 479_000)))
    outcome = moved(least, "rep=Li, month=2026-05", "rep=Wang, month=2026-05", "1100")
    assert codes(outcome)[-1] == "hold-broken"
    assert not outcome.changes


@pytest.mark.parametrize(
    ("giver", "taker", "value", "code"),
    [
        ("rep=Li", "region=East", "100", "transfer-overlaps"),
        ("rep=Li", "rep=Wang", "0", "transfer-of-nothing"),
        ("rep=Li, month=2026-05", "rep=Wang", "40100", "part-has-too-little"),
        ("rep=Li", "rep=Lee", "100", "unknown-rep"),
        ("rep=Li", "rep=Wang", "150", "amount-not-whole-units"),
    ],
)
def test_transfers_that_cannot_be(made: Snapshot, giver: str, taker: str, value: str, code: str) -> None:
    outcome = moved(made, giver, taker, value)
    assert codes(outcome) == [code]
    assert not outcome.changes


@pytest.mark.parametrize(
    ("where", "value", "along", "code"),
    [
        ("rep=Li, product=A", "1000", "", "along-which-axis"),
        ("", "1000", "", "no-siblings"),
        ("rep=Li", "1000", "region", "no-siblings"),
        ("rep=Li, month=2026-05", "200000", "", "part-has-too-little"),
    ],
)
def test_reallocations_that_cannot_be(made: Snapshot, where: str, value: str, along: str, code: str) -> None:
    outcome = given(made, where, value, along=along)
    assert codes(outcome) == [code]
    assert not outcome.changes


def test_what_the_siblings_of_a_place_do_not_have_others_give_and_it_is_said(made: Snapshot) -> None:
    outcome = given(made, "rep=Li, month=2026-05", "90000")
    assert "moved-further" in codes(outcome)
    found = after(made, outcome)
    assert total(found) == total(made)
    assert total(found, where=lambda row: row.rep == "Wang" and row.period == "2026-05") == 0
    assert all(row.floor <= row.target <= row.stretch for row in book(found).plan)


@pytest.mark.parametrize("value", ["12300", "31700"])
def test_no_place_moves_by_a_unit_in_any_tier_where_numbers_are_odd(value: str) -> None:
    before = plan(sb_goals=[goal(1_234_700)], settings={"floor": 0.873, "stretch": 1.127})
    found = after(before, moved(before, "rep=Li, quarter=2026Q2", "rep=Wang, quarter=2026Q2", value))
    for tier in ("floor", "target", "stretch"):
        assert sums(found, *PLACE, tier=tier) == sums(before, *PLACE, tier=tier)
