"""Who was issued and signed what, and whether that is still the plan."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.errors import Problem
from salesbook.letters.content import Issue, Writer
from salesbook.letters.narrow import periods_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesbook.book.model import Book, Issued
    from salesbook.letters.letter import Letter

_TIERS = ("floor", "target", "stretch")


def last_issued(book: Book, rep: str, period: str = "") -> Issued | None:
    """What a rep was issued last, for the whole plan or for one period of it."""
    return next((one for one in reversed(book.issued) if (one.rep, one.period) == (rep, period)), None)


def last_signed(book: Book, rep: str, period: str = "") -> Issued | None:
    """What a rep signed last."""
    signed = (one for one in reversed(book.issued) if one.signed and (one.rep, one.period) == (rep, period))
    return next(signed, None)


def same_promise(issued: Issued, letter: Letter) -> bool:
    """Whether an issued letter says what this one says; rows without a fingerprint are compared by their totals."""
    if issued.hash:
        return issued.hash == letter.digest
    return all(getattr(issued, tier) == letter.slots[f"{tier}_total"] for tier in _TIERS)


def sign_again(book: Book) -> Iterator[Problem]:
    """A notice for each rep who signed something else than the plan says now, for the whole plan or a period of it."""
    signed: dict[str, list[Issued]] = defaultdict(list)
    for rep, period in dict.fromkeys((one.rep, one.period) for one in book.issued if one.signed):
        last = last_signed(book, rep, period)
        if last:
            signed[period].append(last)
    for period, rows in signed.items():
        if book.plan and (not period or period in periods_of(book)):
            yield from _moved(book, period, rows)


def _moved(book: Book, period: str, rows: list[Issued]) -> Iterator[Problem]:
    reps = {rep.name: rep for rep in book.reps}
    writer = Writer(book, Issue("formal", book.settings.start, Fraction(1), period))
    for row in rows:
        letter = writer.letter(reps[row.rep]) if row.rep in reps else None
        if letter and not same_promise(row, letter):
            last = last_issued(book, row.rep, period)
            yield _told(row, letter, last if last and same_promise(last, letter) else None)


def _told(row: Issued, letter: Letter, anew: Issued | None) -> Problem:
    """That it only waits for the signature where it was issued anew; else by its target, or that other parts moved."""
    now = letter.slots["target_total"]
    words: dict[str, object] = {"rep": row.rep, "version": row.version, "before": f"{row.target:,}", "now": f"{now:,}"}
    if anew:
        return Problem("sign-again-issued", anew.place, words | {"latest": anew.version})
    return Problem("sign-again" if row.target != now else "sign-again-parts", row.place, words)
