"""The ramp of a new starter 爬坡系数: one percentage, or one for each month since the start."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.reading_cells import RefusedError, percent_of
from salesbook.domain.period import half_width

if TYPE_CHECKING:
    from salesbook.book.reading_table import TableReader
    from salesbook.book.values import Value

_BETWEEN = re.compile(r"\s*[,;、]\s*")
_MOST = 2
"""A bare number beyond it is no part of a full rep, but a percentage without its sign."""
_LARGEST = 5


def read_ramps(reader: TableReader) -> tuple[list[Decimal | None], list[tuple[Decimal, ...]]]:
    """Of each row the ramp that is one number, and the curve by months; None and () where there is none."""
    given = reader.column("ramp", _ramp_of)
    curves = [curve_of(value) if isinstance(value, str) else () for value in given]
    single = [value if isinstance(value, Decimal) else None for value in given]
    for index, (value, curve) in enumerate(zip(single, curves, strict=True)):
        for part in (*curve, *([value] if value is not None else [])):
            if part < 0:
                reader.refuse(index, "ramp", "negative-number", shown=part)
                break
    return single, curves


def curve_of(shown: str) -> tuple[Decimal, ...]:
    """The percentages of a curve, month by month; RefusedError where one cannot be read.

    >>> curve_of("50%、75%，100%")
    (Decimal('0.50'), Decimal('0.75'), Decimal('1.00'))
    """
    parts = _BETWEEN.split(half_width(shown).strip(" ,;、"))
    return tuple(percent_of(part, largest=_MOST) for part in parts)


def _ramp_of(value: Value) -> Decimal | str:
    """A percentage; a curve as the text that it is, once all of it can be read."""
    if isinstance(value, str) and len(_BETWEEN.split(half_width(value).strip(" ,;、"))) > 1:
        try:
            curve_of(value)
        except RefusedError as no:
            raise RefusedError("ramp-unreadable", shown=value, reason=no.words.get("reason", "")) from None
        return value
    return percent_of(value, largest=_LARGEST)
