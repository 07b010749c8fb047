"""The check says everything at once, on its own sheet and in the cells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from salesbook.book.applied import applied
from salesbook.book.catalogue import CATALOGUE
from salesbook.book.snapshot import Snapshot, TableBlock
from salesbook.book.values import Formula, address
from salesbook.jobs.check import CheckRequest, check, ranked
from salesbook.jobs.new import KINDS, NewRequest, rows_of
from tests.snapshots import block, goals, settings, snapshot

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.page import Page

TODAY = date(2026, 1, 1)


def checked(found: Snapshot) -> Outcome:
    return check(found, CheckRequest(), TODAY)


def page_of(outcome: Outcome) -> Page:
    return next(c.page for c in outcome.changes.changes if c.page.key == "check")


def broken() -> Snapshot:
    rows = [("销售额", "人员=李玮", None, "５00"), ("销售额", None, "2026Q9", 100)]
    return snapshot(settings(language="中文", end=date(2026, 12, 31), 保底系=0.9), goals(*rows))


def texts(page: Page) -> list[list[object]]:
    """The rows of the table of problems."""
    area = page.tables[0].area
    columns = range(area.column, area.last_column + 1)
    return [[page.cells[row, c].content for c in columns] for row in range(area.row + 1, area.last_row + 1)]


def test_the_sheet_lists_every_problem_the_worst_first() -> None:
    outcome = checked(broken())
    rows = texts(page_of(outcome))
    assert [row[:4] for row in rows] == [
        ["目标", "C5", "unknown-rep", "错误"],
        ["目标", "D6", "period-unreadable", "错误"],
        ["设置", "B9", "unknown-setting", "警告"],
        ["目标", "E5", "typed-as-text", "提示"],
    ]
    assert [row[4] for row in rows] == [p.message("zh") for p in outcome.problems]
    assert [row[5] for row in rows] == [p.remedy("zh") for p in outcome.problems]


def test_each_cell_with_a_problem_is_led_to() -> None:
    page = page_of(checked(broken()))
    assert [(link.sheet, link.cell) for link in page.links] == [
        ("目标", "C5"), ("目标", "D6"), ("设置", "B9"), ("目标", "E5")
    ]  # fmt: skip
    assert all(page.cells[link.row, link.column].content == link.cell for link in page.links)


def test_errors_and_warnings_are_marked_in_their_cells_and_notices_are_not() -> None:
    page = page_of(checked(broken()))
    area = page.names["sb_marks"]
    marks = [page.cells[row, area.column].content for row in range(area.row, area.last_row + 1)]
    assert marks == ["goals!C5", "goals!D6", "settings!B9", None]


def test_a_workbook_without_problems_gets_a_sheet_that_says_so_and_an_empty_name_for_marks() -> None:
    outcome = checked(snapshot(settings(language="English"), block("sb_history", (None,))))
    assert outcome.problems == ()
    page = page_of(outcome)
    assert (page.title, page.cells[2, 1].content) == ("Check", "Checked: no problems.")
    assert texts(page) == [[None] * 6]
    assert str(page.names["sb_marks"]) == "H5"


def test_the_counts_are_summed_up() -> None:
    said = [(each.said("zh"), each.after) for each in checked(broken()).summary]
    assert said == [("错误", 2), ("警告", 1), ("提示", 1)]


def test_a_second_check_finds_the_same_although_its_own_sheet_is_there_now() -> None:
    once = checked(broken())
    again = checked(applied(broken(), once.changes))
    assert [p.code for p in again.problems] == [p.code for p in once.problems]


def test_a_workbook_that_is_none_of_ours_is_left_as_it_is() -> None:
    outcome = checked(Snapshot(sheets=("Sheet1",)))
    assert [p.code for p in outcome.problems] == ["table-missing"] * 3
    assert not outcome.changes


def test_what_stands_against_splitting_is_found_too() -> None:
    rows = [("销售额", "人员=李伟", None, 100)]
    assert "no-whole-goal" in [p.code for p in checked(snapshot(goals(*rows))).problems]


def test_a_problem_that_two_rooms_find_is_listed_once() -> None:
    found = checked(broken()).problems
    assert ranked((*found, *found)) == found


def new_workbook(request: NewRequest) -> Snapshot:
    """A ready-made workbook as tables, one to a sheet."""
    tables = {}
    for name, rows in rows_of(request).items():
        cells = tuple(tuple(c.result if isinstance(c, Formula) else c for c in row) for row in rows)
        tables[name] = TableBlock(name, name, 4, 1, CATALOGUE[name].headings(request.language), cells)
    return Snapshot(tables=tables, sheets=tuple(tables))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_ready_made_workbooks_have_no_problem(kind: str, language: str) -> None:
    outcome = checked(new_workbook(NewRequest(kind, language)))
    assert [p for p in outcome.problems if p.severity != "notice"] == []


def test_every_problem_has_a_place_that_can_be_gone_to() -> None:
    for problem in checked(broken()).problems:
        assert problem.place.sheet in broken().sheets
        assert problem.place.cell[0] in address(1, 2) + "BCDE"
