"""Formulas that a group of cells shares, written out one by one before a cell of the group is replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import escape, unescape

from salesbook.book.values import address
from salesbook.package.areas import area_of, overlap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.page import Area
    from salesbook.package.sheet_rows import Rows

_SHARED = re.compile(r'<f\b(?=[^<>]*\bt="shared")([^<>]*?)(?:/>|>([^<]*)</f>)')
_MARK = 't="shared"'
_INDEX = re.compile(r'\bsi="(\d+)"')
_REF = re.compile(r'\bref="([^"]+)"')


class _Cell(Protocol):
    @property
    def column(self) -> int: ...
    @property
    def xml(self) -> str: ...
    @property
    def inner(self) -> str: ...


class _Cells(Protocol):
    """A sheet, as far as it matters here."""

    @property
    def rows(self) -> Rows: ...
    def cells(self, number: int) -> Iterable[_Cell]: ...


@dataclass(frozen=True, slots=True)
class _Master:
    text: str
    at: str


def write_out(sheet: _Cells, area: Area) -> None:
    """Give every cell of the groups that reach into the area its own formula."""
    masters = _masters(sheet, area)
    if not masters:
        return
    for number in sheet.rows.with_text(_MARK):
        pieces = [_own(cell.xml, address(number, cell.column), masters) for cell in sheet.cells(number)]
        sheet.rows[number].cells = "".join(pieces)


def _masters(sheet: _Cells, area: Area) -> dict[str, _Master]:
    found = {}
    for number in sheet.rows.with_text(_MARK):
        for cell in sheet.cells(number):
            shared = _SHARED.search(cell.inner)
            reach = _REF.search(shared[1]) if shared else None
            index = _INDEX.search(shared[1]) if shared else None
            if shared and reach and index and overlap(area_of(reach[1]), area):
                found[index[1]] = _Master(unescape(shared[2] or ""), address(number, cell.column))
    return found


def _own(xml: str, at: str, masters: dict[str, _Master]) -> str:
    from openpyxl.formula.translate import Translator

    shared = _SHARED.search(xml)
    index = _INDEX.search(shared[1]) if shared else None
    if not shared or not index or index[1] not in masters:
        return xml
    master = masters[index[1]]
    formula = Translator(f"={master.text}", origin=master.at).translate_formula(at)
    return xml[: shared.start()] + f"<f>{escape(formula[1:])}</f>" + xml[shared.end() :]
