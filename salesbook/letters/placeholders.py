"""Texts of a template with {words} in them, and what becomes of them in a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.values import Scalar
    from salesbook.letters.letter import Letter

_WORD = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Word:
    """A value of the letter: a slot's, or a field of a block's row (counted from 0)."""

    key: str
    block: str = ""
    row: int = 0

    def of(self, letter: Letter) -> Scalar:
        return letter.cell(self.block, self.row, self.key) if self.block else letter.value(self.key)


Piece = str | Word


def words_in(text: str) -> list[str]:
    """The words that a text names.

    >>> words_in("{rep}: {period} {2} {Not}")
    ['rep', 'period']
    """
    return _WORD.findall(text)


def pieces(text: str, word: Callable[[str], Word]) -> tuple[Piece, ...]:
    """A text cut at its words.

    >>> pieces("for {rep}!", Word)
    ('for ', Word(key='rep', block='', row=0), '!')
    """
    cut = _WORD.split(text)
    parts: list[Piece] = [word(part) if i % 2 else part for i, part in enumerate(cut)]
    return tuple(p for p in parts if p != "")


def filled(parts: tuple[Piece, ...], letter: Letter) -> Scalar:
    """What the cell holds: the value itself when the text is one word, else the text with its words said."""
    if len(parts) == 1 and isinstance(parts[0], Word):
        return parts[0].of(letter)
    return "".join(part if isinstance(part, str) else said(part.of(letter)) for part in parts).strip()


def said(value: Scalar) -> str:
    """A value within a sentence.

    >>> from decimal import Decimal
    >>> said(1200000), said(Decimal("1234.50")), said(Decimal("800.00")), said(None)
    ('1,200,000', '1,234.50', '800', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return f"{value:,.2f}" if value.as_tuple().exponent == -2 else f"{value:,}"
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
