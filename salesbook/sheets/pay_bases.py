"""What a simulation's rules are about, per rep, as cells: floor, target and stretch as handed down, and the landing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.achieved import TIERS
from salesbook.book.simulated import LANDING, Pretended
from salesbook.book.values import Formula, address
from salesbook.sheets.formulas import exactly, metric_is, same_as, sumifs
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from salesbook.book.model import Incentive, Rep
    from salesbook.book.payouts import Payouts
    from salesbook.book.references import Refs
    from salesbook.book.simulated import Simulation
    from salesbook.sheets.drawing import Drawing

COLUMNS = (*TIERS, LANDING)


@dataclass(frozen=True, slots=True)
class Base:
    """What is added up: a metric, perhaps of one product, over the days on which a rule is in force."""

    metric: str
    product: str
    start: date | None = None
    end: date | None = None
    months: int | None = None


class Bases:
    """The block of bases: a rep in each line, four columns for each base; the first is the main metric's."""

    def __init__(self, simulation: Simulation, payouts: Payouts, refs: Refs, row: int) -> None:
        self.simulation, self.payouts, self.refs, self.row = simulation, payouts, refs, row
        self.book, self.reps = simulation.book, simulation.book.reps
        self.main = Base(self.book.settings.metric, "")
        found = (self.of(rule) for rule in payouts.rows if rule.rule not in ("champion", "cap", "guarantee"))
        self.bases = tuple(dict.fromkeys((self.main, *found)))
        self.criteria = {base: metric_is(refs, _table(base)[0], base.metric) for base in self.bases}
        self.landing = simulation.scenarios().get(LANDING)
        self.first = row + 2
        self.last = row + 1 + len(self.reps)
        self.row_of = {rep.name: at for at, rep in enumerate(self.reps, start=self.first)}
        self.column_of = {base: 2 + at * len(COLUMNS) for at, base in enumerate(self.bases)}

    def of(self, rule: Incentive) -> Base:
        """What a rule is about."""
        metric = rule.metric or self.book.settings.metric
        return Base(metric, rule.product, rule.start, rule.end, rule.months)

    def cell(self, base: Base, key: str, rep: Rep) -> str:
        """Where a rep's number stands: a tier, or the landing."""
        return address(self.row_of[rep.name], self._column(base, key), fixed="row column")

    def column(self, base: Base, key: str) -> str:
        """All reps' numbers."""
        first, last = (address(row, self._column(base, key), fixed="row column") for row in (self.first, self.last))
        return f"{first}:{last}"

    def span(self, base: Base, rep: Rep) -> tuple[date, date] | None:
        """The days that count for a rep."""
        rule = next((rule for rule in self.payouts.rows if self.of(rule) == base), None)
        return self.payouts.span(rule, rep) if rule else (self.payouts.period.start, self.payouts.period.end)

    def handed(self, base: Base, rep: Rep) -> dict[str, int]:
        """The rep's tiers, as numbers."""
        span = self.span(base, rep)
        if span is None:
            return dict.fromkeys(TIERS, 0)
        return self.simulation.real.handed(base.metric, (rep.name,), *span, base.product)

    def draw(self, drawing: Drawing, say: Callable[[str], str]) -> None:
        """A heading over each base's columns, then a line for each rep."""
        drawing.put(self.row, 1, None, "heading")
        drawing.put(self.row + 1, 1, say("column.rep"), "heading")
        for base in self.bases:
            at = self._column(base, TIERS[0])
            drawing.put_row(self.row, at, (self._name(base), *[None] * (len(COLUMNS) - 1)), "heading")
            drawing.merge(self.row, at, self.row, at + len(COLUMNS) - 1)
            words = (self._word(key, say) for key in COLUMNS)
            drawing.put_row(self.row + 1, at, words, "heading")
        for row, rep in enumerate(self.reps, start=self.first):
            drawing.put(row, 1, rep.name, "output")
            for base in self.bases:
                self._line(drawing, row, base, rep)

    def _column(self, base: Base, key: str) -> int:
        return self.column_of[base] + COLUMNS.index(key)

    def _name(self, base: Base) -> str:
        metric = text("choices", f"metric.{base.metric}", self.refs.language)
        days = (f"{day:%m-%d}" for day in (base.start, base.end) if day)
        return " · ".join(word for word in (metric, base.product, *days) if word)

    def _word(self, key: str, say: Callable[[str], str]) -> str:
        return say("column.landing") if key == LANDING else text("choices", f"tier.{key}", self.refs.language)

    def _line(self, drawing: Drawing, row: int, base: Base, rep: Rep) -> None:
        span, handed = self.span(base, rep), self.handed(base, rep)
        for key in TIERS:
            content = Formula(self._sum(base, key, row, rep, span), handed[key]) if span else 0
            drawing.put(row, self._column(base, key), content, "output:int")
        drawing.put(row, self._column(base, LANDING), self._landing(base, rep, span), "output:money")

    def _landing(self, base: Base, rep: Rep, span: tuple[date, date] | None) -> Decimal | None:
        if self.landing is None or span is None:
            return None
        return Pretended(self.simulation.real, self.landing).actual(base.metric, (rep.name,), *span, base.product)

    def _sum(self, base: Base, key: str, row: int, rep: Rep, span: tuple[date, date]) -> str:
        """The tier with the hedge in it, over the days of the span; a product's over the periods that end in it."""
        table, day = _table(base)
        column, name = self.refs.column(table, day), address(row, 1, fixed="column")
        wanted = [
            self.criteria[base],
            (self.refs.column(table, "rep"), same_as(name, rep.name)),
            (column, f'">="&{_day(span[0])}'),
            (column, f'"<="&{_day(span[1])}'),
        ]
        if base.product:
            wanted.append((self.refs.column(table, "product"), exactly(base.product)))
        hedged = key != "floor" and self.refs.area(table, "hedge")
        columns: Sequence[str] = (key, "hedge") if hedged else (key,)
        return "+".join(sumifs(self.refs.column(table, of), *wanted) for of in columns)


def _table(base: Base) -> tuple[str, str]:
    """Where a base's targets stand, and by which column they are dated."""
    return ("sb_plan", "end") if base.product else ("sb_days", "date")


def _day(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"
