"""Public holidays and swapped workdays 调休, to fill the calendar table with; afterwards the table counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.model import CalendarDay
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holidays import HolidayBase

    from salesbook.texts import Language

_SPOKEN = {"zh": ("zh_CN",), "en": ("en_US", "en_GB")}
_OFF, _WORKED = Decimal(0), Decimal(1)
_CODE = 2
"""Letters of a country's code."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """The days that differ from their weekday, in order, and the years that nobody knows yet."""

    days: tuple[CalendarDay, ...] = ()
    unknown: tuple[int, ...] = ()


def holiday_days(years: Iterable[int], language: Language, country: str = "CN") -> Holidays:
    """The holidays (factor 0) and swapped workdays (factor 1) of whole years.

    China's are known once the State Council has announced the year's swaps, usually in November of the year
    before, and the installed `holidays` library has them; such a year gives no day at all and is named in
    `unknown`, rather than half a calendar. Names are in the country's own language where the library has
    none in `language`. A part of a country follows it after a hyphen: GB-ENG.

    >>> may = [d for d in holiday_days([2026], "zh").days if d.day.month == 5]
    >>> for d in may: print(d.day, d.kind, d.factor, d.note)
    2026-05-01 holiday 0 劳动节
    2026-05-02 holiday 0 劳动节
    2026-05-04 holiday 0 劳动节（补假）
    2026-05-05 holiday 0 调休放假（2026-05-09 上班）
    2026-05-09 workday 1 调休上班（补 2026-05-05）
    >>> holiday_days([2099], "en")
    Holidays(days=(), unknown=(2099,))
    """
    wanted = set(years)
    source = _source(country, language, wanted)
    known = {year for year in wanted if _knows(source, country, year)}
    swaps = _swaps(source)
    worked_for = {worked: off for off, worked in swaps.items()}
    off = [_day_off(day, name, swaps.get(day), language) for day, name in source.items() if day.year in known]
    workdays = (day for day in source.weekend_workdays if day.year in known)
    worked = [_workday(day, worked_for.get(day), language) for day in workdays]
    days = sorted((*off, *worked), key=lambda found: found.day)
    return Holidays(tuple(days), tuple(sorted(wanted - known)))


def _source(country: str, language: Language, years: set[int]) -> HolidayBase:
    """The library's calendar of a country, in the nearest language that it speaks.

    A swap may reach back into December, so each next year is read too.
    """
    import holidays

    name, _, part = country.partition("-")
    spoken = holidays.country_holidays(name)
    own = spoken.default_language  # None would follow the machine's locale
    chosen = next((each for each in _SPOKEN[language] if each in spoken.supported_languages), own)
    wide = years | {year + 1 for year in years}
    return holidays.country_holidays(name, subdiv=part or None, language=chosen, years=wide)


def named_days(year: int, country: str, language: Language) -> Iterator[tuple[date, str]]:
    """Each public holiday of a year with each of its names, in order, whether its swaps are known or not.

    >>> [str(day) for day, name in named_days(2027, "CN", "en") if name == "Mid-Autumn Festival"]
    ['2027-09-15']
    """
    source = _source(country, language, {year})
    return ((day, name) for day, names in sorted(source.items()) if day.year == year for name in names.split("; "))


def is_country(code: str) -> bool:
    """Whether the library knows a country, or a part of one, by this code.

    >>> is_country("US"), is_country("GB-ENG"), is_country("GB-XX"), is_country("England")
    (True, True, False, False)
    """
    import holidays

    name, _, part = code.partition("-")
    known = holidays.list_supported_countries()
    return len(name) == _CODE and name in known and (not part or part in known[name])


def _knows(source: HolidayBase, country: str, year: int) -> bool:
    """Whether the library has a year; for China, whether it has its swaps, which cannot be computed."""
    if country == "CN":
        return year in source.special_public_holidays
    return bool(source.start_year <= year <= source.end_year)


def _swaps(source: HolidayBase) -> dict[date, date]:
    """Day off -> the day worked for it, from the library's entries (month, day, month, day[, year])."""
    found = {}
    for year, entries in getattr(source, "special_public_holidays", {}).items():
        for entry in entries if isinstance(entries[0], tuple) else (entries,):
            if len(entry) > 3:
                found[date(year, *entry[:2])] = date(entry[4] if len(entry) > 4 else year, *entry[2:4])
    return found


def _day_off(day: date, name: str, worked: date | None, language: Language) -> CalendarDay:
    note = text("holidays", "day-off", language, day=worked) if worked else name
    return CalendarDay(day, "holiday", _OFF, note)


def _workday(day: date, off: date | None, language: Language) -> CalendarDay:
    note = text("holidays", "workday", language, day=off) if off else text("choices", "day.workday", language)
    return CalendarDay(day, "workday", _WORKED, note)
