"""Where printed pages begin, so that no block of a sheet is cut that fits on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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
