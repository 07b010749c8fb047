"""Where a shortfall may be laid: the leaves of periods to come, within what holds and bounds leave open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.domain.carry import Open, absorb, carry
from salesbook.jobs.hold_limits import Limit, limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from salesbook.book.model import Book
    from salesbook.domain.carry import Policy


@dataclass
class Later:
    """The leaves after a day and how they change; numbers are whole units. Leaves are positions in the plan."""

    book: Book
    as_of: date
    added: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @cached_property
    def _slots(self) -> dict[str, dict[str, list[int]]]:
        """Rep -> period -> leaves, periods in order of time."""
        rows = enumerate(self.book.plan)
        open_ = [(row.start, place) for place, row in rows if row.start > self.as_of and self._is_main(place)]
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for _, place in sorted(open_):
            row = self.book.plan[place]
            found[row.rep][row.period].append(place)
        return found

    @cached_property
    def _limits(self) -> tuple[Limit, ...]:
        return tuple(limit for limit in limits(self.book, self.book.settings.metric) if limit.hold.tier == "target")

    def _is_main(self, place: int) -> bool:
        return self.book.plan[place].metric == self.book.settings.metric

    def order(self, owed: Iterable[str]) -> list[str]:
        """Reps in the order of the team, others after them by name."""
        listed = {rep.name: place for place, rep in enumerate(self.book.reps)}
        return sorted(owed, key=lambda rep: (listed.get(rep, len(listed)), rep))

    def periods(self, rep: str) -> tuple[str, ...]:
        """The periods to come for which the rep has a target."""
        return tuple(period for period, leaves in self._slots.get(rep, {}).items() if self._sum(leaves))

    def shared(self, amount: int, takers: Sequence[str]) -> dict[str, int]:
        """An amount divided among people by what they still have before them, each within its bounds."""
        if len(takers) < 2:
            return dict.fromkeys(takers, amount)
        places = [Open(sum(self._sum(leaves) for leaves in self._slots.get(t, {}).values())) for t in takers]
        done = absorb(amount, places)
        return {t: new - old.target for t, new, old in zip(takers, done.targets, places, strict=True)}

    def places(self, rep: str, up: bool) -> dict[str, Open]:
        """Period -> what the rep's period may become."""
        return {period: self._open(leaves, up) for period, leaves in self._slots.get(rep, {}).items()}

    def has_room(self, rep: str) -> bool:
        """Whether holds and bounds let any of the rep's periods to come rise."""
        return any(place.target and place.room(up=True) != 0 for place in self.places(rep, up=True).values())

    def lay(self, rep: str, period: str, amount: int) -> int:
        """Divide what a rep's period takes among its leaves; what found a place."""
        leaves = self._slots[rep][period]
        places = [self._open([leaf], amount > 0) for leaf in leaves]
        done = absorb(amount, places)
        for leaf, place, target in zip(leaves, places, done.targets, strict=True):
            self.added[leaf] += target - place.target
        return amount - done.left

    def values(self) -> dict[int, int]:
        """The new targets of the leaves that change, in the metric's base unit."""
        unit = self.book.settings.unit
        return {leaf: self.book.plan[leaf].target + more * unit for leaf, more in self.added.items() if more}

    def _sum(self, leaves: Iterable[int]) -> int:
        unit = self.book.settings.unit
        return sum(self.book.plan[leaf].target // unit + self.added.get(leaf, 0) for leaf in leaves)

    def _open(self, leaves: Sequence[int], up: bool) -> Open:
        """The leaves together: held parts cannot move, and a limit on more than these leaves what it has left."""
        now, here = self._sum(leaves), frozenset(leaves)
        stuck = {leaf for limit in self._limits if limit.hold.kind == "hold" for leaf in limit.leaves & here}
        if up:
            room = [self._room(limit, up) for limit in self._limits if limit.leaves & here and limit.high is not None]
            most = min((now + r for r in room), default=None)
            return Open(0 if stuck == here else now, 0, now if stuck == here else most)
        room = [self._room(limit, up) for limit in self._limits if limit.leaves & here and limit.low is not None]
        return Open(now, now if stuck == here else max(0, *(now - r for r in room), 0))

    def _room(self, limit: Limit, up: bool) -> int:
        """How much more (or less) the limit allows of all its leaves together."""
        unit, now = self.book.settings.unit, self._sum(limit.leaves)
        bound = limit.high if up else limit.low
        assert bound is not None, "asked only of limits that have this bound"
        return max(0, bound // unit - now if up else now - -(-bound // unit))


def laid(later: Later, rep: str, amount: int, policy: Policy, cap: Fraction) -> Mapping[str, int]:
    """Lay an amount on a rep's periods to come by a policy: period -> what it took.

    A limit over several periods (a rep's year, a region's quarter) is asked again after every period, so that together
    they never pass it.
    """
    open_ = {period: place for period, place in later.places(rep, amount > 0).items() if place.target > 0}
    done = carry(amount, list(open_.values()), policy, cap)
    found = {}
    for (period, place), target in zip(open_.items(), done.targets, strict=True):
        wanted = target - place.target
        now = later.places(rep, amount > 0)[period]
        room = now.room(amount > 0)
        wanted = wanted if room is None else max(-room, min(room, wanted))
        if wanted and (took := later.lay(rep, period, wanted)):
            found[period] = took
    return found
