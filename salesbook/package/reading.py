"""Reading a workbook's tables in bulk: values by calamine, and from the XML what calamine does not show."""

from __future__ import annotations

import gc
import io
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import unescape

from salesbook.book.snapshot import PageBlock, Snapshot, TableBlock
from salesbook.book.values import ErrorValue, Unstored
from salesbook.errors import InputError, Place, Problem
from salesbook.package.archive import bundled
from salesbook.package.areas import area_of, column_number, holds, overlap
from salesbook.package.cells import as_read
from salesbook.package.damage import damage_named
from salesbook.package.extent import refuse_absurd
from salesbook.package.markup import local, parsed, refuse_dtd
from salesbook.package.open_book import PAGE_NAME, OpenBook
from salesbook.package.page_tables import is_ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from salesbook.book.page import Area
    from salesbook.book.values import Value
    from salesbook.package.tables import TablePart

_FORMULAS = re.compile(rb"<f\b"), re.compile(rb":f\b")
"""Patterns that begin with plain bytes: a choice between them takes twenty times as long."""
_CELL = re.compile(
    r'<c\b(?=[^<>]*\br="([A-Z]{1,3})(\d{1,7})")([^<>]*)>((?=<f\b|[^<]*<v>#)[^<]*+(?:<(?!c\b|/c>)[^<]*+)*)</c>'
)
_FORMULA = re.compile(r"<f\b[^<>]*?(?:/>|>([^<]*)</f>)")
_VALUE = re.compile(r"<v\b[^<>]*?(?:/>|>([^<]*)</v>)")
_MERGE = re.compile(r'<(?:\w+:)?mergeCell\b[^<>]*\bref="([^"]+)"')

_READ_BY_CALAMINE = {
    "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml", "xl/styles.xml",
}  # fmt: skip

Grid = list[list[Any]]
Row = tuple["Value", ...]
Spot = tuple[int, int]


def snapshot(content: bytes, label: str = "") -> Snapshot:
    """All our tables and pages of a workbook. Raises InputError when it cannot be read."""
    with damage_named(label), _without_collecting():
        return _snapshot(OpenBook(content, label), label)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hundreds of thousands of lists come into being, none of them in a cycle: to look for some takes long."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _snapshot(book: OpenBook, label: str) -> Snapshot:
    tables = [t.checked() for t in book.tables.values() if is_ours(t.name)]
    sheets = _Sheets(book, {t.sheet for t in tables})
    return Snapshot(
        {t.name: _block(t, sheets) for t in tables},
        {p.key: PageBlock(p.key, p.sheet, str(p.area)) for p in book.pages().values()},
        tuple(tab.name for tab in book.workbook.tabs),
        _names(book),
        label,
        book.workbook.closed,
    )


def _names(book: OpenBook) -> dict[str, str]:
    """Workbook-wide names; those that are kept for Excel's and our own use are left out."""
    own = (PAGE_NAME, "_xlnm.")
    return {n.name: n.text for n in book.workbook.names() if n.sheet is None and not n.name.startswith(own)}


class _Sheets:
    """The sheets of a workbook as values, each read once; only those that are named."""

    def __init__(self, book: OpenBook, names: Iterable[str]) -> None:
        self._book = book
        self._names = tuple(names)
        self._calamine: Any = None
        self._parts: dict[str, bytes] = {}
        self._grids: dict[str, Grid] = {}
        self._specials: dict[str, dict[Spot, tuple[Value, bool]]] = {}
        self._merges: dict[str, list[str]] = {}

    def _part(self, sheet: str) -> bytes:
        """A sheet's XML, unpacked once: that of many rows takes longer to unpack than to look through."""
        name = self._book.part(sheet)
        if name not in self._parts:
            self._parts[name] = self._book.archive.read(name)
        return self._parts[name]

    def grid(self, sheet: str) -> Grid:
        """Values by row and column, from A1."""
        if sheet not in self._grids:
            self._grids[sheet] = self._read(sheet)
        return self._grids[sheet]

    def specials(self, sheet: str) -> dict[Spot, tuple[Value | None, bool]]:
        """Cells that calamine shows as empty or not as what they are: error values, formulas without a result.

        The second of each pair tells whether it is a formula; a formula with a result has None as the first.
        """
        if sheet not in self._specials:
            self._specials[sheet] = dict(_special_cells(self._part(sheet)))
        return self._specials[sheet]

    def merges(self, sheet: str) -> list[str]:
        if sheet not in self._merges:
            xml = self._part(sheet)
            tail = xml[max(xml.rfind(b"sheetData"), 0) :].decode("utf-8", "replace")
            self._merges[sheet] = _MERGE.findall(tail)
        return self._merges[sheet]

    def _read(self, sheet: str) -> Grid:
        import python_calamine

        try:
            if self._calamine is None:
                self._calamine = python_calamine.load_workbook(io.BytesIO(self._needed()))
            grid: Grid = self._calamine.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except python_calamine.CalamineError as error:
            label = self._book.archive.label
            raise InputError(Problem("not-a-workbook", Place(sheet, file=label), {"file": label})) from error
        return grid

    def _needed(self) -> bytes:
        """What calamine needs and nothing else, unpacked and checked here: it cannot see another file than we do."""
        archive, sheets = self._book.archive, {self._book.part(name): self._part(name) for name in self._names}
        others = [name for name in archive.names() if name.casefold() in _READ_BY_CALAMINE]
        members = {name: archive.read(name) for name in others} | sheets
        for name, content in members.items():
            refuse_dtd(content)
            if name in sheets:
                refuse_absurd(content)
        return bundled(members)


