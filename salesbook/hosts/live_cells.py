"""Cells as Excel takes them when a program writes a block: what is text must not be read as if it had been typed."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from salesbook.book.page import Area
from salesbook.book.values import Content, Formula
from salesbook.package.cells import number_text, serial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Sent = float | bool | str
    Block = tuple[tuple[Sent, ...], ...]

_PLAIN = re.compile(r"[^\W\d_](?:[^\W\d_]|[ _、，。：（）·])*", re.UNICODE)
_TAKEN_FOR_ELSE = {"true", "false"}


def sent(content: Content, *, from_1904: bool = False) -> Sent:
    """What is put into Range.Formula for a content: dates as Excel's days, text so that it stays text.

    Raises InputError for a number that no cell can hold exactly.

    >>> from decimal import Decimal
    >>> sent("=1+1"), sent("3/4"), sent("Li Na"), sent(Decimal("68.68")), sent(date(2026, 1, 1)), sent(Formula("A1", 2))
    ("'=1+1", "'3/4", 'Li Na', 68.68, 46023.0, '=A1')
    """
    if content is None:
        return ""
    if isinstance(content, Formula):
        return f"={content.text}"
    if isinstance(content, bool):
        return content
    if isinstance(content, str):
        return content if _is_plain(content) or not content else f"'{content}"
    if isinstance(content, date):
        return float(serial(content, from_1904=from_1904))
    return float(number_text(content))


def _is_plain(text: str) -> bool:
    """Whether Excel would take typed text for text: letters only, and no word that it knows."""
    return bool(_PLAIN.fullmatch(text)) and text.casefold() not in _TAKEN_FOR_ELSE


def block(rows: Sequence[Sequence[Content]], *, from_1904: bool = False) -> Block:
    """Rows of contents, ready to be written at once."""
    return tuple(tuple(sent(content, from_1904=from_1904) for content in row) for row in rows)


def runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Columns in stretches without a gap, as first and last; each is one block to write.

    >>> runs([2, 3, 4, 7])
    [(2, 4), (7, 7)]
    """
    ordered = sorted(columns)
    breaks = [at for at, (one, other) in enumerate(pairwise(ordered), 1) if other != one + 1]
    edges = [0, *breaks, len(ordered)]
    return [(ordered[first], ordered[last - 1]) for first, last in pairwise(edges) if last > first]


def boxes(cells: Mapping[tuple[int, int], Content]) -> list[tuple[Area, list[list[Content]]]]:
    """Single cells in blocks: cells below each other in one column go together.

    >>> [str(area) for area, _ in boxes({(1, 1): 5, (2, 1): 6, (1, 3): 7})]
    ['A1:A2', 'C1']
    """
    found = []
    for column in sorted({c for _, c in cells}):
        for first, last in runs([r for r, c in cells if c == column]):
            rows = [[cells[row, column]] for row in range(first, last + 1)]
            found.append((Area(first, column, last, column), rows))
    return found
