"""Transfer 调拨 and reallocate 调整: a number moves between two parts of the plan; what holds both stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from salesbook.book.catalogue import AXES
from salesbook.book.reading_cells import RefusedError, choice_of
from salesbook.book.reading_people import axis_words
from salesbook.domain.moving import Mover, TooLittleError, move
from salesbook.errors import Problem
from salesbook.jobs.hand_changes import key_of
from salesbook.jobs.hand_work import Hand, by_hand
from salesbook.jobs.hold_limits import limits
from salesbook.jobs.plan_axes import plan_axes
from salesbook.jobs.slice_leaves import Part, leaves_of, part_of, part_words, unit_of
from salesbook.jobs.spread import chosen, in_units
from salesbook.jobs.spread_method import PERIOD, amount_of, axis_of, coordinate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.model import Book
    from salesbook.book.reading_words import Words
    from salesbook.book.snapshot import Snapshot
    from salesbook.domain.moving import Moved


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """From which slice to which, and how much; tier, metric and what the other tiers do as typed or empty."""

    giver: str
    taker: str
    value: str
    tier: str = ""
    metric: str = ""
    others: str = ""


@dataclass(frozen=True, slots=True)
class ReallocateRequest:
    """Which slice is to come to what; `along` which axis its siblings lie, where that is not plain."""

    slice: str
    value: str
    along: str = ""
    tier: str = ""
    metric: str = ""
    others: str = ""


def transfer(snapshot: Snapshot, request: TransferRequest, today: date) -> Outcome:  # noqa: ARG001
    """The amount leaves one slice in proportion to its leaves and comes to the other, period by period."""
    return by_hand(snapshot, lambda book: _transferred(book, request))


def reallocate(snapshot: Snapshot, request: ReallocateRequest, today: date) -> Outcome:  # noqa: ARG001
    """The slice comes to the amount; its siblings on one axis take the difference, place by place."""
    return by_hand(snapshot, lambda book: _reallocated(book, request))


def _transferred(book: Book, request: TransferRequest) -> Hand:
    tier, metric = chosen(book, request.tier, request.metric)
    giver, taker = part_of(request.giver, metric, book), part_of(request.taker, metric, book)
    if set(giver.leaves) & set(taker.leaves):
        raise RefusedError("transfer-overlaps", giver=part_words(giver), taker=part_words(taker))
    amount = amount_of(request.value, unit_of(metric, book))
    if not amount:
        raise RefusedError("transfer-of-nothing")
    return _Move(book, tier, giver, taker, _others(request.others)).made(amount, "out")


def _reallocated(book: Book, request: ReallocateRequest) -> Hand:
    tier, metric = chosen(book, request.tier, request.metric)
    part, unit = part_of(request.slice, metric, book), unit_of(metric, book)
    along = axis_of(request.along) if request.along else _along(part)
    siblings = _siblings(part, along, book)
    amount = amount_of(request.value, unit)
    now = sum(in_units(getattr(book.plan[p], tier), unit, book.plan[p]) for p in part.leaves)
    moving = _Move(book, tier, part, siblings, _others(request.others))
    return moving.made(now - amount, "out") if amount <= now else moving.made(amount - now, "in")


def _others(typed: str) -> Literal["follow", "keep"]:
    return choice_of("others", typed) if typed else "follow"  # type: ignore[return-value]


def _along(part: Part) -> str:
    """The one axis that the slice names, beside its period; where it names only a period, time."""
    if len(part.scope) > 1:
        raise RefusedError("along-which-axis", where=part_words(part), axes=_axes_words(part.scope))
    axis = next(iter(part.scope), PERIOD if part.period else "")
    if not axis:
        raise RefusedError("no-siblings", where=part_words(part))
    return axis


def _axes_words(axes: Iterable[str]) -> Words:
    names = [axis_words(axis) for axis in axes]
    return {"zh": "、".join(name["zh"] for name in names), "en": ", ".join(name["en"] for name in names)}


def _siblings(part: Part, along: str, book: Book) -> Part:
    """The leaves beside the slice: of the same slice but for one axis, under the same parent there."""
    scope = {axis: member for axis, member in part.scope.items() if axis != along}
    period = "" if along == PERIOD else part.period
    if along in part.scope and (parent := _parent(along, part.scope[along], book)):
        scope = {axis: scope.get(axis, parent) for axis in AXES if axis in scope or axis == along}
    leaves = leaves_of(scope, period, part.metric, book)
    beside = tuple(place for place in leaves if place not in set(part.leaves))
    if not beside or (along != PERIOD and along not in part.scope):
        raise RefusedError("no-siblings", where=part_words(part))
    return Part(part.metric, scope, period, beside, beside=True)


def _parent(axis: str, member: str, book: Book) -> str:
    known = next((found for found in plan_axes(book) if found.name == axis), None)
    return next((row.parent for row in known.rows if row.name == member), "") if known else ""


@dataclass(frozen=True, slots=True)
class _Move:
    """A move between two parts; the first one leads."""

    book: Book
    tier: str
    leader: Part
    follower: Part
    others: Literal["follow", "keep"]

    def made(self, amount: int, way: Literal["out", "in"]) -> Hand:
        """The new numbers of both parts."""
        unit = unit_of(self.leader.metric, self.book)
        axes = self._shared()
        leaders, followers = (self._movers(part, axes, unit) for part in (self.leader, self.follower))
        try:
            found = move(leaders, followers, amount, way, residue=self.book.settings.residue)
        except TooLittleError as little:
            gives = self.leader if way == "out" else self.follower
            words = {"where": part_words(gives), "asked": f"{little.asked * unit:,}", "has": f"{little.has * unit:,}"}
            raise RefusedError("part-has-too-little" if little.has else "part-is-held", **words) from None
        places = {"|".join(key_of(self.book.plan[p])): p for part in (self.leader, self.follower) for p in part.leaves}
        values = {places[key]: value * unit for key, value in found.values.items()}
        problems = (*self._noticed(found, unit), *self._across(axes))
        together = {places[mover.key]: mover.where for mover in (*leaders, *followers)}
        return Hand(self.tier, values, (self.leader, self.follower), problems, self.others, together=together)

    def _shared(self) -> tuple[str, ...]:
        """The axes on which each place of the leader has one of the follower: the period first."""
        rows = [[self.book.plan[place] for place in part.leaves] for part in (self.leader, self.follower)]
        places = {axis: [{coordinate(row, axis) for row in side} for side in rows] for axis in (PERIOD, *AXES)}
        return tuple(axis for axis, (mine, theirs) in places.items() if mine <= theirs)

    def _movers(self, part: Part, axes: Sequence[str], unit: int) -> list[Mover]:
        held = {
            place
            for limit in limits(self.book, part.metric)
            if limit.hold.kind == "hold" and limit.hold.tier == self.tier and not self._is_within(limit.leaves)
            for place in limit.leaves
        }
        return [
            Mover(
                "|".join(key_of(row)),
                in_units(getattr(row, self.tier), unit, row),
                tuple(coordinate(row, axis) for axis in axes),
                place in held,
            )
            for place in part.leaves
            if (row := self.book.plan[place])
        ]

    def _is_within(self, leaves: frozenset[int]) -> bool:
        """Whether a hold's slice holds both parts, so that the move does not touch its sum."""
        return set(self.leader.leaves) | set(self.follower.leaves) <= leaves

    def _across(self, shared: Sequence[str]) -> Iterator[Problem]:
        """Axes that the move was not about, and on which it could not stay in its place."""
        scopes = (self.leader.scope, self.follower.scope)
        about = {axis for axis in AXES if scopes[0].get(axis) != scopes[1].get(axis)}
        crossed = [axis for axis in AXES if axis not in shared and axis not in about]
        if crossed:
            yield Problem("moved-across", words={"axes": _axes_words(crossed), "where": part_words(self.follower)})

    def _noticed(self, found: Moved, unit: int) -> Iterator[Problem]:
        if found.equal:
            yield Problem("spread-equally", words={"where": part_words(self.follower)})
        if found.wider:
            words = {"amount": f"{found.wider * unit:,}", "where": part_words(self.follower)}
            yield Problem("moved-further", words=words)
