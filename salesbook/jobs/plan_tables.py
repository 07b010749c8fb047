"""The plan's rows as its tables show them: columns in the catalogue's order, choices in the workbook's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.model import DayRow, Issued, PlanRow, ProcessRow
    from salesbook.book.values import Scalar
    from salesbook.texts import Language

Row = tuple["Scalar", ...]


def plan_table(rows: Sequence[PlanRow], language: Language) -> list[Row]:
    """sb_plan."""
    return [
        (
            text("choices", f"metric.{r.metric}", language), r.period, r.start, r.end,
            *(member or None for member in (r.rep, r.region, r.product, r.channel, r.customer)),
            r.floor, r.target, r.stretch, r.hedge,
            *(change or None for change in (r.floor_change, r.target_change, r.stretch_change)), r.version,
        )
        for r in rows
    ]


def day_table(rows: Sequence[DayRow], language: Language) -> list[Row]:
    """sb_days."""
    return [
        (
            text("choices", f"metric.{r.metric}", language), r.day, r.rep or None,
            r.floor, r.target, r.stretch, r.hedge, r.version,
        )
        for r in rows
    ]


def process_table(rows: Sequence[ProcessRow]) -> list[Row]:
    """sb_process."""
    return [(r.period, r.rep, r.channel or None, r.stage, r.count, r.per_day, r.version, r.start, r.end) for r in rows]


def issued_table(rows: Sequence[Issued]) -> list[Row]:
    """sb_issued."""
    return [
        (
            r.rep, r.version, r.serial, r.issued, r.floor, r.target, r.stretch, r.file, r.signed,
            *(said or None for said in (r.hash, r.scan, r.sent, r.outcome, r.seal, r.period)),
        )
        for r in rows
    ]
