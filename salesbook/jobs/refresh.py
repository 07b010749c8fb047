"""After a change of the tables, the sheets over them are rendered anew, so that their stored results stay true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.changes import ChangeSet, PutPage
from salesbook.sheets.render import pages_after

if TYPE_CHECKING:
    from collections.abc import Collection

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot


def refreshed(snapshot: Snapshot, book: Book, changes: ChangeSet, wanted: Collection[str] = ()) -> ChangeSet:
    """Pages that follow from `book`, the book as it will be: those that are there, and those wanted now."""
    return ChangeSet(tuple(PutPage(page) for page in pages_after(book, snapshot, changes, wanted)))
