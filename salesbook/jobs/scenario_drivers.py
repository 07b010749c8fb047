"""What two scenarios were made from and differ in: every cell of their inputs, by the row that it belongs to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.model import Driver
from salesbook.book.reading_cells import exact
from salesbook.book.reading_people import percent
from salesbook.book.references import position
from salesbook.jobs.scenario_store import INPUTS
from salesbook.sheets.table_styles import setting_named
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from salesbook.book.catalogue import Column, Table
    from salesbook.book.changes import PutRows
    from salesbook.book.values import Content
    from salesbook.jobs.scenario_store import Scenario
    from salesbook.texts import Language

KEYS: Mapping[str, tuple[str, ...]] = {
    "sb_holds": ("metric", "scope", "period", "tier", "kind"),
    "sb_incentives": ("rule", "metric", "group", "tier", "lower"),
}
"""By what rows are told apart in tables that may repeat them; others by the catalogue's unique columns."""

_NOT_COMPARED = ("version", "as_of")
"""Settings that belong to the workbook's course and not to what was decided."""

Row = dict[str, str]


def drivers(a: Scenario, b: Scenario, language: Language) -> tuple[Driver, ...]:
    """The two names first; then table by table, rows in the order of `a` and then those only `b` has."""
    names = text("scenario", "names.scenario", language)
    found = [Driver(names, "", "", a.name, b.name)]
    for name in INPUTS:
        table = CATALOGUE[name]
        old, new = (_rows(table, scenario.tables.get(name), language) for scenario in (a, b))
        found += _differences(table, old, new, language)
    return tuple(found)


def _differences(
    table: Table, old: Mapping[str, Row], new: Mapping[str, Row], language: Language
) -> Iterator[Driver]:
    place = text("sheets", f"page.{table.page}", language)
    nothing, there = (text("scenario", f"names.{key}", language) for key in ("nothing", "there"))
    for label in (*old, *(label for label in new if label not in old)):
        one, other = old.get(label), new.get(label)
        if one is None or other is None:
            a, b = (nothing if row is None else _said(row) or there for row in (one, other))
            yield Driver(place, label, text("scenario", "names.whole-row", language), a, b)
            continue
        for column in table.columns:
            a, b = one.get(column.key, ""), other.get(column.key, "")
            if a != b:
                yield Driver(place, label, column.heading(language), a or nothing, b or nothing)


def _said(row: Row) -> str:
    """A whole row in short: what stands in it beside its key."""
    return " · ".join(row.values())


def _rows(table: Table, rows: PutRows | None, language: Language) -> dict[str, Row]:
    """Label -> what a row shows by column, the key's columns left out; labels that repeat are numbered."""
    found: dict[str, Row] = {}
    keys = KEYS.get(table.name, table.unique)
    for row in _shown_rows(table, rows):
        label = " · ".join(row[key] for key in keys if row.get(key)) or text("reading", "everything", language)
        if table.name == "sb_settings" and _setting_key(label) in _NOT_COMPARED:
            continue
        number, name = 2, label
        while name in found:
            number, name = number + 1, f"{label} ({number})"
        found[name] = {key: value for key, value in row.items() if key not in keys}
    return found


def _setting_key(label: str) -> str:
    setting = setting_named(label)
    return setting.key if setting else ""


def _shown_rows(table: Table, rows: PutRows | None) -> Iterator[Row]:
    """Each row that is not empty: column -> what stands there."""
    if rows is None:
        return
    at = {column: place for column in table.columns if (place := position(rows.headings, column)) is not None}
    for cells in rows.rows:
        row = {column.key: said for column, place in at.items() if (said := _shown(table, column, cells, place))}
        if row:
            yield row


def _shown(table: Table, column: Column, cells: tuple[Content, ...], place: int) -> str:
    value = cells[place]
    kind = column.kind
    if table.name == "sb_settings" and column.key == "value":
        setting = setting_named(cells[0])
        kind = setting.kind if setting else kind
    return shown(value, percentage=kind == "percent")


def shown(value: Content, *, percentage: bool = False) -> str:
    """A cell's value as a text: numbers with separators and without noise, days in ISO form.

    >>> shown(1200000.0), shown(0.1 + 0.2, percentage=True), shown(date(2026, 5, 1)), shown(" Li "), shown(None)
    ('1,200,000', '30%', '2026-05-01', 'Li', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value.isoformat()[:10] if isinstance(value, date) else str(value).strip()
    number = exact(value) if isinstance(value, float) else Decimal(value)
    if percentage:
        return percent(number)
    plain = f"{number:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
