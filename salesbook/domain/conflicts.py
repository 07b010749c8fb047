"""Which totals and bounds contradict each other: the smallest set that cannot be met, and by how much.

A demand asks that the sum of some cells lie within limits; cells are not negative. Whether demands can all be met
is a linear program; where they cannot, the prices of its rows say why (Farkas), and are checked in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb, lcm
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.fit import Margin, fit_nearest
from salesbook.domain.simplex import SHORT, Program, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.domain.simplex import Answer, Reals, Wholes

TRIES = 1500  # sets that are tried one by one for a smaller conflict than the one found
LARGE = 100_000  # coefficients beyond which fitting is tried before the program
FIRST = 24  # demands that are asked at a time
DENOMINATOR = 720  # prices are fractions with small denominators


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """The sum of these cells must be `low` at least and `high` at most (None: any).

    Where several sets conflict, demands of a lower rank are named rather than others.
    """

    name: object
    cells: Wholes
    low: int
    high: int | None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands that cannot all be met, though all but any one of them can.

    `needs` ask for more than `limits` allow: `amount` is by how much the demands must give way in all. Where each
    counts once, `needed` and `allowed` are the sums of their limits and differ by `amount`; otherwise they are None.
    """

    needs: tuple[int, ...]
    limits: tuple[int, ...]
    amount: int
    needed: int | None = None
    allowed: int | None = None

    @property
    def members(self) -> tuple[int, ...]:
        return tuple(sorted({*self.needs, *self.limits}))


def smallest_conflict(demands: Sequence[Demand], cells: int) -> Conflict | None:
    """The smallest set of demands (by position) that no values of the cells can meet; None where all can be met.

    Always minimal. Of the smallest size where trying all smaller sets is cheap, as with two dozen demands; ties go
    to demands of lower rank, then to the earlier ones.

    >>> feb = np.array([0, 1])
    >>> asked = [Demand("Feb", feb, 800, 800), Demand("Li", feb[:1], 500, 500), Demand("Wu", feb[1:], 320, 320)]
    >>> found = smallest_conflict(asked, 2)
    >>> found.needs, found.limits, found.needed, found.allowed, found.amount
    ((1, 2), (0,), 820, 800, 20)
    """
    for i, demand in enumerate(demands):
        if demand.high is not None and demand.low > demand.high:
            return Conflict((i,), (i,), demand.low - demand.high, demand.low, demand.high)
    if not demands:
        return None
    system = _System.of(demands, cells)
    if system.rows.size > LARGE and system.fits():
        return None
    found = _impossible(system)
    return None if found is None else system.explained(_smaller(system, _filtered(system, found)))


