"""Values and cells: how a content is written into a sheet's XML, and how it reads back.

The one place that knows Excel's serial days, its booleans and its text. Text is always an inline string, so nothing
that a person typed can become a formula.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from salesbook.book.values import ErrorValue, Formula, Unstored, Value
from salesbook.errors import InputError, Place, Problem
from salesbook.package.markup import TEXT_LIMIT, cell_text

if TYPE_CHECKING:
    from salesbook.book.values import Content, Scalar

_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_EXACT = 1 << 53
_FORMULA_LIMIT = 8_192
_SHORT = 64
"""Texts of so many characters are worth remembering; longer ones hardly come twice."""


@lru_cache(maxsize=4_096)
def serial(day: date, *, from_1904: bool = False) -> int | float:
    """Excel's number of a day or moment. Days before 1900-03-01 are not written as Excel counts them: refused.

    >>> from datetime import date, datetime
    >>> serial(date(2026, 1, 1)), serial(datetime(2026, 1, 1, 12))
    (46023, 46023.5)
    """
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    passed = moment.replace(tzinfo=None) - (_EPOCH_1904 if from_1904 else _EPOCH)
    if passed.days < (0 if from_1904 else 61):
        raise InputError(Problem("date-too-early", words={"date": day.isoformat()}))
    of_day = passed - timedelta(days=passed.days)
    return passed.days + of_day / timedelta(days=1) if of_day else passed.days


def as_read(content: Content | Value) -> Value:
    """What a cell gives back after the content was written to it: every host answers alike.

    >>> as_read(Decimal("68.680")), as_read(3.0), as_read(""), as_read(Formula("A1", Decimal(2)))
    (68.68, 3, None, 2)
    """
    if content.__class__ is float:  # by far the most, so they are looked at first
        return int(content) if content.is_integer() and -_EXACT <= content <= _EXACT else content
    if isinstance(content, Formula):
        return as_read(content.result)
    if isinstance(content, bool | ErrorValue | Unstored):
        return content
    if isinstance(content, Decimal | float | int):
        return _number(content)
    if isinstance(content, time | timedelta):
        return _number(_day_share(content))
    if isinstance(content, datetime):
        return content.date() if content.time() == time() else content
    return content or None


def _number(value: Decimal | float) -> int | float:
    as_float = float(value)
    return int(as_float) if as_float.is_integer() and abs(as_float) <= _EXACT else as_float


def _day_share(value: time | timedelta) -> float:
    if isinstance(value, time):
        value = datetime.combine(date.min, value) - datetime.combine(date.min, time())
    return value / timedelta(days=1)


def number_text(value: Decimal | float) -> str:
    """A number as the sheet's XML holds it: the shortest text that gives the same double.

    Raises InputError for a whole number beyond 2**53, which Excel cannot hold exactly.

    >>> number_text(Decimal("68.680")), number_text(250_000_000), number_text(0.1 + 0.2)
    ('68.68', '250000000', '0.30000000000000004')
    """
    if isinstance(value, int) and abs(value) <= _EXACT:
        return str(value)
    as_float = float(value)
    if -_EXACT <= as_float <= _EXACT:
        return str(int(as_float)) if as_float.is_integer() else repr(as_float)
    if not math.isfinite(as_float):
        raise ValueError(f"not a number that a cell can hold: {value}")
    if not isinstance(value, float):
        raise InputError(Problem("number-too-large", words={"number": str(value)}))
    return repr(as_float)


def head(reference: str, style: int) -> str:
    """How the `<c>` element of a cell begins.

    >>> head("A1", 7)
    '<c r="A1" s="7"'
    """
    return f'<c r="{reference}" s="{style}"' if style else f'<c r="{reference}"'


@lru_cache(maxsize=8_192)
def _remembered(text: str) -> str:
    """Texts come again and again: names of customers and periods, choices."""
    return _inline(text)


def _inline(text: str) -> str:
    """A text as what follows a cell's head; blanks at its ends and line breaks have to be asked for."""
    spaces = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    return f' t="inlineStr"><is><t{spaces}>{_checked(text)}</t></is></c>'


def _checked(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        raise InputError(Problem("text-too-long", words={"length": len(text), "limit": TEXT_LIMIT}))
    return cell_text(text)


class CellWriter:
    """Writes cells of one workbook: knows its date system."""

    def __init__(self, *, from_1904: bool = False, sheet: str = "") -> None:
        self.from_1904 = from_1904
        self.sheet = sheet

    def cell(self, reference: str, style: int, content: Content) -> str:
        """The `<c>` element of a cell; "" for an empty one without a style."""
        if content is None or content == "":
            return f"{head(reference, style)}/>" if style else ""
        return head(reference, style) + self.rest(reference, content)

    def rest(self, reference: str, content: Content) -> str:
        """What follows the head of a cell, to the end of its element.

        Raises InputError with the cell's place for what Excel cannot hold.

        >>> CellWriter().rest("A1", 5), CellWriter().rest("A1", None)
        ('><v>5</v></c>', '/>')
        """
        if type(content) is int and -_EXACT <= content <= _EXACT:  # most cells by far
            return f"><v>{content}</v></c>"
        if content is None:
            return "/>"
        try:
            if type(content) is Decimal:
                return f"><v>{number_text(content)}</v></c>"
            if type(content) is str and content:
                return _remembered(content) if len(content) <= _SHORT else _inline(content)
            return self._rest(content)
        except InputError as error:
            place = Place(self.sheet, reference)
            raise InputError(*(Problem(p.code, place, p.words) for p in error.problems)) from None

    def _rest(self, content: Content) -> str:
        if content is None or content == "":
            return "/>"
        if isinstance(content, Formula):
            return self._formula(content)
        if isinstance(content, str):
            return _inline(content)
        kind, value = self._stored(content)
        return f"{kind}><v>{value}</v></c>"

    def _formula(self, formula: Formula) -> str:
        if len(formula.text) > _FORMULA_LIMIT:
            raise ValueError(f"{self.sheet}: longer than {_FORMULA_LIMIT} characters: {formula.text[:80]} …")
        kind, value = self._stored(formula.result)
        return f"{kind}><f>{_formula_text(formula.text)}</f><v>{value}</v></c>"

    def _stored(self, value: Scalar) -> tuple[str, str]:
        """The type attribute and the stored value."""
        if isinstance(value, Decimal):
            return "", number_text(value)
        if value is None or isinstance(value, str):
            return ' t="str"', _checked(value or "")
        if isinstance(value, bool):
            return ' t="b"', str(int(value))
        if isinstance(value, date):
            return "", str(serial(value, from_1904=self.from_1904))
        return "", number_text(value)


def _formula_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
