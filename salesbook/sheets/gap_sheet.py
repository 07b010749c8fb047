"""What all parts of the gap sheet draw with: its drawing, its texts, and the sums between the two days at its top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.values import address
from salesbook.sheets.formulas import metric_is, same_as, sumifs
from salesbook.sheets.track_figures import PLACES
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.references import Refs
    from salesbook.sheets.drawing import Drawing
    from salesbook.sheets.gap_figures import Gap

START_CELL, END_CELL = "$B$3", "$C$3"
COLUMNS = 11
NAME = 1


@dataclass(frozen=True)
class GapSheet:
    """What all parts of the sheet draw with."""

    drawing: Drawing
    gap: Gap
    refs: Refs

    def say(self, key: str, /, **words: object) -> str:
        return text("gap", key, self.refs.language, **words)

    def section(self, row: int, words: str) -> None:
        self.drawing.put_row(row, 1, (words, *[None] * (COLUMNS - 1)), "section")
        self.drawing.heights[row] = 22.0

    def handed_down(self, metric: str, *criteria: tuple[str, str]) -> str:
        """Target and hedge of a metric in the periods of the stretch."""
        refs = self.refs
        days = (
            (refs.column("sb_plan", "start"), f'">="&{START_CELL}'),
            (refs.column("sb_plan", "end"), f'"<="&{END_CELL}'),
        )
        where = (metric_is(refs, "sb_plan", metric), *days, *criteria)
        lacks = "sb_plan" in refs.tables and refs.area("sb_plan", "hedge") is None
        keys = ("target",) if lacks else ("target", "hedge")
        return "+".join(sumifs(refs.column("sb_plan", key), *where) for key in keys)

    def sold(self, key: str, *criteria: tuple[str, str]) -> str:
        """A column of the actuals over the days of the stretch."""
        day = self.refs.column("sb_actuals", "date")
        days = (day, f'">="&{START_CELL}'), (day, f'"<"&{END_CELL}+1')
        return f"ROUND({sumifs(self.refs.column('sb_actuals', key), *days, *criteria)},{PLACES})"

    def of(self, table: str, axis: str, row: int, member: str) -> tuple[str, str]:
        """The criterion for the member whose name stands in a row."""
        return self.refs.column(table, axis), same_as(address(row, NAME, fixed="column"), member)
