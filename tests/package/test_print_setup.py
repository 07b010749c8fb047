"""What a page says of printing and of its charts' size, as it stands in the file."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.page import Area, Cell, Chart, Page, PrintSetup, Series
from salesbook.package.apply import applied, drawn
from salesbook.package.styles import looks

CELLS = {(row, column): Cell(row * column) for row in range(1, 5) for column in (1, 2)}


def chart(**more: object) -> Chart:
    series = (Series("s", Area(1, 2, 4, 2)),)
    return Chart("column", "t", Area(1, 1, 4, 1), series, at=(6, 2), **more)  # type: ignore[arg-type]


def test_the_printed_area_is_the_page_s_and_one_without_keeps_the_user_s() -> None:
    page = Page("board", "Board", CELLS, print_setup=PrintSetup(area=Area(1, 1, 3, 2)))
    first = drawn(looks(), [page])
    assert load_workbook(io.BytesIO(first))["Board"].print_area == "'Board'!$A$1:$B$3"
    again = applied(first, ChangeSet((PutPage(Page("board", "Board", CELLS)),)))
    assert load_workbook(io.BytesIO(again))["Board"].print_area == "'Board'!$A$1:$B$3"


def test_a_chart_ends_at_the_cell_it_names_or_has_its_own_size() -> None:
    page = Page("board", "Board", CELLS, charts=(chart(to=(20, 8)), chart(width=10.0)))
    made = drawn(looks(), [page])
    anchors = {type(c.anchor).__name__: c.anchor for c in load_workbook(io.BytesIO(made))["Board"]._charts}
    stretched, sized = anchors["TwoCellAnchor"], anchors["OneCellAnchor"]
    assert (stretched._from.row, stretched._from.col) == (5, 1)
    assert (stretched.to.row, stretched.to.col) == (19, 7)
    assert sized.ext.width == 3_600_000
