"""A workbook as read, once and in bulk: its tables as plain values with the place of every cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesbook.book.values import Value, address
from salesbook.errors import Place

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TableBlock:
    """One Excel table: where it stands (row and column of its header, counted from 1) and what it holds."""

    name: str
    sheet: str
    row: int
    column: int
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[str, ...] = ()
    """Merged areas that lie over the table, in A1 form."""

    @property
    def is_empty(self) -> bool:
        """Excel's tables have at least one row: one that is all empty is none. Rows are appended in its place."""
        return all(value is None for row in self.rows for value in row) and len(self.rows) <= 1

    def place(self, row: int, column: int) -> Place:
        """The place of a data cell; row and column counted from 0 within the table, row -1 is the header."""
        return Place(self.sheet, address(self.row + 1 + row, self.column + column), self.name)


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A whole sheet of ours, as it stands in the workbook: its key, its tab's name, the area we wrote."""

    key: str
    sheet: str
    area: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a host read. Keys of `tables` are the fixed ASCII names (sb_…), of `pages` the keys of our sheets."""

    tables: Mapping[str, TableBlock] = field(default_factory=dict)
    pages: Mapping[str, PageBlock] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    """Tab names in their order, the user's own included."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Defined names of the workbook and what they refer to."""
    label: str = ""
    """How messages call the workbook: its file name."""
    closed: str = ""
    """The code of the problem for which no sheet can be added or taken away; "" where that can be done."""
