"""What stands around a page's cells: columns, views, print set-up, links, merges."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from salesbook.book.values import address, column_letters, quoted
from salesbook.package.areas import LAST_COLUMN, area_of, inside
from salesbook.package.damage import whole
from salesbook.package.markup import drop_child, element, main, office, place_child
from salesbook.package.workbook import DefinedName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from salesbook.book.page import Area, Page, PrintSetup
    from salesbook.package.open_book import PagePlace
    from salesbook.package.parts import Parts
    from salesbook.package.sheet import Sheet
    from salesbook.package.workbook import Workbook

_A4 = 9
_PROPERTIES = ("tabColor", "outlinePr", "pageSetUpPr")
_ROW_HEIGHT = 18
_UNSAID = {"orientation": "default", "fitToWidth": "1", "fitToHeight": "1"}
"""What a page set-up that leaves it out means."""
_TITLES, _PRINTED = "_xlnm.Print_Titles", "_xlnm.Print_Area"


def put_frame(sheet: Sheet, page: Page, was: PagePlace | None = None) -> None:
    """Properties, view, row height and print set-up of a page; what else the sheet says of itself stays.

    `was` is what is known of a page that is drawn anew: its tab's colour and its print set-up are the user's by then.
    They stay, but for a header that is the title, and a fit to pages that is as we gave it.
    """
    _put_view(sheet, page)
    _put_row_format(sheet, page)
    if was is None:
        _put_properties(sheet, page)
        _put_print_setup(sheet, page.print_setup)
    else:
        _rename_header(sheet, was.title, page.print_setup.header)
        _fit_anew(sheet, was.fit, page.print_setup)
    _put_breaks(sheet, page.print_setup)


def put_columns(sheet: Sheet, page: Page, last_ours: int) -> None:
    """Widths and outline levels of the page's columns; those beyond the last of ours stay as they are."""
    block = element("cols")
    ours = sorted({*page.widths, *page.column_levels})
    for column in ours:
        block.append(_column(page, column))
    last = max([last_ours, *ours])
    old = sheet.child("cols")
    block.extend(_beyond(old, last) if old is not None else [])
    sheet.drop("cols")
    if len(block):
        sheet.put(block)


def _column(page: Page, column: int) -> _Element:
    node = element("col", min=column, max=column, width=page.widths.get(column, 9.0), customWidth=1)
    if level := page.column_levels.get(column):
        node.set("outlineLevel", str(level))
    return node


def _beyond(old: _Element, last: int) -> list[_Element]:
    kept = []
    for node in old:
        if whole(node, "max", LAST_COLUMN) > last:
            rest = copy.deepcopy(node)
            rest.set("min", str(max(whole(node, "min", 1), last + 1)))
            kept.append(rest)
    return kept


def _put_properties(sheet: Sheet, page: Page) -> None:
    properties = sheet.child("sheetPr")
    if properties is None:
        properties = element("sheetPr")
        sheet.put(properties)
    if page.tab_color:
        place_child(properties, element("tabColor", rgb=f"FF{page.tab_color}"), _PROPERTIES)
    place_child(properties, element("pageSetUpPr", fitToPage=1), _PROPERTIES)


def _put_view(sheet: Sheet, page: Page) -> None:
    views = sheet.child("sheetViews")
    if views is None:
        views = element("sheetViews")
        views.append(element("sheetView", workbookViewId=0))
        sheet.put(views)
    view = views[0]
    view.set("showGridLines", "1" if page.gridlines else "0")
    for tag in ("pane", "selection"):
        drop_child(view, tag)
    for at, node in enumerate(_frozen(*page.freeze) if page.freeze else ()):
        view.insert(at, node)


def _frozen(row: int, column: int) -> tuple[_Element, ...]:
    """The pane of a view whose first scrolling row and column are given; none for the first cell."""
    if row <= 1 and column <= 1:
        return ()
    active = "bottomRight" if row > 1 and column > 1 else "bottomLeft" if row > 1 else "topRight"
    pane = element("pane")
    if column > 1:
        pane.set("xSplit", str(column - 1))
    if row > 1:
        pane.set("ySplit", str(row - 1))
    for name, value in (("topLeftCell", address(row, column)), ("activePane", active), ("state", "frozen")):
        pane.set(name, value)
    corner = address(row, column)
    return pane, element("selection", pane=active, activeCell=corner, sqref=corner)


def _put_row_format(sheet: Sheet, page: Page) -> None:
    node = element("sheetFormatPr", defaultRowHeight=_ROW_HEIGHT, customHeight=1)
    for name, levels in (("outlineLevelRow", page.row_levels), ("outlineLevelCol", page.column_levels)):
        if levels:
            node.set(name, str(max(levels.values())))
    sheet.put(node)


