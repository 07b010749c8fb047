"""The book as letters are written from it: whose rows are whose, found once for all letters."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from salesbook.book.model import Book, DayRow, PlanRow, ProcessRow

    _Row = TypeVar("_Row", PlanRow, DayRow)


class Desk:
    """A book's rows by rep; a rep who has none gets an empty tuple."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._plan = _by_rep_and_metric(book.plan)
        self._days = _by_rep_and_metric(book.days)
        self._process: Mapping[str, list[ProcessRow]] = defaultdict(list)
        for row in book.process:
            self._process[row.rep].append(row)

    def plan(self, rep: str, metric: str) -> tuple[PlanRow, ...]:
        """The rep's leaves of a metric."""
        return tuple(self._plan.get((rep, metric), ()))

    def days(self, rep: str, metric: str, first: date, last: date) -> tuple[DayRow, ...]:
        """The rep's days of a metric from `first` to `last`, in the order of time."""
        found = (row for row in self._days.get((rep, metric), ()) if first <= row.day <= last)
        return tuple(sorted(found, key=lambda row: row.day))

    def process(self, rep: str) -> tuple[ProcessRow, ...]:
        """The rep's process targets."""
        return tuple(self._process.get(rep, ()))


def _by_rep_and_metric(rows: Iterable[_Row]) -> dict[tuple[str, str], list[_Row]]:
    groups: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.rep, row.metric].append(row)
    return groups
