"""The cells of a sheet and what stands around them, for another workbook: texts inline, styles by their new indexes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.book.values import quoted
from salesbook.package.damage import DamagedPartError, whole
from salesbook.package.markup import MAIN, drop_attributes, main

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from salesbook.package.graft_styles import StyleMove
    from salesbook.package.open_book import OpenBook
    from salesbook.package.sheet import Sheet

_CELL = re.compile(r"<c\b([^<>]*?)(/?)>")
_STYLE = re.compile(r'\bs="(\d{1,9})"')
_METADATA = re.compile(r'\s*\bcm="\d*"')
_SHARED = re.compile(
    r'(<c\b[^<>]*?)\bt="s"([^<>]*(?<!/)>)\s*(?:<v\b[^<>]*(?<!/)>\s*(\d{1,9})\s*</v>|<v\b[^<>]*/>)?\s*(</c>)'
)
_DECLARED = re.compile(r'\sxmlns(?::\w+)?="[^"]*"')


def cells_moved(sheet: Sheet, styles: StyleMove, source: OpenBook) -> None:
    """Let rows and cells carry the new indexes; texts that the workbook's cells share are written into their cells."""

    def styled(found: re.Match[str]) -> str:
        attributes = _METADATA.sub("", found[1])
        return f"<c{_STYLE.sub(lambda s: _as(styles.cell(int(s[1]))), attributes)}{found[2]}>"

    texts = _texts(source) if any('t="s"' in row.cells for row in sheet.rows.values()) else []

    def inline(found: re.Match[str]) -> str:
        inner = _text(texts, int(found[3])) if found[3] else ""
        return f'{found[1]}t="inlineStr"{found[2]}<is>{inner}</is>{found[4]}'

    for row in sheet.rows.values():
        row.attributes = _STYLE.sub(lambda s: _as(styles.cell(int(s[1]))), row.attributes)
        row.cells = _SHARED.sub(inline, _CELL.sub(styled, row.cells))


def _as(index: int) -> str:
    return f's="{index}"'


def _texts(source: OpenBook) -> list[_Element]:
    part = source.workbook.related("sharedStrings")
    return [] if part is None else source.workbook.parts.xml(part).findall(main("si"))


def _text(texts: list[_Element], index: int) -> str:
    """A shared text with its runs, as the children of an inline one."""
    from lxml import etree

    if index >= len(texts):
        raise DamagedPartError(f"no shared text {index}")
    written = (etree.tostring(node, encoding="unicode", with_tail=False) for node in texts[index])
    return "".join(_DECLARED.sub("", _plain(text)) for text in written)


def _plain(xml: str) -> str:
    """Without the prefix that some writers give the spreadsheet's namespace."""
    prefix = re.search(rf'\sxmlns:(\w+)="{re.escape(MAIN)}"', xml)
    return re.sub(rf"(</?){prefix[1]}:", r"\1", xml) if prefix else xml


def frame_moved(sheet: Sheet, styles: StyleMove, change: Callable[[str], str]) -> None:
    """Let columns, rules and links speak as they must here; the tab is not the selected one, and has no macros."""
    for node in sheet.root.iter(main("col")):
        if node.get("style") is not None:
            node.set("style", str(styles.cell(whole(node, "style"))))
    for node in sheet.root.iter():
        if isinstance(node.tag, str) and node.get("dxfId") is not None:
            node.set("dxfId", str(styles.difference(whole(node, "dxfId"))))
    for node in sheet.root.iter(main("hyperlink")):
        if location := node.get("location"):
            node.set("location", _place(location, change))
    for node in sheet.root.iter(main("sheetPr")):
        drop_attributes(node, "codeName")
    for node in sheet.root.iter(main("sheetView")):
        drop_attributes(node, "tabSelected")
        node.set("workbookViewId", "0")
    sheet.drop("customSheetViews")


def _place(location: str, change: Callable[[str], str]) -> str:
    """Where a link leads; tabs' names may stand there with spaces and without quotes."""
    tab, mark, cell = location.rpartition("!")
    if not mark:
        return change(location)
    return change(f"{tab if tab.startswith(chr(39)) else quoted(tab)}!{cell}")
