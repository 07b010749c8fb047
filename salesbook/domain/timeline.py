"""A plan's months by a policy for weeks: calendar months, or months made of whole weeks, Monday to Sunday.

by-day: months are the calendar's, a week is the sum of its days and may straddle two months.
iso-thursday: a week belongs wholly to the month in which its Thursday lies.
4-4-5, 4-5-4, 5-4-4: a quarter has months of so many weeks. The fiscal year begins on the Monday nearest to the first of
the fiscal year's first month, at most three days from it, so that it has 52 weeks or 53; the 53rd belongs to the
year's last month.

Weeks that the plan's first or last day cuts belong to their own month, unless all that the plan holds of that month
is such a part of a week: then the part joins the month beside it. Months keep the calendar's names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Literal

from salesbook.domain.period import Period, dates, half_of, parse_period, quarter_of, year_of
from salesbook.domain.period import month_of as calendar_month
from salesbook.domain.period import weeks as weeks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WeekPolicy = Literal["by-day", "iso-thursday", "4-4-5", "4-5-4", "5-4-4"]

_DAY = timedelta(days=1)
_WEEK = 7
_THURSDAY = 3
_NEAR = 14
"""A month of whole weeks begins and ends within so many days of the calendar's month of its name."""
_WIDE = {"quarter": quarter_of, "half": half_of, "year": year_of}


@dataclass(frozen=True, slots=True)
class Timeline:
    """The plan's days, both ends included, and how they are put into weeks, months, quarters, halves and years."""

    start: date
    end: date
    fiscal_start: int = 1
    policy: WeekPolicy = "by-day"

    def months(self) -> tuple[Period, ...]:
        """The plan's months in order, each cut to the plan's days.

        >>> quarter = Timeline(date(2026, 4, 1), date(2026, 6, 30), policy="iso-thursday")
        >>> for month in quarter.months(): print(month.key, month.start, month.end)
        2026-04 2026-04-01 2026-05-03
        2026-05 2026-05-04 2026-05-31
        2026-06 2026-06-01 2026-06-30
        """
        return _months(self)

    def weeks(self) -> tuple[Period, ...]:
        """The plan's weeks in order, the first and the last cut to its days; keys are those of ISO weeks."""
        return weeks_of(self.start, self.end)

    def month_of(self, day: date) -> Period:
        """The month of the plan in which one of its days lies."""
        return next(month for month in self.months() if day in month)

    def whole(self, month: Period) -> Period:
        """A month of the plan in full, also beyond the plan's days."""
        year, number = _named(month)
        return self._whole(year, number)

    def parts(self, kind: Literal["quarter", "half", "year"]) -> tuple[tuple[str, tuple[Period, ...]], ...]:
        """The plan's fiscal quarters, halves or years by key, each with its months.

        >>> plan = Timeline(date(2026, 4, 1), date(2026, 12, 31), fiscal_start=4)
        >>> [(key, len(months)) for key, months in plan.parts("half")]
        [('2026H1', 6), ('2026H2', 3)]
        """
        grouped = groupby(self.months(), lambda month: self._part_of(month, kind))
        return tuple((key, tuple(months)) for key, months in grouped)

    def meaning(self, text: str) -> Period:
        """The period that a name means, as `parse_period` reads it; years to months by this policy's months.

        Parts of weeks that joined a month of the plan are in it. Raises PeriodError.

        >>> shop = Timeline(date(2026, 1, 1), date(2026, 12, 31), policy="4-4-5")
        >>> for name in ("2026Q1", "2026-03", "2026-W10"): print(shop.meaning(name).start, shop.meaning(name).end)
        2025-12-29 2026-03-29
        2026-02-23 2026-03-29
        2026-03-02 2026-03-08
        """
        period = parse_period(text, self.fiscal_start)
        if self.policy == "by-day" or period.kind in ("week", "day"):
            return period
        first, last = (self._whole(day.year, day.month) for day in (period.start, period.end))
        inside = [m for m in self.months() if period.start <= date(*_named(m), 1) <= period.end]
        start = min((first.start, *(m.start for m in inside)))
        end = max((last.end, *(m.end for m in inside)))
        return Period(period.key, period.kind, start, end)

    def whole_weeks(self) -> tuple[date, date]:
        """The Monday nearest to the first day and the Sunday nearest to the last: the plan's days in whole weeks.

        >>> first, last = Timeline(date(2026, 1, 1), date(2026, 12, 31)).whole_weeks()
        >>> print(first, last)
        2025-12-29 2027-01-03
        """
        return _nearest_monday(self.start), _nearest_monday(self.end + _DAY) - _DAY

    def _part_of(self, month: Period, kind: Literal["quarter", "half", "year"]) -> str:
        return _WIDE[kind](date(*_named(month), 1), self.fiscal_start).key

    def _whole(self, year: int, number: int) -> Period:
        return _whole(year, number, self.fiscal_start, self.policy)


