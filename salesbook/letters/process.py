"""A rep's process targets over the whole plan: by channel and stage, and by channel from first stage to last."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.funnel import per_day
from salesbook.texts import text

_SHOWN = Decimal("1e-9")

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.model import Book, ProcessRow
    from salesbook.book.values import Scalar

    Rows = tuple[Mapping[str, Scalar], ...]


def share_of(part: int, whole: int) -> Decimal | None:
    """A share as a cell shows it, with so many digits as every program keeps; None of nothing.

    >>> share_of(1, 3), share_of(0, 0)
    (Decimal('0.333333333'), None)
    """
    return (Decimal(part) / whole).quantize(_SHOWN) if whole else None


def _counts(rows: Sequence[ProcessRow]) -> dict[str, dict[str, int]]:
    """Channel -> stage -> count over all periods, in the order of the process table."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        found[row.channel][row.stage] += row.count
    return found


def _per_week(book: Book, count: int) -> int | None:
    """Over the plan's weeks, rounded up; a plan of less than a week has one."""
    settings = book.settings
    return per_day(count, max(Fraction((settings.end - settings.start).days + 1, 7), Fraction(1)))


def process_rows(book: Book, rows: Sequence[ProcessRow], selling_days: Fraction) -> Rows:
    """A row per channel and stage of a rep; per day: over the plan's selling days, rounded up."""
    return tuple(
        {
            "channel": channel, "stage": stage, "count": count,
            "per_week": _per_week(book, count), "per_day": per_day(count, selling_days),
        }
        for channel, counts in _counts(rows).items()
        for stage, count in counts.items()
    )  # fmt: skip


def channel_rows(book: Book, rows: Sequence[ProcessRow], selling_days: Fraction) -> Rows:
    """A row per channel: its first stage, its last, the share that comes through; the first per week and day."""
    return tuple(
        {
            "channel": channel, "entry": entry, "orders": orders, "ratio": share_of(orders, entry),
            "per_week": _per_week(book, entry), "per_day": per_day(entry, selling_days),
        }
        for channel, counts in _counts(rows).items()
        for entry, orders in [(next(iter(counts.values())), list(counts.values())[-1])]
    )  # fmt: skip


def stages(book: Book, rows: Sequence[ProcessRow]) -> dict[str, Scalar]:
    """How the first and the last stage are called; where channels differ, all names."""
    chains = [list(counts) for counts in _counts(rows).values()]
    between = text("letters", "said.between", book.settings.language)
    first, last = (between.join(dict.fromkeys(chain[at] for chain in chains)) for at in (0, -1))
    return {"entry_stage": first, "order_stage": last}
