"""Linear programs with bounds, by the revised simplex method: small, dense, without a library.

It answers what fitting cannot: whether some totals can be met at all, and with which weights they contradict
each other (Farkas). All coefficients here are 0, 1 and -1 and all limits whole, so that the arithmetic is exact
for whole limits up to 2**53 wherever the basis is unimodular.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Wholes = NDArray[np.int64]

SMALL = 1e-9  # what counts as zero among coefficients and prices
SHORT = 1e-6  # units that may be missing before a program counts as impossible
PATIENCE = 60  # pivots without progress before the rule that cannot circle takes over
REFACTOR = 120  # pivots after which the inverse is made anew


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Least cost·x with rows·x = right and 0 <= x <= most; `most` may be infinite."""

    rows: Reals
    right: Reals
    cost: Reals
    most: Reals


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The values; and, where there are none, how much is missing at least (`short`) and the rows' prices then."""

    values: Reals
    short: float
    prices: Reals

    @property
    def possible(self) -> bool:
        return self.short <= max(SHORT, 1e-13 * float(np.abs(self.values).max(initial=0.0)))


class TooHardError(RuntimeError):
    """The pivots allowed have been used up."""


def solve(program: Program, *, pivots: int = 20_000) -> Answer:
    """The cheapest values; where nothing meets the rows, the values that miss them by least in all.

    >>> two = Program(np.array([[1.0, 1.0]]), np.array([3.0]), np.array([1.0, 2.0]), np.array([2.0, np.inf]))
    >>> solve(two).values.tolist()
    [2.0, 1.0]
    >>> solve(Program(two.rows, two.right, two.cost, np.array([1.0, 1.0]))).short
    1.0
    """
    search = _Simplex(program, pivots)
    count = len(program.cost)
    search.improve(np.r_[np.zeros(count), np.ones(len(program.right))])
    values = search.values()
    answer = Answer(values[:count], float(values[count:].sum()), search.prices())
    if not answer.possible or not program.cost.any():
        return answer
    search.most[count:] = np.maximum(values[count:], 0.0)
    search.improve(np.r_[program.cost, np.zeros(len(program.right))])
    return Answer(search.values()[:count], answer.short, search.prices())


class _Simplex:
    """A basis, its inverse, and the values of its variables; the last variables are the rows' own (artificial)."""

    def __init__(self, program: Program, pivots: int) -> None:
        size, count = program.rows.shape
        sign = np.where(program.right < 0, -1.0, 1.0)
        self.rows = np.hstack([program.rows, np.diag(sign)])
        self.right, self.pivots = program.right, pivots
        self.most = np.r_[program.most, np.full(size, np.inf)]
        self.basis: Wholes = np.arange(count, count + size)
        self.inverse = np.diag(sign)
        self.basic = np.abs(program.right).astype(np.float64)
        self.full = np.zeros(count + size, dtype=bool)  # nonbasic variables that stand at their upper bound
        self.inside = np.zeros(count + size, dtype=bool)
        self.inside[self.basis] = True
        self.cost = np.zeros(count + size)

    def values(self) -> Reals:
        values = np.where(self.full, self.most, 0.0)
        values[self.basis] = self.basic
        return values

    def prices(self) -> Reals:
        found: Reals = self.cost[self.basis] @ self.inverse
        return found

    def improve(self, cost: Reals) -> None:
        """Pivot until no variable is worth bringing in."""
        self.cost = cost
        still = 0
        for turn in range(1, self.pivots + 1):
            entering = self._entering(careful=still > PATIENCE)
            if entering < 0:
                return
            step = self._bring_in(entering, careful=still > PATIENCE)
            still = 0 if step > SMALL else still + 1
            if turn % REFACTOR == 0:
                self._refactor()
        raise TooHardError

    def _entering(self, *, careful: bool) -> int:
        """The variable whose change saves most; with `careful` the first that saves (Bland). -1 for none."""
        saving = self.prices() @ self.rows - self.cost
        saving[self.full] *= -1
        saving[self.inside | (self.most <= 0)] = 0.0
        worth = saving > SMALL
        if not worth.any():
            return -1
        return int(worth.argmax()) if careful else int(saving.argmax())

    def _bring_in(self, entering: int, *, careful: bool) -> float:
        """Change the entering variable until it, or a basic one, meets a bound; how far it went."""
        sign = -1.0 if self.full[entering] else 1.0
        fall = sign * (self.inverse @ self.rows[:, entering])
        room = np.full(len(fall), np.inf)
        down, up = fall > SMALL, fall < -SMALL
        room[down] = self.basic[down] / fall[down]
        room[up] = (self.most[self.basis[up]] - self.basic[up]) / -fall[up]
        room = np.maximum(room, 0.0)
        step = float(room.min(initial=np.inf))
        if self.most[entering] <= step:
            step = float(self.most[entering])
            self.basic = self.basic - fall * step
            self.full[entering] = not self.full[entering]
            return step
        ties = np.flatnonzero(room <= step + SMALL)
        leaving = int(ties[self.basis[ties].argmin()] if careful else ties[np.abs(fall[ties]).argmax()])
        self._exchange(entering, leaving, fall, step, sign, up[leaving])
        return step

    def _exchange(self, entering: int, leaving: int, fall: Reals, step: float, sign: float, at_top: bool) -> None:
        start = float(self.most[entering]) if self.full[entering] else 0.0
        self.basic = self.basic - fall * step
        self.basic[leaving] = start + sign * step
        gone = int(self.basis[leaving])
        self.full[gone], self.full[entering] = at_top, False
        self.inside[gone], self.inside[entering] = False, True
        self.basis[leaving] = entering
        column = sign * fall
        self.inverse[leaving] /= column[leaving]
        column[leaving] = 0.0
        self.inverse -= np.outer(column, self.inverse[leaving])

    def _refactor(self) -> None:
        self.inverse = np.linalg.inv(self.rows[:, self.basis])
        loose = np.where(self.full, self.most, 0.0)
        self.basic = self.inverse @ (self.right - self.rows @ loose)
