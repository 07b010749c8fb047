"""The lines of the process sheet: each channel's stages, how many the team needs of each, and who has how many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.domain.funnel import FunnelError, backwards
from salesbook.sheets.sums import day_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from salesbook.book.model import Book, Rate

ORDERS = "orders"
"""The metric with which every funnel ends."""


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """A stage of a channel. `last`: the funnel ends here; `needed` is None where the rates do not lead to it."""

    channel: str
    stage: str
    rate: Decimal | None
    needed: int | None
    total: int
    last: bool


def process_lines(book: Book) -> tuple[ProcessLine, ...]:
    """Channels in the order of the dimensions, each with its stages from the first to the orders."""
    totals: Counter[tuple[str, str]] = Counter()
    for row in book.process:
        totals[row.channel, row.stage] += row.count
    found: list[ProcessLine] = []
    for channel in _channels(book):
        stages = [stage for of, stage in totals if of == channel]
        needed = _needed(book, channel, stages)
        rates = {rate.stage: rate.rate for rate in book.rates if rate.channel == channel}
        found += [
            ProcessLine(channel, s, rates.get(s), needed.get(s), totals[channel, s], last=s == stages[-1])
            for s in stages
        ]
    return tuple(found)


def process_reps(book: Book) -> tuple[str, ...]:
    """Who has process targets, in the order of the team, others last."""
    there = dict.fromkeys(row.rep for row in book.process)
    listed = dict.fromkeys(rep.name for rep in book.reps if rep.name in there)
    return tuple(listed | there)


def process_counts(book: Book) -> Counter[tuple[str, str, str]]:
    """Rep, channel and stage -> target count over all periods."""
    found: Counter[tuple[str, str, str]] = Counter()
    for row in book.process:
        found[row.rep, row.channel, row.stage] += row.count
    return found


def selling_days(book: Book) -> Counter[str]:
    """Rep -> days with a target of the main metric."""
    return Counter(row.rep for row in day_rows(book) if row.target > 0)


def process_difference(book: Book) -> int:
    """What the channels' orders differ from those of the plan, all differences added up."""
    return sum(abs(line.total - (line.needed or 0)) for line in process_lines(book) if line.last)


def orders_of(book: Book, channel: str) -> int:
    """The plan's orders of a channel; of "", those of all channels that have no funnel of their own."""
    own = set(_channels(book)) - {""}
    rows = (row for row in book.plan if row.metric == ORDERS)
    return sum(row.target for row in rows if (row.channel == channel if channel else row.channel not in own))


def _channels(book: Book) -> tuple[str, ...]:
    there = dict.fromkeys(row.channel for row in book.process)
    listed = dict.fromkeys(m.name for m in book.members if m.axis == "channel" and m.name in there)
    return tuple(listed | there)


def _needed(book: Book, channel: str, stages: list[str]) -> dict[str, int]:
    """Stage -> what the whole team needs, rounded up once; the last stage alone where the rates tell otherwise."""
    orders = orders_of(book, channel)
    counts = _backwards(orders, (rate for rate in book.rates if rate.channel == channel))
    return counts if list(counts) == stages else {stages[-1]: orders}


def _backwards(orders: int, rates: Iterable[Rate]) -> dict[str, int]:
    try:
        return backwards(orders, tuple(rates))
    except FunnelError:
        return {}
