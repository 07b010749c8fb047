"""Hold and release; and what a new split does to holds and to what was changed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.changes import AppendRows, ChangeSet, PutCells
from salesbook.jobs.check import CheckRequest, check
from salesbook.jobs.hold import HoldRequest, ReleaseRequest, hold, release
from salesbook.jobs.hold_limits import limits, range_of
from salesbook.jobs.move import TransferRequest, transfer
from tests.jobs.by_hand import after, again, book, codes, plan, start, sums, total
from tests.jobs.plans import TODAY, goal
from tests.jobs.test_spread import spread

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot


def held(before: Snapshot, where: str, **given: str) -> Outcome:
    return hold(before, HoldRequest(where, **given), TODAY)


def released(before: Snapshot, where: str = "") -> Outcome:
    return release(before, ReleaseRequest(where, not where), TODAY)


@pytest.fixture(scope="module")
def made() -> Snapshot:
    return plan()


def of(rep: str, *months: str) -> Any:
    return lambda row: row.rep == rep and (not months or row.period in months)


def numbers(found: Snapshot) -> list[object]:
    """The leaves without their version, which every command raises."""
    return [replace(row, version=0) for row in book(found).plan]


# -- writing holds ---------------------------------------------------------------------------------------------------


def test_without_an_amount_the_present_number_is_held(made: Snapshot) -> None:
    outcome = held(made, "rep=Li, quarter=2026Q2", reason="signed", owner="Chen")
    found = book(after(made, outcome)).holds[0]
    assert (dict(found.scope), found.period, found.kind, found.value) == ({"rep": "Li"}, "2026Q2", "hold", 120_000)
    assert (found.reason, found.owner, found.day, found.tier) == ("signed", "Chen", TODAY, "target")
    assert [(line.before, line.after) for line in outcome.summary] == [(120_000, 120_000)]
    assert outcome.problems == ()


def test_a_new_sheet_of_holds_stands_behind_the_goals(made: Snapshot) -> None:
    sheets = after(made, held(made, "rep=Li")).sheets
    assert sheets[sheets.index("Goals") + 1] == "Holds"


def test_a_value_or_bounds_and_their_slices_on_several_axes(made: Snapshot) -> None:
    one = after(made, held(made, "region=East, product=A, month=2026-05", least="40000", most="6万"))
    two = after(one, held(one, "rep=Li", value="500000", tier="stretch"))
    found = [(dict(h.scope), h.kind, h.value, h.tier) for h in book(two).holds]
    assert found == [
        ({"region": "East", "product": "A"}, "min", 40_000, "target"),
        ({"region": "East", "product": "A"}, "max", 60_000, "target"),
        ({"rep": "Li"}, "hold", 500_000, "stretch"),
    ]


def test_a_row_of_the_same_slice_is_replaced_and_own_columns_stay(made: Snapshot) -> None:
    one = after(made, held(made, "rep=Li", reason="first"))
    block = one.tables["sb_holds"]
    wide = replace(block, headings=(*block.headings, "Mine"), rows=tuple((*row, "x") for row in block.rows))
    two = after(replace(one, tables={**one.tables, "sb_holds": wide}), held(one, "rep=Li", value="500000"))
    assert [(h.value, h.reason) for h in book(two).holds] == [(500_000, "")]
    wider = replace(one, tables={**one.tables, "sb_holds": wide})
    three = applied(wider, held(wider, "rep=Li", value="500000").changes)
    assert three.tables["sb_holds"].rows[0][-1] == "x"


def test_growth_is_against_the_same_slice_a_year_before() -> None:
    sales = [
        {"date": date(2025, month, 15), "rep": rep, "product": "A", "amount": 100_050}
        for rep in ("Li", "Wang", "Zhao")
        for month in (4, 5, 7, 12)
    ]
    before = plan(sb_history=sales)
    found = after(before, held(before, "rep=Li, quarter=2026Q2", least="10%", most="50%"))
    assert [h.growth for h in book(found).holds] == [Decimal("0.1"), Decimal("0.5")]
    # 200,100 x 1.1 = 220,110, up to whole hundreds; x 1.5 = 300,150, down
    ranges = [range_of(h, book(found)) for h in book(found).holds]
    assert ranges == [(220_200, None), (None, 300_100)]
    assert [limit.missed(book(found).plan) == 0 for limit in limits(book(found), "revenue")].count(True) >= 1


def test_a_value_unlike_the_plans_says_that_a_split_is_due(made: Snapshot) -> None:
    outcome = held(made, "rep=Li", value="500000")
    assert codes(outcome) == ["hold-not-in-plan"]
    found = after(made, outcome)
    split = after(found, again(found))
    assert sums(split, "rep")["Li"] == 500_000
    assert total(split) == 1_440_000


@pytest.mark.parametrize(
    ("where", "given", "code"),
    [
        ("rep=Lee", {}, "unknown-rep"),
        ("rep=Li, region=West", {}, "slice-without-leaves"),
        ("rep=Li", {"value": "150"}, "amount-not-whole-units"),
        ("rep=Li", {"value": "100", "least": "100"}, "hold-and-bound"),
        ("rep=Li", {"least": "200", "most": "100"}, "holds-cross"),
        ("rep=Li, rep=Wang", {}, "scope-axis-twice"),
    ],
)
def test_holds_that_cannot_be(made: Snapshot, where: str, given: dict[str, str], code: str) -> None:
    outcome = held(made, where, **given)
    assert codes(outcome) == [code]
    assert not outcome.changes


def test_holds_that_no_plan_can_meet_are_refused(made: Snapshot) -> None:
    one = after(made, held(made, "rep=Li", value="800000"))
    outcome = held(one, "rep=Wang", value="700000")
    assert not outcome.changes
    assert {problem.severity for problem in outcome.problems} == {"error"}


def test_a_value_may_be_held_before_there_is_a_plan() -> None:
    before = start()
    assert codes(held(before, "rep=Li")) == ["no-plan"]
    found = after(before, held(before, "rep=Li", value="300000"))
    assert sums(after(found, again(found)), "rep")["Li"] == 300_000


# -- releasing -------------------------------------------------------------------------------------------------------


def test_a_release_takes_the_slice_and_what_lies_in_it(made: Snapshot) -> None:
    found = made
    for where in ("rep=Li", "rep=Li, quarter=2026Q2", "rep=Wang"):
        found = after(found, held(found, where))
    outcome = released(found, "rep=Li")
    assert [(line.before, line.after) for line in outcome.summary] == [(480_000, None), (120_000, None), (3, 1)]
    left = after(found, outcome)
    assert [dict(h.scope) for h in book(left).holds] == [{"rep": "Wang"}]
    assert sums(left, "rep") == sums(made, "rep")
    nothing = after(left, released(left))
    assert book(nothing).holds == ()
    assert codes(released(nothing)) == ["no-holds"]
    assert codes(released(left, "rep=Li")) == ["nothing-held"]


# -- a new split -----------------------------------------------------------------------------------------------------


def test_a_new_split_keeps_hand_changes_and_is_the_same_a_second_time(made: Snapshot) -> None:
    changed = after(made, spread(made, "rep=Li, quarter=2026Q2", "P", value="150000"))
    once = after(changed, again(changed))
    twice = after(once, again(once))
    for found in (once, twice):
        assert numbers(found) == numbers(changed)
    assert "goal-changed-by-hand" in codes(again(once))


def test_hand_changes_can_be_dropped(made: Snapshot) -> None:
    changed = after(made, spread(made, "rep=Li", "P%", rate="10%"))
    dropped = after(changed, again(changed, drop=True))
    assert numbers(dropped) == numbers(made)


def test_a_hold_over_hand_changes_keeps_its_number_at_a_new_split(made: Snapshot) -> None:
    moved = after(made, transfer(made, TransferRequest("rep=Li", "rep=Wang", "48000"), TODAY))
    fixed = after(moved, held(moved, "rep=Li"))
    outcome = again(fixed)
    found = after(fixed, outcome)
    assert sums(found, "rep") == sums(moved, "rep")
    assert codes(outcome) == []


def test_changes_of_leaves_that_are_gone_are_named_and_left_out(made: Snapshot) -> None:
    changed = after(made, spread(made, "rep=Zhao", "P%", rate="10%"))
    row = changed.tables["sb_reps"].rows.index(next(r for r in changed.tables["sb_reps"].rows if "Zhao" in r))
    name = changed.tables["sb_reps"].headings.index("Name")
    renamed = applied(changed, ChangeSet((PutCells("sb_reps", {(row, name): "Zhou"}),)))
    outcome = again(renamed)
    assert "hand-changes-without-leaf" in codes(outcome)
    assert "+48,000" in next(p for p in outcome.problems if p.code == "hand-changes-without-leaf").message("en")
    assert total(after(renamed, outcome)) == 1_440_000


def test_changes_that_lead_below_zero_or_turn_the_tiers_stop_the_split(made: Snapshot) -> None:
    less = after(made, spread(made, "rep=Li", "P%", rate="-80%"))
    target = less.tables["sb_goals"].headings.index("Target")
    small = applied(less, ChangeSet((PutCells("sb_goals", {(0, target): 720_000}),)))
    outcome = again(small)
    assert "hand-change-below-zero" in codes(outcome)
    assert not outcome.changes
    alone = after(made, spread(made, "rep=Li", "P%", rate="9%", others="keep"))
    ratio = next(at for at, row in enumerate(alone.tables["sb_settings"].rows) if row[0] == "Stretch ratio")
    tight = applied(alone, ChangeSet((PutCells("sb_settings", {(ratio, 1): 1.05}),)))
    assert "hand-change-tiers" in codes(again(tight))


def test_an_unreadable_plan_with_hand_changes_is_not_made_anew_in_silence(made: Snapshot) -> None:
    changed = after(made, spread(made, "rep=Li", "P%", rate="10%"))
    column = changed.tables["sb_plan"].headings.index("Target change")
    broken = applied(changed, ChangeSet((PutCells("sb_plan", {(0, column): "?"}),)))
    outcome = again(broken)
    assert codes(outcome)[-1] == "not-a-whole-number"
    assert not outcome.changes
    assert again(broken, drop=True).changes


def test_check_names_holds_that_the_plan_does_not_meet(made: Snapshot) -> None:
    one = after(made, held(made, "rep=Li"))
    row = one.tables["sb_holds"].rows[0]
    value = one.tables["sb_holds"].headings.index("Value")
    off = applied(one, ChangeSet((PutCells("sb_holds", {(0, value): 481_000}),)))
    found = check(off, CheckRequest(), TODAY)
    assert codes(found) == ["hold-not-in-plan"]
    assert "-1,000" in found.problems[0].message("en")
    assert row[value] == 480_000


def test_a_changed_leaf_that_the_split_leaves_out_comes_back(made: Snapshot) -> None:
    names = ("Li", "Wang", "Zhao")
    given = spread(made, "quarter=2026Q2", "W", value="360000", weights=", ".join(f"{n}=1" for n in names))
    assert codes(given) == []
    changed = after(made, spread(made, "rep=Zhao", "P%", rate="10%"))
    weight = changed.tables["sb_reps"].headings.index("Weight")
    without = applied(changed, ChangeSet((PutCells("sb_reps", {(2, weight): 0, (0, weight): 1, (1, weight): 1}),)))
    found = after(without, again(without))
    assert sums(found, "rep")["Zhao"] == 48_000
    assert sums(after(found, again(found)), "rep") == sums(found, "rep")


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_whatever_is_changed_by_hand_a_new_split_gives_the_same_numbers(data: st.DataObject) -> None:
    found = plan()
    slices = ["rep=Li", "region=West, quarter=2026Q2", "month=2026-05, product=A", "half=2026H2"]
    for _ in range(data.draw(st.integers(1, 3))):
        where, rate = data.draw(st.sampled_from(slices)), data.draw(st.integers(-60, 80))
        found = after(found, spread(found, where, "P%", rate=f"{rate}%"))
    once = after(found, again(found))
    assert numbers(once) == numbers(found)


def test_rows_may_be_typed_by_hand_too(made: Snapshot) -> None:
    one = after(made, held(made, "rep=Li"))
    headings = one.tables["sb_holds"].headings
    row = {"Metric": "Revenue", "Scope": "Region=East, Rep=Wang", "Period": "2026-05"}
    row |= {"Kind": "At least", "Value": "4万"}
    more = applied(one, ChangeSet((AppendRows("sb_holds", headings, (tuple(row.get(h) for h in headings),)),)))
    assert [(dict(h.scope), h.kind, h.value) for h in book(more).holds][1] == (
        {"rep": "Wang", "region": "East"}, "min", 40_000,
    )  # fmt: skip


def test_changes_of_somebody_who_has_left_are_no_leaves_any_more(made: Snapshot) -> None:
    changed = after(made, spread(made, "rep=Zhao, quarter=2026Q4", "P%", rate="10%"))
    end = changed.tables["sb_reps"].headings.index("End")
    left = applied(changed, ChangeSet((PutCells("sb_reps", {(2, end): date(2026, 10, 15)}),)))
    outcome = again(left)
    told = next(problem for problem in outcome.problems if problem.code == "hand-changes-without-leaf")
    assert told.words["count"] == 4
    found = after(left, outcome)
    assert {row.period for row in book(found).plan if of("Zhao")(row) and row.target_change} == {"2026-10"}


def test_a_growth_without_history_is_refused_also_where_the_slice_was_changed_by_hand(made: Snapshot) -> None:
    changed = after(made, spread(made, "rep=Li", "P%", rate="10%"))
    assert codes(held(changed, "rep=Li", least="5%")) == ["bound-without-history"]


def test_a_part_whose_floor_nobody_typed_may_be_off_by_its_rounding() -> None:
    parts = [goal(target, period=f"2026Q{n}") for n, target in enumerate((342_900, 319_200, 399_900), 1)]
    found = plan(goals=parts)
    changed = spread(found, "rep=Li, quarter=2026Q4", "P%", rate="10%")
    changed = spread(after(found, changed), "rep=Li, quarter=2026Q1", "P%", rate="10%")
    assert "goal-changed-by-hand" in codes(changed)
    assert "goal-and-plan-differ" not in codes(changed)
