"""The heat map of reps × days 日热力图: each day's actual ÷ target, live over the tracking sheet by day."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from salesbook.book.page import Area, PrintSetup, ScaleRule
from salesbook.book.values import Formula, address, quoted
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.heading import subtitle
from salesbook.sheets.track_cells import bucket_numbers
from salesbook.sheets.track_layout import AS_OF_CELL, AT, FIRST_BUCKET
from salesbook.sheets.tracking import PAGE_WIDTH
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.model import Settings
    from salesbook.book.page import Page
    from salesbook.sheets.track_layout import Grid
    from salesbook.sheets.track_lines import GridLine

KEY = "track.heat"
HEADER_ROW, FIRST_ROW = 5, 7
REP, TEAM, SO_FAR, FIRST_DAY = range(1, 5)
STYLE = {"all": "total", "rep": "output", "team": "subtotal"}
TAB = "27AE60"


def heat_page(days: Grid, titles: Mapping[str, str]) -> Page:
    """A row for everybody, each rep and each team; a column for each day of the tracking sheet by day."""
    language = days.refs.language
    drawing = Drawing(KEY, text("wall", "heat.title", language))
    drawing.heads(text("wall", "heat.head", language))
    # Beside the title, as every printed page repeats the first columns and would cut it off there.
    drawing.put(1, FIRST_DAY + 2, subtitle(days.book, language), "subtitle")
    tab = f"{quoted(titles[days.key])}!"
    drawing.put(3, REP, days.say("as-of"), "subheading")
    drawing.put(3, TEAM, Formula(tab + AS_OF_CELL, days.as_of), "output:date")
    drawing.put(3, FIRST_DAY, text("wall", "heat.note", language), "note")
    drawing.heights[3] = 24.0
    _headings(drawing, days)
    lines = [line for line in days.lines if line.kind in STYLE]
    for row, line in enumerate(lines, start=FIRST_ROW):
        _line(drawing, days, line, row, tab)
    _set_up(drawing, days, FIRST_ROW + len(lines) - 1)
    return drawing.page()


def _headings(drawing: Drawing, days: Grid) -> None:
    """Weekdays above the dates; the columns of names reach over both rows."""
    so_far = text("wall", "heat.so-far", days.refs.language)
    for column, words in ((REP, days.say("column.rep")), (TEAM, days.say("column.team")), (SO_FAR, so_far)):
        drawing.put(HEADER_ROW, column, words, "heading")
        drawing.merge(HEADER_ROW, column, HEADER_ROW + 1, column)
    for column, bucket in enumerate(days.span.buckets, start=FIRST_DAY):
        drawing.put(HEADER_ROW, column, bucket.label, "heading")
        drawing.put(HEADER_ROW + 1, column, bucket.start, "subheading:day")


def _line(drawing: Drawing, days: Grid, line: GridLine, row: int, tab: str) -> None:
    style = STYLE[line.kind]
    drawing.put_row(row, REP, _names(days, line), style)
    attained = _so_far(days, line)
    due, actual = (tab + address(line.row, AT[key]) for key in ("due", "actual"))
    drawing.put(row, SO_FAR, Formula(f'IF({due}>0,{actual}/{due},"")', attained), f"{style}:percent0")
    for number in range(len(days.span.buckets)):
        target, sold = (tab + address(line.row + below, FIRST_BUCKET + number) for below in (0, 1))
        formula = f'IF({sold}="","",IF({target}>0,{sold}/{target},""))'
        drawing.put(row, FIRST_DAY + number, Formula(formula, _attained(days, line, number)), f"{style}:percent0")
    if line.kind == "rep" and line.team:
        drawing.row_levels[row] = 1


def _names(days: Grid, line: GridLine) -> tuple[str, str]:
    if line.kind == "rep":
        return line.name, line.team
    if line.kind == "team":
        return text("wall", "heat.team", days.refs.language, team=line.team), line.team
    return days.say("line.all"), ""


def _so_far(days: Grid, line: GridLine) -> float | str:
    figures = days.figures(line)
    return float(figures.actual) / figures.due if figures.due > 0 else ""


def _attained(days: Grid, line: GridLine, number: int) -> float | str:
    """Actual ÷ target of a day; blank for days to come and those without a target."""
    target, actual = bucket_numbers(days, line, number)
    over = days.span.buckets[number].start <= days.as_of
    return float(actual) / target if over and target > 0 else ""


def scale(area: Area, settings: Settings) -> ScaleRule:
    """From red over amber to green at the settings' thresholds; half of amber is as red as it gets."""
    amber, green = float(settings.amber), float(settings.green)
    return ScaleRule(area, round(amber / 2, 4), amber, max(green, amber + 0.01))


def _set_up(drawing: Drawing, days: Grid, last: int) -> None:
    columns = FIRST_DAY + len(days.span.buckets) - 1
    drawing.rules.append(scale(Area(FIRST_ROW, SO_FAR, last, columns), days.book.settings))
    fit(drawing, range(1, columns + 1), HEADER_ROW, 8.0)
    drawing.widths[TEAM] = max(drawing.widths[TEAM], 13.0)
    drawing.freeze = (FIRST_ROW, FIRST_DAY)
    drawing.print_setup = PrintSetup(
        landscape=True,
        wide=ceil(sum(drawing.widths.values()) / PAGE_WIDTH),
        title_rows=(HEADER_ROW, HEADER_ROW + 1),
        title_columns=(REP, SO_FAR),
        header=drawing.title,
    )
    drawing.tab_color = TAB
