"""sb_mappings read strictly: how files of other systems are understood, one row per heading or spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES, CATALOGUE
from salesbook.book.model import MappingRow
from salesbook.book.reading_words import hint
from salesbook.book.references import folded

if TYPE_CHECKING:
    from salesbook.book.reading_table import TableReader

KNOWN = {folded(name): c.key for c in CATALOGUE["sb_actuals"].columns for name in (c.key, c.zh, c.en)}
"""Every name of a column of sales -> its key."""


def read_mappings(reader: TableReader) -> tuple[MappingRow, ...]:
    """The rows; a row is of a heading of the file, or says how the file spells a member."""
    columns, headings = reader.texts("column"), reader.texts("heading")
    spelled, members = reader.texts("spelled"), reader.texts("member")
    keys = [KNOWN.get(folded(shown), "") for shown in columns]
    for index, (shown, key) in enumerate(zip(columns, keys, strict=True)):
        of_member = bool(spelled[index] or members[index])
        if (shown and not key) or (of_member and key not in AXES):
            _refuse(reader, index, shown, of_member=of_member)
    rows = reader.good(reader.column("mapping"), keys, headings, spelled, members, reader.places("mapping"))
    return tuple(MappingRow(*values) for _, values in rows)


def _refuse(reader: TableReader, index: int, shown: str, *, of_member: bool) -> None:
    """A column that is none, or beside a member no axis."""
    columns = [column for column in CATALOGUE["sb_actuals"].columns if column.key in AXES or not of_member]
    known = {"zh": "、".join(column.zh for column in columns), "en": ", ".join(column.en for column in columns)}
    names = [name for column in columns for name in (column.zh, column.en)]
    reader.refuse(index, "column", "mapping-column", shown=shown, hint=hint(shown, names), known=known)
