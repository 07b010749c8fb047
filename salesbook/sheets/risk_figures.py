"""The book's risks against its goal and where it is expected to end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.domain.risk import Exposed, landings, ranks
from salesbook.sheets.forecast_figures import Forecast
from salesbook.sheets.gap_figures import rounded
from salesbook.sheets.sums import plan_rows

if TYPE_CHECKING:
    from salesbook.book.model import Book, Risk

LARGEST = 3
CLOSED, HAPPENED = "closed", "happened"


@dataclass(frozen=True)
class Risks:
    """All risks of a book, in the table's order."""

    book: Book

    @cached_property
    def goal(self) -> int:
        """The plan's target, without the hedge; before there is a plan, what the goals say."""
        rows = plan_rows(self.book)
        if rows:
            return sum(row.target for row in rows)
        whole = [g.target for g in self.book.goals if g.metric == self.book.settings.metric and not g.scope]
        return max(whole, default=0)

    @cached_property
    def expected(self) -> Fraction | None:
        """Where the forecast sees the plan end, in whole units; None where that is too early to say."""
        if not self.book.days or not len(self.book.actuals):
            return None
        landing = Forecast(self.book).team.landing
        return Fraction(round(landing.expected)) if landing else None

    @property
    def landing(self) -> Fraction:
        """The forecast's, or the goal."""
        return Fraction(self.goal) if self.expected is None else self.expected

    def effect(self, risk: Risk) -> Fraction:
        """The amount that a risk takes from the goal."""
        return Fraction(risk.effect) if risk.effect is not None else Fraction(risk.share or 0) * self.goal

    def exposed(self, risk: Risk) -> Exposed:
        """As it counts now: what has happened wholly, what is over not at all."""
        certain = {HAPPENED: Fraction(1), CLOSED: Fraction(0)}
        probability = certain.get(risk.state, Fraction(risk.probability))
        return Exposed(probability, self.effect(risk), Fraction(risk.cover or 0))

    @cached_property
    def all(self) -> tuple[Exposed, ...]:
        return tuple(self.exposed(risk) for risk in self.book.risks)

    @cached_property
    def exposures(self) -> tuple[Fraction, ...]:
        """What each costs on average, to the places that sums on sheets are rounded to."""
        return tuple(rounded(one.exposure) for one in self.all)

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        return ranks(self.exposures)

    @property
    def exposure(self) -> Fraction:
        return sum(self.exposures, Fraction(0))

    @cached_property
    def largest(self) -> tuple[int, ...]:
        """Where in the table the three of most exposure stand; those without any are left out."""
        order = sorted(range(len(self.all)), key=lambda at: self.ranks[at])
        return tuple(at for at in order[:LARGEST] if self.exposures[at] > 0)

    @cached_property
    def worst(self) -> tuple[Fraction, ...]:
        """The landing after each of them."""
        return landings(self.landing, [self.all[at].net for at in self.largest])
