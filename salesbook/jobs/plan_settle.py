"""How a metric's totals, holds and bounds come together: what people fixed stays, shares give way where they must.

Tried in turn: people by their weights; people as the other totals let them; and, where holds or bounds are in the
way, without what follows from shares and season, of which as much is kept as can be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.domain.split import Fixed, Infeasible, implied_groups, reachable, split_tiers
from salesbook.jobs.plan_people import with_people

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from salesbook.domain.split import Group, Leaves, Split
    from salesbook.jobs.plan_holds import Asked
    from salesbook.jobs.plan_margins import Margins, Totals

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The leaves with their weights, the totals that were met, and the axes whose shares had to give way."""

    weights: Mapping[Key, Fraction]
    totals: Mapping[str, Totals]
    found: Mapping[str, Split]
    gave_way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settling:
    """One metric's leaves, with their weights, and what is asked of them."""

    margins: Margins
    cube: Leaves
    weights: Mapping[Key, Fraction]
    asked: Sequence[Asked]

    def settled(self, tiers: Mapping[str, Totals]) -> Settled:
        """Raises the last attempt's Infeasible where none of them can be."""
        conflict: Infeasible | None = None
        for strict in self._people(tiers):
            loose = {tier: self.margins.loosened(tier, of) for tier, of in strict.items() if tier != "target"}
            for attempt in (strict, {**strict, **loose}):
                try:
                    return Settled(self.weights, attempt, self._split(attempt, self._special()))
                except Infeasible as found:
                    conflict = found
                    if found.tier in ("", "target"):
                        break
        if any(one.special for one in self.asked):
            return self._giving_way(tiers)
        assert conflict is not None, "the last attempt has failed"
        raise conflict

    def _people(self, tiers: Mapping[str, Totals]) -> Iterator[Mapping[str, Totals]]:
        """People by their weights, then people as the other totals let them."""
        periods, residue = len(self.margins.leaves), self.margins.residue
        axes, weights = self.margins.axes, self.weights
        people = {tier: with_people(of, axes, weights, periods, residue) for tier, of in tiers.items()}
        known = {tier: of for tier, of in people.items() if of is not None}
        if len(known) == len(tiers):
            yield known
        yield tiers

    def _special(self) -> dict[str, list[Group]]:
        return self._groups([one for one in self.asked if one.special])

    def _groups(self, asked: Sequence[Asked]) -> dict[str, list[Group]]:
        return {tier: [one.group for one in asked if one.tier == tier] for tier in ("floor", "target", "stretch")}

    def _split(self, tiers: Mapping[str, Totals], groups: Mapping[str, Sequence[Group]]) -> Mapping[str, Split]:
        return split_tiers(
            self.cube,
            {tier: totals.total for tier, totals in tiers.items()},
            {tier: totals.fixed for tier, totals in tiers.items()},
            groups,
            residue=self.margins.residue,
        )

    def _giving_way(self, tiers: Mapping[str, Totals]) -> Settled:
        """What people typed, and of the target's other totals those that still can be met, family by family."""
        fixed = {tier: self._typed(tier) for tier in tiers}
        groups = self._groups([one for one in self.asked if one.special or not _is_plain(one)])
        implied = implied_groups(("floor", "target", "stretch"), groups)["target"]
        kept, gave_way = list(fixed["target"]), []
        people = next(self._people(tiers))["target"]
        for family in (*tiers["target"].fixed, *(f for f in people.fixed if f not in tiers["target"].fixed)):
            if reachable(self.cube, tiers["target"].total, [*kept, family], implied):
                kept.append(family)
            else:
                gave_way.append(family.axes[0])
        used = {tier: of.with_fixed(tuple(fixed[tier])) for tier, of in tiers.items()}
        used["target"] = tiers["target"].with_fixed(tuple(kept))
        found = self._split(used, groups)
        used = {tier: replace(of, by_period=self._by_period(found[tier])) for tier, of in used.items()}
        return Settled(self.weights, used, found, tuple(dict.fromkeys(gave_way)))

    def _typed(self, tier: str) -> list[Fixed]:
        """Goals that are a family of their own: one member, or all, over the whole plan or one leaf period."""
        found = []
        for one in self.asked:
            if one.tier == tier and not one.special and one.group.members and _is_plain(one):
                axes = tuple(one.group.members)
                key = tuple(next(iter(members)) for members in one.group.members.values())
                found.append(Fixed(axes, {key: one.group.low}))
        return found

    def _by_period(self, found: Split) -> dict[str, int]:
        """What the leaves of each period came to."""
        sums = dict.fromkeys(self.margins.leaves, 0)
        for key, value in zip(self.cube.keys, found.values, strict=True):
            sums[key[0]] += value
        return sums


def _is_plain(one: Asked) -> bool:
    """Whether the group is one member of one axis, perhaps in one leaf period."""
    return all(len(members) == 1 for members in one.group.members.values())
