"""Where printed pages begin, so that no block of a sheet is cut that fits on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


ONE_PAGE = 48
"""Rows that can still be read when they are fitted to one page across."""


def page_begins(blocks: Iterable[tuple[int, int]], rows: int) -> tuple[int, ...]:
    """The rows that begin a new page; blocks are first and last rows in order, a page takes so many `rows`.

    A block that is longer than a page begins one, unless it is the first, and goes on over the next.

    >>> page_begins([(1, 10), (12, 20), (22, 31), (33, 60)], 30)
    (22, 33)
    """
    begins: list[int] = []
    top = 1
    for first, last in blocks:
        if last - top >= rows and first > top:
            begins.append(first)
            top = first
    return tuple(begins)


def tall(last_row: int) -> int:
    """On how many pages to print rows that fit on one when it is made a little smaller; 0 for as many as needed.

    >>> tall(36), tall(80)
    (1, 0)
    """
    return 1 if last_row <= ONE_PAGE else 0
