"""Small pages for tests: a title, and a table below it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from salesbook.book.page import Area, Cell, Page, PageTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.values import Content

HEADER = 3


def table_page(
    key: str,
    title: str,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Content]],
    style: str = "input",
    **more: Any,
) -> Page:
    """A page with a table whose header stands in row 3; without rows it has an empty one."""
    cells = {(1, 1): Cell(title, "title")}
    for column, heading in enumerate(headings, 1):
        cells[HEADER, column] = Cell(heading, "heading")
    shown = rows or [(None,) * len(headings)]
    for number, row in enumerate(shown, HEADER + 1):
        for column, content in enumerate(row, 1):
            cells[number, column] = Cell(content, style)
    area = Area(HEADER, 1, HEADER + len(shown), len(headings))
    return replace(Page(key, title, cells, tables=(PageTable(name, area, tuple(headings)),)), **more)


def plain_page(key: str, title: str, *rows: Sequence[Content], **more: Any) -> Page:
    """A page of bare cells from A1 on."""
    cells = {(r, c): Cell(v) for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1)}
    return replace(Page(key, title, cells), **more)
