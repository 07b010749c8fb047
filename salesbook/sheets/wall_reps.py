"""The chart of each rep's target beside the actual, in the order of the board's ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.page import Area, Chart, Series
from salesbook.book.values import Formula, address, quoted
from salesbook.sheets.board_ranking import order_cell, order_of, ranking_rows
from salesbook.sheets.track_layout import AT
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.sheets.drawing import Drawing
    from salesbook.sheets.track_layout import Grid

REP, TARGET, ACTUAL = 7, 8, 9
"""The sorted columns; those that they are sorted from stand right of them: the order, target, actual."""
ORDER, UNSORTED = 10, 3
MOST = 60
"""So many reps the chart shows; the ranking on the board shows all."""
COLORS = ("B7C9DB", "1F77B4")


def add_reps(drawing: Drawing, weeks: Grid, titles: Mapping[str, str], row: int) -> Chart:
    """Write the data from its headings in `row` on; the chart over it, to be placed."""
    words = [text("wall", f"wall.{key}", weeks.refs.language) for key in ("target", "actual")]
    heads = (weeks.say("column.rep"), *words, weeks.say("column.order"), *words)
    drawing.put_row(row, REP, heads, "heading")
    first, last = row + 1, row + len(weeks.reps)
    _unsorted(drawing, weeks, titles, first)
    names = {place: name for name, place in order_of(weeks).items()}
    for number, place in enumerate(ranking_rows(weeks, titles["track.board"])):
        own = weeks.of_reps[names[number + 1]]
        drawing.put(first + number, REP, place.rep, "output")
        match = f"MATCH({number + 1},{_down(ORDER, first, last)},0)"
        for column, result in ((TARGET, own.target), (ACTUAL, own.actual)):
            formula = f"INDEX({_down(column + UNSORTED, first, last)},{match})"
            drawing.put(first + number, column, Formula(formula, result), "output:int")
    return _chart(weeks, words, first)


def _unsorted(drawing: Drawing, weeks: Grid, titles: Mapping[str, str], first: int) -> None:
    """The reps as the grid has them."""
    tab, order = f"{quoted(titles['track.week'])}!", order_of(weeks)
    for number, line in enumerate(weeks.reps):
        at, own = first + number, weeks.of_reps[line.name]
        cell = order_cell(weeks, titles["track.board"], number)
        drawing.put(at, ORDER, Formula(cell, order[line.name]), "muted:int")
        for column, key, result in ((TARGET, "target", own.target), (ACTUAL, "actual", own.actual)):
            cell = tab + address(line.row, AT[key])
            drawing.put(at, column + UNSORTED, Formula(cell, result), "muted:int")


def _chart(weeks: Grid, words: list[str], first: int) -> Chart:
    shown = min(len(weeks.reps), MOST)
    key = "wall.reps" if shown == len(weeks.reps) else "wall.reps-first"
    names, target, actual = (Area(first, column, first + shown - 1, column) for column in (REP, TARGET, ACTUAL))
    return Chart(
        "column",
        text("wall", key, weeks.refs.language, count=shown),
        names,
        tuple(Series(word, area, color) for word, area, color in zip(words, (target, actual), COLORS, strict=True)),
        at=(1, 1),
    )


def _down(column: int, first: int, last: int) -> str:
    return f"{address(first, column, fixed='row column')}:{address(last, column, fixed='row column')}"
