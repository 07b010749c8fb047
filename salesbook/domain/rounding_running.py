"""Rounding a matrix so that its running totals, too, stay within a unit.

The method is that of Doerr, Friedrich, Klein and Osbild, "Unbiased matrix rounding" (2006, arXiv cs/0604068):
entries are taken as binary fractions, and their lowest bit is removed again and again. At each bit the entries
that have it are paired along every row and along every column, first with second, third with fourth; of each
pair one goes up and one goes down, so no running total moves by more than the bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from salesbook.domain.fit import Reals, Wholes

BITS = 24


def running_round(shares: Reals) -> Wholes:
    """Whole values, each the floor or ceiling of its share, whose running sums along rows and columns are near.

    Running sums stay within one unit of the real ones (plus the rounding to 24 bits). A margin that is whole
    is met but for rare cases of that rounding, which the caller repairs.

    >>> running_round(np.full((1, 8), 0.5)).cumsum().tolist()
    [1, 1, 2, 2, 3, 3, 4, 4]
    """
    base = np.floor(shares)
    bits = np.rint((shares - base) * (1 << BITS)).astype(np.int64)
    for b in range(BITS):
        row, col = np.nonzero((bits >> b) & 1)
        bits[row, col] += _sides(_pairs(row), _pairs_down(row, col)) << b
    return base.astype(np.int64) + (bits >> BITS)


def _pairs(line: Wholes) -> list[int]:
    """Each entry's partner among the entries of its line, which stand together; -1 for an odd last one."""
    place = np.arange(len(line))
    rank = place - np.searchsorted(line, line)
    partner = np.where(rank % 2 == 0, place + 1, place - 1)
    last = len(line) - 1
    lonely = (partner > last) | (line[np.minimum(partner, last)] != line)
    found: list[int] = np.where(lonely, -1, partner).tolist()
    return found


def _pairs_down(row: Wholes, col: Wholes) -> list[int]:
    """Partners along the columns."""
    order = np.lexsort((row, col))
    along = np.array(_pairs(col[order]), dtype=np.int64)
    partner = np.full(len(row), -1, dtype=np.int64)
    partner[order] = np.where(along < 0, -1, order[along])
    found: list[int] = partner.tolist()
    return found


def _sides(across: list[int], down: list[int]) -> Wholes:
    """+1 or -1 for each entry, opposite for partners; paths and rings alternate, so this always works."""
    side = [0] * len(across)
    for start in range(len(across)):
        if not side[start]:
            side[start] = 1
            _alternate(side, start, across, down)
            _alternate(side, start, down, across)
    return np.array(side, dtype=np.int64)


def _alternate(side: list[int], start: int, first: list[int], second: list[int]) -> None:
    """Give sides along the way from `start`, by turns over partners of the first and of the second kind."""
    here, sign = start, side[start]
    while True:
        here = first[here]
        if here < 0 or side[here]:
            return
        sign = -sign
        side[here] = sign
        first, second = second, first
