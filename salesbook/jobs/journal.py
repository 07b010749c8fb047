"""Every command that writes leaves a line in the journal and, hidden beside it, what takes the command back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.inverse import from_text, inverse, to_text
from salesbook.book.reading import language_of
from salesbook.jobs.tables import put_table
from salesbook.sheets.widths import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from salesbook.book.changes import ChangeSet, Line, Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar, Value
    from salesbook.texts import Language

KEPT = 20
"""How many commands can be taken back."""

_WIDTH = 60
"""Digits that fit into the journal's column: a longer text would be cut off, or make its printed page tiny."""

_PART = 30_000
"""Characters of one cell; Excel's limit is 32,767."""


def journaled(snapshot: Snapshot, outcome: Outcome, command: str, when: datetime) -> ChangeSet:
    """The outcome's changes, with its line in sb_journal and its inverse in sb_undo."""
    changes, language = outcome.changes, language_of(applied(snapshot, outcome.changes))
    rows = journal_rows(snapshot)
    seq = max((row_number(row) for row in rows), default=0) + 1
    line = next((line for line in outcome.summary if line.before is not None), None)
    entry = (
        seq, when.strftime("%Y-%m-%d %H:%M:%S"), command,
        _shortened([_told(line, language) for line in outcome.summary]),
        line.before if line else None, line.after if line else None, None,
    )
    stored = to_text(inverse(snapshot, changes))
    parts = [(seq, n, stored[at:at + _PART]) for n, at in enumerate(range(0, len(stored), _PART))]
    kept = [row for row in undo_rows(snapshot) if row_number(row) > seq - KEPT]
    return (
        changes
        + put_table(snapshot, "sb_journal", [*rows, entry], language)
        + put_table(snapshot, "sb_undo", [*kept, *parts], language)
    )


def _told(line: Line, language: Language) -> str:
    """What a line of the summary says, with its numbers as people write them."""
    shown = [f"{v:,}" if isinstance(v, int | Decimal) else str(v) for v in (line.before, line.after) if v is not None]
    return f"{line.said(language)} {' → '.join(shown)}".rstrip()


def _shortened(said: Sequence[str]) -> str:
    """As many as fit into the journal's column, and how many more there are; the first in any case.

    >>> _shortened(["Revenue, floor 0 → 900,000", "Revenue, target 0 → 1,000,000", "Rows 12", "Days 80"])
    'Revenue, floor 0 → 900,000; Revenue, target 0 → 1,000,000 … (+2)'
    """
    kept = list(said)
    while len(kept) > 1 and text_width("; ".join(kept)) > _WIDTH:
        kept.pop()
    more = f" … (+{len(said) - len(kept)})" if len(kept) < len(said) else ""
    return "; ".join(kept) + more


def journal_rows(snapshot: Snapshot) -> list[tuple[Scalar, ...]]:
    """The rows of sb_journal, empty ones left out."""
    return _rows(snapshot, "sb_journal")


def undo_rows(snapshot: Snapshot) -> list[tuple[Scalar, ...]]:
    """The rows of sb_undo, empty ones left out."""
    return _rows(snapshot, "sb_undo")


def stored_inverse(snapshot: Snapshot, seq: int) -> ChangeSet | None:
    """What takes command `seq` back; None when it is no longer kept or was damaged."""
    parts = sorted((_whole(row[1]), str(row[2])) for row in undo_rows(snapshot) if row_number(row) == seq)
    if not parts:
        return None
    try:
        return from_text("".join(text for _, text in parts))
    except ValueError:
        return None


def _rows(snapshot: Snapshot, table: str) -> list[tuple[Scalar, ...]]:
    block = snapshot.tables.get(table)
    rows: tuple[tuple[Value, ...], ...] = block.rows if block else ()
    return [row for row in rows if row[0] is not None]  # type: ignore[misc]


def row_number(row: Sequence[Scalar]) -> int:
    """The number of the command that a row of sb_journal or sb_undo belongs to."""
    return _whole(row[0])


def _whole(value: Scalar) -> int:
    """Numbers come back from a file as floats."""
    return int(value) if isinstance(value, int | float) else 0
