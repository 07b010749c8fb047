"""Iterative proportional fitting: real values near a seed that meet any number of margins.

The cells are a coordinate list, so a sparse cube costs what its cells cost. A margin is a family of groups
of cells with a total each; cells whose group is -1 are free in that family.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Wholes = NDArray[np.int64]

FADING = 0.7  # a cell that falls below this part while the sweeps double is one that the totals force to zero
STALL = 0.8  # where twice the sweeps leave more than this part of the gap, no number of sweeps will close it


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """A family of totals: `group` gives each cell's place in `totals`, or -1; `keys` name the groups."""

    name: str
    group: Wholes
    totals: Reals
    keys: Sequence[object] = ()

    def sums(self, values: Reals) -> Reals:
        """What the groups hold now."""
        inside = self.group >= 0
        size = len(self.totals)
        return np.bincount(self.group[inside], values[inside], minlength=size).astype(np.float64)

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
    none, endless = np.zeros(len(seed)), np.full(len(seed), np.inf)
    low = none if lower is None else np.asarray(lower, dtype=np.float64)
    high = endless if upper is None else np.asarray(upper, dtype=np.float64)
    values = np.asarray(seed, dtype=np.float64).copy()
    if lower is not None or upper is not None:  # bounds mean nothing to a seed of another size
        _sweeps(values, margins, none, endless, tolerance, most // 32)
        values = np.clip(values, low, high)
    sweeps, miss = most // 32, np.inf
    while sweeps <= most // 2:
        earlier, before = values.copy(), miss
        miss = _sweeps(values, margins, low, high, tolerance, sweeps)
        if miss <= tolerance:
            break
        without = np.where((values < FADING * earlier) & (low <= 0), 0.0, values)
        if _sweeps(without, margins, low, high, tolerance, sweeps) < 0.5 * miss:
            values = without
        elif miss > STALL * before:
            break
        sweeps *= 2
    return values, widest_gap(values, margins, tolerance * 4)


def _sweeps(values: Reals, margins: Sequence[Margin], low: Reals, high: Reals, tolerance: float, most: int) -> float:
    """Scale in place, family by family, until all totals are met or `most` sweeps are done; the widest miss."""
    miss = np.inf
    for _ in range(most):
        miss = max((_sweep(values, margin, low, high) for margin in margins), default=0.0)
        if miss <= tolerance:
            break
    return miss


def widest_gap(values: Reals, margins: Sequence[Margin], tolerance: float) -> Gap | None:
    """The group that misses its total by most, relative to the total; none where all are met."""
    worst, found = tolerance, None
    for margin in margins:
        sums = margin.sums(values)
        misses = np.abs(sums - margin.totals) / np.maximum(margin.totals, 1.0)
        if len(misses) and misses.max() > worst:
            at = int(misses.argmax())
            worst = float(misses[at])
            found = Gap(margin.name, margin.key(at), float(margin.totals[at]), float(sums[at]))
    return found


def _sweep(values: Reals, margin: Margin, low: Reals, high: Reals) -> float:
    """Scale one family's groups towards their totals in place; the relative miss found before.

    Cells that stand at the bound they would be pushed to are left out, so the others make up for them.
    """
    sums = margin.sums(values)
    inside = margin.group >= 0
    rising = np.zeros(len(values), dtype=bool)
    rising[inside] = (sums < margin.totals)[margin.group[inside]]
    moving = margin.sums(np.where(np.where(rising, values < high, values > low), values, 0.0))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        factor = np.maximum(margin.totals - (sums - moving), 0.0) / moving
    factor = np.where(np.isfinite(factor), factor, 1.0)
    values[inside] *= factor[margin.group[inside]]
    np.clip(values, low, high, out=values)
    return float((np.abs(sums - margin.totals) / np.maximum(margin.totals, 1.0)).max(initial=0.0))
