"""Carrying out a ChangeSet on a package: bytes in, bytes out; all changes or, with problems, none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.book.changes import AppendRows, PutCells, PutPage, PutRows, RemovePage, TrimRows
from salesbook.errors import InputError, Place, Problem
from salesbook.package import page_edit, table_edit
from salesbook.package.damage import damage_named
from salesbook.package.open_book import OpenBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from salesbook.book.changes import Change, ChangeSet
    from salesbook.book.page import Page

_FORMULA = re.compile(r"<(?:\w+:)?(?:f|formula|formula1|formula2|definedName|calculatedColumnFormula)\b[^>]*>([^<]+)<")


def applied(content: bytes, changes: ChangeSet, label: str = "") -> bytes:
    """The workbook's bytes after the changes. Raises InputError when one of them cannot be carried out."""
    with damage_named(label):
        return _applied(OpenBook(content, label), changes, label)


def _applied(book: OpenBook, changes: ChangeSet, label: str) -> bytes:
    before = {t.casefold(): table.name for t, table in book.tables.items()}
    removed: list[str] = []
    for change in changes.changes:
        removed += _carry_out(book, change)
    if not book.workbook.shows_a_tab():
        raise InputError(Problem("last-sheet", Place(sheet=removed[-1]), {"sheet": removed[-1]}))
    new = book.content()
    gone = [name for folded, name in before.items() if folded not in book.tables]
    left = [name for name in removed if name and not book.workbook.tab(name)]
    if gone or left:
        _refuse_dangling(new, left, gone, label)
    return new


def drawn(base: bytes, pages: Sequence[Page]) -> bytes:
    """A new workbook of the pages: the base workbook with its own tabs taken away."""
    book = OpenBook(base)
    old = [tab.name for tab in book.workbook.tabs]
    for name in old:
        if any(page.title.casefold() == name.casefold() for page in pages):
            raise ValueError(f"a page may not be called {name!r}, as the base workbook's sheet is")
    for page in pages:
        page_edit.put_page(book, page)
    for name in old:
        part = book.part(name)
        book.workbook.remove_tab(name)
        book.forget(part)
    _drop_authorship(book)
    return book.content()


def _drop_authorship(book: OpenBook) -> None:
    """Who made the base workbook and when says nothing about the new one; Excel fills it in on saving."""
    parts = book.workbook.parts
    for relation in parts.relations(""):
        if relation.kind == "core-properties":
            parts.unrelate("", relation.id)
            parts.remove(relation.target)


def _carry_out(book: OpenBook, change: Change) -> Iterable[str]:
    """Carry out one change; gives the names of tabs that it removed."""
    match change:
        case PutRows(table, headings, rows):
            table_edit.put_rows(book, table, headings, rows)
        case AppendRows(table, headings, rows):
            table_edit.append_rows(book, table, headings, rows)
        case TrimRows(table, count):
            table_edit.trim_rows(book, table, count)
        case PutCells(table, cells):
            table_edit.put_cells(book, table, cells)
        case PutPage(page, after):
            page_edit.put_page(book, page, after)
        case RemovePage(key):
            return (page_edit.remove_page(book, key),)
    return ()


def _refuse_dangling(content: bytes, tabs: Sequence[str], tables: Sequence[str], label: str) -> None:
    """Formulas that still speak of a tab or table that is gone would read #REF!, or make Excel offer a repair."""
    book = OpenBook(content, label)
    for what in (*tabs, *tables):
        pattern = _mention(what, is_table=what in tables)
        users = [part for part in book.archive.names() if part.endswith(".xml") and _mentions(book, part, pattern)]
        if users:
            words = {"name": what, "users": ", ".join(_place_names(book, users))}
            raise InputError(Problem("still-referred-to", Place(sheet=what), words))


def _mention(name: str, *, is_table: bool) -> re.Pattern[str]:
    from xml.sax.saxutils import escape

    if is_table:
        return re.compile(rf"(?<![\w.]){re.escape(escape(name))}\[", re.IGNORECASE)
    inner = re.escape(escape(name.replace("'", "''")))
    return re.compile(rf"(?:'{inner}'|(?<![\w.']){inner})!", re.IGNORECASE)


def _mentions(book: OpenBook, part: str, pattern: re.Pattern[str]) -> bool:
    text = book.archive.read(part).decode("utf-8", "replace")
    return bool(pattern.search(text)) and any(pattern.search(m[1]) for m in _FORMULA.finditer(text))


def _place_names(book: OpenBook, parts: Iterable[str]) -> list[str]:
    called = {tab.part: tab.name for tab in book.workbook.tabs}
    return [called.get(part, part) for part in parts]
