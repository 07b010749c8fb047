"""The ready-made workbooks: what stands in templates/workbooks/*.toml, as the pages of a new workbook."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from salesbook import resources
from salesbook.book.catalogue import CATALOGUE
from salesbook.domain.period import month_of, quarter_of, year_of
from salesbook.errors import Place, Problem
from salesbook.jobs.fresh import (
    USUAL_COUNTRY,
    BlankRequest,
    Row,
    blank,
    fresh_pages,
    holiday_rows,
    in_words,
    setting_rows,
    table_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from salesbook.book.page import Page
    from salesbook.domain.period import Period
    from salesbook.texts import Language

KINDS: tuple[str, ...] = ("year", "quarter", "campaign")
"""Each is templates/workbooks/<kind>.toml."""

_FORM = ("metric", "axes", "season", "weekend", "residue")
"""Settings that make a plan one of its kind; an empty one takes them from the kind's example."""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Which ready-made workbook, in which language."""

    kind: str
    language: Language
    country: str | None = None
    """Whose public holidays fill the calendar; "" for none, None for what is usual in the language."""

    @property
    def holidays(self) -> str:
        """The country, or "" for none."""
        return USUAL_COUNTRY[self.language] if self.country is None else self.country


def new(request: NewRequest) -> tuple[Page, ...]:
    """The pages of a new workbook: the guide, then a sheet for each table that the kind needs."""
    return fresh_pages(rows_of(request), request.language)


def empty(request: NewRequest, today: date) -> tuple[Page, ...]:
    """The same sheets without the example: settings by default, for the period of the kind that today lies in."""
    template, period = example(request.kind), period_of(request.kind, today)
    form = {key: value for key, value in template["settings"].items() if key in _FORM}
    settings = {**form, "kind": request.kind, "start": period.start, "end": period.end}
    rows: dict[str, tuple[()]] = {name: () for name in template if name in CATALOGUE}
    return blank(BlankRequest(request.language, settings, rows, request.holidays))


def without_holidays(request: NewRequest, today: date) -> tuple[Problem, ...]:
    """The years of an empty plan whose holidays are not known yet, so that the calendar lacks them."""
    from salesbook.book.holidays import holiday_days

    period = period_of(request.kind, today)
    years = range(period.start.year, period.end.year + 1)
    unknown = holiday_days(years, request.language, request.holidays).unknown if request.holidays else ()
    return tuple(Problem("holidays-not-announced", Place(table="sb_calendar"), {"years": year}) for year in unknown)


def period_of(kind: str, today: date) -> Period:
    """The period that an empty plan of a kind covers: the year or the quarter of today, for a campaign the month.

    >>> from datetime import date
    >>> print(period_of("quarter", date(2026, 11, 22)).key, period_of("campaign", date(2026, 11, 22)).key)
    2026Q4 2026-11
    """
    if kind == "campaign":
        return month_of(today)
    return year_of(today) if kind == "year" else quarter_of(today)


def file_name(request: NewRequest) -> str:
    """What the workbook is called when nobody says.

    >>> file_name(NewRequest("campaign", "en"))
    'labour-day-2026.xlsx'
    """
    return f"{in_words(example(request.kind)['file'], request.language)}.xlsx"


@cache
def example(kind: str) -> Mapping[str, Any]:
    """What templates/workbooks/<kind>.toml says; numbers with a point are Decimal."""
    path = resources.template(f"workbooks/{kind}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def rows_of(request: NewRequest) -> dict[str, list[Row]]:
    """The rows of each table in the workbook's language, with all of the catalogue's columns in its order."""
    language = request.language
    settings = {**example(request.kind)["settings"], "holidays": request.holidays}
    found = {"sb_settings": setting_rows(settings, language)}
    for name, given in example(request.kind).items():
        if name in CATALOGUE:
            rows = [dict(zip(given["columns"], row, strict=True)) for row in given.get("rows", ())]
            found[name] = table_rows(name, rows, language)
            found[name] += holiday_rows(given.get("holidays", ()), language, request.holidays)
    return found
