"""What a rep owes 差额: periods that are over as they were closed, what came later, and what was carried already.

A closed period is kept in sb_closed as it was on the day it was closed and never written anew, so a target that
changes afterwards changes no past shortfall. Sales that come late, and returns, still count at the next carry.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.model import ClosedPeriod
from salesbook.errors import Place, Problem
from salesbook.sheets.gap_figures import amount_of
from salesbook.sheets.sums import plan_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from salesbook.book.model import Book

Slot = tuple[str, str]
"""A period and a rep."""


@dataclass(frozen=True)
class Shortfalls:
    """The ledger of a book as of a day."""

    book: Book
    as_of: date

    def newly_closed(self) -> tuple[ClosedPeriod, ...]:
        """The reps' periods that are over and not in the ledger yet, as they are now."""
        known = {(row.period, row.rep) for row in self._closed()}
        sold = self.sold()
        carried = self.carried_in()
        found = []
        for (period, rep), target in self.targets().items():
            if (period, rep) not in known:
                brought = carried.get((period, rep), 0)
                actual = as_money(sold.get((period, rep), Fraction(0)))
                metric = self.book.settings.metric
                found.append(ClosedPeriod(metric, period, rep, target - brought, brought, target, actual, self.as_of))
        return tuple(found)

    def targets(self) -> dict[Slot, int]:
        """Handed down in the periods that are over."""
        found: dict[Slot, int] = defaultdict(int)
        for row in plan_rows(self.book):
            if row.end <= self.as_of:
                found[row.period, row.rep] += row.target + row.hedge
        return dict(found)

    def sold(self) -> dict[Slot, Fraction]:
        """Sold in each period that is over, as the actuals now say; reps without a plan of their own are left out."""
        spans = {(row.period, row.start, row.end) for row in plan_rows(self.book) if row.end <= self.as_of}
        period_of = {}
        for period, start, end in spans:
            for ordinal in range(start.toordinal(), end.toordinal() + 1):
                period_of[ordinal] = period
        actuals = self.book.actuals
        reps = actuals.axes.get("rep") or ("",) * len(actuals)
        found: dict[Slot, Fraction] = defaultdict(Fraction)
        for i, (day, rep) in enumerate(zip(actuals.dates, reps, strict=True)):
            there = period_of.get(day.toordinal())
            if there is not None:
                found[there, rep] += amount_of(self.book, i)
        return dict(found)

    def carried_in(self) -> dict[Slot, int]:
        """What was laid on each rep's period."""
        found: dict[Slot, int] = defaultdict(int)
        for row in self.book.carried:
            if row.metric == self.book.settings.metric:
                found[row.period, row.rep] += row.amount
        return dict(found)

    def owed(self) -> dict[str, Fraction]:
        """Rep -> behind (positive) or ahead (negative) over all periods that are over, less what was carried already.

        Targets are those of the ledger where a period was closed, sales are those of now.
        """
        kept = {(row.period, row.rep): row.target for row in self._closed()}
        sold = self.sold()
        found: dict[str, Fraction] = defaultdict(Fraction)
        for slot, target in (self.targets() | kept).items():
            found[slot[1]] += target - sold.get(slot, Fraction(0))
        for row in self.book.carried:
            if row.metric == self.book.settings.metric:
                found[row.giver] -= row.amount
        return dict(found)

    def late(self) -> dict[Slot, Fraction]:
        """What came to a closed period after it was closed."""
        sold = self.sold()
        kept = {(row.period, row.rep): Fraction(row.actual) for row in self._closed()}
        came = {slot: sold.get(slot, Fraction(0)) - actual for slot, actual in kept.items()}
        return {slot: amount for slot, amount in came.items() if amount}

    def moved_targets(self) -> Mapping[Slot, tuple[int, int]]:
        """Closed periods whose target in the plan is no longer the ledger's: what it was, what it is."""
        now = self.targets()
        return {
            (row.period, row.rep): (row.target, now.get((row.period, row.rep), 0))
            for row in self._closed()
            if now.get((row.period, row.rep), 0) != row.target
        }

    def _closed(self) -> tuple[ClosedPeriod, ...]:
        return tuple(row for row in self.book.closed if row.metric == self.book.settings.metric)


def changed_since_closed(book: Book) -> Iterator[Problem]:
    """A warning for each closed period whose target is no longer what it was."""
    if not book.closed:
        return
    for (period, rep), (before, now) in Shortfalls(book, date.max).moved_targets().items():
        words = {"period": period, "rep": rep or "–", "before": f"{before:,}", "now": f"{now:,}"}
        yield Problem("closed-period-changed", Place(table="sb_closed"), words)


def as_money(amount: Fraction) -> Decimal:
    """A sum of amounts, which has as few places as they have, as a Decimal.

    >>> as_money(Fraction("1234.50"))
    Decimal('1234.5')
    """
    return Decimal(amount.numerator) / Decimal(amount.denominator)
