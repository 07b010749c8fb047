"""What Excel sends, made plain: a value, a row, a column, a block, error values, dates, money, nothing at all."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesbook import resources
from salesbook.functions.answers import SCODES, ExcelError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = None | bool | Fraction | str | date | ExcelError
"""A cell that was read: numbers are exact, dates have no time, and empty text is nothing."""
Grid = tuple[tuple[Cell, ...], ...]

OMITTED = -2147352572
"""What VBA sends for an argument that was left out (DISP_E_PARAMNOTFOUND)."""
_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465  # 1900-03-01, before which Excel's days are one off; 9999-12-31


def grid(given: Any) -> Grid:
    """Whatever Excel sent, as rows of cells; a single value is one row of one, a plain list one row.

    >>> grid(1.5)
    ((Fraction(3, 2),),)
    >>> grid(((0.1, None), ("a", -2146826246)))
    ((Fraction(1, 10), None), ('a', <ExcelError.NA: -2146826246>))
    """
    rows = given if isinstance(given, list | tuple) else ((given,),)
    if rows and not isinstance(rows[0], list | tuple):
        rows = (rows,)
    return tuple(tuple(cell(value) for value in line) for line in rows)


def cell(value: Any) -> Cell:
    """One value. A float is the number that Excel shows for it: 0.1 is one tenth. Raises RefusedError for others."""
    if isinstance(value, ExcelError | bool | None):
        return value
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int):
        return None if value == OMITTED else SCODES.get(value) or Fraction(value)
    if isinstance(value, float):
        return Fraction(int(value)) if value.is_integer() else Fraction(repr(value))
    if isinstance(value, Decimal):
        return Fraction(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise RefusedError(ExcelError.VALUE, "unknown-kind", given=type(value).__name__)


def is_given(given: Any) -> bool:
    """Whether an argument holds anything: it was not left out, and not all its cells are empty."""
    return any(value is not None for line in grid(given) for value in line)


def flat(given: Any) -> tuple[Cell, ...]:
    """The cells of a row or a column. Raises RefusedError for a block of several rows and columns."""
    rows = grid(given)
    if len(rows) > 1 and max(map(len, rows)) > 1:
        raise RefusedError(ExcelError.VALUE, "not-a-line")
    return tuple(value for line in rows for value in line)


def single(given: Any) -> Cell:
    """The one cell of an argument that takes no ranges."""
    cells = flat(given)
    if len(cells) != 1:
        raise RefusedError(ExcelError.VALUE, "not-a-cell")
    return cells[0]


def same_length(*lines: Sequence[object]) -> None:
    """Ranges that belong together have as many cells each."""
    if len({len(line) for line in lines}) > 1:
        raise RefusedError(ExcelError.VALUE, "not-as-long", given=", ".join(str(len(line)) for line in lines))


def checked(value: Cell) -> Cell:
    """The cell, unless it shows an error: that goes on to the result, as with Excel's own functions."""
    if isinstance(value, ExcelError):
        raise RefusedError(value, "error-given", given=value.name)
    return value


def number(value: Cell) -> Fraction:
    """A number; refused for empty cells, words, TRUE and dates.

    >>> number(Fraction(3))
    Fraction(3, 1)
    """
    found = checked(value)
    if isinstance(found, Fraction):
        return found
    raise RefusedError(ExcelError.VALUE, "not-a-number", given=shown(value))


def amount(value: Cell) -> Fraction:
    """A number, empty cells counting as 0."""
    return Fraction(0) if value is None else number(value)


def whole(value: Cell) -> int:
    """A number without decimals."""
    found = number(value)
    if found.denominator != 1:
        raise RefusedError(ExcelError.NUM, "not-whole", given=float(found))
    return int(found)


def money(value: Cell) -> Decimal:
    """A number as it was typed, with its decimals.

    >>> money(cell(0.015))
    Decimal('0.015')
    """
    found = number(value)
    return Decimal(found.numerator) / Decimal(found.denominator)


def day(value: Cell) -> date:
    """A date, or the number by which Excel counts days.

    >>> day(cell(46143.0))
    datetime.date(2026, 5, 1)
    """
    found = checked(value)
    if isinstance(found, date):
        return found
    if isinstance(found, Fraction) and _FIRST_SERIAL <= found <= _LAST_SERIAL:
        return _EPOCH + timedelta(days=int(found))
    raise RefusedError(ExcelError.VALUE, "not-a-date", given=shown(value))


def days(given: Any) -> list[date]:
    """The dates of a range, empty cells left out."""
    return [day(value) for line in grid(given) for value in line if value is not None]


def choice(given: Any, kind: str, otherwise: str) -> str:
    """The key of one of the words of a kind in templates/texts/choices.toml, in either language; `otherwise` for none.

    >>> choice("Last", "residue", ""), choice("最后", "residue", ""), choice(None, "residue", "largest")
    ('last', 'last', 'largest')
    """
    asked = checked(single(given))
    if asked is None:
        return otherwise
    known = resources.texts("choices")[kind]
    for key, entry in known.items():
        if _plain(asked) in map(_plain, (key, entry["zh"], entry["en"], *entry.get("also", ()))):
            return str(key)
    raise RefusedError(ExcelError.VALUE, "no-such-word", given=shown(asked), known=", ".join(known))


def _plain(word: object) -> str:
    return re.sub(r"[\s_-]", "", str(word)).casefold()


def shown(value: Cell) -> object:
    """A cell as messages quote it."""
    return "" if value is None else float(value) if isinstance(value, Fraction) else value
