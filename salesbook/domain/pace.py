"""Tracking's exact arithmetic: time progress, attainment, gap, required rate, pace, rank, light and landing.

All results are exact (int or Fraction). None says that there is nothing to compare with, and is never to be
read as "on track". A shortfall is negative and is never cut at zero.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    Amount = int | Decimal | Fraction

Light = Literal["green", "amber", "red"]


def plan_to_date(plan_by_day: Mapping[date, int], as_of: date) -> int:
    """The plan of all days up to and including `as_of`.

    >>> from datetime import date
    >>> plan_to_date({date(2026, 5, 1): 30, date(2026, 5, 2): 70}, date(2026, 5, 1))
    30
    """
    return sum(planned for day, planned in plan_by_day.items() if day <= as_of)


def time_progress(plan_by_day: Mapping[date, int], as_of: date) -> Fraction | None:
    """The part of the plan that was due by `as_of`, that day included, on the plan's own curve.

    None for a plan that sums to 0.

    >>> from datetime import date
    >>> time_progress({date(2026, 5, 1): 30, date(2026, 5, 2): 70}, date(2026, 5, 1))
    Fraction(3, 10)
    """
    whole = sum(plan_by_day.values())
    return Fraction(plan_to_date(plan_by_day, as_of), whole) if whole else None


def attainment(actual: Amount, target: Amount) -> Fraction | None:
    """Actual over target; None for a target of 0 or less, of which no ratio says anything.

    >>> attainment(90, 120), attainment(-30, 120), attainment(50, 0)
    (Fraction(3, 4), Fraction(-1, 4), None)
    """
    return Fraction(actual) / Fraction(target) if target > 0 else None


def gap(actual: Amount, due: Amount) -> Fraction:
    """Actual minus what was due (the plan to date): negative when behind, also where nothing was sold at all.

    >>> gap(0, 500)
    Fraction(-500, 1)
    """
    return Fraction(actual) - Fraction(due)


def required_per_day(target: Amount, actual: Amount, remaining_days: Amount) -> Fraction | None:
    """What each remaining selling day must bring; None when none remains. Negative once the target is passed.

    >>> required_per_day(1000, 400, 12), required_per_day(1000, 1030, 3), required_per_day(1000, 400, 0)
    (Fraction(50, 1), Fraction(-10, 1), None)
    """
    return -gap(actual, target) / Fraction(remaining_days) if remaining_days > 0 else None


def pace(attained: Fraction | None, progress: Fraction | None) -> Fraction | None:
    """Attainment over time progress: 1 is as planned; None when either is unknown or no time has passed.

    >>> pace(Fraction(9, 20), Fraction(1, 2)), pace(None, Fraction(1, 2)), pace(Fraction(0), Fraction(0))
    (Fraction(9, 10), None, None)
    """
    return attained / progress if attained is not None and progress else None


def landing(actual: Amount, progress: Fraction | None) -> Fraction | None:
    """Where the period ends if it goes on as so far: actual / time progress. None before any time has passed.

    >>> landing(450, Fraction(1, 2)), landing(450, Fraction(0))
    (Fraction(900, 1), None)
    """
    return Fraction(actual) / progress if progress else None


def rank(values: Sequence[Amount | None]) -> tuple[int | None, ...]:
    """Places by falling value: equal values share a place and the next one is skipped; None has no place.

    >>> rank([80, 95, None, 80, 10])
    (2, 1, None, 2, 4)
    """
    falling = sorted((value for value in values if value is not None), reverse=True)
    places: dict[Amount, int] = {}
    for place, value in enumerate(falling, start=1):
        places.setdefault(value, place)
    return tuple(None if value is None else places[value] for value in values)


def light(ratio: Amount | None, green: Amount, amber: Amount) -> Light | None:
    """The colour of a ratio: green from `green`, amber from `amber`, else red; None for an unknown ratio.

    >>> from decimal import Decimal
    >>> [light(r, 1, Decimal("0.9")) for r in (1, Decimal("0.95"), Decimal("0.9"), Decimal("-1"), None)]
    ['green', 'amber', 'amber', 'red', None]
    """
    if amber > green:
        raise ValueError(f"amber from {amber} lies above green from {green}")
    if ratio is None:
        return None
    return "green" if ratio >= green else "amber" if ratio >= amber else "red"
