"""A snapshot as it will be once changes are carried out; the memory host is this and nothing more.

Jobs need it to see what follows from their own changes before any host has written them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from salesbook.book.changes import AppendRows, Change, ChangeSet, PutCells, PutPage, PutRows, RemovePage, TrimRows
from salesbook.book.snapshot import PageBlock, Snapshot, TableBlock
from salesbook.book.values import Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.page import Page, PageTable
    from salesbook.book.values import Content, Value


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
    block = snapshot.tables[change.table]
    match change:
        case PutRows(headings=headings, rows=rows):
            rows = _put_rows(block, headings, rows)
        case AppendRows(headings=headings, rows=rows):
            old = () if block.is_empty else block.rows
            rows = (*old, *_put_rows(block, headings, rows, keep=False)) or block.rows
        case TrimRows(rows=count):
            rows = block.rows[:count] or (_empty(block),)
        case PutCells(cells=cells):
            rows = tuple(
                tuple(_result(cells[r, c]) if (r, c) in cells else value for c, value in enumerate(row))
                for r, row in enumerate(block.rows)
            )
    return replace(snapshot, tables={**snapshot.tables, block.name: replace(block, rows=rows)})


def _put_rows(
    block: TableBlock, headings: Sequence[str], rows: Sequence[Sequence[Content]], *, keep: bool = True
) -> tuple[tuple[Value, ...], ...]:
    """Rows as wide as the table; columns that are not written keep what stands in the same row, or are empty."""
    at = [block.headings.index(heading) for heading in headings]
    made = []
    for number, row in enumerate(rows):
        old = block.rows[number] if keep and number < len(block.rows) else _empty(block)
        new = list(old)
        for column, content in zip(at, row, strict=True):
            new[column] = _result(content)
        made.append(tuple(new))
    return tuple(made) or ((_empty(block),) if keep else ())


def _empty(block: TableBlock) -> tuple[Value, ...]:
    return (None,) * len(block.headings)


def _result(content: Content) -> Value:
    return content.result if isinstance(content, Formula) else content


def _put_page(snapshot: Snapshot, change: PutPage) -> Snapshot:
    page = change.page
    old = snapshot.pages.get(page.key)
    sheet = old.sheet if old else page.title
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
