"""Cells of any worksheet replaced by plain contents, whoever made the workbook; their looks stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.page import Area
from salesbook.book.values import address
from salesbook.package.damage import damage_named
from salesbook.package.open_book import OpenBook
from salesbook.package.sheet_rows import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.values import Content
    from salesbook.package.sheet import Sheet


def put_plain_cells(content: bytes, cells: Mapping[str, Mapping[tuple[int, int], Content]], label: str = "") -> bytes:
    """The workbook's bytes after cells were replaced: tab -> (row, column) counted from 1 -> content.

    Raises InputError when the workbook cannot be read or a sheet cannot be changed, KeyError for a tab that is not
    there.
    """
    with damage_named(label):
        book = OpenBook(content, label)
        for tab, contents in cells.items():
            _put(book, book.sheet(tab), contents)
        return book.content()


def _put(book: OpenBook, sheet: Sheet, contents: Mapping[tuple[int, int], Content]) -> None:
    for row, column in contents:
        sheet.make_room(Area(row, column, row, column))
    by_row: dict[int, dict[int, Content]] = {}
    for (row, column), content in contents.items():
        by_row.setdefault(row, {})[column] = content
    writer = book.writer(sheet.name)
    for number, new in by_row.items():
        old = {cell.column: cell for cell in sheet.cells(number)}
        texts = {column: cell.xml for column, cell in old.items()}
        for column, content in new.items():
            style = old[column].style if column in old else 0
            texts[column] = writer.cell(address(number, column), style, content)
        sheet.rows.setdefault(number, Row()).cells = "".join(texts[column] for column in sorted(texts))
