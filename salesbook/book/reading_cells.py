"""One cell read strictly: what it means by the kind of its column, or why it cannot be used."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from salesbook.book.reading_words import choice_hint, choice_key, choice_names
from salesbook.book.typed import Unreadable, parse_count, parse_date, parse_number, parse_percent, parse_rate
from salesbook.book.values import ErrorValue, Unstored, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from salesbook.book.catalogue import Kind

_T = TypeVar("_T")


class RefusedError(Exception):
    """A cell that cannot be used: the problem's code and words."""

    def __init__(self, code: str, /, **words: object) -> None:
        self.code = code
        self.words = words
        super().__init__(code)


_SHORTEST, _LONGEST = 1e-4, 1e14
"""Between them a number is written without an exponent."""


def exact(number: float) -> Decimal:
    """A number as Excel holds and shows it: its first 15 digits, without the noise of binary fractions.

    >>> exact(68.68), exact(0.1 + 0.2), exact(1e9)
    (Decimal('68.68'), Decimal('0.3'), Decimal('1000000000'))
    """
    return Decimal(f"{number:.15g}")


def text_of(value: Value) -> str:
    """What a text column's cell says; a number without an exponent, a date in ISO form.

    >>> text_of(" 李伟 "), text_of(716374314.0)
    ('李伟', '716374314')
    """
    if isinstance(value, str):
        return value.strip()
    _refuse_unusable(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{exact(value):f}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def period_text(value: Value) -> str:
    """A period's text. Excel turns a typed 2026-01 into the first of January: such a date is the month.

    >>> period_text(datetime(2026, 1, 1)), period_text(date(2026, 1, 15)), period_text(2026.0)
    ('2026-01', '2026-01-15', '2026')
    """
    if isinstance(value, date):
        return f"{value:%Y-%m}" if value.day == 1 else f"{value:%Y-%m-%d}"
    return text_of(value)


def number_of(value: Value) -> Decimal:
    """A number, also one typed as text (1.2万, 1,234, １２３)."""
    if value.__class__ is float and _SHORTEST <= abs(value) < _LONGEST:
        return exact(value)  # the way of nearly all cells, and as what follows has it
    return _parsed(parse_number, value, "not-a-number")


def percent_of(value: Value, largest: int = 1) -> Decimal:
    """A share, 0.3 or the text 30%; a bare number beyond `largest` has two readings and is refused."""
    return _parsed(partial(parse_percent, largest=largest), value, "not-a-percentage")


def rate_of(value: Value) -> Decimal:
    """A conversion rate: 0.3, 30%, or 40/60."""
    return _parsed(parse_rate, value, "not-a-percentage")


def int_of(value: Value) -> int:
    """A whole number.

    >>> int_of(12.0)
    12
    """
    return _parsed(parse_count, value, "not-a-whole-number")


def date_of(value: Value) -> date:
    """A day, also one typed as text (2026年1月5日, 2026/1/5)."""
    return _parsed(parse_date, value, "not-a-date")


def choice_of(choice: str, value: Value) -> str:
    """The key of one of the choices of templates/texts/choices.toml.

    >>> choice_of("tier", "保底")
    'floor'
    """
    shown = text_of(value)
    key = choice_key(choice, shown)
    if key is None:
        raise RefusedError("unknown-choice", shown=shown, hint=choice_hint(choice, shown), known=known_choices(choice))
    return key


def any_of(value: Value) -> Value:
    """What stands there, if it is a value at all."""
    _refuse_unusable(value)
    return value


def converter(key: str, kind: Kind, choices: tuple[str, ...] = ()) -> Callable[[Value], object]:
    """How the cells of a column, or of a setting, are read."""
    if kind == "choice":
        return partial(choice_of, choices[0])
    if kind == "percent":
        return partial(percent_of, largest=_LARGEST.get(key, 1))
    return BY_KIND[kind]


_LARGEST: Mapping[str, int] = {"growth": 10, "ramp": 5, "stretch": 5, "green": 5, "amber": 5}
"""Percentages that may well be over 100 %: beyond these a bare number has two readings."""


BY_KIND: Mapping[str, Callable[[Value], object]] = {
    "text": text_of,
    "int": int_of,
    "number": number_of,
    "amount": number_of,
    "percent": percent_of,
    "date": date_of,
    "value": any_of,
}


def _parsed(parse: Callable[[object], _T], value: Value, code: str) -> _T:
    """A cell by one of the parsers of `typed`; a float without the noise that a formula left in it."""
    _refuse_unusable(value)
    try:
        return parse(exact(value) if isinstance(value, float) and math.isfinite(value) else value)
    except Unreadable as unreadable:
        raise RefusedError(code, shown=str(value).strip(), reason=unreadable.words) from None


def _refuse_unusable(value: Value) -> None:
    if isinstance(value, ErrorValue):
        raise RefusedError("error-cell", shown=value.code)
    if isinstance(value, Unstored):
        raise RefusedError("formula-without-result", formula=value.formula)


def known_choices(choice: str) -> dict[str, str]:
    """All that may stand there, as a word of a problem."""
    return {"zh": "、".join(choice_names(choice, "zh")), "en": ", ".join(choice_names(choice, "en"))}
