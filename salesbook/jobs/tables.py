"""How jobs put our own tables: rows of one that is there, or its page when it is not there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE, SETTINGS
from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage, PutRows
from salesbook.book.references import Refs, folded, position
from salesbook.sheets.inputs import table_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from salesbook.book.catalogue import Setting
    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.book.values import Content, Scalar
    from salesbook.texts import Language

    Rows = Sequence[Sequence[Content]]


def put_table(snapshot: Snapshot, name: str, rows: Rows, language: Language) -> ChangeSet:
    """All rows of a table, each with all columns of the catalogue in its order."""
    if name not in snapshot.tables:
        return ChangeSet((PutPage(table_page(name, {name: rows}, language)),))
    refs = Refs(language, snapshot.tables)
    headings = tuple(refs.heading(name, column.key) for column in CATALOGUE[name].columns)
    known = [i for i, heading in enumerate(headings) if heading in snapshot.tables[name].headings]
    kept = tuple(tuple(row[i] for i in known) for row in rows)
    return ChangeSet((PutRows(name, tuple(headings[i] for i in known), kept),))


def put_setting(snapshot: Snapshot, setting: Setting, value: Scalar, language: Language) -> ChangeSet:
    """A setting's value, in its row or, if people took the row away, in a new one."""
    block = snapshot.tables["sb_settings"]
    table = CATALOGUE["sb_settings"]
    key_at, value_at = (position(block.headings, table.column(key)) for key in ("key", "value"))
    assert key_at is not None, "reading has seen the column"
    assert value_at is not None, "reading has seen the column"
    row = _row_of(block, setting, key_at)
    if row is not None:
        return ChangeSet((PutCells("sb_settings", {(row, value_at): value}),))
    name = setting.zh if language == "zh" else setting.en
    headings = (block.headings[key_at], block.headings[value_at])
    return ChangeSet((AppendRows("sb_settings", headings, ((name, value),)),))


def as_of_setting(snapshot: Snapshot, day: date | None, language: Language) -> ChangeSet:
    """The day up to which actuals count, where somebody asked for one."""
    setting = next(setting for setting in SETTINGS if setting.key == "as_of")
    return put_setting(snapshot, setting, day, language) if day else ChangeSet()


def _row_of(block: TableBlock, setting: Setting, key_at: int) -> int | None:
    names = {folded(name) for name in (setting.key, setting.zh, setting.en)}
    return next((i for i, row in enumerate(block.rows) if folded(str(row[key_at] or "")) in names), None)
