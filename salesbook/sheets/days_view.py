"""The plan by day: months by weeks and days with their kind, three tiers, and how far the plan is by then."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.book.page import Area, DataBarRule, ExpressionRule, PrintSetup
from salesbook.book.values import Formula, address
from salesbook.domain.period import dates, week_of
from salesbook.sheets.drawing import HEADING_HEIGHT, Drawing
from salesbook.sheets.formulas import span, sumifs, tier_words
from salesbook.sheets.heading import subtitle
from salesbook.sheets.metrics import metric_shown
from salesbook.sheets.plan_months import plan_months
from salesbook.sheets.sums import day_rows, plan_rows, summed, total
from salesbook.sheets.track_spans import weekday
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.domain.period import Period
    from salesbook.sheets.sums import Sums

CHECK_ROW, HEADER_ROW, TOTAL_ROW, FIRST_ROW = 3, 5, 6, 7
DAY, WEEKDAY, KIND, TIER, RUNNING, PROGRESS = 1, 2, 3, 4, 7, 8
"""Columns; the three tiers stand in TIER and the two after it."""
CHECKS = tuple(address(CHECK_ROW, TIER + i) for i in range(3))
"""The cells that are 0 when the days and the plan agree, by tier."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page: a day, or the sum of the rows `first` … `last` of a week or a month."""

    day: date
    label: str = ""
    first: int = 0
    last: int = 0
    level: int = 2


def days_page(book: Book, refs: Refs) -> Page:
    """The whole team's target by day; weeks that straddle a calendar month are cut at its end."""
    return _Days(book, refs).page()


def day_lines(months: Iterable[Period]) -> tuple[Row, ...]:
    """The rows from FIRST_ROW on: days, below each week its sum, below each month its own.

    >>> from datetime import date
    >>> from salesbook.domain.period import months
    >>> [row.label or row.day.day for row in day_lines(months(date(2026, 4, 25), date(2026, 4, 28)))]
    [25, 26, '2026-W17', 27, 28, '2026-W18', '2026-04']
    """
    rows: list[Row] = []
    for month in months:
        first_of_month = FIRST_ROW + len(rows)
        for week, of_week in groupby(dates(month.start, month.end), week_of):
            first = FIRST_ROW + len(rows)
            rows += [Row(day) for day in of_week]
            rows.append(Row(rows[-1].day, week.key, first, FIRST_ROW + len(rows) - 1, 1))
        rows.append(Row(rows[-1].day, month.key, first_of_month, FIRST_ROW + len(rows) - 1, 0))
    return tuple(rows)


