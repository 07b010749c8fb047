"""The values that a cell can hold, for every host alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Scalar = None | bool | int | float | Decimal | str | date | datetime
"""What may be written. Targets are int, money Decimal; float is for statistics (rates, ratios)."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows an Excel error such as #REF!."""

    code: str


@dataclass(frozen=True, slots=True)
class Unstored:
    """A formula cell whose result is not stored in the file, so that nobody knows it without Excel."""

    formula: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula (without the leading =) and the result that Python computed for it."""

    text: str
    result: Scalar


Value = Scalar | ErrorValue | Unstored
"""What may be read."""

Content = Scalar | Formula
"""What may be put into a cell."""


def column_letters(column: int) -> str:
    """Excel's letters of a column, counted from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int, *, fixed: str = "") -> str:
    """The A1 form of a cell counted from 1; `fixed` holds "row", "column" or both for dollar signs.

    >>> address(3, 2), address(3, 2, fixed="row column")
    ('B3', '$B$3')
    """
    c = "$" if "column" in fixed else ""
    r = "$" if "row" in fixed else ""
    return f"{c}{column_letters(column)}{r}{row}"


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it: always quoted, with ' doubled.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + sheet.replace("'", "''") + "'"
