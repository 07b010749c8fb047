"""Each rep's scorecard of a period: the indicators that are the rep's, what they came to, and their scores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.achieved import Achieved
from salesbook.domain.payout import EXACT
from salesbook.domain.score import Scoring, points_of, score_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from salesbook.book.model import Book, Kpi, Rep
    from salesbook.domain.period import Period

HANDED = ("revenue", "quantity", "orders", "profit", "cash")
"""What the actuals say that is handed down as a target too."""
PER_CENT = ("%", "％")
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class CardLine:
    """An indicator of a card. `actual` is None where nobody has typed it yet, `score` where there is none."""

    kpi: Kpi
    target: Decimal | None
    actual: Decimal | None
    score: Decimal | None
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Card:
    """A rep's scorecard."""

    rep: Rep
    lines: tuple[CardLine, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the weighted points that there are."""
        return sum((line.points for line in self.lines if line.points is not None), Decimal("0.00"))

    @property
    def weight(self) -> Decimal:
        """What the weights come to; 1 is as it should be."""
        return sum((line.kpi.weight for line in self.lines), Decimal(0))


class Scorecards:
    """The cards of a period."""

    def __init__(self, book: Book, period: Period) -> None:
        self.book, self.period, self.achieved = book, period, Achieved(book)
        self.rows = {(row.rep, row.indicator): row for row in book.scores if row.period == period.key}

    def cards(self) -> tuple[Card, ...]:
        """In the order of the team, of those who were there in the period and have indicators."""
        found = (self.card(rep) for rep in self.book.reps if _there(rep, self.period))
        return tuple(card for card in found if card.lines)

    def recorded(self) -> tuple[Card, ...]:
        """The cards by the targets, actuals and weights that sb_scores holds, whatever the other tables say since."""
        cards = self.cards()
        return tuple(Card(card.rep, tuple(self._held(line.kpi, card.rep) for line in card.lines)) for card in cards)

    def _held(self, kpi: Kpi, rep: Rep) -> CardLine:
        row = self.rows.get((rep.name, kpi.indicator))
        if row is None:
            return CardLine(replace(kpi, weight=Decimal(0)), None, None, None, None)
        return _scored(replace(kpi, weight=row.weight or Decimal(0)), row.target, row.actual)

    def card(self, rep: Rep) -> Card:
        """One rep's."""
        return Card(rep, tuple(self._line(kpi, rep) for kpi in kpis_of(self.book.kpis, rep)))

    def _line(self, kpi: Kpi, rep: Rep) -> CardLine:
        return _scored(kpi, self._target(kpi, rep), self._actual(kpi, rep))

    def _target(self, kpi: Kpi, rep: Rep) -> Decimal | None:
        """The typed one; else what was handed down, or planned for the stage; None where that says nothing."""
        if kpi.target is not None:
            return kpi.target
        if kpi.source == "actuals" and kpi.measure in HANDED:
            handed = self.achieved.handed(kpi.measure, (rep.name,), self.period.start, self.period.end)["target"]
            return Decimal(handed) if handed else None
        if kpi.source == "process":
            return self._planned(kpi.measure, rep.name)
        return None

    def _planned(self, stage: str, rep: str) -> Decimal | None:
        """The process targets of a stage in the plan's periods that lie in this one."""
        inside = {leaf.period for leaf in self.book.plan if self._holds(leaf.start) and self._holds(leaf.end)}
        counts = [
            row.count for row in self.book.process if row.rep == rep and row.stage == stage and row.period in inside
        ]
        return Decimal(sum(counts)) if counts else None

    def _actual(self, kpi: Kpi, rep: Rep) -> Decimal | None:
        """Counted where a table says it, else as typed."""
        counted = None
        if kpi.source == "actuals":
            counted = self._sold(kpi.measure, rep)
        elif kpi.source == "process" and self.book.activities:
            counted = self._done(kpi.measure, rep.name)
        row = self.rows.get((rep.name, kpi.indicator))
        typed = row.actual if row else None
        return typed if counted is None else _in_unit(counted, kpi)

    def _sold(self, measure: str, rep: Rep) -> Decimal | None:
        """A sum of the actuals, or a ratio of two; None for a ratio over nothing, and for profit without all costs."""
        if measure in ("profit", "profit-rate") and self._costless(rep):
            return None
        if measure == "profit-rate":
            return _ratio(self._sum("profit", rep), self._sum("revenue", rep))
        if measure == "cash-rate":
            return _ratio(self._sum("cash", rep), self._sum("revenue", rep))
        if measure == "order-value":
            return _ratio(self._sum("revenue", rep), self._sum("orders", rep))
        return self._sum(measure, rep)

    def _costless(self, rep: Rep) -> bool:
        return any(sale.cost is None and self._holds(sale.day) for sale in self.achieved.sales[rep.name])

    def _sum(self, metric: str, rep: Rep) -> Decimal:
        return self.achieved.actual(metric, (rep.name,), self.period.start, self.period.end)

    def _done(self, measure: str, rep: str) -> Decimal | None:
        """How often a stage was done, or, as 成交/进店, one stage over another."""
        stage, _, over = (part.strip() for part in measure.partition("/"))
        found, of = self._count(stage, rep), self._count(over, rep) if over else None
        if found is None or (over and of is None):
            return None
        return _ratio(found, of) if of is not None else found

    def _count(self, stage: str, rep: str) -> Decimal | None:
        """None for a stage that nobody enters: that is no count of nothing."""
        if all(activity.stage != stage for activity in self.book.activities):
            return None
        done = (a for a in self.book.activities if a.rep == rep and a.stage == stage and self._holds(a.day))
        return Decimal(sum(activity.count for activity in done))

    def _holds(self, day: date) -> bool:
        return day in self.period


def kpis_of(kpis: Sequence[Kpi], rep: Rep) -> tuple[Kpi, ...]:
    """The rep's indicators: of those of one name the one for the rep, else the role's, the team's, everybody's."""
    groups = (rep.name, rep.role, rep.team, "")
    best: dict[str, int] = {}
    for kpi in kpis:
        if kpi.group in groups:
            best[kpi.indicator] = min(groups.index(kpi.group), best.get(kpi.indicator, len(groups)))
    return tuple(kpi for kpi in kpis if kpi.group in groups and groups.index(kpi.group) == best[kpi.indicator])


def _scored(kpi: Kpi, target: Decimal | None, actual: Decimal | None) -> CardLine:
    """A line with its score, where target and actual are known."""
    if target is None or actual is None:
        return CardLine(kpi, target, actual, None, None)
    score = score_of(actual, scoring_of(kpi, target))
    return CardLine(kpi, target, actual, score, None if score is None else points_of(score, kpi.weight))


def scoring_of(kpi: Kpi, target: Decimal) -> Scoring:
    """How the indicator is scored against a target."""
    plain = Scoring(target, zero=kpi.zero, steps=kpi.steps, floor=kpi.floor, cap=kpi.cap)
    return replace(plain, rule=kpi.rule, better=kpi.better)  # type: ignore[arg-type]


def _there(rep: Rep, period: Period) -> bool:
    return (rep.start or period.start) <= period.end and (rep.end or period.end) >= period.start


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return EXACT.divide(part, whole) if whole > 0 else None


def _in_unit(value: Decimal, kpi: Kpi) -> Decimal:
    """To four places; a ratio in per cent where that is the indicator's unit."""
    ratio = kpi.measure in ("profit-rate", "cash-rate") or (kpi.source == "process" and "/" in kpi.measure)
    return (value * 100 if ratio and kpi.unit in PER_CENT else value).quantize(PLACES)
