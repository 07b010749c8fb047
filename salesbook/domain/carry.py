"""Carry 结转: a shortfall is laid on what is still to come, by a stated policy, within bounds and holds.

Numbers are whole units. What cannot be laid anywhere is `left`, and is said, never dropped. The past is not here:
callers pass only places that are still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from salesbook.domain.apportion import apportion

if TYPE_CHECKING:
    from collections.abc import Sequence

Policy = Literal["none", "next", "season", "capped"]
POLICIES: tuple[Policy, ...] = ("none", "next", "season", "capped")


@dataclass(frozen=True, slots=True)
class Open:
    """A place that can still change: its target now, and the least and most that it may become.

    Its weight is the target itself: later periods take a shortfall along the season that they already have.
    """

    target: int
    least: int = 0
    most: int | None = None

    def room(self, up: bool) -> int | None:
        """How much it can still take (or give, where a surplus eases it); None without end."""
        if not up:
            return max(0, self.target - self.least)
        return None if self.most is None else max(0, self.most - self.target)


@dataclass(frozen=True, slots=True)
class Carried:
    """The new targets in the order of the places, and what found no place; together the old ones and the amount."""

    targets: tuple[int, ...]
    left: int


def carry(amount: int, later: Sequence[Open], policy: Policy, cap: Fraction = Fraction(0)) -> Carried:
    """Lay a shortfall (or, negative, a surplus) on later periods, given in order of time.

    none: nothing moves. next: all on the first period, as far as its bounds allow. season: over all of them in
    proportion to their targets; where one is full, the others take more. capped: as season, but none rises or falls
    by more than `cap` (a share) of its own target.

    >>> plan = [Open(100), Open(300), Open(100, most=105)]
    >>> carry(50, plan, "next"), carry(50, plan, "season")
    (Carried(targets=(150, 300, 100), left=0), Carried(targets=(111, 334, 105), left=0))
    >>> carry(50, plan, "capped", Fraction(1, 20))
    Carried(targets=(105, 315, 105), left=25)
    >>> carry(-50, plan, "season").targets
    (90, 270, 90)
    """
    if policy == "none" or not later:
        return Carried(tuple(place.target for place in later), amount)
    if policy == "next":
        first = absorb(amount, later[:1])
        return Carried((*first.targets, *(place.target for place in later[1:])), first.left)
    return absorb(amount, [_capped(place, cap) for place in later] if policy == "capped" else later)


def absorb(amount: int, places: Sequence[Open]) -> Carried:
    """Lay an amount on places in proportion to their targets, each within its bounds (people of a team, say).

    A place without a target takes nothing: nobody is there. Ties: the larger target, then the earlier place.

    >>> absorb(10, [Open(50, most=52), Open(50), Open(0)])
    Carried(targets=(52, 58, 0), left=0)
    """
    up = amount > 0
    taken = [0] * len(places)
    left = abs(amount)
    free = [i for i, place in enumerate(places) if place.target > 0 and place.room(up) != 0]
    while left and free:
        parts = apportion(left, [places[i].target for i in free])
        for i, part in zip(free, parts, strict=True):
            room = places[i].room(up)
            taken[i] += part if room is None else min(part, room - taken[i])
        left = abs(amount) - sum(taken)
        free = [i for i in free if places[i].room(up) != taken[i]]
    sign = 1 if up else -1
    return Carried(tuple(place.target + sign * part for place, part in zip(places, taken, strict=True)), sign * left)


def _capped(place: Open, cap: Fraction) -> Open:
    """The place with its bounds no further away than the cap allows, rounded towards its target."""
    step = int(place.target * cap)
    least, most = max(place.least, place.target - step), place.target + step
    return Open(place.target, least, most if place.most is None else min(place.most, most))