def fit_note(setup: PrintSetup) -> str:
    """How a page is fitted to paper, in a word that is kept until it is drawn anew.

    >>> from salesbook.book.page import PrintSetup
    >>> fit_note(PrintSetup(landscape=True, wide=2))
    'landscape 2 0'
    """
    return " ".join(_fit(setup).values())


def _fit(setup: PrintSetup) -> dict[str, str]:
    orientation = "landscape" if setup.landscape else "portrait"
    return {"orientation": orientation, "fitToWidth": str(setup.wide), "fitToHeight": str(setup.tall)}


def _fit_anew(sheet: Sheet, given: str, setup: PrintSetup) -> None:
    """Fit the page to paper as it now has to be, unless the user chose another way."""
    node = sheet.child("pageSetup")
    if node is None or " ".join(node.get(name, _UNSAID[name]) for name in _UNSAID) != given:
        return
    for name, value in _fit(setup).items():
        node.set(name, value)


def _put_print_setup(sheet: Sheet, setup: PrintSetup) -> None:
    sheet.put(element("printOptions", horizontalCentered=1))
    sheet.put(element("pageMargins", left=0.4, right=0.4, top=0.6, bottom=0.6, header=0.3, footer=0.3))
    sheet.put(element("pageSetup", paperSize=_A4, **_fit(setup)))
    sheet.drop("headerFooter")
    texts = [(tag, text) for tag, text in (("oddHeader", setup.header), ("oddFooter", setup.footer)) if text]
    if texts:
        block = element("headerFooter")
        for tag, text in texts:
            node = element(tag)
            # A text without a section goes to the middle; said outright, as some readers want it.
            node.text = text if text.startswith(("&L", "&C", "&R")) else f"&C{text}"
            block.append(node)
        sheet.put(block)


def _put_breaks(sheet: Sheet, setup: PrintSetup) -> None:
    """The page's own breaks, which move with its rows; where it has none, those of the user's stay."""
    if not setup.breaks:
        return
    block = element("rowBreaks", count=len(setup.breaks), manualBreakCount=len(setup.breaks))
    for row in setup.breaks:
        block.append(element("brk", id=row - 1, max=LAST_COLUMN - 1, man=1))
    sheet.put(block)


def _rename_header(sheet: Sheet, old: str, new: str) -> None:
    for node in sheet.root.iterfind(f"{main('headerFooter')}/{main('oddHeader')}"):
        if node.text == f"&C{old}" and new:
            node.text = f"&C{new}"


def put_print_titles(workbook: Workbook, name: str, setup: PrintSetup) -> None:
    """The rows and columns that every printed page repeats, and what is printed where the page says so."""
    parts = []
    if setup.title_columns:
        first, last = (column_letters(c) for c in setup.title_columns)
        parts.append(f"{quoted(name)}!${first}:${last}")
    if setup.title_rows:
        first_row, last_row = setup.title_rows
        parts.append(f"{quoted(name)}!${first_row}:${last_row}")
    position = workbook.position(name)
    workbook.drop_name(_TITLES, position)
    if parts:
        workbook.put_name(DefinedName(_TITLES, ",".join(parts), position))
    if setup.area:
        workbook.drop_name(_PRINTED, position)
        workbook.put_name(DefinedName(_PRINTED, f"{quoted(name)}!{setup.area.fixed()}", position))


def put_merges(sheet: Sheet, merges: tuple[Area, ...], owned: Area | None) -> None:
    """The page's merged areas, in place of those that it had."""
    block = sheet.child("mergeCells")
    if block is None:
        block = element("mergeCells")
    for node in [n for n in block if owned and inside(area_of(n.get("ref", "A1")), owned)]:
        block.remove(node)
    block.extend([element("mergeCell", ref=area) for area in merges])
    sheet.drop("mergeCells")
    if len(block):
        block.set("count", str(len(block)))
        sheet.put(block)


def put_links(
    sheet: Sheet, page: Page, owned: Area | None, named: Callable[[str], str], parts: Parts, part: str
) -> None:
    """The page's links to places in the workbook, in place of those that it had."""
    block = sheet.child("hyperlinks")
    if block is None:
        block = element("hyperlinks")
    for node in [n for n in block if owned and inside(area_of(n.get("ref", "A1")), owned)]:
        block.remove(node)
        if relation_id := node.get(office("id")):
            parts.unrelate(part, relation_id)
    for link in page.links:
        target = f"{named(quoted(link.sheet) + '!')}{link.cell}"
        block.append(element("hyperlink", ref=address(link.row, link.column), location=target, display=target))
    sheet.drop("hyperlinks")
    if len(block):
        sheet.put(block)
