"""What a split says of its time: how many years the season comes from, and what is left for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.changes import Line
from salesbook.jobs.plan_presence import unassigned
from salesbook.jobs.plan_season import season_of
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from salesbook.book.model import Book


def time_lines(before: Book, after: Book) -> Iterator[Line]:
    """The years of history that the months follow, and per metric the target of those who left, before and after."""
    if not after.phases and after.settings.season in ("auto", "history"):
        found = season_of(after, after.settings.metric)
        if found.years:
            key = "decompose.season-aligned" if found.aligned else "decompose.season"
            yield Line(in_each("jobs", key, weight=_percent(found.weight)), None, found.years)
    for metric in dict.fromkeys(row.metric for row in after.plan):
        old, new = _left(before, metric), _left(after, metric)
        if old or new:
            name = in_each("choices", f"metric.{metric}")
            yield Line(in_each("jobs", "decompose.unassigned", metric=name), old, new)


def _left(book: Book, metric: str) -> int:
    name = unassigned(book)
    return sum(row.target for row in book.plan if row.metric == metric and row.rep == name)


def _percent(weight: Fraction) -> str:
    return f"{round(weight * 100)}%"
