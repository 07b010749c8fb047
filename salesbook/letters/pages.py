"""On how many pages a letter is printed: one where that can still be read, at most so many as its template allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.package.markup import child_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.etree import _Element

    from salesbook.letters.heights import RowHeight

SMALLEST = 0.57
"""A page is not made smaller than this: 10.5 points then print as 6."""
_A4, _HEIGHT, _WIDTH = "9", 842.0, 595.0
"""Excel's number of the paper, and its sides in points."""
_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages to fit a sheet on: the fewest that can be read."""

    room: float
    """A page's height between its margins, in points."""
    most: int
    fixed: float
    """The heights of the rows that no text changes, together."""
    rows: tuple[RowHeight, ...]

    def of(self, values: Mapping[str, object]) -> float:
        """The pages, for the values of a letter's cells.

        >>> [Pages(700.0, 2, height, ()).of({}) for height in (700.0, 1_220.0, 1_230.0, 9_000.0)]
        [1, 1, 2, 2]
        """
        return self.holding(row.of(values) for row in self.rows)

    def holding(self, heights: Iterable[float]) -> int:
        """The pages, for the heights of the rows that texts change."""
        needed = SMALLEST * (self.fixed + sum(heights))
        return next((n for n in range(1, self.most) if n * self.room >= needed), self.most)


def pages_of(root: _Element, heights: Sequence[tuple[RowHeight, bool]]) -> Pages | None:
    """For a sheet that is printed on A4 on at most n pages, n more than 1; None for one that is printed otherwise.

    `heights`: of all its rows, and whether each is hidden.
    """
    setup = child_of(root, "pageSetup")
    if setup is None or setup.get("paperSize") != _A4 or int(setup.get("fitToHeight", "1")) < 2:
        return None
    shown = [height for height, hidden in heights if not hidden]
    fixed = sum(height.base for height in shown if not height.cells)
    wrapped = tuple(height for height in shown if height.cells)
    return Pages(_room(root, setup), int(setup.get("fitToHeight", "1")), fixed, wrapped)


def _room(root: _Element, setup: _Element) -> float:
    long = _WIDTH if setup.get("orientation") == "landscape" else _HEIGHT
    margins = child_of(root, "pageMargins")
    if margins is None:
        return long - 1.5 * _INCH
    return long - _INCH * (float(margins.get("top", "0.75")) + float(margins.get("bottom", "0.75")))
