"""Process targets 过程目标: from the orders that a rep is to win, backwards through the funnel to what must be done."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from salesbook.book.model import ProcessRow
from salesbook.book.timeline import calendar_of
from salesbook.domain.funnel import FunnelError, backwards, per_day
from salesbook.errors import Place, Problem
from salesbook.texts import in_each

if TYPE_CHECKING:
    from salesbook.book.model import Book, PlanRow, Rate

ORDERS = "orders"


def process_rows(book: Book) -> tuple[tuple[ProcessRow, ...], tuple[Problem, ...]]:
    """Counts per period, rep, channel and stage, each rounded up, in the plan's order.

    The funnel's end is the metric `orders`; rates of a channel go before rates without one. Nothing without rates.
    """
    if not book.rates:
        return (), ()
    orders = [row for row in book.plan if row.metric == ORDERS]
    if not orders:
        return (), (Problem("rates-without-orders", Place(table="sb_rates")),)
    try:
        return tuple(_rows(book, orders)), ()
    except FunnelError as wrong:
        place = next((rate.place for rate in book.rates if rate.stage == wrong.stage), Place(table="sb_rates"))
        words = {"stage": wrong.stage, "reason": in_each("reasons", wrong.reason, given=wrong.stage)}
        return (), (Problem("funnel-wrong", place, words),)


def _rows(book: Book, orders: list[PlanRow]) -> list[ProcessRow]:
    funnels = _funnels(book)
    calendar = calendar_of(book)
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    spans = {row.period: (row.start, row.end) for row in orders}
    for row in orders:
        counts[row.period, row.rep, row.channel if row.channel in funnels else ""] += row.target
    rows = []
    for (period, rep, channel), wanted in counts.items():
        if channel not in funnels or not wanted:
            continue
        selling = calendar.selling_days(*spans[period])
        for stage, count in backwards(wanted, funnels[channel]).items():
            daily = per_day(count, selling)
            facts = (count, daily or 0, book.settings.version, *spans[period])
            rows.append(ProcessRow(period, rep, channel, stage, *facts))
    return rows


def _funnels(book: Book) -> dict[str, list[Rate]]:
    """Channel -> its steps; "" for those without a channel."""
    found: dict[str, list[Rate]] = defaultdict(list)
    for rate in book.rates:
        found[rate.channel].append(rate)
    return dict(found)
