"""What the incentives would pay: everybody at one attainment, at a tier, or where the present pace leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.achieved import TIERS, Achieved
from salesbook.book.asked_period import periods_of
from salesbook.book.payouts import Payouts
from salesbook.domain.payout import EXACT, NOTHING, cents

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.domain.period import Period

SHARES = tuple(Decimal(percent) / 100 for percent in range(80, 121, 5))
"""The attainments that are looked at."""
LANDING = "landing"
SCENARIOS = (*TIERS, LANDING)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everybody sells a share of the target, or just a tier's target, or goes on at the pace of `as_of`."""

    share: Decimal | None = None
    tier: str = ""
    as_of: date | None = None


class Pretended(Achieved):
    """The book as if its reps sold what a scenario says; what was handed down stays."""

    def __init__(self, real: Achieved, scenario: Scenario, book: Book | None = None) -> None:
        self.book, self.real, self.scenario = book or real.book, real, scenario
        self.sales, self.days, self.leaves = real.sales, real.days, real.leaves

    def actual(self, metric: str, reps: Collection[str], start: date, end: date, product: str = "") -> Decimal:
        """What the scenario says, to the cent; of a metric without targets nothing."""
        handed = self.handed(metric, reps, start, end, product)
        if self.scenario.share is not None:
            return cents(EXACT.multiply(self.scenario.share, Decimal(handed["target"])))
        if self.scenario.tier in TIERS:
            return cents(Decimal(handed[self.scenario.tier]))
        return sum((self._landing(metric, rep, start, end, product) for rep in reps), NOTHING)

    def _landing(self, metric: str, rep: str, start: date, end: date, product: str) -> Decimal:
        """Sold so far, and for the days to come their target at the pace so far; not below nothing."""
        as_of = self.scenario.as_of
        assert as_of is not None, "a landing is as of a day"
        sold = self.real.actual(metric, (rep,), start, min(end, as_of), product)
        after = max(start, as_of + timedelta(days=1))
        to_come = self.handed(metric, (rep,), after, end, product)["target"] if after <= end else 0
        pace = self._pace(metric, rep, as_of)
        return cents(max(sold + EXACT.divide(EXACT.multiply(Decimal(to_come), pace[0]), pace[1]), NOTHING))

    def _pace(self, metric: str, rep: str, as_of: date) -> tuple[Decimal, Decimal]:
        """Sold and due since the plan's first day; 1 of 1 while nothing was due."""
        first = self.book.settings.start
        due = self.handed(metric, (rep,), first, as_of)["target"]
        sold = self.real.actual(metric, (rep,), first, as_of)
        return (max(sold, NOTHING), Decimal(due)) if due > 0 else (Decimal(1), Decimal(1))


class Simulation:
    """Payouts of a period under scenarios; champions, of whom there is only one, are kept apart."""

    def __init__(self, book: Book, period: Period) -> None:
        self.book, self.period, self.real = book, period, Achieved(book)
        rules = tuple(row for row in book.incentives if row.rule != "champion")
        self.plain = replace(book, incentives=rules)

    @property
    def as_of(self) -> date | None:
        """The day of which the present pace is: the setting's, else the last one with sales; None without sales."""
        last = max(self.book.actuals.dates, default=None)
        return (self.book.settings.as_of or last) if last else None

    def scenarios(self) -> dict[str, Scenario]:
        """The tiers and, once something was sold, the present pace."""
        found = {tier: Scenario(tier=tier) for tier in TIERS}
        return found | ({LANDING: Scenario(as_of=self.as_of)} if self.as_of else {})

    def paid(self, scenario: Scenario) -> dict[str, Decimal]:
        """What each rep gets, without champions' rewards."""
        payouts = Payouts(Pretended(self.real, scenario, self.plain), self.period)
        return {rep.name: payouts.statement(rep).total for rep in self.book.reps}

    def sold(self, scenario: Scenario, rep: str) -> Decimal:
        """What a rep sells of the main metric."""
        metric = self.book.settings.metric
        return Pretended(self.real, scenario).actual(metric, (rep,), self.period.start, self.period.end)

    def champions(self, scenario: Scenario) -> Decimal:
        """The rewards of the period's champions together."""
        return sum(Payouts(Pretended(self.real, scenario), self.period).won.values(), NOTHING)

    def others(self, scenario: Scenario) -> Decimal:
        """What is paid for shorter or longer periods within this one by the rules that are settled for those."""
        settled = {row.every or "plan" for row in Payouts(self.real, self.period).rows}
        kinds = dict.fromkeys(row.every or "plan" for row in self.book.incentives)
        pretended = Pretended(self.real, scenario)
        within = [p for kind in kinds if kind not in settled for p in periods_of(kind, self.book, self.period)]
        return sum((self._whole(pretended, period) for period in within), NOTHING)

    def _whole(self, pretended: Achieved, period: Period) -> Decimal:
        return sum((statement.total for statement in Payouts(pretended, period).statements()), NOTHING)
