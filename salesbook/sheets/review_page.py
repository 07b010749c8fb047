"""The review sheet 复盘: for a meeting of ten minutes. The ranking is live; sentences and cases are of their day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesbook.book.page import Area, DataBarRule, ExpressionRule, PrintSetup
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import literal, metric_is, same_as, sumifs
from salesbook.sheets.heading import subtitle
from salesbook.sheets.review_said import Said, cases
from salesbook.sheets.track_figures import PLACES, sold_column
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.sheets.review_figures import Person, Review

KEY = "track.review"
START, END, UNTIL = "$B$3", "$C$3", "$E$3"
RANK, REP, TEAM, TARGET, ACTUAL, ATTAINED, GAP, MOVED, STREAK = range(1, 10)
COLUMNS = STREAK
OPEN = ("", "open", "doing")
"""States of what is still to be done."""
TAB = "D35400"


def review_page(review: Review, refs: Refs) -> Page:
    """The sheet of one period."""
    sheet = _Sheet(review, refs)
    row = sheet.head()
    row = sheet.sentences(row, "whole", [sheet.said.whole()], sheet.compared)
    row = sheet.ranking(row)
    row = sheet.sentences(row, "praise", sheet.said.praise())
    row = sheet.sentences(row, "behind", sheet.said.behind())
    row = sheet.cases(row)
    row = sheet.actions(row)
    sheet.decisions(row)
    return sheet.page()


class _Sheet:
    def __init__(self, review: Review, refs: Refs) -> None:
        self.review, self.refs = review, refs
        self.said = Said(review, refs.language)
        self.drawing = Drawing(KEY, self.say("title"))

    def say(self, key: str, /, **words: object) -> str:
        return text("review", key, self.refs.language, **words)

    def section(self, row: int, key: str) -> None:
        self.drawing.put_row(row, 1, (self.say(f"section.{key}"), *[None] * (COLUMNS - 1)), "section")
        self.drawing.heights[row] = 22.0

    def headings(self, row: int, keys: Sequence[str]) -> None:
        self.drawing.put_row(row, 1, (self.say(f"column.{key}") for key in keys), "heading")

    def head(self) -> int:
        """Title, the period's days, and the day up to which sales count; the next row."""
        draw, review = self.drawing, self.review
        draw.heads(self.say(f"head.{review.kind}"), subtitle(review.book, self.refs.language))
        draw.put(3, 1, self.say("span"), "subheading")
        draw.put_row(3, 2, review.span, "output:date")
        draw.put(3, 4, self.say("as-of"), "subheading")
        draw.put(3, 5, review.as_of, "output:date")
        return 5

    def sentences(self, row: int, key: str, said: Sequence[str], more: Any = None) -> int:
        """A part made of sentences; the next part's row."""
        self.section(row, key)
        for sentence in said:
            row += 1
            self.drawing.put(row, 1, sentence, "text")
            self.drawing.merge(row, 1, row, COLUMNS)
        return (more(row + 1) if more else row + 1) + 1

    def compared(self, row: int) -> int:
        """What was sold before and a year ago, and how this compares."""
        review = self.review
        actual = review.team.actual
        for at, (key, ratio, before) in enumerate(
            (("before", "mom", review.sold_before), ("year", "yoy", review.sold_a_year_ago))
        ):
            column = 1 + 4 * at
            self.drawing.put(row, column, self.say(f"column.{key}"), "subheading")
            self.drawing.put(row, column + 1, before, "output:int")
            self.drawing.put(row, column + 2, self.say(f"column.{ratio}"), "subheading")
            cell = address(row, column + 1)
            change = float(actual / before - 1) if before else ""
            formula = f'IF(N({cell})=0,"",{self._sold()}/{cell}-1)'
            self.drawing.put(row, column + 3, Formula(formula, change), "output:percent")
        return row + 1

    # -- the ranking -----------------------------------------------------------------------------------------------

    def ranking(self, row: int) -> int:
        """Everybody by attainment, and the team."""
        self.section(row, "ranking")
        keys = ("rank", "rep", "team", "target", "actual", "attained", "gap", "moved", "streak")
        self.headings(row + 1, keys)
        first = row + 2
        people = self.review.people
        last = first + len(people) - 1
        for at, person in enumerate(people, start=first):
            self._person(at, person, (first, last))
        self._team(last + 1)
        self._rules(first, max(first, last))
        return last + 3

    def _person(self, at: int, person: Person, rows: tuple[int, int]) -> None:
        draw = self.drawing
        draw.put_row(at, REP, (person.name, person.team), "output")
        who = same_as(address(at, REP, fixed="column"), person.name)
        draw.put(at, TARGET, Formula(self._planned(who), person.target), "output:int")
        draw.put(at, ACTUAL, Formula(self._sold(who), person.actual), "output:int")
        self._ratios(at, person, "output")
        own = address(at, ATTAINED)
        column = f"{address(rows[0], ATTAINED, fixed='row column')}:{address(rows[1], ATTAINED, fixed='row column')}"
        rank = Formula(f'IF({own}="","",RANK({own},{column}))', "" if person.rank is None else person.rank)
        draw.put(at, RANK, rank, "output:int")
        moved = None if person.moved is None else self._arrow(person.moved)
        draw.put_row(at, MOVED, (moved, person.streak or None), "output")

    def _arrow(self, places: int) -> str:
        return f"↑{places}" if places > 0 else f"↓{-places}" if places < 0 else "→"

    def _team(self, at: int) -> None:
        team, draw = self.review.team, self.drawing
        draw.put_row(at, RANK, (None, self.say("total"), None), "total")
        draw.put(at, TARGET, Formula(self._planned(), team.target), "total:int")
        draw.put(at, ACTUAL, Formula(self._sold(), team.actual), "total:int")
        self._ratios(at, team, "total")
        draw.put_row(at, MOVED, (None, team.streak or None), "total")

    def _ratios(self, at: int, person: Person, style: str) -> None:
        wanted, sold = address(at, TARGET), address(at, ACTUAL)
        attained = _or_blank(person.attained)
        self.drawing.put(at, ATTAINED, Formula(f'IF({wanted}=0,"",{sold}/{wanted})', attained), f"{style}:percent")
        gap = Formula(f"ROUND({sold}-{wanted},{PLACES})", person.actual - person.target)
        self.drawing.put(at, GAP, gap, f"{style}:int")

    def _planned(self, who: str = "") -> str:
        day = self.refs.column("sb_days", "date")
        where = [metric_is(self.refs, "sb_days", self.review.book.settings.metric)]
        where += [(self.refs.column("sb_days", "rep"), who)] if who else []
        where += [(day, f'">="&{START}'), (day, f'"<="&{END}')]
        return "+".join(sumifs(self.refs.column("sb_days", key), *where) for key in ("target", "hedge"))

    def _sold(self, who: str = "") -> str:
        day = self.refs.column("sb_actuals", "date")
        where = [(self.refs.column("sb_actuals", "rep"), who)] if who else []
        where += [(day, f'">="&{START}'), (day, f'"<"&MIN({END},{UNTIL})+1')]
        return f"ROUND({sumifs(self.refs.column('sb_actuals', sold_column(self.review.book)), *where)},{PLACES})"

    def _rules(self, first: int, last: int) -> None:
        rules, settings = self.drawing.rules, self.review.book.settings
        rules.append(DataBarRule(Area(first, ATTAINED, last, ATTAINED), high=1))
        attained, area = address(first, ATTAINED, fixed="column"), Area(first, RANK, last, REP)
        rules.append(ExpressionRule(area, f"AND(ISNUMBER({attained}),{attained}>={settings.green})", "good"))
        moved = address(first, MOVED)
        for mark, style in (("↑", "good"), ("↓", "bad")):
            rule = f"LEFT({moved},1)={literal(mark)}"
            rules.append(ExpressionRule(Area(first, MOVED, last, MOVED), rule, style))

    # -- cases, actions, decisions ---------------------------------------------------------------------------------

    def cases(self, row: int) -> int:
        """The largest orders."""
        self.section(row, "cases")
        keys = ("date", "rep", "client", "product", "amount")
        self.headings(row + 1, keys)
        at = row + 2
        for at, case in enumerate(cases(self.review), start=row + 2):
            self.drawing.put(at, 1, case.day, "output:date")
            self.drawing.put_row(at, 2, (case.rep or None, case.client or None, case.product or None), "output")
            self.drawing.put(at, 5, case.amount, "output:int")
        return at + 2

    def actions(self, row: int) -> int:
        """What is still to be done: overdue first, then by the day it is due."""
        rows = [(a.task, a.owner, a.due, a.state) for a in self.review.book.actions if a.state in OPEN]
        return self._open(row, "actions", "task", rows)

    def decisions(self, row: int) -> int:
        """What reviews decided and is not done."""
        rows = [(d.decision, d.owner, d.due, d.state) for d in self.review.book.decisions if d.state in OPEN]
        return self._open(row, "decisions", "decision", rows)

    def _open(self, row: int, key: str, what: str, rows: Sequence[tuple[str, str, date | None, str]]) -> int:
        self.section(row, key)
        draw = self.drawing
        draw.put_row(row + 1, 1, (self.say(f"column.{what}"), *[None] * 3), "heading")
        draw.merge(row + 1, 1, row + 1, 4)
        draw.put_row(row + 1, 5, (self.say(f"column.{key}") for key in ("owner", "due", "state", "late")), "heading")
        at = row + 1
        for at, (task, owner, due, state) in enumerate(sorted(rows, key=_by_due), start=row + 2):
            draw.put(at, 1, task, "text")
            draw.merge(at, 1, at, 4)
            draw.put(at, 5, owner or None, "output")
            draw.put(at, 6, due, "output:date")
            draw.put(at, 7, text("choices", f"state.{state}", self.refs.language) if state else None, "output")
            late = max(0, (self.review.as_of - due).days) if due else 0
            draw.put(at, 8, Formula(f"MAX(0,{UNTIL}-{address(at, 6)})", late) if due else None, "output:quiet")
        return at + 2

    def page(self) -> Page:
        draw = self.drawing
        fit(draw, range(1, COLUMNS + 1), 3, 11.0)
        draw.print_setup = PrintSetup(landscape=False, header=draw.title)
        draw.tab_color = TAB
        return draw.page()


def _by_due(row: tuple[str, str, date | None, str]) -> tuple[str, str]:
    """By the day it is due, those without one last."""
    return f"{row[2]}" if row[2] else "~", row[0]


def _or_blank(value: Fraction | None) -> float | str:
    return "" if value is None else float(value)
