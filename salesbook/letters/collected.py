"""A rep's own tracking sheet as it came back: what was filled in, read as strictly as any other table.

The file is not trusted: its parts are read with the limits of every file, no link is followed and no macro is run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from salesbook.book.reading_cells import period_text
from salesbook.book.reading_table import Notes, TableReader
from salesbook.errors import InputError, Place, Problem, errors_in
from salesbook.letters.returned import RETURN
from salesbook.letters.verify import read_returned
from salesbook.package.reading import snapshot

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from salesbook.letters.identity import Identity
    from salesbook.letters.verify import ReturnedLetter

LONGEST_COMMENT = 500
"""Characters of one comment; what is beyond is cut off."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A day or a week of the sheet. What the rep left empty is None, or ""."""

    period: str
    start: date
    end: date
    target: int
    actual: Decimal | None = None
    own: Decimal | None = None
    comment: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Collected:
    """One returned file. `problems` are those of its cells; with an error among them the rows are not complete."""

    label: str
    letter: ReturnedLetter
    rows: tuple[ReturnedRow, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def identity(self) -> Identity:
        return self.letter.identity

    @property
    def usable(self) -> bool:
        """Whether every filled cell could be read."""
        return not errors_in(self.problems)


def collected(content: bytes, label: str) -> Collected:
    """What a file holds. Raises InputError: no workbook, no letter of ours, no tracking sheet in it."""
    letter = read_returned(content, label)
    block = snapshot(content, label).tables.get(RETURN.name)
    if block is None:
        raise InputError(Problem("returned-without-sheet", Place(file=label), {"file": label}))
    notes = Notes()
    rows = _rows(TableReader(block, notes, RETURN))
    return Collected(label, letter, rows, tuple(_of_file(p, label) for p in notes.all_problems()))


def _rows(reader: TableReader) -> tuple[ReturnedRow, ...]:
    fixed = [reader.column("period", period_text), reader.column("start"), reader.column("end")]
    targets, own = reader.column("target"), reader.column("my_number")
    for index, number in enumerate(own):
        if number is not None and number < 0:
            reader.refuse(index, "my_number", "negative-number", shown=number)
    comments = [_shortened(comment) for comment in reader.texts("comment")]
    columns = (*fixed, [t or 0 for t in targets], reader.column("actual"), own, comments, reader.places("actual"))
    return tuple(ReturnedRow(*values) for _, values in reader.good(*columns))


def _shortened(comment: str) -> str:
    """On one line, and not endless."""
    said = " ".join(comment.split())
    return said if len(said) <= LONGEST_COMMENT else said[: LONGEST_COMMENT - 1] + "…"


def _of_file(problem: Problem, label: str) -> Problem:
    """A place in another file, as Excel writes it: [file]sheet."""
    place = problem.place
    return replace(problem, place=replace(place, sheet=f"[{label}]{place.sheet}"))
