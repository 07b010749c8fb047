"""Reading a workbook's tables in bulk: values by calamine, and from the XML what calamine does not show."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from salesbook.book.snapshot import PageBlock, Snapshot, TableBlock
from salesbook.book.values import ErrorValue, Unstored
from salesbook.errors import InputError, Place, Problem
from salesbook.package.areas import area_of, column_number, holds, overlap
from salesbook.package.cells import as_read
from salesbook.package.markup import local, parsed
from salesbook.package.open_book import PAGE_NAME, OpenBook
from salesbook.package.page_tables import is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesbook.book.page import Area
    from salesbook.book.values import Value
    from salesbook.package.tables import TablePart

_SPECIAL = re.compile(rb't="e"|<(?:\w+:)?f\b')
_CELL = re.compile(r'<c\b(?=[^>]*\br="([A-Z]{1,3})(\d+)")([^>]*)>((?=<f\b|[^<]*<v>#)(?:(?!</c>).)*)</c>', re.DOTALL)
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>([^<]*)</f>)")
_VALUE = re.compile(r"<v>([^<]*)</v>")
_MERGE = re.compile(r'<(?:\w+:)?mergeCell\b[^>]*\bref="([^"]+)"')

Grid = list[list[Any]]
Spot = tuple[int, int]


def snapshot(content: bytes, label: str = "") -> Snapshot:
    """All our tables and pages of a workbook. Raises InputError when it cannot be read."""
    book = OpenBook(content, label)
    tables = [t for t in book.tables.values() if is_ours(t.name)]
    sheets = _Sheets(book, content)
    return Snapshot(
        {t.name: _block(t, sheets) for t in tables},
        {p.key: PageBlock(p.key, p.sheet, str(p.area)) for p in book.pages().values()},
        tuple(tab.name for tab in book.workbook.tabs),
        _names(book),
        label,
    )


def _names(book: OpenBook) -> dict[str, str]:
    """Workbook-wide names; those that are kept for Excel's and our own use are left out."""
    own = (PAGE_NAME, "_xlnm.")
    return {n.name: n.text for n in book.workbook.names() if n.sheet is None and not n.name.startswith(own)}


class _Sheets:
    """The sheets of a workbook as values, each read once."""

    def __init__(self, book: OpenBook, content: bytes) -> None:
        self._book = book
        self._content = content
        self._calamine: Any = None
        self._grids: dict[str, Grid] = {}
        self._specials: dict[str, dict[Spot, tuple[Value, bool]]] = {}
        self._merges: dict[str, list[str]] = {}

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
            self._specials[sheet] = dict(_special_cells(self._book.archive.read(self._book.part(sheet))))
        return self._specials[sheet]

    def merges(self, sheet: str) -> list[str]:
        if sheet not in self._merges:
            xml = self._book.archive.read(self._book.part(sheet))
            tail = xml[max(xml.rfind(b"sheetData"), 0) :].decode("utf-8", "replace")
            self._merges[sheet] = _MERGE.findall(tail)
        return self._merges[sheet]

    def _read(self, sheet: str) -> Grid:
        import python_calamine

        try:
            if self._calamine is None:
                self._calamine = python_calamine.load_workbook(io.BytesIO(self._content))
            grid: Grid = self._calamine.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except python_calamine.CalamineError as error:
            label = self._book.archive.label
            raise InputError(Problem("not-a-workbook", Place(sheet, file=label), {"file": label})) from error
        return grid


def _block(table: TablePart, sheets: _Sheets) -> TableBlock:
    data, area = table.data, table.area
    merged = tuple(m for m in sheets.merges(table.sheet) if overlap(area_of(m), area))
    rows = _rows(sheets.grid(table.sheet), data)
    specials = {at: what for at, what in sheets.specials(table.sheet).items() if holds(data, *at)}
    for (row, column), (value, _) in specials.items():
        if value is not None:
            rows[row - data.row][column - data.column] = value
    filled = _filled_rows(rows, {(r - data.row, c - data.column) for (r, c), (_, f) in specials.items() if f})
    return TableBlock(
        table.name,
        table.sheet,
        data.row - 1,
        area.column,
        table.headings,
        tuple(tuple(r) for r in rows[:filled]),
        merged,
    )


def _rows(grid: Grid, data: Area) -> list[list[Value]]:
    width = data.last_column - data.column + 1
    found = []
    for cells in grid[data.row - 1 : data.last_row]:
        row = [as_read(v) for v in cells[data.column - 1 : data.last_column]]
        found.append(row + [None] * (width - len(row)))
    return found + [[None] * width for _ in range(data.last_row - data.row + 1 - len(found))]


def _filled_rows(rows: list[list[Value]], formulas: set[Spot]) -> int:
    """How many rows there are up to the last that holds something that was not computed; a table has at least one."""
    for number in range(len(rows) - 1, -1, -1):
        if any(v is not None and (number, column) not in formulas for column, v in enumerate(rows[number])):
            return number + 1
    return 1


def _special_cells(xml: bytes) -> Iterator[tuple[Spot, tuple[Value | None, bool]]]:
    if not _SPECIAL.search(xml):
        return
    text = xml.decode("utf-8", "replace")
    if "<c " not in text:
        yield from _special_cells_by_tree(xml)
        return
    for letters, number, attributes, inner in _CELL.findall(text):
        formula, stored = _FORMULA.search(inner), _VALUE.search(inner)
        value = _special(
            attributes, formula[1] if formula else None, stored[1] if stored else None, bool(stored) or "<v/>" in inner
        )
        if formula or value is not None:
            yield (int(number), column_number(letters)), (value, bool(formula))


def _special(attributes: str, formula: str | None, value: str | None, stored: bool) -> Value | None:
    if 't="e"' in attributes and value:
        return ErrorValue(value)
    return None if stored else Unstored(formula or "")


def _special_cells_by_tree(xml: bytes) -> Iterator[tuple[Spot, tuple[Value | None, bool]]]:
    """The same for parts that are written with a prefix."""
    for cell in parsed(xml).iter("{*}c"):
        at = area_of(cell.get("r", "A1"))
        children = {local(n): n.text for n in cell}
        is_formula = "f" in children
        if is_formula or cell.get("t") == "e":
            kind = f't="{cell.get("t", "")}"'
            value = _special(kind, children.get("f"), children.get("v"), "v" in children)
            yield (at.row, at.column), (value, is_formula)
