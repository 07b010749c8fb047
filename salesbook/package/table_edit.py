"""Rows of an existing table: put, appended, single cells replaced; the user's own columns and every style stay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesbook.book.page import Area
from salesbook.book.values import Formula, column_letters, quoted
from salesbook.errors import InputError, Place, Problem
from salesbook.package.areas import LAST_ROW, area_of, areas_of, inside, overlap
from salesbook.package.markup import main
from salesbook.package.sheet import CellText, Row
from salesbook.package.workbook import DefinedName, sheet_and_area

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.values import Content
    from salesbook.package.open_book import OpenBook
    from salesbook.package.sheet import Sheet
    from salesbook.package.tables import TablePart

Contents = tuple["Content", ...]


@dataclass(slots=True)
class _Target:
    """A table being written: where its columns stand, and what its cells look like."""

    book: OpenBook
    table: TablePart
    sheet: Sheet
    columns: dict[str, int]
    """Heading -> column of the sheet."""
    pattern: dict[int, int] = field(default_factory=dict)
    """Column -> style of the table's last data row."""


def put_rows(book: OpenBook, name: str, headings: Sequence[str], rows: Sequence[Contents]) -> None:
    """Replace all data rows; rows beyond the new last one are cleared, and the table ends there."""
    target = _target(book, name, headings)
    data = target.table.data
    written = [target.columns[h] for h in headings]
    last = data.row + max(len(rows), 1) - 1
    ends = max(last, _last_own(target, written))
    _move_end(target, ends)
    _write(target, data.row, written, rows)
    _clear(target, data.row + len(rows), max(data.last_row, ends), written, keep_to=ends)
    if target.table.clear_filter():
        _unhide(target.sheet, data)
    book.save_table(target.table)


def append_rows(book: OpenBook, name: str, headings: Sequence[str], rows: Sequence[Contents]) -> None:
    """Add rows after the last one that holds anything; empty rows at the table's end are filled first."""
    target = _target(book, name, headings)
    first = _last_filled(target) + 1
    _move_end(target, max(target.table.data.last_row, first + len(rows) - 1))
    _write(target, first, [target.columns[h] for h in headings], rows)
    book.save_table(target.table)


def put_cells(book: OpenBook, name: str, cells: Mapping[tuple[int, int], Content]) -> None:
    """Replace single data cells; the table does not grow."""
    target = _target(book, name, ())
    data = target.table.data
    by_row: dict[int, dict[int, Content]] = {}
    for (row, column), content in cells.items():
        by_row.setdefault(data.row + row, {})[data.column + column] = content
    for number, contents in by_row.items():
        for column in contents:
            if not inside(Area(number, column, number, column), data):
                raise IndexError(f"{name}: no cell {number - data.row}, {column - data.column}")
            target.sheet.make_room(Area(number, column, number, column))
        _write_row(target, number, contents)


def _target(book: OpenBook, name: str, headings: Sequence[str]) -> _Target:
    table = book.table(name)
    columns = {h: table.area.column + i for i, h in enumerate(table.headings)}
    missing = [h for h in headings if h not in columns]
    if missing:
        raise InputError(*(Problem("column-missing", Place(table.sheet, table=name), {"table": name, "column": h}) for h in missing))
    sheet = book.sheet(table.sheet)
    pattern = {c.column: c.style for c in sheet.cells(table.data.last_row)}
    return _Target(book, table, sheet, columns, pattern)


def _last_own(target: _Target, written: Sequence[int]) -> int:
    """The last row in which a column that is not written holds something typed; 0 for none."""
    own = set(target.columns.values()) - set(written)
    return _last_row_with(target, own) if own else 0


def _last_filled(target: _Target) -> int:
    """The last data row that holds something typed; the header's row for none."""
    return _last_row_with(target, set(target.columns.values())) or target.table.data.row - 1


def _last_row_with(target: _Target, columns: set[int]) -> int:
    data = target.table.data
    for number in sorted((n for n in target.sheet.rows if data.row <= n <= data.last_row), reverse=True):
        if any(c.column in columns and c.filled and not c.formula for c in target.sheet.cells(number)):
            return number
    return 0


def _move_end(target: _Target, last: int) -> None:
    """Let the table end at a row, with all that covers its columns. Raises InputError when something is in the way."""
    data = target.table.data
    if last == data.last_row:
        return
    if target.table.has_totals:
        raise InputError(Problem("table-has-totals", Place(target.sheet.name, table=target.table.name), {"table": target.table.name}))
    if last > data.last_row:
        _refuse_below(target, Area(data.last_row + 1, data.column, last, data.last_column))
    _stretch_rules(target.sheet, data, last)
    _stretch_names(target, data, last)
    target.table.end_at(last)
    target.sheet.stretch_dimension(target.table.area)


