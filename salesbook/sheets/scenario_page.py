"""Two scenarios side by side 方案对比: live formulas over sb_compare, the differences, and what the inputs differ in.

To the left the totals, each period and each member in A and in B; beside them the table sb_drivers; beside that the
differences by rep and period. All three have their headings in one row, which every printed page repeats.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES, CATALOGUE
from salesbook.book.page import Area, ExpressionRule, PrintSetup, Validation
from salesbook.book.reading_scenarios import SIDES
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import HEADING_HEIGHT, Drawing
from salesbook.sheets.formulas import by_tier, literal, metric_is, same_as, span, sumifs, tier_words
from salesbook.sheets.sums import number_width
from salesbook.sheets.tracking import PAGE_WIDTH
from salesbook.sheets.widths import fit, text_width
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs

KEY = "compare"
TABLE = "sb_compare"
SWITCH_ROW, HEADER_ROW, FIRST_ROW = 3, 5, 6
LABEL, FIRST_SIDE, DIFFERENCE, CHANGE = 1, 2, 4, 5
DRIVERS = 7
"""The first column of the table of drivers."""
MATRIX = 13
"""The column of the reps to the left of their differences."""
SWITCH = address(SWITCH_ROW, FIRST_SIDE, fixed="row column")
BY = ("period", *AXES)
TAB = "8E44AD"


@dataclass(frozen=True, slots=True)
class Side:
    """What a line shows of each side: the criteria of its SUMIFS beside the metric, and the two targets."""

    criteria: tuple[tuple[str, str], ...]
    a: int
    b: int


def scenario_page(book: Book, refs: Refs) -> Page:
    """The sheet over the book's compared rows and drivers."""
    return _Comparison(book, refs).page()


