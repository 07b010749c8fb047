"""One worksheet part: its rows as text, everything around them as a tree.

Rows are many and are spliced as text; what stands around them (views, columns, rules, links …) is little and is edited
as XML. What is not changed comes out as it went in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from salesbook.book.page import Area
from salesbook.book.values import address
from salesbook.errors import InputError, Place, Problem
from salesbook.package.areas import area_of, column_number, holds, inside, overlap
from salesbook.package.damage import DamagedPartError
from salesbook.package.markup import MAIN, child_of, drop_child, element, main, parsed, place_child, serialised
from salesbook.package.sheet_rows import NUMBERED, REFERENCE, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_PREFIXED = re.compile(rf'<(\w+):worksheet\b[^<>]*\sxmlns:\1="{re.escape(MAIN)}"')
_HEAD_LENGTH = 8_192
_DATA = re.compile(r"<sheetData\b[^<>]*?(/?)>")
_CELL = re.compile(r"<c\b([^<>]*?)(?:/>|>([^<]*+(?:<(?!c\b|/c>)[^<]*+)*)</c>)")
"""A cell. Groups are not possessive: Python 3.11.2, which Debian 12 has, then finds nothing."""
_STYLE = re.compile(r'\bs="(\d+)"')
_SPREAD = re.compile(r'<f\b(?=[^<>]*\bt="(?:array|dataTable)")[^<>]*\bref="([^"]+)"')


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell as its XML stands: column, style index, and the whole text."""

    column: int
    style: int
    xml: str
    inner: str

    @property
    def formula(self) -> bool:
        return "<f" in self.inner

    @property
    def filled(self) -> bool:
        """Whether it shows or computes anything."""
        return "<f" in self.inner or "<is" in self.inner or ("<v>" in self.inner and "<v></v>" not in self.inner)


def cells_of(cells: str, row: int) -> Iterator[CellText]:
    """The cells of a row's text, in order; one without a reference follows the one before.

    Raises ValueError for what is no cell, and for references that are none.

    >>> [cell.xml for cell in cells_of('<c r="B7"/><c s="2"/>', 7)]
    ['<c r="B7"/>', '<c r="C7" s="2"/>']
    """
    at = column = 0
    for found in _CELL.finditer(cells):
        if found.start() > at and cells[at : found.start()].strip():
            break
        at = found.end()
        reference, style, xml = REFERENCE.search(found[1]), _STYLE.search(found[1]), found[0]
        column = column_number(reference[1]) if reference else column + 1
        if not reference:
            if NUMBERED.search(found[1]):
                raise ValueError("a cell with an unknown reference")
            xml = f'<c r="{address(row, column)}"{xml[2:]}'
        yield CellText(column, int(style[1]) if style else 0, xml, found[2] or "")
    if cells[at:].strip():
        raise ValueError("something between the cells")


