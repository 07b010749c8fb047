"""What became of each message, written into the record of issued letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import ChangeSet, Line, Outcome, PutCells
from salesbook.book.reading import language_of
from salesbook.book.reading_cells import int_of, text_of
from salesbook.book.references import position
from salesbook.errors import Place, Problem
from salesbook.mail.ledger import Key
from salesbook.texts import in_each, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.book.values import Content
    from salesbook.mail.ledger import Entry, Ledger
    from salesbook.texts import Language

_OURS = ("sent", "outcome")
_NEEDED = ("rep", "version", "serial")


def recorded(snapshot: Snapshot, ledger: Ledger) -> Outcome:
    """The cells of sb_issued that do not say yet what the ledger says."""
    block = snapshot.tables.get("sb_issued")
    if block is None or not ledger.last:
        return Outcome()
    at = {key: position(block.headings, CATALOGUE["sb_issued"].column(key)) for key in (*_NEEDED, "hash", *_OURS)}
    missing = [key for key in (*_NEEDED, *_OURS) if at[key] is None]
    if missing:
        return Outcome(problems=tuple(_lacks(block, key) for key in missing))
    cells = _cells(block, {k: v for k, v in at.items() if v is not None}, ledger, language_of(snapshot))
    if not cells:
        return Outcome()
    line = Line(in_each("mail", "list.recorded", count=len({row for row, _ in cells})))
    return Outcome(ChangeSet((PutCells("sb_issued", cells),)), summary=(line,))


def _lacks(block: TableBlock, key: str) -> Problem:
    column = CATALOGUE["sb_issued"].column(key)
    words = {"column": {"zh": column.zh, "en": column.en}, "table": block.sheet}
    return Problem("table-lacks-column", Place(block.sheet, table=block.name), words)


def _cells(
    block: TableBlock, at: Mapping[str, int], ledger: Ledger, language: Language
) -> dict[tuple[int, int], Content]:
    found: dict[tuple[int, int], Content] = {}
    for number, row in enumerate(block.rows):
        if row[at["rep"]] is None:
            continue
        hashed = text_of(row[at["hash"]]) if "hash" in at and row[at["hash"]] is not None else ""
        key = Key(text_of(row[at["rep"]]), int_of(row[at["version"]]), hashed or text_of(row[at["serial"]]))
        entry = ledger.last.get(key)
        for name, wanted in _said(entry, language).items() if entry else ():
            if row[at[name]] != wanted:
                found[number, at[name]] = wanted
    return found


def _said(entry: Entry, language: Language) -> dict[str, str | None]:
    """When it was sent (None when it certainly was not), and what became of it."""
    went = entry.state in ("sent", "said-sent", "sending")
    said = text("mail", f"outcome.{entry.state}", language, to=entry.to, said=entry.said)
    return {"sent": entry.at.replace("T", " ") if went else None, "outcome": said}
