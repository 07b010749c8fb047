"""A sheet of another workbook comes into this one with all that belongs to it.

Cells, formats, named styles, rules, validations, tables, charts, pictures, shapes, notes, names, links and print set-up
come along. Styles, parts, relationships, table ids and names are given anew where they are taken. What the formulas
speak of must be on the sheet itself or in this workbook; what a sheet cannot bring along is refused by its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.book.page import Area
from salesbook.book.tabs import free_tab
from salesbook.book.values import quoted
from salesbook.errors import InputError, Place, Problem
from salesbook.package.formula_text import in_part, said_otherwise
from salesbook.package.graft_cells import cells_moved, frame_moved
from salesbook.package.graft_names import put_names
from salesbook.package.graft_parts import PartsMove, cannot_come
from salesbook.package.graft_styles import StyleMove
from salesbook.package.graft_tables import new_names, tables_moved
from salesbook.package.page_tables import is_ours
from salesbook.package.sheet import Sheet
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from salesbook.package.formula_text import Kind
    from salesbook.package.open_book import OpenBook
    from salesbook.package.workbook import Tab
    from salesbook.texts import Language

    Said = Mapping[Language, str]

_RICH_VALUE = re.compile(r'<c\b[^<>]*\bvm="')


def graft(book: OpenBook, source: OpenBook, sheet: str, title: str, key: str) -> str:
    """Bring a sheet of the source in as the last tab, as a page with a key; the name that its tab gets.

    Raises InputError (`no-such-sheet`, `sheet-cannot-come`, `sheet-refers-elsewhere`).
    """
    tab = _tab(source, sheet)
    old = Sheet.read(source.archive.read(tab.part), tab.name) if tab.kind == "worksheet" else None
    _refuse(source, tab, sorted(_in_the_way(book, source, tab, old), key=lambda said: said["en"]))
    assert old is not None, "another kind of sheet was refused"
    name = free_tab(title, (t.name for t in book.workbook.tabs))
    new = book.workbook.add_tab(name, Sheet.empty(name).xml(), len(book.workbook.tabs))
    tables = new_names(book, source, tab.name)
    speech = _Speech(book, source, tab.name, name, tables)
    PartsMove(source.workbook.parts, book.workbook.parts, speech.formula).relations(tab.part, new.part)
    styles = StyleMove(source.styles.root, book.styles)
    cells_moved(old, styles, source)
    frame_moved(old, styles, speech.formula)
    book.archive.put(new.part, in_part(old.xml(), speech.formula))
    book.tables_changed()
    tables_moved(book, name, styles, tables)
    put_names(book, source, tab.name, name, speech.formula, speech.used)
    speech.refuse_what_is_missing()
    book.place_page(key, name, Area(1, 1, 1, 1), title)
    return name


def _tab(source: OpenBook, sheet: str) -> Tab:
    tab = source.workbook.tab(sheet)
    if tab is None:
        there = ", ".join(t.name for t in source.workbook.tabs)
        words = {"sheet": sheet, "file": source.archive.label, "there": there}
        raise InputError(Problem("no-such-sheet", Place(file=source.archive.label), words))
    return tab


def _in_the_way(book: OpenBook, source: OpenBook, tab: Tab, sheet: Sheet | None) -> Iterator[Said]:
    if sheet is None:
        yield in_each("graft", f"thing.{'macro' if 'acro' in tab.kind else 'chartsheet'}")
        return
    yield from cannot_come(source.workbook.parts, tab.part)
    if any(_RICH_VALUE.search(row.cells) for row in sheet.rows.values()):
        yield in_each("graft", "thing.rich-value")
    if source.workbook.from_1904 != book.workbook.from_1904:
        yield in_each("graft", "thing.days")
    for table in source.tables.values():
        if table.sheet == tab.name and is_ours(table.name):
            yield in_each("graft", "thing.ours", name=table.name)


def _refuse(source: OpenBook, tab: Tab, things: Iterable[Said]) -> None:
    unlike = {said["en"]: said for said in things}.values()
    if unlike:
        listed = {"zh": "、".join(s["zh"] for s in unlike), "en": ", ".join(s["en"] for s in unlike)}
        place = Place(tab.name, file=source.archive.label)
        raise InputError(Problem("sheet-cannot-come", place, {"sheet": tab.name, "things": listed}))


class _Speech:
    """What the sheet's formulas say, in the words of the workbook that it comes into."""

    def __init__(self, book: OpenBook, source: OpenBook, old: str, new: str, tables: Mapping[str, str]) -> None:
        self._book = book
        self._source = source
        self._old, self._new = old, new
        self._tables = tables
        position = source.workbook.position(old)
        names = source.workbook.names()
        self._own = {n.name.casefold() for n in names if n.sheet == position}
        self._wide = {n.name.casefold() for n in names if n.sheet is None}
        self.used: set[str] = set()
        self._missing: dict[str, None] = {}

    def formula(self, text: str) -> str:
        """A formula, or a reference as charts, names and links have them."""
        return said_otherwise(text, self._say)

    def refuse_what_is_missing(self) -> None:
        """Raises InputError naming the sheets, tables and names that are not here."""
        if self._missing:
            words = {"sheet": self._old, "missing": ", ".join(self._missing)}
            place = Place(self._old, file=self._source.archive.label)
            raise InputError(Problem("sheet-refers-elsewhere", place, words))

    def _say(self, kind: Kind, text: str) -> str:
        folded = text.casefold()
        if kind == "sheet":
            if folded == self._old.casefold():
                return quoted(self._new)
            self._expect(text, there=self._book.workbook.tab(text) is not None)
            return quoted(text)
        if kind == "table":
            self._expect(text, there=folded in self._tables or folded in self._book.tables)
            return self._tables.get(folded, text)
        if kind == "name":
            if folded in self._tables:
                return self._tables[folded]
            if folded in self._wide - self._own:
                self.used.add(folded)
            return text
        self._expect(text, there=False)
        return text

    def _expect(self, text: str, *, there: bool) -> None:
        if not there:
            self._missing[text] = None
