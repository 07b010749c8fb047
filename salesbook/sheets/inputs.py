"""Sheets that hold tables: the user's to fill in, and ours to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE, TIERS
from salesbook.book.page import Area, ExpressionRule, PrintSetup, Validation
from salesbook.book.values import address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.table_styles import (
    choice_list,
    column_style,
    column_validation,
    setting_named,
    setting_style,
)
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.catalogue import Table
    from salesbook.book.page import Page
    from salesbook.book.values import Content
    from salesbook.texts import Language

    Rows = Sequence[Sequence[Content]]

HEADER_ROW = 4
ROOM = 500
"""Rows below a table to which its validations and marks already apply, so that appended rows have them."""

TAB_COLORS = {"input": "F2C94C", "output": "2F80ED", "record": "9AA5B1"}
RECORDS = ("issued", "journal", "undo", "process", "scenarios", "suggested")


def table_page(names: str | Sequence[str], rows: Mapping[str, Rows], language: Language) -> Page:
    """A sheet with one table, or several side by side, all of the same page of the catalogue.

    `rows` holds, by table, rows of all its columns in the catalogue's order, as they are to be shown (choices
    in words). A table without rows gets one empty row.
    """
    tables = [CATALOGUE[n] for n in ([names] if isinstance(names, str) else names)]
    key = tables[0].page
    drawing = Drawing(key, text("sheets", f"page.{key}", language))
    drawing.heads(text("sheets", f"head.{key}", language), text("sheets", f"hint.{key}", language))
    column = 1
    for table in tables:
        column = _draw(drawing, table, column, rows.get(table.name, ()), language) + 2
    _set_up(drawing, tables)
    return drawing.page()


def _draw(drawing: Drawing, table: Table, column: int, rows: Rows, language: Language) -> int:
    """Draw one table and what belongs to its columns; its last column."""
    styles = [column_style(table, c) for c in table.columns]
    area = drawing.table(table.name, (HEADER_ROW, column), table.headings(language), rows, styles)
    for at, described in enumerate(table.columns, start=column):
        drawing.widths[at] = described.width + 2
        _allow(drawing, column_validation(described, _below(area, at, at), language), table)
    if table.name == "sb_settings":
        _settings(drawing, area, language)
    if table.name == "sb_plan":
        drawing.rules += _changed(table, area)
    if not table.ours:
        drawing.rules.append(marked(_below(area, area.column, area.last_column), drawing.key))
    return area.last_column


def _changed(table: Table, area: Area) -> list[ExpressionRule]:
    """Numbers of the plan that people changed by hand stand out, while the column beside says by how much."""
    at = {column.key: area.column + place for place, column in enumerate(table.columns)}
    return [
        ExpressionRule(
            _below(area, at[tier], at[tier]),
            f"N({address(area.row, at[f'{tier}_change'], fixed='column')})<>0",
            "changed",
        )
        for tier in TIERS
    ]


def _below(area: Area, first: int, last: int) -> Area:
    return Area(area.row, first, area.last_row + ROOM, last)


def _allow(drawing: Drawing, validation: Validation | None, table: Table) -> None:
    if validation and not table.ours:
        drawing.validations.append(validation)


def marked(area: Area, key: str) -> ExpressionRule:
    """Cells named in sb_marks stand out: as texts key!A1 with the page's key, whatever its tab is called."""
    here = f'"{key}!"&ADDRESS(ROW(),COLUMN(),4)'
    return ExpressionRule(area, f"ISNUMBER(MATCH({here},sb_marks,0))", "problem")


def _settings(drawing: Drawing, area: Area, language: Language) -> None:
    """Each setting's value has the format and the list of its own kind."""
    for row in range(area.row, area.last_row + 1):
        value = drawing.cells[row, area.column + 1].content
        setting = setting_named(drawing.cells[row, area.column].content)
        drawing.put(row, area.column, drawing.cells[row, area.column].content, "text")
        drawing.put(row, area.column + 1, value, setting_style(setting))
        drawing.put(row, area.column + 2, drawing.cells[row, area.column + 2].content, "wrap")
        if setting and setting.choices:
            cell = Area(row, area.column + 1, row, area.column + 1)
            drawing.validations.append(Validation(cell, "list", choice_list(setting.choices, language)))


def _set_up(drawing: Drawing, tables: Sequence[Table]) -> None:
    drawing.freeze = (HEADER_ROW + 1, 1)
    drawing.print_setup = PrintSetup(
        landscape=sum(drawing.widths.values()) > 90, title_rows=(HEADER_ROW, HEADER_ROW), header=drawing.title
    )
    kind = "input" if not tables[0].ours else "record" if drawing.key in RECORDS else "output"
    drawing.tab_color = TAB_COLORS[kind]
    if drawing.key == "undo":
        drawing.state = "veryHidden"
    if drawing.key in ("scenarios", "suggested"):
        drawing.state = "hidden"
