"""Splitting in cells: SB_SPLIT, SB_FIT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesbook.domain.apportion import apportion
from salesbook.functions.answers import ExcelError, RefusedError, whole
from salesbook.functions.arguments import amount, choice, flat, grid, single
from salesbook.functions.arguments import whole as whole_number
from salesbook.functions.boundary import cell_function

if TYPE_CHECKING:
    from salesbook.functions.answers import Answers


@cell_function
def split(total: Any, weights: Any, residue: Any = None) -> Answers:
    """Whole parts of a total by weights, in the shape of the weights; empty weights count as 0.

    >>> split(100.0, ((1.0,), (1.0,), (1.0,)))
    ((34.0,), (33.0,), (33.0,))
    """
    rows = grid(weights)
    cells = [amount(value) for row in rows for value in row]
    parts = iter(apportion(whole_number(single(total)), cells, residue=choice(residue, "residue", "largest-remainder")))
    return tuple(tuple(whole(next(parts)) for _ in row) for row in rows)


@cell_function
def fit(shares: Any, row_totals: Any, column_totals: Any) -> Answers:
    """Whole values of a block whose rows and columns come to exactly these totals.

    >>> fit(((1.0, 1.0), (1.0, 1.0)), ((3.0,), (1.0,)), (2.0, 2.0))
    ((2.0, 1.0), (0.0, 1.0))
    """
    from salesbook.domain.rounding import round_matrix

    block = [[float(amount(value)) for value in row] for row in grid(shares)]
    rows, columns = [[whole_number(value) for value in flat(line)] for line in (row_totals, column_totals)]
    if len(rows) != len(block) or len(columns) != len(block[0]):
        raise RefusedError(ExcelError.VALUE, "margins-not-as-long", rows=len(block), columns=len(block[0]))
    values = round_matrix(block, rows, columns).values
    return tuple(tuple(whole(int(value)) for value in row) for row in values)
