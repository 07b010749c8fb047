"""A plan from a book: its leaves per metric, exact on every axis, with what was noticed while making it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.book.model import PlanRow
from salesbook.book.timeline import leaf_periods, timeline_of
from salesbook.errors import Problem, errors_in
from salesbook.jobs.plan_axes import PlanAxis, plan_axes
from salesbook.jobs.plan_base import joint_base
from salesbook.jobs.plan_facts import Facts
from salesbook.jobs.plan_ground import Ground
from salesbook.jobs.plan_holds import Asking
from salesbook.jobs.plan_increments import increment_slices
from salesbook.jobs.plan_margins import Slice, slices
from salesbook.jobs.plan_oddities import oddities
from salesbook.jobs.plan_problems import of_giving_way, of_notes
from salesbook.jobs.plan_season import season_weights
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.model import Book, Goal
    from salesbook.domain.period import Period
    from salesbook.domain.timeline import Timeline

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The leaves of all metrics, in the order of metric, period and axes; empty where a problem is an error."""

    rows: tuple[PlanRow, ...]
    problems: tuple[Problem, ...]
    facts: tuple[Facts, ...] = ()
    """Of each metric, what its numbers were made from."""


def build_plan(book: Book) -> Plan:
    """Split every metric that has a goal for the whole plan."""
    rows: list[PlanRow] = []
    problems: list[Problem] = []
    facts: list[Facts] = []
    for metric in dict.fromkeys(goal.metric for goal in book.goals):
        found = _Metric(book, metric).plan()
        rows += found.rows
        problems += found.problems
        facts += found.facts
    if errors_in(problems):
        return Plan((), tuple(problems))
    return Plan(tuple(rows), tuple(problems), tuple(facts))


@dataclass(frozen=True, slots=True)
class _Metric:
    book: Book
    metric: str

    def plan(self) -> Plan:
        book = self.book
        leaves = leaf_periods(book)
        goals = [goal for goal in book.goals if goal.metric == self.metric]
        line = timeline_of(book.settings)
        named = {goal.period: _meaning(goal, leaves, line) for goal in goals if goal.period}
        unit = book.settings.unit if self.metric == book.settings.metric else 1
        wanted = slices(goals, leaves, named, unit)
        everything = tuple(leaf.key for leaf in leaves)
        whole = next((s for s in wanted if s.scope is None and s.periods == everything), None)
        if whole is None:
            return Plan((), (Problem("no-whole-goal", words={"metric": in_each("choices", f"metric.{self.metric}")}),))
        full = Slice(None, everything, _all_tiers(book, whole.values))
        rest = [full if s is whole else s for s in wanted]
        return self._split(leaves, rest, full.values, unit)

    def _split(
        self, leaves: Sequence[Period], wanted: Sequence[Slice], totals: Mapping[str, int], unit: int
    ) -> Plan:
        ground, problems = self._ground(leaves, wanted, totals, unit)
        if ground is None or errors_in(problems):
            return Plan((), problems)
        settled = ground.split()
        if isinstance(settled, Problem):
            return Plan((), (*problems, settled))
        found, axes = settled.found, ground.asking.axes
        notes = (*of_notes(found["target"].notes, unit), *of_giving_way(settled.gave_way))
        values = {tier: found[tier].values for tier in TIERS}
        ramps = {rep.name: Fraction(rep.ramp) for rep in self.book.reps if rep.ramp is not None}
        facts = Facts(
            self.metric, unit, axes, leaves, ground.base, ground.season, ramps, settled.weights, settled.totals, found
        )
        rows = self._rows(axes, leaves, list(settled.weights), values, unit)
        return Plan(rows, (*problems, *notes), (facts,))

    def _ground(
        self, leaves: Sequence[Period], wanted: Sequence[Slice], totals: Mapping[str, int], unit: int
    ) -> tuple[Ground | None, tuple[Problem, ...]]:
        """What the metric is split from and by, with what was noticed; none where the base is not to be had."""
        axes = plan_axes(self.book)
        base = joint_base(self.book, axes, self.metric)
        if errors_in(base.problems):
            return None, base.problems
        season, noticed = season_weights(self.book, leaves, self.metric)
        whole = Slice(None, tuple(leaf.key for leaf in leaves), totals)
        brought, against = increment_slices(self.book, self.metric, axes, whole, wanted, unit)
        if errors_in(against):
            return None, against
        asking = Asking(self.book, self.metric, unit, axes, leaves)
        asked, wrong = asking.everything(totals)
        ground = Ground(asking, base, season, totals, (*wanted, *brought), asked)
        odd = oddities(asking, asked, ground.weights(season), totals["target"])
        return ground, (*base.problems, *noticed, *against, *wrong, *odd)

    def _rows(
        self,
        axes: Sequence[PlanAxis],
        leaves: Sequence[Period],
        keys: Sequence[Key],
        values: Mapping[str, Sequence[int]],
        unit: int,
    ) -> tuple[PlanRow, ...]:
        periods = {leaf.key: leaf for leaf in leaves}
        version = self.book.settings.version + 1
        rows = []
        for key, floor, target, stretch in zip(keys, *(values[tier] for tier in TIERS), strict=True):
            if not (floor or target or stretch):
                continue
            members = {axis.name: member for axis, member in zip(axes, key[1:], strict=True)}
            of = {axis: members.get(axis, "") for axis in ("rep", "region", "product", "channel", "customer")}
            period = periods[key[0]]
            rows.append(PlanRow(
                self.metric, period.key, period.start, period.end, **of,
                floor=floor * unit, target=target * unit, stretch=stretch * unit, version=version,
            ))
        return with_hedge(tuple(rows), self.book.settings.flex, unit)


def with_hedge(rows: tuple[PlanRow, ...], flex: Decimal, unit: int) -> tuple[PlanRow, ...]:
    """The hedge, a layer of its own: `flex` of the target, in whole units, in proportion to the leaves' targets."""
    from salesbook.domain.apportion import apportion

    total = sum(row.target for row in rows) // unit
    hedge = int((Decimal(total) * flex).to_integral_value(rounding="ROUND_HALF_UP"))
    if not hedge:
        return rows
    keys = ["|".join((r.period, r.rep, r.region, r.product, r.channel, r.customer)) for r in rows]
    parts = apportion(hedge, [row.target for row in rows], keys=keys)
    return tuple(replace(row, hedge=part * unit) for row, part in zip(rows, parts, strict=True))


def _meaning(goal: Goal, leaves: Sequence[Period], line: Timeline) -> Period:
    """The period a goal names: a phase of the plan, else a time."""
    phase = next((leaf for leaf in leaves if leaf.kind == "phase" and leaf.key == goal.period), None)
    return phase or line.meaning(goal.period)


def _all_tiers(book: Book, given: Mapping[str, int]) -> dict[str, int]:
    """Tiers that nobody typed follow from the settings' ratios, rounded half up to units; else they are the target."""
    found = dict(given)
    for tier, ratio in (("floor", book.settings.floor), ("stretch", book.settings.stretch)):
        if tier not in found:
            exact = Decimal(given["target"]) * (Decimal(1) if ratio is None else ratio)
            found[tier] = int(exact.to_integral_value(rounding="ROUND_HALF_UP"))
    return found
