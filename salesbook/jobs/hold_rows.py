"""Holds as rows of sb_holds: written in the place of an older one or at the end, taken away, found again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import ChangeSet, PutPage, PutRows
from salesbook.book.inverse import rows_of
from salesbook.book.references import position
from salesbook.sheets.inputs import table_page
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from salesbook.book.model import Book, Hold
    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.book.values import Content, Scalar
    from salesbook.texts import Language

TABLE = "sb_holds"


def with_holds(snapshot: Snapshot, book: Book, made: Sequence[Hold]) -> ChangeSet:
    """The table with new rows, each in the place of one of the same slice, tier and kind, or at the end."""
    language = book.settings.language
    block = snapshot.tables.get(TABLE)
    if block is None:
        page = table_page(TABLE, {TABLE: [tuple(_cells(one, language).values()) for one in made]}, language)
        return ChangeSet((PutPage(page, after="goals"),))
    rows = [] if block.is_empty else list(rows_of(block).rows)
    for one in made:
        old = next((there for there in book.holds if _same(there, one)), None)
        at = _row_of(old, block) if old else len(rows)
        rows[at : at + 1] = [_row(one, block, rows[at] if old else (), language)]
    return ChangeSet((PutRows(TABLE, block.headings, tuple(rows)),))


def without_holds(snapshot: Snapshot, gone: Collection[Hold]) -> ChangeSet:
    """The table without some of its rows; those below move up, with people's own columns."""
    block = snapshot.tables[TABLE]
    rows = {_row_of(one, block) for one in gone}
    kept = tuple(row for at, row in enumerate(rows_of(block).rows) if at not in rows)
    return ChangeSet((PutRows(TABLE, block.headings, kept),))


def _same(there: Hold, one: Hold) -> bool:
    mine, theirs = ((h.metric, dict(h.scope), h.period, h.tier, h.kind) for h in (there, one))
    return mine == theirs


def _row_of(one: Hold, block: TableBlock) -> int:
    """A hold's row, counted from 0 within the table's data."""
    return int(re.sub(r"\D", "", one.place.cell)) - block.row - 1


def _row(one: Hold, block: TableBlock, old: Sequence[Content], language: Language) -> tuple[Content, ...]:
    """A row as wide as the table; people's own columns keep what stood there."""
    made: list[Content] = list(old) or [None] * len(block.headings)
    for key, value in _cells(one, language).items():
        at = position(block.headings, CATALOGUE[TABLE].column(key))
        if at is not None:
            made[at] = value
    return tuple(made)


def _cells(one: Hold, language: Language) -> dict[str, Scalar]:
    """Column -> value, in the catalogue's order."""
    return {
        "metric": text("choices", f"metric.{one.metric}", language),
        "scope": ", ".join(_conditions(one, language)) or None,
        "period": one.period or None,
        "tier": text("choices", f"tier.{one.tier}", language),
        "kind": text("choices", f"hold.{one.kind}", language),
        "value": one.value,
        "growth": one.growth,
        "reason": one.reason or None,
        "owner": one.owner or None,
        "date": one.day,
    }


def _conditions(one: Hold, language: Language) -> Iterator[str]:
    return (f"{text('choices', f'axis.{axis}', language)}={member}" for axis, member in one.scope.items())
