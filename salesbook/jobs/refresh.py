"""After a change of the tables, the sheets over them are rendered anew, so that their stored results stay true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.reading import read
from salesbook.sheets.render import pages_after

if TYPE_CHECKING:
    from collections.abc import Collection

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot


def refreshed(snapshot: Snapshot, book: Book, changes: ChangeSet, wanted: Collection[str] = ()) -> ChangeSet:
    """Pages that follow from `book`, the book as it will be: those that are there, and those wanted now."""
    return ChangeSet(tuple(PutPage(page) for page in pages_after(book, snapshot, changes, wanted)))


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
