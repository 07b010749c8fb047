"""Iterative proportional fitting: real values near a seed that meet any number of margins.

The cells are a coordinate list, so a sparse cube costs what its cells cost. A margin is a family of groups
of cells, each with a total or with limits between which its sum must lie; cells whose group is -1 are free in
that family. Fixed totals are met by scaling in turn (Deming and Stephan 1940). A group between limits keeps the
factor by which it was scaled, and gives it back before it is looked at again (Dykstra 1985), so that a limit
which no longer binds leaves no trace and the values are the nearest to the seed, in relative entropy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Reals = NDArray[np.float64]
    Wholes = NDArray[np.int64]

FADING = 0.7  # a cell that falls below this part while the sweeps double is one that the totals force to zero
WHOLE = 1e-6  # a value this near a whole number, for each million, is that number
ENDLESS = 1e120  # factors of limits that nothing can meet go no further
STALL = 0.8  # where twice the sweeps leave more than this part of the gap, no number of sweeps will close it


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """A family of totals: `group` gives each cell's place in `totals`, or -1; `keys` name the groups.

    With `low`, the sums may lie anywhere between it and `totals` (which may then be infinite).
    """

    name: str
    group: Wholes
    totals: Reals
    keys: Sequence[object] = ()
    low: Reals | None = None

    def sums(self, values: Reals) -> Reals:
        """What the groups hold now."""
        inside = self.group >= 0
        size = len(self.totals)
        return np.bincount(self.group[inside], values[inside], minlength=size).astype(np.float64)

    def nearest(self, sums: Reals) -> Reals:
        """What the groups should hold, seeing that they hold this."""
        return self.totals if self.low is None else np.clip(sums, self.low, self.totals)

    def key(self, index: int) -> object:
        """The group's name, or its place where it has none."""
        return self.keys[index] if len(self.keys) else index


@dataclass(frozen=True, slots=True)
class Gap:
    """The group that is furthest from its total."""

    family: str
    key: object
    wanted: float
    reached: float

    @property
    def miss(self) -> float:
        """How far it is from its total, relative to it."""
        return abs(self.reached - self.wanted) / max(self.wanted, 1.0)


class UnreachableError(ValueError):
    """No values of the allowed size can meet this total, because of zeros, bounds or the other margins."""

    def __init__(self, gap: Gap) -> None:
        self.gap = gap
        super().__init__(f"{gap.family} {gap.key}: wanted {gap.wanted}, reached {gap.reached}")


def fit(
    seed: Reals,
    margins: Sequence[Margin],
    *,
    lower: Reals | None = None,
    upper: Reals | None = None,
    tolerance: float = 1e-9,
    most: int = 2000,
) -> Reals:
    """Scale `seed` until every group of every margin has its total, relative to `tolerance`.

    Zeros stay zero unless a lower bound lifts them. `most` is the number of sweeps after which the result is
    judged; what misses a total then raises UnreachableError with the family and the group.

    >>> rows = Margin("row", np.array([0, 0, 1, 1]), np.array([30.0, 10.0]))
    >>> cols = Margin("col", np.array([0, 1, 0, 1]), np.array([20.0, 20.0]))
    >>> fit(np.ones(4), [rows, cols]).tolist()
    [15.0, 15.0, 5.0, 5.0]
    >>> first = Margin("first cell", np.array([0, -1, -1, -1]), np.array([12.0]), low=np.array([0.0]))
    >>> fit(np.ones(4), [rows, cols, first]).round(6).tolist()
    [12.0, 18.0, 8.0, 2.0]
    """
    values, gap = fit_nearest(seed, margins, lower=lower, upper=upper, tolerance=tolerance, most=most)
    if gap is not None:
        raise UnreachableError(gap)
    return values