class _Comparison:
    def __init__(self, book: Book, refs: Refs) -> None:
        self.book, self.refs, self.language = book, refs, refs.language
        self.metric = book.settings.metric
        self.rows = [row for row in book.compared if row.metric == self.metric]
        self.names = (book.drivers[0].a, book.drivers[0].b) if book.drivers else SIDES
        self.columns = [by_tier(SWITCH, refs.language, self._tiers(side)) for side in SIDES]
        self.drawing = Drawing(KEY, self._say("title"))
        self.at = FIRST_ROW
        self.sections: list[tuple[int, int]] = []

    def page(self) -> Page:
        self._head()
        self._metrics()
        for axis in BY:
            self._section(axis)
        self._check()
        self._drivers()
        self._matrix()
        self._set_up()
        return self.drawing.page()

    def _say(self, key: str, **words: str) -> str:
        return text("scenario", f"sheet.{key}", self.language, **words)

    def _tiers(self, side: str) -> Iterator[str]:
        return (self.refs.column(TABLE, f"{side}_{tier}") for tier in ("floor", "target", "stretch"))

    def _head(self) -> None:
        draw = self.drawing
        a, b = self.names
        metric = text("choices", f"metric.{self.metric}", self.language)
        draw.heads(self._say("head", a=a, b=b), " · ".join(filter(None, (self.book.settings.plan, metric))))
        draw.put(SWITCH_ROW, LABEL, self._say("tier"), "subheading")
        draw.put(SWITCH_ROW, FIRST_SIDE, tier_words(self.language)[1], "input")
        cell = Area(SWITCH_ROW, FIRST_SIDE, SWITCH_ROW, FIRST_SIDE)
        words = literal(",".join(tier_words(self.language)))
        draw.validations.append(Validation(cell, "list", words, "", self._say("switch"), strict=True))
        draw.put_row(HEADER_ROW, LABEL, (None, a, b, self._say("difference"), self._say("change")), "heading")
        draw.heights[HEADER_ROW] = HEADING_HEIGHT

    def _metrics(self) -> None:
        """Every metric's total; those below are of the main one."""
        self._title("totals")
        for metric in dict.fromkeys((self.metric, *(row.metric for row in self.book.compared))):
            rows = [row for row in self.book.compared if row.metric == metric]
            criteria = (metric_is(self.refs, TABLE, metric),)
            side = Side(criteria, sum(r.a_target for r in rows), sum(r.b_target for r in rows))
            self._line(text("choices", f"metric.{metric}", self.language), side, "subtotal")

    def _section(self, axis: str) -> None:
        sums: dict[str, list[int]] = {}
        for row in self.rows:
            found = sums.setdefault(getattr(row, axis), [0, 0])
            found[0] += row.a_target
            found[1] += row.b_target
        if not any(sums):
            return
        self._title(axis)
        first, own = self.at, metric_is(self.refs, TABLE, self.metric)
        for name, (a, b) in sums.items():
            label = address(self.at, LABEL, fixed="column")
            criterion = (self.refs.column(TABLE, axis), same_as(label, name))
            self._line(name or self._say("nobody"), Side((own, criterion), a, b), "output")
        self.sections.append((first, self.at - 1))

    def _title(self, key: str) -> None:
        self.drawing.put_row(self.at, LABEL, (self._say(key), None, None, None, None), "section")
        self.at += 1

    def _line(self, label: str, side: Side, style: str) -> None:
        draw, row = self.drawing, self.at
        draw.put(row, LABEL, label, "text" if style == "output" else style)
        for column, (values, result) in enumerate(zip(self.columns, (side.a, side.b), strict=True), start=FIRST_SIDE):
            draw.put(row, column, Formula(sumifs(values, *side.criteria), result), f"{style}:int")
        a, b = address(row, FIRST_SIDE), address(row, FIRST_SIDE + 1)
        draw.put(row, DIFFERENCE, Formula(f"{b}-{a}", side.b - side.a), f"{style}:int")
        change = Formula(f'IF({a}=0,"",{b}/{a}-1)', side.b / side.a - 1 if side.a else "")
        draw.put(row, CHANGE, change, f"{style}:percent")
        self.at += 1

    def _check(self) -> None:
        """0 when every section adds up to the totals of the main metric."""
        draw, whole = self.drawing, FIRST_ROW + 1
        parts = [
            f"ABS(SUM({span(first, column, last, column)})-{address(whole, column)})"
            for first, last in self.sections
            for column in (FIRST_SIDE, FIRST_SIDE + 1)
        ]
        draw.put(SWITCH_ROW, DIFFERENCE, self._say("check"), "subheading")
        draw.put(SWITCH_ROW, CHANGE, Formula("+".join(parts) or "0", 0), "check:check")

    def _drivers(self) -> None:
        """The table of what the inputs differ in."""
        table = CATALOGUE["sb_drivers"]
        self.drawing.put(HEADER_ROW - 1, DRIVERS, self._say("drivers"), "section")
        rows = [(d.place, d.row, d.column, d.a, d.b) for d in self.book.drivers]
        if len(rows) == 1:
            self.drawing.put(HEADER_ROW + 3, DRIVERS, self._say("no-drivers"), "note")
        styles = ["output:text", "wrap", "output:text", "wrap", "wrap"]
        self.drawing.table(table.name, (HEADER_ROW, DRIVERS), table.headings(self.language), rows, styles)
        for at, column in enumerate(table.columns, start=DRIVERS):
            self.drawing.widths[at] = column.width + 2

    def _matrix(self) -> None:
        """B less A by rep and period, where the plan is split to reps."""
        reps = [rep for rep in dict.fromkeys(row.rep for row in self.rows) if rep]
        periods = list(dict.fromkeys(row.period for row in self.rows))
        if not reps:
            return
        draw, last = self.drawing, MATRIX + len(periods) + 1
        draw.put(HEADER_ROW - 1, MATRIX, self._say("matrix"), "section")
        draw.put_row(HEADER_ROW, MATRIX, (self._say("rep-word"), *periods, self._say("total")), "heading")
        moved: Counter[tuple[str, str]] = Counter()
        for line in self.rows:
            moved[line.rep, line.period] += line.b_target - line.a_target
        for at, rep in enumerate(reps, start=FIRST_ROW):
            draw.put(at, MATRIX, rep, "text")
            for column, period in enumerate(periods, start=MATRIX + 1):
                formula = Formula(self._moved(at, column, rep, period), moved[rep, period])
                draw.put(at, column, formula, "output:quiet")
            row_sum = Formula(f"SUM({span(at, MATRIX + 1, at, last - 1)})", sum(moved[rep, p] for p in periods))
            draw.put(at, last, row_sum, "subtotal:int")
        self._shade(Area(FIRST_ROW, MATRIX + 1, FIRST_ROW + len(reps) - 1, last - 1))
        fit(draw, range(MATRIX, last + 1), HEADER_ROW)

    def _moved(self, row: int, column: int, rep: str, period: str) -> str:
        """B less A of a rep in a period."""
        where = (
            metric_is(self.refs, TABLE, self.metric),
            (self.refs.column(TABLE, "rep"), same_as(address(row, MATRIX, fixed="column"), rep)),
            (self.refs.column(TABLE, "period"), same_as(address(HEADER_ROW, column, fixed="row"), period)),
        )
        a, b = (sumifs(values, *where) for values in self.columns)
        return f"{b}-{a}"

    def _shade(self, area: Area) -> None:
        first = address(area.row, area.column)
        self.drawing.rules += [
            ExpressionRule(area, f"{first}>0", "good"),
            ExpressionRule(area, f"{first}<0", "bad"),
        ]

    def _set_up(self) -> None:
        draw = self.drawing
        fit(draw, (LABEL,), HEADER_ROW, least=14)
        largest = max((max(row.a_stretch, row.b_stretch) for row in self.rows), default=0) * max(1, len(self.rows))
        width = max(number_width(min(largest, 10**12)), *(text_width(name) + 4.0 for name in self.names))
        for column in range(FIRST_SIDE, CHANGE + 1):
            draw.widths[column] = min(width, 24.0)
        self._shade(Area(FIRST_ROW, DIFFERENCE, self.at - 1, DIFFERENCE))
        draw.freeze = (FIRST_ROW, 1)
        wide = ceil(sum(draw.widths.values()) / PAGE_WIDTH)
        draw.print_setup = PrintSetup(landscape=True, wide=wide, title_rows=(HEADER_ROW, HEADER_ROW), header=draw.title)
        draw.tab_color = TAB
