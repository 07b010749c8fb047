"""The sheet 目标检查 / Goal check: each goal at a glance, then its evidence, then where the growth comes from."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from salesbook.book.page import Area, ExpressionRule, PrintSetup
from salesbook.book.values import Formula, address
from salesbook.domain.smart import CRITERIA, worst
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import literal, span
from salesbook.sheets.goal_check_cells import Cells
from salesbook.sheets.goal_check_growth import growth_lines
from salesbook.sheets.goal_check_lines import checked_goals
from salesbook.sheets.goal_lines import goal_value
from salesbook.sheets.heading import subtitle
from salesbook.sheets.widths import text_width
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.domain.smart import Verdict
    from salesbook.sheets.goal_check_lines import Checked, Evidence

KEY = "view.goals"
CRITERION, SAID, ASKED, COMPARED, RATIO, VERDICT, DO, LAST = range(1, 9)
"""Columns of the evidence; what to do takes two, as the last verdict at a glance needs a narrow one."""
WIDTHS = {
    CRITERION: 18.0, SAID: 66.0, ASKED: 17.0, COMPARED: 17.0, RATIO: 17.0, VERDICT: 14.0, DO: 14.0, LAST: 48.0,
}  # fmt: skip
TARGET, GOAL, FIRST_VERDICT = 1, 2, 3
"""Columns of the goals at a glance."""
SUMMARY_ROW = 5
_LINE, _PADDING = 14.0, 4.0


def goal_check_page(book: Book, refs: Refs) -> Page:
    """The sheet over sb_goals, sb_history and sb_plan; one that says so where there are no goals."""
    return _GoalCheck(book, refs).page()


class _GoalCheck:
    def __init__(self, book: Book, refs: Refs) -> None:
        self.book, self.refs, self.language = book, refs, refs.language
        self.goals = checked_goals(book)
        self.drawing = Drawing(KEY, self._say("title"))
        self.words: dict[Verdict, str] = {key: self._say(f"verdict.{key}") for key in ("ok", "look", "no")}
        self.first = SUMMARY_ROW + len(self.goals) + 4
        """The first row of the evidence; the heading stands above it."""

    def _say(self, key: str) -> str:
        return text("smart", key, self.language)

    def page(self) -> Page:
        self.drawing.heads(self._say("head"), subtitle(self.book, self.language, switched=True))
        if not self.goals:
            self.drawing.put(SUMMARY_ROW, 1, self._say("no-goals"), "note")
        else:
            starts = self._evidence()
            self._summary(starts)
            self._growth(starts[-1] + len(self.goals[-1].lines) + 2)
        self._set_up()
        return self.drawing.page()

    def _section(self, row: int, key: str) -> None:
        self.drawing.put_row(row, 1, (self._say(key), *[None] * (LAST - 1)), "section")
        self.drawing.heights[row] = 22.0

    # -- at a glance -----------------------------------------------------------------------------------------------

    def _summary(self, starts: list[int]) -> None:
        """A row for each goal: the target, and the worst verdict of each criterion."""
        self._section(SUMMARY_ROW - 1, "summary")
        heads = [self._say("column.target"), self._say("column.goal")]
        heads += [self._say(f"criterion.{criterion}") for criterion in CRITERIA]
        self.drawing.put_row(SUMMARY_ROW, TARGET, heads, "heading")
        self.drawing.heights[SUMMARY_ROW] = 24.0
        for row, (goal, start) in enumerate(zip(self.goals, starts, strict=True), start=SUMMARY_ROW + 1):
            self._glance(row, goal, start)

    def _glance(self, row: int, goal: Checked, start: int) -> None:
        draw, facts = self.drawing, goal.facts
        target = Formula(goal_value(facts.goal, "target", self.refs), facts.goal.target)
        draw.put(row, TARGET, target, "output:int")
        draw.put(row, GOAL, goal.called[self.language], "output")
        verdicts = span(start + 1, VERDICT, start + len(goal.lines), VERDICT)
        criteria = span(start + 1, CRITERION, start + len(goal.lines), CRITERION)
        for column, criterion in enumerate(CRITERIA, start=FIRST_VERDICT):
            name = literal(self._say(f"criterion.{criterion}"))
            no, look, ok = (literal(self.words[key]) for key in ("no", "look", "ok"))
            of = f"COUNTIFS({criteria},{name},{verdicts},"
            formula = f"IF({of}{no})>0,{no},IF({of}{look})>0,{look},{ok}))"
            draw.put(row, column, Formula(formula, self.words[worst(goal.verdicts(criterion))]), "output")

    # -- the evidence ----------------------------------------------------------------------------------------------

    def _evidence(self) -> list[int]:
        """All lines of all goals; the row of each goal's own heading."""
        draw = self.drawing
        self._section(self.first - 2, "evidence")
        heads = ("criterion", "said", "asked", "compared", "ratio", "verdict", "do")
        draw.put_row(self.first - 1, CRITERION, (self._say(f"column.{key}") for key in heads), "heading")
        draw.merge(self.first - 1, DO, self.first - 1, LAST)
        draw.heights[self.first - 1] = 32.0
        starts, row = [], self.first
        for goal in self.goals:
            starts.append(row)
            draw.put_row(row, CRITERION, (goal.called[self.language], *[None] * (LAST - 1)), "subtotal")
            draw.merge(row, CRITERION, row, LAST)
            cells = Cells(self.book, self.refs, goal, row, self.words)
            for at, line in enumerate(goal.lines, start=row + 1):
                self._line(at, line, cells)
            row += len(goal.lines) + 1
        return starts

    def _line(self, row: int, line: Evidence, cells: Cells) -> None:
        draw = self.drawing
        draw.put(row, CRITERION, self._say(f"criterion.{line.criterion}"), "output")
        draw.put(row, SAID, line.said[self.language], "wrap")
        form = "percent" if line.rule in ("growth", "base") else "int"
        draw.put(row, ASKED, cells.asked(row, line), f"output:{form}")
        draw.put(row, COMPARED, cells.compared(line), f"output:{form}")
        ratio = {"equal": "check:check", "at-most": "output:int"}.get(line.rule, "output:percent")
        draw.put(row, RATIO, cells.ratio(row, line), ratio)
        draw.put(row, VERDICT, cells.verdict(row, line), "output")
        todo = self._todo(line.key)
        draw.put(row, DO, cells.todo(row, todo), "wrap")
        draw.merge(row, DO, row, LAST)
        said, done = text_width(line.said[self.language]) / WIDTHS[SAID], text_width(todo) / (WIDTHS[DO] + WIDTHS[LAST])
        draw.heights[row] = _LINE * max(1, ceil(said), ceil(done)) + _PADDING

    def _todo(self, key: str) -> str:
        from salesbook import resources

        return self._say(f"do.{key}") if key in resources.texts("smart")["do"] else ""

    # -- where the growth comes from -------------------------------------------------------------------------------

    def _growth(self, row: int) -> None:
        """Axis by axis: what members sold in the same days last year, what is planned, their part of the growth."""
        lines = growth_lines(self.book)
        if lines:
            self._section(row, "growth")
            heads = ("axis", "member", "base", "planned", "more", "rate", "share")
            self.drawing.put_row(row + 1, 1, (self._say(f"column.{key}") for key in heads), "heading")
            self.drawing.heights[row + 1] = 32.0
            for at, line in enumerate(lines, start=row + 2):
                line.draw(self.drawing, at, row + 2, row + 1 + len(lines), self.refs)
            row += len(lines) + 3
        self.drawing.put(row, 1, self._say("rule"), "note")

    def _set_up(self) -> None:
        draw = self.drawing
        draw.widths |= WIDTHS
        last = max((row for row, _ in draw.cells), default=SUMMARY_ROW)
        area = Area(SUMMARY_ROW + 1, FIRST_VERDICT, last, DO)
        first = address(SUMMARY_ROW + 1, FIRST_VERDICT)
        for word, style in zip(self.words.values(), ("good", "warn", "bad"), strict=True):
            draw.rules.append(ExpressionRule(area, f"{first}={literal(word)}", style))
        draw.freeze = (SUMMARY_ROW - 1, 1)
        draw.print_setup = PrintSetup(landscape=True, header=draw.title)
        draw.tab_color = "2F80ED"

