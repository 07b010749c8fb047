"""The statements 结算单 of a period: the team's sums, then what each rep gets, line by line, on a page of its own.

Lines are what was settled and stands in sb_payout; every sum over them is a live formula.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.asked_period import suffix_of
from salesbook.book.page import Area, ExpressionRule, PrintSetup
from salesbook.book.tabs import LONGEST
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import literal, same_as, span, sumifs
from salesbook.sheets.heading import subtitle
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from salesbook.book.model import Book, PayoutRow
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.domain.period import Period

KEY = "pay.statements"
PARTS = ("rate", "reward", "cap", "penalty")
SET_ROW, TEAM_ROW = 3, 5
PERIOD = address(SET_ROW, 2, fixed="row column")
CHECK = address(SET_ROW, 4)
NAME, TEAM, FIRST_PART, TOTAL, CORRECTED = 1, 2, 3, 7, 8
"""Columns of the team's table."""
RULE, OF, STEP, BASE, RATE, AMOUNT, SETTLED, STATE = range(1, 9)
"""Columns of a statement."""
GAP = 3
"""Rows from a statement's total to the next statement: the line for signing and two empty ones."""


def statements_page(book: Book, refs: Refs, period: Period) -> Page:
    """The sheet of a period that was settled."""
    return _Statements(book, refs, period).page()


def tab_of(title: str, period: Period, suffix: str) -> str:
    """The tab of a period's sheet: the title alone for the whole plan; what Excel does not take is left out.

    >>> from datetime import date
    >>> from salesbook.domain.period import Period
    >>> push = Period("Push [1/2]", "phase", date(2026, 5, 1), date(2026, 5, 3))
    >>> tab_of("Statements", push, ".phase_20260501_20260503")
    'Statements Push -1-2-'
    """
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", f"{title} {period.key}")[:LONGEST].rstrip(" '") if suffix else title


