"""Sample activities for the demo: what reps did at the stages of the funnel, made up and always the same."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from salesbook.book.model import Activity
from salesbook.domain.apportion import apportion_running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book, ProcessRow

LEAST, MOST = 0.7, 1.1
"""What of a stage's target the reps come to."""


def sample_activities(book: Book, as_of: date) -> tuple[Activity, ...]:
    """Rows in the order of their days. The last stage of a funnel is left out: the orders themselves say it."""
    last = {rate.next for rate in book.rates} - {rate.stage for rate in book.rates}
    rows = [row for row in book.process if row.stage not in last and row.start and row.start <= as_of]
    found = [activity for row in rows for activity in _of(book, row, as_of)]
    return tuple(sorted(found, key=lambda activity: (activity.day, activity.rep, activity.channel)))


def _of(book: Book, row: ProcessRow, as_of: date) -> Iterator[Activity]:
    """A rep's count of one period, day by day along the rep's own targets, up to the day."""
    days = _days(book, row)
    chance = Random(f"{book.settings.plan} {row.rep} {row.channel} {row.stage}")
    count = round(row.count * chance.uniform(LEAST, MOST))
    for day, done in zip(days, apportion_running(count, [target for _, target in days]) if days else [], strict=True):
        if done and day[0] <= as_of:
            yield Activity(day[0], row.rep, row.channel, row.stage, done)


def _days(book: Book, row: ProcessRow) -> Sequence[tuple[date, int]]:
    assert row.start is not None
    assert row.end is not None
    metric = book.settings.metric
    of_rep = ((d.day, d.target) for d in book.days if d.rep == row.rep and d.metric == metric)
    return sorted((day, target) for day, target in of_rep if row.start <= day <= row.end)
