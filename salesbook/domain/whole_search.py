"""Whole values near real ones whose sums over any groups keep within limits: a search that misses nothing.

Networks (`rounding_flow`) answer two crossing families at once; more than two may have no whole solution though
they have a real one, and telling so is NP-hard. Here the linear program of what is left is solved, and wherever it
answers with a part of a unit, the two ways out are tried (branch and bound). For a few hundred cells this is
complete; beyond its budget it says that it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.rounding_flow import ENDLESS, WHOLE
from salesbook.domain.simplex import Program, TooHardError, solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.domain.simplex import Reals, Wholes

NODES = 300  # programs solved before giving up
SIZE = 3_000_000  # coefficients of the largest program tried
FAR = 8.0  # price of a unit outside floor and ceiling, where within them a unit costs one at most


class NoWholeError(ValueError):
    """No whole values keep to the limits; with `proven` off, none were found within the budget.

    `fractional`: values with parts of units would keep to them.
    """

    def __init__(self, *, proven: bool, fractional: bool = False) -> None:
        self.proven, self.fractional = proven, fractional
        super().__init__("no whole values keep to the limits" if proven else "no whole values were found")


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Groups of cells and what their sums must lie between; the limits of each cell itself."""

    groups: Sequence[Wholes]
    low: Sequence[int]
    high: Sequence[int]
    """ENDLESS for none."""
    least: Wholes
    most: Wholes


def search_whole(wish: Reals, limits: Limits, *, nodes: int = NODES) -> Wholes:
    """Whole values within all limits, near the wishes; raises NoWholeError.

    >>> n = np.array
    >>> asked = Limits([n([0, 1]), n([1, 2])], [1, 2], [1, 2], n([0, 0, 0]), n([9, 9, 9]))
    >>> search_whole(n([0.5, 0.5, 1.5]), asked).tolist()
    [0, 1, 1]
    """
    problem = _problem(wish, limits)
    if problem.rows.size > SIZE:
        raise NoWholeError(proven=False)
    waiting = [(np.zeros(len(problem.cost)), problem.most)]
    fractional = False
    try:
        for _ in range(nodes):
            if not waiting:
                break
            least, most = waiting.pop()
            found = problem.solved(least, most)
            if found is None:
                continue
            fractional = True
            off = np.abs(found - np.rint(found))
            if off.max(initial=0.0) <= WHOLE:
                return problem.values(np.rint(found))
            worst = int(off.argmax())
            waiting += _ways_out(worst, found, least, most)
    except TooHardError as error:
        raise NoWholeError(proven=False, fractional=fractional) from error
    raise NoWholeError(proven=not waiting, fractional=fractional)


def _ways_out(worst: int, found: Reals, least: Reals, most: Reals) -> list[tuple[Reals, Reals]]:
    """The variable no more than the whole number below, or no less than the one above; the nearer one last."""
    below, above = most.copy(), least.copy()
    below[worst], above[worst] = np.floor(found[worst]), np.ceil(found[worst])
    ways = [(least, below), (above, most)]
    return ways if found[worst] - below[worst] > 0.5 else ways[::-1]


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """Variables by how they change a cell's floor: up to its ceiling, beyond it, or below the floor."""

    floor: Wholes
    cell: Wholes
    sign: Reals
    cost: Reals
    most: Reals
    rows: Reals
    right: Reals
    slack: Reals

    def solved(self, least: Reals, most: Reals) -> Reals | None:
        """The cheapest variables between these limits, parts of units allowed; None where nothing is possible."""
        count = len(self.cost)
        answer = solve(Program(
            np.hstack([self.rows, -np.eye(len(self.right))]),
            self.right - self.rows @ least,
            np.r_[self.cost, np.zeros(len(self.right))],
            np.r_[most - least, self.slack],
        ))
        return answer.values[:count] + least if answer.possible else None

    def values(self, found: Reals) -> Wholes:
        """The cells that these variables mean."""
        change = np.bincount(self.cell, self.sign * found, len(self.floor))
        return self.floor + np.rint(change).astype(np.int64)


def _problem(wish: Reals, limits: Limits) -> _Problem:
    floor = np.clip(np.floor(wish + WHOLE).astype(np.int64), limits.least, limits.most)
    ceiling = np.clip(np.ceil(wish - WHOLE).astype(np.int64), floor, limits.most)
    parts = (
        (np.flatnonzero(ceiling > floor), 1.0, 1 - 2 * (wish - floor), ceiling - floor),
        (np.flatnonzero(limits.most > ceiling), 1.0, np.full(len(wish), FAR), limits.most - ceiling),
        (np.flatnonzero(floor > limits.least), -1.0, np.full(len(wish), FAR), floor - limits.least),
    )
    cell = np.concatenate([cells for cells, *_ in parts])
    sign = np.concatenate([np.full(len(cells), effect) for cells, effect, *_ in parts])
    cost = np.concatenate([price[cells] for cells, _, price, _ in parts])
    room = np.concatenate([far[cells] for cells, *_, far in parts]).astype(np.float64)
    member = np.zeros((len(limits.groups), len(wish)))
    for row, cells in enumerate(limits.groups):
        member[row, cells] = 1.0
    low, high = np.array(limits.low, dtype=np.int64), np.array(limits.high, dtype=np.int64)
    slack = np.where(high >= ENDLESS, np.inf, (high - low).astype(np.float64))
    right = (low - member.astype(np.int64) @ floor).astype(np.float64)
    return _Problem(floor, cell, sign, cost, room, member[:, cell] * sign, right, slack)
