"""The tables that we wrote, read back as strictly as any other: sb_plan, sb_days, sb_process, sb_issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES, TIERS
from salesbook.book.model import DayRow, Issued, PlanRow, ProcessRow
from salesbook.book.reading_cells import period_text

if TYPE_CHECKING:
    from salesbook.book.reading_table import TableReader


def read_plan(reader: TableReader) -> tuple[PlanRow, ...]:
    """The leaves."""
    columns = (
        reader.column("metric"),
        reader.column("period", period_text),
        reader.column("start"),
        reader.column("end"),
        *(reader.texts(axis) for axis in AXES),
        *(_counts(reader, key) for key in (*TIERS, "hedge", *(f"{tier}_change" for tier in TIERS))),
        _counts(reader, "version", 1),
    )
    return tuple(PlanRow(*values) for _, values in reader.good(*columns))


def read_days(reader: TableReader) -> tuple[DayRow, ...]:
    """The reps' days."""
    columns = (reader.column("metric"), reader.column("date"), reader.texts("rep"), *_tiers(reader))
    return tuple(DayRow(*values) for _, values in reader.good(*columns))


def read_process(reader: TableReader) -> tuple[ProcessRow, ...]:
    """The process targets."""
    columns = (
        reader.column("period", period_text),
        reader.column("rep"),
        reader.texts("channel"),
        reader.column("stage"),
        reader.column("count"),
        _counts(reader, "per_day"),
        _counts(reader, "version", 1),
        reader.column("start"),
        reader.column("end"),
    )
    return tuple(ProcessRow(*values) for _, values in reader.good(*columns))


def read_issued(reader: TableReader) -> tuple[Issued, ...]:
    """The commitment sheets that were handed out."""
    filled = [reader.column(key) for key in ("rep", "version", "serial", "issued")]
    tiers = [_counts(reader, key) for key in TIERS]
    texts = (reader.texts(key) for key in ("hash", "scan", "sent", "outcome", "seal"))
    periods = [period or "" for period in reader.column("period", period_text)]
    columns = (*filled, *tiers, reader.texts("file"), reader.column("signed"), *texts, periods, reader.places("signed"))
    return tuple(Issued(*values) for _, values in reader.good(*columns))


def _tiers(reader: TableReader) -> tuple[list[int], ...]:
    return (*(_counts(reader, key) for key in (*TIERS, "hedge")), _counts(reader, "version", 1))


def _counts(reader: TableReader, key: str, usual: int = 0) -> list[int]:
    """A column of whole numbers; `usual` where nothing stands."""
    return [usual if v is None else v for v in reader.column(key)]
