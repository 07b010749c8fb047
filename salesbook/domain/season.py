"""Seasonality 淡旺季: the share of each month of a plan, from history, selling days, or alike.

The rule of history. A *run* is, for each month of the plan, an earlier month of the same name: the latest
ones before the plan make the first run, those a year earlier the second, and so on. A run counts when history
reaches over all of its months and it sold something; so a year's plan needs twelve months, a quarter's plan
only the same three, and a partial year that cannot fill a run is left out (its months are not mistaken for
weak ones).
The shares of the runs are averaged, each run weighing the same. A month of net returns counts as none.

The rule of short history, policy auto. With n runs, history weighs n/(n+1) and the selling days the rest: one
year counts half, three years three quarters. So no month falls to nothing because it once sold nothing.
Festivals that move between months (Spring Festival) meet each other where history is given by day (`past`); sums by
month know them only as far as the selling days do.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import count, takewhile
from typing import TYPE_CHECKING, Literal

from salesbook.domain.period import Period, month_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from salesbook.domain.calendar import SellingCalendar
    from salesbook.domain.season_days import PastDays

Policy = Literal["auto", "history", "days", "equal"]
Month = tuple[int, int]
"""Year and month number."""


@dataclass(frozen=True, slots=True)
class MonthShares:
    """The shares of a plan's months, which sum to 1, and where they come from."""

    shares: tuple[Fraction, ...]
    policy: Policy
    """The policy that decided: `days` where history was wanted and none could be used."""
    years: int = 0
    """How many runs of history were used."""
    weight: Fraction = Fraction(0)
    """How much history weighs; the rest is selling days."""
    used: tuple[Month, ...] = ()
    """The months of history that were used."""
    missing: tuple[Month, ...] = ()
    """Those of them for which history has nothing, counted as no sales."""
    left_out: tuple[Month, ...] = ()
    """The months of history that were not used: in no whole run, or not before the plan."""
    aligned: bool = False
    """Whether a festival that moves was brought from another date."""


def month_shares(
    months: Sequence[Period],
    history: Mapping[Month, Decimal],
    calendar: SellingCalendar,
    policy: Policy = "auto",
    *,
    past: PastDays | None = None,
    wholes: Sequence[Period] = (),
) -> MonthShares:
    """Shares of `months` (in order, the first and last perhaps clipped), whose keys name year and month.

    `history` holds the sum sold per (year, month); a month between its first and last that is not there sold
    nothing. `past` tells the same by day, and then says what a whole month would have sold so many years before.
    `wholes` are the months in full, the calendar's if not given. A clipped month gets the part of its month's share
    that its selling days are.
    Policies: `history` takes history alone, `auto` mixes as above, `days` goes by selling days, `equal` gives
    each whole month the same.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from salesbook.domain.calendar import EVERY_DAY, SellingCalendar
    >>> from salesbook.domain.period import months as months_of
    >>> plan = months_of(date(2026, 4, 1), date(2026, 6, 30))
    >>> sold = {(2025, 4): Decimal(10), (2025, 5): Decimal(30), (2025, 6): Decimal(10)}
    >>> found = month_shares(plan, sold, SellingCalendar(EVERY_DAY), "history")
    >>> found.years, [str(share) for share in found.shares]
    (1, ['1/5', '3/5', '1/5'])
    """
    full = wholes or [month_of(month.start) for month in months]
    if policy == "equal":
        return MonthShares(_proportions([_calendar_part(m, w) for m, w in zip(months, full, strict=True)]), "equal")
    by_days = _day_shares(months, calendar)
    runs = _runs(months, history) if policy != "days" else []
    left_out = tuple(sorted(set(history) - {month for run in runs for month in run}))
    if not runs:
        return MonthShares(by_days, "days", left_out=left_out)
    weight = Fraction(1) if policy == "history" else Fraction(len(runs), len(runs) + 1)
    sold = [_sold(run, full, history, past) for run in runs]
    before = _past_shares(months, full, calendar, sold)
    shares = tuple(weight * p + (1 - weight) * d for p, d in zip(before, by_days, strict=True))
    used = tuple(sorted({month for run in runs for month in run}))
    missing = tuple(month for month in used if month not in history)
    moved = past is not None and any(
        past.moved(whole, _named(month)[0] - source[0])
        for run in runs
        for month, whole, source in zip(months, full, run, strict=True)
    )
    return MonthShares(shares, policy, len(runs), weight, used, missing, left_out, moved)


def _runs(months: Sequence[Period], history: Mapping[Month, Decimal]) -> list[tuple[Month, ...]]:
    """The runs that count, the latest first."""
    start = _named(months[0])
    before = [month for month in history if month < start]
    if not before:
        return []
    first, last = min(before), max(before)
    latest = {number: (last[0] - (number > last[1]), number) for number in range(1, 13)}

    def run(back: int) -> tuple[Month, ...]:
        return tuple((latest[number][0] - back, number) for _, number in map(_named, months))

    whole = takewhile(lambda months: min(months) >= first, map(run, count()))
    return [months for months in whole if any(history.get(month, 0) > 0 for month in months)]


def _sold(
    run: tuple[Month, ...], wholes: Sequence[Period], history: Mapping[Month, Decimal], past: PastDays | None
) -> list[Fraction]:
    """What each month of the plan sold in a run, never below zero; by the month's sum where the days know of none."""
    by_month = [max(Fraction(history.get(month, 0)), Fraction(0)) for month in run]
    if past is None:
        return by_month
    pairs = zip(wholes, run, strict=True)
    by_day = [max(past.sold(whole, _named(whole)[0] - source[0]), Fraction(0)) for whole, source in pairs]
    return by_day if any(by_day) else by_month


def _past_shares(
    months: Sequence[Period],
    wholes: Sequence[Period],
    calendar: SellingCalendar,
    sold: Sequence[Sequence[Fraction]],
) -> tuple[Fraction, ...]:
    """The average share of each month over the runs, a clipped month reduced, summing to 1."""
    by_run = map(_proportions, sold)
    parts = [_selling_part(month, whole, calendar) for month, whole in zip(months, wholes, strict=True)]
    reduced = [sum(column) * part for column, part in zip(zip(*by_run, strict=True), parts, strict=True)]
    return _proportions(reduced) if any(reduced) else _day_shares(months, calendar)


def _day_shares(months: Sequence[Period], calendar: SellingCalendar) -> tuple[Fraction, ...]:
    """By selling days; by calendar days where nothing is sold on any."""
    selling = [calendar.selling_days(month.start, month.end) for month in months]
    return _proportions(selling if any(selling) else [Fraction(month.length) for month in months])


def _selling_part(month: Period, whole: Period, calendar: SellingCalendar) -> Fraction:
    """How much of its whole month a clipped month is, by selling days."""
    days = calendar.selling_days(whole.start, whole.end)
    return calendar.selling_days(month.start, month.end) / days if days else _calendar_part(month, whole)


def _calendar_part(month: Period, whole: Period) -> Fraction:
    return Fraction(month.length, whole.length)


def _proportions(weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    total = sum(weights, Fraction(0))
    return tuple(weight / total for weight in weights)


def _named(month: Period) -> Month:
    """Year and number, as the month's key says: months of whole weeks may begin in the calendar's month before."""
    year, number = month.key.split("-")
    return int(year), int(number)
