"""Where a table ends: moved with all that covers its columns, refused when something stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.page import Area
from salesbook.book.values import quoted
from salesbook.errors import InputError, Place, Problem
from salesbook.package.areas import LAST_ROW, area_of, areas_of, overlap
from salesbook.package.markup import main
from salesbook.package.workbook import DefinedName, sheet_and_area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.package.sheet import Sheet
    from salesbook.package.table_target import Target

_SHOWN = 5


def move_end(target: Target, last: int, columns: Sequence[int]) -> None:
    """Let the table end at a row. `columns` are those that must be empty in the rows it gains.

    Raises InputError: `content-below-table`, `table-has-totals`, `sheet-full`.
    """
    data, table = target.data, target.table
    if last == data.last_row:
        return
    place, words = Place(target.sheet.name, table=table.name), {"table": table.name}
    if table.has_totals:
        raise InputError(Problem("table-has-totals", place, words))
    if last > LAST_ROW:
        raise InputError(Problem("sheet-full", place, {"count": last, "most": LAST_ROW}))
    if last > data.last_row:
        _refuse_below(target, Area(data.last_row + 1, data.column, last, data.last_column), set(columns))
    _stretch_rules(target.sheet, data, last)
    _stretch_names(target, data, last)
    table.end_at(last)
    target.book.table_moved(table, data, last)
    target.sheet.stretch_dimension(table.area)


def _refuse_below(target: Target, below: Area, columns: set[int]) -> None:
    """Cells of own columns may stand below: they were the table's before it became shorter, and are again."""
    sheet, table = target.sheet, target.table
    found = [
        cell
        for column in _runs(columns)
        for cell in sheet.filled_in(Area(below.row, column[0], below.last_row, column[1]))
    ]
    found += [m for m in sheet.merged() if overlap(area_of(m), below)]
    others = (t for t in target.book.tables.values() if t.sheet == sheet.name and t.name != table.name)
    found += [t.name for t in others if overlap(t.area, below)]
    if found:
        words = {"table": table.name, "cells": ", ".join(found[:_SHOWN]), "count": len(found)}
        raise InputError(
            Problem("content-below-table", Place(sheet.name, found[0].partition(":")[0], table.name), words)
        )


def _runs(columns: set[int]) -> list[tuple[int, int]]:
    """Columns as runs of neighbours.

    >>> _runs({1, 2, 3, 7})
    [(1, 3), (7, 7)]
    """
    runs: list[tuple[int, int]] = []
    for column in sorted(columns):
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def _stretch_rules(sheet: Sheet, data: Area, last: int) -> None:
    """Conditional formats and validations of the table's columns reach as far beyond its end as they did."""
    for node in sheet.root.iter(main("conditionalFormatting"), main("dataValidation")):
        areas = [_stretched(a, data, last) for a in areas_of(node.get("sqref", ""))]
        node.set("sqref", " ".join(str(a) for a in areas))


def _stretched(area: Area, data: Area, last: int) -> Area:
    within = data.column <= area.column and area.last_column <= data.last_column
    reaches = area.row <= min(data.last_row, last) and data.last_row <= area.last_row < LAST_ROW
    if not (within and reaches):
        return area
    return Area(area.row, area.column, min(area.last_row + last - data.last_row, LAST_ROW), area.last_column)


def _stretch_names(target: Target, data: Area, last: int) -> None:
    """Defined names that cover columns of the data to its end, and the page's own, end where the table ends now."""
    workbook = target.book.workbook
    for name in workbook.names():
        place = sheet_and_area(name.text)
        if not place or place[0].casefold() != target.sheet.name.casefold():
            continue
        area = place[1]
        covers = area.row <= data.row and area.last_row == data.last_row
        if covers and area.column <= data.last_column and data.column <= area.last_column:
            text = f"{quoted(target.sheet.name)}!{Area(area.row, area.column, last, area.last_column).fixed()}"
            workbook.put_name(DefinedName(name.name, text, name.sheet, name.hidden, name.comment))
