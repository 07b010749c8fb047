"""Issuing letters: one file per rep, a record of each, and refusals that write nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import AppendRows, PutPage
from salesbook.jobs.issue import IssueRequest, Issuing, issue
from tests.snapshots import block, goals, reps, settings, snapshot

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot, TableBlock

TODAY = date(2026, 1, 5)
JANUARY = ("2026-01", date(2026, 1, 1), date(2026, 1, 31))


def leaf(rep: str, target: int, *, version: int = 1, hedge: int | None = None) -> tuple[Any, ...]:
    """A row of sb_plan for January; the floor is 9/10 and the stretch 11/10 of the target."""
    of = (rep, None, None, None, None)
    return ("销售额", *JANUARY, *of, target * 9 // 10, target, target * 11 // 10, hedge, version)


def planned(*blocks: TableBlock, names: tuple[str, ...] = ("李伟", "王芳"), **more: Any) -> Snapshot:
    """Two reps who share 1,000,000; `blocks` stand instead of the tables of their names."""
    each = 1_000_000 // len(names)
    given: dict[str, Any] = {"language": "中文", "version": 1, "company": "明远家居"} | more
    tables = {b.name: b for b in (
        settings(**given), reps(*names), block("sb_plan", *(leaf(name, each) for name in names)), *blocks,
    )}
    return snapshot(*tables.values())


def issued(given: Snapshot, request: IssueRequest | None = None) -> Outcome:
    return issue(given, request or IssueRequest(), TODAY)


def codes(outcome: Outcome) -> list[str]:
    return [p.code for p in outcome.problems]


def assert_refused(outcome: Outcome, *expected: str) -> None:
    assert set(expected) <= set(codes(outcome))
    assert not outcome.changes
    assert outcome.files == ()


def test_each_rep_gets_one_file_named_after_kind_rep_year_and_version() -> None:
    outcome = issued(planned())
    assert codes(outcome) == []
    assert [f.name for f in outcome.files] == ["责任书_李伟_2026_v1.xlsx", "责任书_王芳_2026_v1.xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO(outcome.files[1].content), data_only=True).active
    values = {c.value for row in sheet.iter_rows() for c in row}
    assert {"王芳", 500_000, "SB-2026-V1-002"} <= values
    assert "李伟" not in values


def test_what_was_issued_is_recorded_on_a_page_of_its_own_the_first_time() -> None:
    (change,) = issued(planned()).changes.changes
    assert isinstance(change, PutPage)
    assert change.page.key == "issued"
    written = [cell.content for cell in change.page.cells.values()]
    assert "责任书_李伟_2026_v1.xlsx" in written
    assert written.count(500_000) == 2


def test_later_issues_are_appended_and_the_same_letter_is_not_recorded_twice() -> None:
    row = ("李伟", 1, "SB-2026-V1-001", TODAY, 450_000, 500_000, 550_000, "责任书_李伟_2026_v1.xlsx", None)
    outcome = issued(planned(block("sb_issued", row)))
    (change,) = outcome.changes.changes
    assert isinstance(change, AppendRows)
    assert change.table == "sb_issued"
    assert change.headings[:3] == ("姓名", "版本", "编号")
    ((*recorded, fingerprint, scan, sent, said, seal, period),) = change.rows
    assert recorded == [
        "王芳", 1, "SB-2026-V1-002", TODAY, 450_000, 500_000, 550_000, "责任书_王芳_2026_v1.xlsx", None,
    ]
    assert len(str(fingerprint)) == len(str(seal)) == 64
    assert (scan, sent, said, period) == (None, None, None, None)
    assert len(outcome.files) == 2
    assert [(line.before, line.after) for line in outcome.summary] == [(500_000, 500_000), (None, 500_000)]


def test_nothing_new_to_record_changes_nothing() -> None:
    rows = [
        (name, 1, f"SB-2026-V1-00{n}", TODAY, 450_000, 500_000, 550_000, "", None)
        for n, name in enumerate(("李伟", "王芳"), start=1)
    ]
    outcome = issued(planned(block("sb_issued", *rows)))
    assert not outcome.changes
    assert len(outcome.files) == 2


def test_only_the_reps_that_are_asked_for() -> None:
    outcome = issued(planned(), IssueRequest(reps=("王芳",)))
    assert [f.name for f in outcome.files] == ["责任书_王芳_2026_v1.xlsx"]


def test_a_rep_who_is_not_in_the_team_is_refused_with_the_names_that_are() -> None:
    outcome = issued(planned(), IssueRequest(reps=("王方", "李伟")))
    assert_refused(outcome, "rep-not-in-team")
    assert "李伟, 王芳" in outcome.problems[0].remedy("zh")


def test_a_rep_without_a_target_is_named_and_the_others_get_their_letters() -> None:
    outcome = issued(planned(reps("李伟", "王芳", "新人")))
    assert codes(outcome) == ["rep-without-target"]
    assert "新人" in outcome.problems[0].message("zh")
    assert len(outcome.files) == 2


def test_a_campaign_gets_pledges_and_the_setting_decides_before_it() -> None:
    assert issued(planned(kind="活动")).files[0].name.startswith("军令状_")
    assert issued(planned(kind="活动", letter="责任书")).files[0].name.startswith("责任书_")
    assert issued(planned(), IssueRequest(kind="campaign")).files[0].name.startswith("军令状_")


def test_without_a_plan_there_is_nothing_to_hand_down() -> None:
    assert_refused(issued(snapshot()), "no-plan")


def test_a_plan_of_another_version_is_stale() -> None:
    assert_refused(issued(planned(version=2)), "plan-of-other-version")


@pytest.mark.parametrize("period", [None, "2026", "2026年"])
def test_a_goal_that_moved_since_makes_the_plan_stale(period: str | None) -> None:
    outcome = issued(planned(goals(("销售额", None, period, 1_200_000))))
    assert_refused(outcome, "goal-moved")
    assert "1,200,000" in outcome.problems[0].message("en")
    assert "1,000,000" in outcome.problems[0].message("en")


def test_a_plan_that_is_not_split_by_rep_is_refused() -> None:
    assert_refused(issued(planned(block("sb_plan", leaf("", 1_000_000)))), "plan-without-reps")


def test_the_hedge_is_within_the_target_and_does_not_count_as_a_moved_goal() -> None:
    leaves = [leaf(name, 500_000, hedge=50_000) for name in ("李伟", "王芳")]
    outcome = issued(planned(block("sb_plan", *leaves)))
    assert codes(outcome) == []
    assert [line.after for line in outcome.summary] == [550_000, 550_000]


def test_names_that_would_give_one_file_are_refused() -> None:
    outcome = issued(planned(names=("a/b", "A:B")))
    assert_refused(outcome, "same-file-name")
    assert "a/b" in outcome.problems[-1].message("en")


@pytest.mark.parametrize("name", ["a/b", "..\\x", "CON", 'q"|x', "x" * 150])
def test_file_names_are_safe_whatever_a_rep_is_called(name: str) -> None:
    (file,) = issued(planned(names=(name,))).files
    assert not set(file.name) & set('/\\:*?"<>|')
    assert file.name.endswith(".xlsx")
    assert len(file.name.encode()) <= 200


def test_mistakes_of_a_template_are_all_told_and_nothing_is_written() -> None:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    outcome = issued(planned(), IssueRequest(template=buffer.getvalue(), label="ours.xlsx"))
    assert_refused(outcome, "missing-slot")
    assert codes(outcome).count("missing-slot") == 5


@pytest.mark.parametrize("name", ["欧阳" * 40, "x" * 150, "长" * 19])
def test_a_long_name_gives_way_to_kind_year_and_version(name: str) -> None:
    (file,) = issued(planned(names=(name,))).files
    assert file.name.startswith(f"责任书_{name[:19]}")
    assert file.name.endswith("_2026_v1.xlsx")


def test_a_template_that_the_settings_name_must_be_given() -> None:
    assert_refused(issued(planned(letter="ours.xlsx")), "template-not-given")


def test_who_signed_another_number_is_named() -> None:
    row = ("李伟", 1, "SB-2026-V1-001", TODAY, 1, 480_000, 3, "", date(2026, 1, 9))
    outcome = issued(planned(block("sb_issued", row)))
    assert codes(outcome) == ["sign-again"]
    assert "480,000" in outcome.problems[0].message("zh")
    assert "500,000" in outcome.problems[0].message("zh")


def test_what_cannot_be_read_is_told_and_nothing_is_issued() -> None:
    assert_refused(issued(planned(names=("李伟", "李伟"))), "duplicate")


def test_targets_of_people_who_left_the_team_are_pointed_out() -> None:
    outcome = issued(planned(block("sb_plan", leaf("李伟", 500_000), leaf("已离职", 500_000))))
    assert codes(outcome) == ["planned-rep-not-in-team", "rep-without-target"]
    assert "已离职" in outcome.problems[0].message("zh")
    assert [f.name for f in outcome.files] == ["责任书_李伟_2026_v1.xlsx"]


def test_the_job_leaves_the_snapshot_as_it_is() -> None:
    given = planned()
    before = replace(given)
    assert [f.content for f in issued(given).files] == [f.content for f in issued(given).files]
    assert given == before


# --- some of them, one period, what changed ---------------------------------------------------------------------------


def of_teams() -> TableBlock:
    return block("sb_reps", ("E1", "李伟", "一队"), ("E2", "王芳", "二队"), headings=("id", "name", "team"))


def test_only_the_teams_that_are_asked_for() -> None:
    outcome = issued(planned(of_teams()), IssueRequest(teams=("二队",)))
    assert [f.name for f in outcome.files] == ["责任书_王芳_2026_v1.xlsx"]
    assert_refused(issued(planned(of_teams()), IssueRequest(teams=("三队",))), "no-such-team")


def recorded(given: Snapshot) -> TableBlock:
    """The record after everybody's letters were issued."""
    (change,) = issued(given).changes.changes
    assert isinstance(change, PutPage)
    width = len(CATALOGUE["sb_issued"].columns)
    cells = [change.page.cells.get((row, column)) for row in (5, 6) for column in range(1, width + 1)]
    values = [cell.content if cell else None for cell in cells]
    return block("sb_issued", tuple(values[:width]), tuple(values[width:]))  # type: ignore[arg-type]


