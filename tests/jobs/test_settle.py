"""Settling: statements line by line, kept; run again, only differences are added, and nothing is rewritten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutRows
from salesbook.book.reading import read
from salesbook.jobs.check import CheckRequest, check
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.settle import SettleRequest, settle
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.model import PayoutRow
    from salesbook.book.snapshot import Snapshot

D = Decimal
JUNE = date(2026, 6, 2)
RULES = (
    {"tier": "target", "rate": 0.01, "reward": 500, "every": "month"},
    {"tier": "stretch", "rate": 0.02, "every": "month"},
    {"rule": "penalty", "penalty": 100, "tier": "target", "every": "month"},
)


def planned(*rules: dict[str, Any]) -> Snapshot:
    """Two reps; each has 1,000 a month."""
    before = snapshot(
        {
            "sb_goals": [goal(24_000, stretch=36_000)],
            "sb_reps": reps("Li", "Wang", weight=1),
            "sb_incentives": list(rules or RULES),
            "sb_actuals": [],
        },
        {"season": "equal"},
    )
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def sold(before: Snapshot, *rows: tuple[object, ...]) -> Snapshot:
    """With sales: day, rep, amount."""
    return applied(before, ChangeSet((AppendRows("sb_actuals", ("Date", "Rep", "Amount"), rows),)))  # type: ignore[arg-type]


def run(before: Snapshot, today: date = JUNE, period: str = "2026-05") -> Outcome:
    return settle(before, SettleRequest(period), today)


def payouts(after: Snapshot) -> tuple[PayoutRow, ...]:
    book = read(after).book
    assert book is not None
    return book.payouts


MAY = date(2026, 5, 20)


def test_a_statement_for_each_rep_line_by_line() -> None:
    before = sold(planned(), (MAY, "Li", 1200), (MAY, "Wang", D("999.99")))
    outcome = run(before)
    assert outcome.problems == ()
    rows = payouts(applied(before, outcome.changes))
    assert [(r.rep, r.rule, r.part, r.step, r.base, r.amount) for r in rows] == [
        ("Li", "tier", "rate", "target", 1200, D("12.00")),
        ("Li", "tier", "reward", "target", 1200, 500),
        ("Wang", "tier", "rate", "", D("999.99"), 0),
        ("Wang", "penalty", "penalty", "target", D("0.01"), -100),
    ]
    said = {(r.period, r.run, r.settled, r.state, r.metric) for r in rows}
    assert said == {("2026-05", 1, JUNE, "settled", "revenue")}
    assert [(line.said("en"), line.before, line.after) for line in outcome.summary] == [
        ("Payout for 2026-05", 0, 412), ("  Li", 0, 512), ("  Wang", 0, -100),
    ]  # fmt: skip


def test_a_second_run_adds_only_what_changed_and_rewrites_nothing() -> None:
    first = sold(planned(), (MAY, "Li", 1200), (MAY, "Wang", 1000))
    settled = applied(first, run(first).changes)
    more = sold(settled, (date(2026, 5, 28), "Li", -300))
    outcome = run(more, date(2026, 6, 20))
    after = applied(more, outcome.changes)
    old, new = payouts(settled), payouts(after)
    assert new[: len(old)] == old
    assert [(r.rep, r.rule, r.step, r.base, r.amount, r.run, r.settled, r.state) for r in new[len(old) :]] == [
        ("Li", "tier", "target", -1200, -12, 2, date(2026, 6, 20), "correction"),
        ("Li", "tier", "target", -1200, -500, 2, date(2026, 6, 20), "correction"),
        ("Li", "penalty", "target", 100, -100, 2, date(2026, 6, 20), "correction"),
    ]
    assert sum(r.amount for r in new if r.rep == "Li") == -100
    assert any(isinstance(change, AppendRows) and change.table == "sb_payout" for change in outcome.changes.changes)
    assert not any(isinstance(change, PutRows) and change.table == "sb_payout" for change in outcome.changes.changes)


def test_corrections_of_corrections_come_to_what_is_due() -> None:
    there = sold(planned(), (MAY, "Li", 1000))
    due = []
    for amount in (500, -800, 300, 0):
        there = applied(there, run(there).changes)
        due.append(sum(r.amount for r in payouts(there) if r.rep == "Li"))
        there = sold(there, (MAY, "Li", amount)) if amount else there
    assert due == [510, 30, -100, 510]  # 1,000: 10 + 500; 1,500: 2 %; 700: below; 1,000 again


def test_when_nothing_changed_nothing_is_written() -> None:
    before = sold(planned(), (MAY, "Li", 1200))
    again = run(applied(before, run(before).changes))
    assert [p.code for p in again.problems] == ["settled-already"]
    assert not again.changes


def test_what_people_note_in_the_payouts_stays() -> None:
    before = sold(planned(), (MAY, "Li", 1200))
    settled = applied(before, run(before).changes)
    block = settled.tables["sb_payout"]
    paid = applied(settled, ChangeSet((PutCells("sb_payout", {(0, block.headings.index("State")): "Paid"}),)))
    after = applied(paid, run(sold(paid, (MAY, "Li", 50))).changes)
    assert payouts(after)[0].state == "paid"


def test_a_statement_sheet_of_the_period_sums_the_lines() -> None:
    before = sold(planned(), (MAY, "Li", 1200))
    after = applied(before, run(before).changes)
    assert "pay.statements.month_20260501_20260531" in after.pages
    assert after.pages["pay.statements.month_20260501_20260531"].sheet == "Payout statements 2026-05"


def test_a_period_without_sales_is_settled_with_a_warning() -> None:
    outcome = run(sold(planned(), (date(2026, 4, 30), "Li", 1200), (date(2026, 6, 1), "Li", 1200)))
    assert [p.code for p in outcome.problems] == ["period-without-actuals"]
    assert outcome.changes


def test_a_period_that_still_runs_is_settled_with_a_warning() -> None:
    outcome = run(sold(planned(), (MAY, "Li", 1200)), date(2026, 5, 31))
    assert [p.code for p in outcome.problems] == ["period-not-over"]
    assert outcome.changes


@pytest.mark.parametrize(
    ("rules", "period", "codes"),
    [
        (RULES, "someday", ["period-unreadable"]),
        (RULES, "2027-01", ["period-outside-plan"]),
        (RULES, "2026Q2", ["nothing-settled"]),
        (RULES, "", ["nothing-settled"]),
        (({"lower": 0, "upper": 0.9, "rate": 0.1}, {"lower": 1, "rate": 0.2}), "", ["incentive-gap"]),
        (({"lower": 0, "upper": 1.1, "rate": 0.1}, {"lower": 1, "rate": 0.2}), "", ["incentive-overlap"]),
        (({"lower": 0, "basis": "whole"}, {"lower": 1, "basis": "marginal"}), "", ["incentive-bases-differ"]),
        (({"lower": 0, "metric": "new_customers"},), "", ["incentive-not-measured"]),
        (({"lower": 0, "metric": "profit", "every": "month"},), "2026-05", ["profit-without-cost"]),
        (({"lower": 0, "metric": "cash", "every": "month"},), "2026-05", ["incentive-not-measured"]),
    ],
)
def test_what_cannot_be_settled_is_refused_and_nothing_written(rules: Any, period: str, codes: list[str]) -> None:
    outcome = run(sold(planned(*rules), (MAY, "Li", 10)), date(2027, 1, 5), period)
    assert [p.code for p in outcome.problems] == codes
    assert not outcome.changes


def test_cash_is_what_the_actuals_say_was_collected() -> None:
    before = planned({"lower": 0, "rate": 0.1, "metric": "cash", "every": "month"})
    rows = ((MAY, "Li", 1000, 400), (MAY, "Li", 500, None), (MAY, "Wang", 300, 300))
    change = AppendRows("sb_actuals", ("Date", "Rep", "Amount", "Collected"), rows)
    there = applied(before, ChangeSet((change,)))
    after = applied(there, run(there).changes)
    assert [(row.rep, row.base, row.amount) for row in payouts(after)] == [("Li", 400, 40), ("Wang", 300, 30)]


def test_a_rule_that_measures_by_a_target_that_nobody_has_is_said() -> None:
    gate = {"rule": "threshold", "lower": 0.8, "metric": "orders", "every": "month"}
    outcome = run(sold(planned(*RULES, gate), (MAY, "Li", 1200)))
    assert [p.code for p in outcome.problems] == ["incentive-without-target"]
    assert outcome.changes


def test_check_lists_steps_that_do_not_meet() -> None:
    rules = ({"lower": 0, "upper": 0.9, "rate": 0.1}, {"lower": 1, "rate": 0.2})
    found = check(planned(*rules), CheckRequest(), JUNE).problems
    assert "incentive-gap" in [p.code for p in found]


def test_without_incentives_or_a_plan_there_is_nothing_to_settle() -> None:
    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li")})
    assert [p.code for p in run(before).problems] == ["no-incentives", "no-plan"]
