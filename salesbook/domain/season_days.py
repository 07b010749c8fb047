"""History by day, laid onto the days of a plan: festivals that move meet each other, all other days keep their date.

A plan's day takes what was sold on one day of an earlier year:
- near a moving festival, on the day equally far from that year's festival (`Festival.before` days before it to `after`
  days after it), if history reaches there;
- else on the same date; where months are made of weeks, on the nearest day of the same weekday instead;
- a day whose own date then lay near a festival, while it lies near none itself, takes the average of the `ORDINARY`
  days beyond that festival's days: the ones after it for a day that comes after the plan's own festival, the ones
  before it for one that comes before; where history does not reach over those, the other ones; where over none, the
  date as it is.
A 29 February is added to the 28th of a year that has none; in the other direction it takes nothing.
So where no festival moved, each month takes exactly the sum of its namesake.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.domain.period import dates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from salesbook.domain.period import Period

ORDINARY = 14
"""Days whose average stands for an ordinary day: two whole weeks."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Festival:
    """A festival that moves: its day in each year, and how many days before and after it follow it."""

    name: str
    before: int
    after: int
    days: Mapping[int, date]

    def span(self, year: int) -> tuple[date, date] | None:
        """The days that follow the festival of a year; None where its day is not known."""
        day = self.days.get(year)
        return None if day is None else (day - _DAY * self.before, day + _DAY * self.after)


@dataclass(frozen=True)
class PastDays:
    """What was sold by day, the festivals to align, and whether days keep their weekday rather than their date.

    >>> from decimal import Decimal
    >>> from salesbook.domain.period import month_of
    >>> spring = Festival("spring", 2, 1, {2025: date(2025, 1, 29), 2026: date(2026, 2, 17)})
    >>> sold = {day: Decimal(1) for day in dates(date(2025, 1, 1), date(2025, 3, 31))}
    >>> sold[date(2025, 1, 28)] = Decimal(90)  # the eve
    >>> past = PastDays(sold, (spring,))
    >>> [str(past.sold(month_of(date(2026, month, 1)), 1)) for month in (1, 2, 3)]
    ['31', '117', '31']
    """

    by_day: Mapping[date, Decimal]
    festivals: Sequence[Festival] = ()
    by_weekday: bool = False

    def months(self) -> dict[tuple[int, int], Decimal]:
        """Sums by year and month."""
        found: dict[tuple[int, int], Decimal] = {}
        for day, amount in self.by_day.items():
            at = day.year, day.month
            found[at] = found[at] + amount if at in found else amount
        return found

    def sold(self, period: Period, years_back: int) -> Fraction:
        """What the days of a period would have sold so many years before."""
        return sum((self._of(day, years_back) for day in dates(period.start, period.end)), Fraction(0))

    def moved(self, period: Period, years_back: int) -> bool:
        """Whether a festival in a period stood at another date so many years before."""
        return any(
            own is not None and then is not None and period.start <= own <= period.end
            and (then.month, then.day) != (own.month, own.day)
            for festival in self.festivals
            for own, then in self._pairs(festival, period.start, years_back)
        )  # fmt: skip

    def _of(self, day: date, back: int) -> Fraction:
        same_distance = self._at_festival(day, back)
        if same_distance is not None and self._known(same_distance, same_distance):
            return self._amount(same_distance)
        source = self._namesake(day, back)
        if source is None:
            return Fraction(0)
        near = self._near(source, day, back)
        if near is not None:
            return self._ordinary(*near) if self._known(*near) else self._plain(day, source)
        return self._plain(day, source)

    def _at_festival(self, day: date, back: int) -> date | None:
        """The day equally far from the festival, for a day near one."""
        for festival in self.festivals:
            for own, then in self._pairs(festival, day, back):
                if own and then and -festival.before <= (day - own).days <= festival.after:
                    return then + (day - own)
        return None

    def _pairs(self, festival: Festival, day: date, back: int) -> list[tuple[date | None, date | None]]:
        """The festival's days around a plan's day, and in the years that these look back to."""
        years = range(day.year - 1, day.year + 2)
        return [(festival.days.get(year), festival.days.get(year - back)) for year in years]

    def _namesake(self, day: date, back: int) -> date | None:
        """The same date of an earlier year, or the nearest day of the same weekday; None for a 29 February that
        had none."""
        leap = (day.month, day.day) == (2, 29)
        if leap and not _is_leap(day.year - back) and not self.by_weekday:
            return None
        same = day.replace(year=day.year - back, day=28 if leap and not _is_leap(day.year - back) else day.day)
        if not self.by_weekday:
            return same
        return same + _DAY * ((day.weekday() - same.weekday() + 3) % 7 - 3)

    def _plain(self, day: date, source: date) -> Fraction:
        """The amount of the same date, with that of a 29 February which the plan's year lacks."""
        amount = self._amount(source)
        if not self.by_weekday and (day.month, day.day) == (2, 28) and _is_leap(source.year) and not _is_leap(day.year):
            amount += self._amount(source + _DAY)
        return amount

    def _near(self, source: date, day: date, back: int) -> tuple[date, date] | None:
        """Where a date lay near a festival then, the ordinary days to take in its place."""
        for festival in self.festivals:
            for year in range(source.year - 1, source.year + 2):
                span = festival.span(year)
                own = festival.days.get(year + back)
                if span and own and span[0] <= source <= span[1]:
                    after = (span[1] + _DAY, span[1] + _DAY * ORDINARY)
                    before = (span[0] - _DAY * ORDINARY, span[0] - _DAY)
                    first, second = (after, before) if day > own else (before, after)
                    return first if self._known(*first) else second
        return None

    def _known(self, first: date, last: date) -> bool:
        """Whether history reaches over some days."""
        return bool(self.by_day) and self._ends[0] <= first and last <= self._ends[1]

    @cached_property
    def _ends(self) -> tuple[date, date]:
        return min(self.by_day), max(self.by_day)

    def _ordinary(self, first: date, last: date) -> Fraction:
        return sum((self._amount(day) for day in dates(first, last)), Fraction(0)) / ORDINARY

    def _amount(self, day: date) -> Fraction:
        return Fraction(self.by_day.get(day, 0))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
