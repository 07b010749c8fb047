"""What is kept of an issued letter: a row of sb_issued."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from salesbook.book.catalogue import CATALOGUE, TIERS
from salesbook.book.changes import AppendRows, ChangeSet, Outcome
from salesbook.book.reading_cells import int_of
from salesbook.book.references import Refs, position
from salesbook.errors import Place, Problem
from salesbook.jobs.tables import put_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.catalogue import Column
    from salesbook.book.model import Book, Issued
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar
    from salesbook.letters.letter import Letter

_ROWS = CATALOGUE["sb_issued"].columns


class Recorded(NamedTuple):
    """What is recorded of a letter; the fields are keys of sb_issued's columns."""

    rep: str
    version: int
    serial: str
    issued: date
    floor: int
    target: int
    stretch: int
    file: str
    hash: str
    seal: str
    period: str


def record_of(letter: Letter, file: str, seal: str) -> Recorded:
    """Of a letter that was made."""
    floor, target, stretch = (int_of(letter.slots[f"{tier}_total"]) for tier in TIERS)
    key = (letter.rep, letter.version, letter.serial, letter.issued)
    return Recorded(*key, floor, target, stretch, file, letter.digest, seal, letter.period)


def unrecordable(snapshot: Snapshot, period: str) -> Iterator[Problem]:
    """A table without the column that tells a period's letter from the whole plan's cannot record it."""
    block, column = snapshot.tables.get("sb_issued"), CATALOGUE["sb_issued"].column("period")
    if period and block and position(block.headings, column) is None:
        words = {"table": block.name, "column": {"zh": column.zh, "en": column.en}}
        yield Problem("column-missing", Place(block.sheet, table=block.name), words)


def recorded(snapshot: Snapshot, book: Book, made: Sequence[Recorded]) -> Outcome:
    """A row per letter that was not recorded before: the same letter issued again is the same letter.

    A table from before some columns came gets what it has columns for, and a warning names the others.
    """
    rows = [_row(one) for one in made if not any(_same(one, before) for before in book.issued)]
    if not rows:
        return Outcome()
    block = snapshot.tables.get("sb_issued")
    if block is None:
        return Outcome(put_table(snapshot, "sb_issued", rows, book.settings.language))
    refs = Refs(book.settings.language, snapshot.tables)
    headings = [refs.heading("sb_issued", column.key) for column in _ROWS]
    there = [i for i, heading in enumerate(headings) if heading in block.headings]
    kept = tuple(tuple(row[i] for i in there) for row in rows)
    missing = [column for i, column in enumerate(_ROWS) if i not in there and column.key in Recorded._fields]
    changes = ChangeSet((AppendRows("sb_issued", tuple(headings[i] for i in there), kept),))
    return Outcome(changes, (_lacking(block.sheet, missing),) if missing else ())


def _lacking(sheet: str, missing: Sequence[Column]) -> Problem:
    words = {"columns": {"zh": "、".join(c.zh for c in missing), "en": ", ".join(c.en for c in missing)}}
    return Problem("issued-lacks-columns", Place(sheet, table="sb_issued"), words)


def _row(one: Recorded) -> tuple[Scalar, ...]:
    values = (getattr(one, column.key, None) for column in _ROWS)
    return tuple(None if value == "" else value for value in values)


def _same(one: Recorded, before: Issued) -> bool:
    """Whether a row is of this letter; rows from before letters had a fingerprint are known by their number."""
    key = (one.rep, one.version, one.serial) == (before.rep, before.version, before.serial)
    return key and before.hash in ("", one.hash) and before.seal in ("", one.seal)
