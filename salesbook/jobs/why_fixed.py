"""The fixed totals, goals and holds that a slice of the plan had to meet, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.checks_sums import span_of
from salesbook.jobs.plan_problems import slice_name
from salesbook.jobs.why_leaves import period_of, slice_of
from salesbook.jobs.why_reasons import plain
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.book.model import Book, Goal, Hold
    from salesbook.domain.why import LeafFacts
    from salesbook.jobs.why_leaves import Key, Told
    from salesbook.jobs.why_reasons import Reason

MOST = 8
"""How many fixed totals are told of; the others are counted."""


def fit_reasons(book: Book, told: Told, leaves: Sequence[tuple[Key, LeafFacts]]) -> tuple[Reason, ...]:
    """The totals that the whole slice stands in, then the holds and bounds that touch it."""
    keys = [key for key, _ in leaves]
    found = [*_totals(book, told, keys), *_holds(book, told, keys)]
    if not found:
        return (in_each("why", "fit.whole"),)
    more = [in_each("why", "fit.more", count=len(found) - MOST)] if len(found) > MOST else []
    return (*found[:MOST], *more)


def _totals(book: Book, told: Told, keys: Sequence[Key]) -> Iterator[Reason]:
    axes = ("period", *told.axes)
    only = {axis: {key[at] for key in keys} for at, axis in enumerate(axes)}
    alone = {axis: next(iter(members)) for axis, members in only.items() if len(members) == 1}
    for family in told.facts.totals[told.tier].fixed:
        if not all(axis in alone for axis in family.axes):
            continue
        wanted = tuple(alone[axis] for axis in family.axes)
        value = family.totals.get(wanted)
        if value is None:
            continue
        at = [axes.index(axis) for axis in family.axes]
        inside = [key for key in told.leaves if tuple(key[i] for i in at) == wanted]
        yield in_each(
            "why", "fit.total",
            where=slice_name(family.axes, wanted),
            total=plain(value * told.facts.unit),
            shares=plain(told.by_shares(inside)),
            origin=_origin(book, told, dict(zip(family.axes, wanted, strict=True))),
        )


def _origin(book: Book, told: Told, slice_: dict[str, str]) -> Reason:
    """Who asked for a total: a goal, a share or weight on the dimensions sheet, the season, or the people's weights."""
    scope = {axis: member for axis, member in slice_.items() if axis != "period"}
    goal = _goal(book, told, scope, slice_.get("period"))
    if goal:
        return in_each("why", "origin.goal", place=str(goal.place))
    if not scope:
        return in_each("why", "origin.season")
    brought = [row for row in book.increments if row.metric == told.facts.metric]
    if tuple(slice_) == ("customer",) and brought:
        own = next((row for row in brought if row.customer == scope["customer"]), brought[0])
        return in_each("why", "origin.increment", place=str(own.place))
    for member in book.members:
        if len(slice_) == 1 and scope.get(member.axis) == member.name and (member.share or member.weight) is not None:
            key = "origin.share" if member.share is not None else "origin.weight"
            return in_each("why", key, place=str(member.place))
    if parts := _goals_inside(book, told, scope, slice_.get("period")):
        return in_each("why", "origin.goals", place=str(parts[0].place), count=len(parts))
    return in_each("why", "origin.people" if tuple(slice_) == ("rep",) else "origin.plan")


def _goals_inside(book: Book, told: Told, scope: dict[str, str], period: str | None) -> list[Goal]:
    """The goals of just this scope that make up all periods together; none for a single period."""
    of = [goal for goal in book.goals if goal.metric == told.facts.metric and dict(goal.scope) == scope]
    covered = {key for goal in of for key in _covered(book, told, goal)}
    return of if period is None and covered == {leaf.key for leaf in told.facts.periods} else []


def _goal(book: Book, told: Told, scope: dict[str, str], period: str | None) -> Goal | None:
    """The narrowest goal of just this scope that covers the period; without one, a goal for the whole plan."""
    whole = {leaf.key for leaf in told.facts.periods}
    found: list[tuple[int, Goal]] = []
    for goal in book.goals:
        if goal.metric != told.facts.metric or dict(goal.scope) != scope:
            continue
        covered = set(_covered(book, told, goal))
        if (period in covered and covered != whole) if period else covered == whole:
            found.append((len(covered), goal))
    return min(found, key=lambda one: one[0])[1] if found else None


def _covered(book: Book, told: Told, goal: Goal) -> tuple[str, ...]:
    span = span_of(goal, book)
    periods = told.facts.periods
    return tuple(leaf.key for leaf in periods if span.start <= leaf.start and leaf.end <= span.end)


def _holds(book: Book, told: Told, keys: Sequence[Key]) -> Iterator[Reason]:
    for hold in book.holds:
        if hold.metric == told.facts.metric and hold.tier == told.tier and _touches(book, told, hold, keys):
            yield _hold(hold)


def _touches(book: Book, told: Told, hold: Hold, keys: Sequence[Key]) -> bool:
    held = slice_of(told.facts, hold.scope, period_of(book, hold.period))
    return any(held.holds(key, told.axes) for key in keys)


def _hold(hold: Hold) -> Reason:
    value = plain(hold.value) if hold.value is not None else f"{(hold.growth or 0) * 100:+f}%"
    said = (hold.reason, hold.owner, hold.day, hold.place)
    slice_ = dict(hold.scope) | ({"period": hold.period} if hold.period else {})
    return in_each(
        "why", "fit.hold",
        where=slice_name(tuple(slice_), tuple(slice_.values())),
        kind=in_each("choices", f"hold.{hold.kind}"),
        value=value,
        said=" · ".join(str(part) for part in said if part),
    )
