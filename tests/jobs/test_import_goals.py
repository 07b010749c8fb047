"""Targets per rep and month become goals; what cannot be used is named with its sum."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.pasted import read_export
from salesbook.book.pasted_sales import Asked
from salesbook.book.reading import read
from salesbook.jobs.import_goals import ImportGoalsRequest, import_goals
from tests.snapshots import block, goals, settings, snapshot

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot

TODAY = date(2026, 1, 1)
TEAM = block("sb_reps", ("7001", "李伟"), ("7002", "王芳"), headings=("id", "name"))
MONTHS = ",".join(f"M{m:02}" for m in range(1, 13))


def imported(found: Snapshot, *lines: str, headings: str = f"Year,EmployeeID,Rep,{MONTHS}", factor: int = 1) -> Outcome:
    content = "\n".join([headings, *lines, ""]).encode()
    request = ImportGoalsRequest(read_export(content, "targets.csv"), Asked(factor=Decimal(factor)))
    return import_goals(found, request, TODAY)


def row(year: object, number: object, name: str, amounts: list[object]) -> str:
    return ",".join(map(str, [year, number, name, *amounts]))


def test_a_row_becomes_a_goal_per_month_in_the_workbooks_own_words() -> None:
    outcome = imported(snapshot(TEAM), row(2026, 7001, "李伟", [50, *["NULL"] * 10, 12]), factor=1000)
    (change,) = outcome.changes.changes
    assert change.headings == ("指标", "范围", "期间", "力争")
    assert change.rows == (("销售额", "人员=李伟", "2026-01", 50_000), ("销售额", "人员=李伟", "2026-12", 12_000))


@given(st.lists(st.integers(0, 10**7), min_size=12, max_size=12))
def test_what_was_imported_is_read_back_and_a_second_import_adds_nothing(amounts: list[int]) -> None:
    line = row(2026, 7001, "李伟", list(amounts))
    once = applied(snapshot(TEAM), imported(snapshot(TEAM), line).changes)
    found = read(once)
    assert found.problems == ()
    assert [g.target for g in found.book.goals if g.scope == {"rep": "李伟"}] == amounts
    assert not imported(once, line).changes


def test_a_rep_is_found_by_id_where_the_name_is_missing() -> None:
    outcome = imported(snapshot(TEAM), row(2026, 7002, "", [1] * 12))
    assert {cells[1] for cells in outcome.changes.changes[0].rows} == {"人员=王芳"}


def test_rows_that_belong_to_nobody_are_left_out_and_named_with_their_sums() -> None:
    lines = (row(2026, 9, "", [5] * 12), row(2026, 8, "赵敏", [7] * 12), row(2026, 7001, "李伟", [1] * 12))
    outcome = imported(snapshot(TEAM), *lines)
    assert [(p.code, p.words["id"], p.words["amount"]) for p in outcome.problems] == [
        ("targets-without-name", "9", "60"),
        ("targets-of-unknown-rep", "8", "84"),
    ]
    assert len(outcome.changes.changes[0].rows) == 12


def test_only_the_months_of_the_plan_are_imported() -> None:
    spring = settings(start=date(2025, 12, 1), end=date(2026, 2, 28))
    lines = (row(2025, 7001, "李伟", list(range(1, 13))), row(2026, 7001, "李伟", list(range(1, 13))))
    outcome = imported(snapshot(TEAM, spring), *lines)
    assert [(cells[2], cells[3]) for cells in outcome.changes.changes[0].rows] == [
        ("2025-12", 12), ("2026-01", 1), ("2026-02", 2)
    ]  # fmt: skip


def test_a_goal_that_differs_from_the_one_there_stops_the_import() -> None:
    there = goals(("销售额", None, None, 100), ("销售额", "人员=李伟", "2026-03", 4))
    outcome = imported(snapshot(TEAM, there), row(2026, 7001, "李伟", [1] * 12))
    assert ([p.code for p in outcome.problems], outcome.changes.changes) == (["goal-there-already"], ())


def test_a_rep_twice_in_the_file_stops_the_import() -> None:
    lines = (row(2026, 7001, "李伟", [1, *[""] * 11]), row(2026, 7001, "李伟", [2, *[""] * 11]))
    outcome = imported(snapshot(TEAM), *lines)
    assert [p.code for p in outcome.problems if p.severity == "error"] == ["goal-there-already"]
    assert not outcome.changes


def test_months_may_have_chinese_headings_and_no_column_of_years() -> None:
    outcome = imported(snapshot(TEAM), "王芳,3,4", headings="业务员,1月,2月")
    assert [cells[1:] for cells in outcome.changes.changes[0].rows] == [
        ("人员=王芳", "2026-01", 3), ("人员=王芳", "2026-02", 4)
    ]  # fmt: skip


def test_rows_of_totals_are_no_people() -> None:
    outcome = imported(snapshot(TEAM), row(2026, 7001, "李伟", [1] * 12), row(2026, "", "合计", [1] * 12))
    (problem,) = outcome.problems
    assert (problem.code, problem.words["rows"]) == ("export-rows-of-totals", "3")
    assert len(outcome.changes.changes[0].rows) == 12
