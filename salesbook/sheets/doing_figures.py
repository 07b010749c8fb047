"""Process targets and what was done, by channel, stage and rep, as of a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.domain.bottleneck import Standing, bottleneck, standings
from salesbook.domain.funnel import exact_rate
from salesbook.sheets.gap_figures import rounded
from salesbook.sheets.process_lines import process_lines, process_reps
from salesbook.sheets.sums import day_rows
from salesbook.sheets.track_spans import as_of_day

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book, ProcessRow

Line = tuple[str, str]
"""A channel and a stage."""
NOISE = 6
"""Places to which a count is known before it is rounded: shares of a period are binary fractions on the sheet."""


@dataclass(frozen=True)
class Doing:
    """The process of a book as of its day."""

    book: Book

    @cached_property
    def as_of(self) -> date:
        return as_of_day(self.book)

    @cached_property
    def channels(self) -> dict[str, tuple[str, ...]]:
        """Channel -> its stages from the first to the orders."""
        found: dict[str, list[str]] = {}
        for line in process_lines(self.book):
            found.setdefault(line.channel, []).append(line.stage)
        return {channel: tuple(stages) for channel, stages in found.items()}

    @cached_property
    def reps(self) -> tuple[str, ...]:
        return process_reps(self.book)

    @cached_property
    def running(self) -> tuple[date, date] | None:
        """The first and last day of the period that the day is in, unless that is its last."""
        spans = {(row.start, row.end) for row in self.book.process if row.start and row.end}
        return next(((a, b) for a, b in sorted(spans) if a <= self.as_of < b), None)

    @cached_property
    def progress(self) -> Fraction:
        """How much of the running period is over, on the plan's own curve."""
        if self.running is None:
            return Fraction(0)
        start, end = self.running
        rows = [row for row in day_rows(self.book) if start <= row.day <= end]
        total = sum(row.target + row.hedge for row in rows)
        over = sum(row.target + row.hedge for row in rows if row.day <= self.as_of)
        return Fraction(over, total) if total else Fraction(0)

    def due(self, channel: str, stage: str, rep: str | None = None) -> int:
        """The target counts of the periods that are over, and the running period's by its progress."""
        rows = [r for r in self.book.process if r.channel == channel and r.stage == stage and rep in (None, r.rep)]
        over = sum(row.count for row in rows if row.end and row.end <= self.as_of)
        return over + _half_up(self.progress * sum(row.count for row in rows if self._is_running(row)))

    def _is_running(self, row: ProcessRow) -> bool:
        return bool(row.start and row.end and row.start <= self.as_of < row.end)

    @cached_property
    def done(self) -> Counter[tuple[str, str, str]]:
        """Rep, channel and stage -> what was done from the plan's start to the day."""
        found: Counter[tuple[str, str, str]] = Counter()
        for row in self.book.activities:
            if self.book.settings.start <= row.day <= self.as_of:
                found[row.rep, row.channel, row.stage] += row.count
        return found

    @cached_property
    def typed(self) -> frozenset[Line]:
        """The lines for which anything was entered."""
        return frozenset((row.channel, row.stage) for row in self.book.activities)

    @cached_property
    def orders(self) -> Counter[tuple[str, str]]:
        """Rep and channel -> orders in the actuals up to the day: order numbers, rows without one each for itself."""
        sales = self.book.actuals
        blank = ("",) * len(sales)
        reps, channels = sales.axes.get("rep") or blank, sales.axes.get("channel") or blank
        numbers = sales.order_nos or blank
        own = set(self.channels) - {""}
        seen = set()
        for i, day in enumerate(sales.dates):
            if self.book.settings.start <= day <= self.as_of and sales.amounts[i] > 0:
                seen.add((reps[i], channels[i] if channels[i] in own else "", numbers[i] or i))
        return Counter((rep, channel) for rep, channel, _ in seen)

    def count(self, channel: str, stage: str, rep: str | None = None) -> int:
        """What was done at a stage; at the last one of a channel, the orders where nobody entered any."""
        if (channel, stage) not in self.typed and stage == self.channels[channel][-1]:
            return sum(n for (who, of), n in self.orders.items() if of == channel and rep in (None, who))
        return sum(n for (who, *of), n in self.done.items() if of == [channel, stage] and rep in (None, who))

    def rates(self, channel: str) -> tuple[Fraction, ...]:
        """The target rates of a channel's steps."""
        given = {rate.stage: exact_rate(rate.rate) for rate in self.book.rates if rate.channel == channel}
        return tuple(given.get(stage, Fraction(1)) for stage in self.channels[channel][:-1])

    def standings(self, channel: str, rep: str | None = None) -> tuple[Standing, ...]:
        """How the stages of a channel stand."""
        stages = self.channels[channel]
        done = [max(0, self.count(channel, stage, rep)) for stage in stages]
        return standings(self.due(channel, stages[0], rep), self.rates(channel), done)

    def stuck(self, rep: str | None = None) -> Line | None:
        """The channel and stage at which a return to target would bring most orders."""
        best: tuple[Fraction, Line] | None = None
        for channel, stages in self.channels.items():
            found = self.standings(channel, rep)
            at = bottleneck(found)
            if at is not None and (best is None or found[at].brings > best[0]):
                best = found[at].brings, (channel, stages[at])
        return best[1] if best else None

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Where in the actuals the sales are from the plan's start to the day."""
        start = self.book.settings.start
        return tuple(i for i, day in enumerate(self.book.actuals.dates) if start <= day <= self.as_of)

    @cached_property
    def sold(self) -> Fraction:
        """What they come to."""
        return sum((Fraction(self.book.actuals.amounts[i]) for i in self.rows), Fraction(0))

    @cached_property
    def collected(self) -> Fraction | None:
        """What customers paid of it; None where nobody enters it."""
        paid = self.book.actuals.collected
        known = [paid[i] for i in self.rows if i < len(paid) and paid[i] is not None]
        return sum((Fraction(amount or 0) for amount in known), Fraction(0)) if known else None

    def attached(self) -> dict[str, Fraction]:
        """Product line -> the share of all orders that have something of it."""
        sales = self.book.actuals
        products = sales.axes.get("product") or ("",) * len(sales)
        numbers = sales.order_nos or ("",) * len(sales)
        of_order: dict[object, set[str]] = {}
        for i in self.rows:
            if sales.amounts[i] > 0:
                of_order.setdefault(numbers[i] or i, set()).add(products[i])
        count = Counter(product for found in of_order.values() for product in found)
        return {product: Fraction(n, len(of_order)) for product, n in count.items() if product}

    @cached_property
    def average_order(self) -> Fraction | None:
        """What an order brought; None without orders."""
        orders = sum(self.orders.values())
        return rounded(self.sold / orders) if orders else None


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


