"""Which cells of a split view stand out: those that are held, and those that people changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.sheets.sums import plan_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.model import Book


class ViewLooks:
    """The looks of a view's cells, for the main metric and whichever tier."""

    def __init__(self, book: Book, row_axis: str, column_axis: str) -> None:
        self.row_axis, self.column_axis = row_axis, column_axis
        self.changed = {
            (getattr(row, row_axis), getattr(row, column_axis))
            for row in plan_rows(book)
            if any(getattr(row, f"{tier}_change") for tier in TIERS)
        }
        holds = (hold for hold in book.holds if hold.metric == book.settings.metric and hold.kind == "hold")
        self.held = {(tuple(sorted(hold.scope.items())), hold.period) for hold in holds}

    def of(self, member: str, keys: Iterable[str], usual: str) -> str:
        """The look of a cell: held, where a hold is for just this cell; changed, where any of its leaves is."""
        parts = tuple(keys)
        if any(self._is_held(member, key) for key in parts) and len(parts) == 1:
            return "held"
        return "changed" if any((member, key) in self.changed for key in parts) else usual

    def of_total(self, member: str, usual: str) -> str:
        """The look of a member's total over all columns."""
        return "held" if (((self.row_axis, member),), "") in self.held else usual

    def _is_held(self, member: str, key: str) -> bool:
        scope = {self.row_axis: member}
        if self.column_axis == "period":
            return (tuple(scope.items()), key) in self.held
        return (tuple(sorted({**scope, self.column_axis: key}.items())), "") in self.held
