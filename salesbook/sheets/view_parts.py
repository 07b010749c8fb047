"""The columns of a split view: periods with their quarters, or the members of an axis."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from salesbook.domain.period import PeriodError, parse_period, quarter_of
from salesbook.sheets.sums import members

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book


@dataclass(frozen=True, slots=True)
class Part:
    """A column: a period or a member, or, with `count`, the subtotal of the `count` columns to its left."""

    label: str
    keys: tuple[str, ...]
    count: int = 0


def parts(book: Book, axis: str) -> tuple[Part, ...]:
    """The columns in their order; quarters follow their months where the plan has more than one quarter."""
    if axis != "period":
        return tuple(Part(name, (name,)) for name in members(book, axis))
    starts = period_starts(book)
    if not are_months(book) or len(_quarters(book, starts)) < 2:
        return tuple(Part(key, (key,)) for key in starts)
    found: list[Part] = []
    for quarter, keys in _quarters(book, starts).items():
        found += [*(Part(key, (key,)) for key in keys), Part(quarter, keys, len(keys))]
    return tuple(found)


def period_starts(book: Book) -> dict[str, date]:
    """The plan's periods, of all metrics, in the order of their first days."""
    starts = sorted({(row.start, row.period) for row in book.plan})
    return {key: start for start, key in starts}


def are_months(book: Book) -> bool:
    """Whether the plan's periods are months; phases and other stretches are not."""
    return all(_is_month(key) for key in period_starts(book))


def _is_month(key: str) -> bool:
    try:
        return parse_period(key).kind == "month"
    except PeriodError:
        return False


def _quarters(book: Book, starts: dict[str, date]) -> dict[str, tuple[str, ...]]:
    """Key of the fiscal quarter -> its months, which may begin in the month before the one that names them."""
    fiscal = book.settings.fiscal_start
    named = {key: quarter_of(parse_period(key).start, fiscal).key for key in starts}
    return {quarter: tuple(keys) for quarter, keys in groupby(starts, named.__getitem__)}
