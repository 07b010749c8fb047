"""A new workbook from rows of its tables: choices in words, every setting there is, holidays filled in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from salesbook import resources
from salesbook.book.catalogue import CATALOGUE, SETTINGS
from salesbook.book.values import Formula
from salesbook.domain.apportion import CELL
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from salesbook.book.catalogue import Column, Setting
    from salesbook.book.page import Page
    from salesbook.book.values import Content
    from salesbook.texts import Language

Row = tuple["Content", ...]


@dataclass(frozen=True, slots=True)
class BlankRequest:
    """A workbook of one's own: settings by key, and rows of tables as column key -> value, choices by their keys.

    `country`: whose public holidays fill the calendar, for every year the plan touches; empty for none.
    """

    language: Language
    settings: Mapping[str, Any]
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    country: str = "CN"


USUAL_COUNTRY: Mapping[Language, str] = {"zh": "CN", "en": "GB"}
"""Whose public holidays fill the calendar when nobody says."""


def blank(request: BlankRequest) -> tuple[Page, ...]:
    """The pages of a workbook with these settings and rows: goals, team, dimensions and calendar at least."""
    language = request.language
    years = range(request.settings["start"].year, request.settings["end"].year + 1)
    rows = {"sb_settings": setting_rows({**request.settings, "holidays": request.country}, language)}
    for name in dict.fromkeys(("sb_goals", "sb_reps", "sb_members", "sb_calendar", *request.rows)):
        rows[name] = table_rows(name, request.rows.get(name, ()), language)
    rows["sb_calendar"] += holiday_rows(years, language, request.country)
    return fresh_pages(rows, language)


def fresh_pages(rows: Mapping[str, Sequence[Row]], language: Language) -> tuple[Page, ...]:
    """The guide, then a sheet for each table, in the order of `rows`; tables of one sheet stand side by side."""
    from salesbook.sheets.guide import guide_page
    from salesbook.sheets.inputs import table_page

    by_page: dict[str, list[str]] = {}
    for name in rows:
        by_page.setdefault(CATALOGUE[name].page, []).append(name)
    inputs = [table_page(names, rows, language) for names in by_page.values()]
    titles = {page.key: page.title for page in inputs}
    return (guide_page(language, present=titles), *inputs)


def table_rows(name: str, rows: Iterable[Mapping[str, Any]], language: Language) -> list[Row]:
    """Rows with all of the catalogue's columns in its order, as the language shows them.

    >>> table_rows("sb_members", [{"axis": "region", "member": {"zh": "华东", "en": "East"}}], "zh")[0][:2]
    ('区域', '华东')
    """
    columns = CATALOGUE[name].columns
    return [tuple(_cell(column, row.get(column.key), language) for column in columns) for row in rows]


def setting_rows(given: Mapping[str, Any], language: Language) -> list[Row]:
    """Every setting that there is, given or by default, so that nobody has to know its name."""
    asked = {**given, "language": language}
    notes = _setting_notes()
    return [
        (
            setting.zh if language == "zh" else setting.en,
            _value(setting, asked.get(setting.key, setting.default), language),
            in_words(notes[setting.key], language),
        )
        for setting in SETTINGS
    ]


def holiday_rows(years: Iterable[int], language: Language, country: str = "CN") -> list[Row]:
    """Rows of sb_calendar: a country's public holidays and swapped workdays, as far as the library knows the years."""
    from salesbook.book.holidays import holiday_days

    if not country or not (wanted := tuple(years)):
        return []
    return [
        (day.day, _chosen(("day",), day.kind, language), day.factor, day.note)
        for day in holiday_days(wanted, language, country).days
    ]


def in_words(given: Any, language: Language) -> Any:
    """A text that differs by language, in this one; anything else as it is."""
    return given[language] if isinstance(given, dict) else given


def _cell(column: Column, given: Any, language: Language) -> Content:
    said: Content = in_words(given, language)
    if said and column.kind == "choice":
        return _chosen(column.choices, str(said), language)
    if column.kind == "percent" and isinstance(said, str) and "/" in said:
        return _ratio(said)
    return None if said == "" else said


def _ratio(said: str) -> Formula:
    """A rate that shows its two counts, as the formula that people would type.

    >>> _ratio("40/60")
    Formula(text='40/60', result=0.6666666666666666)
    """
    part, whole = map(int, said.split("/"))
    return Formula(said, part / whole)


def _chosen(choices: Sequence[str], key: str, language: Language) -> str:
    return text("choices", f"{choices[0]}.{key}", language)


def _value(setting: Setting, given: Any, language: Language) -> Content:
    said: Content = in_words(given, language)
    if setting.key == "axes":
        names = [_chosen(("axis",), key, language) for key in given]
        return ("、" if language == "zh" else ", ").join(names)
    if setting.kind == "choice":
        named = setting.key == "residue" and str(said).startswith(CELL)
        return str(said) if named else _chosen(setting.choices, str(said), language)
    if setting.key == "holidays":
        return said or _chosen(("none",), "none", language)
    return Decimal(said) if setting.kind == "percent" and isinstance(said, str) else said


@cache
def _setting_notes() -> Mapping[str, Any]:
    path = resources.template("workbooks/settings.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
