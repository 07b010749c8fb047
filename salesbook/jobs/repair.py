"""Cells that reading understood though they hold text become real numbers and dates, so that formulas see them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.changes import ChangeSet, PutCells

if TYPE_CHECKING:
    from salesbook.book.reading import Reading
    from salesbook.book.values import Content


def repaired(reading: Reading) -> ChangeSet:
    """One change per table that has such cells."""
    by_table: dict[str, dict[tuple[int, int], Content]] = {}
    for repair in reading.repairs:
        by_table.setdefault(repair.table, {})[repair.row, repair.column] = repair.value
    return ChangeSet(tuple(PutCells(table, cells) for table, cells in by_table.items()))
