"""Time in cells: SB_SEASON, SB_SELLINGDAYS, SB_TIMEPROGRESS."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from salesbook.domain.calendar import OFFICE_WEEK, SellingCalendar
from salesbook.domain.pace import time_progress
from salesbook.domain.period import PeriodError, months
from salesbook.domain.season import month_shares
from salesbook.functions.answers import Answer, Answers, ExcelError, RefusedError, number
from salesbook.functions.arguments import Cell, amount, choice, day, days, flat, is_given, same_length, single, whole
from salesbook.functions.arguments import money as typed_amount
from salesbook.functions.boundary import cell_function, each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.domain.season import Policy


@cell_function
def season(dates: Any, amounts: Any, first: Any, last: Any, policy: Any = None) -> Answers:
    """The months of a plan and the share of each, from history by date, as two columns.

    >>> season((45748.0, 45778.0, 45809.0), (10.0, 30.0, 10.0), 46113.0, 46203.0, "history")
    (('2026-04', 0.2), ('2026-05', 0.6), ('2026-06', 0.2))
    """
    plan = months(day(single(first)), day(single(last)))
    by = cast("Policy", choice(policy, "season", "auto"))
    found = month_shares(plan, _history(flat(dates), flat(amounts)), SellingCalendar(), by)
    return tuple((month.key, number(share)) for month, share in zip(plan, found.shares, strict=True))


def _history(dates: Sequence[Cell], amounts: Sequence[Cell]) -> dict[tuple[int, int], Decimal]:
    same_length(dates, amounts)
    sold: dict[tuple[int, int], Decimal] = {}
    for when, what in zip(dates, amounts, strict=True):
        if when is not None:
            at = day(when)
            sold[at.year, at.month] = sold.get((at.year, at.month), Decimal(0)) + (
                Decimal(0) if what is None else typed_amount(what)
            )
    return sold


@cell_function
def selling_days(first: Any, last: Any, holidays: Any = None, workdays: Any = None, week: Any = None) -> Answers:
    """Selling days from first to last, both included, for each pair of dates.

    >>> selling_days(46143.0, 46173.0)
    ((21.0,),)
    """
    calendar = _calendar(holidays, workdays, week)

    def count(from_: Cell, to: Cell) -> Answer:
        one, other = day(from_), day(to)
        if other < one:
            raise PeriodError("end-before-start", f"{one}…{other}")
        return number(calendar.selling_days(one, other))

    return each("SB_SELLINGDAYS", count, first, last)


def _calendar(holidays: Any, workdays: Any, week: Any) -> SellingCalendar:
    factors = tuple(map(amount, flat(week))) if is_given(week) else OFFICE_WEEK
    if len(factors) != 7 or min(factors) < 0:
        raise RefusedError(ExcelError.VALUE, "not-a-week")
    own = dict.fromkeys(days(holidays), 0) | dict.fromkeys(days(workdays), 1)
    return SellingCalendar(factors, own)


@cell_function
def time_progress_of(dates: Any, plan: Any, as_of: Any) -> Answers:
    """The part of a plan by day that was due by each of some dates, that day included.

    >>> time_progress_of((46143.0, 46144.0), (30.0, 70.0), 46143.0)
    ((0.3,),)
    """
    by_day: dict[Any, int] = {}
    when, planned = flat(dates), flat(plan)
    same_length(when, planned)
    for at, value in zip(when, planned, strict=True):
        if at is not None:
            by_day[day(at)] = by_day.get(day(at), 0) + (0 if value is None else whole(value))
    return each("SB_TIMEPROGRESS", lambda date: number(time_progress(by_day, day(date))), as_of)