class _Days:
    def __init__(self, book: Book, refs: Refs) -> None:
        self.book, self.refs, self.language = book, refs, refs.language
        self.rows = day_lines(plan_months(book))
        self.metric = metric_shown(book, refs, CHECK_ROW, PROGRESS)
        self.of_metric = {table: self.metric.criterion(table) for table in ("sb_plan", "sb_days")}
        self.kinds = {day.day: day for day in book.calendar}
        self.sums: dict[str, Sums] = {tier: summed(day_rows(book), tier, "day") for tier in TIERS}
        self.drawing = Drawing("view.days", self._say("title"))
        self.last_row = FIRST_ROW + len(self.rows) - 1

    def page(self) -> Page:
        self._head()
        self._totals()
        for at, row in enumerate(self.rows, start=FIRST_ROW):
            if row.label:
                self._sum(at, row)
            else:
                self._day(at, row.day)
            if row.level:
                self.drawing.row_levels[at] = row.level
        self._set_up()
        return self.drawing.page()

    def _say(self, key: str) -> str:
        return text("sheets", f"by-day.{key}", self.language)

    def _head(self) -> None:
        self.drawing.heads(self._say("head"), subtitle(self.book, self.language, switched=self.metric.switched))
        self.metric.put(self.drawing, CHECK_ROW, RUNNING)
        self.drawing.put(CHECK_ROW, DAY, self._say("check"), "subheading")
        self.drawing.merge(CHECK_ROW, DAY, CHECK_ROW, KIND)
        for column, tier in enumerate(TIERS, start=TIER):
            plan = sumifs(self.refs.column("sb_plan", tier), self.of_metric["sb_plan"])
            difference = sum(self.sums[tier].values()) - total(plan_rows(self.book), tier)
            check = Formula(f"{address(TOTAL_ROW, column)}-{plan}", difference)
            self.drawing.put(CHECK_ROW, column, check, "check:check")
        words = (self._say(key) for key in ("day", "weekday", "kind"))
        heads = (*words, *tier_words(self.language), self._say("running"), self._say("progress"))
        self.drawing.put_row(HEADER_ROW, DAY, heads, "heading")
        self.drawing.heights[HEADER_ROW] = HEADING_HEIGHT

    def _totals(self) -> None:
        """All days together, straight from the table: days outside the plan would show as a difference."""
        self.drawing.put_row(TOTAL_ROW, DAY, (self._say("total"), None, None), "total")
        for column, tier in enumerate(TIERS, start=TIER):
            formula = sumifs(self.refs.column("sb_days", tier), self.of_metric["sb_days"])
            self.drawing.put(TOTAL_ROW, column, Formula(formula, sum(self.sums[tier].values())), "total:int")
        self.drawing.put_row(TOTAL_ROW, RUNNING, (None, None), "total")

    def _day(self, at: int, day: date) -> None:
        self.drawing.put(at, DAY, day, "output:date")
        self.drawing.put(at, WEEKDAY, weekday(day, self.language), "output")
        self.drawing.put(at, KIND, self._kind(day), "output")
        for column, tier in enumerate(TIERS, start=TIER):
            where = (self.refs.column("sb_days", "date"), address(at, DAY, fixed="column"))
            formula = sumifs(self.refs.column("sb_days", tier), self.of_metric["sb_days"], where)
            self.drawing.put(at, column, Formula(formula, self.sums[tier][day,]), "output:quiet")
        self._running(at, at, day, "output")

    def _kind(self, day: date) -> str:
        """What the calendar says of a day: its name, or its kind where it has none."""
        found = self.kinds.get(day)
        if found is None:
            return ""
        kind = text("choices", f"day.{found.kind}", self.language)
        return f"{kind} · {found.note}" if found.note else kind

    def _running(self, at: int, day_row: int, day: date, style: str) -> None:
        """The target up to and including the day that stands in a row, and its share of the whole."""
        date_column = self.refs.column("sb_days", "date")
        until = (date_column, f'"<="&{address(day_row, DAY, fixed="column")}')
        formula = sumifs(self.refs.column("sb_days", "target"), self.of_metric["sb_days"], until)
        value = sum(target for (other,), target in self.sums["target"].items() if other <= day)
        whole = sum(self.sums["target"].values())
        self.drawing.put(at, RUNNING, Formula(formula, value), f"{style}:int")
        below = address(TOTAL_ROW, TIER + 1, fixed="row column")
        share = f'IF({below}=0,"",{address(at, RUNNING)}/{below})'
        self.drawing.put(at, PROGRESS, Formula(share, value / whole if whole else ""), f"{style}:percent")

    def _sum(self, at: int, row: Row) -> None:
        """The sum of a week's or a month's days."""
        style = "subtotal" if row.level else "total"
        self.drawing.put_row(at, DAY, (row.label, None, None), style)
        first = min(r.day for r in self.rows[row.first - FIRST_ROW : row.last - FIRST_ROW + 1])
        for column, tier in enumerate(TIERS, start=TIER):
            value = sum(v for (day,), v in self.sums[tier].items() if first <= day <= row.day)
            self.drawing.put(at, column, Formula(self._of_days(row, column), value), f"{style}:int")
        self._running(at, self._last_day_row(row), row.day, style)

    def _of_days(self, row: Row, column: int) -> str:
        """A week sums its days; a month its weeks."""
        if row.level:
            return f"SUM({span(row.first, column, row.last, column)})"
        weeks = (at for at in range(row.first, row.last + 1) if self.rows[at - FIRST_ROW].label)
        return f"SUM({','.join(address(at, column) for at in weeks)})"

    def _last_day_row(self, row: Row) -> int:
        """The row of the last day of a week or month: the sums of weeks stand between."""
        return row.last if row.level else row.last - 1

    def _set_up(self) -> None:
        draw = self.drawing
        fit(draw, range(DAY, PROGRESS + 1), HEADER_ROW)
        draw.widths |= {DAY: 13.0, PROGRESS: 14.0}
        body = Area(FIRST_ROW, PROGRESS, self.last_row, PROGRESS)
        draw.rules.append(DataBarRule(body, high=1))
        days = Area(FIRST_ROW, DAY, self.last_row, RUNNING)
        target = address(FIRST_ROW, TIER + 1, fixed="column")
        first = address(FIRST_ROW, DAY, fixed="column")
        draw.rules.append(ExpressionRule(days, f"AND(ISNUMBER({first}),{target}=0)", "muted"))
        draw.freeze = (FIRST_ROW, TIER)
        draw.print_setup = PrintSetup(title_rows=(HEADER_ROW, HEADER_ROW), header=draw.title)
        draw.tab_color = "2F80ED"
