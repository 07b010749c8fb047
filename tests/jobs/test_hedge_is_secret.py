"""A rep's own file never shows the hedge: not as a number, not as a word, nor what it could be worked out from."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.issue import IssueRequest, issue
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.texts import Language

WORDS = ("弹性", "hedge", "flex")


def planned(language: Language) -> Snapshot:
    """Three reps with unlike numbers, and 7.3 % over what is planned."""
    weights = zip(reps("Li", "Wang", "Zhao"), (1, 1.37, 0.81), strict=True)
    rows: dict[str, Any] = {
        "sb_goals": [goal(987_654_321, floor=876_543_210, stretch=1_234_567_890)],
        "sb_reps": [{**row, "weight": weight} for row, weight in weights],
    }
    before = snapshot(rows, {"flex": 0.073, "axes": ("rep",), "company": "Sprucewood", "issuer": "Zhou"}, language)
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def secrets(book: Book, rep: str) -> set[int]:
    """The hedge and what it lies on: of the rep, by period too, and of the whole plan."""
    mine = [row for row in book.plan if row.rep == rep]
    found = {row.hedge for row in mine} | {row.target for row in mine}
    for rows in (mine, list(book.plan)):
        found |= {sum(row.hedge for row in rows), sum(row.target for row in rows)}
    found.add(sum(row.target + row.hedge for row in book.plan))
    return found - {0}


def parts(content: bytes) -> Iterator[tuple[str, str]]:
    """Every part of the file by its name, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            yield name, book.read(name).decode("utf-8", errors="replace")


def numbers(words: str) -> set[str]:
    """All runs of digits, with separators and without."""
    plain = {found.replace(",", "") for found in re.findall(r"\d[\d,]*", words)}
    return plain | set(re.findall(r"\d+", words))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_part_of_any_letter_holds_the_hedge(language: Language) -> None:
    book_snapshot = planned(language)
    book = read(book_snapshot).book
    assert book is not None
    assert all(row.hedge > 0 for row in book.plan)
    outcome = issue(book_snapshot, IssueRequest(), date(2026, 1, 6))
    assert len(outcome.files) == 3, outcome.problems
    for rep, file in zip(("Li", "Wang", "Zhao"), outcome.files, strict=True):
        hidden = {str(number) for number in secrets(book, rep)}
        own = sum(row.target + row.hedge for row in book.plan if row.rep == rep)
        shown: set[str] = set()
        for name, words in parts(file.content):
            assert not hidden & numbers(words), (name, hidden & numbers(words))
            assert not [word for word in WORDS if word in words.lower()], name
            shown |= numbers(words)
        assert str(own) in shown, "the number handed down is there, so the search would find others, too"
