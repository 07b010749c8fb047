"""Where things stand on a tracking sheet, and all that is known before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.book.values import address
from salesbook.domain import pace
from salesbook.sheets.track_figures import NOTHING, Figures, Ledger
from salesbook.sheets.track_formulas import TrackFormulas
from salesbook.sheets.track_lines import GridLine, grid_lines
from salesbook.sheets.track_spans import Span, as_of_day, long_span, short_span
from salesbook.texts import text

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.references import Refs

SET_ROW, HEADER_ROW, START_ROW, END_ROW, FIRST_ROW = 3, 5, 6, 7, 8
COLUMNS = (
    "rank", "rep", "team", "which", "target", "due", "actual", "attained", "progress", "pace", "gap", "left", "needed",
    "landing", "range", "lately", "moved", "streak",
)  # fmt: skip
"""The columns to the left of the buckets, from column A; those up to "which" stay in sight and on every page."""
FIGURES = tuple(key for key in COLUMNS if key != "which")
"""The columns in which a line has one cell over its two rows."""
AT = {key: column for column, key in enumerate(COLUMNS, start=1)}
FIRST_BUCKET = len(COLUMNS) + 1
AS_OF_CELL, START_CELL, END_CELL = (address(SET_ROW, AT[key], fixed="row column") for key in ("team", "due", "actual"))
CHECK = address(SET_ROW, AT["progress"])
"""The cell that is 0 when the daily targets and the plan agree over the days that are shown."""


def grids_of(book: Book, refs: Refs) -> tuple[Grid, Grid]:
    """The grid of the whole plan by week or phase, and that of the present month or a short plan by day."""
    ledger = Ledger(book)
    weeks = Grid("track.week", book, refs, long_span(book), ledger)
    return weeks, Grid("track.day", book, refs, short_span(book, refs.language), ledger)


@dataclass(frozen=True)
class Grid:
    """One tracking sheet: its days and lines, its formulas, and the numbers they must come to."""

    key: str
    book: Book
    refs: Refs
    span: Span
    ledger: Ledger

    @cached_property
    def as_of(self) -> date:
        return as_of_day(self.book)

    @cached_property
    def lines(self) -> tuple[GridLine, ...]:
        return grid_lines(self.book, FIRST_ROW)

    @cached_property
    def reps(self) -> tuple[GridLine, ...]:
        return tuple(line for line in self.lines if line.kind == "rep")

    @cached_property
    def formulas(self) -> TrackFormulas:
        return TrackFormulas(self.book, self.refs, START_CELL, END_CELL, AS_OF_CELL)

    @cached_property
    def of_reps(self) -> dict[str, Figures]:
        """Rep -> what the rep's line is worked out from."""
        return {line.name: self._figures(line.name) for line in self.reps}

    @cached_property
    def ranks(self) -> dict[str, int | None]:
        """Rep -> place by attainment; equal ones share a place."""
        attained = tuple(figures.attainment() for figures in self.of_reps.values())
        return dict(zip(self.of_reps, pace.rank(attained), strict=True))

    @cached_property
    def moved(self) -> dict[str, int | None]:
        """Rep -> places gained (or lost, negative) in the last days; None for who has no rank."""
        before = tuple(figures.attainment_before() for figures in self.of_reps.values())
        earlier = dict(zip(self.of_reps, pace.rank(before), strict=True))
        return {rep: None if rank is None else (earlier[rep] or rank) - rank for rep, rank in self.ranks.items()}

    @property
    def end_row(self) -> int:
        """The row in which the last days of the buckets stand: that of the first ones where buckets are days."""
        return START_ROW if self.span.unit == "day" else END_ROW

    @property
    def last_row(self) -> int:
        return self.lines[-1].row + 1

    @property
    def last_column(self) -> int:
        return FIRST_BUCKET + len(self.span.buckets) - 1

    def figures(self, line: GridLine) -> Figures:
        """What a line is worked out from; the rest is everybody less the reps that are listed."""
        if line.kind == "rep":
            return self.of_reps[line.name]
        if line.kind == "team":
            return sum((self.of_reps[rep] for rep in line.reps), NOTHING)
        listed = sum(self.of_reps.values(), NOTHING)
        everybody = self._figures(None)
        if line.kind == "rest":
            return everybody.less(listed)
        return everybody.with_remaining(listed.remaining if self.reps else self._figures("").remaining)

    def _figures(self, rep: str | None) -> Figures:
        return self.ledger.figures(rep, self.span.start, self.span.end, self.as_of)

    def say(self, key: str, /, **words: object) -> str:
        """A text of this sheet."""
        return text("sheets", f"track.{key}", self.refs.language, **words)

    def which(self, line: GridLine) -> tuple[str, str]:
        """The words beside a line's two rows; formulas know a rep's rows by them."""
        return self.say(f"which.{line.kind}.target"), self.say(f"which.{line.kind}.actual")