def _block(table: TablePart, sheets: _Sheets) -> TableBlock:
    data, area = table.data, table.area
    merged = tuple(m for m in sheets.merges(table.sheet) if overlap(area_of(m), area))
    specials = {at: what for at, what in sheets.specials(table.sheet).items() if holds(data, *at)}
    rows = _rows(sheets.grid(table.sheet), data, max((row for row, _ in specials), default=data.row))
    for (row, column), (value, _) in specials.items():
        if value is not None:
            cells = list(rows[row - data.row])
            cells[column - data.column] = value
            rows[row - data.row] = tuple(cells)
    filled = _filled_rows(rows, {(r - data.row, c - data.column) for (r, c), (_, f) in specials.items() if f})
    return TableBlock(
        table.name,
        table.sheet,
        data.row - 1,
        area.column,
        table.headings,
        tuple(rows[:filled]),
        merged,
    )


def _rows(grid: Grid, data: Area, last: int) -> list[Row]:
    """The data rows down to the last that the sheet has, at least down to `last`; those below it are empty.

    Column by column, as the cells of one are mostly of one kind: many times quicker than cell by cell.
    """
    width = data.last_column - data.column + 1
    cut = grid[data.row - 1 : data.last_row]
    across = list(zip(*cut, strict=True))[data.column - 1 : data.last_column]
    columns: list[Sequence[Value]] = [_column(column) for column in across]
    columns += [(None,) * len(cut)] * (width - len(columns))
    return [*zip(*columns, strict=True), *[(None,) * width] * (last - data.row + 1 - len(cut))]


def _column(values: Sequence[Any]) -> Sequence[Value]:
    """What cells below each other hold. Days are looked up by themselves, where all are days: 1 is True."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return values if all(values) else [v or None for v in values]
    if len(kinds) > 1:
        return [v or None if v.__class__ is str else as_read(v) for v in values]
    if kinds == {float}:
        return [as_read(v) for v in values]
    known = {v: as_read(v) for v in set(values)}
    return list(map(known.__getitem__, values))


def _filled_rows(rows: Sequence[Row], formulas: set[Spot]) -> int:
    """How many rows there are up to the last that holds something that was not computed; a table has at least one."""
    for number in range(len(rows) - 1, -1, -1):
        if any(v is not None and (number, column) not in formulas for column, v in enumerate(rows[number])):
            return number + 1
    return 1


def _special_cells(xml: bytes) -> Iterator[tuple[Spot, tuple[Value | None, bool]]]:
    if b't="e"' not in xml and not any(pattern.search(xml) for pattern in _FORMULAS):
        return
    text = xml.decode("utf-8", "replace")
    if "<c " not in text:
        yield from _special_cells_by_tree(xml)
        return
    for letters, number, attributes, inner in _CELL.findall(text):
        formula, stored = _FORMULA.search(inner), _VALUE.search(inner)
        shown = unescape(formula[1] or "") if formula else None
        value = _special(attributes, shown, (stored[1] or "") if stored else None)
        if formula or value is not None:
            yield (int(number), column_number(letters)), (value, bool(formula))


def _special(attributes: str, formula: str | None, value: str | None) -> Value | None:
    """Error values, and formulas without a result; an empty result is one only where the cell says that it is text."""
    if 't="e"' in attributes and value:
        return ErrorValue(value)
    stored = formula is None or value or (value is not None and 't="str"' in attributes)
    return None if stored else Unstored(formula or "")


def _special_cells_by_tree(xml: bytes) -> Iterator[tuple[Spot, tuple[Value | None, bool]]]:
    """The same for parts that are written with a prefix."""
    for cell in parsed(xml).iter("{*}c"):
        at = area_of(cell.get("r", "A1"))
        children = {local(n): n.text or "" for n in cell}
        is_formula = "f" in children
        if is_formula or cell.get("t") == "e":
            kind = f't="{cell.get("t", "")}"'
            value = _special(kind, children.get("f"), children.get("v"))
            yield (at.row, at.column), (value, is_formula)
