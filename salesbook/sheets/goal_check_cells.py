"""The cells of a goal's evidence: live where a number follows from other cells, else as it was worked out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.checks_history import year_before
from salesbook.book.values import Formula, address
from salesbook.domain.smart import BEYOND, FAR, MORE
from salesbook.sheets.formulas import exactly, literal, metric_is, sumifs
from salesbook.sheets.goal_facts import SUMMED
from salesbook.sheets.goal_lines import goal_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.references import Refs
    from salesbook.book.values import Content
    from salesbook.domain.smart import Verdict
    from salesbook.sheets.goal_check_lines import Checked, Evidence

ASKED, COMPARED, VERDICT = 3, 4, 6
MOST_SUMS = 40
"""A slice of more members than this is given as a number: the formula would get too long."""
NOISE = 6
"""Decimal places to which numbers are compared, so that binary fractions decide nothing."""


@dataclass
class Cells:
    """The contents of one goal's lines. `row` is the goal's own heading."""

    book: Book
    refs: Refs
    goal: Checked
    row: int
    words: Mapping[Verdict, str]
    past_row: int = 0
    """The row with the sales of the year before and the one before that, once it was drawn."""

    @property
    def target(self) -> str:
        return goal_value(self.goal.facts.goal, "target", self.refs)

    def asked(self, row: int, line: Evidence) -> Content:
        """What the goal asks for, or what its parts come to."""
        if line.asked is None:
            return None
        formula = self._asked(row, line)
        return Formula(formula, _number(line.asked)) if formula else _number(line.asked)

    def _asked(self, row: int, line: Evidence) -> str:
        if line.rule == "past":
            self.past_row = row
            return self._sold(*self.goal.facts.before)
        if line.rule == "growth":
            last = address(self.past_row, ASKED)
            return f'IF({last}=0,"",{self.target}/{last}-1)'
        if line.rule == "base":
            return f"{self.target}/{self.goal.facts.goal.base}-1"
        if line.rule == "best":
            return f"{self.target}/{_written(self._divisor(line.key))}"
        if line.key == "planned":
            return self._planned()
        few = line.parts if len(line.parts) <= MOST_SUMS else ()
        return "+".join(goal_value(part, "target", self.refs) for part in few)

    def _divisor(self, key: str) -> Fraction:
        facts = self.goal.facts
        months = Fraction(facts.whole_months)
        return {"month": months, "quarter": months / 3, "day": facts.selling_days, "rep": facts.strength}[key]

    def compared(self, line: Evidence) -> Content:
        """The same days before, last year's growth, the best ever, or the goal itself."""
        if line.compared is None:
            return None
        formula = ""
        if line.rule == "past":
            start, end = self.goal.facts.before
            formula = self._sold(year_before(start), year_before(end))
        elif line.rule == "growth":
            last, earlier = address(self.past_row, ASKED), address(self.past_row, COMPARED)
            formula = f"IF({earlier}>0,{last}/{earlier}-1,0)"
        elif line.rule in ("equal", "at-most"):
            formula = self.target
        return Formula(formula, _number(line.compared)) if formula else _number(line.compared)

    def ratio(self, row: int, line: Evidence) -> Content:
        """Past: last year's growth; growth: points more; best: the part of it; sums: the difference."""
        if line.asked is None or line.compared is None:
            return None
        asked, compared = address(row, ASKED), address(row, COMPARED)
        if line.rule in ("past", "best"):
            wanted = line.asked / line.compared - (line.rule == "past") if line.compared else None
            less = "-1" if line.rule == "past" else ""
            shown = "" if wanted is None else float(wanted)
            return Formula(f'IF({compared}=0,"",{asked}/{compared}{less})', shown)
        if line.rule in ("growth", "base"):
            return Formula(f'IF({asked}="","",{asked}-{compared})', float(line.asked - line.compared))
        return Formula(f"{asked}-{compared}", _number(line.asked - line.compared))

    def verdict(self, row: int, line: Evidence) -> Content:
        """The word of the verdict, by the same rules as in Python."""
        shown = self.words[line.verdict]
        formula = self._verdict(row, line)
        return Formula(formula, shown) if formula else shown

    def _verdict(self, row: int, line: Evidence) -> str:
        ok, look, no = (literal(self.words[key]) for key in ("ok", "look", "no"))
        asked, compared = address(row, ASKED), address(row, COMPARED)
        if line.rule == "past":
            return f"IF({asked}>0,{ok},{look})"
        if line.rule == "best":
            over = f"ROUND({asked}-{compared},{NOISE})<=0", f"ROUND({asked}-{compared}*{float(BEYOND)},{NOISE})<=0"
            return f"IF({over[0]},{ok},IF({over[1]},{look},{no}))"
        if line.rule in ("growth", "base"):
            more = f"ROUND({asked}-MAX({compared},0)"
            beyond = f"{more}-{float(MORE)},{NOISE})<=0", f"{more}-{float(FAR)},{NOISE})<=0"
            return f'IF({asked}="",{look},IF({beyond[0]},{ok},IF({beyond[1]},{look},{no})))'
        if line.rule in ("equal", "at-most"):
            return f"IF({asked}-{compared}{'=' if line.rule == 'equal' else '<='}0,{ok},{no})"
        return ""

    def todo(self, row: int, words: str) -> Content:
        """What to do, unless all is well."""
        if not words:
            return None
        ok, verdict = literal(self.words["ok"]), address(row, VERDICT)
        line = self.goal.lines[row - self.row - 1]
        return Formula(f'IF({verdict}={ok},"",{literal(words)})', "" if line.verdict == "ok" else words)

    # -- sums over the tables --------------------------------------------------------------------------------------

    def _sold(self, start: date, end: date) -> str:
        """The sales of the goal's slice in some days; "" where a formula cannot tell them."""
        facts = self.goal.facts
        column = SUMMED.get(facts.goal.metric, "")
        needed = ("date", column, *facts.goal.scope)
        if not column or not all(self.refs.area("sb_history", key) for key in needed):
            return ""
        day = self.refs.column("sb_history", "date")
        days = (day, f'">="&{_day(start)}'), (day, f'"<="&{_day(end)}')
        return self._over_members("sb_history", column, days)

    def _planned(self) -> str:
        """The targets of the plan's leaves in the goal's slice and days."""
        facts = self.goal.facts
        start, end = facts.days
        criteria = (
            metric_is(self.refs, "sb_plan", facts.goal.metric),
            (self.refs.column("sb_plan", "start"), f'">="&{_day(start)}'),
            (self.refs.column("sb_plan", "end"), f'"<="&{_day(end)}'),
        )
        return self._over_members("sb_plan", "target", criteria)

    def _over_members(self, table: str, column: str, criteria: Sequence[tuple[str, str]]) -> str:
        """A sum for each leaf member of the scope; one where the goal is for everybody."""
        values, scope = self.refs.column(table, column), self.goal.facts.goal.scope
        if not scope:
            return sumifs(values, *criteria)
        axis = next(iter(scope))
        members = self.goal.facts.members(axis)
        if len(members) > MOST_SUMS:
            return ""
        named = self.refs.column(table, axis)
        return "+".join(sumifs(values, *criteria, (named, exactly(member))) for member in members)


def _day(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _written(value: Fraction) -> str:
    """A number as formulas write it; parts of a whole as a quotient.

    >>> _written(Fraction(12)), _written(Fraction(53, 5))
    ('12', '(53/5)')
    """
    return str(value.numerator) if value.denominator == 1 else f"({value.numerator}/{value.denominator})"