@dataclass(frozen=True, slots=True, eq=False)
class _System:
    """The demands over classes of cells: cells that the same demands ask for are as one."""

    demands: Sequence[Demand]
    rows: Reals

    @classmethod
    def of(cls, demands: Sequence[Demand], cells: int) -> _System:
        packed = np.zeros((cells, len(demands) // 8 + 1), dtype=np.uint8)
        for row, demand in enumerate(demands):
            packed[demand.cells, row // 8] |= 1 << row % 8
        _, first = np.unique(packed.view(f"V{packed.shape[1]}").ravel(), return_index=True)
        member = np.unpackbits(packed[np.sort(first)], axis=1, count=len(demands), bitorder="little")
        return cls(demands, member.T.astype(np.float64))

    def fits(self) -> bool:
        """Whether fitting finds values for all demands; where it does not, there may still be some."""
        margins = [
            Margin("", np.where(row > 0, 0, -1), np.array([high]), low=np.array([low]))
            for row, low, high in zip(self.rows, self.low, self.high, strict=True)
        ]
        limits = np.where(np.isfinite(self.high), self.high, self.low)
        tolerance = max(1e-13, 0.01 / max(1.0, float(limits.max(initial=1.0))))
        return fit_nearest(np.ones(self.rows.shape[1]), margins, tolerance=tolerance, most=256)[1] is None

    @property
    def low(self) -> Reals:
        return np.array([demand.low for demand in self.demands], dtype=np.float64)

    @property
    def high(self) -> Reals:
        return np.array([np.inf if demand.high is None else demand.high for demand in self.demands], dtype=np.float64)

    def answer(self, chosen: Sequence[int]) -> tuple[Answer, Reals]:
        """Can these be met, and with which values of the classes?

        Each row says that the sum, less what it is above its lower limit, is that limit. Classes that these demands
        do not tell apart are one variable, which they share equally.
        """
        rows = self.rows[list(chosen)]
        packed = np.ascontiguousarray(np.packbits(rows > 0, axis=0).T)
        _, first, one, count = np.unique(
            packed.view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True, return_counts=True
        )
        low = self.low[list(chosen)]
        most = np.r_[np.full(len(first), np.inf), self.high[list(chosen)] - low]
        answer = solve(Program(np.hstack([rows[:, first], -np.eye(len(chosen))]), low, np.zeros(len(most)), most))
        return answer, (answer.values[: len(first)] / count)[one]

    def possible(self, chosen: Sequence[int]) -> bool:
        return not chosen or self.answer(chosen)[0].possible

    def explained(self, chosen: Sequence[int]) -> Conflict:
        """Who asks for more than who allows, and by how much; exact where the prices are simple fractions."""
        answer = self.answer(chosen)[0]
        prices = [Fraction(float(p)).limit_denominator(DENOMINATOR) for p in answer.prices]
        needs = [i for i, price in zip(chosen, prices, strict=True) if price > 0]
        limits = [i for i, price in zip(chosen, prices, strict=True) if price < 0]
        asked = sum((p * self._limit(i, p) for i, p in zip(chosen, prices, strict=True)), Fraction(0))
        if not self._proves(chosen, prices) or asked <= 0:
            return Conflict(tuple(chosen), (), max(1, round(answer.short)))
        simple = all(abs(price) == 1 for price in prices)
        needed = sum(self.demands[i].low for i in needs)
        allowed = sum(self.demands[i].high or 0 for i in limits)
        amount = int(-(-asked // 1))
        if not simple:
            return Conflict(tuple(needs), tuple(limits), amount)
        return Conflict(tuple(needs), tuple(limits), amount, needed, allowed)

    def _limit(self, i: int, price: Fraction) -> int:
        return self.demands[i].low if price > 0 else self.demands[i].high or 0

    def _proves(self, chosen: Sequence[int], prices: Sequence[Fraction]) -> bool:
        """In whole numbers: no class of cells can earn anything at these prices."""
        scale = lcm(*(price.denominator for price in prices))
        whole = np.array([int(price * scale) for price in prices], dtype=object)  # they may be long
        classes = np.unique(self.rows[list(chosen)].astype(np.int64), axis=1)
        return bool((whole @ classes.astype(object) <= 0).all())


def _impossible(system: _System) -> list[int] | None:
    """Some demands that cannot all be met; None where all can be.

    A few are asked first, then those that the values found do not meet, as long as there are any.
    """
    asked = sorted(range(len(system.demands)), key=lambda i: (system.demands[i].rank, i))[:FIRST]
    while True:
        answer, values = system.answer(asked)
        if not answer.possible:
            return [i for i, price in zip(asked, answer.prices, strict=True) if abs(price) > 1e-7]
        sums = system.rows @ values
        missed = np.maximum(system.low - sums, sums - system.high)
        missed[asked] = 0.0
        worst = np.argsort(-missed, kind="stable")[:FIRST]
        more = [int(i) for i in worst if missed[i] > SHORT]
        if not more:
            return None
        asked = [*asked, *more]


def _filtered(system: _System, chosen: list[int]) -> list[int]:
    """Leave out one after the other as long as the rest cannot be met; what stays is minimal."""
    demands = system.demands
    for one in sorted(chosen, key=lambda i: (demands[i].rank, len(demands[i].cells), i), reverse=True):
        rest = [i for i in chosen if i != one]
        if not system.possible(rest):
            chosen = rest
    return sorted(chosen)


def _smaller(system: _System, found: list[int]) -> list[int]:
    """A smaller set that cannot be met, where all sets up to its size are few enough to be tried."""
    return next((sorted(chosen) for chosen in _subsets(system, len(found)) if not system.possible(chosen)), found)


def _subsets(system: _System, below: int) -> Iterator[tuple[int, ...]]:
    """All sets of fewer than `below` demands, small ones first, as far as they are few."""
    ranked = sorted(range(len(system.demands)), key=lambda i: system.demands[i].rank)
    for size in range(1, below):
        if comb(len(ranked), size) > TRIES:
            return
        yield from combinations(ranked, size)
