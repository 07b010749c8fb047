"""Rows of an existing table: put, appended, cut off, single cells replaced; own columns and every style stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.page import Area
from salesbook.book.values import column_letters
from salesbook.errors import InputError, Place, Problem
from salesbook.package.areas import holds
from salesbook.package.sheet_rows import Row
from salesbook.package.table_end import move_end
from salesbook.package.table_target import Target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.values import Content
    from salesbook.package.open_book import OpenBook
    from salesbook.package.sheet import CellText, Sheet

    Contents = tuple[Content, ...]


def put_rows(book: OpenBook, name: str, headings: Sequence[str], rows: Sequence[Contents]) -> None:
    """Replace all data rows; the table ends with the last new one, and what it was longer is cleared.

    Cells of the user's own columns in rows that the table no longer has stay on the sheet, below it.
    """
    target = _target(book, name, headings)
    old, columns = target.data, _columns(target, headings)
    move_end(target, old.row + max(len(rows), 1) - 1, columns)
    _write(target, old.row, columns, rows or [(None,) * len(columns)])
    _take_away(target, Area(target.data.last_row + 1, old.column, old.last_row, old.last_column), columns)
    if target.table.clear_filter():
        _unhide(target.sheet, old)
    book.save_table(target.table)


def append_rows(book: OpenBook, name: str, headings: Sequence[str], rows: Sequence[Contents]) -> None:
    """Add rows after the last one that holds anything; empty rows at the table's end are filled first."""
    target = _target(book, name, headings)
    columns, first = _columns(target, headings), _last_filled(target) + 1
    if rows:
        every = range(target.data.column, target.data.last_column + 1)
        move_end(target, max(target.data.last_row, first + len(rows) - 1), every)
        _write(target, first, columns, rows)
        book.save_table(target.table)


def trim_rows(book: OpenBook, name: str, count: int) -> None:
    """Keep the first data rows and take the others away, the cells of own columns in them included."""
    target = _target(book, name, ())
    old = target.data
    if old.row + count > old.last_row:
        return
    every = list(range(old.column, old.last_column + 1))
    move_end(target, old.row + max(count, 1) - 1, every)
    if count == 0:
        _write(target, old.row, every, [(None,) * len(every)])
    _take_away(target, Area(target.data.last_row + 1, old.column, old.last_row, old.last_column), every)
    book.save_table(target.table)


def put_cells(book: OpenBook, name: str, cells: Mapping[tuple[int, int], Content]) -> None:
    """Replace single data cells; the table does not grow. IndexError for a cell that the table does not have."""
    target = _target(book, name, ())
    data = target.data
    by_row: dict[int, dict[int, Content]] = {}
    for (row, column), content in cells.items():
        if not holds(data, data.row + row, data.column + column):
            raise IndexError(f"{name} has no cell {row}, {column}")
        by_row.setdefault(data.row + row, {})[data.column + column] = content
    for number, contents in by_row.items():
        for column in contents:
            target.sheet.make_room(Area(number, column, number, column))
        _write_into(target, number, contents)


def _target(book: OpenBook, name: str, headings: Sequence[str]) -> Target:
    table = book.table(name, headings)
    missing = [h for h in headings if h not in table.headings]
    if missing:
        place = Place(table.sheet, table=name)
        raise InputError(*(Problem("column-missing", place, {"table": name, "column": h}) for h in missing))
    sheet = book.sheet(table.sheet)
    pattern = {c.column: c.style for c in sheet.cells(table.data.last_row)}
    return Target(book, table, sheet, book.writer(table.sheet), book.styles, pattern)


def _columns(target: Target, headings: Sequence[str]) -> list[int]:
    """The sheet's column of each heading."""
    at = {h: i for i, h in enumerate(target.table.headings, target.data.column)}
    return [at[h] for h in headings]


def _last_filled(target: Target) -> int:
    """The last data row that holds something that was not computed; the header's row for none."""
    data = target.data
    for number in sorted((n for n in target.sheet.rows if data.row <= n <= data.last_row), reverse=True):
        cells = target.sheet.cells(number)
        if any(c.filled and not c.formula and holds(data, number, c.column) for c in cells):
            return number
    return data.row - 1


def _write(target: Target, first: int, columns: Sequence[int], rows: Sequence[Contents]) -> None:
    """Write rows of contents into columns of the sheet; rows that are not there yet take the pattern's styles."""
    last = first + len(rows) - 1
    target.sheet.make_room(Area(first, min(columns), last, max(columns)))
    plan = sorted((column, column_letters(column), at) for at, column in enumerate(columns))
    letters = {la for _, la, _ in plan}
    pattern = {column_letters(column): style for column, style in target.pattern.items()}
    cell, fitted = target.writer.cell, target.styles.fitted
    for number, contents in enumerate(rows, first):
        row = target.sheet.rows.setdefault(number, Row())
        styles = row.styles() if row.cells else pattern
        if row.cells and not (styles and letters.issuperset(styles)):
            _write_into(target, number, dict(zip(columns, contents, strict=True)))
            continue
        row.cells = "".join(
            cell(f"{la}{number}", fitted(styles.get(la, 0), contents[at]), contents[at]) for _, la, at in plan
        )


def _write_into(target: Target, number: int, contents: Mapping[int, Content]) -> None:
    """Write cells of a row between those that stay."""
    row = target.sheet.rows.setdefault(number, Row())
    old = {c.column: c for c in target.sheet.cells(number)}
    texts = {column: c.xml for column, c in old.items()}
    for column, content in contents.items():
        texts[column] = _cell(target, number, column, content, old.get(column))
    row.cells = "".join(texts[column] for column in sorted(texts))


def _cell(target: Target, number: int, column: int, content: Content, old: CellText | None) -> str:
    style = old.style if old else target.pattern.get(column, 0)
    return target.writer.cell(f"{column_letters(column)}{number}", target.styles.fitted(style, content), content)


def _take_away(target: Target, area: Area, columns: Sequence[int]) -> None:
    """Rows that the table no longer has: cells of the columns go with their looks, own cells stay when filled."""
    if area.last_row < area.row:
        return
    target.sheet.make_room(area)
    gone = set(columns)
    for number in (n for n in list(target.sheet.rows) if area.row <= n <= area.last_row):
        kept = [
            c.xml for c in target.sheet.cells(number)
            if not holds(area, number, c.column) or (c.column not in gone and c.filled)
        ]  # fmt: skip
        target.sheet.rows[number].cells = "".join(kept)


def _unhide(sheet: Sheet, data: Area) -> None:
    """Rows that a filter hid are shown again: what it hid is no longer what stands there."""
    for number, row in sheet.rows.items():
        if data.row <= number <= data.last_row:
            row.attributes = row.attributes.replace('hidden="1"', "").strip()
