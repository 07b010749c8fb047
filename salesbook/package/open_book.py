"""A workbook open for reading and editing: its tabs, tables, styles and our pages, written back as one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.errors import InputError, Place, Problem
from salesbook.package.archive import Archive
from salesbook.package.cells import CellWriter
from salesbook.package.follow import Move, follow
from salesbook.package.sheet import Sheet
from salesbook.package.styles import StyleBook
from salesbook.package.tables import TablePart, all_tables
from salesbook.package.workbook import Workbook, sheet_and_area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.page import Area

PAGE_NAME = "_sb_page."
"""Hidden defined names that begin so say where our pages stand; the comment keeps the title and the fit we gave."""
_NOT_IN_TITLES = "/"


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a page of ours stands: the tab as it is called now, the area we wrote, the title and the fit we gave."""

    key: str
    sheet: str
    area: Area
    title: str
    fit: str = ""
    """How it was fitted to paper; "" where that is not known."""


class OpenBook:
    """One package being edited. Nothing reaches a file before `content` gives the new bytes."""

    def __init__(self, content: bytes, label: str = "") -> None:
        self.archive = Archive(content, label)
        self.workbook = Workbook(self.archive)
        self._sheets: dict[str, Sheet] = {}
        self._tables: dict[str, TablePart] | None = None
        self._moves: dict[str, Move] = {}
        self._drawn: set[str] = set()

    @cached_property
    def styles(self) -> StyleBook:
        return StyleBook(self.workbook.parts.xml(self._styles_part()))

    def _styles_part(self) -> str:
        part = self.workbook.related("styles")
        if part is None:
            raise InputError(Problem("not-a-workbook", words={"file": self.archive.label}))
        return part

    def writer(self, sheet: str) -> CellWriter:
        return CellWriter(from_1904=self.workbook.from_1904, sheet=sheet)

    def part(self, sheet: str) -> str:
        """The part of a tab."""
        tab = self.workbook.tab(sheet)
        if tab is None:
            raise KeyError(sheet)
        return tab.part

    def sheet(self, name: str) -> Sheet:
        """A tab taken apart; what is done to it is written by `content`."""
        part = self.part(name)
        if part not in self._sheets:
            self._sheets[part] = Sheet.read(self.archive.read(part), name)
        return self._sheets[part]

    def forget(self, part: str) -> None:
        """A tab was removed."""
        self._sheets.pop(part, None)
        self._tables = None

    @property
    def tables(self) -> dict[str, TablePart]:
        """All tables by name, folded: Excel does not distinguish case."""
        if self._tables is None:
            self._tables = {t.name.casefold(): t for t in all_tables(self.workbook)}
        return self._tables

    def table(self, name: str, headings: Sequence[str] = ()) -> TablePart:
        """Raises InputError for a table that is not there; `headings` are those that it should have."""
        found = self.tables.get(name.casefold())
        if found is None:
            raise InputError(
                Problem("table-missing", Place(table=name), {"table": name, "columns": ", ".join(headings)})
            )
        return found.checked()

    def save_table(self, table: TablePart) -> None:
        self.archive.put(table.part, table.xml())

    def table_moved(self, table: TablePart, old: Area, last: int) -> None:
        """The data of a table end at another row: what refers to whole columns of it is to follow."""
        first = self._moves.get(table.name)
        self._moves[table.name] = Move(table.sheet, self.part(table.sheet), first.data if first else old, last)

    def page_drawn(self, sheet: str) -> None:
        """A page was drawn anew: what it refers to is already where it will be."""
        self._drawn.add(self.part(sheet))

    def tables_changed(self) -> None:
        """Tables were added or removed: look again."""
        self._tables = None

    def pages(self) -> dict[str, PagePlace]:
        """Our pages by key. One whose tab was deleted is not among them."""
        found = {}
        for name in self.workbook.names():
            place = sheet_and_area(name.text) if name.name.startswith(PAGE_NAME) else None
            tab = self.workbook.tab(place[0]) if place else None
            if place and tab:
                key = name.name.removeprefix(PAGE_NAME)
                title, _, fit = name.comment.partition(_NOT_IN_TITLES)
                found[key] = PagePlace(key, tab.name, place[1], title or tab.name, fit)
        return found

    def place_page(self, key: str, sheet: str, area: Area, title: str, fit: str = "") -> None:
        """Note where a page stands."""
        comment = f"{title}{_NOT_IN_TITLES}{fit}" if fit else title
        self.workbook.put_name_of(PAGE_NAME + key, sheet, area, hidden=True, comment=comment)

    def content(self) -> bytes:
        """The new bytes of the whole package."""
        for part, sheet in self._sheets.items():
            self.archive.put(part, sheet.xml())
        if "styles" in self.__dict__:
            self.archive.put(self._styles_part(), self.styles.xml())
        sheets = [t.part for t in self.workbook.tabs if t.kind == "worksheet" and t.part not in self._drawn]
        follow(self.workbook.parts, (m for m in self._moves.values() if m.last != m.data.last_row), sheets)
        self.workbook.recalculate()
        if self.workbook.tabs_changed or any(sheet.rows.formulas_moved() for sheet in self._sheets.values()):
            self.workbook.forget_order()
        self.workbook.save()
        return self.archive.content()
