"""Periods by their names and keys: years, halves, quarters, months, ISO weeks and days.

Years, halves and quarters are fiscal: 2026 is the year that *starts* in 2026, in the month `fiscal_start`.
With `fiscal_start` 1 they are the calendar's. Months, weeks and days are always the calendar's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Kind = Literal["year", "half", "quarter", "month", "week", "day", "phase"]

YEARS = range(1900, 2200)
"""The years in which a plan can stand; outside them a name is taken for a slip."""

_DAY = timedelta(days=1)
_ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_YEAR = r"(?:FY)?\s*(\d{4})(?:年|财年|年度)?"
_NAMES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("year", re.compile(_YEAR, re.IGNORECASE)),
    ("half", re.compile(_YEAR + r"[\s-]*(?:H([12])|([上下])半年)", re.IGNORECASE)),
    ("quarter", re.compile(_YEAR + r"[\s-]*(?:Q([1-4])|第?([一二三四1-4])季度?)", re.IGNORECASE)),
    ("month", re.compile(r"(\d{4})(?:年(\d{1,2})月份?|[-/.](\d{1,2}))")),
    ("week", re.compile(r"(\d{4})(?:年第?(\d{1,2})周|-?W(\d{1,2}))", re.IGNORECASE)),
    ("day", re.compile(r"(\d{4})(?:年(\d{1,2})月(\d{1,2})[日号]|([-/.])(\d{1,2})\4(\d{1,2}))")),
)


_HALF_WIDTH = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((0x3000, 0xA0, 0x2009, 0x202F), " "),
    **dict.fromkeys((0x200B, 0xFEFF)),
    **dict.fromkeys((0x2212, 0x2013), "-"),
    0xFFE5: "¥",
}


def half_width(text: str) -> str:
    """Typed text with full-width letters, digits, signs and spaces made plain, and stripped.

    Not Unicode's NFKC, which would read 10² as 102.

    >>> half_width(" ２０２６－０５　")
    '2026-05'
    """
    return text.translate(_HALF_WIDTH).strip()


class PeriodError(ValueError):
    """A period that cannot be; `reason` is a key of templates/texts/reasons.toml.

    Reasons: not-a-period, no-such-period, year-out-of-range, no-such-month (a fiscal start) and
    end-before-start.
    """

    def __init__(self, reason: str, given: object) -> None:
        self.reason = reason
        self.given = given
        super().__init__(f"{reason}: {given}")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included. `key` says which it is: 2026, 2026H1, 2026Q2, 2026-05, 2026-W18,
    2026-05-01, or a phase's name. A period that was clipped to a range keeps its key."""

    key: str
    kind: Kind
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise PeriodError("end-before-start", f"{self.start}…{self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def length(self) -> int:
        """Calendar days."""
        return (self.end - self.start).days + 1


def parse_period(text: str, fiscal_start: int = 1) -> Period:
    """The period that a name means, in full; Chinese and English forms, full-width digits too.

    >>> parse_period("2026年二季度").key, parse_period("2026/5").key, parse_period("2026年第18周").key
    ('2026Q2', '2026-05', '2026-W18')
    >>> year = parse_period("FY2026", fiscal_start=4)  # named by the year in which it starts
    >>> print(year.start, year.end)
    2026-04-01 2027-03-31
    >>> parse_period("2026Q5")
    Traceback (most recent call last):
    salesbook.domain.period.PeriodError: not-a-period: 2026Q5
    """
    _check_fiscal_start(fiscal_start)
    plain = half_width(text)
    for kind, pattern in _NAMES:
        if found := pattern.fullmatch(plain):
            year, *numbers = (_number(part) for part in found.groups() if part and part not in "-/.")
            return _named(kind, year, numbers, fiscal_start, text)
    raise PeriodError("not-a-period", text)


def months(start: date, end: date) -> tuple[Period, ...]:
    """The calendar months of a range, the first and the last clipped to it.

    >>> [(m.key, m.length) for m in months(date(2026, 4, 25), date(2026, 5, 7))]
    [('2026-04', 6), ('2026-05', 7)]
    """
    return _cut(start, end, month_of)


def quarters(start: date, end: date, fiscal_start: int = 1) -> tuple[Period, ...]:
    """The fiscal quarters of a range, the first and the last clipped to it.

    >>> [q.key for q in quarters(date(2026, 1, 1), date(2026, 6, 30), fiscal_start=4)]
    ['2025Q4', '2026Q1']
    """
    return _cut(start, end, lambda day: quarter_of(day, fiscal_start))


def halves(start: date, end: date, fiscal_start: int = 1) -> tuple[Period, ...]:
    """The fiscal halves of a range, the first and the last clipped to it."""
    return _cut(start, end, lambda day: half_of(day, fiscal_start))


def years(start: date, end: date, fiscal_start: int = 1) -> tuple[Period, ...]:
    """The fiscal years of a range, the first and the last clipped to it."""
    return _cut(start, end, lambda day: year_of(day, fiscal_start))


def weeks(start: date, end: date) -> tuple[Period, ...]:
    """The weeks of a range, Monday to Sunday, the first and the last clipped to it.

    Policy by-day: a week is the sum of its days, so that a month's weeks sum to the month.

    >>> [(w.key, w.length) for w in weeks(date(2025, 12, 30), date(2026, 1, 5))]
    [('2026-W01', 6), ('2026-W02', 1)]
    """
    return _cut(start, end, week_of)


def days(start: date, end: date) -> tuple[Period, ...]:
    """Each day of a range."""
    return _cut(start, end, day_of)


def dates(start: date, end: date) -> Iterator[date]:
    """The dates of a range, both ends included.

    >>> [str(d) for d in dates(date(2026, 2, 28), date(2026, 3, 1))]
    ['2026-02-28', '2026-03-01']
    """
    if end < start:
        raise PeriodError("end-before-start", f"{start}…{end}")
    return (date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1))


