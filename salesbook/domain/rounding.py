"""A matrix of real shares made whole, with every row and every column exact (controlled rounding).

There always is a solution in which every cell is the floor or the ceiling of its share (Bacharach 1966; Causey,
Cox and Ernst 1985); it is found as a network flow, nearest to the shares. Bounds can take that solution away:
then as few cells as can be go further than a unit, and the result names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.fit import Margin, fit_nearest
from salesbook.domain.rounding_flow import ENDLESS, WHOLE, Network, NoFlowError, nearest_flow
from salesbook.domain.rounding_running import running_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from salesbook.domain.fit import Reals, Wholes

LEAN = 0.05  # how far a cell that has been rounded leans to its other neighbour


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """Whole values, and the cells (row, column) that are a unit or more away from their shares."""

    values: Wholes
    wider: tuple[tuple[int, int], ...] = ()


class NoRoundingError(ValueError):
    """These rows must put more into these columns than their totals, zeros and bounds let in, by `short` units.

    Without rows and columns: the rows and the columns add up to different totals.
    """

    def __init__(self, rows: Sequence[int], cols: Sequence[int], short: int) -> None:
        self.rows, self.cols, self.short = tuple(rows), tuple(cols), short
        super().__init__(f"rows {self.rows} hold {short} more than columns {self.cols} can take")


def round_matrix(
    x: ArrayLike,
    rows: Sequence[int] | Wholes,
    cols: Sequence[int] | Wholes,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    *,
    running: bool = False,
    bind_cols: bool = True,
) -> Rounded:
    """Whole values of `x` (rows x columns, not negative) whose row and column sums are `rows` and `cols`.

    Shares that do not add up to these totals are first fitted to them; zeros stay zero unless a lower bound
    lifts them. With `running`, running totals along each row (and column) stay within about a unit of the
    shares'. With `bind_cols` off, columns are as near to `cols` as bounds allow. Equal inputs give equal
    results; ties fall to the earlier cell. Raises NoRoundingError.

    >>> round_matrix([[1.2, 0.8], [0.4, 0.6]], [2, 1], [1, 2]).values.tolist()
    [[1, 1], [0, 1]]
    """
    shares = np.asarray(x, dtype=np.float64)
    row_totals, col_totals = np.asarray(rows, dtype=np.int64), np.asarray(cols, dtype=np.int64)
    if row_totals.sum() != col_totals.sum():
        raise NoRoundingError((), (), int(row_totals.sum() - col_totals.sum()))
    low = np.zeros(shares.shape, dtype=np.int64) if lower is None else np.asarray(lower, dtype=np.int64)
    high = np.full(shares.shape, ENDLESS) if upper is None else np.asarray(upper, dtype=np.int64)
    high = np.where(shares > 0, high, low)
    _check_bounds(low, high)
    wish = _fitted(shares, row_totals, col_totals, low, high)
    aim = wish
    if running:
        whole = running_round(wish)
        aim = np.add(whole, np.clip(wish - whole, -LEAN, LEAN), dtype=np.float64)
    values = _solve(aim, row_totals, col_totals, low, high, bind=bind_cols)
    far = np.argwhere(np.abs(values - wish) >= 1 - WHOLE)
    return Rounded(values, tuple((int(i), int(j)) for i, j in far))


def _check_bounds(low: Wholes, high: Wholes) -> None:
    """No cell may have to hold more than it can."""
    over = np.argwhere(low > high)
    if len(over):
        i, j = over[0].tolist()
        raise NoRoundingError([i], [j], int(low[i, j] - high[i, j]))


def _fitted(shares: Reals, rows: Wholes, cols: Wholes, low: Wholes, high: Wholes) -> Reals:
    """Shares that add up to the totals, a hair beside whole numbers put there."""
    i, j = np.indices(shares.shape).reshape(2, -1)
    margins = [Margin("row", i, rows.astype(np.float64)), Margin("column", j, cols.astype(np.float64))]
    flat, _ = fit_nearest(
        shares.ravel(),
        margins,
        lower=low.ravel().astype(np.float64),
        upper=high.ravel().astype(np.float64),
        tolerance=1e-10,
    )
    near = np.rint(flat)
    return np.where(np.abs(flat - near) <= WHOLE, near, flat).reshape(shares.shape)


def _solve(wish: Reals, rows: Wholes, cols: Wholes, low: Wholes, high: Wholes, *, bind: bool) -> Wholes:
    """The network: rows feed columns through the cells, columns feed one sink."""
    height, width = wish.shape
    i, j = np.nonzero(high > 0)
    nodes = height + np.arange(width)
    sink = height + width
    network = Network(
        tail=np.concatenate([i, nodes]),
        head=np.concatenate([height + j, np.full(width, sink)]),
        wish=np.concatenate([wish[i, j], cols]),
        least=np.concatenate([low[i, j], cols]),
        most=np.concatenate([high[i, j], cols]),
        low=np.concatenate([low[i, j], cols if bind else np.zeros_like(cols)]),
        high=np.concatenate([high[i, j], cols if bind else np.full_like(cols, ENDLESS)]),
    )
    values = np.zeros(wish.shape, dtype=np.int64)
    try:
        values[i, j] = nearest_flow(network, np.concatenate([rows, np.zeros_like(cols), [-rows.sum()]]))[: len(i)]
    except NoFlowError as error:
        cut = error.cut
        raise NoRoundingError(
            np.flatnonzero(cut[:height]).tolist(), np.flatnonzero(cut[height:sink]).tolist(), error.short
        ) from error
    return values
