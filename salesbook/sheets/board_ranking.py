"""The ranking on the board: reps by attainment, sorted by formulas, so that a new sale moves them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.page import Area, Chart, DataBarRule, IconRule, Series
from salesbook.book.values import Formula, address, quoted
from salesbook.sheets.track_cells import key_figures
from salesbook.sheets.track_layout import AT

if TYPE_CHECKING:
    from salesbook.book.values import Scalar
    from salesbook.sheets.drawing import Drawing
    from salesbook.sheets.track_layout import Grid

PLACE = 7
COLUMNS = {"rep": 8, "team": 9, "attained": 10, "pace": 11, "gap": 12}
"""The columns of the sorted list, and far below it of what it is sorted from; the place or order stands in PLACE."""
STYLES = {
    "rep": "output",
    "team": "output",
    "attained": "output:percent",
    "pace": "output:percent0",
    "gap": "output:int",
}
LIST_ROW = 26
"""The headings of the sorted list."""
CHART_ROWS = 17
"""How tall the board's charts are."""
SHOWN = 30
"""So many reps the chart shows; the list shows all."""
COLOR = "5BA3D9"


def add_ranking(drawing: Drawing, grid: Grid, tab: str, row: int, data_row: int) -> None:
    """Draw the chart and the sorted list from `row` on, and from `data_row` on what it is sorted from."""
    if not grid.reps:
        return
    _headings(drawing, grid, row, {"rank": PLACE} | COLUMNS)
    _headings(drawing, grid, data_row, {"order": PLACE} | COLUMNS)
    rows = data_row + 1, data_row + len(grid.reps)
    order = order_of(grid)
    shown = {name: _shown(grid, name) for name in grid.of_reps}
    placed = dict(zip(order.values(), order, strict=True))
    for number, line in enumerate(grid.reps):
        _own(drawing, rows[0] + number, rows, f"{quoted(tab)}!", line.row, shown[line.name], order[line.name])
        _sorted(drawing, row + 1 + number, rows, number + 1, shown[placed[number + 1]])
    _rules(drawing, grid, row + 1, row + len(grid.reps))
    drawing.charts.append(_chart(grid, row + 1, row + min(len(grid.reps), SHOWN), row))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place of the list, as formulas over it."""

    rep: Formula
    attained: Formula


def data_row(grid: Grid) -> int:
    """The row of the board from which the data of its charts stands."""
    return LIST_ROW + max(len(grid.reps), CHART_ROWS) + 2


def order_cell(grid: Grid, board: str, number: int) -> str:
    """The cell with the place in the order of the rep who stands at a position (from 0) in the grid."""
    return f"{quoted(board)}!{address(data_row(grid) + 2 + number, PLACE)}"


def ranking_rows(grid: Grid, board: str) -> list[Ranked]:
    """The places of the board's sorted list from the first on, for sheets that show them again."""
    order = {place: name for name, place in order_of(grid).items()}
    rows = []
    for place in range(1, len(grid.reps) + 1):
        name, row = order[place], LIST_ROW + place
        cells = (f"{quoted(board)}!{address(row, COLUMNS[key])}" for key in ("rep", "attained"))
        attained = grid.of_reps[name].attainment()
        results = (name, "" if attained is None else float(attained))
        rows.append(Ranked(*map(Formula, cells, results)))
    return rows


def _headings(drawing: Drawing, grid: Grid, row: int, columns: dict[str, int]) -> None:
    for key, column in columns.items():
        drawing.put(row, column, grid.say(f"column.{key}"), "heading")


def _shown(grid: Grid, name: str) -> dict[str, Scalar]:
    """What the grid shows of a rep."""
    line = next(line for line in grid.reps if line.name == name)
    figures = key_figures(grid, line)
    found: dict[str, Scalar] = {"rep": line.name, "team": line.team}
    for key in ("attained", "pace", "gap"):
        content = figures[key]
        found[key] = content.result if isinstance(content, Formula) else content
    return found


def order_of(grid: Grid) -> dict[str, int]:
    """Rep -> place without ties: by rank, equal ones as in the grid; who has no rank, last."""
    unranked = len(grid.ranks) + 1
    names = sorted(grid.ranks, key=lambda name: grid.ranks[name] or unranked)
    return {name: place for place, name in enumerate(names, start=1)}


def _own(
    drawing: Drawing, at: int, rows: tuple[int, int], tab: str, row: int, shown: dict[str, Scalar], order: int
) -> None:
    """A rep as the grid has it, and the place in the order: those with more, equal ones above, itself."""
    for key, column in COLUMNS.items():
        cell = f"{tab}{address(row, AT[key])}"
        text_cell = f'{cell}&""' if key in ("rep", "team") else cell
        style = STYLES[key].replace("output", "muted")
        drawing.put(at, column, Formula(text_cell, shown[key]), style)
    own = address(at, COLUMNS["attained"])
    all_, above = _down(COLUMNS["attained"], *rows), f"{address(rows[0], COLUMNS['attained'], fixed='row')}:{own}"
    more = f"SUMPRODUCT(ISNUMBER({all_})*({all_}>{own}))+SUMPRODUCT(ISNUMBER({above})*({above}={own}))"
    without = f"COUNT({all_})+SUMPRODUCT(1-ISNUMBER({above}))"
    drawing.put(at, PLACE, Formula(f'IF({own}="",{without},{more})', order), "muted:int")


def _sorted(drawing: Drawing, at: int, rows: tuple[int, int], place: int, shown: dict[str, Scalar]) -> None:
    """The rep at a place of the sorted list."""
    drawing.put(at, PLACE, place, "output:int")
    match = f"MATCH({address(at, PLACE, fixed='column')},{_down(PLACE, *rows)},0)"
    for key, column in COLUMNS.items():
        formula = f'IFERROR(INDEX({_down(COLUMNS[key], *rows)},{match}),"")'
        drawing.put(at, column, Formula(formula, shown[key]), STYLES[key])


def _down(column: int, first: int, last: int) -> str:
    return f"{address(first, column, fixed='row column')}:{address(last, column, fixed='row column')}"


def _rules(drawing: Drawing, grid: Grid, first: int, last: int) -> None:
    settings = grid.book.settings
    drawing.rules.append(DataBarRule(Area(first, COLUMNS["attained"], last, COLUMNS["attained"])))
    pace = Area(first, COLUMNS["pace"], last, COLUMNS["pace"])
    drawing.rules.append(IconRule(pace, float(settings.amber), float(settings.green)))


def _chart(grid: Grid, first: int, last: int, row: int) -> Chart:
    names, attained = (Area(first, COLUMNS[key], last, COLUMNS[key]) for key in ("rep", "attained"))
    return Chart(
        "column",
        grid.say("ranking"),
        names,
        (Series(grid.say("column.attained"), attained, COLOR),),
        at=(row, 1),
        to=(row + CHART_ROWS, PLACE),
        number_format="0%",
    )
