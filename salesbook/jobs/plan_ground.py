"""One metric on its way from what is asked to what is split: leaves, weights, totals, and who asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.rest import PartsDiffer
from salesbook.domain.split import Infeasible, Leaves
from salesbook.jobs.plan_conflicts import conflict_of
from salesbook.jobs.plan_margins import Margins
from salesbook.jobs.plan_presence import presence
from salesbook.jobs.plan_problems import of_conflict, of_parts
from salesbook.jobs.plan_settle import Settling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.errors import Problem
    from salesbook.jobs.plan_base import Base
    from salesbook.jobs.plan_holds import Asked, Asking
    from salesbook.jobs.plan_margins import Slice, Totals
    from salesbook.jobs.plan_settle import Settled

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a metric is split from (base, season) and by (the whole plan's totals, goals, holds and bounds)."""

    asking: Asking
    base: Base
    season: Mapping[str, Fraction]
    totals: Mapping[str, int]
    wanted: Sequence[Slice]
    asked: Sequence[Asked]

    def split(self) -> Settled | Problem:
        """The leaves of all tiers, or why there are none."""
        at = self.asking
        conflict = self.conflict() if any(one.special for one in self.asked) else None
        if conflict is not None:
            return conflict
        try:
            margins, tiers = self._margins()
            weights = self.weights(tiers["target"].by_period)
            return Settling(margins, self._cube(weights), weights, self.asked).settled(tiers)
        except PartsDiffer as parts:
            return of_parts(parts, at.unit, at.book)
        except Infeasible as stuck:
            conflict = self.conflict() if stuck.reason == "unreachable" else None
            return conflict or of_conflict(stuck, at.unit, at.book)

    def conflict(self) -> Problem | None:
        """Goals, holds and bounds that contradict each other, whatever shares and season ask for."""
        return conflict_of(self._cube(self.weights(self.season)), self.asked, self.asking.unit)

    def weights(self, by_period: Mapping[str, int] | Mapping[str, Fraction]) -> dict[Key, Fraction]:
        """(period, member of each axis) -> weight: the base, times the period's part and the rep's time there."""
        scale = sum(self.base.weights.values(), Fraction(0)) or Fraction(1)
        parts = {leaf.key: by_period[leaf.key] / scale for leaf in self.asking.leaves}
        rep_at = next((i for i, axis in enumerate(self.asking.axes) if axis.name == "rep"), None)
        return presence(self.asking.book, self.asking.leaves).weights(self.base.weights, rep_at, parts)

    def _cube(self, weights: Mapping[Key, Fraction]) -> Leaves:
        """The leaves as the split takes them."""
        axes = ("period", *(axis.name for axis in self.asking.axes))
        return Leaves(axes, tuple(weights), tuple(map(float, weights.values())))

    def _margins(self) -> tuple[Margins, dict[str, Totals]]:
        """The totals of time and of each axis, around what is held; without it where shares leave no room for it."""
        at = self.asking
        held = at.hold_slices(self.asked)
        periods, base = tuple(leaf.key for leaf in at.leaves), self._by_member()
        margins = Margins(at.axes, periods, [*self.wanted, *held], at.book.settings.residue)
        try:
            return margins, margins.tiers(self.totals, self.season, base)
        except PartsDiffer:
            if not held:
                raise
        margins = Margins(at.axes, periods, self.wanted, at.book.settings.residue)
        return margins, margins.tiers(self.totals, self.season, base)

    def _by_member(self) -> dict[str, dict[str, Fraction]]:
        """Axis -> member -> its part of the joint base."""
        axes = self.asking.axes
        found: dict[str, dict[str, Fraction]] = {axis.name: dict.fromkeys(axis.members, Fraction(0)) for axis in axes}
        for key, weight in self.base.weights.items():
            for axis, member in zip(axes, key, strict=True):
                found[axis.name][member] += weight
        return found
