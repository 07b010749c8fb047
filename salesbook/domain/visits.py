"""Visits by week: so many in each week, fortnight, month or quarter, spread evenly and levelled over customers.

A block is what a cadence counts in: a week, two weeks from the plan's first week on, or the weeks whose Thursdays lie
in a calendar month or quarter. Every whole block holds exactly the cadence's visits; a block that is cut off by the
first or last week holds its part of them, so that the cadence is never exceeded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Unit = Literal["week", "fortnight", "month", "quarter"]
UNITS: tuple[Unit, ...] = ("week", "fortnight", "month", "quarter")
DAYS: dict[Unit, int] = {"week": 7, "fortnight": 14, "month": 31, "quarter": 92}
"""The longest that a unit lasts: who was seen so long ago is due again."""
WEEK = timedelta(7)


@dataclass(frozen=True, slots=True)
class Cadence:
    """So many visits in each of a unit."""

    count: int
    unit: Unit

    @property
    def days(self) -> int:
        """After so many days the next visit is due.

        >>> Cadence(1, "week").days, Cadence(2, "month").days
        (7, 16)
        """
        return -(-DAYS[self.unit] // self.count)


Slot = tuple[int, int]
"""A week's number in its block, from 1, and how many weeks the block has."""


def slots(first: date, weeks: int, anchor: date) -> dict[Unit, tuple[Slot, ...]]:
    """Where each of some weeks stands in its blocks; `first` is a Monday, `anchor` the Monday fortnights count from.

    >>> april = slots(date(2026, 3, 30), 5, date(2026, 3, 30))
    >>> april["month"], april["fortnight"][:3]
    (((1, 5), (2, 5), (3, 5), (4, 5), (5, 5)), ((1, 2), (2, 2), (1, 2)))
    """
    mondays = [first + WEEK * n for n in range(weeks)]
    return {
        "week": tuple((1, 1) for _ in mondays),
        "fortnight": tuple(((monday - anchor).days // 7 % 2 + 1, 2) for monday in mondays),
        "month": tuple(_in_months(monday, 1) for monday in mondays),
        "quarter": tuple(_in_months(monday, 3) for monday in mondays),
    }


def _in_months(monday: date, length: int) -> Slot:
    """Among the Thursdays of the month, or of the calendar quarter, in which its own lies."""
    thursday = monday + timedelta(3)
    start = date(thursday.year, (thursday.month - 1) // length * length + 1, 1)
    beyond = date(start.year + (start.month + length > 12), (start.month + length - 1) % 12 + 1, 1)
    first = start + timedelta((3 - start.weekday()) % 7)
    return (thursday - first).days // 7 + 1, ((beyond - first).days + 6) // 7


def visits_in(cadence: Cadence, slot: Slot, shift: int = 0) -> int:
    """The visits of a week; `shift` moves them within their block, by so many steps to the front.

    >>> [visits_in(Cadence(1, "month"), (week, 4)) for week in (1, 2, 3, 4)]
    [0, 0, 0, 1]
    >>> [visits_in(Cadence(2, "month"), (week, 5), shift=3) for week in (1, 2, 3, 4, 5)]
    [1, 0, 0, 1, 0]
    """
    number, of = slot
    return (number * cadence.count + shift) // of - ((number - 1) * cadence.count + shift) // of


def levelled(
    cadences: Mapping[str, Cadence], weeks: Mapping[Unit, Sequence[Slot]], room: Sequence[int]
) -> dict[str, int]:
    """Each customer's shift, so that a rep's weeks are loaded evenly for their room.

    The most frequent come first, then by name, each where the fullest week stays emptiest; so the order in which
    customers are given does not matter. `room`: how many visits each week has time for.
    """
    load = [0] * len(room)
    found: dict[str, int] = {}
    for name, cadence in sorted(cadences.items(), key=lambda item: (item[1].days, item[0])):
        slots_of = weeks[cadence.unit]
        tries = range(max((of for _, of in slots_of), default=1))
        shift = min(tries, key=lambda step: (_fullness(load, cadence, slots_of, step, room), step))
        found[name] = shift
        load = [now + visits_in(cadence, slot, shift) for now, slot in zip(load, slots_of, strict=True)]
    return found


def _fullness(
    load: Sequence[int], cadence: Cadence, slots_of: Sequence[Slot], shift: int, room: Sequence[int]
) -> tuple[int, int]:
    """How many visits are beyond the room, then how unevenly the weeks are filled."""
    then = [now + visits_in(cadence, slot, shift) for now, slot in zip(load, slots_of, strict=True)]
    beyond = sum(max(0, visits - most) for visits, most in zip(then, room, strict=True))
    return beyond, sum(visits * visits for visits in then)
