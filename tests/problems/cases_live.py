"""The smallest inputs of what goes wrong in a workbook that is open in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.changes import ChangeSet, PutCells
from salesbook.errors import HostError, Place, Problem
from salesbook.hosts.live import LiveHost
from salesbook.package.markup import element
from salesbook.package.open_book import OpenBook
from tests.excel.open_books import open_book

if TYPE_CHECKING:
    from collections.abc import Callable

ONE = ChangeSet((PutCells("sb_reps", {(0, 0): "x"}),))


def _content() -> bytes:
    from tests.hosts.test_live import PLAIN

    return PLAIN


def _refused(call: Callable[[], object], number: int = 0) -> Problem:
    try:
        call()
    except HostError as error:
        return error.problems[number]
    raise AssertionError("nothing was refused")


def _busy() -> Problem:
    book, app = open_book(_content())
    app.refusing["SaveCopyAs"] = -2147418111
    return _refused(LiveHost(book).read)


def _refusing() -> Problem:
    book, app = open_book(_content())
    app.refusing["SaveCopyAs"] = -2146827284
    found = _refused(LiveHost(book).read)
    return Problem(found.code, found.place, {**found.words, "reason": "1004"})


def _read_only() -> Problem:
    book, app = open_book(_content())
    app.books[0].__dict__["read_only"] = True
    return _refused(lambda: LiveHost(book).apply(ONE))


def _protected() -> Problem:
    package = OpenBook(_content())
    package.sheet("团队").put(element("sheetProtection", sheet=1))
    book, _ = open_book(package.content())
    return _refused(lambda: LiveHost(book).apply(ONE))


CASES: dict[str, Callable[[], Problem]] = {
    "excel-busy": _busy,
    "excel-refused": _refusing,
    "excel-read-only": _read_only,
    "excel-stopped": lambda: Problem("excel-stopped", Place(file="p.xlsx"), {"file": "p.xlsx", "copy": "1a2b.xlsx"}),
    "sheet-protected": _protected,
}
