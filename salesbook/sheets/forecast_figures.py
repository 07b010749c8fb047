"""Landings of a plan: each rep's on the plan's own curve, the team's by several methods, with their past errors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.domain.forecast import Error, Landing, land
from salesbook.domain.forecast_history import METHODS, Month, tried
from salesbook.domain.period import months, weeks
from salesbook.sheets.track_figures import Ledger, sold_column
from salesbook.sheets.track_spans import as_of_day

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book, Sales

CURVE = "curve"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a line of the sheet says: target and actual so far in whole units, and the landing; None: too early."""

    name: str
    target: int
    actual: float
    landing: Landing | None


@dataclass(frozen=True)
class Forecast:
    """A book looked at from its as-of day."""

    book: Book

    @cached_property
    def as_of(self) -> date:
        return min(as_of_day(self.book), self.book.settings.end)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.book)

    def people(self) -> tuple[Outlook, ...]:
        """The reps in the order of the team, those without a target left out."""
        names = (rep.name for rep in self.book.reps)
        return tuple(self._outlook(name, name) for name in names if name in self.ledger.planned)

    @cached_property
    def team(self) -> Outlook:
        """Everybody, listed or not."""
        return self._outlook("", None)

    def _outlook(self, name: str, rep: str | None) -> Outlook:
        start, end = self.book.settings.start, self.book.settings.end
        closed, rest = [], 0
        for week in weeks(start, end):
            until = min(week.end, self.as_of)
            if until < week.start:
                rest += self.ledger.target(rep, week.start, week.end)
                continue
            due, sold = self.ledger.target(rep, week.start, until), self.ledger.actual(rep, week.start, until)
            closed.append((float(due), float(sold)))
            rest += self.ledger.target(rep, week.start, week.end) - due
        target, actual = self.ledger.target(rep, start, end), float(self.ledger.actual(rep, start, self.as_of))
        return Outlook(name, target, actual, land(closed, float(rest)) if target else None)

    # -- the team by months of history -----------------------------------------------------------------------------

    @cached_property
    def sold_by_month(self) -> dict[Month, float]:
        """History and actuals of the main metric by month, up to the as-of day; actuals rule where both know one."""
        found = by_month(self.book.history, self.book, self.as_of)
        return found | by_month(self.book.actuals, self.book, self.as_of)

    @cached_property
    def period(self) -> tuple[Month, ...]:
        """The plan's months."""
        return tuple((m.start.year, m.start.month) for m in months(self.book.settings.start, self.book.settings.end))

    @cached_property
    def over(self) -> int:
        """How many of them are wholly over."""
        return sum(m.end <= self.as_of for m in months(self.book.settings.start, self.book.settings.end))

    @cached_property
    def methods(self) -> dict[str, Landing | None]:
        """The plan's curve first, then what history says; only with whole months behind us."""
        found: dict[str, Landing | None] = {CURVE: self.team.landing}
        if not self.over:
            return found | dict.fromkeys(METHODS)
        last = self.period[self.over - 1]
        known = {month: amount for month, amount in self.sold_by_month.items() if month <= last}
        return found | {name: method(known, self.period, self.over) for name, method in METHODS.items() if known}

    @cached_property
    def errors(self) -> dict[str, Error | None]:
        """Each method's error on the past."""
        past = {month: amount for month, amount in self.sold_by_month.items() if month < self.period[0]}
        return tried(past, self.period) if past and len(self.period) > 3 else dict.fromkeys(METHODS)


def by_month(sales: Sales, book: Book, until: date) -> dict[Month, float]:
    """Sold by (year, month) up to a day."""
    values = sales.quantities if sold_column(book) == "quantity" else sales.amounts
    found: dict[Month, float] = defaultdict(float)
    for day, value in zip(sales.dates, values, strict=True):
        if day <= until:
            found[day.year, day.month] += float(value or 0)
    return dict(found)
