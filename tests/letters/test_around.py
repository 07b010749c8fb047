"""What lies around the cells of a sheet moves along, each in its own way."""

from __future__ import annotations

from lxml import etree

from salesbook.letters.around import move_sheet
from salesbook.letters.rows import Rows
from salesbook.package.markup import parsed

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
EXTENDED = (
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
)


def moved_sheet(inner: str, copies: dict[int, int]) -> str:
    root = parsed(f"<worksheet {MAIN} {EXTENDED}>{inner}</worksheet>".encode())
    move_sheet(root, Rows(copies), "T")
    text = etree.tostring(root).decode()
    return text[text.index(">") + 1 : text.rindex("<")]


def test_a_rule_over_a_lower_block_is_still_written_for_its_own_first_row() -> None:
    rule = '<conditionalFormatting sqref="{0}"><cfRule><formula>{1}</formula></cfRule></conditionalFormatting>'
    before = rule.format("B9:C9", "B9&lt;SUM(B$9:B$9)+T!$B$3")
    after = rule.format("B12:C13", "B12&lt;SUM(B$12:B$13)+T!$B$3")
    assert moved_sheet(before, {3: 4, 9: 2}) == after


def test_rules_of_the_extensions_move_too() -> None:
    rule = (
        "<extLst><x14:conditionalFormatting><x14:cfRule><xm:f>{0}</xm:f></x14:cfRule><xm:sqref>{1}</xm:sqref>"
        "</x14:conditionalFormatting></extLst>"
    )
    before, after = rule.format("'T'!B9&gt;U!B9", "B9 D3"), rule.format("'T'!B12&gt;U!B9", "B12:B13 D3:D6")
    assert moved_sheet(before, {3: 4, 9: 2}) == after


def test_a_sparkline_stays_in_one_cell_and_shows_all_rows() -> None:
    line = "<extLst><x14:sparkline><xm:f>{0}</xm:f><xm:sqref>{1}</xm:sqref></x14:sparkline></extLst>"
    assert moved_sheet(line.format("T!B3:B3", "B5"), {3: 4}) == line.format("T!B3:B6", "B8")


def test_breaks_links_views_and_the_dimension_move() -> None:
    before = (
        '<dimension ref="A1:D9"/><sheetViews><sheetView><pane topLeftCell="A5"/>'
        '<selection activeCell="B9" sqref="B9"/></sheetView></sheetViews>'
        '<autoFilter ref="A5:D9"/><hyperlinks><hyperlink ref="C9"/></hyperlinks>'
        '<rowBreaks><brk id="9"/></rowBreaks><colBreaks><brk id="9"/></colBreaks>'
    )
    after = (
        '<dimension ref="A1:D12"/><sheetViews><sheetView><pane topLeftCell="A8"/>'
        '<selection activeCell="B12" sqref="B12"/></sheetView></sheetViews>'
        '<autoFilter ref="A8:D12"/><hyperlinks><hyperlink ref="C12"/></hyperlinks>'
        '<rowBreaks><brk id="12"/></rowBreaks><colBreaks><brk id="9"/></colBreaks>'
    )
    assert moved_sheet(before, {3: 4}) == after
