"""Serial numbers of letters: the plan's year and version, and the rep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesbook.book.model import Book, Rep

_SIMPLE = re.compile(r"[A-Za-z0-9]{1,12}")


def serial_of(book: Book, rep: Rep) -> str:
    """SB-2026-V1-E003: by the rep's staff id, or, when not all reps have one of their own, by the rep's row.

    Ids count when each is of plain letters and digits and none stands twice; then sorting the team changes nothing.
    """
    ids = [other.id.upper() for other in book.reps]
    by_id = all(_SIMPLE.fullmatch(one) for one in ids) and len(set(ids)) == len(ids)
    last = rep.id.upper() if by_id else f"{_row(book, rep):03}"
    return f"SB-{book.settings.start.year}-V{book.settings.version}-{last}"


def _row(book: Book, rep: Rep) -> int:
    return next(i for i, other in enumerate(book.reps, start=1) if other.name == rep.name)
