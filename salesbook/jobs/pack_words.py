"""How the plan document says numbers, days and choices, in the workbook's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.texts import text

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction

    from salesbook.book.model import Book
    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class Pack:
    """A book on its way into a document."""

    book: Book

    @property
    def language(self) -> Language:
        return self.book.settings.language

    def say(self, key: str, /, **words: object) -> str:
        """A text of the document."""
        return text("pack", key, self.language, **words)

    def heads(self, *keys: str) -> tuple[str, ...]:
        """Headings of columns."""
        return tuple(self.say(f"column.{key}") for key in keys)

    def choice(self, group: str, key: str) -> str:
        """A choice in words; nothing for none."""
        return text("choices", f"{group}.{key}", self.language) if key else ""


def amount(value: Decimal | Fraction | float | None) -> str:
    """A number in whole units with separators; a part of one is shown with two places.

    >>> from decimal import Decimal
    >>> amount(1234567), amount(Decimal("12.5")), amount(None)
    ('1,234,567', '12.50', '')
    """
    if value is None:
        return ""
    return f"{int(value):,}" if value == int(value) else f"{float(value):,.2f}"


def share(value: Decimal | Fraction | float | None, places: int = 1) -> str:
    """A share as a percentage.

    >>> share(0.125), share(None)
    ('12.5%', '')
    """
    return "" if value is None else f"{float(value):.{places}%}"


def day(value: date | None) -> str:
    """A day, or nothing."""
    return "" if value is None else f"{value:%Y-%m-%d}"


def day_span(start: date | None, end: date | None) -> str:
    """Two days and what lies between.

    >>> from datetime import date
    >>> day_span(date(2026, 4, 1), date(2026, 6, 30))
    '2026-04-01 – 2026-06-30'
    """
    return " – ".join(filter(None, (day(start), day(end))))
