"""What the sheet of holds, spreading, moving and holding find."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutCells
from salesbook.jobs.check import CheckRequest, check
from salesbook.jobs.move import ReallocateRequest, TransferRequest, reallocate, transfer
from tests.jobs.by_hand import after, again, plan
from tests.jobs.plans import TODAY, goal
from tests.jobs.test_hold import held, released
from tests.jobs.test_spread import HISTORY, holding, spread
from tests.problems.cases_reading import case
from tests.snapshots import block, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.errors import Problem

AMOUNTS = ("metric", "kind", "value", "growth")


@cache
def made() -> Snapshot:
    """Three reps with 40,000 each in every month."""
    return plan()


def told(outcome: Outcome, code: str) -> Problem:
    return next(problem for problem in outcome.problems if problem.code == code)


def spreading(code: str, where: str, method: str, **given: str) -> Callable[[], Problem]:
    """The problem of this code that a spread over the plan gives."""
    return lambda: told(spread(made(), where, method, **given), code)


def under_holds(code: str, rows: tuple[Any, ...], where: str, method: str, **given: str) -> Callable[[], Problem]:
    """The same, with rows of sb_holds."""
    return lambda: told(spread(plan(sb_holds=holding(*rows)), where, method, **given), code)


def moving(code: str, giver: str, taker: str, value: str) -> Callable[[], Problem]:
    return lambda: told(transfer(made(), TransferRequest(giver, taker, value), TODAY), code)


def giving(code: str, where: str, value: str, along: str = "") -> Callable[[], Problem]:
    return lambda: told(reallocate(made(), ReallocateRequest(where, value, along), TODAY), code)


def hold_row(*cells: Any, headings: tuple[str, ...] = AMOUNTS) -> Callable[[], Problem]:
    """A workbook with one row of holds, in which exactly one thing is wrong."""
    return case(block("sb_holds", cells, headings=headings))


def split_again(code: str, where: str, rate: str, *cells: tuple[str, tuple[int, str], Any]) -> Callable[[], Problem]:
    """A change by hand, then cells of other tables, then a new split."""

    def found() -> Problem:
        changed = after(made(), spread(made(), where, "P%", rate=rate))
        for table, (row, heading), value in cells:
            at = changed.tables[table].headings.index(heading)
            changed = applied(changed, ChangeSet((PutCells(table, {(row, at): value}),)))
        return told(again(changed), code)

    return found


def negative_history(amount: int) -> Snapshot:
    """Li sold this in May 2025 beside the usual."""
    row = {"date": date(2025, 5, 20), "rep": "Li", "product": "A", "amount": amount}
    return plan(sb_history=[*HISTORY, row, {**row, "date": date(2025, 8, 1), "amount": 5_000}])


def going_by(amount: int, code: str, where: str = "rep=Li, product=A, quarter=2026Q2") -> Callable[[], Problem]:
    return lambda: told(spread(negative_history(amount), where, "RP", value="80000", reference="year=2025"), code)


def tiers_fall() -> Problem:
    kept = after(made(), spread(made(), "rep=Li", "P%", rate="9%", others="keep"))
    ratio = next(at for at, row in enumerate(kept.tables["sb_settings"].rows) if row[0] == "Stretch ratio")
    return told(again(applied(kept, ChangeSet((PutCells("sb_settings", {(ratio, 1): 1.05}),)))), "hand-change-tiers")


def another_unit() -> Problem:
    """The plan was made in hundreds, the smallest unit is 7 by now."""
    rows = made().tables["sb_settings"].rows
    unit = next(at for at, row in enumerate(rows) if row[0] == "Smallest unit")
    goal_too = PutCells("sb_goals", {(0, 6): 1_400_000})
    seven = applied(made(), ChangeSet((PutCells("sb_settings", {(unit, 1): 7}), goal_too)))
    return told(spread(seven, "rep=Li", "P%", rate="7%"), "plan-not-in-units")


def columns_missing() -> Problem:
    table = made().tables["sb_plan"]
    kept = [at for at, heading in enumerate(table.headings) if not heading.endswith(" change")]
    rows = tuple((*(row[at] for at in kept), 1) for row in table.rows)
    old = replace(table, headings=(*(table.headings[at] for at in kept), "Mine"), rows=rows)
    before = replace(made(), tables={**made().tables, "sb_plan": old})
    return told(spread(before, "rep=Li", "P%", rate="7%"), "plan-without-change-columns")


def empty_reference() -> Problem:
    empty = after(made(), spread(made(), "rep=Wang", "C"))
    return told(spread(empty, "rep=Li", "RP", value="1000", reference="rep=Wang"), "spread-equally")


def one_line_empty() -> Problem:
    empty = after(made(), spread(made(), "rep=Li, month=2026-05", "C"))
    return told(spread(empty, "rep=Li", "P", value="100000"), "spread-stays-zero")


def moved_against_a_minimum() -> Problem:
    least = plan(sb_holds=holding(("Rep=Li", None, "min", 479_000)))
    giver, taker = "rep=Li, month=2026-05", "rep=Wang, month=2026-05"
    return told(transfer(least, TransferRequest(giver, taker, "1100"), TODAY), "hold-broken")


def moved_out_of_a_hold() -> Problem:
    one = plan(sb_holds=holding(("Rep=Li", "2026-05", "hold", 40_000)))
    giver, taker = "rep=Li, month=2026-05", "rep=Wang, month=2026-05"
    return told(transfer(one, TransferRequest(giver, taker, "1000"), TODAY), "part-is-held")


def held_elsewhere() -> Problem:
    return told(released(after(made(), held(made(), "rep=Li")), "rep=Wang"), "nothing-held")


def goal_changed_too() -> Problem:
    changed = after(made(), spread(made(), "rep=Li", "P%", rate="10%"))
    target = changed.tables["sb_goals"].headings.index("Target")
    both = applied(changed, ChangeSet((PutCells("sb_goals", {(0, target): 1_500_000}),)))
    return told(check(both, CheckRequest(), TODAY), "goal-and-plan-differ")


def listed() -> Problem:
    changed = after(made(), spread(made(), "rep=Li, quarter=2026Q2", "P%", rate="10%"))
    return told(check(changed, CheckRequest(), TODAY), "changed-by-hand")


def lines_of_other_months() -> Problem:
    """A goal with an odd month would be cut by a week; the plan's leaves are months."""
    return told(spread(plan(goals=[goal(10_000, "Rep=Li", "2026-05")]), "week=2026-W18", "C"), "slice-cuts-leaves")


