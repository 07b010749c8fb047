"""The formulas of the tracking grid: SUMIFS straight over sb_days and sb_actuals.

Dates are compared with < the next day, so that a sale stamped 14:30 on the last day still counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.sheets.formulas import metric_is, sumifs
from salesbook.sheets.track_figures import LAST_DAYS, PLACES, sold_column

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.references import Refs


class TrackFormulas:
    """`start`, `end`, `as_of` are the cells with the span's days; a rep is its criterion, "" for all."""

    def __init__(self, book: Book, refs: Refs, start: str, end: str, as_of: str) -> None:
        self.start, self.end, self.as_of = start, end, as_of
        self.handed_down = {t: _with_hedge(refs, t) for t in ("sb_days", "sb_plan")}
        self.metric = {t: metric_is(refs, t, book.settings.metric) for t in ("sb_days", "sb_plan")}
        self.rep = {t: refs.column(t, "rep") for t in ("sb_days", "sb_actuals")}
        self.day = {t: refs.column(t, "date") for t in ("sb_days", "sb_actuals")}
        self.sold = refs.column("sb_actuals", sold_column(book))
        self.period = refs.column("sb_plan", "start"), refs.column("sb_plan", "end")

    def target(self, rep: str, first: str, last: str) -> str:
        """Handed down from the day in one cell to the day in another: target and hedge."""
        where = (self.metric["sb_days"], *self._rep("sb_days", rep), *self._days("sb_days", first, last))
        return "+".join(sumifs(column, *where) for column in self.handed_down["sb_days"])

    def due(self, rep: str) -> str:
        """Handed down for the days up to the as-of day."""
        return self.target(rep, self.start, self.until())

    def actual(self, rep: str, first: str, last: str) -> str:
        """Sold from the day in one cell to the day in another."""
        where = (*self._rep("sb_actuals", rep), *self._days("sb_actuals", first, last))
        return f"ROUND({sumifs(self.sold, *where)},{PLACES})"

    def lately(self, rep: str) -> str:
        """Sold in the last days up to the as-of day."""
        return self.actual(rep, f"MAX({self.start},{self.as_of}-{LAST_DAYS - 1})", self.until())

    def remaining(self, rep: str) -> str:
        """Days after the as-of day for which the rep has a target."""
        days = self._days("sb_days", f"MAX({self.start},{self.as_of}+1)", self.end)
        criteria = (self.metric["sb_days"], *self._rep("sb_days", rep), *days)
        listed = ",".join(f"{column},{wanted}" for column, wanted in criteria)
        return f'COUNTIFS({listed},{self.handed_down["sb_days"][0]},">0")'

    def until(self) -> str:
        """The as-of day, or the span's last where that is earlier."""
        return f"MIN({self.as_of},{self.end})"

    def planned(self) -> str:
        """What sb_plan hands down in the periods that lie in the span."""
        start, end = self.period
        where = (self.metric["sb_plan"], (start, f'">="&{self.start}'), (end, f'"<="&{self.end}'))
        return "+".join(sumifs(column, *where) for column in self.handed_down["sb_plan"])

    def _rep(self, table: str, rep: str) -> tuple[tuple[str, str], ...]:
        return ((self.rep[table], rep),) if rep else ()

    def _days(self, table: str, first: str, last: str) -> tuple[tuple[str, str], ...]:
        return (self.day[table], f'">="&{first}'), (self.day[table], f'"<"&{last}+1')


def _with_hedge(refs: Refs, table: str) -> tuple[str, ...]:
    """The columns that together are handed down: the hedge is missing where somebody took its column away."""
    lacks = table in refs.tables and refs.area(table, "hedge") is None
    return tuple(refs.column(table, key) for key in (("target",) if lacks else ("target", "hedge")))
