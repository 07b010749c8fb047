"""The seal of a letter: a fingerprint of every cell that is not the rep's, which any program leaves as it is.

A cell counts by what it says, not by how it is stored: a formula by its text, a number by 14 digits, a text by its
characters. Cells that are not locked are the rep's to fill in and do not count, nor do empty ones and formats.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from salesbook.package.cells import serial
from salesbook.package.markup import main, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from lxml.etree import _Element

    from salesbook.book.values import Scalar
    from salesbook.letters.drawn import SharedTexts
    from salesbook.package.workbook import Workbook

Tokens = dict[str, str]
"""Address -> what the cell says: =formula, 'text, or a number."""

_STRING = re.compile(r'("(?:[^"]|"")*")')
_EXACT = 1 << 53
_MARK = 4
"""Hexadecimal digits of the fingerprint of a row or a column."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The fingerprint of all cells, and short ones of each row and column, which show where a cell was changed."""

    digest: str
    marks: str


def seal_of(sheets: Sequence[Tokens]) -> Seal:
    """The seal of a letter's sheets, in their order.

    >>> one, other = ([{"A1": "'x", "B2": "5"}], [{"A1": "'x", "B2": "6"}])
    >>> seal_of(one).digest == seal_of(other).digest, changed_cells(seal_of(one).marks, other)
    (False, [(0, 'B2')])
    """
    said = [_said_by(tokens) for tokens in sheets]
    lines = (f"{n}!{line}" for n, (order, cells) in enumerate(said) for line in map(cells.__getitem__, order.every))
    return Seal(_digest(lines), ";".join(_marked(*one) for one in said))


@dataclass(frozen=True, slots=True)
class _Order:
    """Positions of cells among those of a sheet: all by address, and those of each row and each column."""

    every: tuple[int, ...]
    rows: Mapping[str, list[int]]
    columns: Mapping[str, list[int]]


@lru_cache(maxsize=64)
def _order(addresses: tuple[str, ...]) -> _Order:
    """The same for all letters of equal length."""
    every = sorted(range(len(addresses)), key=addresses.__getitem__)
    rows: dict[str, list[int]] = defaultdict(list)
    columns: dict[str, list[int]] = defaultdict(list)
    for at in every:
        letters = addresses[at].rstrip("0123456789")
        rows[addresses[at][len(letters) :]].append(at)
        columns[letters].append(at)
    return _Order(tuple(every), rows, columns)


def _said_by(tokens: Tokens) -> tuple[_Order, list[str]]:
    return _order(tuple(tokens)), [f"{at}{token}" for at, token in tokens.items()]


def changed_cells(marks: str, sheets: Sequence[Tokens]) -> list[tuple[int, str]]:
    """Sheet (counted from 0) and address of the cells that lie in a changed row and in a changed column.

    Where several cells were changed, some that were not may lie there too; a cell that was changed always does.
    """
    found = []
    for number, (before, tokens) in enumerate(zip(marks.split(";"), sheets, strict=False)):
        rows, columns = (_changed(*pair) for pair in zip(_read(before), _read(_marks(tokens)), strict=True))
        places = ((row, column) for row in sorted(rows, key=int) for column in sorted(columns, key=_column))
        found += [(number, f"{column}{row}") for row, column in places]
    return found


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    return {key for key in {*before, *now} if before.get(key) != now.get(key)}


def _column(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _marks(tokens: Tokens) -> str:
    """Each row and each column with its mark: "12ab3f 13c0de|A90aa B17ee"."""
    return _marked(*_said_by(tokens))


def _marked(order: _Order, cells: Sequence[str]) -> str:
    said = cells.__getitem__
    parts = (order.rows, order.columns)
    return "|".join(" ".join([f"{k}{_digest(map(said, at))[:_MARK]}" for k, at in part.items()]) for part in parts)


def _read(marks: str) -> tuple[dict[str, str], dict[str, str]]:
    """The marks of rows and of columns; what is no such mark, in a file that was tampered with, is left out."""
    rows, _, columns = marks.partition("|")
    one, other = ([(mark[:-_MARK], mark[-_MARK:]) for mark in part.split()] for part in (rows, columns))
    return (
        {key: mark for key, mark in one if key.isascii() and key.isdecimal()},
        {key: mark for key, mark in other if key.isascii() and key.isalpha()},
    )


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


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
    """A compiled sheet's tokens: those of cells that stay are known, those of filled ones are read from the values."""

    def __init__(self, fixed: Tokens, filled: Sequence[str], *, from_1904: bool) -> None:
        self._fixed = fixed
        self._filled = filled
        self._from_1904 = from_1904

    def tokens(self, cells: Mapping[str, Scalar]) -> Tokens:
        """For a letter's values by address."""
        found = self._fixed.copy()
        for at in self._filled:
            value = cells[at]
            if value is not None and (token := token_of(value, from_1904=self._from_1904)):
                found[at] = token
        return found


