"""The Excel tables of a page: put with it, dropped with it; columns that the user added to them stay."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from salesbook.book.values import Formula
from salesbook.errors import InputError, Place, Problem
from salesbook.package.areas import overlap
from salesbook.package.markup import main
from salesbook.package.tables import TablePart, list_tables, new_table, next_table_id

if TYPE_CHECKING:
    from lxml.etree import _Element

    from salesbook.book.page import Area, Page, PageTable
    from salesbook.package.open_book import OpenBook
    from salesbook.package.sheet import Sheet


def is_ours(name: str) -> bool:
    """Whether a table or a defined name is one of ours, by its fixed beginning."""
    return name.casefold().startswith("sb_")


def put_tables(book: OpenBook, sheet: Sheet, page: Page, owned: Area | None) -> None:
    """The page's tables in place of those of ours that the tab had."""
    part = book.part(sheet.name)
    wanted = {t.name.casefold(): t for t in page.tables}
    for old in _ours_on(book, sheet.name):
        if old.name.casefold() not in wanted and owned and overlap(old.area, owned):
            _drop(book, part, old)
    for name, table in wanted.items():
        _refuse_headings(page, table)
        old_one = book.tables.get(name)
        if old_one is None:
            book.workbook.parts.add("table", new_table(table, next_table_id(book.workbook)), part)
        else:
            stretched, own = _with_own_columns(table, old_one)
            book.archive.put(old_one.part, new_table(stretched, 0, old_one, own))
        book.tables_changed()
    list_tables(book.workbook, part, sheet)


def drop_tables(book: OpenBook, sheet: Sheet) -> None:
    """Take away the tables of a tab that are ours."""
    part = book.part(sheet.name)
    for table in _ours_on(book, sheet.name):
        _drop(book, part, table)
    list_tables(book.workbook, part, sheet)


def refuse_tables_elsewhere(book: OpenBook, sheet: Sheet, page: Page) -> None:
    """A table's name is unique in a workbook: raises InputError when another tab has one of the page's tables."""
    for table in page.tables:
        old = book.tables.get(table.name.casefold())
        if old and old.sheet != sheet.name:
            words = {"table": table.name, "sheet": old.sheet}
            raise InputError(Problem("table-elsewhere", Place(old.sheet, table=table.name), words))
        if old:
            _with_own_columns(table, old)


def foreign_tables(book: OpenBook, sheet: str, area: Area) -> list[str]:
    """Tables of the user's that reach into an area."""
    here = (t for t in book.tables.values() if t.sheet == sheet)
    return [t.name for t in here if not is_ours(t.name) and overlap(t.area, area)]


def _ours_on(book: OpenBook, sheet: str) -> list[TablePart]:
    return [t for t in book.tables.values() if t.sheet == sheet and is_ours(t.name)]


def _drop(book: OpenBook, part: str, table: TablePart) -> None:
    parts = book.workbook.parts
    parts.unrelate(part, *(r.id for r in parts.relations(part) if r.target == table.part))
    parts.remove(table.part)
    book.tables_changed()


def _with_own_columns(table: PageTable, old: TablePart) -> tuple[PageTable, list[_Element]]:
    """The table with the columns that the user added at its right end.

    Raises InputError (`own-column-inside`) when they stand where ours will be.
    """
    columns = list(old.root.iter(main("tableColumn")))
    at = {heading: old.area.column + i for i, heading in enumerate(old.headings)}
    first_own = table.area.last_column + 1
    inner = [h for h, c in at.items() if c < first_own and table.area.column <= c and h not in table.headings]
    foreign = [h for h in inner if not _was_ours(h, old, table)]
    if foreign:
        raise InputError(
            Problem(
                "own-column-inside",
                Place(old.sheet, table=old.name),
                {"table": old.name, "columns": ", ".join(foreign)},
            )
        )
    beyond = [h for h, c in at.items() if c >= first_own]
    own = [copy.deepcopy(columns[at[h] - old.area.column]) for h in beyond]
    area = replace(table.area, last_column=table.area.last_column + len(own))
    return replace(table, area=area, headings=(*table.headings, *beyond)), own


def _was_ours(heading: str, old: TablePart, table: PageTable) -> bool:
    """A heading that gave way to another of ours: the table is as wide as it was, so nobody put a column in."""
    return heading in old.headings and len(old.headings) <= len(table.headings)


def _refuse_headings(page: Page, table: PageTable) -> None:
    """Excel repairs a table whose header cells do not say what its columns are called."""
    said = []
    for column in range(table.area.column, table.area.last_column + 1):
        cell = page.cells.get((table.area.row, column))
        said.append(None if cell is None or isinstance(cell.content, Formula) else cell.content)
    if tuple(said) != table.headings:
        raise ValueError(f"{table.name}: its header cells say {said}, its headings {table.headings}")
    if len({h.casefold() for h in table.headings}) < len(table.headings):
        raise ValueError(f"{table.name}: two columns of one name")
    if table.area.last_row == table.area.row:
        raise ValueError(f"{table.name}: a table has at least one row below its header")
