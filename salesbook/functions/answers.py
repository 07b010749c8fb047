"""What a function gives back to Excel: numbers, words, or Excel's own errors, as rows of cells."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from fractions import Fraction


class ExcelError(Enum):
    """Excel's error values with the numbers by which COM knows them (VBA's CVErr number is `value & 0xFFFF`)."""

    NULL = -2146826288
    DIV0 = -2146826281
    VALUE = -2146826273
    REF = -2146826265
    NAME = -2146826259
    NUM = -2146826252
    NA = -2146826246

    @property
    def cverr(self) -> int:
        """The number of VBA's CVErr.

        >>> ExcelError.VALUE.cverr, ExcelError.NA.cverr
        (2015, 2042)
        """
        return self.value & 0xFFFF


SCODES = {error.value: error for error in ExcelError}

Answer = float | str | ExcelError
"""One cell of a result; "" is an empty one."""
Answers = tuple[tuple[Answer, ...], ...]
"""Rows of cells, all of one width; a single cell is one row of one."""


class RefusedError(ValueError):
    """Something that was given cannot be used: the error that its cell shows, and why.

    `reason` is a key of `reason` in templates/texts/functions.toml, or one of templates/texts/reasons.toml.
    """

    def __init__(self, error: ExcelError, reason: str, **words: object) -> None:
        self.error, self.reason, self.words = error, reason, words
        super().__init__(f"{error.name}: {reason} {words or ''}".rstrip())


class NotComparableError(RefusedError):
    """There is nothing to compare with: #N/A, never to be read as "on track"."""

    def __init__(self) -> None:
        super().__init__(ExcelError.NA, "nothing-to-compare")


def number(value: int | Decimal | Fraction | float | None) -> float:
    """An exact number as Excel holds numbers; raises where there is none.

    >>> from fractions import Fraction
    >>> number(Fraction(1, 4))
    0.25
    """
    if value is None:
        raise NotComparableError
    return float(value)


def whole(value: int) -> float:
    """A whole number as a cell's; refused where a cell would show another number than this one.

    >>> whole(12)
    12.0
    """
    shown = float(value)
    if int(shown) != value:
        raise RefusedError(ExcelError.NUM, "too-large", given=value)
    return shown


def row(values: Iterable[Answer]) -> Answers:
    """One cell beside the other."""
    return (tuple(values),)
