"""Year on year 同比 and month on month 环比: a table with ratios by month, and the chart of this year and last."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.book.page import Area, Chart, Series
from salesbook.book.values import Formula, address
from salesbook.domain.period import months
from salesbook.sheets.formulas import sumifs
from salesbook.sheets.track_figures import PLACES, RunningSum, sold_column
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.model import Book, Sales
    from salesbook.book.references import Refs
    from salesbook.sheets.drawing import Drawing

MONTH, THIS, LAST, YOY, BEFORE, MOM = range(1, 7)
HEADS = ("month", "this", "last", "yoy", "before", "mom")
SPANS = {THIS: 1, LAST: 4, BEFORE: 7}
"""A column of amounts -> where in the data its days stand: start, end, and the day up to which it counts."""
COLORS = ("1F77B4", "B7C9DB")


def shifted(day: date, back: int) -> date:
    """The day so many months earlier; the last of a month stays the last.

    >>> shifted(date(2024, 2, 29), 12), shifted(date(2025, 2, 28), 12), shifted(date(2026, 3, 30), 1)
    (datetime.date(2023, 2, 28), datetime.date(2024, 2, 29), datetime.date(2026, 2, 28))
    """
    years, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    length = monthrange(years, month + 1)[1]
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(years, month + 1, length if ends else min(day.day, length))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that are compared with those from `start` to `end` of this year."""

    start: date
    end: date

    def until(self, own: Stretch, as_of: date) -> date:
        """Its last day that counts: as many days as this year's stretch has behind it while that is running."""
        if as_of >= own.end or as_of < own.start:
            return self.end
        return min(self.end, self.start + timedelta((as_of - own.start).days))


@dataclass(frozen=True)
class Years:
    """The months of the plan beside those of a year and of a month before."""

    book: Book
    as_of: date

    @cached_property
    def months(self) -> tuple[dict[int, Stretch], ...]:
        """By month: the days of each column of amounts. The calendar's months, cut to the plan."""
        found = []
        for month in months(self.book.settings.start, self.book.settings.end):
            spans = {
                column: Stretch(shifted(month.start, back), shifted(month.end, back))
                for column, back in ((THIS, 0), (LAST, 12), (BEFORE, 1))
            }
            found.append(spans)
        return tuple(found)

    @cached_property
    def _known(self) -> tuple[_Days | None, ...]:
        return tuple(_by_day(sales, self.book) for sales in (self.book.actuals, self.book.history))

    def amount(self, column: int, spans: dict[int, Stretch]) -> Decimal | str:
        """Sold in a stretch up to the day: by the actuals where they know any of its days, else by history.

        Of other months than the plan's, nothing known is blank.
        """
        own, stretch = spans[THIS], spans[column]
        if self.as_of < own.start and column != LAST:
            return ""
        until = min(stretch.end, self.as_of) if column == THIS else stretch.until(own, self.as_of)
        actuals, history = self._known
        for sales in (actuals, history):
            if sales and sales.has(stretch.start, stretch.end):
                return sales.between(stretch.start, until).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)
        return Decimal(0) if column == THIS else ""

    def label(self, spans: dict[int, Stretch]) -> str:
        return f"{spans[THIS].start:%Y-%m}"


class _Days(RunningSum[Decimal]):
    """Sums by day that know whether there is any row in a stretch."""

    def has(self, start: date, end: date) -> bool:
        return any(start <= day <= end for day in self.days)


def _by_day(sales: Sales, book: Book) -> _Days | None:
    values = sales.quantities if sold_column(book) == "quantity" else sales.amounts
    found: dict[date, Decimal] = defaultdict(Decimal)
    for day, value in zip(sales.dates, values, strict=True):
        found[day] += value or Decimal(0)
    return _Days(found) if found else None


