"""How high a row must be for its wrapped texts: Excel never fits rows to merged cells, and not before it is opened."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from salesbook.letters.check import merges
from salesbook.package.areas import holds
from salesbook.package.markup import main

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.etree import _Element

    from salesbook.book.page import Area
    from salesbook.package.workbook import Workbook

_DEFAULT_WIDTH = 8.43
_DEFAULT_SIZE = 11.0
_LINE = 1.4
"""A line's height by its font size, leading included, as Chinese fonts have it."""
_MARGIN = 4.0
_HIGHEST = 409.0
"""Points that Excel allows a row."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A cell whose text wraps: its address, its width in characters of its own font, the font's size in points."""

    reference: str
    width: float
    size: float

    def height(self, text: object) -> float:
        """Points that a text takes.

        >>> [Wrapped("A1", 20, 10).height(text) for text in ("short", "十一个汉字比二十还宽")]
        [18.0, 18.0]
        >>> Wrapped("A1", 20, 10).height("十一个汉字比二十还要宽")
        32.0
        """
        said = str(text or "")
        lines = 1 if not said or ("\n" not in said and units(said) <= self.width) else self._lines(said)
        return round(lines * self.size * _LINE + _MARGIN, 2)

    def _lines(self, text: str) -> int:
        return sum(max(1, ceil(units(line) / self.width)) for line in text.split("\n"))


@lru_cache(maxsize=1_024)
def units(text: str) -> int:
    """A text's width in characters: Chinese ones are two wide.

    >>> units("ab汉字，")
    8
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class RowHeight:
    """A row's height in the template, and the texts that may need more."""

    base: float
    cells: tuple[Wrapped, ...]

    def of(self, values: Mapping[str, object]) -> float:
        """Points, for the values of a letter's cells."""
        return self.needed(values.get(cell.reference) for cell in self.cells)

    def needed(self, texts: Iterable[object]) -> float:
        """Points, for the texts of its cells in their order."""
        heights = (cell.height(text) for cell, text in zip(self.cells, texts, strict=True))
        return min(_HIGHEST, max(self.base, *heights))


class Wrapping:
    """Which cells of a sheet wrap, and how wide they are."""

    def __init__(self, workbook: Workbook, root: _Element) -> None:
        self._sizes = _wrapping_sizes(workbook)
        self._widths = _column_widths(root)
        self._merged = merges(root)
        node = root.find(main("sheetFormatPr"))
        self.default_height = float(node.get("defaultRowHeight", "15")) if node is not None else 15.0

    def cell(self, reference: str, style: int, row: int, column: int) -> Wrapped | None:
        """The cell, if its style wraps; `row` and `column` are those of the template."""
        size = self._sizes.get(style)
        if size is None:
            return None
        over: Area | None = next((m for m in self._merged if holds(m, row, column)), None)
        columns = range(over.column, over.last_column + 1) if over else (column,)
        width = sum(self._widths.get(c, _DEFAULT_WIDTH) for c in columns)
        return Wrapped(reference, width * _DEFAULT_SIZE / size, size)


def _wrapping_sizes(workbook: Workbook) -> dict[int, float]:
    """Style -> font size, of those that wrap."""
    part = workbook.related("styles")
    if part is None:
        return {}
    root = workbook.parts.xml(part)
    fonts = [font.find(main("sz")) for font in root.iterfind(f"{main('fonts')}/{main('font')}")]
    found = {}
    for index, style in enumerate(root.iterfind(f"{main('cellXfs')}/{main('xf')}")):
        alignment = style.find(main("alignment"))
        if alignment is not None and alignment.get("wrapText") in ("1", "true"):
            size = fonts[int(style.get("fontId", "0"))]
            found[index] = _DEFAULT_SIZE if size is None else float(size.get("val", _DEFAULT_SIZE))
    return found


def _column_widths(root: _Element) -> dict[int, float]:
    return {
        column: float(node.get("width", _DEFAULT_WIDTH))
        for node in root.iterfind(f"{main('cols')}/{main('col')}")
        for column in range(int(node.get("min", "1")), min(int(node.get("max", "1")), 200) + 1)
    }
