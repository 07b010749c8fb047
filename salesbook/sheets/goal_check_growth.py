"""Where the growth of a whole plan comes from: each member's part of it, axis by axis."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.checks_history import year_before
from salesbook.book.values import Formula, address
from salesbook.sheets.fairness_lines import base_column
from salesbook.sheets.formulas import exactly, metric_is, sumifs
from salesbook.sheets.goal_facts import SUMMED
from salesbook.sheets.sums import members, plan_rows
from salesbook.texts import text

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.references import Refs
    from salesbook.sheets.drawing import Drawing

AXES = ("region", "product", "channel", "customer")
"""Reps have a sheet of their own, Fairness."""


@dataclass(frozen=True, slots=True)
class GrowthLine:
    """A member of an axis: sold in the same days last year, planned, and the growth of the whole axis."""

    axis: str
    member: str
    base: Decimal
    planned: int
    whole: Fraction
    metric: str
    days: tuple[date, date]
    column: str

    def draw(self, drawing: Drawing, row: int, first: int, last: int, refs: Refs) -> None:
        """The line in a row; `first` and `last` are the rows of all lines."""
        word = text("choices", f"axis.{self.axis}", refs.language)
        drawing.put_row(row, 1, (word, self.member), "output")
        drawing.put(row, 3, Formula(self._sold(refs), self.base), "output:int")
        drawing.put(row, 4, Formula(self._target(refs), self.planned), "output:int")
        base, planned, more = (address(row, column) for column in (3, 4, 5))
        growth = Fraction(self.planned) - Fraction(self.base)
        drawing.put(row, 5, Formula(f"{planned}-{base}", float(growth)), "output:int")
        rate = float(growth / Fraction(self.base)) if self.base > 0 else ""
        drawing.put(row, 6, Formula(f'IF({base}>0,{more}/{base},"")', rate), "output:percent")
        axis, all_ = (f"{address(first, c, fixed='row column')}:{address(last, c, fixed='row column')}" for c in (1, 5))
        whole = f"SUMIF({axis},{address(row, 1, fixed='column')},{all_})"
        share = float(growth / self.whole) if self.whole else ""
        drawing.put(row, 7, Formula(f'IF(ROUND({whole},2)=0,"",{more}/{whole})', share), "output:percent")

    def _sold(self, refs: Refs) -> str:
        day = refs.column("sb_history", "date")
        start, end = (f"DATE({d.year},{d.month},{d.day})" for d in self.days)
        member = refs.column("sb_history", self.axis), exactly(self.member)
        return sumifs(refs.column("sb_history", self.column), member, (day, f'">="&{start}'), (day, f'"<="&{end}'))

    def _target(self, refs: Refs) -> str:
        member = refs.column("sb_plan", self.axis), exactly(self.member)
        return sumifs(refs.column("sb_plan", "target"), metric_is(refs, "sb_plan", self.metric), member)


def growth_lines(book: Book) -> tuple[GrowthLine, ...]:
    """The members of every axis that both the plan and the past sales have, of the main metric; those with neither
    base nor plan left out."""
    if book.settings.metric not in SUMMED:
        return ()
    found: list[GrowthLine] = []
    for axis in AXES:
        if any(members(book, axis)) and any(book.history.axes.get(axis, ())):
            found += _of_axis(book, axis)
    return tuple(found)


def _of_axis(book: Book, axis: str) -> list[GrowthLine]:
    days = year_before(book.settings.start), year_before(book.settings.end)
    sold = _sold(book, axis, days)
    planned: dict[str, int] = {}
    for row in plan_rows(book):
        planned[getattr(row, axis)] = planned.get(getattr(row, axis), 0) + row.target
    names = [name for name in dict.fromkeys((*members(book, axis), *sold)) if name]
    lines = [(name, sold.get(name, Decimal(0)), planned.get(name, 0)) for name in names]
    lines = [line for line in lines if line[1] or line[2]]
    whole = sum((Fraction(target) - Fraction(base) for _, base, target in lines), Fraction(0))
    metric, column = book.settings.metric, base_column(book)
    return [GrowthLine(axis, name, base, target, whole, metric, days, column) for name, base, target in lines]


def _sold(book: Book, axis: str, days: tuple[date, date]) -> dict[str, Decimal]:
    """Member -> what was sold of it in some days."""
    sales, found = book.history, dict[str, Decimal]()
    values = sales.quantities if base_column(book) == "quantity" else sales.amounts
    for day, name, value in zip(sales.dates, sales.axes[axis], values, strict=True):
        if days[0] <= day <= days[1] and value:
            found[name] = found.get(name, Decimal(0)) + value
    return found
