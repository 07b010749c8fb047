"""What goals, holds and bounds ask of the leaves of a metric, as groups with the rows that ask for them.

A goal for one member over the whole plan, or over one leaf period, is met by the totals of its axis (`plan_margins`);
a goal on several axes, every hold and every bound is a group of its own: any slice, a parent's too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.book.model import Hold
from salesbook.domain.split import Group
from salesbook.errors import Problem
from salesbook.jobs.hold_limits import range_of, year_before
from salesbook.jobs.plan_margins import Slice
from salesbook.jobs.slice_leaves import days_of, hold_words, slice_words
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from salesbook.book.model import Book, Goal, Rep
    from salesbook.domain.period import Period
    from salesbook.jobs.plan_axes import PlanAxis


@dataclass(frozen=True, slots=True)
class Asked:
    """A group of a tier, in the plan's units, and the goal or hold whose row asks for it."""

    tier: str
    group: Group
    row: Goal | Hold

    @property
    def special(self) -> bool:
        """Whether the totals of single axes do not say it already: a hold, a bound, a goal on several axes."""
        return isinstance(self.row, Hold) or len(self.row.scope) > 1

    @property
    def is_fixed(self) -> bool:
        return self.group.low == self.group.high


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a metric is split: its leaf periods and axes, and the book that asks."""

    book: Book
    metric: str
    unit: int
    axes: Sequence[PlanAxis]
    leaves: Sequence[Period]

    def everything(self, totals: Mapping[str, int]) -> tuple[tuple[Asked, ...], tuple[Problem, ...]]:
        """All that the metric's rows ask for, the whole plan with these totals; and rows that cannot be asked."""
        found: list[Asked] = []
        problems: list[Problem] = []
        rows: tuple[Goal | Hold, ...] = (*self.book.goals, *self.book.holds)
        for row in rows:
            if row.metric != self.metric:
                continue
            wrong = tuple(self._wrong(row))
            problems += wrong
            if not wrong:
                found += self._asked(row, totals)
        return tuple(found), tuple(problems)

    def _asked(self, row: Goal | Hold, totals: Mapping[str, int]) -> Iterator[Asked]:
        members, label = self._members(row)
        for tier, low, high in self._amounts(row, totals):
            yield Asked(tier, Group(members, low, high, label), row)

    def _members(self, row: Goal | Hold) -> tuple[dict[str, frozenset[str]], tuple[tuple[str, str], ...]]:
        """The leaf members by axis, the leaf periods where it is not for all of them; and how it is called."""
        known = {axis.name: axis for axis in self.axes}
        members = {axis: frozenset(known[axis].leaves_under(member)) for axis, member in row.scope.items()}
        label = tuple(row.scope.items())
        covered = self.covered(row.period)
        if len(covered) < len(self.leaves):
            members["period"] = frozenset(covered)
            label = (*label, ("period", row.period))
        return members, label

    def covered(self, period: str) -> tuple[str, ...]:
        """The leaf periods that lie in a period of the plan."""
        start, end = days_of(period, self.book)
        return tuple(leaf.key for leaf in self.leaves if start <= leaf.start and leaf.end <= end)

    def _amounts(self, row: Goal | Hold, totals: Mapping[str, int]) -> Iterator[tuple[str, int, int | None]]:
        """Tier, least and most, in units."""
        if isinstance(row, Hold):
            low, high = range_of(row, self.book)
            yield row.tier, (low or 0) // self.unit, None if high is None else high // self.unit
        elif not row.scope and len(self.covered(row.period)) == len(self.leaves):
            yield from ((tier, totals[tier], totals[tier]) for tier in TIERS)
        else:
            for tier in TIERS:
                value = getattr(row, tier)
                if tier in row.typed and value is not None:
                    yield tier, value // self.unit, value // self.unit

    def _wrong(self, row: Goal | Hold) -> Iterator[Problem]:
        """What keeps a row from being asked of these leaves."""
        known = {axis.name for axis in self.axes}
        for axis in row.scope.keys() - known:
            words = {"slice": slice_words(row.scope, row.period), "axis": in_each("choices", f"axis.{axis}")}
            yield Problem("axis-not-split", row.place, words)
        start, end = days_of(row.period, self.book)
        if any(leaf.start < start <= leaf.end or leaf.start <= end < leaf.end for leaf in self.leaves):
            named = ", ".join(leaf.key for leaf in self.leaves if leaf.start <= end and start <= leaf.end)
            yield Problem("period-cuts-leaves", row.place, {"period": row.period, "leaves": named})
        absent = self._absent(row) if isinstance(row, Hold) and row.kind != "max" else None
        if absent is not None:
            period = row.period or f"{self.leaves[0].start} – {self.leaves[-1].end}"
            there = {"rep": absent.name, "start": absent.start or "…", "end": absent.end or "…", "period": period}
            yield Problem("hold-rep-absent", row.place, there)
        if isinstance(row, Hold) and row.growth is not None and year_before(row, self.book) <= 0:
            yield Problem("bound-without-history", row.place, {"hold": hold_words(row)})

    def _absent(self, row: Hold) -> Rep | None:
        """The rep whom a row must give something in a period in which the rep is not there at all."""
        if not (row.value or row.growth) or "rep" not in row.scope:
            return None
        covered = self.covered(row.period)
        days = [(leaf.start, leaf.end) for leaf in self.leaves if leaf.key in covered]
        rep = next((rep for rep in self.book.reps if rep.name == row.scope["rep"]), None)
        if rep is None or not days:
            return None
        late = rep.start is not None and rep.start > days[-1][1]
        return rep if late or (rep.end is not None and rep.end < days[0][0]) else None

    def hold_slices(self, asked: Sequence[Asked]) -> list[Slice]:
        """Holds around which the totals of time or of one axis are made: on a period, or on a member's whole plan."""
        return [
            Slice(next(iter(one.row.scope.items()), None), self.covered(one.row.period), {one.tier: one.group.low})
            for one in asked
            if isinstance(one.row, Hold) and one.is_fixed and self._is_total(one.row)
        ]

    def _is_total(self, row: Hold) -> bool:
        whole = len(self.covered(row.period)) == len(self.leaves)
        return (len(row.scope) == 1 and whole) or (not row.scope and not whole)
