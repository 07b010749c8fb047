"""Floor, target and stretch split together: in every leaf, hence in every sum, they never fall."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.fit import Margin, fit_nearest
from salesbook.domain.split_chain import Bounds
from salesbook.domain.split_facts import Infeasible
from salesbook.domain.split_solve import LOOSE, asked_of, open_bounds, solve
from salesbook.domain.split_table import tabulate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.domain.fit import Reals
    from salesbook.domain.split_facts import Fixed, Group, Leaves, Split
    from salesbook.domain.split_solve import Solved
    from salesbook.domain.split_table import Table

TRACE = 1e-9


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
    others is kept in mind: a slice whose floor is held cannot have a lower target. Where a tier finds no way beside
    `first`, all are fitted together and that tier goes first. Tiers without a total are left out. Each tier is exact
    on its own fixed totals.

    >>> from salesbook.domain.split_facts import Leaves
    >>> leaves = Leaves(("period",), (("1",), ("2",), ("3",)), (1, 1, 1))
    >>> tiers = split_tiers(leaves, {"floor": 4, "target": 5, "stretch": 7}, {})
    >>> [tiers[name].values for name in ("floor", "target", "stretch")]
    [(2, 1, 1), (2, 2, 1), (3, 2, 2)]
    """
    present = tuple(name for name in order if name in totals)
    tiers = _Tiers(leaves, totals, fixed, implied_groups(present, groups or {}), present, residue)
    start = first if first in present else present[0]
    try:
        found = tiers.outwards(start)
    except Infeasible as conflict:
        if conflict.tier == start or not (fixed.get(conflict.tier) or tiers.groups[conflict.tier]):
            raise
        found = tiers.together(conflict)
    return {name: found[name].answer for name in present}


def implied_groups(tiers: Sequence[str], groups: Mapping[str, Sequence[Group]]) -> dict[str, list[Group]]:
    """Each tier's groups, with what those of the lower tiers ask for at least and of the higher ones at most.

    >>> from salesbook.domain.split_facts import Group
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


@dataclass(frozen=True, slots=True)
class _Tiers:
    """All that is asked of some leaves, tier by tier, in rising order."""

    leaves: Leaves
    totals: Mapping[str, int]
    fixed: Mapping[str, Sequence[Fixed]]
    groups: Mapping[str, Sequence[Group]]
    order: tuple[str, ...]
    residue: str

    def table(self, name: str) -> Table:
        return tabulate(self.leaves, self.totals[name], self.fixed.get(name, ()), self.groups[name])

    def outwards(self, first: str, shapes: Mapping[str, Reals] | None = None) -> dict[str, Solved]:
        """The first tier freely, then the ones above it, then the ones below; by these shapes, or by the first's."""
        start = self.order.index(first)
        found: dict[str, Solved] = {}
        for at in (*range(start, len(self.order)), *range(start - 1, -1, -1)):
            name = self.order[at]
            bounds = open_bounds(len(self.leaves.keys))
            if at > start:
                bounds = Bounds(found[self.order[at - 1]].values, bounds.high)
            elif at < start:
                bounds = Bounds(bounds.low, found[self.order[at + 1]].values)
            found[name] = self._solved(name, bounds, self._shape(name, first, shapes, found))
        return found

    def _shape(
        self, name: str, first: str, shapes: Mapping[str, Reals] | None, found: Mapping[str, Solved]
    ) -> Reals | None:
        """The shares that a tier follows; none for its weights."""
        if shapes is not None:
            return shapes[name]
        follows = name != first and (self.fixed.get(first) or self.groups[first])
        return found[first].fitted if follows else None

    def _solved(self, name: str, bounds: Bounds, shape: Reals | None) -> Solved:
        """One tier; where there is no solution the exception says which tier it was."""
        try:
            table = self.table(name)
            if shape is not None:
                table.weights = _shaped(table.weights, shape)
            return solve(table, bounds, self.residue)
        except Infeasible as conflict:
            conflict.tier = name
            raise

    def together(self, conflict: Infeasible) -> dict[str, Solved]:
        """All tiers fitted as layers, each upon the one below; then made whole, the one that was stuck first."""
        shapes = self._layered()
        if shapes is None:
            raise conflict
        try:
            return self.outwards(conflict.tier, shapes)
        except Infeasible as again:
            raise conflict from again

    def _layered(self) -> dict[str, Reals] | None:
        """Real shares of all tiers that never fall and meet all that is asked, as nearly as fitting goes; none where
        totals contradict their own parts."""
        layers: list[Reals] = []
        margins: list[Margin] = []
        below, size = 0, len(self.leaves.keys)
        for level, name in enumerate(self.order):
            try:
                table = self.table(name)
                asked = asked_of(table)
            except Infeasible:
                return None
            layers.append(asked.weights * max(table.total - below, 0) / max(float(asked.weights.sum()), TRACE))
            margins += [_upto(margin, level, size, len(self.order)) for margin in asked.margins]
            margins.append(_upto(_whole(size, table.total), level, size, len(self.order)))
            below = table.total
        shares, _ = fit_nearest(np.concatenate(layers), margins, tolerance=LOOSE)
        sums = np.cumsum(shares.reshape(len(self.order), size), axis=0)
        return dict(zip(self.order, sums, strict=True))


def _shaped(weights: Reals, shape: Reals) -> Reals:
    """Other shares; what is zero there keeps a trace of its weight, in case it is needed."""
    return shape + weights * (TRACE * float(shape.sum()) / max(float(weights.sum()), TRACE))


def _whole(size: int, total: int) -> Margin:
    return Margin("all", np.zeros(size, dtype=np.int64), np.array([float(total)]))


def _upto(margin: Margin, level: int, size: int, levels: int) -> Margin:
    """A tier's margin over the layers that it is made of."""
    free = np.full(size, -1, dtype=np.int64)
    group = np.concatenate([margin.group if at <= level else free for at in range(levels)])
    return Margin(margin.name, group, margin.totals, margin.keys, margin.low)
