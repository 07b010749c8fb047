"""The lines of the fairness sheet: who is asked for what, against the same days a year before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.checks_history import year_before
from salesbook.domain.fairness import Asked, spread
from salesbook.sheets.sums import day_rows, plan_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.domain.fairness import Spread

MEASURED = ("revenue", "quantity", "cash")
"""Main metrics of which the past sales tell a base: their amounts, or their quantities."""


@dataclass(frozen=True, slots=True)
class Line:
    """A rep or a team: what was sold then, what is handed down now, over how many selling days."""

    name: str
    team: str
    asked: Asked
    days: int
    full: bool
    """Sold through all of the days a year before, so that growth means something."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """All that the sheet shows: reps with a full base by the growth asked, then the others by their targets."""

    start: date
    end: date
    compared: tuple[Line, ...]
    others: tuple[Line, ...]
    teams: tuple[Line, ...]
    found: Spread | None

    @property
    def reps(self) -> tuple[Line, ...]:
        return self.compared + self.others

    def stands_out(self, line: Line) -> int:
        """1 for a rep of whom too much is asked, -1 for one of whom too little is, else 0."""
        growth = line.asked.growth
        if growth is None or self.found is None or line not in self.compared:
            return 0
        low, high = self.found.fences
        return (growth > high) - (growth < low)


def base_days(book: Book) -> tuple[date, date]:
    """The plan's days, a year before."""
    return year_before(book.settings.start), year_before(book.settings.end)


def base_column(book: Book) -> str:
    """The column of sb_history that counts for the main metric."""
    return "quantity" if book.settings.metric == "quantity" else "amount"


def fairness_of(book: Book) -> Fairness:
    """The lines of a plan. Equal demands stand in the order of the names, so that the order never depends on rows."""
    start, end = base_days(book)
    bases, first_sales = _bases(book, start, end)
    opening = max(start, min(first_sales.values(), default=start))
    targets: Counter[str] = Counter()
    for row in plan_rows(book):
        targets[row.rep] += row.target + row.hedge
    days = Counter(row.rep for row in day_rows(book) if row.target > 0)
    teams = {rep.name: rep.team for rep in book.reps}
    starts = {rep.name: rep.start for rep in book.reps}
    lines = [
        Line(
            name, teams.get(name, ""), Asked(bases.get(name, Decimal(0)), target), days[name],
            _full(bases.get(name), starts.get(name), first_sales.get(name), opening),
        )
        for name, target in targets.items()
        if name
    ]  # fmt: skip
    compared = sorted((line for line in lines if line.full), key=lambda line: (-(line.asked.growth or 0), line.name))
    others = sorted((line for line in lines if not line.full), key=lambda line: (-line.asked.target, line.name))
    found = spread([line.asked for line in compared], Fraction(book.settings.fair))
    return Fairness(start, end, tuple(compared), tuple(others), _teams(lines), found)


def _full(base: Decimal | None, joined: date | None, sold: date | None, opening: date) -> bool:
    """Whether the base covers the days: there is one, the rep had joined, and sold in the first month, or before.

    `opening` is the first of the days, or the first sale of all where the history begins later.
    """
    if not base or base <= 0 or (joined is not None and joined > opening):
        return False
    return sold is not None and (sold.year, sold.month) <= (opening.year, opening.month)


def _bases(book: Book, start: date, end: date) -> tuple[dict[str, Decimal], dict[str, date]]:
    """Rep -> what was sold in the days, and the first sale of all history."""
    sales = book.history
    values = sales.quantities if base_column(book) == "quantity" else sales.amounts
    sums: dict[str, Decimal] = {}
    first: dict[str, date] = {}
    for day, rep, value in zip(sales.dates, sales.axes.get("rep", ("",) * len(sales)), values, strict=True):
        first[rep] = min(day, first.get(rep, day))
        if start <= day <= end:
            sums[rep] = sums.get(rep, Decimal(0)) + (value or 0)
    return sums, first


def _teams(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Teams by the growth asked of those of their reps who have a full base; "" for reps without one."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.team, []).append(line)
    if not any(found):
        return ()
    teams = [
        Line(
            team, team, Asked(sum((m.asked.base for m in of), Decimal(0)), sum(m.asked.target for m in of)),
            sum(m.days for m in of), all(m.full for m in of),
        )
        for team, of in found.items()
    ]  # fmt: skip
    return tuple(sorted(teams, key=lambda team: (-(team.asked.growth or 0), team.name)))
