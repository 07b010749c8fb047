"""The selling calendar: how much of a selling day each day is, by weekday and by a table of exceptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.period import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    Factor = Fraction | Decimal | int

OFFICE_WEEK: tuple[Factor, ...] = (1, 1, 1, 1, 1, 0, 0)
"""Monday to Friday."""
EVERY_DAY: tuple[Factor, ...] = (1,) * 7
"""Shops that open on all days."""


@dataclass(frozen=True)
class SellingCalendar:
    """Factors of the weekdays, Monday first, and of single days that differ.

    Such days are public holidays (0 in an office), swapped workdays 调休 (1), a campaign's peaks (2, say).
    A day's factor is its own if it has one, else its weekday's.

    >>> from datetime import date
    >>> holiday, swapped = date(2026, 2, 16), date(2026, 2, 28)  # a Monday, a Saturday
    >>> calendar = SellingCalendar(days={holiday: 0, swapped: 1})
    >>> calendar.factor(holiday), calendar.factor(swapped)
    (Fraction(0, 1), Fraction(1, 1))
    >>> calendar.selling_days(date(2026, 2, 1), date(2026, 2, 28))
    Fraction(20, 1)
    """

    weekdays: tuple[Factor, ...] = OFFICE_WEEK
    days: Mapping[date, Factor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.weekdays) != 7:
            raise ValueError(f"a week has 7 days, not {len(self.weekdays)}")
        if any(factor < 0 for factor in (*self.weekdays, *self.days.values())):
            raise ValueError("a day's factor is not below zero")

    def factor(self, day: date) -> Fraction:
        """How much of a selling day this day is."""
        own = self.days.get(day)
        return Fraction(self.weekdays[day.weekday()] if own is None else own)

    def selling_days(self, start: date, end: date) -> Fraction:
        """The sum of the factors from `start` to `end`, both included.

        0 when the end lies before the start, so that what remains after today is 0 on the last day.

        >>> from datetime import date
        >>> SellingCalendar().selling_days(date(2026, 6, 1), date(2026, 5, 31))
        Fraction(0, 1)
        """
        if end < start:
            return Fraction(0)
        return sum(self.weights(dates(start, end)), Fraction(0))

    def weights(self, days: Iterable[date]) -> tuple[Fraction, ...]:
        """The factor of each day, to share something out over them; all 0 when nothing is sold on any."""
        return tuple(map(self.factor, days))
