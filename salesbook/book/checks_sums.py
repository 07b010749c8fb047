"""Do the parts of a goal add up to it? Quarters to the year, months to the quarter, regions to the total."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES, TIERS
from salesbook.book.timeline import timeline_of
from salesbook.errors import Problem
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book, Goal, Settings
    from salesbook.book.reading_words import Words

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A goal and the days it is for, cut to the plan's, both ends included."""

    goal: Goal
    start: date
    end: date
    kind: str

    def holds(self, other: Span) -> bool:
        """Whether the other's days lie within these and are fewer."""
        inside = self.start <= other.start and other.end <= self.end
        return inside and (self.start, self.end) != (other.start, other.end)


@dataclass(frozen=True, slots=True)
class Family:
    """Goals that are parts of another one; whether they make up all of it; how they are called."""

    whole: Goal
    parts: tuple[Goal, ...]
    complete: bool
    called: Words


def goal_sums(book: Book) -> tuple[Problem, ...]:
    """A problem for each goal whose parts do not add up to it, tier by tier.

    Parts are the largest goals within it: of the same scope and a shorter period, or of the same period and a
    narrower scope. Parts that make up the whole must sum to it; others must not exceed it. Tiers that nobody
    typed follow from the settings' ratios and are not compared.
    """
    families = (*time_families(book), *axis_families(book))
    return tuple(problem for family in families for problem in _problems(family))


def time_families(book: Book) -> Iterator[Family]:
    """For each goal the goals of the same metric and scope that are its parts in time."""
    same: dict[tuple[object, ...], list[Span]] = defaultdict(list)
    for goal in book.goals:
        same[goal.metric, *goal.scope.items()].append(span_of(goal, book))
    for spans in same.values():
        for whole in spans:
            for parts in _apart([s for s in spans if whole.holds(s)]):
                called = in_each("reading", f"parts.{_kind(parts)}")
                yield Family(whole.goal, tuple(p.goal for p in parts), _tiles(whole, parts), called)


def axis_families(book: Book) -> Iterator[Family]:
    """For each goal the goals of the same metric and period that are its parts on one axis, all else being the same."""
    for axis in AXES:
        same: dict[tuple[object, ...], list[Goal]] = defaultdict(list)
        for goal in book.goals:
            rest = tuple(item for item in goal.scope.items() if item[0] != axis)
            same[goal.metric, goal.period, rest].append(goal)
        below = _tree(book, axis)
        for goals in same.values():
            yield from _axis_families(axis, goals, below)


def _axis_families(axis: str, goals: Sequence[Goal], below: Callable[[str], Sequence[str]]) -> Iterator[Family]:
    by_member = {goal.scope[axis]: goal for goal in goals if axis in goal.scope}
    for whole in goals:
        members = below(whole.scope.get(axis, ""))
        if not members and axis not in whole.scope:  # nobody said which members there are
            members, known = tuple(by_member), False
        else:  # of a slice of other axes, some members may have no part
            known = not whole.scope or axis in whole.scope
        found = list(_frontier(members, by_member, below))
        parts = tuple(goal for goal in found if goal is not None)
        if parts:
            yield Family(whole, parts, known and len(parts) == len(found), in_each("reading", f"parts.{axis}"))


def _frontier(
    members: Iterable[str], goals: dict[str, Goal], below: Callable[[str], Sequence[str]]
) -> Iterator[Goal | None]:
    """The topmost goals under some members; None for a branch without one."""
    for member in members:
        if member in goals:
            yield goals[member]
        elif below(member):
            yield from _frontier(below(member), goals, below)
        else:
            yield None


def _tree(book: Book, axis: str) -> Callable[[str], Sequence[str]]:
    """Member -> the members right below it; "" -> those at the top."""
    children: dict[str, list[str]] = defaultdict(list)
    for member in book.members:
        if member.axis == axis:
            children[member.parent].append(member.name)
    if axis == "rep":
        children = defaultdict(list, {"": [rep.name for rep in book.reps]})
    return lambda name: children.get(name, ())


def span_of(goal: Goal, book: Book) -> Span:
    """The days that a goal is for."""
    settings = book.settings
    phase = next((p for p in book.phases if p.name == goal.period), None)
    if phase:
        return Span(goal, phase.start, phase.end, "phase")
    if not goal.period:
        return Span(goal, settings.start, settings.end, "plan")
    return _period_span(goal, settings)


def _period_span(goal: Goal, settings: Settings) -> Span:
    period = timeline_of(settings).meaning(goal.period)
    return Span(goal, max(period.start, settings.start), min(period.end, settings.end), period.kind)


def _apart(inside: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """The largest spans if no day is in two; otherwise (weeks beside months) each kind of period for itself."""
    in_order = sorted(inside, key=lambda s: s.start)
    largest = tuple(s for s in in_order if not any(o.holds(s) for o in inside))
    if all(a.end < b.start for a, b in pairwise(largest)):
        if largest:
            yield largest
        return
    for kind in dict.fromkeys(s.kind for s in in_order):
        yield tuple(s for s in in_order if s.kind == kind)


def _tiles(whole: Span, parts: Sequence[Span]) -> bool:
    free = whole.start
    for part in parts:
        if part.start != free:
            return False
        free = part.end + _DAY
    return free == whole.end + _DAY


def _kind(parts: Sequence[Span]) -> str:
    kinds = {p.kind for p in parts}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _problems(family: Family) -> Iterator[Problem]:
    for tier in TIERS:
        if all(tier in goal.typed for goal in (family.whole, *family.parts)):
            amount, total = getattr(family.whole, tier), sum(getattr(p, tier) for p in family.parts)
            if amount is not None and (total > amount or (family.complete and total != amount)):
                yield _problem(family, tier, amount, total)


def _problem(family: Family, tier: str, amount: int, total: int) -> Problem:
    words = {
        "parts": family.called,
        "whole": _whole_words(family.whole),
        "tier": in_each("reading", tier),
        "sum": f"{total:,}",
        "amount": f"{amount:,}",
        "difference": f"{abs(amount - total):,}",
        "first": str(family.parts[0].place),
    }
    if total < amount:
        return Problem("parts-do-not-add-up", family.whole.place, words)
    return Problem("parts-over-whole", family.whole.place, words)


def _whole_words(goal: Goal) -> Words | str:
    said = " ".join((*goal.scope.values(), goal.period)).strip()
    return said or in_each("reading", "everything")
