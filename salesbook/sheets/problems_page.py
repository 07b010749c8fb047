"""The sheet 检查 / Check: every problem with a link to its cell, what is wrong, and what to do."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.page import Area, ExpressionRule, Link, PrintSetup
from salesbook.book.values import column_letters
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.widths import text_width
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.page import Page
    from salesbook.book.values import Content
    from salesbook.errors import Place, Problem
    from salesbook.texts import Language

KEY = "check"
MARKS = "sb_marks"
"""The workbook's name for the texts key!A1 of all cells with a problem, which the input sheets light up."""

HEADER_ROW = 4
_WIDE = 40
_LINE, _PADDING = 14.0, 4.0
_COLORS = {"error": "C0392B", "warning": "F2C94C", "notice": "27AE60", "": "27AE60"}


def problems_page(problems: Sequence[Problem], language: Language) -> Page:
    """The list of problems in their order; without any, a sheet that says so."""
    drawing = Drawing(KEY, text("sheets", f"page.{KEY}", language))
    drawing.heads(text("check", "title", language), said_of(problems, language))
    table = CATALOGUE["sb_problems"]
    rows = [_row(problem, language) for problem in problems]
    styles = ["wrap" if column.width > _WIDE else "text" for column in table.columns]
    area = drawing.table(table.name, (HEADER_ROW, 1), table.headings(language), rows, styles)
    for at, column in enumerate(table.columns, start=1):
        drawing.widths[at] = column.width + 2
    for row, cells in enumerate(rows, start=area.row):
        drawing.heights[row] = _height(cells)
    _link(drawing, problems, area)
    _mark(drawing, problems, area)
    drawing.rules += _colours(area, language)
    drawing.freeze = (HEADER_ROW + 1, 1)
    drawing.print_setup = PrintSetup(landscape=True, title_rows=(HEADER_ROW, HEADER_ROW), header=drawing.title)
    drawing.tab_color = _COLORS[min((p.severity for p in problems), key=list(_COLORS).index, default="")]
    return drawing.page()


def said_of(problems: Sequence[Problem], language: Language) -> str:
    """How many there are of each severity; that all is well where there are none.

    >>> said_of((), "en")
    'Checked: no problems.'
    """
    if not problems:
        return text("check", "none", language)
    found = [p.severity for p in problems]
    counts = {key: found.count(key) for key in ("error", "warning", "notice")}
    return text("check", "count", language, **counts)


def _row(problem: Problem, language: Language) -> tuple[Content, ...]:
    place = problem.place
    return (
        place.sheet or place.file or _tab(place.table, language),
        place.cell,
        problem.code,
        text("check", f"severity.{problem.severity}", language),
        problem.message(language),
        problem.remedy(language),
    )


def _tab(table: str, language: Language) -> str:
    """Where a table stands when it is first put: people do not see its name."""
    return text("sheets", f"page.{CATALOGUE[table].page}", language) if table in CATALOGUE else table


def _height(cells: tuple[Content, ...]) -> float:
    """Room for the lines into which the longest text of a row is broken."""
    columns = CATALOGUE["sb_problems"].columns
    lines = (ceil(text_width(str(c or "")) / column.width) for c, column in zip(cells, columns, strict=True))
    return _LINE * max(1, *lines) + _PADDING


def _link(drawing: Drawing, problems: Sequence[Problem], area: Area) -> None:
    """The cell's address leads to the cell."""
    for row, problem in enumerate(problems, start=area.row):
        if problem.place.sheet and problem.place.cell:
            drawing.links.append(Link(row, area.column + 1, problem.place.sheet, problem.place.cell))
            drawing.put(row, area.column + 1, problem.place.cell, "link")


def _mark(drawing: Drawing, problems: Sequence[Problem], area: Area) -> None:
    """The texts that the input sheets compare their cells with, unseen beside the table; notices light nothing."""
    column = area.last_column + 2
    for row, problem in enumerate(problems, start=area.row):
        lit = problem.place.cell and problem.severity != "notice"
        drawing.put(row, column, _mark_of(problem.place) if lit else None, "note:hidden")
    drawing.widths[column] = 2
    drawing.names[MARKS] = Area(area.row, column, area.last_row, column)


def _mark_of(place: Place) -> str:
    """The cell by the key of its table's page, as `inputs.marked` asks for it: a tab's name may be any.

    >>> from salesbook.errors import Place
    >>> _mark_of(Place("Goals (2)", "C5", "sb_goals"))
    'goals!C5'
    """
    table = CATALOGUE.get(place.table)
    return f"{table.page if table else place.sheet}!{place.cell}"


def _colours(area: Area, language: Language) -> list[ExpressionRule]:
    """Errors and warnings stand out in the column of severities."""
    at = area.column + 3
    cell = f"${column_letters(at)}{area.row}"
    cells = Area(area.row, at, area.last_row, at)

    def rule(severity: str, style: str) -> ExpressionRule:
        shown = text("check", f"severity.{severity}", language)
        return ExpressionRule(cells, f'{cell}="{shown}"', style)

    return [rule("error", "problem"), rule("warning", "changed")]
