"""A snapshot as it will be once changes are carried out; the memory host is this and nothing more.

Jobs need it to see what follows from their own changes before any host has written them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from salesbook.book.changes import (
    AddSheet,
    AppendRows,
    Change,
    ChangeSet,
    PutCells,
    PutPage,
    PutRows,
    RemovePage,
    TrimRows,
)
from salesbook.book.snapshot import PageBlock, Snapshot, TableBlock
from salesbook.book.tabs import free_tab
from salesbook.book.values import Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.page import Page, PageTable
    from salesbook.book.values import Content, Value

    Rows = tuple[tuple[Value, ...], ...]


def applied(snapshot: Snapshot, changes: ChangeSet) -> Snapshot:
    """Carry the changes out in their order. KeyError for a table that is not there, as hosts refuse it."""
    for change in changes.changes:
        snapshot = _apply(snapshot, change)
    return snapshot


def _apply(snapshot: Snapshot, change: Change) -> Snapshot:
    match change:
        case PutPage():
            return _put_page(snapshot, change)
        case RemovePage(key=key):
            return _without_page(snapshot, key)
        case AddSheet(key=key, title=title):
            tab = free_tab(title, snapshot.sheets)
            pages = {**snapshot.pages, key: PageBlock(key, tab, "A1")}
            return replace(snapshot, pages=pages, sheets=(*snapshot.sheets, tab))
    block = snapshot.tables[change.table]
    made = replace(block, rows=_rows_after(block, change))
    return replace(snapshot, tables={**snapshot.tables, block.name: made})


def _rows_after(block: TableBlock, change: PutRows | AppendRows | TrimRows | PutCells) -> Rows:
    match change:
        case PutRows():
            return _put_rows(block, change.headings, change.rows)
        case AppendRows():
            old = () if block.is_empty else block.rows
            return (*old, *_put_rows(block, change.headings, change.rows, keep=False)) or block.rows
        case TrimRows():
            return block.rows[: change.rows] or (_empty(block),)
    return tuple(
        tuple(_result(change.cells[r, c]) if (r, c) in change.cells else value for c, value in enumerate(row))
        for r, row in enumerate(block.rows)
    )


def _put_rows(
    block: TableBlock, headings: Sequence[str], rows: Sequence[Sequence[Content]], *, keep: bool = True
) -> Rows:
    """Rows as wide as the table; columns that are not written keep what stands in the same row, or are empty.

    Without rows the table keeps its first one, as a table has at least one.
    """
    at = [block.headings.index(heading) for heading in headings]
    made = []
    if keep and not rows:
        rows = ((None,) * len(headings),)
    for number, row in enumerate(rows):
        old = block.rows[number] if keep and number < len(block.rows) else _empty(block)
        new = list(old)
        for column, content in zip(at, row, strict=True):
            new[column] = _result(content)
        made.append(tuple(new))
    return tuple(made)


def _empty(block: TableBlock) -> tuple[Value, ...]:
    return (None,) * len(block.headings)


def _result(content: Content) -> Value:
    return content.result if isinstance(content, Formula) else content


def _put_page(snapshot: Snapshot, change: PutPage) -> Snapshot:
    page = change.page
    old = snapshot.pages.get(page.key)
    sheet = old.sheet if old else free_tab(page.title, snapshot.sheets)
    sheets = list(snapshot.sheets)
    if old is None:
        after = snapshot.pages.get(change.after)
        sheets.insert(sheets.index(after.sheet) + 1 if after else len(sheets), sheet)
    tables = {name: block for name, block in snapshot.tables.items() if not old or block.sheet != old.sheet}
    tables |= {table.name: _block(page, table, sheet) for table in page.tables}
    pages = {**snapshot.pages, page.key: PageBlock(page.key, sheet, str(page.area()))}
    return replace(snapshot, tables=tables, pages=pages, sheets=tuple(sheets))


def _block(page: Page, table: PageTable, sheet: str) -> TableBlock:
    area = table.area
    rows = tuple(
        tuple(_cell(page, row, column) for column in range(area.column, area.last_column + 1))
        for row in range(area.row + 1, area.last_row + 1)
    )
    return TableBlock(table.name, sheet, area.row, area.column, table.headings, rows)


def _cell(page: Page, row: int, column: int) -> Value:
    cell = page.cells.get((row, column))
    return None if cell is None else _result(cell.content)


def _without_page(snapshot: Snapshot, key: str) -> Snapshot:
    gone = snapshot.pages.get(key)
    if gone is None:
        return snapshot
    return replace(
        snapshot,
        tables={name: block for name, block in snapshot.tables.items() if block.sheet != gone.sheet},
        pages={name: page for name, page in snapshot.pages.items() if name != key},
        sheets=tuple(sheet for sheet in snapshot.sheets if sheet != gone.sheet),
    )