CASES: dict[str, Callable[[], Problem]] = {
    "hold-value-and-growth": hold_row("销售额", "下限", 100, 0.1),
    "hold-with-growth": hold_row("销售额", "锁定", None, 0.1),
    "hold-without-value": hold_row("销售额", "上限", None, None),
    "hold-not-whole-units": case(
        settings(unit=1000),
        block("sb_goals", ("销售额", 1_000_000), headings=("metric", "target")),
        block("sb_holds", ("销售额", "锁定", 1500), headings=("metric", "kind", "value")),
    ),
    "holds-cross": case(
        block(
            "sb_holds",
            ("销售额", "人员=李伟", "下限", 200),
            ("销售额", "人员=李伟", "上限", 100),
            headings=("metric", "scope", "kind", "value"),
        )
    ),
    "slice-without-leaves": spreading("slice-without-leaves", "rep=Li, region=West", "C"),
    "slice-cuts-leaves": lines_of_other_months,
    "method-lacks": spreading("method-lacks", "rep=Li", "SL", start="100"),
    "method-takes-no": spreading("method-takes-no", "rep=Li", "S", value="100", pattern="4 4 5"),
    "method-only-replaces": spreading("method-only-replaces", "rep=Li", "P%", rate="5%", action="add"),
    "amount-not-whole-units": spreading("amount-not-whole-units", "rep=Li", "P", value="12345"),
    "amount-unreadable": spreading("amount-unreadable", "rep=Li", "P", value="much"),
    "residue-not-a-group": spreading(
        "residue-not-a-group", "month=2026-05", "S", value="100000", by="rep", residue="cell:Lu"
    ),
    "plan-not-in-units": another_unit,
    "rate-below-all": spreading("rate-below-all", "rep=Li", "P%", rate="-150%"),
    "pattern-unreadable": spreading("pattern-unreadable", "rep=Li", "PT", value="100", pattern="0 0"),
    "weights-unusable": spreading("weights-unusable", "rep=Li", "W", value="100", weights="A=0, B=0"),
    "weights-unknown-name": spreading("weights-unknown-name", "region=East", "W", value="100", weights="Li=1, Wag=2"),
    "weights-missing": spreading("weights-missing", "region=East", "W", value="100", weights="Li=1"),
    "reference-empty": spreading("reference-empty", "rep=Li", "RP", value="100", reference=" "),
    "reference-too-short": spreading("reference-too-short", "rep=Li", "RP", value="100", reference="week=2025-W18"),
    "reference-without-numbers": spreading(
        "reference-without-numbers", "rep=Li", "RP", value="100", reference="year=2019"
    ),
    "bases-negative": going_by(-50, "bases-negative"),
    "bases-cancel": going_by(-20 - 40, "bases-cancel", "rep=Li, product=A, half=2026H1"),
    "slice-overheld": under_holds(
        "slice-overheld",
        (("Rep=Li", "2026-05", "hold", 50_000), ("Rep=Wang", "2026-05", "hold", 32_000)),
        "month=2026-05",
        "P",
        value="80000",
    ),
    "slice-underheld": under_holds(
        "slice-underheld",
        (("Rep=Li", "2026-05", "hold", 40_000),),
        "rep=Li, quarter=2026Q2",
        "P",
        value="90000",
        action="subtract",
    ),
    "slice-has-too-little": spreading("slice-has-too-little", "rep=Li", "P", value="500000", action="subtract"),
    "spread-against-hold": under_holds(
        "spread-against-hold", (("Rep=Li", "2026Q2", "hold", 120_000),), "rep=Li, month=2026-05", "P%", rate="10%"
    ),
    "hold-broken": moved_against_a_minimum,
    "leaf-tiers-out-of-order": spreading("leaf-tiers-out-of-order", "rep=Li", "P%", rate="20%", others="keep"),
    "plan-without-change-columns": columns_missing,
    "spread-equally": empty_reference,
    "spread-stays-zero": one_line_empty,
    "spread-kept-held": under_holds(
        "spread-kept-held", (("Rep=Li", "2026-05", "hold", 40_000),), "month=2026-05", "P", value="200000"
    ),
    "spread-met-bounds": under_holds(
        "spread-met-bounds", (("Rep=Li", "2026-05", "max", 45_000),), "month=2026-05", "P", value="200000"
    ),
    "spread-changes-whole": spreading("spread-changes-whole", "month=2026-05", "R", value="50000", by="rep"),
    "transfer-overlaps": moving("transfer-overlaps", "rep=Li", "region=East", "100"),
    "part-has-too-little": moving("part-has-too-little", "rep=Li, month=2026-05", "rep=Wang", "50000"),
    "part-is-held": moved_out_of_a_hold,
    "along-which-axis": giving("along-which-axis", "rep=Li, product=A", "1000"),
    "no-siblings": giving("no-siblings", "rep=Li", "1000", "region"),
    "moved-further": giving("moved-further", "rep=Li, month=2026-05", "90000"),
    "moved-across": moving("moved-across", "rep=Li, month=2026-05", "rep=Zhao, month=2026-05", "1000"),
    "hold-and-bound": lambda: told(held(made(), "rep=Li", value="100", least="100"), "hold-and-bound"),
    "nothing-held": held_elsewhere,
    "no-holds": lambda: told(released(made()), "no-holds"),
    "transfer-of-nothing": moving("transfer-of-nothing", "rep=Li", "rep=Wang", "0"),
    "hold-not-in-plan": lambda: told(held(made(), "rep=Li", value="500000"), "hold-not-in-plan"),
    "hand-changes-without-leaf": split_again(
        "hand-changes-without-leaf", "rep=Zhao", "10%", ("sb_reps", (2, "Name"), "Zhou")
    ),
    "hand-change-below-zero": split_again(
        "hand-change-below-zero", "rep=Li", "-80%", ("sb_goals", (0, "Target"), 720_000)
    ),
    "hand-change-tiers": tiers_fall,
    "goal-changed-by-hand": spreading("goal-changed-by-hand", "rep=Li", "P%", rate="10%"),
    "goal-and-plan-differ": goal_changed_too,
    "changed-by-hand": listed,
}

