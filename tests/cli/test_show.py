"""What a preview says about each kind of change, and how problems are told."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.changes import (
    AppendRows,
    ChangeSet,
    Line,
    PutCells,
    PutPage,
    PutRows,
    RemovePage,
    TrimRows,
)
from salesbook.book.page import Page
from salesbook.book.snapshot import PageBlock, Snapshot, TableBlock
from salesbook.cli.show import show_changes, show_lines, show_problems
from salesbook.cli.words import Words
from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    import pytest

ENGLISH, CHINESE = Words("en"), Words("zh")
THERE = Snapshot(
    tables={"sb_plan": TableBlock("sb_plan", "Plan", 4, 1, ("Metric",), (("Revenue",), ("Revenue",)))},
    pages={"plan": PageBlock("plan", "My plan", "A1:B9")},
)
CHANGES = ChangeSet(
    (
        PutRows("sb_plan", ("Metric",), (("Revenue",),) * 5),
        PutRows("sb_days", ("Metric",), ()),
        AppendRows("sb_actuals", ("Amount",), ((1,), (2,))),
        TrimRows("sb_actuals", 7),
        PutCells("sb_settings", {(0, 1): 3}),
        PutPage(Page("plan", "Plan", {})),
        PutPage(Page("days", "Days", {})),
        RemovePage("plan"),
        RemovePage("gone"),
    )
)


def test_each_change_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    show_changes(ENGLISH, THERE, CHANGES)
    assert capsys.readouterr().out.splitlines() == [
        "  table Plan: 2 rows → 5 rows",
        "  table Daily targets: 0 rows → 0 rows",
        "  table Actuals: rows added: 2",
        "  table Actuals: only the first 7 rows stay",
        "  table Settings: cells changed: 1",
        "  sheet My plan: replaced",
        "  sheet Days: added",
        "  sheet My plan: removed",
        "  sheet gone: removed",
        f"  {ENGLISH('preview.redrawn')}",
    ]


def test_what_a_sheet_drawn_anew_keeps_is_said_only_where_one_is(capsys: pytest.CaptureFixture[str]) -> None:
    show_changes(CHINESE, THERE, ChangeSet((PutPage(Page("days", "Days", {})),)))
    assert capsys.readouterr().out.splitlines() == ["  工作表“Days”：新增"]


def test_nothing_to_write_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show_changes(CHINESE, THERE, ChangeSet())
    assert capsys.readouterr().out == "  没有要写入的内容\n"


def test_lines_show_before_and_after_in_the_person_s_language(capsys: pytest.CaptureFixture[str]) -> None:
    lines = (
        Line({"zh": "销售额", "en": "Revenue"}, 0, 1_234_567),
        Line("Rate", None, Decimal("0.5")),
        Line("As of", "2026-05-02", None),
        Line("Only words"),
    )
    show_lines(ENGLISH, lines)
    assert capsys.readouterr().out.splitlines() == [
        "  Revenue  0 → 1,234,567",
        "  Rate  0.5",
        "  As of  2026-05-02 → –",
        "  Only words",
    ]


def test_problems_go_to_the_error_stream_the_worst_first(capsys: pytest.CaptureFixture[str]) -> None:
    words = {"shown": "李伟", "first": "Team!B5"}
    signed = Problem("sign-again", Place(table="sb_issued"), SIGN)
    show_problems(ENGLISH, [signed, Problem("duplicate", Place("Team", "B6"), words)])
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[0] == "Errors (1):"
    assert lines[1].startswith("  Team!B6: ")
    assert lines[2].startswith("    → ")
    assert lines[3] == "Notices (1):"


SIGN = {"rep": "Li Wei", "version": 1, "before": "1", "now": "2"}
