"""Below the tracking grid: running totals, the burn-up chart and the ranking, live like the grid."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.page import Area, Chart, DataBarRule, Series
from salesbook.book.values import Formula, address
from salesbook.sheets.track_cells import bucket_numbers
from salesbook.sheets.track_figures import PLACES
from salesbook.sheets.track_layout import AT, FIRST_BUCKET, FIRST_ROW, HEADER_ROW, START_ROW

if TYPE_CHECKING:
    from salesbook.sheets.drawing import Drawing
    from salesbook.sheets.track_layout import Grid

CHART_ROWS = 20
"""Rows that the charts cover."""
SHOWN_RANKS = 30
"""So many reps the ranking chart shows; the ranking below it lists all."""
PLAN_COLOR, ACTUAL_COLOR = "1F4E79", "5BA3D9"
PLACE, NAME, ATTAINED = AT["rank"], AT["rep"], AT["target"]
OWN_NAME, OWN_ATTAINED, ORDER = AT["gap"], AT["left"], AT["needed"]


def add_charts(drawing: Drawing, grid: Grid) -> None:
    """Draw all that stands below the grid."""
    running = _running_totals(drawing, grid)
    at = running + 2
    drawing.charts.append(_burn_up(grid, running, at))
    if grid.reps:
        ranking = _ranking(drawing, grid, at + CHART_ROWS + 1)
        drawing.charts.append(_ranking_chart(grid, ranking, at))


def _running_totals(drawing: Drawing, grid: Grid) -> int:
    """Two rows below the grid, over which the burn-up chart stands; the first of them."""
    row = grid.last_row + 1
    drawing.put(row, AT["which"], grid.say("running.target"), "subtotal")
    drawing.put(row + 1, AT["which"], grid.say("running.actual"), "subtotal")
    planned, sold = 0, Decimal(0)
    for number, bucket in enumerate(grid.span.buckets):
        target, actual = bucket_numbers(grid, grid.lines[0], number)
        planned, sold = planned + target, sold + actual
        column = FIRST_BUCKET + number
        formula = _running(FIRST_ROW, column)
        drawing.put(row, column, Formula(formula, planned), "subtotal:int")
        own = address(FIRST_ROW + 1, column)
        formula = f'IF({own}="","",ROUND({_running(FIRST_ROW + 1, column)},{PLACES}))'
        drawing.put(row + 1, column, Formula(formula, "" if bucket.start > grid.as_of else sold), "subtotal:int")
    return row


def _running(row: int, column: int) -> str:
    return f"SUM({address(row, FIRST_BUCKET, fixed='column')}:{address(row, column)})"


def _burn_up(grid: Grid, row: int, at: int) -> Chart:
    """Sold so far as columns, the plan's own curve as a line.

    Columns, as a cell without a number yet would pull a line down to zero.
    """
    labels = START_ROW if grid.span.unit == "day" else HEADER_ROW
    across = FIRST_BUCKET, grid.last_column
    return Chart(
        "column",
        grid.say("burn-up"),
        Area(labels, across[0], labels, across[1]),
        (
            Series(grid.say("running.actual"), Area(row + 1, across[0], row + 1, across[1]), ACTUAL_COLOR),
            Series(grid.say("running.target"), Area(row, across[0], row, across[1]), PLAN_COLOR, line=True),
        ),
        at=(at, 1),
        width=21,
        height=9.5,
    )


def _ranking(drawing: Drawing, grid: Grid, row: int) -> Area:
    """The reps by attainment, and beside it what the sorting needs; the area of the sorted list."""
    drawing.put(row, PLACE, grid.say("ranking"), "section")
    heads = {
        PLACE: "rank",
        NAME: "rep",
        ATTAINED: "attained",
        OWN_NAME: "rep",
        OWN_ATTAINED: "attained",
        ORDER: "order",
    }
    for column, key in heads.items():
        drawing.put(row + 1, column, grid.say(f"column.{key}"), "heading")
    first, last = row + 2, row + 1 + len(grid.reps)
    order = _order(grid)
    sorted_names = sorted((name for name in order if order[name]), key=lambda name: order[name] or 0)
    for number, line in enumerate(grid.reps):
        at = first + number
        _own(drawing, grid, at, first, last, line.row, line.name, order[line.name])
        name = sorted_names[number] if number < len(sorted_names) else ""
        attained = grid.of_reps[name].attainment() if name else None
        match = f"MATCH({address(at, PLACE, fixed='column')},{_down(ORDER, first, last)},0)"
        drawing.put(at, PLACE, number + 1, "output:int")
        for column, source, result, style in (
            (NAME, OWN_NAME, name, "output"),
            (ATTAINED, OWN_ATTAINED, "" if attained is None else float(attained), "output:percent"),
        ):
            formula = f'IFERROR(INDEX({_down(source, first, last)},{match}),"")'
            drawing.put(at, column, Formula(formula, result), style)
    drawing.rules.append(DataBarRule(Area(first, ATTAINED, last, ATTAINED)))
    return Area(first, PLACE, last, ATTAINED)


def _own(drawing: Drawing, grid: Grid, at: int, first: int, last: int, row: int, name: str, order: int | None) -> None:
    """A rep's name, attainment and place in the order, equal ones in the order of the grid."""
    attained = grid.of_reps[name].attainment()
    own = address(at, OWN_ATTAINED)
    column, above = _down(OWN_ATTAINED, first, last), f"{_top(OWN_ATTAINED, first)}:{own}"
    more = f"SUMPRODUCT(ISNUMBER({column})*({column}>{own}))"
    same = f"SUMPRODUCT(ISNUMBER({above})*({above}={own}))"
    drawing.put(at, OWN_NAME, Formula(address(row, AT["rep"]), name), "muted")
    result = "" if attained is None else float(attained)
    drawing.put(at, OWN_ATTAINED, Formula(address(row, AT["attained"]), result), "muted:percent")
    formula = f'IF({own}="","",{more}+{same})'
    drawing.put(at, ORDER, Formula(formula, "" if order is None else order), "muted:int")


def _order(grid: Grid) -> dict[str, int | None]:
    """Rep -> place without ties: by rank, then in the order of the grid."""
    placed = sorted((rank, at, name) for at, (name, rank) in enumerate(grid.ranks.items()) if rank)
    return dict.fromkeys(grid.ranks) | {name: n for n, (_, _, name) in enumerate(placed, start=1)}


def _top(column: int, first: int) -> str:
    return address(first, column, fixed="row")


def _down(column: int, first: int, last: int) -> str:
    return f"{address(first, column, fixed='row column')}:{address(last, column, fixed='row column')}"


def _ranking_chart(grid: Grid, ranking: Area, at: int) -> Chart:
    last = min(ranking.last_row, ranking.row + SHOWN_RANKS - 1)
    return Chart(
        "column",
        grid.say("ranking"),
        Area(ranking.row, NAME, last, NAME),
        (Series(grid.say("column.attained"), Area(ranking.row, ATTAINED, last, ATTAINED), ACTUAL_COLOR),),
        at=(at, AT["left"]),
        width=19,
        height=9.5,
        number_format="0%",
    )
