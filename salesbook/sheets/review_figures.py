"""What a review looks at: each rep over a day, week, month or quarter, the same before, and a year ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from salesbook.domain import pace
from salesbook.domain.period import Period, day_of, month_of, quarter_of, week_of, weeks
from salesbook.sheets.track_figures import Ledger, sold_column
from salesbook.sheets.track_spans import as_of_day

if TYPE_CHECKING:
    from fractions import Fraction

    from salesbook.book.model import Book, Sales

Kind = Literal["day", "week", "month", "quarter", "plan"]
KINDS: tuple[Kind, ...] = ("day", "week", "month", "quarter", "plan")


@dataclass(frozen=True, slots=True)
class Person:
    """A rep over the period: target of all its days, actual up to the day, place, places gained, weeks on target."""

    name: str
    team: str
    target: int
    due: int
    actual: Decimal
    rank: int | None
    moved: int | None
    streak: int

    @property
    def attained(self) -> Fraction | None:
        """Of the whole period's target."""
        return pace.attainment(self.actual, self.target)

    @property
    def pace(self) -> Fraction | None:
        """Of what was due by the day."""
        return pace.attainment(self.actual, self.due)


@dataclass(frozen=True)
class Review:
    """A book's period that a day is in, clipped to the plan."""

    book: Book
    kind: Kind

    @cached_property
    def as_of(self) -> date:
        settings = self.book.settings
        return min(max(as_of_day(self.book), settings.start), settings.end)

    @cached_property
    def span(self) -> tuple[date, date]:
        return self._clipped(self._period(self.as_of))

    @cached_property
    def before(self) -> tuple[date, date] | None:
        """The period before of the same kind; None where the plan had not begun."""
        if self.kind == "plan":
            return None
        day = self._period(self.as_of).start - timedelta(1)
        return self._clipped(self._period(day)) if day >= self.book.settings.start else None

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.book)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Those with a target in the plan, by rank; who has none in the period comes last, in the team's order."""
        names = [rep.name for rep in self.book.reps if rep.name in self.ledger.planned]
        ranks = self._ranks(names, self.span)
        earlier = self._ranks(names, self.before) if self.before else {}
        teams = {rep.name: rep.team for rep in self.book.reps}
        found = [self._person(name, teams[name], ranks, earlier) for name in names]
        return tuple(sorted(found, key=lambda person: person.rank or len(found) + 1))

    @cached_property
    def team(self) -> Person:
        """Everybody, listed or not."""
        return self._person(None, "", {}, {})

    def _person(
        self, name: str | None, team: str, ranks: dict[str, int | None], earlier: dict[str, int | None]
    ) -> Person:
        start, end = self.span
        until = min(self.as_of, end)
        rank, was = ranks.get(name or ""), earlier.get(name or "")
        return Person(
            name or "", team, self.ledger.target(name, start, end), self.ledger.target(name, start, until),
            self.ledger.actual(name, start, until), rank, was - rank if rank and was else None, self._streak(name),
        )  # fmt: skip

    def _ranks(self, names: list[str], span: tuple[date, date]) -> dict[str, int | None]:
        start, end = span[0], min(span[1], self.as_of)
        shares = [
            pace.attainment(self.ledger.actual(name, start, end), self.ledger.target(name, *span)) for name in names
        ]
        return dict(zip(names, pace.rank(shares), strict=True))

    def _streak(self, name: str | None) -> int:
        """Whole weeks in a row, up to the last one that is over, in which the target was reached."""
        count = 0
        for week in reversed(weeks(self.book.settings.start, self.as_of)):
            if week.end > self.as_of or week.length < 7:
                if week.end >= self.as_of:
                    continue
                break
            target = self.ledger.target(name, week.start, week.end)
            if not target or self.ledger.actual(name, week.start, week.end) < target:
                break
            count += 1
        return count

    # -- compared --------------------------------------------------------------------------------------------------

    @cached_property
    def sold_before(self) -> Decimal | None:
        """Sold in the part of the period before that is as long as this one so far."""
        if self.before is None:
            return None
        days = (min(self.as_of, self.span[1]) - self.span[0]).days
        start, end = self.before
        return self.ledger.actual(None, start, min(end, start + timedelta(days)))

    @cached_property
    def sold_a_year_ago(self) -> Decimal | None:
        """Sold on the same days of the year before; None where history does not reach back so far."""
        start, end = _year_ago(self.span[0]), _year_ago(min(self.as_of, self.span[1]))
        history = self.book.history
        if not len(history) or min(history.dates) > start:
            return None
        return sold_between(history, sold_column(self.book), start, end)

    @cached_property
    def selling_days_left(self) -> int:
        """The days after the day, within the period, on which anybody has a target."""
        later = {row.day for row in self.book.days if self.as_of < row.day <= self.span[1] and row.target > 0}
        return len(later)

    def _period(self, day: date) -> Period:
        settings = self.book.settings
        if self.kind == "plan":
            return Period("", "phase", settings.start, settings.end)
        if self.kind == "quarter":
            return quarter_of(day, settings.fiscal_start)
        return {"day": day_of, "week": week_of, "month": month_of}[self.kind](day)

    def _clipped(self, period: Period) -> tuple[date, date]:
        return max(period.start, self.book.settings.start), min(period.end, self.book.settings.end)


def sold_between(sales: Sales, column: str, start: date, end: date) -> Decimal:
    """A column of past sales over some days, both included."""
    values = sales.quantities if column == "quantity" else sales.amounts
    return sum((v or Decimal(0) for d, v in zip(sales.dates, values, strict=True) if start <= d <= end), Decimal(0))


def _year_ago(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
