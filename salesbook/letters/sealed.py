"""The seal of a letter: a fingerprint of every cell that is not the rep's, which any program leaves as it is.

A cell counts by what it says, not by how it is stored: a formula by its text, a number by 14 digits, a text by its
characters. Cells that are not locked are the rep's to fill in and do not count, nor do empty ones and formats.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING
from zlib import crc32

from salesbook.package.cells import serial
from salesbook.package.markup import main, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from lxml.etree import _Element

    from salesbook.book.values import Scalar
    from salesbook.letters.drawn import SharedTexts
    from salesbook.package.workbook import Workbook

Tokens = dict[str, str]
"""Address -> what the cell says: =formula, 'text, or a number."""

_STRING = re.compile(r'("(?:[^"]|"")*")')
_EXACT = 1 << 53
_MARK, _BITS = 4, 16
"""Hexadecimal digits of the mark of a row or a column, and the bits of a checksum that they leave out."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The fingerprint of all cells, and short ones of each row and column, which show where a cell was changed."""

    digest: str
    marks: str


def seal_of(sheets: Sequence[Said]) -> Seal:
    """The seal of a letter's sheets, in their order.

    >>> one, other = ([said_by({"A1": "'x", "B2": token})] for token in "56")
    >>> seal_of(one).digest == seal_of(other).digest, changed_cells(seal_of(one).marks, [{"A1": "'x", "B2": "6"}])
    (False, [(0, 'B2')])
    """
    whole = "\n".join("".join(said.order.every(said.cells)) for said in sheets)
    return Seal(hashlib.sha256(_bytes(whole)).hexdigest(), ";".join(map(_marked, sheets)))


