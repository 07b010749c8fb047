"""What reps sent back, read strictly: sb_returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.model import Return
from salesbook.book.reading_cells import period_text

if TYPE_CHECKING:
    from salesbook.book.reading_table import TableReader


def read_returns(reader: TableReader) -> tuple[Return, ...]:
    """One row for each rep and period, the last that was collected."""
    reps, starts = reader.column("rep"), reader.column("start")
    reader.check_unique(rep=reps, start=starts)
    columns = (
        reps,
        reader.column("period", period_text),
        starts,
        [version or 0 for version in reader.column("version")],
        [target or 0 for target in reader.column("target")],
        reader.column("own"),
        reader.column("actual"),
        reader.texts("comment"),
        reader.column("collected"),
        reader.texts("file"),
        [bool(yes) for yes in reader.column("accepted")],
    )
    return tuple(Return(*values) for _, values in reader.good(*columns))