def add_years(drawing: Drawing, years: Years, refs: Refs, row: int, data: int) -> Chart:
    """Write the table, headings in `row`, and from `data` on the days it compares; the chart, to be placed."""
    heads = [text("wall", f"years.{key}", refs.language) for key in HEADS]
    drawing.put_row(row, MONTH, heads, "heading")
    days = [text("wall", f"years.{key}", refs.language) for key in ("start", "end", "until")]
    for column, first in SPANS.items():
        drawing.put_row(data, first, days, "heading")
        drawing.put(data - 1, first, heads[column - 1], "muted")
    for number, spans in enumerate(years.months, start=1):
        _days(drawing, years, spans, data + number)
        _amounts(drawing, years, refs, spans, (row + number, data + number))
        _ratios(drawing, years, spans, row + number)
    last = row + len(years.months)
    drawing.put(last + 1, MONTH, text("wall", "years.note", refs.language), "note")
    areas = [Area(row + 1, column, last, column) for column in (MONTH, THIS, LAST)]
    series = tuple(Series(heads[c - 1], areas[n], COLORS[n - 1]) for n, c in ((1, THIS), (2, LAST)))
    return Chart("column", text("wall", "years.chart", refs.language), areas[0], series, at=(1, 1))


def _days(drawing: Drawing, years: Years, spans: dict[int, Stretch], at: int) -> None:
    """The days of each stretch, the last that counts by a formula."""
    own_start, own_end = address(at, SPANS[THIS]), address(at, SPANS[THIS] + 1)
    for column, first in SPANS.items():
        stretch = spans[column]
        drawing.put_row(at, first, (stretch.start, stretch.end), "muted:date")
        start, end = address(at, first), address(at, first + 1)
        if column == THIS:
            formula, until = f"MIN({end},sb_as_of)", min(stretch.end, years.as_of)
        else:
            running = f"MIN({end},{start}+sb_as_of-{own_start})"
            formula = f"IF(sb_as_of>={own_end},{end},IF(sb_as_of<{own_start},{end},{running}))"
            until = stretch.until(spans[THIS], years.as_of)
        drawing.put(at, first + 2, Formula(formula, until), "muted:date")


def _amounts(drawing: Drawing, years: Years, refs: Refs, spans: dict[int, Stretch], at: tuple[int, int]) -> None:
    """The month's name and its amounts; those of months to come are blank, but for last year's."""
    row, data = at
    drawing.put(row, MONTH, years.label(spans), "output")
    for column, first in SPANS.items():
        start, end, until = (address(data, first + n) for n in range(3))
        formula = _sold(years.book, refs, start, end, until, "0" if column == THIS else '""')
        if column != LAST:
            formula = f'IF(sb_as_of<{address(data, SPANS[THIS])},"",{formula})'
        drawing.put(row, column, Formula(formula, years.amount(column, spans)), "output:int")


def _sold(book: Book, refs: Refs, start: str, end: str, until: str, unknown: str) -> str:
    def between(table: str, last: str) -> tuple[tuple[str, str], ...]:
        day = refs.column(table, "date")
        return (day, f'">="&{start}'), (day, f'"<"&{last}+1')

    def total(table: str) -> str:
        return f"ROUND({sumifs(refs.column(table, sold_column(book)), *between(table, until))},{PLACES})"

    found = unknown
    for table in ("sb_history", "sb_actuals"):
        if all(refs.area(table, key) for key in ("date", sold_column(book))):
            known = ",".join(f"{column},{wanted}" for column, wanted in between(table, end))
            found = f"IF(COUNTIFS({known})>0,{total(table)},{found})"
    return found


def _ratios(drawing: Drawing, years: Years, spans: dict[int, Stretch], row: int) -> None:
    """This ÷ then − 1; blank where either says nothing."""
    own = years.amount(THIS, spans)
    for column, of in ((YOY, LAST), (MOM, BEFORE)):
        then = years.amount(of, spans)
        here, there = address(row, THIS), address(row, of)
        known = own != "" and then != "" and Decimal(then) > 0
        result = float(own) / float(then) - 1 if known else ""
        formula = f'IF(COUNT({here},{there})<2,"",IF({there}<=0,"",{here}/{there}-1))'
        drawing.put(row, column, Formula(formula, result), "output:percent")
