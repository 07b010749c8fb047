"""What may be typed into a page's cells: ours is replaced as the page is drawn anew, the user's stays."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.page import Area, Validation
from salesbook.package.apply import applied, drawn
from salesbook.package.areas import holds, without
from salesbook.package.styles import looks
from tests.package.pages_to_put import table_page

if TYPE_CHECKING:
    from salesbook.book.page import Page

ROWS = [(n, n) for n in range(1, 6)]


def page(*validations: Validation) -> Page:
    return table_page("plan", "Plan", "sb_plan", ["Name", "Target"], ROWS, validations=validations)


OURS = page(Validation(Area(4, 1, 8, 1), "list", '"a,b"'), Validation(Area(4, 2, 8, 2), "whole", "0", "9"))


def rules(content: bytes) -> dict[str, str]:
    """Area -> what may be typed there."""
    sheet = load_workbook(io.BytesIO(content))["Plan"]
    return {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}


def by_user(content: bytes) -> bytes:
    """The workbook after somebody gave cells another validation, which Excel takes from the one that was there."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["Plan"]
    (ours,) = sheet.data_validations.dataValidation
    ours.sqref = MultiCellRange("A4:A5 A7:A8")
    sheet.add_data_validation(DataValidation("list", formula1='"mine"', sqref="A6"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_ours_is_replaced_and_not_doubled_also_when_it_says_something_else_now() -> None:
    first = drawn(looks(), [OURS])
    other = page(Validation(Area(4, 1, 8, 1), "list", '"甲,乙"'))
    assert rules(applied(first, ChangeSet((PutPage(OURS),)))) == {"A4:A8": '"a,b"', "B4:B8": "0"}
    assert rules(applied(first, ChangeSet((PutPage(other),)))) == {"A4:A8": '"甲,乙"'}


def test_the_users_stays_on_its_cells_and_ours_keeps_the_others() -> None:
    mine = by_user(drawn(looks(), [replace(OURS, validations=OURS.validations[:1])]))
    assert rules(mine) == {"A4:A5 A7:A8": '"a,b"', "A6": '"mine"'}
    once = applied(mine, ChangeSet((PutPage(OURS),)))
    assert rules(once) == {"A4:A5 A7:A8": '"a,b"', "A6": '"mine"', "B4:B8": "0"}
    assert rules(applied(once, ChangeSet((PutPage(OURS),)))) == rules(once)


SOME, MORE = st.integers(1, 6), st.integers(0, 4)
AREAS = st.builds(lambda row, column, high, wide: Area(row, column, row + high, column + wide), SOME, SOME, MORE, MORE)


@given(AREAS, AREAS)
def test_an_area_without_another_is_every_other_cell_of_it_once(area: Area, hole: Area) -> None:
    left = without(area, hole)
    for row in range(1, 12):
        for column in range(1, 12):
            expected = holds(area, row, column) and not holds(hole, row, column)
            assert sum(holds(part, row, column) for part in left) == expected
