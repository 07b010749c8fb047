"""Workbooks open in the small Excel, as xlwings' books and as live hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.hosts.live import LiveHost
from salesbook.package.apply import drawn
from salesbook.package.styles import looks
from tests.excel.com import xlwings_for_windows
from tests.excel.fake import Application

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.page import Page


def open_book(content: bytes, name: str = "plan.xlsx", app: Application | None = None):
    """The bytes as an open workbook: xlwings' Book, and the Excel that it is open in."""
    xlwings, windows = xlwings_for_windows()
    app = app or Application()
    inner = app.opened(content, name)
    windows.N_COM_ATTEMPTS = 3
    return xlwings.Book(impl=windows.Book(xl=windows.COMRetryObjectWrapper(inner))), app


def live_host(pages: Sequence[Page]) -> LiveHost:
    """A new workbook of pages, open in Excel."""
    book, _ = open_book(drawn(looks(), pages))
    return LiveHost(book)
