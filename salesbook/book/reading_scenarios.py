"""sb_compare and sb_drivers read back: two scenarios side by side, and what they were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES, TIERS
from salesbook.book.model import ComparedRow, Driver
from salesbook.book.reading_cells import period_text

if TYPE_CHECKING:
    from salesbook.book.reading_table import TableReader

SIDES = ("a", "b")


def read_compared(reader: TableReader) -> tuple[ComparedRow, ...]:
    """The leaves of both."""
    numbers = [reader.column(f"{side}_{tier}") for side in SIDES for tier in TIERS]
    columns = (
        reader.column("metric"),
        reader.column("period", period_text),
        *(reader.texts(axis) for axis in AXES),
        *([value or 0 for value in column] for column in numbers),
    )
    return tuple(ComparedRow(*values) for _, values in reader.good(*columns))


def read_drivers(reader: TableReader) -> tuple[Driver, ...]:
    """The scenarios' names, then the cells of their inputs in which they differ."""
    columns = [reader.texts(key) for key in ("place", "row", "column", "a", "b")]
    return tuple(Driver(*values) for _, values in reader.good(*columns))
