"""A book narrowed to one period of its plan, as a letter for a month or a phase is written from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesbook.book.model import Book


def periods_of(book: Book) -> tuple[str, ...]:
    """The plan's periods in the order of time, as the plan writes them."""
    spans = {(row.start, row.end): row.period for row in book.plan}
    return tuple(dict.fromkeys(name for _, name in sorted(spans.items())))


def narrowed(book: Book, period: str) -> Book:
    """The book as if the plan were this period alone: its leaves, its days, its process targets.

    Past sales, incentives and actions stay as they are. `period` must be one of `periods_of`; "" leaves all.
    """
    if not period:
        return book
    plan = tuple(row for row in book.plan if row.period == period)
    first, last = min(row.start for row in plan), max(row.end for row in plan)
    return replace(
        book,
        settings=replace(book.settings, start=first, end=last),
        plan=plan,
        days=tuple(row for row in book.days if first <= row.day <= last),
        process=tuple(row for row in book.process if row.period == period),
    )
