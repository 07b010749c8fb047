"""What takes a ChangeSet back, and its form as text for the journal."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.changes import (
    AddSheet,
    AppendRows,
    Change,
    ChangeSet,
    PutCells,
    PutPage,
    PutRows,
    RemovePage,
    TrimRows,
)
from salesbook.book.values import ErrorValue, Formula, Unstored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.book.values import Content, Value


def inverse(snapshot: Snapshot, changes: ChangeSet) -> ChangeSet:
    """The changes that bring the tables of `snapshot` back after `changes` were carried out on it.

    Pages that were new are taken away. A page that was replaced gets its tables' rows back; its formulas follow from
    the tables and are rendered anew by the undo job. Columns that a change did not write are not written back: their
    cells never went, even where the table became shorter.
    """
    back: list[Change] = []
    for change in reversed(changes.changes):
        back += _one(snapshot, change)
    return ChangeSet(tuple(back))


def _one(snapshot: Snapshot, change: Change) -> list[Change]:
    match change:
        case PutRows(table=name, headings=headings) if name in snapshot.tables:
            return [rows_of(snapshot.tables[name], headings)]
        case AppendRows(table=name) | TrimRows(table=name) if name in snapshot.tables:
            block = snapshot.tables[name]
            kept = 0 if block.is_empty else len(block.rows)
            return [TrimRows(name, kept)] if isinstance(change, AppendRows) else [rows_of(block)]
        case PutCells(table=name, cells=cells) if name in snapshot.tables:
            rows = snapshot.tables[name].rows
            return [PutCells(name, {(r, c): _content(rows[r][c]) for r, c in cells})]
        case PutPage(page=page):
            if page.key not in snapshot.pages:
                return [RemovePage(page.key)]
            held = [(snapshot.tables[t.name], len(t.headings)) for t in page.tables if t.name in snapshot.tables]
            return [rows_of(block, block.headings[:ours]) for block, ours in held]
        case AddSheet(key=key):
            return [RemovePage(key)]
    return []


def rows_of(block: TableBlock, headings: Sequence[str] | None = None) -> PutRows:
    """A table as it stands, or some columns of it, as a change."""
    wanted = tuple(h for h in block.headings if headings is None or h in headings)
    at = [block.headings.index(h) for h in wanted]
    return PutRows(block.name, wanted, tuple(tuple(_content(row[i]) for i in at) for row in block.rows))


def _content(value: Value) -> Content:
    """Error cells and formulas nobody could read are not ours: they come back as empty."""
    return None if isinstance(value, ErrorValue | Unstored) else value


def to_text(changes: ChangeSet) -> str:
    """An inverse as text of ASCII letters.

    >>> from_text(to_text(ChangeSet((TrimRows("sb_history", 3),))))
    ChangeSet(changes=(TrimRows(table='sb_history', rows=3),))
    """
    packed = zlib.compress(json.dumps([_packed(c) for c in changes.changes], ensure_ascii=False).encode(), 9)
    return base64.b64encode(packed).decode("ascii")


def from_text(text: str) -> ChangeSet:
    """The inverse that `to_text` made text of; ValueError where it is not one."""
    try:
        return ChangeSet(tuple(_unpacked(c) for c in json.loads(zlib.decompress(base64.b64decode(text)))))
    except (zlib.error, KeyError, IndexError, TypeError) as e:
        raise ValueError("not an inverse") from e


def _packed(change: Change) -> list[Any]:
    match change:
        case PutRows():
            return ["rows", change.table, change.headings, [_tags(row) for row in change.rows]]
        case TrimRows():
            return ["trim", change.table, change.rows]
        case PutCells():
            return ["cells", change.table, [[r, c, _tag(v)] for (r, c), v in change.cells.items()]]
        case RemovePage():
            return ["remove", change.key]
    raise TypeError(f"{type(change).__name__} is no part of an inverse")


def _unpacked(packed: list[Any]) -> Change:
    kind, name, *rest = packed
    if kind == "rows":
        return PutRows(name, tuple(rest[0]), tuple(tuple(_untag(v) for v in row) for row in rest[1]))
    if kind == "cells":
        return PutCells(name, {(r, c): _untag(v) for r, c, v in rest[0]})
    return TrimRows(name, rest[0]) if kind == "trim" else RemovePage(name)


def _tags(row: Sequence[Content]) -> list[Any]:
    return [_tag(value) for value in row]


def _tag(value: Content) -> Any:
    """JSON knows no dates and no Decimal: those become a list of their kind and their text."""
    if isinstance(value, Formula):
        return ["=", value.text, _tag(value.result)]
    if isinstance(value, Decimal):
        return ["n", str(value)]
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    return ["d", value.isoformat()] if isinstance(value, date) else value


def _untag(value: Any) -> Content:
    if not isinstance(value, list):
        found: Content = value
        return found
    kind, text, *rest = value
    if kind == "=":
        result = _untag(rest[0])
        assert not isinstance(result, Formula)
        return Formula(text, result)
    readers: dict[str, Any] = {"n": Decimal, "t": datetime.fromisoformat, "d": date.fromisoformat}
    read: Content = readers[kind](text)
    return read
