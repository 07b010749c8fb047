"""A table that is being written, with all that its cells need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesbook.book.page import Area
    from salesbook.package.cells import CellWriter
    from salesbook.package.open_book import OpenBook
    from salesbook.package.sheet import Sheet
    from salesbook.package.styles import StyleBook
    from salesbook.package.tables import TablePart


@dataclass(slots=True)
class Target:
    """A table being written: where it stands, and what its cells look like."""

    book: OpenBook
    table: TablePart
    sheet: Sheet
    writer: CellWriter
    styles: StyleBook
    pattern: dict[int, int] = field(default_factory=dict)
    """Column -> style of the table's last data row, which new rows take."""

    @property
    def data(self) -> Area:
        return self.table.data
