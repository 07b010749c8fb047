"""The burn-up with the forecast's band: sold so far, the plan's curve, and from the as-of day on low and high.

The band is the landing of the tracking sheet's first line, less and more its range, reached along the plan's curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.page import Area, Chart, Series
from salesbook.book.values import Formula, address, quoted
from salesbook.sheets.track_cells import key_figures
from salesbook.sheets.track_layout import AS_OF_CELL, AT, FIRST_BUCKET, FIRST_ROW, HEADER_ROW
from salesbook.sheets.track_running import running_numbers, running_row
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.sheets.drawing import Drawing
    from salesbook.sheets.track_layout import Grid

LABEL, PLAN, ACTUAL, LOW, HIGH = range(1, 6)
PLAN_COLOR, ACTUAL_COLOR, BAND_COLOR = "1F4E79", "5BA3D9", "E67E22"
KEYS = ("target", "due", "actual", "landing", "range")


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The first line's figures as the sheet has them; landing and range are None where it shows nothing."""

    target: float
    due: float
    actual: float
    landing: float | None
    width: float | None

    def at(self, planned: float, sign: int) -> float:
        """Where the band stands when so much was planned: never below what is sold, on the plan where it is unknown."""
        if self.landing is None or self.width is None or self.target == self.due:
            return planned
        share = (planned - self.due) / (self.target - self.due)
        return self.actual + max(0.0, self.landing + sign * self.width - self.actual) * share


def add_band(drawing: Drawing, weeks: Grid, tab: str, row: int) -> Chart:
    """Write the data from its headings in `row` on; the chart over it, to be placed."""
    say, language = weeks.say, weeks.refs.language
    heads = [
        say("running.target"),
        say("running.actual"),
        *(text("wall", f"wall.{k}", language) for k in ("low", "high")),
    ]
    drawing.put_row(row, LABEL, (say(f"unit.{weeks.span.unit}"), *heads), "heading")
    ahead, sheet, running = _ahead(weeks), f"{quoted(tab)}!", running_row(weeks)
    for number, (bucket, (planned, sold)) in enumerate(zip(weeks.span.buckets, running_numbers(weeks), strict=True)):
        at, column = row + 1 + number, FIRST_BUCKET + number
        cells = [sheet + address(place, column) for place in (HEADER_ROW, running, running + 1, weeks.end_row)]
        drawing.put(at, LABEL, Formula(cells[0], bucket.label), "output")
        drawing.put(at, PLAN, Formula(cells[1], planned), "output:int")
        drawing.put(at, ACTUAL, Formula(cells[2], sold), "output:int")
        over = bucket.end <= weeks.as_of
        for place, sign in ((LOW, -1), (HIGH, 1)):
            result = sold if over else ahead.at(planned, sign)
            drawing.put(at, place, Formula(_formula(sheet, at, cells[3], sign), result), "output:int")
    return _chart(weeks, heads, row + 1)


def _ahead(weeks: Grid) -> _Ahead:
    found = key_figures(weeks, weeks.lines[0])
    shown = (content.result for key in KEYS if isinstance(content := found[key], Formula))
    return _Ahead(*(None if value == "" else float(value) for value in shown))  # type: ignore[arg-type]


def _formula(sheet: str, at: int, end: str, sign: int) -> str:
    """Sold so far where the bucket is over; else from there to the landing, less or more the range."""
    target, due, actual, landing, width = (sheet + address(FIRST_ROW, AT[key], fixed="row column") for key in KEYS)
    planned, sold = address(at, PLAN), address(at, ACTUAL)
    goal = f"{landing}{'+' if sign > 0 else '-'}{width}-{actual}"
    ahead = f"{actual}+MAX(0,{goal})*({planned}-{due})/({target}-{due})"
    known = f"AND(ISNUMBER({landing}),ISNUMBER({width}),{target}<>{due})"
    return f"IF({end}<={sheet}{AS_OF_CELL},{sold},IF({known},{ahead},{planned}))"


def _chart(weeks: Grid, heads: list[str], first: int) -> Chart:
    last = first + len(weeks.span.buckets) - 1
    plan, actual, low, high = (Area(first, column, last, column) for column in (PLAN, ACTUAL, LOW, HIGH))
    return Chart(
        "column",
        text("wall", "wall.band", weeks.refs.language),
        Area(first, LABEL, last, LABEL),
        (
            Series(heads[1], actual, ACTUAL_COLOR),
            Series(heads[2], low, BAND_COLOR, dashed=True, line=True),
            Series(heads[3], high, BAND_COLOR, dashed=True, line=True),
            Series(heads[0], plan, PLAN_COLOR, line=True),
        ),
        at=(1, 1),
    )
