"""The columns of a tracking line that look back and ahead: the range of the landing, places gained, buckets in a row.

All three are live: over the buckets that are over on the as-of day, which stand first among the columns.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from salesbook.book.values import Formula, address
from salesbook.domain.forecast import ENOUGH, T80, T80_MANY
from salesbook.sheets.formulas import literal
from salesbook.sheets.track_layout import AS_OF_CELL, AT, FIRST_BUCKET, FIRST_ROW

if TYPE_CHECKING:
    from decimal import Decimal

    from salesbook.sheets.track_layout import Grid
    from salesbook.sheets.track_lines import GridLine

Buckets = list[tuple[int, "Decimal"]]
"""Target and actual of the buckets that are over."""


def outlook(grid: Grid, line: GridLine, over: Buckets) -> dict[str, Formula]:
    """Column -> its formula, for the line's buckets that are over."""
    found = {"range": _range(grid, line, over), "streak": _streak(grid, line, over)}
    if line.kind == "rep":
        found["moved"] = _moved(grid, line)
    return found


# -- the range -------------------------------------------------------------------------------------------------------


def _range(grid: Grid, line: GridLine, over: Buckets) -> Formula:
    """What the landing may be more or less, in four cases of five, in whole units: as the forecast's rule has it."""
    target, actual = (_over(grid, line.row + below) for below in (0, 1))
    count, known = f"SUMPRODUCT(--({target}>0))", f"SUMPRODUCT(({target}>0)*{target})"
    sold = f"SUMPRODUCT(({target}>0)*{actual})"
    squares = f"SUMPRODUCT(({target}>0)*{actual}^2/({target}+({target}<=0)))"
    scatter = f"MAX(0,{squares}-{sold}^2/{known})/({count}-1)"
    rest = f"({address(line.row, AT['target'])}-SUM({target}))"
    spread = f"SQRT({scatter}*{rest}*(1+{rest}/{known}))"
    points = ",".join(map(str, (*T80, T80_MANY)))
    width = f"ROUND(INDEX({{{points}}},1,MIN({count}-1,{len(T80) + 1}))*{spread},0)"
    early = f"COUNTIF({_ends(grid)},\"<=\"&{AS_OF_CELL})<{ENOUGH}"
    return Formula(f'IF({early},"",IF({count}<{ENOUGH},"",{width}))', _width(grid.figures(line).target, over))


def _width(target: int, over: Buckets) -> int | str:
    telling = [(planned, Fraction(sold)) for planned, sold in over if planned > 0]
    if len(telling) < ENOUGH:
        return ""
    known, sold = sum(planned for planned, _ in telling), sum((s for _, s in telling), Fraction(0))
    squares = sum((s * s / planned for planned, s in telling), Fraction(0))
    scatter = (squares - sold * sold / known) / (len(telling) - 1)
    rest = target - sum(planned for planned, _ in over)
    freedom = len(telling) - 1
    point = T80[freedom - 1] if freedom <= len(T80) else T80_MANY
    return int(point * sqrt(scatter * rest * (1 + Fraction(rest, known))) + 0.5)


def _over(grid: Grid, row: int) -> str:
    """The cells of a row in the buckets that are over."""
    first, last = (address(row, column, fixed="column") for column in (FIRST_BUCKET, grid.last_column))
    return f'{first}:INDEX({first}:{last},1,COUNTIF({_ends(grid)},"<="&{AS_OF_CELL}))'


def _ends(grid: Grid) -> str:
    """The last days of all buckets."""
    cells = (address(grid.end_row, column, fixed="row column") for column in (FIRST_BUCKET, grid.last_column))
    return ":".join(cells)


# -- places and buckets in a row -------------------------------------------------------------------------------------


def _moved(grid: Grid, line: GridLine) -> Formula:
    """Places gained since before the last days: the rank by what was sold until then, less the rank now.

    Shares are compared by multiplying crosswise, so that a line without a target divides nothing.
    """
    rank = address(line.row, AT["rank"])
    target, actual, lately = (_column(grid, key) for key in ("target", "actual", "lately"))
    own_target, own_actual, own_lately = (address(line.row, AT[key]) for key in ("target", "actual", "lately"))
    listed = f"({_column(grid, 'which')}={literal(grid.which(line)[0])})*({target}>0)"
    ahead = f"(ROUND(({actual}-{lately})*{own_target},4)>ROUND(({own_actual}-{own_lately})*{target},4))"
    moved = grid.moved[line.name]
    return Formula(f'IF({rank}="","",1+SUMPRODUCT({listed}*{ahead})-{rank})', "" if moved is None else moved)


def _column(grid: Grid, key: str) -> str:
    first, last = (address(row, AT[key], fixed="row column") for row in (FIRST_ROW, grid.last_row))
    return f"{first}:{last}"


def _streak(grid: Grid, line: GridLine, over: Buckets) -> Formula:
    """Buckets with a target, up to the last one that is over, in which it was reached one after another."""
    target, actual, ends = (_all(grid, row) for row in (line.row, line.row + 1, grid.end_row))
    counts = f"({ends}<={AS_OF_CELL})*({target}>0)"
    missed = f"SUMPRODUCT(MAX({counts}*({actual}<{target})*COLUMN({ends})))"
    reached = 0
    for planned, sold in reversed(over):
        if planned > 0 and sold < planned:
            break
        reached += planned > 0
    return Formula(f"SUMPRODUCT({counts}*(COLUMN({ends})>{missed}))", reached)


def _all(grid: Grid, row: int) -> str:
    fixed = "row column" if row == grid.end_row else "column"
    return ":".join(address(row, column, fixed=fixed) for column in (FIRST_BUCKET, grid.last_column))
