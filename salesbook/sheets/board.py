"""The board 看板: large figures, burn-up of the plan and of the month, and the ranking; live over the grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.page import Area, Chart, PrintSetup, Series
from salesbook.book.values import Formula, address, quoted
from salesbook.sheets.board_ranking import CHART_ROWS, LIST_ROW, add_ranking, data_row
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.heading import subtitle
from salesbook.sheets.track_cells import FORMAT, key_figures
from salesbook.sheets.track_layout import AS_OF_CELL, AT, FIRST_BUCKET, FIRST_ROW, HEADER_ROW, START_ROW, Grid
from salesbook.sheets.track_running import running_numbers, running_row
from salesbook.sheets.widths import ROOM, fit, shown_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.page import Page

TILES = ("target", "actual", "attained", "progress", "gap", "landing")
"""Key figures of everybody that are shown large, each over two columns."""
TILE_ROW, CHART_ROW = 4, 8
COLUMNS = 12
PLAN_COLOR, ACTUAL_COLOR = "1F4E79", "5BA3D9"


def board_page(weeks: Grid, days: Grid, titles: Mapping[str, str]) -> Page:
    """The board over the two tracking sheets, whose tabs `titles` names by their keys."""
    drawing = Drawing("track.board", weeks.say("title.board"))
    drawing.heads(weeks.say("head.board"), subtitle(weeks.book, weeks.refs.language))
    _as_of(drawing, weeks, titles["track.week"])
    _tiles(drawing, weeks, titles["track.week"])
    data = data_row(weeks)
    add_ranking(drawing, weeks, titles["track.week"], LIST_ROW, data + 1)
    drawing.put_row(data, 1, (weeks.say("data"), *[None] * (COLUMNS - 1)), "section")
    for grid, column, place in ((weeks, 1, 1), (days, 4, 7)):
        area = _running_data(drawing, grid, titles[grid.key], data + 1, column)
        drawing.charts.append(_burn_up(grid, area, place))
    fit(drawing, range(1, COLUMNS + 1), LIST_ROW, _tile_width(drawing))
    drawing.print_setup = PrintSetup(tall=1, header=drawing.title, area=Area(1, 1, data - 2, COLUMNS))
    drawing.tab_color = "27AE60"
    return drawing.page()


def _as_of(drawing: Drawing, grid: Grid, tab: str) -> None:
    drawing.put(3, 1, grid.say("as-of"), "subheading")
    drawing.put(3, 2, Formula(f"{quoted(tab)}!{AS_OF_CELL}", grid.as_of), "output:date")


def _tiles(drawing: Drawing, grid: Grid, tab: str) -> None:
    """The figures of everybody, from the grid's first line."""
    figures = key_figures(grid, grid.lines[0])
    for number, key in enumerate(TILES):
        column = 1 + 2 * number
        drawing.put(TILE_ROW + 1, column, grid.say(f"column.{key}"), "kpi-label")
        drawing.merge(TILE_ROW + 1, column, TILE_ROW + 1, column + 1)
        shown = figures[key]
        result = shown.result if isinstance(shown, Formula) else shown
        cell = f"{quoted(tab)}!{address(FIRST_ROW, AT[key])}"
        drawing.put(TILE_ROW + 2, column, Formula(cell, result), f"kpi:{FORMAT.get(key, 'int')}")
        drawing.merge(TILE_ROW + 2, column, TILE_ROW + 2, column + 1)
    drawing.heights |= {TILE_ROW + 1: 20.0, TILE_ROW + 2: 36.0}


def _tile_width(drawing: Drawing) -> float:
    """The least width of a column, so that two of them hold the longest large figure."""
    longest = max(shown_width(cell) for cell in drawing.cells.values() if cell.style.startswith("kpi:"))
    return max(13.0, longest + ROOM)


def _running_data(drawing: Drawing, grid: Grid, tab: str, row: int, column: int) -> Area:
    """What the burn-up chart stands over: bucket, target so far, actual so far; the area below the headings."""
    heads = (grid.say(f"unit.{grid.span.unit}"), grid.say("running.target"), grid.say("running.actual"))
    drawing.put_row(row, column, heads, "heading")
    label_row = START_ROW if grid.span.unit == "day" else HEADER_ROW
    style = "output:day" if grid.span.unit == "day" else "output"
    running = running_row(grid)
    numbers = zip(grid.span.buckets, running_numbers(grid), strict=True)
    for number, (bucket, (planned, sold)) in enumerate(numbers):
        at, across = row + 1 + number, FIRST_BUCKET + number
        label = bucket.start if grid.span.unit == "day" else bucket.label
        cells = (f"{quoted(tab)}!{address(r, across)}" for r in (label_row, running, running + 1))
        results = (label, planned, sold)
        styles = (style, "output:int", "output:int")
        for beside, (cell, result, look) in enumerate(zip(cells, results, styles, strict=True)):
            drawing.put(at, column + beside, Formula(cell, result), look)
    return Area(row + 1, column, row + len(grid.span.buckets), column + 2)


def _burn_up(grid: Grid, data: Area, column: int) -> Chart:
    """Sold so far as columns, the plan's own curve as a line.

    Columns, as an empty text would pull a line down to zero, where a column just is not there.
    """
    labels, target, actual = (Area(data.row, data.column + n, data.last_row, data.column + n) for n in range(3))
    return Chart(
        "column",
        grid.say(f"burn-up.{grid.span.unit}", start=grid.span.start, end=grid.span.end),
        labels,
        (
            Series(grid.say("running.actual"), actual, ACTUAL_COLOR),
            Series(grid.say("running.target"), target, PLAN_COLOR, line=True),
        ),
        at=(CHART_ROW, column),
        to=(CHART_ROW + CHART_ROWS, column + COLUMNS // 2),
    )
