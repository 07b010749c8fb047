"""What stands in the cells of a copy, in the form in which it would be written: what is equal need not be."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from xml.sax.saxutils import unescape

from salesbook.package.formula_text import ENTITIES

if TYPE_CHECKING:
    from salesbook.book.page import Area
    from salesbook.hosts.live_cells import Block, Sent
    from salesbook.package.open_book import OpenBook
    from salesbook.package.sheet import CellText

_KIND = re.compile(r'^<c\b[^>]*?\bt="(\w+)"')
_FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>([^<]*)</f>)")
_VALUE = re.compile(r"<v\b[^>]*>([^<]*)</v>")
_TEXT = re.compile(r"<t\b[^>]*>([^<]*)</t>")
_STRING = re.compile(r"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
UNKNOWN = object()
"""A cell that is not compared: a formula that is shared or fills several cells, an error, a text in several fonts."""


class Contents:
    """The cells of one workbook."""

    def __init__(self, book: OpenBook) -> None:
        self._book = book

    def holds(self, sheet: str, area: Area, rows: Block) -> bool:
        """Whether the area of a tab holds just this block already."""
        there = self._book.sheet(sheet).rows
        for number, wanted in enumerate(rows, area.row):
            cells = {c.column: c for c in self._book.sheet(sheet).cells(number)} if number in there else {}
            for column, sent in enumerate(wanted, area.column):
                if not _same(self._content(cells[column]) if column in cells else "", sent):
                    return False
        return True

    @cached_property
    def _strings(self) -> list[object]:
        part = self._book.workbook.related("sharedStrings")
        xml = self._book.archive.read(part).decode("utf-8") if part else ""
        return [self._string(found[1] or "") for found in _STRING.finditer(xml)]

    @staticmethod
    def _string(inner: str) -> object:
        texts = _TEXT.findall(inner)
        return UNKNOWN if "<r>" in inner or len(texts) != 1 else unescape(texts[0], ENTITIES)

    def _content(self, cell: CellText) -> object:
        formula = _FORMULA.search(cell.xml)
        if formula:
            plain = "t=" not in formula[1] and formula[2] is not None
            return ("=", unescape(formula[2], ENTITIES)) if plain else UNKNOWN
        kind, value = _KIND.match(cell.xml), _VALUE.search(cell.xml)
        return self._value(kind[1] if kind else "n", value[1] if value else None, cell.xml)

    def _value(self, kind: str, value: str | None, xml: str) -> object:
        if kind == "inlineStr":
            return self._string(xml)
        if value is None:
            return ""
        if kind == "s":
            return self._strings[int(value)]
        if kind == "str":
            return unescape(value, ENTITIES)
        if kind == "b":
            return value == "1"
        return float(value) if kind == "n" else UNKNOWN


def _same(held: object, sent: Sent) -> bool:
    """Equal in kind, too: TRUE is not 1, and a text that begins with = is no formula. Some texts have an apostrophe.

    >>> _same(("=", "A1"), "=A1"), _same("=A1", "=A1"), _same("=A1", "'=A1"), _same(1.0, True)
    (True, False, True, False)
    """
    if isinstance(sent, str) and sent.startswith("="):
        return held == ("=", sent[1:])
    if isinstance(sent, str) and sent.startswith("'"):
        return held == sent[1:] and isinstance(held, str)
    return type(held) is type(sent) and held == sent
