"""What each period of a plan weighs by the season: phases by their shares, months by history and selling days."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.festivals import festivals
from salesbook.book.timeline import calendar_of, leaf_periods, timeline_of
from salesbook.domain.season import MonthShares, month_shares
from salesbook.domain.season_days import PastDays
from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.domain.period import Period


def season_weights(book: Book, leaves: Sequence[Period], metric: str) -> tuple[dict[str, Fraction], list[Problem]]:
    """The weight of each leaf period: a phase's share, else by the settings' policy; and what was noticed."""
    if book.phases:
        return phase_weights(book, leaves), []
    found = season_of(book, metric)
    return {leaf.key: share for leaf, share in zip(leaves, found.shares, strict=True)}, _noticed(book, found)


def season_of(book: Book, metric: str) -> MonthShares:
    """The shares of a plan's months, with where they come from."""
    line, leaves = timeline_of(book.settings), leaf_periods(book)
    past = _past(book, metric, by_weekday=line.policy != "by-day")
    policy = book.settings.season
    wholes = [line.whole(month) for month in leaves]
    return month_shares(leaves, past.months(), calendar_of(book), policy, past=past, wholes=wholes)  # type: ignore[arg-type]


def _past(book: Book, metric: str, *, by_weekday: bool) -> PastDays:
    """What was sold by day; only the years before the plan count, so its own sales move nothing."""
    values = book.history.quantities if metric == "quantity" else book.history.amounts
    by_day: dict[date, Decimal] = defaultdict(Decimal)
    for day, value in zip(book.history.dates, values, strict=True):
        by_day[day] += value or 0
    if not by_day:
        return PastDays({})
    years = range(min(by_day).year - 1, book.settings.end.year + 2)
    moving = festivals(book.settings.holidays, years) if _is_seasonal(book) else ()
    return PastDays(dict(by_day), moving, by_weekday)


def _is_seasonal(book: Book) -> bool:
    return book.settings.season in ("auto", "history")


def _noticed(book: Book, found: MonthShares) -> list[Problem]:
    if found.policy != "days" or not _is_seasonal(book):
        return []
    if book.settings.season == "history":
        return [Problem("no-season-history", words={"plan": book.settings.plan})]
    start = (book.settings.start.year, book.settings.start.month)
    sold = [month for month in found.left_out if month < start]
    if not sold:
        return []
    first, last = (f"{year}-{number:02}" for year, number in (min(sold), max(sold)))
    words = {"first": first, "last": last}
    return [Problem("season-history-too-short", Place(table="sb_history"), words)]


def phase_weights(book: Book, leaves: Sequence[Period]) -> dict[str, Fraction]:
    """Shares as given; phases without one divide what is left by their selling days."""
    calendar = calendar_of(book)
    given = {phase.name: phase.share for phase in book.phases if phase.share is not None}
    by_days = {leaf.key: calendar.selling_days(leaf.start, leaf.end) for leaf in leaves}
    return _shared(given, by_days)


def _shared(given: Mapping[str, Decimal], by_days: Mapping[str, Fraction]) -> dict[str, Fraction]:
    rest = max(Fraction(0), 1 - sum((Fraction(share) for share in given.values()), Fraction(0)))
    open_days = sum((days for name, days in by_days.items() if name not in given), Fraction(0))
    return {
        name: Fraction(given[name]) if name in given else (rest * days / open_days if open_days else Fraction(0))
        for name, days in by_days.items()
    }
