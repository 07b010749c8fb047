"""Workbooks in files, made of the books of tests/sheets with all sheets that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.changes import ChangeSet, PutPage
from salesbook.hosts.file import FileHost
from salesbook.sheets.guide import guide_page
from salesbook.sheets.render import pages_after
from tests.sheets.sheet_books import table_pages

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.model import Book


def workbook(book: Book, path: Path) -> FileHost:
    """The tables of a book, and over them all views, tracking sheets, the board and the guide."""
    host = FileHost.create(path, (guide_page(book.settings.language), *table_pages(book)))
    pages = pages_after(book, host.read(), ChangeSet(), ("views", "days", "track"))
    host.apply(ChangeSet(tuple(PutPage(page) for page in pages)))
    return host
