"""Holidays 节假日: the calendar's table gets the public holidays and swapped workdays it lacks; what it has stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE, SETTINGS
from salesbook.book.changes import AppendRows, ChangeSet, Line, Outcome
from salesbook.book.reading import read
from salesbook.book.references import Refs
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.refresh import followed
from salesbook.jobs.tables import put_setting, put_table
from salesbook.texts import in_each, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from salesbook.book.model import Book, CalendarDay
    from salesbook.book.snapshot import Snapshot
    from salesbook.texts import Language

_NAME = "sb_calendar"


@dataclass(frozen=True, slots=True)
class HolidaysRequest:
    """Whose holidays; None for what the settings say."""

    country: str | None = None


def fill_calendar(snapshot: Snapshot, request: HolidaysRequest, today: date) -> Outcome:  # noqa: ARG001
    """Rows for the days of the plan's years that the table does not list yet, below those that it has."""
    from salesbook.book.holidays import holiday_days, is_country

    reading = read(snapshot)
    if reading.book is None or errors_in(reading.problems):
        return Outcome(problems=reading.problems)
    book = reading.book
    country = book.settings.holidays if request.country is None else request.country
    if country and not is_country(country):
        place = book.settings.places.get("holidays", Place(table="sb_settings"))
        return Outcome(problems=(Problem("unknown-country", place, {"shown": country}),))
    language = book.settings.language
    years = range(book.settings.start.year, book.settings.end.year + 1)
    found = holiday_days(years, language, country) if country else None
    listed = {day.day for day in book.calendar}
    new = [day for day in found.days if day.day not in listed] if found else []
    unknown = tuple(_not_announced(snapshot, year) for year in (found.unknown if found else ()))
    changes = _setting(snapshot, book, country) + _rows(snapshot, new, language)
    summary = (Line(in_each("jobs", "holidays.days", country=country), len(listed), len(listed) + len(new)),)
    return Outcome(followed(snapshot, changes), (*reading.problems, *unknown), summary)


def _not_announced(snapshot: Snapshot, year: int) -> Problem:
    """A year that the library does not have; the table's own rows count."""
    block = snapshot.tables.get(_NAME)
    place = block.place(-1, 0) if block else Place(table=_NAME)
    return Problem("holidays-not-announced", place, {"years": year})


def _setting(snapshot: Snapshot, book: Book, country: str) -> ChangeSet:
    if country == book.settings.holidays:
        return ChangeSet()
    setting = next(setting for setting in SETTINGS if setting.key == "holidays")
    language = book.settings.language
    return put_setting(snapshot, setting, country or text("choices", "none.none", language), language)


def _rows(snapshot: Snapshot, days: Sequence[CalendarDay], language: Language) -> ChangeSet:
    rows = [(day.day, text("choices", f"day.{day.kind}", language), day.factor, day.note) for day in days]
    if not rows:
        return ChangeSet()
    if _NAME not in snapshot.tables:
        return put_table(snapshot, _NAME, rows, language)
    refs, headings = Refs(language, snapshot.tables), snapshot.tables[_NAME].headings
    named = [refs.heading(_NAME, column.key) for column in CATALOGUE[_NAME].columns]
    there = [i for i, heading in enumerate(named) if heading in headings]
    kept = tuple(tuple(row[i] for i in there) for row in rows)
    return ChangeSet((AppendRows(_NAME, tuple(named[i] for i in there), kept),))
