"""Verify 核对: whether a commitment sheet that came back is as it was issued, and which cells are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.changes import Line, Outcome
from salesbook.book.reading import read
from salesbook.errors import InputError, Place, Problem
from salesbook.jobs.issue import IssueRequest, Issuing
from salesbook.letters.verify import read_returned
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from salesbook.book.model import Book, Issued
    from salesbook.book.snapshot import Snapshot
    from salesbook.letters.verify import Difference, ReturnedLetter

MOST = 20
"""So many cells are named; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """A file that came back; with a plan, the template that its letters are made from (none: as the plan says)."""

    content: bytes
    label: str
    template: bytes | None = None
    template_label: str = ""


def verify(snapshot: Snapshot | None, request: VerifyRequest, today: date) -> Outcome:
    """What was altered, each cell by its place. Without a plan the file is held against its own seal; with one also
    against what the plan recorded, which nobody outside can change."""
    try:
        letter = read_returned(request.content, request.label)
    except InputError as error:
        return Outcome(problems=error.problems)
    problems = list(_of_plan(snapshot, letter)) if snapshot else []
    if not letter.unchanged:
        problems += _altered(letter, _differences(snapshot, letter, request, today))
    return Outcome(problems=tuple(problems), summary=_summary(letter, sound=not problems))


def _of_plan(snapshot: Snapshot, letter: ReturnedLetter) -> Iterator[Problem]:
    """What the plan's record says against the file."""
    reading = read(snapshot, only=("sb_reps", "sb_issued"))
    if reading.book is None:
        yield from reading.problems
        return
    said, place = letter.identity, Place(file=letter.label)
    rows = [one for one in reading.book.issued if one.serial == said.serial]
    if not rows:
        yield Problem("letter-not-recorded", place, {"serial": said.serial})
    elif all(one.seal and one.seal != said.seal for one in rows):
        yield Problem("letter-resealed", place, {"serial": said.serial, "rep": said.rep})
    yield from _outdated(reading.book, letter)


def _outdated(book: Book, letter: ReturnedLetter) -> Iterator[Problem]:
    said = letter.identity
    rows = [one for one in book.issued if (one.rep, one.period) == (said.rep, said.period)]
    latest: Issued | None = max(rows, key=lambda one: one.version, default=None)
    if latest and latest.version > said.version:
        words = {"serial": said.serial, "version": said.version, "latest": latest.version}
        yield Problem("letter-outdated", Place(file=letter.label), words)


def _differences(
    snapshot: Snapshot | None, letter: ReturnedLetter, request: VerifyRequest, today: date
) -> list[Difference]:
    """By the letter as the plan makes it again, where it does; else by the marks in the file."""
    again = _again(snapshot, letter, request, today) if snapshot else None
    if again and again.identity.seal == letter.identity.seal:
        return letter.against(again)
    return letter.suspects()


def _again(
    snapshot: Snapshot, letter: ReturnedLetter, request: VerifyRequest, today: date
) -> ReturnedLetter | None:
    """The same letter made anew; None where the plan does not make it any more."""
    said = letter.identity
    wanted = IssueRequest((said.rep,), request.template, request.template_label, period=said.period)
    issuing = Issuing(snapshot, wanted, today)
    if not issuing.due:
        return None
    return read_returned(issuing.make(issuing.due[0]).file.content, letter.label)


def _altered(letter: ReturnedLetter, differences: list[Difference]) -> Iterator[Problem]:
    for sheet in letter.missing:
        yield Problem("sealed-sheet-gone", Place(file=letter.label), {"sheet": sheet})
    found = [one for one in differences if one.sheet not in letter.missing]
    for one in found[:MOST]:
        words = {"now": _shown(one.now), "before": _shown(one.before or "")}
        code = "cell-altered-from" if one.before is not None else "cell-altered"
        yield Problem(code, Place(one.sheet, one.cell, file=letter.label), words)
    if len(found) > MOST:
        yield Problem("more-cells-altered", Place(file=letter.label), {"count": len(found) - MOST})


def _shown(token: str) -> str:
    """What a cell says, as people see it; – for an empty one.

    >>> _shown("'Li Wei"), _shown("500000"), _shown("0.25"), _shown("=A1"), _shown("")
    ('Li Wei', '500,000', '0.25', '=A1', '–')
    """
    return f"{int(token):,}" if token.lstrip("-").isdecimal() else token.removeprefix("'") or "–"


def _summary(letter: ReturnedLetter, *, sound: bool) -> tuple[Line, ...]:
    said = letter.identity
    words = {"rep": said.rep, "serial": said.serial, "version": said.version, "hash": said.hash[:12]}
    lines = (Line(in_each("letters", "verify.letter", **words)),)
    return (*lines, Line(in_each("letters", "verify.sound"))) if sound else lines