def weeks_in_year(year: int, fiscal_start: int = 1) -> int:
    """How many weeks a fiscal year of whole weeks has: 52 or 53.

    >>> [weeks_in_year(year) for year in (2025, 2026, 2027)], weeks_in_year(2028, fiscal_start=4)
    ([52, 53, 52], 52)
    """
    return (_new_year(year + 1, fiscal_start) - _new_year(year, fiscal_start)).days // _WEEK


def _new_year(year: int, fiscal_start: int) -> date:
    """The Monday nearest to the first day of a fiscal year."""
    return _nearest_monday(date(year, fiscal_start, 1))


def _nearest_monday(day: date) -> date:
    """At most three days before or after."""
    return day - _DAY * ((day.weekday() + 3) % _WEEK - 3)


@lru_cache(maxsize=64)
def _months(line: Timeline) -> tuple[Period, ...]:
    """The months that hold the plan's days, cut to them, with the short ends joined."""
    found: list[Period] = []
    for (year, number), held in groupby(dates(line.start, line.end), _owner(line)):
        days = list(held)
        found.append(Period(_whole(year, number, line.fiscal_start, line.policy).key, "month", days[0], days[-1]))
    return tuple(found) if line.policy == "by-day" else _joined(found)


def _joined(months: Sequence[Period]) -> tuple[Period, ...]:
    """Less than a week at either end joins the month beside it, if that has a whole week."""
    found = list(months)
    for end, beside in ((0, 1), (-1, -2)):
        if len(found) > 1 and found[end].length < _WEEK <= found[beside].length:
            part, month = found[end], found[beside]
            found[beside] = Period(month.key, "month", min(part.start, month.start), max(part.end, month.end))
            del found[end]
    return tuple(found)


def _owner(line: Timeline) -> Callable[[date], tuple[int, int]]:
    """Day -> year and number of the month that it belongs to."""

    def owner(day: date) -> tuple[int, int]:
        near = (calendar_month(day + _DAY * apart) for apart in (0, -_NEAR, _NEAR))
        whole = (_whole(m.start.year, m.start.month, line.fiscal_start, line.policy) for m in near)
        return _named(next(month for month in whole if day in month))

    return owner


@lru_cache(maxsize=4096)
def _whole(year: int, number: int, fiscal_start: int, policy: WeekPolicy) -> Period:
    """A month in full by a policy."""
    month = calendar_month(date(year, number, 1))
    if policy == "by-day":
        return month
    if policy == "iso-thursday":
        return Period(month.key, "month", _week_begin(month.start), _week_begin(month.end + _DAY) - _DAY)
    fiscal = year - (number < fiscal_start)
    start = _new_year(fiscal, fiscal_start)
    at = (number - fiscal_start) % 12
    ends = list(accumulate(_pattern(policy) * 4, initial=0))
    ends[-1] = weeks_in_year(fiscal, fiscal_start)
    return Period(month.key, "month", start + _DAY * _WEEK * ends[at], start + _DAY * (_WEEK * ends[at + 1] - 1))


def _week_begin(first: date) -> date:
    """The Monday of the first week whose Thursday is not before a day."""
    return first + _DAY * ((_THURSDAY - first.weekday()) % _WEEK - _THURSDAY)


def _pattern(policy: str) -> tuple[int, ...]:
    """Weeks of the months of a quarter.

    >>> _pattern("4-5-4")
    (4, 5, 4)
    """
    return tuple(map(int, policy.split("-")))


def _named(month: Period) -> tuple[int, int]:
    """Year and number in a month's key."""
    year, number = month.key.split("-")
    return int(year), int(number)
