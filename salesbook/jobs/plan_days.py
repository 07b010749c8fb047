"""The plan by day: every rep's leaves of a period, split over the days on which the rep sells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.book.model import DayRow
from salesbook.book.timeline import calendar_of
from salesbook.domain.period import dates
from salesbook.domain.split_days import split_days, split_days_tiers
from salesbook.jobs.plan_base import rep_weight
from salesbook.jobs.plan_presence import is_there, leavers, ramp_on, unassigned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from salesbook.book.model import Book, PlanRow, Rep

LAYERS = (*TIERS, "hedge")


def day_rows(book: Book) -> tuple[DayRow, ...]:
    """In the order of metric, rep and day; days of nothing are left out.

    Every rep's days of a period come to the rep's leaves of it, for each tier and the hedge, and running totals stay
    within about one unit of the plan's curve.
    """
    periods: dict[tuple[str, str], list[PlanRow]] = defaultdict(list)
    for row in book.plan:
        periods[row.metric, row.period].append(row)
    found = _once(day for (metric, _), rows in periods.items() for day in _period(book, metric, rows))
    order = {rep.name: i for i, rep in enumerate(book.reps)}
    metrics = {metric: i for i, (metric, _) in enumerate(periods)}
    found.sort(key=lambda row: (metrics[row.metric], order.get(row.rep, len(order)), row.day))
    return tuple(found)


def _once(rows: Iterable[DayRow]) -> list[DayRow]:
    """A day that belongs to two phases has one row per rep: their sum."""
    found: dict[tuple[str, str, date], DayRow] = {}
    for row in rows:
        before = found.setdefault((row.metric, row.rep, row.day), row)
        if before is not row:
            sums = {layer: getattr(before, layer) + getattr(row, layer) for layer in LAYERS}
            found[row.metric, row.rep, row.day] = replace(row, **sums)
    return list(found.values())


def _period(book: Book, metric: str, rows: Sequence[PlanRow]) -> list[DayRow]:
    unit = book.settings.unit if metric == book.settings.metric else 1
    names = list(dict.fromkeys(row.rep for row in rows))
    totals = {layer: dict.fromkeys(names, 0) for layer in LAYERS}
    for row in rows:
        for layer in LAYERS:
            totals[layer][row.rep] += getattr(row, layer) // unit
    days = list(dates(rows[0].start, rows[0].end))
    weights = _weights(book, names, days)
    tiers = split_days_tiers({tier: list(totals[tier].values()) for tier in TIERS}, weights)
    values = {tier: split.values.tolist() for tier, split in tiers.items()}
    values["hedge"] = split_days(list(totals["hedge"].values()), weights).values.tolist()
    return [
        DayRow(metric, day, name, **cells, version=book.settings.version)
        for i, name in enumerate(names)
        for j, day in enumerate(days)
        if any((cells := {layer: values[layer][i][j] * unit for layer in LAYERS}).values())
    ]


def _weights(book: Book, names: Sequence[str], days: Sequence[date]) -> list[list[float]]:
    """Members x days: the calendar's factors, as far as the member sells on the day."""
    factors, parts = calendar_of(book).weights(days), _parts(book)
    in_full = [float(factor) for factor in factors]
    return [
        [float(factor * parts[name](day)) for day, factor in zip(days, factors, strict=True)]
        if name in parts
        else in_full
        for name in names
    ]


def _parts(book: Book) -> dict[str, Callable[[date], Fraction]]:
    """Member -> how much of a full rep counts on a day, for those who are not there throughout; Unassigned counts for
    those who have left, by their weights."""
    start, gone = book.settings.start, leavers(book)
    ends = start, book.settings.end
    some = [rep for rep in book.reps if rep.ramps or not all(is_there(rep, day) for day in ends)]

    def of_rep(rep: Rep, day: date) -> Fraction:
        return ramp_on(rep, day, start) if is_there(rep, day) else Fraction(0)

    def of_rest(day: date) -> Fraction:
        return sum((rep_weight(rep) for rep in gone if rep.end and rep.end < day), Fraction(0))

    found: dict[str, Callable[[date], Fraction]] = {rep.name: partial(of_rep, rep) for rep in some}
    return found | ({unassigned(book): of_rest} if gone else {})
