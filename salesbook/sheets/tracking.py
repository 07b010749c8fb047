"""The tracking grid 追踪表: reps down, weeks, phases or days across, target and actual, as live formulas.

A sale typed into sb_actuals, or another day in the as-of cell, moves everything on the page without Python.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from salesbook.book.page import Area, DataBarRule, ExpressionRule, IconRule, PrintSetup, Validation
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.heading import subtitle
from salesbook.sheets.table_styles import FIRST_DAY, LAST_DAY
from salesbook.sheets.track_cells import FORMAT, bucket_cells, key_figures
from salesbook.sheets.track_figures import plan_difference
from salesbook.sheets.track_layout import (
    AS_OF_CELL,
    AT,
    COLUMNS,
    END_ROW,
    FIGURES,
    FIRST_BUCKET,
    FIRST_ROW,
    HEADER_ROW,
    SET_ROW,
    START_ROW,
    Grid,
)
from salesbook.sheets.track_running import add_running
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from decimal import Decimal

    from salesbook.book.page import Page
    from salesbook.sheets.track_lines import GridLine

AS_OF = "sb_as_of"
STYLE = {"all": "total", "rep": "output", "team": "subtotal", "rest": "muted"}
AMOUNTS = ("due", "actual", "gap", "landing", "lately")
"""Columns that may come to hold as much as the target in the course of time."""
TAB = "27AE60"
PAGE_WIDTH = 230.0
"""What fits on one landscape page, in widths of a digit, and can still be read."""


def tracking_page(grid: Grid) -> Page:
    """track.week: the plan by week or phase, with the cell sb_as_of; track.day: by day, as of that day."""
    drawing = Drawing(grid.key, grid.say(f"title.{grid.span.unit}"))
    _head(drawing, grid)
    _headings(drawing, grid)
    for line in grid.lines:
        _line(drawing, grid, line)
    _rules(drawing, grid)
    add_running(drawing, grid)
    _set_up(drawing, grid)
    return drawing.page()


def _head(drawing: Drawing, grid: Grid) -> None:
    """Title, the as-of day, the days covered, the check against the plan, and what the colours mean."""
    settings = grid.book.settings
    drawing.heads(grid.say(f"head.{grid.span.unit}"))
    # Beside the title, as every printed page repeats the first columns and would cut it off there.
    drawing.put(1, AT["target"], subtitle(grid.book, grid.refs.language), "subtitle")
    drawing.put(SET_ROW, 1, grid.say("as-of"), "subheading")
    drawing.merge(SET_ROW, 1, SET_ROW, 2)
    _as_of(drawing, grid)
    drawing.put(SET_ROW, AT["target"], grid.say("span"), "subheading")
    drawing.put_row(SET_ROW, AT["due"], (grid.span.start, grid.span.end), "output:date")
    drawing.put(SET_ROW, AT["attained"], grid.say("check"), "subheading")
    check = f"{address(FIRST_ROW, AT['target'])}-({grid.formulas.planned()})"
    drawing.put(
        SET_ROW,
        AT["progress"],
        Formula(check, plan_difference(grid.book, grid.span.start, grid.span.end)),
        "check:check",
    )
    drawing.put(SET_ROW, AT["pace"], grid.say("lights"), "subheading")
    green, amber = (
        text("sheets", "track.from", grid.refs.language, share=f"{share:.0%}")
        for share in (settings.green, settings.amber)
    )
    red = text("sheets", "track.below", grid.refs.language, share=f"{settings.amber:.0%}")
    for key, words, style in (("gap", green, "good"), ("left", amber, "warn"), ("needed", red, "bad")):
        drawing.put(SET_ROW, AT[key], words, style)


def _as_of(drawing: Drawing, grid: Grid) -> None:
    """The as-of cell: typed on the sheet of weeks, the same day on the sheet of days."""
    column = AT["team"]
    if grid.key != "track.week":
        drawing.put(SET_ROW, column, Formula(AS_OF, grid.as_of), "output:date")
        return
    cell = Area(SET_ROW, column, SET_ROW, column)
    drawing.put(SET_ROW, column, grid.as_of, "input:date")
    drawing.names[AS_OF] = cell
    message = text("sheets", "typed.date", grid.refs.language)
    drawing.validations.append(Validation(cell, "date", FIRST_DAY, LAST_DAY, message, strict=True))


def _headings(drawing: Drawing, grid: Grid) -> None:
    for key in COLUMNS:
        drawing.put(HEADER_ROW, AT[key], grid.say(f"column.{key}"), "heading")
        drawing.merge(HEADER_ROW, AT[key], END_ROW, AT[key])
    for column, bucket in enumerate(grid.span.buckets, start=FIRST_BUCKET):
        drawing.put(HEADER_ROW, column, bucket.label, "heading")
        drawing.put(START_ROW, column, bucket.start, "subheading:day")
        drawing.put(END_ROW, column, bucket.end if grid.end_row == END_ROW else bucket.note, "subheading:day")


def _line(drawing: Drawing, grid: Grid, line: GridLine) -> None:
    """A line's two rows: key figures over both, then target above actual for each bucket."""
    style = STYLE[line.kind]
    contents = key_figures(grid, line) | _names(grid, line)
    for key in FIGURES:
        drawing.put(line.row, AT[key], contents.get(key), f"{style}:{FORMAT.get(key, 'int')}")
        drawing.merge(line.row, AT[key], line.row + 1, AT[key])
    for below, words in enumerate(grid.which(line)):
        drawing.put(line.row + below, AT["which"], words, style)
    for number in range(len(grid.span.buckets)):
        cells = bucket_cells(grid, line, number)
        shown = "quiet", "int" if cells[0].result else "quiet"
        for below, (formula, form) in enumerate(zip(cells, shown, strict=True)):
            drawing.put(line.row + below, FIRST_BUCKET + number, formula, f"{style}:{form}")
    if line.kind == "rep" and line.team:
        drawing.row_levels |= {line.row: 1, line.row + 1: 1}


