"""Undo 撤销: takes back the last command that is still in force, also after saving and reopening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.changes import ChangeSet, Line, Outcome, PutRows, TrimRows
from salesbook.book.reading import language_of
from salesbook.book.reading_words import choice_names
from salesbook.errors import Problem
from salesbook.jobs.journal import KEPT, journal_rows, row_number, stored_inverse, undo_rows
from salesbook.jobs.refresh import followed
from salesbook.jobs.tables import put_table
from salesbook.texts import in_each

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar
    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class UndoRequest:
    """The last command; there is nothing to choose."""


def undo(snapshot: Snapshot, request: UndoRequest, today: date) -> Outcome:  # noqa: ARG001
    """The inverse of the newest line of the journal that is not undone, and its mark there."""
    rows = journal_rows(snapshot)
    at = next((i for i in reversed(range(len(rows))) if not rows[i][-1]), None)
    if at is None:
        return Outcome(problems=(Problem("nothing-to-undo"),))
    seq = row_number(rows[at])
    back = stored_inverse(snapshot, seq)
    if back is None:
        return Outcome(problems=(Problem("undo-not-kept", words={"seq": seq, "command": rows[at][2], "kept": KEPT}),))
    language = language_of(snapshot)
    changes = _put_back(snapshot, back) + _marked(snapshot, rows, at, language)
    _, when, command, _, before, after, _ = rows[at]
    what = in_each("jobs", "undo.line", seq=seq, command=command, when=when)
    return Outcome(changes, summary=(Line(what, after, before),))


def _put_back(snapshot: Snapshot, back: ChangeSet) -> ChangeSet:
    """The inverse, without what is no longer there, and the pages that follow from the tables it brings back."""
    there = snapshot.tables
    kept = (c for c in back.changes if not isinstance(c, PutRows | TrimRows) or c.table in there)
    back = ChangeSet(tuple(kept))
    return followed(snapshot, back)


def _marked(snapshot: Snapshot, rows: list[tuple[Scalar, ...]], at: int, language: Language) -> ChangeSet:
    """The line of the journal says that it was undone; its inverse is no longer kept."""
    seq = rows[at][0]
    yes = choice_names("yes", language)[0]
    marked = [(*row[:-1], yes) if i == at else row for i, row in enumerate(rows)]
    kept = [row for row in undo_rows(snapshot) if row[0] != seq]
    return put_table(snapshot, "sb_journal", marked, language) + put_table(snapshot, "sb_undo", kept, language)
