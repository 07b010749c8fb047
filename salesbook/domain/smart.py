"""SMART: the rules by which a goal's evidence is judged, and how far past sales carry it.

A demand is held against the best that was ever done: up to that it is ok; up to a fifth beyond it is to be looked
at; beyond that it is not met. A growth is held against the growth of the year before: up to ten points more is ok, up
to fifty to be looked at.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

Verdict = Literal["ok", "look", "no"]
CRITERIA = ("specific", "measurable", "achievable", "relevant", "time-bound")
BEYOND = Fraction(6, 5)
"""More than this part of the best ever done is not met."""
MORE, FAR = Fraction(1, 10), Fraction(1, 2)
"""Points of growth beyond the year before: from here to be looked at, from there not met."""


def against_best(asked: Fraction, best: Fraction) -> Verdict:
    """How a demand stands against the best ever done.

    >>> [against_best(Fraction(asked), Fraction(100)) for asked in (100, 120, 121)]
    ['ok', 'look', 'no']
    """
    if asked <= best:
        return "ok"
    return "look" if asked <= best * BEYOND else "no"


def against_growth(asked: Fraction, before: Fraction) -> Verdict:
    """How a growth stands against that of the year before; a fall counts as none.

    >>> [against_growth(Fraction(asked, 100), Fraction(8, 100)) for asked in (18, 58, 59)]
    ['ok', 'look', 'no']
    """
    more = asked - max(before, Fraction(0))
    if more <= MORE:
        return "ok"
    return "look" if more <= FAR else "no"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several; ok of none.

    >>> worst(["ok", "no", "look"]), worst([])
    ('no', 'ok')
    """
    found = set(verdicts)
    return "no" if "no" in found else "look" if "look" in found else "ok"


Month = tuple[int, int]
"""Year and month."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was sold by day, and by rep and day, of the slice that a goal is for."""

    by_day: Mapping[date, Decimal] = field(default_factory=dict)
    by_rep: Mapping[str, Mapping[date, Decimal]] = field(default_factory=dict)

    def between(self, start: date, end: date) -> Decimal:
        """The sum of some days, both ends included."""
        return _between(self.by_day, start, end)

    def best_rep(self, start: date, end: date) -> tuple[str, Decimal] | None:
        """Who sold most in some days; equal ones by name. None where nobody sold anything."""
        sums = {rep: _between(days, start, end) for rep, days in self.by_rep.items() if rep}
        best = min(sums, key=lambda rep: (-sums[rep], rep), default="")
        return (best, sums[best]) if best and sums[best] > 0 else None

    def months(self) -> dict[Month, Decimal]:
        """The sums of the calendar's months that sold something."""
        found: dict[Month, Decimal] = defaultdict(Decimal)
        for day, value in self.by_day.items():
            found[day.year, day.month] += value
        return dict(found)

    def best_month(self) -> tuple[Month, Decimal] | None:
        """The best month; of equal ones the first."""
        return _best(self.months())

    def best_quarter(self) -> tuple[Month, Decimal] | None:
        """The best calendar quarter, by its first month."""
        found: dict[Month, Decimal] = defaultdict(Decimal)
        for (year, month), value in self.months().items():
            found[year, month - (month - 1) % 3] += value
        return _best(found)


def _between(days: Mapping[date, Decimal], start: date, end: date) -> Decimal:
    return sum((value for day, value in days.items() if start <= day <= end), Decimal(0))


def _best(sums: Mapping[Month, Decimal]) -> tuple[Month, Decimal] | None:
    best = min(sums, key=lambda month: (-sums[month], month), default=None)
    return (best, sums[best]) if best is not None and sums[best] > 0 else None
