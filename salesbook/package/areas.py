"""A1 references as areas: reading them, and how they lie to each other."""

from __future__ import annotations

import re
from functools import cache

from salesbook.book.page import Area
from salesbook.package.damage import DamagedPartError

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?$")


@cache
def column_number(letters: str) -> int:
    """The column that letters stand for, counted from 1.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def area_of(reference: str) -> Area:
    """The area of a reference without a sheet; whole rows and columns run to the sheet's edge.

    >>> area_of("$B$2:D5"), area_of("C:C").last_row
    (Area(row=2, column=2, last_row=5, last_column=4), 1048576)
    """
    first, _, last = reference.partition(":")
    top = _corner(first, 1, 1)
    bottom = _corner(last or first, LAST_ROW, LAST_COLUMN)
    return Area(*top, *bottom)


def _corner(text: str, row: int, column: int) -> tuple[int, int]:
    found = _REFERENCE.match(text)
    if not found or not (found[1] or found[2]):
        raise DamagedPartError(f"not a reference: {text[:40]!r}")
    at = int(found[2]) if found[2] else row, column_number(found[1]) if found[1] else column
    if not (1 <= at[0] <= LAST_ROW and at[1] <= LAST_COLUMN):
        raise DamagedPartError(f"no such cell: {text}")
    return at


def areas_of(sqref: str) -> list[Area]:
    """The areas of a space-separated list."""
    return [area_of(reference) for reference in sqref.split()]


def overlap(one: Area, other: Area) -> bool:
    """Whether two areas share a cell."""
    rows = one.row <= other.last_row and other.row <= one.last_row
    return rows and one.column <= other.last_column and other.column <= one.last_column


def inside(inner: Area, outer: Area) -> bool:
    """Whether an area lies wholly in another."""
    rows = outer.row <= inner.row and inner.last_row <= outer.last_row
    return rows and outer.column <= inner.column and inner.last_column <= outer.last_column


def without(area: Area, hole: Area) -> list[Area]:
    """What is left of an area, as areas that do not overlap.

    >>> [str(a) for a in without(area_of("A1:C5"), area_of("B2:B3"))]
    ['A1:C1', 'A4:C5', 'A2:A3', 'C2:C3']
    """
    if not overlap(area, hole):
        return [area]
    top, bottom = max(area.row, hole.row), min(area.last_row, hole.last_row)
    left, right = max(area.column, hole.column), min(area.last_column, hole.last_column)
    around = [
        (area.row, area.column, top - 1, area.last_column), (bottom + 1, area.column, area.last_row, area.last_column),
        (top, area.column, bottom, left - 1), (top, right + 1, bottom, area.last_column),
    ]  # fmt: skip
    return [Area(*edges) for edges in around if edges[0] <= edges[2] and edges[1] <= edges[3]]


def holds(area: Area, row: int, column: int) -> bool:
    """Whether a cell lies in an area."""
    return area.row <= row <= area.last_row and area.column <= column <= area.last_column
