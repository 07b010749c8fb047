"""What keeps our sheets from coming into a workbook that the user already has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.page import Area, Cell, Page, PageTable
from salesbook.book.snapshot import Snapshot, TableBlock
from salesbook.book.values import Formula
from salesbook.errors import InputError
from salesbook.jobs.add_sheet import AddSheetRequest, add_sheet
from salesbook.jobs.adopt import AdoptRequest, adopt
from salesbook.package.apply import applied as package_applied
from salesbook.package.apply import drawn
from salesbook.package.styles import looks

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.errors import Problem

MINE = Snapshot(sheets=("Mine", "Team"), label="mine.xlsx")
REQUEST = AdoptRequest("quarter", "en")
TODAY = date(2026, 11, 22)


def adopting(snapshot: Snapshot) -> Callable[[], Problem]:
    return lambda: adopt(snapshot, REQUEST, TODAY).problems[0]


def adding(sheet: str, title: str = "") -> Callable[[], Problem]:
    """A sheet of a workbook of two, of which one speaks of the other and one has a table of ours."""
    goals = PageTable("sb_goals", Area(1, 1, 2, 1), ("Goal",))
    cells = {(1, 1): Cell("Goal"), (2, 1): Cell(Formula("'Rates'!A1", 1))}
    pages = (Page("g", "Goals", cells, tables=(goals,)), Page("r", "Rates", {(1, 1): Cell(Formula("'Goals'!A2", 1))}))
    request = AddSheetRequest(drawn(looks(), pages), "other.xlsx", sheet, title)

    def run() -> Problem:
        outcome = add_sheet(MINE, request, TODAY)
        if outcome.problems:
            return outcome.problems[0]
        try:
            package_applied(drawn(looks(), (Page("m", "Mine", {}),)), outcome.changes)
        except InputError as error:
            return error.problems[0]
        raise AssertionError("nothing was refused")

    return run


CASES = {
    "not-a-tab-name": adding("Goals", "7/8"),
    "no-such-sheet": adding("Targets"),
    "sheet-cannot-come": adding("Goals"),
    "sheet-refers-elsewhere": adding("Rates"),
    "already-salesbook": adopting(applied(MINE, adopt(MINE, REQUEST, TODAY).changes)),
    "structure-protected": adopting(replace(MINE, closed="structure-protected")),
    "shared-workbook": adopting(replace(MINE, closed="shared-workbook")),
    "table-name-ours": adopting(
        replace(MINE, tables={"sb_goals": TableBlock("sb_goals", "Mine", 3, 2, ("Goal",), (("Run",),))})
    ),
    "defined-name-ours": adopting(replace(MINE, names={"sb_marks": "Mine!$A$1:$A$9"})),
    "tab-name-taken": adopting(MINE),
}