def test_a_letter_that_was_issued_again_is_the_same_to_the_byte_on_any_day() -> None:
    given = planned()
    later = planned(recorded(given))
    again = issue(later, IssueRequest(), date(2026, 3, 1))
    assert not again.changes
    assert [f.content for f in again.files] == [f.content for f in issued(given).files]


def test_changed_are_those_whose_promise_moved_and_those_who_have_none() -> None:
    before = recorded(planned())
    moved = block("sb_plan", leaf("李伟", 500_000), leaf("王芳", 600_000))
    wanted = goals(("销售额", None, None, 1_100_000))
    outcome = issued(planned(before, moved, wanted), IssueRequest(changed=True))
    assert [f.name for f in outcome.files] == ["责任书_王芳_2026_v1.xlsx"]
    assert issued(planned(before), IssueRequest(changed=True)).files == ()
    assert len(issued(planned(), IssueRequest(changed=True)).files) == 2


def test_a_new_version_of_the_same_promise_changes_nobody() -> None:
    before = recorded(planned())
    same = block("sb_plan", *(leaf(name, 500_000, version=2) for name in ("李伟", "王芳")))
    assert issued(planned(before, same, version=2), IssueRequest(changed=True)).files == ()


def test_a_letter_for_a_period_has_a_name_a_number_and_a_row_of_its_own() -> None:
    outcome = issued(planned(recorded(planned())), IssueRequest(period="2026-01", reps=("李伟",)))
    (change,) = outcome.changes.changes
    assert isinstance(change, AppendRows)
    assert [f.name for f in outcome.files] == ["月度责任书_李伟_2026-01_v1.xlsx"]
    row = dict(zip([c.key for c in CATALOGUE["sb_issued"].columns], change.rows[0], strict=True))
    assert (row["serial"], row["period"], row["target"]) == ("SB-202601-V1-001", "2026-01", 500_000)


def test_a_record_without_the_period_s_column_takes_no_letter_for_one() -> None:
    headings = ("rep", "version", "serial", "issued", "hash", "seal")
    old = block("sb_issued", ("王芳", 1, "SB-2026-V1-002", TODAY), headings=headings)
    assert_refused(issued(planned(old), IssueRequest(period="2026-01")), "column-missing")


def test_one_that_fails_is_named_and_stops_no_other() -> None:
    names = ("李伟" + "长" * 40_000, "王芳")
    outcome = issued(planned(names=names))
    assert [f.name for f in outcome.files] == ["责任书_王芳_2026_v1.xlsx"]
    assert codes(outcome) == ["letter-failed"]
    assert len(outcome.changes.changes) == 1


def test_letters_are_made_one_by_one() -> None:
    issuing = Issuing(planned(), IssueRequest(), TODAY)
    assert [rep.name for rep in issuing.due] == ["李伟", "王芳"]
    made = issuing.make(issuing.due[1])
    assert made.file.name == made.record.file == "责任书_王芳_2026_v1.xlsx"
    outcome = issuing.outcome([made.record])
    assert [line.after for line in outcome.summary] == [500_000]
    assert outcome.files == ()
