"""A sheet of another workbook is a change like any other: named, numbered where its name is taken, taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from salesbook.book.applied import applied
from salesbook.book.snapshot import Snapshot
from salesbook.jobs.add_sheet import AddSheetRequest, add_sheet
from salesbook.jobs.journal import journaled
from salesbook.jobs.undo import UndoRequest, undo
from tests.jobs.plans import goal, reps, snapshot

TODAY = date(2026, 11, 22)
PLAN = snapshot({"sb_goals": [goal(100)], "sb_reps": reps("Ann")})


def asked(sheet: str = "Form", title: str = "") -> AddSheetRequest:
    return AddSheetRequest(b"", "form.xlsx", sheet, title)


def test_it_is_the_last_tab_and_its_name_is_numbered_where_it_is_taken() -> None:
    outcome = add_sheet(PLAN, asked("Goals"), TODAY)
    assert applied(PLAN, outcome.changes).sheets == (*PLAN.sheets, "Goals (2)")
    assert [p.code for p in outcome.problems] == ["tab-name-taken"]
    assert [(line.said("en"), line.before, line.after) for line in outcome.summary] == [
        ("Sheets, with Goals of form.xlsx", 6, 7)
    ]


def test_each_has_a_key_of_its_own() -> None:
    once = applied(PLAN, add_sheet(PLAN, asked(), TODAY).changes)
    twice = applied(once, add_sheet(once, asked(title="Other"), TODAY).changes)
    assert twice.sheets[-2:] == ("Form", "Other")
    assert [key for key in twice.pages if key.startswith("own.")] == ["own.1", "own.2"]


def test_undo_takes_it_back_after_saving() -> None:
    outcome = add_sheet(PLAN, asked(), TODAY)
    after = applied(PLAN, journaled(PLAN, outcome, "add-sheet", datetime(2026, 11, 22, 9)))
    assert "Form" in after.sheets
    assert "Form" not in applied(after, undo(after, UndoRequest(), TODAY).changes).sheets


@pytest.mark.parametrize("title", ["7/8", "x" * 32, "'quoted'", "history", "[1]"])
def test_a_name_that_excel_refuses_is_refused(title: str) -> None:
    outcome = add_sheet(PLAN, asked(title=title), TODAY)
    assert [p.code for p in outcome.problems] == ["not-a-tab-name"]
    assert not outcome.changes


def test_a_workbook_to_which_no_sheet_can_be_added_is_left_alone() -> None:
    outcome = add_sheet(Snapshot(sheets=("Mine",), closed="structure-protected"), asked(), TODAY)
    assert [p.code for p in outcome.problems] == ["structure-protected"]
    assert not outcome.changes
