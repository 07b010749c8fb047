"""Serial numbers of letters: the plan's year and version, and the rep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.letters.narrow import periods_of

if TYPE_CHECKING:
    from salesbook.book.model import Book, Rep

_MONTH = re.compile(r"\d{4}-\d{2}")
_SIMPLE = re.compile(r"[A-Za-z0-9]{1,12}")


def serial_of(book: Book, rep: Rep, period: str = "") -> str:
    """SB-2026-V1-E003: by the rep's staff id, or, when not all reps have one of their own, by the rep's row.

    Ids count when each is of plain letters and digits and none stands twice; then sorting the team changes nothing.
    For a single period of the plan: SB-202603-V1-E003 for a month, SB-2026P2-V1-E003 for the second of other periods.
    """
    ids = [other.id.upper() for other in book.reps]
    by_id = all(_SIMPLE.fullmatch(one) for one in ids) and len(set(ids)) == len(ids)
    last = rep.id.upper() if by_id else f"{_row(book, rep):03}"
    return f"SB-{_span(book, period)}-V{book.settings.version}-{last}"


def _span(book: Book, period: str) -> str:
    if not period:
        return f"{book.settings.start.year}"
    if _MONTH.fullmatch(period):
        return period.replace("-", "")
    return f"{book.settings.start.year}P{periods_of(book).index(period) + 1}"


def _row(book: Book, rep: Rep) -> int:
    return next(i for i, other in enumerate(book.reps, start=1) if other.name == rep.name)