def _names(grid: Grid, line: GridLine) -> dict[str, str]:
    if line.kind == "rep":
        return {"rep": line.name, "team": line.team}
    if line.kind == "team":
        return {"rep": grid.say("subtotal"), "team": line.team}
    return {"rep": grid.say(f"line.{line.kind}")}


def _rules(drawing: Drawing, grid: Grid) -> None:
    """Bars for attainment, lights for pace, colours for buckets that are over, grey for those to come."""
    first, last = FIRST_ROW, grid.last_row
    settings = grid.book.settings
    drawing.rules.append(DataBarRule(Area(first, AT["attained"], last, AT["attained"]), high=1))
    pace = Area(first, AT["pace"], last, AT["pace"])
    drawing.rules.append(IconRule(pace, float(settings.amber), float(settings.green)))
    start, end = (address(row, FIRST_BUCKET, fixed="row") for row in (START_ROW, grid.end_row))
    body = Area(first, FIRST_BUCKET, last, grid.last_column)
    drawing.rules.append(ExpressionRule(body, f"{start}>{AS_OF_CELL}", "muted", stop=True))
    heads = Area(HEADER_ROW, FIRST_BUCKET, END_ROW, grid.last_column)
    drawing.rules.append(ExpressionRule(heads, f"AND({start}<={AS_OF_CELL},{end}>={AS_OF_CELL})", "changed"))
    _without_target(drawing, body)
    _lights(drawing, Area(first + 1, FIRST_BUCKET, last, grid.last_column), end, settings.green, settings.amber)


def _without_target(drawing: Drawing, body: Area) -> None:
    """Grey where nothing is wanted: days off, reps who have not started."""
    target, above = address(body.row, body.column), address(body.row - 1, body.column)
    formula = f"IF(MOD(ROW()-{FIRST_ROW},2)=0,{target},{above})=0"
    drawing.rules.append(ExpressionRule(body, formula, "muted"))


def _lights(drawing: Drawing, area: Area, end: str, green: Decimal, amber: Decimal) -> None:
    """The second rows of lines, in buckets that are over and had a target, by actual ÷ target."""
    actual, target = address(area.row, area.column), address(area.row - 1, area.column)
    counts = f'MOD(ROW()-{FIRST_ROW},2)=1,{end}<={AS_OF_CELL},{actual}<>"",{target}>0'
    for share, style in ((green, "good"), (amber, "warn")):
        drawing.rules.append(ExpressionRule(area, f"AND({counts},{actual}>={target}*{share})", style, stop=True))
    drawing.rules.append(ExpressionRule(area, f"AND({counts})", "bad"))


def _set_up(drawing: Drawing, grid: Grid) -> None:
    fit(drawing, range(1, grid.last_column + 1), START_ROW)
    drawing.widths |= {AT["rank"]: 7.0, AT["team"]: max(drawing.widths[AT["team"]], 13.0)}
    for key in AMOUNTS:
        drawing.widths[AT[key]] = max(drawing.widths[AT[key]], drawing.widths[AT["target"]], 13.0)
    drawing.heights |= {SET_ROW: 28.0, HEADER_ROW: 20.0}
    drawing.freeze = (FIRST_ROW, AT["target"])
    wide = ceil(sum(drawing.widths.values()) / PAGE_WIDTH)
    drawing.print_setup = PrintSetup(
        landscape=True,
        wide=wide,
        title_rows=(HEADER_ROW, END_ROW),
        title_columns=(1, AT["which"]),
        header=drawing.title,
    )
    drawing.tab_color = TAB