def _refuse_below(target: _Target, below: Area) -> None:
    sheet, table = target.sheet, target.table
    if below.last_row > LAST_ROW:
        raise InputError(Problem("sheet-full", Place(sheet.name, table=table.name), {"table": table.name}))
    found = sheet.filled_in(below) + [m for m in sheet.merged() if overlap(area_of(m), below)]
    found += [t.name for t in target.book.tables.values() if t.sheet == sheet.name and t.name != table.name and overlap(t.area, below)]
    if found:
        words = {"table": table.name, "cells": ", ".join(found[:5]), "count": len(found)}
        raise InputError(Problem("content-below-table", Place(sheet.name, found[0].partition(":")[0], table.name), words))


def _stretch_rules(sheet: Sheet, data: Area, last: int) -> None:
    """Conditional formats and validations that reach the table's last row in its columns end where it ends now."""
    for node in sheet.root.iter(main("conditionalFormatting"), main("dataValidation")):
        areas = [_stretched(a, data, last) for a in areas_of(node.get("sqref", ""))]
        node.set("sqref", " ".join(str(a) for a in areas))


def _stretched(area: Area, data: Area, last: int) -> Area:
    within = data.column <= area.column and area.last_column <= data.last_column
    reaches = area.last_row == data.last_row and area.row <= min(data.last_row, last)
    return Area(area.row, area.column, last, area.last_column) if within and reaches else area


def _stretch_names(target: _Target, data: Area, last: int) -> None:
    """Defined names that cover a whole column of the data, and the page's own, end where the table ends now."""
    workbook = target.book.workbook
    for name in workbook.names():
        place = sheet_and_area(name.text)
        if not place or place[0].casefold() != target.sheet.name.casefold():
            continue
        area = place[1]
        covers = area.row <= data.row and area.last_row == data.last_row
        if covers and area.column <= data.last_column and data.column <= area.last_column:
            new = Area(area.row, area.column, last, area.last_column)
            text = f"{quoted(target.sheet.name)}!{new.fixed()}"
            workbook.put_name(DefinedName(name.name, text, name.sheet, name.hidden, name.comment))


def _write(target: _Target, first: int, columns: Sequence[int], rows: Sequence[Contents]) -> None:
    if not rows:
        return
    target.sheet.make_room(Area(first, min(columns), first + len(rows) - 1, max(columns)))
    for number, contents in enumerate(rows, first):
        _write_row(target, number, dict(zip(columns, contents, strict=True)))


def _write_row(target: _Target, number: int, contents: Mapping[int, Content]) -> None:
    """Write cells of a row, between those that stay."""
    row = target.sheet.rows.setdefault(number, Row())
    old = {c.column: c for c in target.sheet.cells(number)} if row.cells else {}
    texts = {column: c.xml for column, c in old.items()}
    for column, content in contents.items():
        texts[column] = _cell(target, number, column, content, old.get(column))
    row.cells = "".join(texts[column] for column in sorted(texts))


def _cell(target: _Target, number: int, column: int, content: Content, old: CellText | None) -> str:
    style = old.style if old else target.pattern.get(column, 0)
    result = content.result if isinstance(content, Formula) else content
    style = target.book.styles.fitted(style, result)
    return target.book.writer(target.sheet.name).cell(f"{column_letters(column)}{number}", style, content)


def _clear(target: _Target, first: int, last: int, columns: Sequence[int], keep_to: int) -> None:
    """Empty cells of rows; those after `keep_to` are no longer the table's and lose their look as well."""
    target.sheet.make_room(Area(first, min(columns), max(first, last), max(columns)))
    for number in range(first, last + 1):
        if number <= keep_to:
            _write_row(target, number, dict.fromkeys(columns))
        elif number in target.sheet.rows:
            data = target.table.data
            kept = [c.xml for c in target.sheet.cells(number) if not data.column <= c.column <= data.last_column]
            target.sheet.rows[number].cells = "".join(kept)


def _unhide(sheet: Sheet, data: Area) -> None:
    """Rows that a filter hid are shown again: what it hid is no longer what stands there."""
    for number, row in sheet.rows.items():
        if data.row <= number <= data.last_row:
            row.attributes = row.attributes.replace('hidden="1"', "").strip()