Pick = Callable[[Sequence[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class _Order:
    """Pickers of cells among those of a sheet: all by address, and those of each row and of each column."""

    every: Pick
    rows: tuple[tuple[str, Pick], ...]
    columns: tuple[tuple[str, Pick], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A line for each cell of a sheet, its address and what it says; "" for a cell that is empty."""

    order: _Order
    cells: Sequence[str]


def said_by(tokens: Tokens) -> Said:
    """What the cells of a sheet say, as their tokens have it."""
    return Said(_order(tuple(tokens)), [f"{at}{token}\n" for at, token in tokens.items()])


def _order(addresses: tuple[str, ...]) -> _Order:
    """The same for all letters of equal length."""
    every = sorted(range(len(addresses)), key=addresses.__getitem__)
    rows: dict[str, list[int]] = defaultdict(list)
    columns: dict[str, list[int]] = defaultdict(list)
    for at in every:
        letters = addresses[at].rstrip("0123456789")
        rows[addresses[at][len(letters) :]].append(at)
        columns[letters].append(at)
    lines = (tuple((key, _picking(at)) for key, at in part.items()) for part in (rows, columns))
    return _Order(_picking(every), *lines)


def _picking(places: Sequence[int]) -> Pick:
    """What gives the cells in these places, as a sequence however few they are."""
    if len(places) == 1:
        only = places[0]
        return lambda cells: (cells[only],)
    return itemgetter(*places) if places else lambda _: ()


def changed_cells(marks: str, sheets: Sequence[Tokens]) -> list[tuple[int, str]]:
    """Sheet (counted from 0) and address of the cells that lie in a changed row and in a changed column.

    Where several cells were changed, some that were not may lie there too; a cell that was changed always does.
    """
    found = []
    for number, (before, tokens) in enumerate(zip(marks.split(";"), sheets, strict=False)):
        rows, columns = (_changed(*pair) for pair in zip(_read(before), _read(_marked(said_by(tokens))), strict=True))
        places = ((row, column) for row in sorted(rows, key=int) for column in sorted(columns, key=_column))
        found += [(number, f"{column}{row}") for row, column in places]
    return found


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    return {key for key in {*before, *now} if before.get(key) != now.get(key)}


def _column(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _marked(said: Said) -> str:
    """Each row and each column with the checksum of its cells: "12ab3f 13c0de|A90aa B17ee".

    They show where a cell differs; that none does, the digest says. A line whose cells are all empty is left out.
    """
    parts = (said.order.rows, said.order.columns)
    return "|".join(" ".join(_marks(part, said.cells)) for part in parts)


def _marks(lines: Iterable[tuple[str, Pick]], cells: Sequence[str]) -> Iterator[str]:
    for key, pick in lines:
        line = "".join(pick(cells))
        if line:
            yield f"{key}{crc32(_bytes(line)) >> _BITS:04x}"


def _read(marks: str) -> tuple[dict[str, str], dict[str, str]]:
    """The marks of rows and of columns; what is no such mark, in a file that was tampered with, is left out."""
    rows, _, columns = marks.partition("|")
    one, other = ([(mark[:-_MARK], mark[-_MARK:]) for mark in part.split()] for part in (rows, columns))
    return (
        {key: mark for key, mark in one if key.isascii() and key.isdecimal()},
        {key: mark for key, mark in other if key.isascii() and key.isalpha()},
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def token_of(value: Scalar, *, from_1904: bool = False) -> str:
    """What a value says in its cell; "" where the cell stays empty.

    >>> from decimal import Decimal
    >>> token_of("a"), token_of(Decimal("0.10")), token_of(None), token_of(date(2026, 1, 1)), token_of(True)
    ("'a", '0.1', '', '46023', '?1')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value and f"'{value}"
    if type(value) is int and abs(value) <= _EXACT:
        return str(value)
    if isinstance(value, bool):
        return f"?{int(value)}"
    if isinstance(value, date):
        return _number(serial(value, from_1904=from_1904))
    return _number(value)


def _number(value: Decimal | float) -> str:
    """Whole numbers exactly; of others 14 digits, as some programs keep no more than 15."""
    exact = float(value)
    return f"{exact:.0f}" if exact.is_integer() else f"{exact:.14g}"


def formula_token(text: str) -> str:
    """A formula by what it says: outside of strings neither blanks nor case count.

    >>> formula_token('sum( A1:A2 )&"a b"')
    '=SUM(A1:A2)&"a b"'
    """
    parts = _STRING.split(text)
    return "=" + "".join(part if i % 2 else re.sub(r"\s+", "", part).upper() for i, part in enumerate(parts))


def tokens_in(root: _Element, texts: SharedTexts, open_styles: frozenset[int]) -> Tokens:
    """What the cells of a sheet say, those apart that are not locked."""
    found = {}
    for cell in root.iterfind(f"{main('sheetData')}/{main('row')}/{main('c')}"):
        if int(cell.get("s", "0")) not in open_styles and (token := _said(cell, texts)):
            found[cell.get("r", "")] = token
    return found


def _said(cell: _Element, texts: SharedTexts) -> str:
    formula = cell.find(main("f"))
    if formula is not None:
        return formula_token(formula.text or "")
    value, kind = cell.findtext(main("v")), cell.get("t", "n")
    if kind in ("s", "inlineStr", "str"):
        text = texts.of(cell) if kind != "str" else unescaped(value or "")
        return token_of(text)
    if not value:
        return ""
    return _number(float(value)) if kind == "n" else f"?{value}"


def open_styles(workbook: Workbook) -> frozenset[int]:
    """The styles of cells that are not locked."""
    part = workbook.related("styles")
    if part is None:
        return frozenset()
    formats = workbook.parts.xml(part).iterfind(f"{main('cellXfs')}/{main('xf')}")
    found = ((index, style.find(main("protection"))) for index, style in enumerate(formats))
    return frozenset(i for i, locked in found if locked is not None and locked.get("locked") in ("0", "false"))


class Sealing:
    """What a compiled sheet says: the lines of cells that stay are known, those of `filled` ones are to be written."""

    def __init__(self, fixed: Tokens, filled: Sequence[str]) -> None:
        self._order = _order((*fixed, *filled))
        self._fixed = [*said_by(fixed).cells, *[""] * len(filled), ""]
        self._places = {reference: at for at, reference in enumerate(filled, start=len(fixed))}

    def place(self, reference: str) -> int:
        """Where a filled cell's line stands; the last place, which does not count, for one that is not sealed."""
        return self._places.get(reference, len(self._fixed) - 1)

    def begun(self) -> list[str]:
        """The lines of a letter before any cell is filled."""
        return self._fixed.copy()

    def said(self, lines: Sequence[str]) -> Said:
        """What the sheet says, once the lines are complete."""
        return Said(self._order, lines)
