"""Sign off 签署: a commitment sheet came back signed; its day, and where the signed copy is kept, are recorded."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import ChangeSet, Line, Outcome, PutCells
from salesbook.book.reading import read
from salesbook.book.references import position
from salesbook.errors import Place, Problem, errors_in
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book, Issued
    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.book.values import Content


@dataclass(frozen=True, slots=True)
class SignoffRequest:
    """Who signed, on which day (none: today), which version (none: the one issued last), for which period of the plan
    ("": all of it), and where the signed copy of a single rep is kept."""

    reps: tuple[str, ...]
    day: date | None = None
    version: int | None = None
    period: str = ""
    scan: str = ""


def signoff(snapshot: Snapshot, request: SignoffRequest, today: date) -> Outcome:
    """The signatures in the record of issued letters."""
    reading = read(snapshot)
    book, block = reading.book, snapshot.tables.get("sb_issued")
    if book is None or reading.errors:
        return Outcome(problems=reading.problems)
    day = request.day or today
    found = [(rep, _issued(book, rep, request)) for rep in dict.fromkeys(request.reps)]
    problems = [*_wrong(book, found, request, day, today), *_columns(block, request)]
    if block is None or errors_in(problems):
        return Outcome(problems=(*reading.problems, *problems))
    rows = [(one, _row_of(block, one)) for _, one in found if one]
    cells: dict[tuple[int, int], Content] = {}
    for _, row in rows:
        cells |= {(row, _at(block, key)): value for key, value in _written(request, day)}
    changes = ChangeSet((PutCells("sb_issued", cells),)) if cells else ChangeSet()
    lines = tuple(_line(one, day) for one, _ in rows)
    return Outcome(changes, (*reading.problems, *problems), lines)


def _written(request: SignoffRequest, day: date) -> Iterator[tuple[str, Content]]:
    yield "signed", day
    if request.scan:
        yield "scan", request.scan


def _issued(book: Book, rep: str, request: SignoffRequest) -> Issued | None:
    """What the rep was issued last, of the version that is asked for."""
    versions = (request.version,) if request.version is not None else {one.version for one in book.issued}
    rows = (one for one in reversed(book.issued) if (one.rep, one.period) == (rep, request.period))
    return next((one for one in rows if one.version in versions), None)


def _wrong(
    book: Book, found: Sequence[tuple[str, Issued | None]], request: SignoffRequest, day: date, today: date
) -> Iterator[Problem]:
    if request.scan and len(found) != 1:
        yield Problem("one-scan-for-many", words={"file": request.scan, "count": len(found)})
    if day > today:
        yield Problem("signed-in-future", words={"day": day})
    for rep, one in found:
        if one is None:
            yield _not_issued(book, rep, request)
            continue
        if day < one.issued:
            yield Problem("signed-before-issued", one.place, {"rep": rep, "day": day, "issued": one.issued})
        if one.signed and one.signed != day:
            yield Problem("signed-already", one.place, {"rep": rep, "before": one.signed, "day": day})


def _not_issued(book: Book, rep: str, request: SignoffRequest) -> Problem:
    """Nothing was issued to this name; the remedy lists whom there is."""
    known = dict.fromkeys(one.rep for one in book.issued if one.period == request.period)
    version = {"zh": f"第 {request.version} 版", "en": f" of version {request.version}"}
    words = {"rep": rep, "known": ", ".join(known) or "–", "version": version if request.version is not None else ""}
    return Problem("not-issued", Place(table="sb_issued"), words)


def _columns(block: TableBlock | None, request: SignoffRequest) -> Iterator[Problem]:
    """Columns that a table from before they came does not have."""
    wanted = ("signed", "scan") if request.scan else ("signed",)
    for key in wanted if block else ():
        column = CATALOGUE["sb_issued"].column(key)
        if block and position(block.headings, column) is None:
            words = {"table": block.name, "column": {"zh": column.zh, "en": column.en}}
            yield Problem("column-missing", Place(block.sheet, table=block.name), words)


def _at(block: TableBlock, key: str) -> int:
    at = position(block.headings, CATALOGUE["sb_issued"].column(key))
    assert at is not None, "reading and _columns have seen it"
    return at


def _row_of(block: TableBlock, one: Issued) -> int:
    """The row of a letter in its table: the place of its signature says which."""
    return int(one.place.cell.lstrip(ascii_uppercase)) - block.row - 1


def _line(one: Issued, day: date) -> Line:
    what = in_each("letters", "signoff.signed", rep=one.rep, serial=one.serial, version=one.version)
    return Line(what, one.signed, day)
