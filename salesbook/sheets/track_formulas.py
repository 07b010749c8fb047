"""The formulas of the tracking grid: SUMIFS straight over sb_days and sb_actuals.

Dates are compared with < the next day, so that a sale stamped 14:30 on the last day still counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.sheets.formulas import metric_is, sumifs
from salesbook.sheets.track_figures import LAST_DAYS, PLACES, sold_column

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.references import Refs


@dataclass(frozen=True, slots=True)
class TrackFormulas:
    """`start`, `end`, `as_of` are the cells with the span's days; a rep is its criterion, "" for all."""

    book: Book
    refs: Refs
    start: str
    end: str
    as_of: str

    def target(self, rep: str, first: str, last: str) -> str:
        """Handed down from the day in one cell to the day in another: target and hedge."""
        where = (*self._rep("sb_days", rep), *self._days("sb_days", first, last))
        metric = metric_is(self.refs, "sb_days", self.book.settings.metric)
        columns = [self.refs.column("sb_days", "target")]
        if "sb_days" not in self.refs.tables or self.refs.area("sb_days", "hedge"):
            columns.append(self.refs.column("sb_days", "hedge"))
        return "+".join(sumifs(column, metric, *where) for column in columns)

    def due(self, rep: str) -> str:
        """Handed down for the days up to the as-of day."""
        return self.target(rep, self.start, self.until())

    def actual(self, rep: str, first: str, last: str) -> str:
        """Sold from the day in one cell to the day in another."""
        column = self.refs.column("sb_actuals", sold_column(self.book))
        where = (*self._rep("sb_actuals", rep), *self._days("sb_actuals", first, last))
        return f"ROUND({sumifs(column, *where)},{PLACES})"

    def lately(self, rep: str) -> str:
        """Sold in the last days up to the as-of day."""
        return self.actual(rep, f"MAX({self.start},{self.as_of}-{LAST_DAYS - 1})", self.until())

    def remaining(self, rep: str) -> str:
        """Days after the as-of day for which the rep has a target."""
        first = f"MAX({self.start},{self.as_of}+1)"
        criteria = (
            metric_is(self.refs, "sb_days", self.book.settings.metric),
            *self._rep("sb_days", rep),
            *self._days("sb_days", first, self.end),
            (self.refs.column("sb_days", "target"), '">0"'),
        )
        return f"COUNTIFS({','.join(f'{column},{wanted}' for column, wanted in criteria)})"

    def until(self) -> str:
        """The as-of day, or the span's last where that is earlier."""
        return f"MIN({self.as_of},{self.end})"

    def planned(self) -> str:
        """What sb_plan hands down in the periods that lie in the span."""
        refs = self.refs
        where = (
            metric_is(refs, "sb_plan", self.book.settings.metric),
            (refs.column("sb_plan", "start"), f'">="&{self.start}'),
            (refs.column("sb_plan", "end"), f'"<="&{self.end}'),
        )
        columns = [refs.column("sb_plan", "target")]
        if "sb_plan" not in refs.tables or refs.area("sb_plan", "hedge"):
            columns.append(refs.column("sb_plan", "hedge"))
        return "+".join(sumifs(column, *where) for column in columns)

    def _rep(self, table: str, rep: str) -> tuple[tuple[str, str], ...]:
        return ((self.refs.column(table, "rep"), rep),) if rep else ()

    def _days(self, table: str, first: str, last: str) -> tuple[tuple[str, str], ...]:
        day = self.refs.column(table, "date")
        return (day, f'">="&{first}'), (day, f'"<"&{last}+1')
