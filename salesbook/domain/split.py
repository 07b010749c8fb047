"""A target split over all axes at once, in whole units, with every fixed total exact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.fit import fit_nearest
from salesbook.domain.rounding_flow import ENDLESS
from salesbook.domain.split_chain import Bounds, whole_leaves, wider_leaves
from salesbook.domain.split_facts import (
    EqualFallback,
    Fixed,
    Group,
    Infeasible,
    Leaves,
    Note,
    Split,
    Unsupported,
    Wider,
)
from salesbook.domain.split_groups import group_margins, lift_groups, with_classes
from salesbook.domain.split_margins import check_rests, margins, seed, settle_totals
from salesbook.domain.split_table import tabulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from salesbook.domain.fit import Gap, Reals, Wholes
    from salesbook.domain.split_table import Table

__all__ = [
    "EqualFallback",
    "Fixed",
    "Group",
    "Infeasible",
    "Leaves",
    "Note",
    "Split",
    "Unsupported",
    "Wider",
    "implied_groups",
    "reachable",
    "split",
    "split_tiers",
]

TRACE = 1e-9


def split(
    leaves: Leaves,
    total: int,
    fixed: Iterable[Fixed] = (),
    groups: Iterable[Group] = (),
    *,
    residue: str = "largest-remainder",
) -> Split:
    """Split `total` over the leaves pro rata to their weights, so that every fixed total is met to the unit.

    Fixed may be families of one axis, or of one axis by period, complete or in part; groups are slices of any
    shape, held or bounded. The order of the leaves does not matter. `residue` rules the totals of each axis that
    are free; within them a leaf is the whole number below or above its share, unless what is fixed leaves no such
    solution (then a Wider note).

    >>> leaves = Leaves(("period", "rep"), (("1", "Li"), ("1", "Wu"), ("2", "Li"), ("2", "Wu")), (1, 1, 1, 1))
    >>> split(leaves, 10, [Fixed(("period",), {("1",): 3}), Fixed(("rep",), {("Li",): 6})]).values
    (2, 1, 4, 3)
    >>> split(leaves, 10, groups=[Group({"period": frozenset({"1"}), "rep": frozenset({"Li"})}, 0, 1)]).values
    (1, 3, 3, 3)
    """
    table = tabulate(leaves, total, fixed, groups)
    return _solve(table, _open(len(table.keys)), residue).answer


def split_tiers(
    leaves: Leaves,
    totals: Mapping[str, int],
    fixed: Mapping[str, Sequence[Fixed]],
    groups: Mapping[str, Sequence[Group]] | None = None,
    *,
    order: Sequence[str] = ("floor", "target", "stretch"),
    first: str = "target",
    residue: str = "largest-remainder",
) -> dict[str, Split]:
    """Split each tier's total so that in every leaf, hence in every sum, the tiers never fall along `order`.

    `first` is split freely; the tiers below it stay under the one above, those above it over the one below.
    They take the shares of `first`, where that has fixed totals or groups. What the groups of a tier imply for the
    others is kept in mind: a slice whose floor is held cannot have a lower target. Tiers without a total are left
    out. Each tier is exact on its own fixed totals.

    >>> leaves = Leaves(("period",), (("1",), ("2",), ("3",)), (1, 1, 1))
    >>> tiers = split_tiers(leaves, {"floor": 4, "target": 5, "stretch": 7}, {})
    >>> [tiers[name].values for name in ("floor", "target", "stretch")]
    [(2, 1, 1), (2, 2, 1), (3, 2, 2)]
    """
    present = [name for name in order if name in totals]
    start = present.index(first) if first in present else 0
    found: dict[str, _Solved] = {}
    asked = implied_groups(present, groups or {})
    for at in (*range(start, len(present)), *range(start - 1, -1, -1)):
        name = present[at]
        table = tabulate(leaves, totals[name], fixed.get(name, ()), asked[name])
        bounds = _open(len(leaves.keys))
        if at > start:
            bounds = Bounds(found[present[at - 1]].values, bounds.high)
        elif at < start:
            bounds = Bounds(bounds.low, found[present[at + 1]].values)
        if at != start and (fixed.get(first) or asked[first]):
            table.weights = _shaped(table.weights, found[present[start]].fitted)
        found[name] = _solve_tier(name, table, bounds, residue)
    return {name: found[name].answer for name in present}


def implied_groups(tiers: Sequence[str], groups: Mapping[str, Sequence[Group]]) -> dict[str, list[Group]]:
    """Each tier's groups, with what those of the lower tiers ask for at least and of the higher ones at most.

    >>> held = Group({"rep": frozenset({"Li"})}, 5, 5)
    >>> [(group.low, group.high) for group in implied_groups(("floor", "target"), {"floor": [held]})["target"]]
    [(5, None)]
    """
    found: dict[str, list[Group]] = {}
    for at, name in enumerate(tiers):
        below = [replace(g, high=None) for tier in tiers[:at] for g in groups.get(tier, ()) if g.low]
        above = [replace(g, low=0) for tier in tiers[at + 1 :] for g in groups.get(tier, ()) if g.high is not None]
        found[name] = [*groups.get(name, ()), *below, *above]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    """Whole values and real shares of the sorted leaves, and the answer made of them."""

    values: Wholes
    fitted: Reals
    answer: Split


def _shaped(weights: Reals, fitted: Reals) -> Reals:
    """The shares of the first tier; what is zero there keeps a trace of its weight, in case it is needed."""
    return fitted + weights * (TRACE * float(fitted.sum()) / max(float(weights.sum()), TRACE))


def _solve_tier(name: str, table: Table, bounds: Bounds, residue: str) -> _Solved:
    """One tier; where there is no solution the exception says which tier it was."""
    try:
        return _solve(table, bounds, residue)
    except Infeasible as conflict:
        conflict.tier = name
        raise


def _open(size: int) -> Bounds:
    """No bounds but zero."""
    return Bounds(np.zeros(size, dtype=np.int64), np.full(size, ENDLESS, dtype=np.int64))


def _solve(table: Table, bounds: Bounds, residue: str) -> _Solved:
    """Fit, then make whole, with the notes on what should be reported."""
    if not table.keys and table.total:
        raise Infeasible("no-leaves", (), (), fixed=0, wanted=table.total)
    if not table.keys:
        return _Solved(bounds.low, table.weights, Split(()))
    fitted, weights, lifted, _ = _fitted(table, bounds)
    closed = np.where(weights > 0, bounds.high, bounds.low)
    closed_bounds = Bounds(bounds.low, closed)
    values = whole_leaves(with_classes(table, fitted, closed_bounds), fitted, closed_bounds, residue)
    notes: tuple[Note, ...] = (*lifted, *_wider(table, fitted, values))
    shares = np.empty_like(fitted)
    shares[table.order] = fitted
    return _Solved(values, fitted, Split(table.in_given_order(values), notes, shares))


def _fitted(table: Table, bounds: Bounds) -> tuple[Reals, Reals, list[EqualFallback], Gap | None]:
    """Real shares that meet all that is fixed, the weights they come from, what was lifted, and what stays unmet."""
    settle_totals(table)
    weights, lifted = seed(table)
    lifted += lift_groups(table, weights)
    families = margins(table)
    check_rests(table, weights, families)
    families += group_margins(table)
    low, high = bounds.low.astype(np.float64), bounds.high.astype(np.float64)
    fitted, gap = fit_nearest(weights, families, lower=low, upper=high)
    return fitted, weights, lifted, gap


def reachable(leaves: Leaves, total: int, fixed: Iterable[Fixed], groups: Iterable[Group] = ()) -> bool:
    """Whether real shares, at least, can meet all this at once.

    >>> leaves = Leaves(("period", "rep"), (("1", "Li"), ("1", "Wu")), (1, 1))
    >>> over = Group({"rep": frozenset({"Li"})}, 6, None)
    >>> reachable(leaves, 10, [], [over]), reachable(leaves, 10, [Fixed(("rep",), {("Li",): 5})], [over])
    (True, False)
    """
    try:
        table = tabulate(leaves, total, fixed, groups)
        return _fitted(table, _open(len(table.keys)))[-1] is None
    except Infeasible:
        return False


def _wider(table: Table, fitted: Reals, values: Wholes) -> list[Wider]:
    """Leaves a unit or more away from their share."""
    far = wider_leaves(fitted, values)
    return [Wider(table.keys[i], float(fitted[i]), int(values[i])) for i in far]