def within(inner: Period, outer: Period) -> bool:
    """Whether all of `inner` lies in `outer`."""
    return outer.start <= inner.start and inner.end <= outer.end


def day_of(day: date) -> Period:
    """The day itself as a period."""
    return Period(day.isoformat(), "day", day, day)


def week_of(day: date) -> Period:
    """The ISO week of a day; its year is that of its Thursday.

    >>> week_of(date(2027, 1, 1)).key
    '2026-W53'
    """
    year, week, weekday = day.isocalendar()
    monday = day - _DAY * (weekday - 1)
    return Period(f"{year}-W{week:02}", "week", monday, monday + _DAY * 6)


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    return Period(f"{day:%Y-%m}", "month", *_span(day.year, day.month, 1))


def quarter_of(day: date, fiscal_start: int = 1) -> Period:
    """The fiscal quarter of a day."""
    return _part_of(day, fiscal_start, "quarter", 3)


def half_of(day: date, fiscal_start: int = 1) -> Period:
    """The fiscal half-year of a day."""
    return _part_of(day, fiscal_start, "half", 6)


def year_of(day: date, fiscal_start: int = 1) -> Period:
    """The fiscal year of a day.

    >>> year_of(date(2027, 3, 31), fiscal_start=4).key
    '2026'
    """
    return _part_of(day, fiscal_start, "year", 12)


_LETTERS: dict[Kind, str] = {"half": "H", "quarter": "Q"}


def _part_of(day: date, fiscal_start: int, kind: Kind, length: int) -> Period:
    """The part of `length` months of the fiscal year that holds a day."""
    _check_fiscal_start(fiscal_start)
    year = day.year - (day.month < fiscal_start)
    part = (day.month - fiscal_start) % 12 // length
    return _part(year, part, kind, length, fiscal_start)


def _part(year: int, part: int, kind: Kind, length: int, fiscal_start: int) -> Period:
    """The part of the fiscal year, counted from 0."""
    key = f"{year}{_LETTERS[kind]}{part + 1}" if kind in _LETTERS else f"{year}"
    return Period(key, kind, *_span(year, fiscal_start + part * length, length))


def _named(kind: Kind, year: int, numbers: list[int], fiscal_start: int, text: str) -> Period:
    if year not in YEARS:
        raise PeriodError("year-out-of-range", text)
    try:
        return _MAKERS[kind](year, numbers, fiscal_start)
    except ValueError as error:
        raise PeriodError("no-such-period", text) from error


_MAKERS: dict[Kind, Callable[[int, list[int], int], Period]] = {
    "year": lambda year, _, fiscal: _part(year, 0, "year", 12, fiscal),
    "half": lambda year, n, fiscal: _part(year, n[0] - 1, "half", 6, fiscal),
    "quarter": lambda year, n, fiscal: _part(year, n[0] - 1, "quarter", 3, fiscal),
    "month": lambda year, n, _: month_of(date(year, n[0], 1)),
    "week": lambda year, n, _: week_of(date.fromisocalendar(year, n[0], 1)),
    "day": lambda year, n, _: day_of(date(year, *n)),
}


def _number(part: str) -> int:
    return _ORDINALS.get(part) or int(part)


def _span(year: int, month: int, length: int) -> tuple[date, date]:
    """First and last day of `length` months from a month, which may lie beyond December."""
    return _first(year, month), _first(year, month + length) - _DAY


def _first(year: int, month: int) -> date:
    beyond, index = divmod(month - 1, 12)
    return date(year + beyond, index + 1, 1)


def _cut(start: date, end: date, of: Callable[[date], Period]) -> tuple[Period, ...]:
    """The periods that `of` gives for the days of a range, each clipped to it."""
    found = (whole for whole, _ in groupby(dates(start, end), of))
    return tuple(Period(p.key, p.kind, max(p.start, start), min(p.end, end)) for p in found)


def _check_fiscal_start(month: int) -> None:
    if month not in range(1, 13):
        raise PeriodError("no-such-month", month)