class _Statements:
    def __init__(self, book: Book, refs: Refs, period: Period) -> None:
        self.book, self.refs, self.language = book, refs, refs.language
        self.period, self.suffix = period.key, suffix_of(period, book)
        self.rows = [row for row in book.payouts if row.period == self.period]
        self.reps = _in_order(book, self.rows)
        self.first = TEAM_ROW + 2
        self.last = self.first + len(self.reps) - 1
        self.drawing = Drawing(KEY + self.suffix, tab_of(self._say("title"), period, self.suffix))

    def page(self) -> Page:
        draw = self.drawing
        draw.heads(self._say("head", period=self.period), subtitle(self.book, self.language))
        self._team()
        totals, row, begins = [], self.last + 4, []
        for rep in self.reps:
            begins.append(row)
            totals.append(self._statement(row, rep))
            row = totals[-1] + GAP
        self._above(totals)
        fit(draw, range(1, STATE + 1), SET_ROW, 12.0)
        draw.freeze = (SET_ROW + 1, 1)
        draw.print_setup = PrintSetup(landscape=True, header=draw.title, breaks=tuple(begins))
        draw.tab_color = "8E44AD"
        return draw.page()

    def _say(self, key: str, **words: object) -> str:
        return text("sheets", f"pay.{key}", self.language, **words)

    def _above(self, totals: Sequence[int]) -> None:
        """The period, and whether the statements are all that was settled."""
        draw = self.drawing
        draw.put_row(SET_ROW, 1, (self._say("period"), self.period), "subheading")
        draw.put(SET_ROW, 3, self._say("check"), "subheading")
        whole = sumifs(self.refs.column("sb_payout", "amount"), self._of_period())
        listed = "-".join(["", *(address(row, AMOUNT) for row in totals)])
        draw.put(SET_ROW, 4, Formula(f"ROUND({whole}{listed},2)", 0), "check:check")

    def _of_period(self) -> tuple[str, str]:
        return self.refs.column("sb_payout", "period"), same_as(PERIOD, self.period)

    def _team(self) -> None:
        draw = self.drawing
        draw.put_row(TEAM_ROW, 1, (self._say("team"), *[None] * (CORRECTED - 1)), "section")
        heads = ("rep", "team", *(f"part.{part}" for part in PARTS), "total", "corrected")
        draw.put_row(TEAM_ROW + 1, 1, (self._say(f"column.{key}") for key in heads), "heading")
        for row, rep in enumerate(self.reps, start=self.first):
            self._rep(row, rep)
        self._total(self.last + 1)

    def _rep(self, row: int, rep: str) -> None:
        """The rep's sums by part, whatever the run."""
        draw, mine = self.drawing, [r for r in self.rows if r.rep == rep]
        team = next((r.team for r in self.book.reps if r.name == rep), "")
        draw.put_row(row, NAME, (rep, team or None), "output")
        who = (self.refs.column("sb_payout", "rep"), same_as(address(row, NAME, fixed="column"), rep))
        amount = self.refs.column("sb_payout", "amount")
        for column, part in enumerate(PARTS, start=FIRST_PART):
            word = literal("=" + text("choices", f"paypart.{part}", self.language))
            formula = sumifs(amount, self._of_period(), who, (self.refs.column("sb_payout", "part"), word))
            draw.put(row, column, Formula(formula, _sum(r for r in mine if r.part == part)), "output:money")
        parts = span(row, FIRST_PART, row, FIRST_PART + len(PARTS) - 1)
        draw.put(row, TOTAL, Formula(f"SUM({parts})", _sum(mine)), "subtotal:money")
        state = literal("=" + text("choices", "payout.correction", self.language))
        formula = sumifs(amount, self._of_period(), who, (self.refs.column("sb_payout", "state"), state))
        draw.put(row, CORRECTED, Formula(formula, _sum(r for r in mine if r.state == "correction")), "muted:money")

    def _total(self, row: int) -> None:
        draw = self.drawing
        draw.put_row(row, NAME, (self._say("all"), None), "total")
        for column in range(FIRST_PART, CORRECTED + 1):
            result = summed_column(draw, column, self.first, self.last)
            draw.put(row, column, Formula(f"SUM({span(self.first, column, self.last, column)})", result), "total:money")

    def _statement(self, row: int, rep: str) -> int:
        """One rep's block; the row of its total."""
        draw = self.drawing
        draw.put_row(row, 1, (self._say("of", rep=rep, period=self.period), *[None] * (STATE - 1)), "section")
        heads = ("rule", "of", "step", "base", "rate", "amount", "settled", "state")
        draw.put_row(row + 1, 1, (self._say(f"column.{key}") for key in heads), "heading")
        mine = [r for r in self.rows if r.rep == rep]
        for at, line in enumerate(mine, start=row + 2):
            self._line(at, line)
        last = row + 1 + len(mine)
        draw.put_row(last + 1, 1, (self._say("column.total"), *[None] * (STATE - 1)), "total")
        summed = Formula(f"SUM({span(row + 2, AMOUNT, last, AMOUNT)})", _sum(mine))
        draw.put(last + 1, AMOUNT, summed, "total:money")
        draw.put(last + 2, 1, self._say("sign"), "note")
        corrections = Area(row + 2, RULE, last, STATE)
        word = literal(text("choices", "payout.correction", self.language))
        draw.rules.append(ExpressionRule(corrections, f"{address(row + 2, STATE, fixed='column')}={word}", "changed"))
        return last + 1

    def _choice(self, choice: str, key: str) -> str:
        return text("choices", f"{choice}.{key}", self.language)

    def _line(self, row: int, line: PayoutRow) -> None:
        draw, say = self.drawing, self._choice
        rule = say("incentive", line.rule)
        part = line.part and say("paypart", line.part)
        metric = line.metric and say("metric", line.metric)
        step = say("tier", line.step) if line.step in ("floor", "target", "stretch") else line.step
        draw.put(row, RULE, rule if part in ("", rule) else f"{rule} · {part}", "output")
        draw.put(row, OF, " · ".join(w for w in (metric, line.item) if w) or None, "output")
        draw.put(row, STEP, step or None, "output")
        draw.put(row, BASE, line.base, "output:money")
        draw.put(row, RATE, line.rate or None, "output:percent2")
        draw.put(row, AMOUNT, line.amount, "output:money")
        draw.put(row, SETTLED, line.settled, "output:date")
        draw.put(row, STATE, say("payout", line.state) if line.state else None, "output")


def _in_order(book: Book, rows: Sequence[PayoutRow]) -> tuple[str, ...]:
    """The reps of the rows: the team's order, who left it last."""
    paid = dict.fromkeys(row.rep for row in rows)
    return tuple(dict.fromkeys((*(rep.name for rep in book.reps if rep.name in paid), *paid)))


def _sum(rows: Iterable[PayoutRow]) -> Decimal:
    return sum((row.amount for row in rows), Decimal("0.00"))


def summed_column(drawing: Drawing, column: int, first: int, last: int) -> Decimal:
    """The sum of the results of a column's formulas."""
    cells = (drawing.cells[row, column].content for row in range(first, last + 1))
    results = (cell.result for cell in cells if isinstance(cell, Formula))
    return sum((Decimal(result) for result in results if isinstance(result, int | Decimal)), Decimal("0.00"))
