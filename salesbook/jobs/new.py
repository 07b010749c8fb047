"""The ready-made workbooks: what stands in templates/workbooks/*.toml, as the pages of a new workbook."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from salesbook import resources
from salesbook.book.catalogue import CATALOGUE, SETTINGS
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.catalogue import Column, Setting
    from salesbook.book.page import Page
    from salesbook.book.values import Content
    from salesbook.texts import Language

KINDS: tuple[str, ...] = ("year", "quarter", "campaign")
"""Each is templates/workbooks/<kind>.toml."""

Row = tuple["Content", ...]


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Which ready-made workbook, in which language."""

    kind: str
    language: Language


def new(request: NewRequest) -> tuple[Page, ...]:
    """The pages of a new workbook: the guide, then a sheet for each table that the kind needs."""
    from salesbook.sheets.guide import guide_page
    from salesbook.sheets.inputs import table_page

    rows = rows_of(request)
    by_page: dict[str, list[str]] = {}
    for name in rows:
        by_page.setdefault(CATALOGUE[name].page, []).append(name)
    inputs = [table_page(names, rows, request.language) for names in by_page.values()]
    titles = {page.key: page.title for page in inputs}
    return (guide_page(request.language, present=titles), *inputs)


def file_name(request: NewRequest) -> str:
    """What the workbook is called when nobody says.

    >>> file_name(NewRequest("campaign", "en"))
    'labour-day-2026.xlsx'
    """
    return f"{_said(example(request.kind)['file'], request.language)}.xlsx"


@cache
def example(kind: str) -> Mapping[str, Any]:
    """What templates/workbooks/<kind>.toml says; numbers with a point are Decimal."""
    path = resources.template(f"workbooks/{kind}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def rows_of(request: NewRequest) -> dict[str, list[Row]]:
    """The rows of each table in the workbook's language, with all of the catalogue's columns in its order."""
    found = {"sb_settings": _settings(request)}
    for name, given in example(request.kind).items():
        if name in CATALOGUE:
            found[name] = _rows(name, given, request.language)
    return found


def _rows(name: str, given: Mapping[str, Any], language: Language) -> list[Row]:
    columns = CATALOGUE[name].columns
    cells = [dict(zip(given["columns"], row, strict=True)) for row in given.get("rows", ())]
    rows: list[Row] = [
        tuple(_cell(column, row.get(column.key), language) for column in columns) for row in cells
    ]
    if "holidays" in given:
        rows += _holidays(given["holidays"], language)
    return rows


def _cell(column: Column, given: Any, language: Language) -> Content:
    said = _said(given, language)
    if said and column.kind == "choice":
        return _chosen(column.choices, str(said), language)
    return None if said == "" else said


def _said(given: Any, language: Language) -> Any:
    """A text that differs by language, in this one; anything else as it is."""
    return given[language] if isinstance(given, dict) else given


def _chosen(choices: Sequence[str], key: str, language: Language) -> str:
    return text("choices", f"{choices[0]}.{key}", language)


def _holidays(years: Sequence[int], language: Language) -> list[Row]:
    from salesbook.book.holidays import holiday_days

    return [
        (day.day, _chosen(("day",), day.kind, language), day.factor, day.note)
        for day in holiday_days(years, language).days
    ]


def _settings(request: NewRequest) -> list[Row]:
    """Every setting that there is, so that nobody has to know its name."""
    given: dict[str, Any] = {**example(request.kind)["settings"], "language": request.language}
    notes = _setting_notes()
    return [
        (
            setting.zh if request.language == "zh" else setting.en,
            _value(setting, given.get(setting.key, setting.default), request.language),
            _said(notes[setting.key], request.language),
        )
        for setting in SETTINGS
    ]


def _value(setting: Setting, given: Any, language: Language) -> Content:
    said = _said(given, language)
    if setting.key == "axes":
        names = [_chosen(("axis",), key, language) for key in given]
        return ("、" if language == "zh" else ", ").join(names)
    if setting.kind == "choice":
        return _chosen(setting.choices, said, language)
    return Decimal(said) if setting.kind == "percent" and isinstance(said, str) else said


@cache
def _setting_notes() -> Mapping[str, Any]:
    path = resources.template("workbooks/settings.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
