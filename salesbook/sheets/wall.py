"""The wall board 业绩大屏: beside the board, charts and tables that show more at once; live over the other sheets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.page import Area, PrintSetup
from salesbook.book.values import Formula, quoted
from salesbook.sheets.board_ranking import CHART_ROWS
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.heading import subtitle
from salesbook.sheets.track_layout import AS_OF_CELL
from salesbook.sheets.wall_band import add_band
from salesbook.sheets.wall_funnel import add_funnel
from salesbook.sheets.wall_regions import add_regions, has_regions
from salesbook.sheets.wall_reps import add_reps
from salesbook.sheets.wall_years import Years, add_years
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.page import Chart, Page
    from salesbook.sheets.doing_figures import Doing
    from salesbook.sheets.track_layout import Grid

KEY = "track.wall"
CHART_ROW = 5
COLUMNS, HALF = 14, 7
PAGE_ROWS = 40
"""So many rows of a table have room on a printed page below its title."""
NARROW = 20
"""So many reps a chart of half the width can name."""


def wall_page(weeks: Grid, titles: Mapping[str, str], doing: Doing | None) -> Page:
    """The wall board over the tracking sheet by week, the board's ranking, and process tracking where it is there."""
    wall = _Wall(weeks, titles)
    years = Years(weeks.book, weeks.as_of)
    charts = wall.charts_above(doing)
    row = wall.tables(years, CHART_ROW + wall.arrange(charts))
    wall.data(row, years, doing)
    return wall.page(row - 1)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A chart that is to come: what draws it and its data, and whether it takes the whole width."""

    name: str
    wide: bool = False


class _Wall:
    def __init__(self, weeks: Grid, titles: Mapping[str, str]) -> None:
        self.weeks, self.titles, self.language = weeks, titles, weeks.refs.language
        self.drawing = Drawing(KEY, self.say("title"))
        self.drawing.heads(self.say("head"), subtitle(weeks.book, self.language))
        self.drawing.put(3, 1, weeks.say("as-of"), "subheading")
        cell = f"{quoted(titles['track.week'])}!{AS_OF_CELL}"
        self.drawing.put(3, 2, Formula(cell, weeks.as_of), "output:date")
        self.places: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
        self.breaks: list[int] = []

    def say(self, key: str, /, **words: object) -> str:
        return text("wall", f"wall.{key}", self.language, **words)

    def charts_above(self, doing: Doing | None) -> list[_Wanted]:
        """The charts in the order in which they are placed."""
        wanted = [_Wanted("band")]
        if self.weeks.reps:
            wanted.append(_Wanted("reps", wide=len(self.weeks.reps) > NARROW))
        wanted.append(_Wanted("years"))
        if doing is not None:
            wanted.append(_Wanted("funnel"))
        return sorted(wanted, key=lambda chart: chart.wide)

    def arrange(self, wanted: Sequence[_Wanted]) -> int:
        """Place the charts, two in a row unless they are wide or nothing stands beside; the rows they take."""
        rows: list[list[_Wanted]] = []
        for chart in wanted:
            if rows and not chart.wide and len(rows[-1]) == 1 and not rows[-1][0].wide:
                rows[-1].append(chart)
            else:
                rows.append([chart])
        for number, charts in enumerate(rows):
            top = CHART_ROW + number * (CHART_ROWS + 1)
            if number and number % 2 == 0:
                self.breaks.append(top)
            for chart, left in zip(charts, (1, HALF + 1), strict=False):
                right = HALF + 1 if left == 1 and len(charts) > 1 else COLUMNS + 1
                self.places[chart.name] = (top, left), (top + CHART_ROWS, right)
        return len(rows) * (CHART_ROWS + 1)

    def tables(self, years: Years, row: int) -> int:
        """The tables below the charts, on a printed page of their own, or two; the row after them."""
        drawing = self.drawing
        top = row
        self.breaks.append(row)
        self.section(row, text("wall", "years.section", self.language))
        self.years_row = row + 1
        row += len(years.months) + 4
        if has_regions(self.weeks.book):
            after = add_regions(drawing, self.weeks, row) + 1
            if after - top > PAGE_ROWS:
                self.breaks.append(row)
            row = after
        return row

    def section(self, row: int, words: str) -> None:
        self.drawing.put_row(row, 1, (words, *[None] * (COLUMNS - 1)), "section")
        self.drawing.heights[row] = 22.0

    def data(self, row: int, years: Years, doing: Doing | None) -> None:
        """What the charts stand over, below all that is printed; and the charts themselves."""
        self.section(row + 1, self.say("data"))
        draw, weeks, titles, at = self.drawing, self.weeks, self.titles, row + 2
        self.put(add_band(draw, weeks, titles["track.week"], at), "band")
        if "reps" in self.places:
            self.put(add_reps(draw, weeks, titles, at), "reps")
        at += max(len(weeks.span.buckets), len(weeks.reps)) + 2
        if doing is not None:
            chart, at = add_funnel(draw, doing, titles, self.language, at)
            self.put(chart, "funnel")
        self.put(add_years(draw, years, weeks.refs, self.years_row, at), "years")

    def put(self, chart: Chart, name: str) -> None:
        at, to = self.places[name]
        self.drawing.charts.append(replace(chart, at=at, to=to))

    def page(self, last: int) -> Page:
        draw = self.drawing
        columns = max(column for _, column in draw.cells)
        fit(draw, range(1, max(columns, COLUMNS) + 1), CHART_ROW, 12.0)
        printed = max(COLUMNS, *(column for (row, column), _ in draw.cells.items() if row <= last))
        draw.print_setup = PrintSetup(
            landscape=True,
            title_rows=(1, 3),
            header=draw.title,
            area=Area(1, 1, last, printed),
            breaks=tuple(self.breaks),
        )
        draw.tab_color = "27AE60"
        return draw.page()
