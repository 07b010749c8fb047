"""A rep's process targets over the whole plan: by channel and stage, and by channel from first stage to last."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.domain.funnel import per_day
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from salesbook.book.model import Book
    from salesbook.book.values import Scalar

    Rows = tuple[Mapping[str, Scalar], ...]


def _counts(book: Book, rep: str) -> dict[str, dict[str, int]]:
    """Channel -> stage -> count over all periods, in the order of the process table."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in book.process:
        if row.rep == rep:
            found[row.channel][row.stage] += row.count
    return found


def process_rows(book: Book, rep: str, selling_days: Fraction) -> Rows:
    """A row per channel and stage; per day: over the plan's selling days, rounded up."""
    return tuple(
        {"channel": channel, "stage": stage, "count": count, "per_day": per_day(count, selling_days)}
        for channel, counts in _counts(book, rep).items()
        for stage, count in counts.items()
    )


def channel_rows(book: Book, rep: str, selling_days: Fraction) -> Rows:
    """A row per channel: its first stage, its last, the share that comes through, the first stage per day."""
    return tuple(
        {
            "channel": channel, "entry": entry, "orders": orders, "per_day": per_day(entry, selling_days),
            "ratio": Decimal(orders) / entry if entry else None,
        }
        for channel, counts in _counts(book, rep).items()
        for entry, orders in [(next(iter(counts.values())), list(counts.values())[-1])]
    )


def stages(book: Book, rep: str) -> tuple[str, str]:
    """How the first and the last stage are called; where channels differ, all names."""
    chains = [list(counts) for counts in _counts(book, rep).values()]
    between = text("letters", "said.between", book.settings.language)
    first, last = (between.join(dict.fromkeys(chain[at] for chain in chains)) for at in (0, -1))
    return first, last