@dataclass(slots=True)
class Sheet:
    """A worksheet, taken apart."""

    name: str
    root: _Element
    rows: Rows = field(default_factory=Rows)
    _spreads: list[str] | None = None
    _shares: bool = False

    @classmethod
    def read(cls, xml: bytes, name: str) -> Sheet:
        """Take a sheet part apart. Raises InputError (`unusual-sheet`) where it is written as we do not splice it."""
        try:
            text = _without_prefix(xml.decode("utf-8-sig"))
        except UnicodeDecodeError:
            _unusual(name)
        start = _DATA.search(text)
        if not start:
            _unusual(name)
        end = start.end() if start[1] else text.rfind("</sheetData>")
        body = text[start.end() : end]
        tail = text[end:].removeprefix("</sheetData>")
        try:
            root = parsed((text[: start.start()] + "<sheetData/>" + tail).encode())
        except DamagedPartError:
            _unusual(name)
        if root.tag != main("worksheet") or "<!" in body:
            _unusual(name)
        try:
            return cls(name, root, Rows.read(body))
        except ValueError:
            _unusual(name)

    @classmethod
    def empty(cls, name: str) -> Sheet:
        root = element("worksheet")
        root.append(element("sheetData"))
        return cls(name, root)

    def xml(self) -> bytes:
        """The part's bytes."""
        body = self.rows.xml().encode()
        before, empty, after = serialised(self.root).partition(b"<sheetData/>")
        return b"".join((before, b"<sheetData>", body, b"</sheetData>", after)) if empty else before

    def cells(self, number: int) -> list[CellText]:
        """The cells of a row, in order."""
        row = self.rows.get(number)
        try:
            return list(cells_of(row.cells, number)) if row and row.cells else []
        except ValueError:
            _unusual(self.name)

    def cells_outside(self, number: int, *areas: Area) -> list[CellText]:
        """The cells of a row that lie in none of the areas."""
        reach = max((a.last_column for a in areas if a.row <= number <= a.last_row and a.column == 1), default=0)
        if self.rows[number].last_column() <= reach:
            return []
        return [c for c in self.cells(number) if not any(holds(a, number, c.column) for a in areas)]

    def filled_in(self, area: Area, but_not: Area | None = None) -> list[str]:
        """The cells of an area that hold anything, in A1 form; those of another area left out."""
        others = (but_not,) if but_not else ()
        return [
            address(number, cell.column)
            for number in sorted(n for n in self.rows if area.row <= n <= area.last_row)
            for cell in self.cells_outside(number, *others)
            if holds(area, number, cell.column) and cell.filled
        ]

    def child(self, tag: str) -> _Element | None:
        return child_of(self.root, tag)

    def put(self, child: _Element) -> None:
        """Place a child of the worksheet where the schema wants it; replaces one of its name."""
        place_child(self.root, child, ORDER)

    def drop(self, tag: str) -> None:
        drop_child(self.root, tag)

    def merged(self) -> list[str]:
        """The merged areas."""
        return [n.get("ref", "") for n in self.root.iter(main("mergeCell"))]

    def stretch_dimension(self, area: Area) -> None:
        """Let the stated used area cover another."""
        node = self.child("dimension")
        if node is None:
            return
        old = area_of(node.get("ref", "A1"))
        new = Area(
            min(old.row, area.row), min(old.column, area.column),
            max(old.last_row, area.last_row), max(old.last_column, area.last_column),
        )  # fmt: skip
        node.set("ref", str(new))

    def make_room(self, area: Area) -> None:
        """Before cells of an area are replaced: formulas that other cells share with them are written out.

        Raises InputError (`array-formula`) when an array formula reaches into the area from outside.
        """
        if self._spreads is None:
            # Once is enough: what we write is neither shared nor spread.
            texts = [self.rows[number].cells for number in self.rows.with_text(' ref="')]
            self._spreads = [reference for text in texts for reference in _SPREAD.findall(text)]
            self._shares = any(' t="shared"' in text for text in texts)
        for reference in self._spreads:
            spread = area_of(reference)
            if overlap(spread, area) and not inside(spread, area):
                words = {"area": reference}
                raise InputError(Problem("array-formula", Place(self.name, reference.partition(":")[0]), words))
        if self._shares:
            from salesbook.package.shared_formulas import write_out

            write_out(self, area)


def _without_prefix(text: str) -> str:
    """A part whose elements all have a prefix, as some programs write them, as it is without.

    >>> _without_prefix(f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData/></x:worksheet>').replace(MAIN, "…")
    '<worksheet xmlns="…"><sheetData/></worksheet>'
    """
    found = _PREFIXED.search(text, 0, _HEAD_LENGTH)
    if not found or ' xmlns="' in text or text.count(f"xmlns:{found[1]}=") != 1:
        return text
    prefix = found[1]
    for old, new in ((f"<{prefix}:", "<"), (f"</{prefix}:", "</"), (f" xmlns:{prefix}=", " xmlns=")):
        text = text.replace(old, new)
    return text


def _unusual(name: str) -> NoReturn:
    raise InputError(Problem("unusual-sheet", Place(sheet=name), {"sheet": name}))