def fit_nearest(
    seed: Reals,
    margins: Sequence[Margin],
    *,
    lower: Reals | None = None,
    upper: Reals | None = None,
    tolerance: float = 1e-9,
    most: int = 2000,
) -> tuple[Reals, Gap | None]:
    """As `fit`, but hands back what was reached together with the widest gap that is left, if any."""
    bounds = None if lower is None and upper is None else _Bounds.of(len(seed), lower, upper)
    state = _Fitting(np.asarray(seed, dtype=np.float64).copy(), [_Family(margin) for margin in margins])
    if bounds is not None:  # bounds mean nothing to a seed of another size
        state.sweeps(None, tolerance, most // 32)
        np.clip(state.values, bounds.low, bounds.high, out=state.values)
    sweeps = most // 32
    miss = state.sweeps(bounds, tolerance, sweeps)
    while miss > tolerance and sweeps <= most // 2:
        earlier, before = state.values.copy(), miss
        miss = state.sweeps(bounds, tolerance, sweeps)
        if miss <= tolerance:
            break
        without = state.without_fading(earlier, bounds)
        if without.sweeps(bounds, tolerance, sweeps) < 0.5 * miss:
            state = without
        elif miss > STALL * before:
            break
        sweeps *= 2
    return state.values, widest_gap(state.values, margins, tolerance * 4)


def widest_gap(values: Reals, margins: Sequence[Margin], tolerance: float) -> Gap | None:
    """The group that misses its total by most, relative to the total; none where all are met."""
    worst, found = tolerance, None
    for margin in margins:
        sums = margin.sums(values)
        wanted = margin.nearest(sums)
        misses = np.abs(sums - wanted) / np.maximum(wanted, 1.0)
        if len(misses) and misses.max() > worst:
            at = int(misses.argmax())
            worst = float(misses[at])
            found = Gap(margin.name, margin.key(at), float(wanted[at]), float(sums[at]))
    return found


def snapped(values: ArrayLike) -> Reals:
    """Values that the fitting left a hair away from a whole number, put there."""
    values = np.asarray(values, dtype=np.float64)
    near = np.rint(values)
    return np.where(np.abs(values - near) <= WHOLE * np.maximum(1.0, near * 1e-6), near, values)


@dataclass(frozen=True, slots=True, eq=False)
class _Bounds:
    """The least and the most of each cell."""

    low: Reals
    high: Reals

    @classmethod
    def of(cls, size: int, lower: Reals | None, upper: Reals | None) -> _Bounds:
        low = np.zeros(size) if lower is None else np.asarray(lower, dtype=np.float64)
        return cls(low, np.full(size, np.inf) if upper is None else np.asarray(upper, dtype=np.float64))


class _Family:
    """A margin made ready for sweeping: its cells, their groups, and the factors of groups between limits."""

    def __init__(self, margin: Margin) -> None:
        self.margin = margin
        inside = margin.group >= 0
        self.cells: Wholes | None = None if inside.all() else np.flatnonzero(inside)
        self.group = margin.group if self.cells is None else margin.group[self.cells]
        self.factor = np.ones(len(margin.totals))
        self.scale = np.maximum(margin.totals, 1.0)
        if margin.low is not None:
            self.scale = np.maximum(np.where(np.isfinite(margin.totals), margin.totals, margin.low), 1.0)

    def copy(self) -> _Family:
        same = _Family.__new__(_Family)
        same.margin, same.cells, same.group, same.scale = self.margin, self.cells, self.group, self.scale
        same.factor = self.factor.copy()
        return same

    def sweep(self, values: Reals, bounds: _Bounds | None) -> float:
        """Scale the groups towards their totals in place; how far the sums were from where they went, relative."""
        here = values if self.cells is None else values[self.cells]
        sums: Reals = np.bincount(self.group, here, len(self.scale)).astype(np.float64, copy=False)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            fixed = 0.0 if bounds is None else sums - self._moving(here, sums, bounds)
            wanted = self._wanted(sums, fixed)
            factor = np.maximum(wanted - fixed, 0.0) / (sums - fixed)
        factor = np.where(np.isfinite(factor), factor, 1.0)
        if self.margin.low is not None:
            self.factor = np.clip(self.factor * np.clip(factor, 1 / ENDLESS, ENDLESS), 1 / ENDLESS, ENDLESS)
        miss = float((np.abs(sums - wanted) / self.scale).max(initial=0.0))
        if bounds is None and self.cells is None:
            values *= factor[self.group]
            return miss
        here = here * factor[self.group]
        if bounds is not None:
            low, high = self._own(bounds)
            np.clip(here, low, high, out=here)
        if self.cells is None:
            values[:] = here
        else:
            values[self.cells] = here
        return miss

    def _wanted(self, sums: Reals, fixed: Reals | float) -> Reals:
        """The totals; for groups between limits what lies nearest to the sums without their own factor."""
        if self.margin.low is None:
            return self.margin.totals
        free = fixed + (sums - fixed) / self.factor
        return self.margin.nearest(np.where(np.isfinite(free), free, sums))

    def _moving(self, here: Reals, sums: Reals, bounds: _Bounds) -> Reals:
        """The sums of the cells that do not stand at the bound they would be pushed to; the others make up."""
        low, high = self._own(bounds)
        rising = (sums < self._wanted(sums, 0.0))[self.group]
        free = np.where(np.where(rising, here < high, here > low), here, 0.0)
        return np.bincount(self.group, free, len(self.scale)).astype(np.float64)

    def _own(self, bounds: _Bounds) -> tuple[Reals, Reals]:
        if self.cells is None:
            return bounds.low, bounds.high
        return bounds.low[self.cells], bounds.high[self.cells]


@dataclass(slots=True, eq=False)
class _Fitting:
    """Values on their way to the totals."""

    values: Reals
    families: list[_Family]

    def sweeps(self, bounds: _Bounds | None, tolerance: float, most: int) -> float:
        """Scale in place, family by family, until all totals are met or `most` sweeps are done; the widest miss."""
        miss = np.inf
        for _ in range(most):
            miss = max((family.sweep(self.values, bounds) for family in self.families), default=0.0)
            if miss <= tolerance:
                break
        return miss

    def without_fading(self, earlier: Reals, bounds: _Bounds | None) -> _Fitting:
        """The same with zeros where values are on their way to zero for ever."""
        fading = self.values < FADING * earlier
        if bounds is not None:
            fading &= bounds.low <= 0
        return _Fitting(np.where(fading, 0.0, self.values), [family.copy() for family in self.families])
