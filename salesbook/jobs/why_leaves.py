"""The facts of the leaves in a slice: what the plan was made from, beside the numbers that stand in sb_plan."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.timeline import calendar_of, timeline_of
from salesbook.domain.period import Period
from salesbook.domain.why import LeafFacts
from salesbook.jobs.plan_presence import presence
from salesbook.jobs.plan_time import leaves_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from salesbook.book.model import Book, PlanRow
    from salesbook.jobs.plan_facts import Facts

Key = tuple[str, ...]
"""A period and a member of each axis of the plan."""

_NOTHING, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of a plan: the leaf periods it covers and, for each axis that it names, the leaf members under the one
    that it names."""

    periods: frozenset[str]
    members: Mapping[str, frozenset[str]]

    def holds(self, key: Key, axes: Sequence[str]) -> bool:
        """Whether a leaf lies in it."""
        if key[0] not in self.periods:
            return False
        return all(key[1 + at] in self.members[axis] for at, axis in enumerate(axes) if axis in self.members)


def period_of(book: Book, key: str) -> Period | None:
    """The days that a period's key means in a plan; None for the whole plan."""
    if not key:
        return None
    phase = next((phase for phase in book.phases if phase.name == key), None)
    if phase:
        return Period(phase.name, "phase", phase.start, phase.end)
    return timeline_of(book.settings).meaning(key)


def cuts(period: Period, leaves: Sequence[Period]) -> bool:
    """Whether a period takes in part of a leaf, so that its number is not a sum of leaves."""
    touched = (leaf for leaf in leaves if leaf.start <= period.end and period.start <= leaf.end)
    return any(leaf.start < period.start or period.end < leaf.end for leaf in touched)


def slice_of(facts: Facts, scope: Mapping[str, str], period: Period | None) -> Slice:
    """The slice that a scope and a period mean; None: all periods. Scopes of axes that are not split are left out."""
    covered = leaves_in(period, facts.periods) if period else [leaf.key for leaf in facts.periods]
    axes = {axis.name: axis for axis in facts.axes}
    members = {
        axis: frozenset(axes[axis].leaves_under(member)) for axis, member in scope.items() if axis in axes
    }
    return Slice(frozenset(covered), members)


@dataclass(frozen=True, slots=True)
class Told:
    """A metric of a plan, told from the facts: every leaf by its key, in one tier."""

    facts: Facts
    tier: str
    leaves: Mapping[Key, LeafFacts]

    @property
    def axes(self) -> tuple[str, ...]:
        return tuple(axis.name for axis in self.facts.axes)

    @property
    def total(self) -> int:
        """The plan's total, the parent of every slice."""
        return self.facts.totals[self.tier].total * self.facts.unit

    def within(self, part: Slice) -> tuple[tuple[Key, LeafFacts], ...]:
        """The leaves of a slice."""
        return tuple((key, leaf) for key, leaf in self.leaves.items() if part.holds(key, self.axes))

    def by_shares(self, keys: Iterable[Key]) -> Fraction:
        """What these leaves would have if nothing but the total were fixed."""
        leaves = (self.leaves[key] for key in keys)
        return self.total * sum((leaf.share * leaf.season * leaf.ramp for leaf in leaves), _NOTHING)


def told(book: Book, facts: Facts, tier: str) -> Told:
    """Every leaf of a metric: those that were split, and those that stand in sb_plan besides."""
    axes = tuple(axis.name for axis in facts.axes)
    planned = _planned(book, facts.metric, axes)
    bases = _bases(book, facts, axes)
    scale = sum(facts.base.weights.values(), _NOTHING) or _ONE
    seasons, days = _parts(facts.season), _day_parts(book, facts.periods)
    fitted, values = facts.found[tier].fitted, facts.found[tier].values
    assert fitted is not None, "a split keeps its shares"
    leaves = {}
    for key, share, value in zip(facts.weights, fitted.tolist(), values, strict=True):
        base = bases.get(key[1:], _NOTHING) / scale
        leaves[key] = _leaf(
            key[1:], (base, days[key[0]], seasons[key[0]]), _there(facts, key, base), _ramp(facts, axes, key),
            (Fraction(share) * facts.unit, value * facts.unit), planned.get(key, ()), tier,
        )
    for key, rows in planned.items():
        if key not in leaves:
            leaves[key] = _leaf(key[1:], (_NOTHING,) * 3, _ONE, _ONE, (_NOTHING, 0), rows, tier)
    return Told(facts, tier, leaves)


def _leaf(
    members: Key,
    parts: tuple[Fraction, Fraction, Fraction],
    there: Fraction,
    ramp: Fraction,
    made: tuple[Fraction, int],
    rows: Collection[PlanRow],
    tier: str,
) -> LeafFacts:
    """`there` is what of the rep counts in the period, `ramp` what the base already holds of it."""
    share, days, season = parts
    fitted, split = made
    return LeafFacts(
        members, share / ramp if ramp else share, days, season, there * ramp if ramp else there, fitted, split,
        planned=sum(getattr(row, tier) for row in rows),
        change=sum(getattr(row, f"{tier}_change") for row in rows),
        hedge=0 if tier == "floor" else sum(row.hedge for row in rows),
    )


def _bases(book: Book, facts: Facts, axes: Sequence[str]) -> dict[Key, Fraction]:
    """What each combination of members weighs; Unassigned weighs what the leavers do."""
    rep_at = axes.index("rep") if "rep" in axes else None
    weights = facts.base.weights
    return presence(book, facts.periods).rest_base(weights, rep_at) | dict(weights)


def _planned(book: Book, metric: str, axes: Sequence[str]) -> dict[Key, list[PlanRow]]:
    found: dict[Key, list[PlanRow]] = {}
    for row in book.plan:
        if row.metric == metric:
            found.setdefault((row.period, *(getattr(row, axis) for axis in axes)), []).append(row)
    return found


def _there(facts: Facts, key: Key, base: Fraction) -> Fraction:
    """How much of the members' weight counts in the period: the leaf's weight over what base and period give it."""
    whole = base * facts.totals["target"].by_period[key[0]]
    return Fraction(facts.weights[key]) / whole if whole else _ONE


def _ramp(facts: Facts, axes: Sequence[str], key: Key) -> Fraction:
    return facts.ramps.get(key[1 + axes.index("rep")], _ONE) if "rep" in axes else _ONE


def _day_parts(book: Book, periods: Sequence[Period]) -> dict[str, Fraction]:
    """Each period's part of the selling days; of the calendar days where nothing is sold on any."""
    calendar = calendar_of(book)
    days = {leaf.key: calendar.selling_days(leaf.start, leaf.end) for leaf in periods}
    return _parts(days if any(days.values()) else {leaf.key: Fraction(leaf.length) for leaf in periods})


def _parts(weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The weights as parts of their sum; equal ones where all are zero."""
    total = sum(weights.values(), _NOTHING)
    return {key: weight / total if total else Fraction(1, len(weights)) for key, weight in weights.items()}
