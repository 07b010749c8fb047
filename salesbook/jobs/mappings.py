"""Saved mappings 导入映射: how a system's files are understood, kept in the workbook and found again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import ChangeSet
from salesbook.book.pasted_columns import match_columns
from salesbook.book.reading_words import hint
from salesbook.book.references import folded
from salesbook.errors import Place, Problem
from salesbook.jobs.tables import put_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from salesbook.book.model import Book, MappingRow
    from salesbook.book.pasted import Export
    from salesbook.book.pasted_sales import Asked
    from salesbook.book.snapshot import Snapshot
    from salesbook.texts import Language

Row = tuple[str | None, ...]


def asked_with(book: Book, export: Export, asked: Asked, name: str, table: str) -> tuple[Asked, tuple[Problem, ...]]:
    """What people say about a file and what the mapping says, people first.

    Without a name, the mapping is taken whose headings are exactly the file's, the last one of several.
    """
    mappings = _by_name(book.mappings)
    if not name:
        rows = _fitting(mappings.values(), export)
        return (_joined(rows, asked, table), (_used(rows, export),)) if rows else (asked, ())
    rows = mappings.get(name.casefold(), [])
    if not rows:
        known = [found[0].mapping for found in mappings.values()]
        words = {"shown": name, "hint": hint(name, known), "known": ", ".join(known) or "–"}
        return asked, (Problem("mapping-unknown", Place(table="sb_mappings"), words),)
    own = _joined(rows, asked, table)
    return own, tuple(_missing(rows, own, asked, export))


def _by_name(rows: Iterable[MappingRow]) -> dict[str, list[MappingRow]]:
    found: dict[str, list[MappingRow]] = {}
    for row in rows:
        found.setdefault(row.mapping.casefold(), []).append(row)
    return found


def _fitting(mappings: Iterable[Sequence[MappingRow]], export: Export) -> Sequence[MappingRow]:
    headings = {folded(heading) for heading in export.headings} - {""}
    fitting = [rows for rows in mappings if {folded(row.heading) for row in rows if row.heading} == headings]
    return fitting[-1] if fitting else ()


def _joined(rows: Iterable[MappingRow], asked: Asked, table: str) -> Asked:
    rows, keys = tuple(rows), {column.key for column in CATALOGUE[table].columns}
    taken = {folded(heading) for heading in asked.columns.values()}
    columns = {
        row.column: row.heading
        for row in rows
        if row.column in keys and row.heading and folded(row.heading) not in taken
    }
    values = {(row.column, row.spelled): row.member for row in rows if row.spelled}
    return replace(asked, columns=columns | dict(asked.columns), values=values | dict(asked.values))


def _missing(rows: Sequence[MappingRow], own: Asked, asked: Asked, export: Export) -> Iterable[Problem]:
    """The headings of the mapping that the file does not have."""
    there = {folded(heading) for heading in export.headings}
    for row in rows:
        used = row.column and row.heading and own.columns.get(row.column) == row.heading
        if used and row.column not in asked.columns and folded(row.heading) not in there:
            words = {"mapping": row.mapping, "heading": row.heading, "hint": hint(row.heading, export.headings)}
            yield Problem("mapping-heading", row.place, {**words, "key": row.column, "name": export.name})


def _used(rows: Sequence[MappingRow], export: Export) -> Problem:
    return Problem("mapping-used", Place(file=export.name), {"mapping": rows[0].mapping, "name": export.name})


def saving(snapshot: Snapshot, book: Book, export: Export, asked: Asked, name: str, table: str) -> ChangeSet:
    """The mapping of a file under a name, in place of what the name stood for; nothing where it is the same."""
    language = book.settings.language
    mine = [_shown(row, language) for row in book.mappings if row.mapping.casefold() == name.casefold()]
    new = _rows(export, asked, name, table, language)
    if mine == new:
        return ChangeSet()
    others = [_shown(row, language) for row in book.mappings if row.mapping.casefold() != name.casefold()]
    return put_table(snapshot, "sb_mappings", [*others, *new], language)


def _rows(export: Export, asked: Asked, name: str, table: str, language: Language) -> list[Row]:
    """A row for each heading of the file, those that serve no column too; then one for each spelling."""
    found = match_columns(export, CATALOGUE[table], asked.columns).columns
    keys = {at: key for key, at in found.items()}
    rows: list[Row] = [
        (name, _column(keys[at], language) if at in keys else None, heading, None, None)
        for at, heading in enumerate(export.headings)
        if heading
    ]
    return rows + [
        (name, _column(axis, language), None, shown, member) for (axis, shown), member in asked.values.items()
    ]


def _shown(row: MappingRow, language: Language) -> Row:
    cells = (row.heading, row.spelled, row.member)
    return row.mapping, _column(row.column, language) if row.column else None, *(cell or None for cell in cells)


def _column(key: str, language: Language) -> str:
    return CATALOGUE["sb_actuals"].column(key).heading(language)
