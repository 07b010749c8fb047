"""After a change of the tables, the sheets over them are rendered anew, so that their stored results stay true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.reading import read
from salesbook.sheets.acting import ACTING
from salesbook.sheets.before_signing import SIGNING
from salesbook.sheets.bottom_up import KEY as BOTTOM_UP
from salesbook.sheets.doing_page import KEY as DOING
from salesbook.sheets.forecast_page import KEY as FORECAST
from salesbook.sheets.gap_page import KEY as GAP
from salesbook.sheets.process_view import KEY as PROCESS
from salesbook.sheets.render import BESIDE_BOARD, BOARD, TRACKING, pages_after
from salesbook.sheets.review_page import KEY as REVIEW
from salesbook.sheets.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Collection

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

ORDER = (
    "guide", BOARD, *BESIDE_BOARD, *TRACKING, DOING, GAP, FORECAST, REVIEW, *VIEWS, PROCESS, "view.days",
    *SIGNING, BOTTOM_UP, *ACTING, "compare",
)  # fmt: skip
"""The sheets of formulas in the order of their tabs."""


def refreshed(snapshot: Snapshot, book: Book, changes: ChangeSet, wanted: Collection[str] = ()) -> ChangeSet:
    """Pages that follow from `book`, the book as it will be: those that are there, and those wanted now.

    New ones stand behind the guide: what people look at every morning first, the tables they fill in after it.
    """
    pages = pages_after(book, snapshot, changes, wanted)
    there = set(applied(snapshot, changes).pages)
    put = []
    for page in pages:
        put.append(PutPage(page, after=_before(page.key, there)))
        there.add(page.key)
    return ChangeSet(tuple(put))


def _before(key: str, there: Collection[str]) -> str:
    """The page that a new page comes after: the nearest one in the order of the sheets; "" for the end."""
    earlier = ORDER[: ORDER.index(key)] if key in ORDER else ORDER
    return next((known for known in reversed(earlier) if known in there), "")


def followed(snapshot: Snapshot, changes: ChangeSet) -> ChangeSet:
    """The changes and the pages that follow from them, for jobs that put rows without making a book of them.

    A workbook that has no such pages yet, or cannot be read, gets the changes alone.
    """
    if not changes or not any(key.startswith(("view.", "track.")) for key in snapshot.pages):
        return changes
    reading = read(applied(snapshot, changes))
    if reading.book is None or reading.errors:
        return changes
    return changes + refreshed(snapshot, reading.book, changes)
