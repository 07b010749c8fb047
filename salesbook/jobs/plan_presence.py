"""Who is there when: joiners, leavers and ramps, as parts of each period's selling days.

A rep who joins or leaves within the plan has targets for the days between only. What a leaver would have had after the
last day goes to Unassigned 未分配, a member of its own; the days before somebody joins are the others'. Who left before
the plan starts, or joins after it ends, has no part in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.timeline import calendar_of
from salesbook.domain.period import dates
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from salesbook.book.model import Book, Rep
    from salesbook.domain.calendar import SellingCalendar
    from salesbook.domain.period import Period

Key = tuple[str, ...]
_ONE, _NONE = Fraction(1), Fraction(0)


def unassigned(book: Book) -> str:
    """The member that takes what leavers leave, in the workbook's language."""
    return text("jobs", "unassigned", book.settings.language)


def leavers(book: Book) -> tuple[Rep, ...]:
    """The reps whose last day lies within the plan, before its own last day."""
    first, last = book.settings.start, book.settings.end
    return tuple(rep for rep in book.reps if rep.end is not None and first <= rep.end < last)


def ramp_on(rep: Rep, day: date, plan_start: date) -> Fraction:
    """How much of a full rep counts on a day, by the months since the rep's first day (or else the plan's).

    The last value of the curve goes on; 1 without a curve. The ramp that is one number stands in the weight.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from salesbook.book.model import Rep
    >>> new = Rep("Li", start=date(2026, 1, 31), ramps=(Decimal("0.5"), Decimal("0.75"), Decimal(1)))
    >>> days = date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 31), date(2027, 1, 1)
    >>> [str(ramp_on(new, day, date(2026, 1, 1))) for day in days]
    ['1/2', '3/4', '1', '1']
    """
    if not rep.ramps:
        return _ONE
    gone = _months_between(rep.start or plan_start, day)
    return Fraction(rep.ramps[min(max(gone, 0), len(rep.ramps) - 1)])


def _months_between(start: date, day: date) -> int:
    """Whole months; a month that lacks the day of the start ends with its last day."""
    from calendar import monthrange

    last = monthrange(day.year, day.month)[1]
    return (day.year - start.year) * 12 + day.month - start.month - (day.day < min(start.day, last))


def is_there(rep: Rep, day: date) -> bool:
    """Whether the rep has joined and not left on a day."""
    return (rep.start is None or rep.start <= day) and (rep.end is None or day <= rep.end)


@dataclass(frozen=True, slots=True)
class Presence:
    """Of each period's selling days, the part that a rep counts for, and the part after a leaver's last day.

    Reps who are there throughout are not listed: they count in full.
    """

    here: Mapping[tuple[str, str], Fraction]
    """(rep, period) -> the part."""
    gone: Mapping[tuple[str, str], Fraction]
    rest: str
    """What Unassigned is called; "" where nobody leaves."""

    def parts(self, rep: str, period: str) -> Iterator[tuple[str, Fraction]]:
        """The rep with the rep's part, and Unassigned with what the rep leaves."""
        yield rep, self.here.get((rep, period), _ONE)
        left = self.gone.get((rep, period))
        if left:
            yield self.rest, left

    def weights(
        self, base: Mapping[Key, Fraction], rep_at: int | None, by_period: Mapping[str, Fraction]
    ) -> dict[Key, Fraction]:
        """(period, member of each axis) -> the base times the period's weight and the rep's part of it."""
        found: dict[Key, Fraction] = {}
        for period, scale in by_period.items():
            for key, weight in base.items():
                if rep_at is None:
                    found[period, *key] = weight * scale
                    continue
                for member, part in self.parts(key[rep_at], period):
                    at = (period, *key[:rep_at], member, *key[rep_at + 1 :])
                    found[at] = found.get(at, _NONE) + weight * scale * part
        return found

    def rest_base(self, base: Mapping[Key, Fraction], rep_at: int | None) -> dict[Key, Fraction]:
        """What the leavers' base comes to under the name of Unassigned, in the order of `base`."""
        if rep_at is None or not self.rest:
            return {}
        left = {rep for rep, _ in self.gone}
        found: dict[Key, Fraction] = {}
        for key, weight in base.items():
            if key[rep_at] in left:
                at = (*key[:rep_at], self.rest, *key[rep_at + 1 :])
                found[at] = found.get(at, _NONE) + weight
        return found


def presence(book: Book, leaves: Sequence[Period]) -> Presence:
    """Of every rep who joins or leaves within the plan, or has a ramp by months."""
    calendar, start = calendar_of(book), book.settings.start
    ends = book.settings.start, book.settings.end
    some = [rep for rep in book.reps if rep.ramps or not all(is_there(rep, day) for day in ends)]
    here = {(rep.name, leaf.key): _part(rep, leaf, calendar, start) for rep in some for leaf in leaves}
    gone = {(rep.name, leaf.key): _left(rep, leaf, calendar, start) for rep in leavers(book) for leaf in leaves}
    gone = {at: part for at, part in gone.items() if part}
    return Presence(here, gone, unassigned(book) if gone else "")


def _part(rep: Rep, leaf: Period, calendar: SellingCalendar, plan_start: date) -> Fraction:
    return _share_of_days(leaf, calendar, {d: ramp_on(rep, d, plan_start) for d in _days(leaf) if is_there(rep, d)})


def _left(rep: Rep, leaf: Period, calendar: SellingCalendar, plan_start: date) -> Fraction:
    assert rep.end is not None, "only leavers leave something"
    return _share_of_days(leaf, calendar, {d: ramp_on(rep, d, plan_start) for d in _days(leaf) if d > rep.end})


def _days(leaf: Period) -> Iterator[date]:
    return dates(leaf.start, leaf.end)


def _share_of_days(leaf: Period, calendar: SellingCalendar, counted: Mapping[date, Fraction]) -> Fraction:
    """By selling days; by calendar days in a period that has none."""
    whole = calendar.selling_days(leaf.start, leaf.end)
    if not whole:
        return sum(counted.values(), _NONE) / leaf.length
    return sum((calendar.factor(day) * part for day, part in counted.items()), _NONE) / whole
