"""What a page says of printing and of its charts' size, as it stands in the file."""

from __future__ import annotations

import io
from typing import Any

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


def test_breaks_move_with_the_page_and_one_without_keeps_the_user_s() -> None:
    def breaks(content: bytes) -> list[int]:
        return [one.id for one in load_workbook(io.BytesIO(content))["Board"].row_breaks.brk]

    first = drawn(looks(), [Page("board", "Board", CELLS, print_setup=PrintSetup(breaks=(3, 4)))])
    assert breaks(first) == [2, 3]
    moved = Page("board", "Board", CELLS, print_setup=PrintSetup(breaks=(4,)))
    second = applied(first, ChangeSet((PutPage(moved),)))
    assert breaks(second) == [3]
    assert breaks(applied(second, ChangeSet((PutPage(Page("board", "Board", CELLS)),)))) == [3]


def test_a_chart_ends_at_the_cell_it_names_or_has_its_own_size() -> None:
    page = Page("board", "Board", CELLS, charts=(chart(to=(20, 8)), chart(width=10.0)))
    made = drawn(looks(), [page])
    anchors = {type(c.anchor).__name__: c.anchor for c in load_workbook(io.BytesIO(made))["Board"]._charts}
    stretched, sized = anchors["TwoCellAnchor"], anchors["OneCellAnchor"]
    assert (stretched._from.row, stretched._from.col) == (5, 1)
    assert (stretched.to.row, stretched.to.col) == (19, 7)
    assert sized.ext.width == 3_600_000


def printed(content: bytes) -> tuple[object, ...]:
    """What a person sets in the window of the page set-up, and the tab's colour."""
    sheet = load_workbook(io.BytesIO(content))["Board"]
    setup, margins = sheet.page_setup, sheet.page_margins
    return (
        setup.orientation, setup.paperSize, setup.scale, setup.fitToWidth, setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage, margins.left, margins.top, sheet.print_options.horizontalCentered,
        sheet.oddHeader.center.text, sheet.oddFooter.center.text, getattr(sheet.sheet_properties.tabColor, "rgb", None),
    )  # fmt: skip


def test_a_page_that_is_drawn_anew_keeps_the_print_set_up_that_the_user_gave_it() -> None:
    page = Page("board", "Board", CELLS, print_setup=PrintSetup(landscape=True, header="Board"), tab_color="112233")
    book = load_workbook(io.BytesIO(drawn(looks(), [page])))
    sheet = book["Board"]
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.scale = "portrait", 8, 75
    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.page_margins.left, sheet.print_options.horizontalCentered = 1.25, False
    sheet.oddHeader.center.text, sheet.oddFooter.center.text = "Secret", None
    sheet.sheet_properties.tabColor = "FFAA0000"
    out = io.BytesIO()
    book.save(out)
    again = applied(out.getvalue(), ChangeSet((PutPage(page),)))
    assert printed(again) == printed(out.getvalue())


def test_a_header_that_is_the_title_follows_the_title_and_the_rest_stays() -> None:
    def page(title: str) -> Page:
        return Page("board", title, CELLS, print_setup=PrintSetup(header=title))

    again = applied(drawn(looks(), [page("Board")]), ChangeSet((PutPage(page("看板")),)))
    sheet = load_workbook(io.BytesIO(again))["Board"]
    assert (sheet.oddHeader.center.text, sheet.oddFooter.center.text) == ("看板", "&P / &N")


def test_a_page_that_needs_more_paper_gets_it_unless_the_user_chose_otherwise() -> None:
    def page(**setup: Any) -> Page:
        return Page("board", "Board", CELLS, print_setup=PrintSetup(**setup))

    first = drawn(looks(), [page()])
    wider = ChangeSet((PutPage(page(landscape=True, wide=2)),))
    assert printed(applied(first, wider))[:5] == ("landscape", 9, None, 2, 0)
    book = load_workbook(io.BytesIO(first))
    book["Board"].page_setup.fitToWidth = 3
    out = io.BytesIO()
    book.save(out)
    assert printed(applied(out.getvalue(), wider))[:5] == ("portrait", 9, None, 3, 0)
