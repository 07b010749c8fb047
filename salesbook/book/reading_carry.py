"""The ledger of shortfalls, read back: sb_closed and sb_carried."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.model import Carried, ClosedPeriod
from salesbook.book.reading_cells import period_text

if TYPE_CHECKING:
    from salesbook.book.reading_table import TableReader


def read_closed(reader: TableReader) -> tuple[ClosedPeriod, ...]:
    """What periods were when they were closed; each rep's period once."""
    metrics, periods, reps = reader.column("metric"), reader.column("period", period_text), reader.texts("rep")
    reader.check_unique(period=periods, rep=reps, metric=metrics)
    sums = [[value or 0 for value in reader.column(key)] for key in ("original", "carried", "target")]
    actuals = [Decimal(value or 0) for value in reader.column("actual")]
    rows = reader.good(metrics, periods, reps, *sums, actuals, reader.column("closed"))
    return tuple(ClosedPeriod(*values) for _, values in rows)


def read_carried(reader: TableReader) -> tuple[Carried, ...]:
    """What was laid on later periods."""
    columns = (
        reader.column("date"),
        reader.column("metric"),
        reader.column("policy"),
        reader.texts("giver"),
        reader.texts("rep"),
        reader.column("period", period_text),
        reader.column("amount"),
    )
    return tuple(Carried(*values) for _, values in reader.good(*columns))
