"""The split views: one axis against periods or another axis, as live formulas over sb_plan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from salesbook.book.page import Area, DataBarRule, PrintSetup, Validation
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import HEADING_HEIGHT, Drawing
from salesbook.sheets.formulas import literal, same_as, span, sumifs, tier_column, tier_words
from salesbook.sheets.heading import subtitle
from salesbook.sheets.metrics import metric_shown, plan_metrics
from salesbook.sheets.sums import members, number_width, plan_rows, summed
from salesbook.sheets.view_goals import ViewGoals
from salesbook.sheets.view_looks import ViewLooks
from salesbook.sheets.view_parts import are_months, parts
from salesbook.sheets.widths import text_width
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.sheets.view_parts import Part

VIEWS: dict[str, tuple[str, str]] = {
    "view.rep_month": ("rep", "period"),
    "view.region_month": ("region", "period"),
    "view.product_month": ("product", "period"),
    "view.channel_month": ("channel", "period"),
    "view.customer_month": ("customer", "period"),
    "view.rep_product": ("rep", "product"),
}
"""Key of the page -> the axis down the rows and the one across the columns."""

SWITCH_ROW, HEADER_ROW, FIRST_ROW = 3, 5, 6
SWITCH = address(SWITCH_ROW, 2, fixed="row column")
SWITCH_HEIGHT, SWITCH_WIDTH = 28.0, 12.0
TAB = "2F80ED"


def views_of(book: Book) -> tuple[str, ...]:
    """The keys of the views whose axes the plan uses."""
    used = {axis for axes in VIEWS.values() for axis in axes if axis != "period" and any(members(book, axis))}
    return tuple(key for key, axes in VIEWS.items() if plan_rows(book) and set(axes) <= used | {"period"})


def view_page(key: str, book: Book, refs: Refs) -> Page:
    """One view. The tier is switched in a cell; it shows the target at first."""
    return _View(key, book, refs).page()


def check_cell(book: Book) -> str:
    """The cell of every view that is 0 when it shows all of the plan; it stands beside the switches."""
    return address(SWITCH_ROW, _check_column(book) + 1)


def _check_column(book: Book) -> int:
    return 5 if len(plan_metrics(book)) > 1 else 3


def axis_words(key: str, book: Book, refs: Refs) -> tuple[str, str]:
    """What the rows and the columns of a view are called."""
    rows, columns = VIEWS[key]
    across = f"axis.{columns}"
    if columns == "period":
        across = "period.month" if are_months(book) else "period.phase"
    return text("sheets", f"word.axis.{rows}", refs.language), text("sheets", f"word.{across}", refs.language)


class _View:
    """Draws one view: members down the rows, parts across, then total, share and the goals that are fixed."""

    def __init__(self, key: str, book: Book, refs: Refs) -> None:
        self.book, self.refs, self.language = book, refs, refs.language
        self.row_axis, self.column_axis = VIEWS[key]
        self.members = members(book, self.row_axis)
        self.parts = parts(book, self.column_axis)
        self.tier = tier_column(SWITCH, refs, "sb_plan")
        self.metric = metric_shown(book, refs, SWITCH_ROW, 4)
        self.of_metric = self.metric.criterion("sb_plan")
        self.goals = ViewGoals(book, self.metric, SWITCH)
        self.looks = ViewLooks(book, self.row_axis, self.column_axis)
        self.columns = {axis: refs.column("sb_plan", axis) for axis in VIEWS[key]}
        self.sums = summed(plan_rows(book), "target", self.row_axis, self.column_axis)
        self.total_row = FIRST_ROW + len(self.members)
        self.total_column = 2 + len(self.parts)
        self.row_word, self.column_word = axis_words(key, book, refs)
        title = text("sheets", "view.title", self.language, rows=self.row_word, columns=self.column_word)
        self.drawing = Drawing(key, title)

    def page(self) -> Page:
        self._head()
        for row, member in enumerate(self.members, start=FIRST_ROW):
            self._line(row, member)
        self._total_line()
        self._shares()
        self._row_goals()
        self._column_goals()
        self._set_up()
        return self.drawing.page()

    def _say(self, key: str) -> str:
        return text("sheets", f"view.{key}", self.language)

    def _head(self) -> None:
        draw = self.drawing
        draw.heads(
            text("sheets", "view.head", self.language, rows=self.row_word, columns=self.column_word),
            subtitle(self.book, self.language, switched=self.metric.switched),
        )
        self._switches()
        between = (self._label(part) for part in self.parts)
        draw.put_row(HEADER_ROW, 1, (self.row_word, *between, self._say("total"), self._say("share")), "heading")
        draw.heights[HEADER_ROW] = HEADING_HEIGHT

    def _switches(self) -> None:
        """The tier, the metric where there are several, and whether all of the plan is shown."""
        draw = self.drawing
        draw.put(SWITCH_ROW, 1, self._say("tier"), "subheading")
        draw.put(SWITCH_ROW, 2, tier_words(self.language)[1], "input")
        words = literal(",".join(tier_words(self.language)))
        cell = Area(SWITCH_ROW, 2, SWITCH_ROW, 2)
        draw.validations.append(Validation(cell, "list", words, "", self._say("switch"), strict=True))
        self.metric.put(draw, SWITCH_ROW, 3)
        check = _check_column(self.book)
        draw.put(SWITCH_ROW, check, self._say("check"), "subheading")
        whole = sumifs(self.tier, self.of_metric)
        shown = address(self.total_row, self.total_column)
        draw.put(SWITCH_ROW, check + 1, Formula(f"{shown}-{whole}", 0), "check:check")
        draw.heights[SWITCH_ROW] = SWITCH_HEIGHT

    def _label(self, part: Part) -> str:
        return part.label or text("sheets", "word.unnamed", self.language)

    def _line(self, row: int, member: str) -> None:
        """A member's targets by part, and their total."""
        self.drawing.put(row, 1, member or text("sheets", "word.unnamed", self.language), "text")
        for column, part in enumerate(self.parts, start=2):
            value = sum(self.sums[member, key] for key in part.keys)
            if part.count:
                formula, style = f"SUM({span(row, column - part.count, row, column - 1)})", "subtotal:quiet"
            else:
                formula = self._leaf(row, column, member, part)
                style = f"{self.looks.of(member, part.keys, 'output')}:quiet"
            self.drawing.put(row, column, Formula(formula, value), style)
        style = f"{self.looks.of_total(member, 'subtotal')}:int"
        self.drawing.put(row, self.total_column, Formula(self._across(row), self._of(member)), style)

    def _leaf(self, row: int, column: int, member: str, part: Part) -> str:
        down = same_as(address(row, 1, fixed="column"), member)
        across = same_as(address(HEADER_ROW, column, fixed="row"), part.label)
        wanted = (self.columns[self.row_axis], down), (self.columns[self.column_axis], across)
        return sumifs(self.tier, self.of_metric, *wanted)

    def _of(self, member: str) -> int:
        return sum(self.sums[member, key] for part in self.parts if not part.count for key in part.keys)

    def _across(self, row: int) -> str:
        """The sum of a row: of its subtotals where it has some."""
        subtotals = [c for c, part in enumerate(self.parts, start=2) if part.count]
        if subtotals:
            return f"SUM({','.join(address(row, c) for c in subtotals)})"
        return f"SUM({span(row, 2, row, self.total_column - 1)})"

    def _total_line(self) -> None:
        self.drawing.put(self.total_row, 1, self._say("total"), "total")
        for column, part in enumerate(self.parts, start=2):
            self._down(column, sum(self.sums[m, key] for m in self.members for key in part.keys))
        self._down(self.total_column, sum(self.sums.values()))

    def _down(self, column: int, value: int) -> None:
        formula = f"SUM({span(FIRST_ROW, column, self.total_row - 1, column)})"
        self.drawing.put(self.total_row, column, Formula(formula, value), "total:int")

    def _shares(self) -> None:
        """Each member's share of the whole, with a bar."""
        whole = sum(self.sums.values())
        column = self.total_column + 1
        below = address(self.total_row, self.total_column, fixed="row column")
        for row in range(FIRST_ROW, self.total_row + 1):
            part = whole if row == self.total_row else self._of(self.members[row - FIRST_ROW])
            formula = f'IF({below}=0,"",{address(row, self.total_column)}/{below})'
            style = "total:percent" if row == self.total_row else "output:percent"
            self.drawing.put(row, column, Formula(formula, part / whole if whole else ""), style)
        self.drawing.rules.append(DataBarRule(Area(FIRST_ROW, column, self.total_row - 1, column)))

    def _row_goals(self) -> None:
        """Beside the shares: the goals of members for the whole plan, and how far the plan is from them."""
        goals = {m: g for m in self.members if m and (g := self.goals.of({self.row_axis: m}))}
        if not goals:
            return
        column = self.total_column + 2
        self.drawing.put_row(HEADER_ROW, column, (self._say("goal"), self._say("difference")), "heading")
        for row, member in enumerate(self.members, start=FIRST_ROW):
            at = (row, column), (row, column + 1)
            self.goals.put(self.drawing, goals.get(member, ()), *at, address(row, self.total_column), self._of(member))

    def _column_goals(self) -> None:
        """Below the totals: the whole plan's goal, and those of single periods."""
        if self.column_axis != "period":
            return
        goals = [self.goals.of({}, part.label) for part in self.parts] + [self.goals.of({})]
        if not any(goals):
            return
        row = self.total_row + 1
        self.drawing.put(row, 1, self._say("goal"), "text")
        self.drawing.put(row + 1, 1, self._say("difference"), "text")
        sums = [sum(self.sums[m, key] for m in self.members for key in part.keys) for part in self.parts]
        sums.append(sum(self.sums.values()))
        for column, (goal, value) in enumerate(zip(goals, sums, strict=True), start=2):
            at = (row, column), (row + 1, column)
            self.goals.put(self.drawing, goal, *at, address(self.total_row, column), value)

    def _set_up(self) -> None:
        draw = self.drawing
        names = [*self.members, self.row_word, self._say("difference"), self._say("tier")]
        draw.widths[1] = max(12.0, *(text_width(name) + 3.0 for name in names))
        for column, part in enumerate(self.parts, start=2):
            draw.widths[column] = max(self._width_of(set(part.keys)), text_width(self._label(part)) + 3.0)
        whole = self._width_of({key for part in self.parts for key in part.keys})
        draw.widths |= {self.total_column: whole, self.total_column + 1: 11.0}
        draw.widths |= {self.total_column + 2: whole, self.total_column + 3: 12.0}
        for column in range(2, _check_column(self.book) + 2):
            draw.widths[column] = max(draw.widths.get(column, 0.0), SWITCH_WIDTH)
        draw.freeze = (FIRST_ROW, 2)
        draw.print_setup = PrintSetup(
            landscape=len(self.parts) > 4,
            title_rows=(HEADER_ROW, HEADER_ROW),
            title_columns=(1, 1),
            header=draw.title,
        )
        draw.tab_color = TAB

    def _width_of(self, keys: Collection[str]) -> float:
        """Wide enough for the stretch of all members in some columns, in any metric."""
        sums: Counter[str] = Counter()
        for row in self.book.plan:
            sums[row.metric] += abs(row.stretch) if getattr(row, self.column_axis) in keys else 0
        return number_width(max(sums.values()))
