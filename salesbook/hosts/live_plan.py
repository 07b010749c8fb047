"""What is to be done in an open workbook so that it becomes what the package writer made of its copy, as data.

The writer has refused by then whatever has to be refused, and drawn every page; here is only what differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage, PutRows, RemovePage, TrimRows
from salesbook.book.page import Area
from salesbook.book.tabs import free_tab
from salesbook.errors import HostError, Place, Problem
from salesbook.hosts.live_cells import block, boxes, runs
from salesbook.hosts.live_contents import Contents
from salesbook.hosts.live_steps import (
    AddTab,
    Clear,
    DropName,
    DropTab,
    FillDown,
    Looks,
    MakeTable,
    PutName,
    Resize,
    ShowAll,
    Unlist,
    Write,
)
from salesbook.package.open_book import PAGE_NAME, OpenBook
from salesbook.package.page_edit import owned_area, renamer
from salesbook.package.page_tables import is_ours
from salesbook.package.reading import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.book.changes import Change
    from salesbook.book.page import Page
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Content
    from salesbook.hosts.live_cells import Block
    from salesbook.hosts.live_steps import Step
    from salesbook.package.workbook import DefinedName

_CELL = re.compile(rb"(<c\b[^>]*?)(?: t=\"\w+\")?(?:/>|>.*?</c>)", re.DOTALL)
_ROW = re.compile(rb"<row\b[^>]*/>|<dimension\b[^>]*/>")


ROWS = PutRows | AppendRows | TrimRows | PutCells


@dataclass
class Planner:
    """Follows the changes one by one, as the tables stand after each."""

    old: OpenBook
    new: OpenBook
    now: Snapshot
    ends: dict[str, int] = field(default_factory=dict)
    """The last data row of each table that has moved already."""
    touched: set[str] = field(default_factory=set)
    """Tabs that an earlier step writes: what the copy holds says nothing of them any more."""

    filled: dict[str, Area] = field(default_factory=dict)
    """Where rows take the looks of the one above them."""

    @cached_property
    def contents(self) -> Contents:
        return Contents(self.old)

    @classmethod
    def of(cls, before: bytes, after: bytes, label: str) -> Planner:
        return cls(OpenBook(before, label), OpenBook(after, label), snapshot(before, label))

    def steps(self, changes: ChangeSet) -> tuple[Step, ...]:
        """All steps in their order. Raises HostError where a tab that is to be written is protected."""
        found: list[Step] = []
        for change in changes.changes:
            found += self._steps(change)
            self.now = applied(self.now, ChangeSet((change,)))
        found += self._formats(changes)
        self._refuse_protected(found)
        return (*found, *self._names())

    def _steps(self, change: Change) -> Iterator[Step]:
        match change:
            case PutRows() | AppendRows() | TrimRows() | PutCells():
                yield from self._table_steps(change)
            case PutPage(page, after):
                yield from self._page_steps(page, after)
            case RemovePage(key) if key in self.now.pages:
                yield DropTab(self.now.pages[key].sheet)
            case RemovePage():
                return
            case _:
                yield AddTab(free_tab(change.title, self.now.sheets), self.now.sheets[-1])

    def _table_steps(self, change: PutRows | AppendRows | TrimRows | PutCells) -> Iterator[Step]:
        table = self.now.tables[change.table]
        self.touched.add(table.sheet)
        at = {heading: table.column + n for n, heading in enumerate(table.headings)}
        first, end = table.row + 1, self._end(change.table)
        whole = Area(table.row, table.column, end, table.column + len(table.headings) - 1)
        yield from self._shown(change.table, whole)
        match change:
            case PutCells(_, cells):
                placed = {(first + r, table.column + c): content for (r, c), content in cells.items()}
                yield from (Write(table.sheet, area, self._block(rows)) for area, rows in boxes(placed))
            case PutRows(_, headings, rows):
                last = first + max(len(rows), 1) - 1
                yield from self._resized(change.table, whole, last)
                if len(headings) == len(at) and end < last:
                    yield self._filled(table.sheet, Area(end, whole.column, last, whole.last_column))
                yield from self._columns([at[h] for h in headings], first, rows, max(last, end), table.sheet)
            case AppendRows(_, headings, rows) if rows:
                start = first + (0 if table.is_empty else len(table.rows))
                last = max(end, start + len(rows) - 1)
                yield from self._resized(change.table, whole, last)
                if len(headings) == len(at) and first < start and end < last:
                    yield self._filled(table.sheet, Area(start - 1, whole.column, last, whole.last_column))
                yield from self._columns([at[h] for h in headings], start, rows, start + len(rows) - 1, table.sheet)
            case TrimRows(_, count) if first + count <= end:
                yield from self._resized(change.table, whole, first + max(count, 1) - 1)
                yield from self._columns(list(at.values()), first + count, (), end, table.sheet)

    def _end(self, name: str) -> int:
        """The last data row of a table as it stands by now."""
        held = self.old.tables.get(name.casefold())
        table = self.now.tables[name]
        return self.ends.get(name) or (held.data.last_row if held else table.row + max(len(table.rows), 1))

    def _filled(self, sheet: str, area: Area) -> FillDown:
        """New rows that are written whole: their looks come from the row above, in Excel itself."""
        self.filled[sheet] = area
        return FillDown(sheet, area)

    def _resized(self, name: str, whole: Area, last: int) -> Iterator[Step]:
        if last == whole.last_row:
            return
        self.ends[name] = last
        yield Resize(self.now.tables[name].sheet, Area(whole.row, whole.column, last, whole.last_column))

    def _columns(
        self, columns: Sequence[int], first: int, rows: Sequence[Sequence[Content]], last: int, sheet: str
    ) -> Iterator[Step]:
        """The rows' contents in blocks of columns that touch; what lies between their end and `last` is emptied."""
        if last < first:
            return
        by_column = {column: [row[n] for row in rows] for n, column in enumerate(columns)}
        blank: list[Content] = [None] * (last - first + 1 - len(rows))
        for left, right in runs(columns):
            stretch = [by_column[column] + blank for column in range(left, right + 1)]
            yield Write(sheet, Area(first, left, last, right), self._block(list(zip(*stretch, strict=True))))

    def _shown(self, name: str, whole: Area) -> Iterator[Step]:
        held = self.old.tables.get(name.casefold())
        if held is not None and name not in self.ends and b"filterColumn" in held.xml():
            yield ShowAll(held.sheet, whole)

    def _page_steps(self, page: Page, after: str) -> Iterator[Step]:
        place = self.now.pages.get(page.key)
        if place is None:
            tab = free_tab(page.title, self.now.sheets)
            before = self.now.pages[after].sheet if after in self.now.pages else self.now.sheets[-1]
            yield AddTab(tab, before)
            yield Write(tab, page.area(), self._page_block(page))
            return
        held = self.old.pages().get(page.key)
        owned = owned_area(self.old, held) if held else page.area()
        content = self._page_block(page)
        looks = self._looks_differ(place.sheet)
        if not looks and place.sheet not in self.touched and self.contents.holds(place.sheet, page.area(), content):
            return
        self.touched.add(place.sheet)
        if looks:
            if not _covers(page.area(), owned):
                yield Clear(place.sheet, owned)
            yield from self._page_tables(page, place.sheet)
            yield Looks(place.sheet, page.area())
        yield Write(place.sheet, page.area(), content)

    def _page_tables(self, page: Page, sheet: str) -> Iterator[Step]:
        """Tables that go, come, or have another area by now."""
        wanted = {table.name.casefold() for table in page.tables}
        for held in self.old.tables.values():
            if held.sheet == sheet and is_ours(held.name) and held.name.casefold() not in wanted:
                yield Unlist(sheet, held.area)
        for name in sorted(wanted):
            before, after = self.old.tables.get(name), self.new.tables[name]
            if before is None:
                yield MakeTable(sheet, after.area, after.name)
            elif before.area != after.area:
                self.ends[after.name] = after.data.last_row
                yield Resize(sheet, after.area)

    def _formats(self, changes: ChangeSet) -> Iterator[Step]:
        """The formats of tables whose rows have others than before: new rows, and dates where none stood."""
        touched = dict.fromkeys(c.table for c in changes.changes if isinstance(c, ROWS))
        for name in touched:
            table = self.new.tables.get(name.casefold())
            known = table is not None and self.old.workbook.tab(table.sheet) is not None
            if table is not None and known and self._styles_differ(table.sheet, table.data):
                yield Looks(table.sheet, table.data, whole=False)

    def _styles_differ(self, sheet: str, area: Area) -> bool:
        before, after = self.old.sheet(sheet).rows, self.new.sheet(sheet).rows
        filled = self.filled.get(sheet)
        for number in range(area.row, area.last_row + 1):
            like = filled.row if filled and filled.row <= number <= filled.last_row else number
            if number in after and (like not in before or before[like].styles() != after[number].styles()):
                return True
        return False

    def _looks_differ(self, sheet: str) -> bool:
        """Whether anything but contents is another than before."""
        if self.new.workbook.tab(sheet) is None or self.old.workbook.tab(sheet) is None:
            return True
        before, after = (_skeleton(book.archive.read(book.part(sheet))) for book in (self.old, self.new))
        return before != after

    def _page_block(self, page: Page) -> Block:
        from salesbook.book.values import Formula

        named, area = renamer(self.new), page.area()

        def content(row: int, column: int) -> Content:
            cell = page.cells.get((row, column))
            if cell is None:
                return None
            if isinstance(cell.content, Formula):
                return Formula(named(cell.content.text), cell.content.result)
            return cell.content

        columns = range(area.column, area.last_column + 1)
        return self._block([[content(row, c) for c in columns] for row in range(area.row, area.last_row + 1)])

    def _block(self, rows: Sequence[Sequence[Content]]) -> Block:
        return block(rows, from_1904=self.old.workbook.from_1904)

    def _names(self) -> Iterator[Step]:
        """Names of the workbook that are new, gone, or mean another place."""
        before, after = _named(self.old), _named(self.new)
        yield from (DropName(name) for name in before if name not in after and name.startswith(PAGE_NAME))
        for name, found in after.items():
            if before.get(name) != found:
                yield PutName(name, f"={found.text}", found.hidden, found.comment)

    def _refuse_protected(self, steps: Sequence[Step]) -> None:
        there = {tab.name for tab in self.old.workbook.tabs}
        written = dict.fromkeys(s.sheet for s in steps if not isinstance(s, PutName | DropName) and s.sheet in there)
        closed = [name for name in written if self.old.sheet(name).child("sheetProtection") is not None]
        if closed:
            raise HostError(*(Problem("sheet-protected", Place(name), {"sheet": name}) for name in closed))


def _named(book: OpenBook) -> dict[str, DefinedName]:
    ours = (n for n in book.workbook.names() if n.sheet is None)
    return {n.name: n for n in ours if is_ours(n.name) or n.name.startswith(PAGE_NAME)}


def _covers(area: Area, other: Area) -> bool:
    return area.last_row >= other.last_row and area.last_column >= other.last_column


def _skeleton(xml: bytes) -> bytes:
    """A sheet without what stands in its cells."""
    return _ROW.sub(b"", _CELL.sub(rb"\1/>", xml))
