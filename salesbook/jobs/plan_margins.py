"""The totals that a plan must meet exactly: from goals, shares and weights, per tier, in the plan's units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.rest import PartsDiffer, fill_rest, fill_shares
from salesbook.domain.split import Fixed
from salesbook.jobs.plan_time import by_period, leaves_in, outermost

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from salesbook.book.model import Goal, Member
    from salesbook.domain.period import Period
    from salesbook.jobs.plan_axes import PlanAxis


@dataclass(frozen=True, slots=True)
class Slice:
    """Goals of one metric in plan units: scope (axis, member) or None for the whole plan, the leaf periods they
    cover, and the value per tier (a tier that nobody typed is missing)."""

    scope: tuple[str, str] | None
    periods: tuple[str, ...]
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Totals:
    """What one tier must meet."""

    total: int
    by_period: Mapping[str, int]
    fixed: tuple[Fixed, ...]

    def with_fixed(self, fixed: tuple[Fixed, ...]) -> Totals:
        """The same with other families."""
        return replace(self, fixed=fixed)


def slices(goals: Sequence[Goal], leaves: Sequence[Period], periods: Mapping[str, Period], unit: int) -> list[Slice]:
    """`periods` maps the text of a goal's period to what it means."""
    everything = tuple(leaf.key for leaf in leaves)
    found = []
    for goal in goals:
        if len(goal.scope) > 1:  # a group of its own: see plan_holds
            continue
        covered = leaves_in(periods[goal.period], leaves) if goal.period else everything
        tiers = {"floor": goal.floor, "target": goal.target, "stretch": goal.stretch}
        values = {tier: value // unit for tier, value in tiers.items() if value is not None and tier in goal.typed}
        found.append(Slice(next(iter(goal.scope.items()), None), covered, values))
    return found


@dataclass(frozen=True, slots=True)
class Margins:
    """Makes the totals of each tier; the target's come first, the other tiers follow its proportions."""

    axes: Sequence[PlanAxis]
    leaves: tuple[str, ...]
    slices: Sequence[Slice]
    residue: str

    def tiers(
        self, totals: Mapping[str, int], season: Mapping[str, Fraction], base: Mapping[str, Mapping[str, Fraction]]
    ) -> dict[str, Totals]:
        """The totals of all tiers. Raises PartsDiffer, told of its slice, where goals cannot be met."""
        target = self.target(totals["target"], season, base)
        others = {tier: self.other(tier, total, target) for tier, total in totals.items() if tier != "target"}
        return {"target": target, **others}

    def target(self, total: int, season: Mapping[str, Fraction], base: Mapping[str, Mapping[str, Fraction]]) -> Totals:
        """`season`: weight per leaf period; `base`: axis -> member -> weight of its part of the joint base."""
        months = by_period(total, self._goals(None, "target"), season, self.residue)
        members = {}
        for axis in self.axes:
            try:
                members[axis.name] = self._member_totals(axis, total, base[axis.name])
            except PartsDiffer as parts:
                raise parts.within((axis.name, "…")) from None
        return self._totals("target", total, months, members, _as_weights(months))

    def other(self, tier: str, total: int, target: Totals) -> Totals:
        """Floor or stretch: goals that say this tier keep it, everything else follows the target's proportions."""
        months = by_period(total, self._goals(None, tier), _as_weights(target.by_period), self.residue)
        members = {}
        for axis in self.axes:
            known = _one_axis(target, axis.name)
            members[axis.name] = self._follow(axis, tier, total, target.total, known)
        return self._totals(tier, total, months, members, _as_weights(target.by_period))

    def loosened(self, tier: str, totals: Totals) -> Totals:
        """Only what people typed for a tier, where the proportions of the target cannot all be met in whole units.

        With a handful of units a month or a member cannot always have its rounded part of a tier while every leaf
        stays in the order of the tiers.
        """
        months = {key for group in self._goals(None, tier) for key in group}
        kept = []
        for family in totals.fixed:
            typed = {k: v for k, v in family.totals.items() if self._is_typed(family.axes, k, tier, months)}
            if typed:
                kept.append(Fixed(family.axes, typed))
        return replace(totals, fixed=tuple(kept))

    def _is_typed(self, axes: tuple[str, ...], key: tuple[str, ...], tier: str, months: Collection[str]) -> bool:
        if axes == ("period",):
            return key[0] in months
        axis = next(axis for axis in self.axes if axis.name == axes[0])
        return any(
            key[0] in axis.leaves_under(part.scope[1])
            for part in self.slices
            if part.scope and part.scope[0] == axis.name and tier in part.values
            and (part.periods == self.leaves) == (len(axes) == 1)
        )  # fmt: skip

    def _goals(self, scope: tuple[str, str] | None, tier: str) -> dict[tuple[str, ...], int]:
        return {
            part.periods: part.values[tier]
            for part in self.slices
            if part.scope == scope and tier in part.values and part.periods != self.leaves
        }

    def _whole(self, axis: str, tier: str) -> dict[str, int]:
        return {
            part.scope[1]: part.values[tier]
            for part in self.slices
            if part.scope and part.scope[0] == axis and part.periods == self.leaves and tier in part.values
        }

    # -- one axis over the whole plan ------------------------------------------------------------------------------

    def _member_totals(self, axis: PlanAxis, total: int, base: Mapping[str, Fraction]) -> dict[str, int]:
        whole = self._whole(axis.name, "target")
        if not axis.rows:
            return {leaf: value for leaf, value in whole.items() if leaf in axis.members}
        return self._down(axis, "", total, whole, base)

    def _down(
        self, axis: PlanAxis, parent: str, total: int, whole: Mapping[str, int], base: Mapping[str, Fraction]
    ) -> dict[str, int]:
        rows = axis.children(parent)
        goals = {row.name: whole[row.name] for row in rows if row.name in whole}
        if self._is_shared(axis, rows) or parent:
            shares = {row.name: Fraction(row.share) for row in rows if row.share is not None}
            values = fill_shares(total, goals, shares, _row_weights(axis, rows, base), self.residue)
        else:
            values = goals
        found: dict[str, int] = {}
        for row in rows:
            if row.name not in values:
                continue
            inner = axis.children(row.name)
            value = values[row.name]
            found |= self._down(axis, row.name, value, whole, base) if inner else {row.name: value}
        return found

    def _is_shared(self, axis: PlanAxis, rows: Sequence[Member]) -> bool:
        """Somebody said how these members, or some below them, divide their parent."""
        return any(
            row.share is not None or row.weight is not None or self._is_shared(axis, axis.children(row.name))
            for row in rows
        )

    def _follow(
        self, axis: PlanAxis, tier: str, total: int, target_total: int, known: Mapping[str, int]
    ) -> dict[str, int]:
        typed = {name: value for name, value in self._whole(axis.name, tier).items() if name in known}
        if known and sum(known.values()) == target_total:
            return fill_rest(total, typed, _as_weights(known), self.residue)
        return {name: typed.get(name, _in_proportion(value, total, target_total)) for name, value in known.items()}

    # -- one axis by period ----------------------------------------------------------------------------------------

    def _totals(
        self,
        tier: str,
        total: int,
        months: Mapping[str, int],
        members: Mapping[str, Mapping[str, int]],
        weights: Mapping[str, Fraction],
    ) -> Totals:
        fixed = [Fixed(("period",), {(key,): value for key, value in months.items()})]
        for axis in self.axes:
            if members[axis.name]:
                fixed.append(Fixed((axis.name,), {(name,): value for name, value in members[axis.name].items()}))
            cells = self._cells(axis, tier, members[axis.name], weights)
            if cells:
                fixed.append(Fixed((axis.name, "period"), cells))
        return Totals(total, dict(months), tuple(fixed))

    def _cells(
        self, axis: PlanAxis, tier: str, totals: Mapping[str, int], weights: Mapping[str, Fraction]
    ) -> dict[tuple[str, ...], int]:
        scopes = {part.scope for part in self.slices if part.scope and part.scope[0] == axis.name}
        cells: dict[tuple[str, ...], int] = {}
        for scope in sorted(s for s in scopes if s):
            goals = self._goals(scope, tier) or self._implied(scope, tier)
            for group in outermost(goals):
                inner = {other: value for other, value in goals.items() if set(other) < set(group)}
                try:
                    values = by_period(goals[group], inner, {key: weights[key] for key in group}, self.residue)
                except PartsDiffer as parts:
                    raise parts.within(scope) from None
                for key, value in values.items():
                    for leaf, part in self._to_leaves(axis, scope[1], value, totals).items():
                        cells[leaf, key] = part
        return cells

    def _implied(self, scope: tuple[str, str], tier: str) -> dict[tuple[str, ...], int]:
        """A tier that nobody typed for these goals: the plan's own ratio of it to the target."""
        whole = next(p for p in self.slices if p.scope is None and p.periods == self.leaves)
        ratio = (whole.values[tier], whole.values["target"])
        return {group: _in_proportion(value, *ratio) for group, value in self._goals(scope, "target").items()}

    def _to_leaves(self, axis: PlanAxis, member: str, value: int, totals: Mapping[str, int]) -> dict[str, int]:
        leaves = axis.leaves_under(member)
        weights = {leaf: Fraction(totals.get(leaf, 0)) for leaf in leaves}
        return fill_rest(value, {}, weights, self.residue)


def _as_weights(values: Mapping[str, int]) -> dict[str, Fraction]:
    return {key: Fraction(value) for key, value in values.items()}


def _one_axis(totals: Totals, axis: str) -> dict[str, int]:
    return {key[0]: value for family in totals.fixed if family.axes == (axis,) for key, value in family.totals.items()}


def _in_proportion(value: int, numerator: int, denominator: int) -> int:
    """Half up, away from zero never: targets are not negative."""
    if not denominator:
        return 0
    return (2 * value * numerator + denominator) // (2 * denominator)


def _row_weights(axis: PlanAxis, rows: Sequence[Member], base: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """By hand weights where there are any among the siblings, else by the base."""
    if any(row.weight is not None for row in rows):
        return {row.name: Fraction(1) if row.weight is None else Fraction(row.weight) for row in rows}
    below = {row.name: axis.leaves_under(row.name) for row in rows}
    return {name: sum((base.get(leaf, Fraction(0)) for leaf in leaves), Fraction(0)) for name, leaves in below.items()}
