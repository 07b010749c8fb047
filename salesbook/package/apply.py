"""Carrying out a ChangeSet on a package: bytes in, bytes out; all changes or, with problems, none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, unescape

from salesbook.book.changes import ADDED, AddSheet, AppendRows, PutCells, PutPage, PutRows, RemovePage, TrimRows
from salesbook.errors import InputError, Place, Problem
from salesbook.package import page_edit, table_edit
from salesbook.package.damage import damage_named
from salesbook.package.formula_text import ENTITIES, speaks_of
from salesbook.package.graft import graft
from salesbook.package.open_book import PAGE_NAME, OpenBook
from salesbook.package.page_tables import is_ours
from salesbook.package.ungraft import remove_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from salesbook.book.changes import Change, ChangeSet
    from salesbook.book.page import Page
    from salesbook.package.formula_text import Kind

    Mention = tuple[Kind, str]

_FORMULA = re.compile(r"<(?:\w+:)?(?:f|formula|formula1|formula2|definedName|calculatedColumnFormula)\b[^>]*>([^<]+)<")


def applied(content: bytes, changes: ChangeSet, label: str = "") -> bytes:
    """The workbook's bytes after the changes. Raises InputError when one of them cannot be carried out."""
    with damage_named(label):
        return _applied(OpenBook(content, label), changes, label)


def _applied(book: OpenBook, changes: ChangeSet, label: str) -> bytes:
    before = {t.casefold(): table.name for t, table in book.tables.items()}
    names = _own_names(book)
    removed: list[str] = []
    for change in changes.changes:
        removed += _carry_out(book, change)
    if not book.workbook.shows_a_tab():
        raise InputError(Problem("last-sheet", Place(sheet=removed[-1]), {"sheet": removed[-1]}))
    new = book.content()
    gone = [name for folded, name in before.items() if folded not in book.tables]
    left = [name for name in removed if name and not book.workbook.tab(name)]
    mentions: list[Mention] = [("sheet", name) for name in left] + [("table", name) for name in gone]
    mentions += [("name", name) for name in sorted(names - _own_names(book))]
    if mentions:
        _refuse_dangling(new, mentions, label)
    return new


def _own_names(book: OpenBook) -> set[str]:
    """The user's names for the whole workbook; ours are made anew by the pages that need them."""
    names = (n.name for n in book.workbook.names() if n.sheet is None)
    return {name for name in names if not is_ours(name) and not name.startswith(PAGE_NAME)}


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
            return (remove_sheet(book, key) if key.startswith(ADDED) else page_edit.remove_page(book, key),)
        case AddSheet(key, title, sheet, content, label):
            with damage_named(label):
                graft(book, OpenBook(content, label), sheet, title, key)
    return ()


def _refuse_dangling(content: bytes, mentions: Sequence[Mention], label: str) -> None:
    """Formulas that still speak of what is gone would read #REF! or #NAME?, or make Excel offer a repair."""
    book = OpenBook(content, label)
    for kind, what in mentions:
        users = [part for part in book.archive.names() if part.endswith(".xml") and _mentions(book, part, kind, what)]
        if users:
            words = {"name": what, "users": ", ".join(_place_names(book, users))}
            raise InputError(Problem("still-referred-to", Place(sheet=what), words))


def _mentions(book: OpenBook, part: str, kind: Kind, name: str) -> bool:
    text = book.archive.read(part).decode("utf-8", "replace")
    if escape(name).casefold() not in text.casefold() and "'" not in name:
        return False
    return any(speaks_of(unescape(found[1], ENTITIES), kind, name) for found in _FORMULA.finditer(text))


def _place_names(book: OpenBook, parts: Iterable[str]) -> list[str]:
    called = {tab.part: tab.name for tab in book.workbook.tabs}
    return [called.get(part, part) for part in parts]
