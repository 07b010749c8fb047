"""Spread: slices, methods, references, tiers and holds, as commands give them to a workbook."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.jobs.check import CheckRequest, check
from salesbook.jobs.journal import journaled
from salesbook.jobs.spread import SpreadRequest, spread_slice
from salesbook.jobs.spread_method import Typed
from salesbook.jobs.undo import UndoRequest, undo
from tests.jobs.by_hand import after, again, book, codes, plan, sums, total
from tests.jobs.plans import TODAY

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot

TYPED = {field.name for field in fields(Typed)}


def spread(before: Snapshot, where: str, method: str, **given: str) -> Outcome:
    typed = Typed(method, **{key: value for key, value in given.items() if key in TYPED})
    rest: Any = {key: value for key, value in given.items() if key not in TYPED}
    return spread_slice(before, SpreadRequest(where, typed, **rest), TODAY)


def of(rep: str, *months: str) -> Any:
    return lambda row: row.rep == rep and (not months or row.period in months)


def holding(*rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    keys = ("scope", "period", "kind", "value", "tier")
    return [{"metric": "revenue", **dict(zip(keys, row, strict=False))} for row in rows]


@pytest.fixture(scope="module")
def made() -> Snapshot:
    return plan()


Q2 = ("2026-04", "2026-05", "2026-06")


@pytest.mark.parametrize("where", ["rep=Li, quarter=2026Q2", "Rep = li，Period=2026Q2", "姓名=Li；季度=2026年二季度"])
def test_a_slice_gets_exactly_what_is_spread_over_it(made: Snapshot, where: str) -> None:
    found = after(made, spread(made, where, "P", value="150,000"))
    assert total(found, where=of("Li", *Q2)) == 150_000
    assert total(found, where=of("Wang")) == total(made, where=of("Wang"))
    assert total(found) == 1_440_000 + 30_000 == sum(row.target for row in book(found).days)


def test_the_change_by_hand_is_kept_apart_in_every_tier(made: Snapshot) -> None:
    found = after(made, spread(made, "rep=Li, month=2026-05", "P", value="50000"))
    for tier in ("floor", "target", "stretch"):
        by_hand = total(found, f"{tier}_change")
        assert by_hand == total(found, tier) - total(made, tier) != 0
    assert total(found, "floor", of("Li", "2026-05")) == 45_000
    assert total(found, "stretch", of("Li", "2026-05")) == 55_000


def test_a_second_change_adds_to_the_first(made: Snapshot) -> None:
    once = after(made, spread(made, "rep=Li", "P%", rate="10%"))
    twice = after(once, spread(once, "rep=Li", "P%", rate="-50%"))
    assert total(twice, "target_change") == 264_000 - 480_000
    assert total(twice, where=of("Li")) == 264_000


def test_parents_and_half_years_are_slices(made: Snapshot) -> None:
    found = after(made, spread(made, "region=East, half=2026H1", "S", value="600000", by="period"))
    by_month = sums(found, "region", "period")
    assert [by_month["East", f"2026-0{month}"] for month in range(1, 7)] == [100_000] * 6


def test_equal_by_rep_and_by_line(made: Snapshot) -> None:
    found = after(made, spread(made, "month=2026-05", "S", value="90000", by="rep"))
    assert {key[0]: value for key, value in sums(found, "rep", "period").items() if key[1] == "2026-05"} == {
        "Li": 30_000, "Wang": 30_000, "Zhao": 30_000,
    }  # fmt: skip
    lines = after(made, spread(made, "rep=Li, month=2026-05", "equal", value="30000"))
    assert [row.target for row in book(lines).plan if of("Li", "2026-05")(row)] == [15_000, 15_000]


def test_weights_by_name_or_by_month(made: Snapshot) -> None:
    found = spread(made, "quarter=2026Q2", "W", value="600000", weights="li=1, Wang=2, Zhao=3")
    by_rep = sums(after(made, found), "rep", "period")
    assert sum(by_rep["Wang", month] for month in Q2) == 200_000
    assert any(line.said("en") == "Sum of the weights" and line.after == "6" for line in found.summary)
    months = after(made, spread(made, "rep=Li, quarter=2026Q2", "W", value="60000",
                                weights="2026-04=1, 2026-05=2, 2026-06=3"))  # fmt: skip
    assert [total(months, where=of("Li", month)) for month in Q2] == [10_000, 20_000, 30_000]


def test_a_line_and_a_pattern_run_over_the_months(made: Snapshot) -> None:
    line = after(made, spread(made, "rep=Li, quarter=2026Q2", "SL", start="1万", end="3万"))
    assert [total(line, where=of("Li", month)) for month in Q2] == [10_000, 20_000, 30_000]
    growth = after(made, spread(made, "rep=Li, quarter=2026Q2", "GR", start="10000", rate="10%"))
    assert [total(growth, where=of("Li", month)) for month in Q2] == [10_000, 11_000, 12_100]
    pattern = after(made, spread(made, "rep=Li, quarter=2026Q2", "PT", value="130000", pattern="4 4 5"))
    assert [total(pattern, where=of("Li", month)) for month in Q2] == [40_000, 40_000, 50_000]


def test_adding_and_subtracting(made: Snapshot) -> None:
    more = after(made, spread(made, "rep=Li, month=2026-05", "P", value="10000", action="+"))
    assert total(more) == 1_450_000
    less = after(made, spread(made, "rep=Li, month=2026-05", "S", value="10000", action="减少"))
    assert total(less) == 1_430_000


def test_clearing_leaves_zeros_that_a_new_split_keeps(made: Snapshot) -> None:
    found = after(made, spread(made, "rep=Li, month=2026-05", "C"))
    assert total(found, where=of("Li", "2026-05")) == total(found, "stretch", of("Li", "2026-05")) == 0
    assert sums(after(found, again(found)), "rep") == sums(found, "rep")


# -- references ------------------------------------------------------------------------------------------------------


HISTORY = [
    {"date": date(2025, month, 10), "rep": rep, "product": "A", "amount": amount}
    for rep, amounts in {"Li": (10, 20, 30), "Wang": (30, 30, 30)}.items()
    for month, amount in zip((4, 5, 6), amounts, strict=True)
]


def test_past_sales_of_the_same_members_month_by_month() -> None:
    before = plan(sb_history=HISTORY)
    where = "rep=Li, product=A, quarter=2026Q2"
    found = after(before, spread(before, where, "RP", value="60000", reference="year=2025"))
    assert [total(found, where=lambda r, m=m: of("Li", m)(r) and r.product == "A") for m in Q2] == [
        10_000, 20_000, 30_000,
    ]  # fmt: skip


def test_another_rep_or_another_quarter_of_the_plan(made: Snapshot) -> None:
    uneven = after(made, spread(made, "rep=Wang, quarter=2026Q2", "W", value="60000",
                                weights="2026-04=3, 2026-05=2, 2026-06=1"))  # fmt: skip
    like_wang = after(uneven, spread(uneven, "rep=Li, quarter=2026Q2", "RP", value="12000", reference="rep=Wang"))
    assert [total(like_wang, where=of("Li", month)) for month in Q2] == [6_000, 4_000, 2_000]
    third = after(uneven, spread(uneven, "rep=Wang, quarter=2026Q3", "RP", value="12000", reference="quarter=2026Q2"))
    assert [total(third, where=of("Wang", f"2026-0{m}")) for m in (7, 8, 9)] == [6_000, 4_000, 2_000]


def test_a_reference_of_zeros_is_shared_equally_and_said(made: Snapshot) -> None:
    empty = after(made, spread(made, "rep=Wang", "C"))
    outcome = spread(empty, "rep=Li, month=2026-05", "RP", value="1000", reference="rep=Wang")
    assert "spread-equally" in codes(outcome)
    assert [row.target for row in book(after(empty, outcome)).plan if of("Li", "2026-05")(row)] == [500, 500]


# -- tiers -----------------------------------------------------------------------------------------------------------


def test_the_other_tiers_keep_where_that_is_asked_and_their_order_is_watched(made: Snapshot) -> None:
    kept = after(made, spread(made, "rep=Li", "P%", rate="5%", others="keep"))
    assert total(kept, "floor") == total(made, "floor")
    assert total(kept, "stretch") == total(made, "stretch")
    outcome = spread(made, "rep=Li", "P%", rate="20%", others="不变")
    assert codes(outcome) == ["leaf-tiers-out-of-order"]
    assert not outcome.changes


def test_a_tier_may_be_spread_alone(made: Snapshot) -> None:
    found = after(made, spread(made, "rep=Li", "P", value="500000", tier="stretch"))
    assert (total(found, "stretch_change"), total(found, "target_change")) == (500_000 - 528_000, 0)
    assert codes(spread(made, "rep=Li", "P", value="470000", tier="冲刺")) == ["leaf-tiers-out-of-order"]


def test_where_the_target_keeps_its_sum_so_do_the_others(made: Snapshot) -> None:
    found = after(made, spread(made, "quarter=2026Q2", "PT", value="360000", pattern="1 2 3"))
    for tier in ("floor", "target", "stretch"):
        assert total(found, tier) == total(made, tier)
    assert all(row.floor <= row.target <= row.stretch for row in book(found).plan)


# -- holds -----------------------------------------------------------------------------------------------------------


def test_a_held_total_inside_the_slice_keeps_its_lines() -> None:
    before = plan(sb_holds=holding(("Rep=Li", "2026Q2", "hold", 100_000)))
    outcome = spread(before, "quarter=2026Q2", "P", value="400000")
    found = after(before, outcome)
    assert total(found, where=of("Li", *Q2)) == 100_000
    assert total(found, where=of("Wang", *Q2)) + total(found, where=of("Zhao", *Q2)) == 300_000
    assert "spread-kept-held" in codes(outcome)


def test_holds_that_fix_more_than_the_whole_are_named_with_the_amount_to_release() -> None:
    before = plan(sb_holds=holding(("Rep=Li", "2026-05", "hold", 50_000), ("Rep=Wang", "2026-05", "hold", 32_000)))
    outcome = spread(before, "month=2026-05", "P", value="80000")
    assert codes(outcome)[-1] == "slice-overheld"
    said = outcome.problems[-1].message("en"), outcome.problems[-1].remedy("en")
    assert "the holds fix 82,000 of 80,000" in said[0]
    assert "Release at least 2,000" in said[1]
    assert not outcome.changes


def test_a_hold_around_the_slice_lets_its_total_alone_be() -> None:
    before = plan(sb_holds=holding(("Rep=Li", "2026Q2", "hold", 100_000)))
    assert codes(spread(before, "rep=Li, quarter=2026Q2", "P", value="100100"))[-1] == "spread-against-hold"
    inside = after(before, spread(before, "rep=Li, quarter=2026Q2", "PT", value="100000", pattern="1 1 2"))
    assert [total(inside, where=of("Li", month)) for month in Q2] == [25_000, 25_000, 50_000]
    assert codes(spread(before, "rep=Li, month=2026-05", "P%", rate="10%"))[-1] == "spread-against-hold"


def test_bounds_are_respected_and_the_others_take_the_rest() -> None:
    rows = holding(("Rep=Li", "2026-05", "max", 40_000), ("Region=West", "2026-05", "min", 10_000))
    before = plan(sb_holds=rows)
    outcome = spread(before, "month=2026-05", "P", value="200000")
    found = after(before, outcome)
    assert total(found, where=of("Li", "2026-05")) == 40_000
    assert total(found, where=of("Wang", "2026-05")) == 80_000
    assert "spread-met-bounds" in codes(outcome)
    assert codes(spread(before, "region=West, month=2026-05", "P", value="9900"))[-1] == "spread-against-hold"


def test_a_floor_that_is_held_does_not_follow() -> None:
    before = plan(sb_holds=holding(("Rep=Li", "2026-05", "hold", 30_000, "floor")))
    found = after(before, spread(before, "rep=Li", "P%", rate="3%"))
    assert total(found, "floor", of("Li", "2026-05")) == 30_000
    assert codes(spread(before, "rep=Li", "P%", rate="-50%"))[-1] == "leaf-tiers-out-of-order"


# -- what follows ----------------------------------------------------------------------------------------------------


def test_goals_that_no_longer_agree_are_named_by_spread_and_by_check(made: Snapshot) -> None:
    outcome = spread(made, "rep=Li", "P%", rate="10%")
    assert codes(outcome) == ["goal-changed-by-hand"]
    assert "target +48,000" in outcome.problems[0].message("en")
    found = check(after(made, outcome), CheckRequest(), TODAY)
    assert codes(found) == ["goal-changed-by-hand", "changed-by-hand"]
    assert {problem.severity for problem in found.problems} == {"notice"}


def test_it_can_be_undone(made: Snapshot) -> None:
    from datetime import datetime

    outcome = spread(made, "rep=Li", "P%", rate="10%")
    changed = applied(made, journaled(made, outcome, "spread", datetime(2026, 1, 5, 9, 0)))
    back = applied(changed, undo(changed, UndoRequest(), TODAY).changes)
    assert book(back).plan == book(made).plan
    assert book(back).days == book(made).days


def test_a_plan_of_an_older_version_gets_the_columns_for_hand_changes(made: Snapshot) -> None:
    from dataclasses import replace

    block = made.tables["sb_plan"]
    kept = [at for at, heading in enumerate(block.headings) if not heading.endswith(" change")]

    def without(*more: str) -> Snapshot:
        rows = tuple((*(row[at] for at in kept), *(1 for _ in more)) for row in block.rows)
        old = replace(block, headings=(*(block.headings[at] for at in kept), *more), rows=rows)
        return replace(made, tables={**made.tables, "sb_plan": old})

    found = after(without(), spread(without(), "rep=Li", "P%", rate="10%"))
    assert total(found, "target_change") == 48_000
    assert codes(spread(without("Mine"), "rep=Li", "P%", rate="10%")) == ["plan-without-change-columns"]


@pytest.mark.parametrize(
    ("where", "method", "given", "code"),
    [
        ("Li", "P", {"value": "1"}, "scope-unreadable"),
        ("rep=Lee", "P", {"value": "100"}, "unknown-rep"),
        ("rep=Li, region=West", "P", {"value": "100"}, "slice-without-leaves"),
        ("week=2026-W18", "P", {"value": "100"}, "slice-cuts-leaves"),
        ("rep=Li", "proportionally", {"value": "100"}, "unknown-choice"),
        ("rep=Li", "P", {}, "method-lacks"),
        ("rep=Li", "GR", {"rate": "5%"}, "method-lacks"),
        ("rep=Li", "S", {"value": "100", "rate": "5%"}, "method-takes-no"),
        ("rep=Li", "C", {"action": "add"}, "method-only-replaces"),
        ("rep=Li", "P", {"value": "150"}, "amount-not-whole-units"),
        ("rep=Li", "P", {"value": "-100"}, "negative-number"),
        ("rep=Li", "P", {"value": "much"}, "amount-unreadable"),
        ("rep=Li", "P%", {"rate": "-100%"}, "rate-below-all"),
        ("rep=Li", "PT", {"value": "100", "pattern": "0 0"}, "pattern-unreadable"),
        ("rep=Li", "W", {"value": "100", "weights": "A=0"}, "weights-unusable"),
        ("rep=Li", "W", {"value": "100", "weights": "A=1, C=2"}, "weights-unknown-name"),
        ("rep=Li", "W", {"value": "100", "weights": "A=1"}, "weights-missing"),
        ("rep=Li", "RP", {"value": "100", "reference": "year=2019"}, "reference-without-numbers"),
        ("rep=Li", "RP", {"value": "100", "reference": "week=2026-W18"}, "reference-too-short"),
        ("rep=Li", "RP", {"value": "100", "reference": "rep=Lee"}, "unknown-member"),
        ("rep=Li", "P", {"value": "900000", "action": "subtract"}, "slice-has-too-little"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(
    made: Snapshot, where: str, method: str, given: dict[str, str], code: str
) -> None:
    outcome = spread(made, where, method, **given)
    assert codes(outcome) == [code]
    assert not outcome.changes


def test_negative_history_is_refused_unless_it_is_said_what_it_counts_as() -> None:
    rows = [*HISTORY, {"date": date(2025, 5, 20), "rep": "Li", "product": "A", "amount": -50}]
    before = plan(sb_history=[*rows, {"date": date(2025, 8, 1), "rep": "Li", "product": "A", "amount": 500}])
    asked = {"value": "80000", "reference": "year=2025"}
    where = "rep=Li, product=A, quarter=2026Q2"
    assert codes(spread(before, where, "RP", **asked))[-1] == "bases-negative"
    found = after(before, spread(before, where, "RP", **asked, negative="zero"))
    assert total(found, where=lambda row: of("Li", "2026-05")(row) and row.product == "A") == 0


def test_a_rep_of_another_region_can_be_a_reference(made: Snapshot) -> None:
    uneven = after(made, spread(made, "rep=Zhao, quarter=2026Q2", "W", value="60000",
                                weights="2026-04=3, 2026-05=2, 2026-06=1"))  # fmt: skip
    found = after(uneven, spread(uneven, "rep=Li, quarter=2026Q2", "RP", value="12000", reference="rep=Zhao"))
    assert [total(found, where=of("Li", month)) for month in Q2] == [6_000, 4_000, 2_000]


def test_the_residue_may_go_to_one_of_the_parts(made: Snapshot) -> None:
    given = {"value": "100000", "by": "rep", "residue": "cell:Wang"}
    found = after(made, spread(made, "month=2026-05", "S", **given))
    assert [total(found, where=of(rep, "2026-05")) for rep in ("Li", "Wang", "Zhao")] == [33_300, 33_400, 33_300]
    assert codes(spread(made, "month=2026-05", "S", value="100000", residue="cell:Wang")) == ["residue-not-a-group"]
