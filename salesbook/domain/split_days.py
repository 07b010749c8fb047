"""A period's totals, one per rep, split over its days so that the running totals are right at every moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.apportion import UnusableWeightsError, apportion_running
from salesbook.domain.rounding import round_matrix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

    from salesbook.domain.fit import Reals, Wholes


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Whole values, reps x days; `equal` are the reps (row numbers) whose days all had weight zero."""

    values: Wholes
    equal: tuple[int, ...] = ()


def split_days(totals: Sequence[int], day_weights: ArrayLike, day_totals: Sequence[int] | None = None) -> Days:
    """Split each rep's total over the days, by weights for all (days) or for each (reps x days).

    Every rep's days sum to the rep's total and every day sums to its day total: as given, or the company's
    total by `apportion_running` (which reps who work on different days can move by a unit). Running totals
    stay within about one unit of the exact ones. A day of weight zero gets nothing; where all are zero the
    days are equal. Raises NoRoundingError where given day totals cannot be met.

    >>> split_days([5, 3], [1, 1, 0, 2]).values.tolist()
    [[2, 1, 0, 2], [0, 1, 0, 2]]
    """
    shares, equal = _shares(totals, day_weights)
    if not shares.size:
        return Days(shares.astype(np.int64), equal)
    wanted = _day_totals(totals, day_weights, shares) if day_totals is None else list(day_totals)
    bound = day_totals is not None
    return Days(round_matrix(shares, totals, wanted, running=True, bind_cols=bound).values, equal)


def split_days_tiers(
    totals: Mapping[str, Sequence[int]],
    day_weights: ArrayLike,
    *,
    order: Sequence[str] = ("floor", "target", "stretch"),
    first: str = "target",
) -> dict[str, Days]:
    """As `split_days` for each tier, and on no day of any rep does a tier lie below the one before it.

    `first` is split as it would be alone. The reps' totals of the other tiers are exact; their day totals are
    those of the company's total where the order of the tiers allows, else a unit or so beside it.

    >>> tiers = split_days_tiers({"floor": [3], "target": [4], "stretch": [6]}, [1, 1, 1])
    >>> {name: days.values.tolist() for name, days in tiers.items()}
    {'floor': [[1, 1, 1]], 'target': [[1, 2, 1]], 'stretch': [[2, 2, 2]]}
    """
    present = [name for name in order if name in totals]
    start = present.index(first) if first in present else 0
    found: dict[str, Days] = {}
    for at, name in enumerate(present[start:], start):
        below = found[present[at - 1]].values if at > start else None
        found[name] = _tier(totals[name], day_weights, below, None)
    for at in range(start - 1, -1, -1):
        above = found[present[at + 1]].values
        found[present[at]] = _tier(totals[present[at]], day_weights, None, above)
    return {name: found[name] for name in present}


def _tier(totals: Sequence[int], day_weights: ArrayLike, lower: Wholes | None, upper: Wholes | None) -> Days:
    """One tier between its neighbours; the days' totals give way to them."""
    shares, equal = _shares(totals, day_weights)
    if not shares.size:
        return Days(shares.astype(np.int64), equal)
    wanted = _day_totals(totals, day_weights, shares)
    rounded = round_matrix(shares, totals, wanted, lower, upper, running=True, bind_cols=False)
    return Days(rounded.values, equal)


def _shares(totals: Sequence[int], day_weights: ArrayLike) -> tuple[Reals, tuple[int, ...]]:
    """Exact shares, reps x days, and the reps that had to be given equal days."""
    weights = np.asarray(day_weights, dtype=np.float64)
    weights = np.broadcast_to(weights, (len(totals), weights.shape[-1])).copy()
    bad = np.argwhere(~(np.isfinite(weights) & (weights >= 0)))
    if len(bad):
        raise UnusableWeightsError(tuple(f"{i}/{j}" for i, j in bad))
    empty = np.flatnonzero(~(weights > 0).any(axis=1))
    weights[empty] = 1.0
    sums = weights.sum(axis=1, keepdims=True)
    return np.asarray(totals, dtype=np.float64)[:, None] * (weights / sums), tuple(empty.tolist())


def _day_totals(totals: Sequence[int], day_weights: ArrayLike, shares: Reals) -> list[int]:
    """The company's days: its running total rounded, by the common weights or by what the reps' shares come to."""
    common = np.asarray(day_weights)
    weights = common if common.ndim == 1 else np.round(shares.sum(axis=0), 9)
    return apportion_running(sum(totals), weights.tolist())
