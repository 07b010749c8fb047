"""Holds, bounds and goals on several axes, from the workbook's rows to the plan's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.catalogue import TIERS
from salesbook.book.reading import read
from salesbook.jobs.decompose import DecomposeRequest, decompose
from tests.jobs.plans import TODAY, goal, members, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

TOTAL = 96_000


def hold(value: int | None = None, scope: str | None = None, period: str | None = None, **more: Any) -> dict[str, Any]:
    """A row of sb_holds for revenue."""
    return {"metric": "revenue", "scope": scope, "period": period, "kind": "hold", "value": value, **more}


def plan(
    *holds: Mapping[str, Any],
    goals: Sequence[Mapping[str, Any]] = (),
    rows: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Snapshot:
    """96,000 for Li, Wang and Chen, East and West in 2026, with these holds and further goals."""
    tables = {
        "sb_goals": [goal(TOTAL), *goals],
        "sb_reps": reps("Li", "Wang", "Chen"),
        "sb_members": members("region", "East", "West"),
        "sb_holds": list(holds),
    }
    return snapshot({**tables, **(rows or {})}, {"floor": 0.8, "stretch": 1.25, **settings})


def decomposed(before: Snapshot) -> Snapshot:
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert outcome.changes, [p.message("en") for p in outcome.problems]
    return applied(before, outcome.changes)


def planned(before: Snapshot) -> Book:
    book = read(decomposed(before)).book
    assert book is not None
    return book


def total(book: Book, tier: str = "target", **of: str | tuple[str, ...]) -> int:
    """What the leaves of some members and periods come to."""
    return sum(
        getattr(row, tier) for row in book.plan
        if all(getattr(row, key) in ((want,) if isinstance(want, str) else want) for key, want in of.items())
    )  # fmt: skip


SECOND = ("2026-04", "2026-05", "2026-06")
CASES = {
    "a cell": (hold(777, "Rep=Li, Region=East", "2026-05"), {"rep": "Li", "region": "East", "period": "2026-05"}),
    "a rep's month": (hold(3_333, "Rep=Li", "2026-05"), {"rep": "Li", "period": "2026-05"}),
    "a rep's year": (hold(40_001, "Rep=Li"), {"rep": "Li"}),
    "a region's quarter": (hold(9_999, "Region=West", "2026Q2"), {"region": "West", "period": SECOND}),
    "a quarter": (hold(30_001, period="2026Q2"), {"period": SECOND}),
    "a rep in a region": (hold(11_111, "Rep=Wang, Region=West"), {"rep": "Wang", "region": "West"}),
    "nothing": (hold(0, "Rep=Chen", "2026-02"), {"rep": "Chen", "period": "2026-02"}),
}


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("case", CASES)
def test_what_is_held_is_kept_to_the_unit_and_so_are_the_totals(case: str, tier: str) -> None:
    row, of = CASES[case]
    book = planned(plan({**row, "tier": tier}))
    assert total(book, tier, **of) == row["value"]
    assert [total(book, name) for name in TIERS] == [76_800, TOTAL, 120_000]
    assert all(0 <= leaf.floor <= leaf.target <= leaf.stretch for leaf in book.plan)


@pytest.mark.parametrize("kind", ["min", "max"])
@pytest.mark.parametrize("case", CASES)
def test_bounds_are_met_and_one_that_does_not_bind_changes_nothing(case: str, kind: str) -> None:
    row, of = CASES[case]
    free = planned(plan())
    book = planned(plan({**row, "kind": kind}))
    reached, before = total(book, **of), total(free, **of)
    assert reached >= row["value"] if kind == "min" else reached <= row["value"]
    if (before >= row["value"]) if kind == "min" else (before <= row["value"]):
        assert [leaf.target for leaf in book.plan] == [leaf.target for leaf in free.plan]


def test_the_others_absorb_a_hold_and_all_ancestors_keep_their_value() -> None:
    free, book = planned(plan()), planned(plan(hold(5_000, "Rep=Li", "2026-02")))
    assert total(book, rep="Li", period="2026-02") == 5_000
    for of in ({"rep": "Li"}, {"period": "2026-02"}, {"region": "East"}, {"rep": "Wang"}):
        assert total(book, **of) == total(free, **of)


def test_a_hold_beyond_what_the_season_gives_its_month_moves_the_month_and_says_so() -> None:
    before = plan(hold(9_000, "Rep=Li", "2026-02"))
    assert [p.code for p in decompose(before, DecomposeRequest(), TODAY).problems] == ["shares-give-way"]
    book = planned(before)
    assert total(book, rep="Li", period="2026-02") == 9_000
    assert total(book, period="2026-02") > 9_000
    assert total(book) == TOTAL
    assert total(book, rep="Li") == TOTAL // 3  # people keep their shares


def test_a_hold_on_a_parent_is_for_all_below_it() -> None:
    tree = [
        {"axis": "region", "member": "East"}, {"axis": "region", "member": "Shanghai", "parent": "East"},
        {"axis": "region", "member": "Hangzhou", "parent": "East"}, {"axis": "region", "member": "West"},
    ]  # fmt: skip
    book = planned(plan(hold(12_345, "Region=East", "2026Q2"), rows={"sb_members": tree}))
    assert total(book, region=("Shanghai", "Hangzhou"), period=SECOND) == 12_345


def test_holds_that_cross_and_lie_within_each_other() -> None:
    book = planned(plan(
        hold(40_000, "Rep=Li"), hold(20_000, "Rep=Li, Region=East"), hold(30_000, period="2026Q2"),
        hold(12_000, "Rep=Li", "2026Q2"), hold(1_000, "Rep=Li, Region=East", "2026-04"),
    ))  # fmt: skip
    assert total(book, rep="Li") == 40_000
    assert total(book, rep="Li", region="East") == 20_000
    assert total(book, period=SECOND) == 30_000
    assert total(book, rep="Li", period=SECOND) == 12_000
    assert total(book, rep="Li", region="East", period="2026-04") == 1_000


def test_a_second_run_keeps_holds_and_changes_nothing() -> None:
    once = decomposed(plan(hold(5_000, "Rep=Li", "2026-02"), hold(9_000, "Region=West", "2026Q2", kind="max")))
    first, second = read(once).book, read(decomposed(once)).book
    assert first is not None
    assert second is not None
    assert [(r.period, r.rep, r.region, r.floor, r.target, r.stretch) for r in first.plan] == [
        (r.period, r.rep, r.region, r.floor, r.target, r.stretch) for r in second.plan
    ]
    assert second.holds == first.holds


def test_the_order_of_holds_and_of_the_team_does_not_matter() -> None:
    limit = hold(9_000, period="2026-03", kind="max")
    held = [hold(5_000, "Rep=Li", "2026-02"), hold(20_000, "Rep=Wang, Region=East"), limit]
    one = planned(plan(*held))
    other = planned(plan(*reversed(held), rows={"sb_reps": reps("Chen", "Li", "Wang")}))
    values = [
        {(r.period, r.rep, r.region): (r.floor, r.target, r.stretch) for r in book.plan} for book in (one, other)
    ]
    assert values[0] == values[1]


def test_everything_stays_in_whole_units() -> None:
    book = planned(plan(hold(5_000, "Rep=Li", "2026-02"), hold(31_000, "Rep=Wang", kind="max"), unit=1000))
    assert total(book, rep="Li", period="2026-02") == 5_000
    assert all(value % 1000 == 0 for row in book.plan for value in (row.floor, row.target, row.stretch))


def test_a_growth_is_against_the_same_slice_a_year_before() -> None:
    """Li sold 1,000 in May 2025 and is to sell 10 % more at least; West sold 600 and may have no more than 5 % more."""
    months = [date(2025, month, 3) for month in range(1, 13)]
    history = [
        {"date": day, "rep": rep, "region": region, "amount": amount}
        for day in months
        for rep, region, amount in (("Li", "East", 1000), ("Wang", "East", 3000), ("Chen", "West", 600))
    ]
    growing = (
        hold(scope="Rep=Li", period="2026-05", kind="min", growth=6.5),
        hold(scope="Region=West", period="2026-05", kind="max", growth=0.05),
    )
    book = planned(plan(*growing, rows={"sb_history": history, "sb_members": []}))
    assert total(book, rep="Li", period="2026-05") == 7_500
    assert total(book, region="West", period="2026-05") <= 630


def test_a_goal_may_name_several_axes_and_a_period() -> None:
    further = [goal(20_000, "Rep=Li, Region=East"), goal(500, "Rep=Wang, Region=West", "2026-03", floor=400)]
    book = planned(plan(goals=further))
    assert total(book, rep="Li", region="East") == 20_000
    assert total(book, rep="Wang", region="West", period="2026-03") == 500
    assert total(book, "floor", rep="Wang", region="West", period="2026-03") == 400
    assert total(book) == TOTAL


def conflict(before: Snapshot) -> Any:
    """The one error, and that nothing is written."""
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert not outcome.changes
    (found,) = [p for p in outcome.problems if p.severity == "error"]
    return found


def test_a_conflict_names_the_rows_and_the_amount() -> None:
    february = [goal(8_000, period="2026-02")]
    found = conflict(plan(
        hold(5_000, "Rep=Li", "2026-02"), hold(1_000, "Rep=Chen", "2026-03"), hold(3_200, "Rep=Wang", "2026-02"),
        goals=february,
    ))  # fmt: skip
    assert (found.code, str(found.place)) == ("holds-conflict", "Holds!E5")
    assert (found.words["needed"], found.words["allowed"], found.words["amount"]) == ("8,200", "8,000", "200")
    assert "Holds!E5" in found.message("en")
    assert "Holds!E7" in found.message("en")
    assert "Holds!E6" not in found.message("en")


def test_a_conflict_across_tiers() -> None:
    """Li's floor and the others' targets together are more than the whole target."""
    others = [hold(30_000, "Rep=Wang", kind="min"), hold(30_000, "Rep=Chen", kind="min")]
    found = conflict(plan(hold(40_000, "Rep=Li", tier="floor"), *others))
    assert (found.code, found.words["amount"]) == ("holds-conflict", "4,000")


def test_parts_all_held_that_do_not_come_to_their_goal() -> None:
    found = conflict(plan(*(hold(30_000, f"Rep={name}") for name in ("Li", "Wang", "Chen"))))
    assert (found.words["needed"], found.words["allowed"]) == ("96,000", "90,000")


def test_a_goal_and_a_hold_on_one_slice_that_differ() -> None:
    found = conflict(plan(hold(1_000, "Rep=Li"), goals=[goal(2_000, "Rep=Li")]))
    assert (found.code, found.words["amount"]) == ("holds-conflict", "1,000")


def test_goals_on_several_axes_are_compared_with_their_parts_by_the_checks() -> None:
    parts = [goal(3_000, "Rep=Li, Region=East"), goal(2_000, "Rep=Li, Region=East", "2026-01"),
             goal(2_000, "Rep=Li, Region=East", "2026-02")]  # fmt: skip
    outcome = decompose(plan(goals=parts), DecomposeRequest(), TODAY)
    assert [p.code for p in outcome.problems if p.severity == "error"] == ["parts-over-whole"]
