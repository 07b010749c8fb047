"""A column of an export as typed values: each distinct cell is understood once, however many rows there are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.reading_cells import RefusedError, date_of, number_of, text_of
from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from salesbook.book.pasted import Export
    from salesbook.book.values import Value

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_VALUE = frozenset(("", "null", "none", "nan", "n/a", "na", "#n/a", "-", "--", "—", "–", "/", "无", "空"))
_SHOWN = 20
"""So many rows are listed by number; of the others, that there are more."""


@dataclass(slots=True)
class TypedColumn:
    """The values of all rows, None where nothing stands or where it was refused, and the refused cells."""

    values: list[Any]
    refused: dict[Value, RefusedError] = field(default_factory=dict)


def is_nothing(value: Value) -> bool:
    """Whether an export says that there is no value: empty, NULL, - and the like.

    >>> is_nothing(" NULL "), is_nothing("-"), is_nothing(0)
    (True, True, False)
    """
    return value is None or (isinstance(value, str) and value.strip().casefold() in _NO_VALUE)


def typed(values: Sequence[Value], convert: Callable[[Value], object]) -> TypedColumn:
    """A column of which every distinct value is converted once."""
    meant: dict[Value, object] = {}
    refused: dict[Value, RefusedError] = {}
    for value in dict.fromkeys(values):
        try:
            meant[value] = None if is_nothing(value) else convert(value)
        except RefusedError as no:
            meant[value], refused[value] = None, no
    return TypedColumn([meant[v] for v in values], refused)


def amount_of(value: Value) -> Decimal:
    """A number as exports write it: plain digits at once, everything else as a cell would be read.

    >>> amount_of("2024.99"), amount_of("1.2万")
    (Decimal('2024.99'), Decimal('12000'))
    """
    if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value):
        return Decimal(value)
    return number_of(value)


def day_of(value: Value) -> date:
    """A date as exports write it."""
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    return date_of(value)


def word_of(value: Value) -> str:
    """A text as exports write it; 716374314.0 is 716374314."""
    return text_of(value)


def refusals(export: Export, column: int, found: TypedColumn) -> list[Problem]:
    """A problem for each of the first rows that hold what cannot be understood."""
    if not found.refused:
        return []
    rows = [i for i, value in enumerate(export.columns[column]) if value in found.refused]
    return [refusal(export, i, column, found.refused[export.columns[column][i]]) for i in rows[:_SHOWN]]


def refusal(export: Export, index: int, column: int, no: RefusedError) -> Problem:
    """A problem for a cell that cannot be understood."""
    words = {"row": export.row + index, "heading": export.headings[column], "name": export.name}
    cell = {"shown": no.words.get("shown", ""), "reason": no.words.get("reason", "")}
    return Problem("export-cell-unreadable", export.place(index, column), {**words, **cell})


def without_rows(export: Export) -> tuple[Problem, ...]:
    """That an export has nothing below its headings."""
    return () if len(export) else (Problem("export-without-rows", Place(file=export.name), {"name": export.name}),)


def row_list(export: Export, indexes: Iterable[int]) -> str:
    """The numbers of rows as Excel counts them, the first ones only.

    >>> from salesbook.book.pasted import Export
    >>> row_list(Export("x.csv", ("a",), ((),)), range(30))
    '2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 …'
    """
    numbers = [str(export.row + i) for i in indexes]
    return ", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")
