"""The sheet of a template as XML, put into one plain form before anything is built on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.values import address
from salesbook.letters.references import corner, shifted
from salesbook.package.markup import element, main, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from salesbook.package.parts import Parts
    from salesbook.package.workbook import Workbook


def plain(root: _Element) -> None:
    """Every row and cell gets its r=, and every shared formula its own text."""
    row_number = 0
    for row in root.iterfind(f"{main('sheetData')}/{main('row')}"):
        row_number = int(row.get("r") or row_number + 1)
        row.set("r", str(row_number))
        column = 0
        for cell in row.iterfind(main("c")):
            column = corner(cell.get("r", "")).column if cell.get("r") else column + 1
            cell.set("r", address(row_number, column))
    _unshare(root)


def _unshare(root: _Element) -> None:
    masters: dict[str, tuple[str, str]] = {}
    for cell in cells(root):
        formula = cell.find(main("f"))
        if formula is None or formula.get("t") != "shared":
            continue
        group, here = formula.get("si", ""), cell.get("r", "")
        if formula.text:
            masters[group] = (here, formula.text)
        elif group in masters:
            source, text = masters[group]
            down = corner(here).row - corner(source).row
            formula.text = shifted(text, down, corner(here).column - corner(source).column)
        drop_attributes(formula, "t", "si", "ref")


def drop_attributes(node: _Element, *names: str) -> None:
    """Take attributes away, if they are there."""
    for name in names:
        if name in node.attrib:
            del node.attrib[name]


def cells(root: _Element) -> Iterator[_Element]:
    """All cells, row by row."""
    return root.iterfind(f"{main('sheetData')}/{main('row')}/{main('c')}")


def rows_by_number(root: _Element) -> dict[int, _Element]:
    return {int(row.get("r", "0")): row for row in root.iterfind(f"{main('sheetData')}/{main('row')}")}


def ensure_rows(root: _Element, wanted: set[int]) -> None:
    """Rows that have no element yet get an empty one, in order."""
    data = root.find(main("sheetData"))
    assert data is not None
    missing = wanted - set(rows_by_number(root))
    for number in missing:
        data.append(element("row", r=number))
    if missing:
        data[:] = sorted(data, key=lambda row: int(row.get("r", "0")))


def ensure_cell(root: _Element, row_number: int, column: int) -> None:
    """The cell has an element, in its place among the row's cells."""
    ensure_rows(root, {row_number})
    row = rows_by_number(root)[row_number]
    where = address(row_number, column)
    if all(cell.get("r") != where for cell in row):
        row.append(element("c", r=where))
        row[:] = sorted(row, key=lambda cell: corner(cell.get("r", "A1")).column)


class SharedTexts:
    """The texts that cells share (xl/sharedStrings.xml)."""

    def __init__(self, workbook: Workbook) -> None:
        self.part = workbook.related("sharedStrings") or ""
        root = workbook.parts.xml(self.part) if self.part else None
        self.texts = [] if root is None else [_text(item) for item in root.iterfind(main("si"))]

    def of(self, cell: _Element) -> str | None:
        """A cell's text; None for a cell that holds something else."""
        kind = cell.get("t")
        if kind == "inlineStr":
            inline = cell.find(main("is"))
            return "" if inline is None else _text(inline)
        value = cell.findtext(main("v"))
        if kind == "s" and value is not None:
            return self.texts[int(value)]
        return value if kind == "str" and cell.find(main("f")) is None else None

    def keep_only(self, parts: Parts, used: set[int]) -> None:
        """Empty every shared text that no cell shows any more, so that no placeholder stays behind."""
        if not self.part:
            return
        root = parts.xml(self.part)
        for index, item in enumerate(root.iterfind(main("si"))):
            if index not in used:
                item[:] = [element("t")]
        drop_attributes(root, "count")
        parts.put_xml(self.part, root)


def shared_used(root: _Element) -> set[int]:
    """The shared texts that a sheet's cells show."""
    return {int(c.findtext(main("v")) or 0) for c in cells(root) if c.get("t") == "s"}


def _text(holder: _Element) -> str:
    """A string's text: its own or its runs', without phonetic hints."""
    runs = [holder, *holder.iterfind(main("r"))]
    return unescaped("".join(node.findtext(main("t")) or "" for node in runs))


def is_common(root: _Element) -> bool:
    """Whether the sheet is written the way that all common programs write it: its elements without a prefix."""
    return root.tag == main("worksheet") and root.prefix is None
