"""Column widths from what the cells show, so that neither Chinese names nor 13-digit numbers are cut off."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.values import Formula

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.page import Cell
    from salesbook.sheets.drawing import Drawing

ROOM = 3.0
"""Beside the longest content: the cell's padding, a sign, and a number that grows by a separator."""

LEAST, MOST = 9.0, 60.0
FLOWING = ("title", "subtitle", "section", "note")
"""Styles whose text flows over into the empty cells beside it."""


def text_width(words: str) -> int:
    """How many digits wide a text is: an East Asian character takes two.

    >>> text_width("Q1 合计")
    7
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def shown_width(cell: Cell) -> int:
    """How many digits wide a cell's content is in its format; a formula's is its result's.

    >>> from salesbook.book.page import Cell
    >>> shown_width(Cell(1_000_000_000_000, "output:int")), shown_width(Cell("合计", "heading"))
    (17, 4)
    """
    content = cell.content.result if isinstance(cell.content, Formula) else cell.content
    form = cell.style.partition(":")[2]
    if isinstance(content, bool) or content is None:
        return 0
    if isinstance(content, date):
        return 5 if form == "day" else 10
    if isinstance(content, int | float | Decimal):
        return _number_width(content, form)
    return max((text_width(line) for line in str(content).splitlines()), default=0)


def _number_width(number: float | Decimal, form: str) -> int:
    if form in ("percent", "percent0", "factor", "check"):
        return 7
    return len(f"{number:,.2f}" if form == "money" else f"{number:,.0f}")


def fit(drawing: Drawing, columns: Iterable[int], first_row: int, least: float = LEAST) -> None:
    """Set the widths of columns to what their cells from a row on need, those merged sideways left out."""
    wanted = dict.fromkeys(columns, least)
    merged = {
        (a.row, c) for a in drawing.merges if a.column < a.last_column for c in range(a.column, a.last_column + 1)
    }
    for (row, column), cell in drawing.cells.items():
        if column in wanted and row >= first_row and (row, column) not in merged and cell.style not in FLOWING:
            wanted[column] = max(wanted[column], min(shown_width(cell) + ROOM, MOST))
    drawing.widths |= wanted
