"""The process sheet 过程目标总表: what the team must do in each channel to win its orders, and each rep's part.

All numbers are live sums over sb_process; beside them stands what the typed conversion rates ask of the team.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from salesbook.book.page import PrintSetup
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import exactly, literal, metric_is, same_as, span, sumifs
from salesbook.sheets.heading import subtitle
from salesbook.sheets.process_lines import (
    ORDERS,
    orders_of,
    process_counts,
    process_difference,
    process_lines,
    process_reps,
    selling_days,
)
from salesbook.sheets.sums import day_rows
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.book.values import Content
    from salesbook.sheets.process_lines import ProcessLine

KEY = "view.process"
SET_ROW, TEAM_ROW = 3, 5
CHECK, DAYS = address(SET_ROW, 2), address(SET_ROW, 4, fixed="row column")
"""The cell that is 0 when the orders here are those of the plan, and the one with the team's selling days."""
CHANNEL, STAGE, RATE, NEEDED, PER_DAY, SUM, MORE, AGREES = range(1, 9)
"""Columns of the team's lines."""
REP, REP_DAYS, FIRST_COUNT = 1, 2, 3
"""Columns of the reps' lines; a column for each of the team's lines follows, then one for each stage."""
NOISE = 6
"""Decimal places to which a count is known before it is rounded up: rates such as 40/60 are binary fractions."""


def process_page(book: Book, refs: Refs) -> Page:
    """The sheet; where there are no process targets any more, one that says so."""
    return _Process(book, refs).page()


class _Process:
    def __init__(self, book: Book, refs: Refs) -> None:
        self.book, self.refs, self.language = book, refs, refs.language
        self.lines = process_lines(book)
        self.reps = process_reps(book)
        self.stages = tuple(dict.fromkeys(line.stage for line in sorted(self.lines, key=lambda line: line.last)))
        self.days = selling_days(book)
        self.most_days = max((self.days[rep] for rep in self.reps), default=0)
        self.first = TEAM_ROW + 2
        self.last = self.first + len(self.lines) - 1
        self.rep_row = self.last + len(self.stages) + 6
        self.total_row = self.rep_row + len(self.reps)
        self.drawing = Drawing(KEY, self._say("title"))

    def page(self) -> Page:
        self.drawing.heads(self._say("head"), subtitle(self.book, self.language, switched=True))
        if self.lines:
            self._above()
            self._team()
            self._each()
        else:
            self.drawing.put(SET_ROW, 1, self._say("none"), "note")
            self.drawing.put(SET_ROW, 2, 0, "check:hidden")
        self._set_up()
        return self.drawing.page()

    def _say(self, key: str) -> str:
        return text("sheets", f"process.{key}", self.language)

    def _above(self) -> None:
        """The check, and the team's selling days: those of whoever has most."""
        draw = self.drawing
        draw.put(SET_ROW, 1, self._say("check"), "subheading")
        agrees = span(self.first, AGREES, self.last, AGREES)
        whole = span(self.total_row, FIRST_COUNT, self.total_row, FIRST_COUNT + len(self.lines) - 1)
        listed = f"ABS(SUM({whole})-SUM({span(self.first, SUM, self.last, SUM)}))"
        check = Formula(f"SUMPRODUCT(ABS({agrees}))+{listed}", process_difference(self.book))
        draw.put(SET_ROW, 2, check, "check:check")
        draw.put(SET_ROW, 3, self._say("days"), "subheading")
        days = span(self.rep_row, REP_DAYS, self.total_row - 1, REP_DAYS)
        draw.put(SET_ROW, 4, Formula(f"MAX({days})", self.most_days), "output:int")
        draw.heights[SET_ROW] = 28.0

    def _section(self, row: int, words: str, columns: int) -> None:
        self.drawing.put_row(row, 1, (self._say(words), *[None] * (columns - 1)), "section")
        self.drawing.heights[row] = 22.0

    def _team(self) -> None:
        """The channels' stages, then each stage over all channels."""
        draw = self.drawing
        self._section(TEAM_ROW, "team", AGREES)
        heads = ("channel", "stage", "rate", "needed", "per-day", "sum", "more", "agrees")
        draw.put_row(TEAM_ROW + 1, CHANNEL, (self._say(f"column.{key}") for key in heads), "heading")
        draw.heights[TEAM_ROW + 1] = 32.0
        for row, line in enumerate(self.lines, start=self.first):
            self._line(row, line)
        for row, stage in enumerate(self.stages, start=self.last + 1):
            self._stage_total(row, stage)
        draw.put(self.last + len(self.stages) + 1, 1, self._say("rounding"), "note")

    def _line(self, row: int, line: ProcessLine) -> None:
        draw, style = self.drawing, "subtotal" if line.last else "output"
        channel = line.channel or text("sheets", "word.unnamed", self.language)
        draw.put_row(row, CHANNEL, (channel, line.stage), style)
        draw.put(row, RATE, None if line.last else self._rate(line), f"{style}:percent")
        draw.put(row, NEEDED, self._needed(row, line), f"{style}:int")
        draw.put(row, PER_DAY, self._per_day(row, line.needed), f"{style}:int")
        sums = self._count(row, line)
        draw.put(row, SUM, Formula(sums, line.total), f"{style}:int")
        draw.put_row(row, MORE, (None, None), style)
        if line.needed is not None:
            difference = Formula(f"{address(row, SUM)}-{address(row, NEEDED)}", line.total - line.needed)
            at, look = (AGREES, "check:check") if line.last else (MORE, f"{style}:quiet")
            draw.put(row, at, difference, look)

    def _rate(self, line: ProcessLine) -> Content:
        """The typed rate where it stands; the number as it was read where the cell holds a text such as 40%."""
        if line.rate is None or self.refs.area("sb_rates", "rate") is None:
            return line.rate
        wanted = [(self.refs.column("sb_rates", "stage"), exactly(line.stage))]
        if self.refs.area("sb_rates", "channel"):
            wanted.append((self.refs.column("sb_rates", "channel"), exactly(line.channel or None)))
        typed = sumifs(self.refs.column("sb_rates", "rate"), *wanted)
        return Formula(f"IF({typed}=0,{line.rate},{typed})", line.rate)

    def _needed(self, row: int, line: ProcessLine) -> Content:
        """The plan's orders, or what leads to them by the rates from here on."""
        if line.last:
            return Formula(self._orders(line.channel), orders_of(self.book, line.channel))
        if line.needed is None:
            return None
        end = next(at for at in range(row, self.last + 1) if self.lines[at - self.first].last)
        rates = f"PRODUCT({span(row, RATE, end - 1, RATE)})"
        return Formula(f"ROUNDUP(ROUND({address(end, NEEDED)}/{rates},{NOISE}),0)", line.needed)

    def _orders(self, channel: str) -> str:
        """The plan's orders of a channel; without one, all but those of the channels with lines of their own."""
        target, of_orders = self.refs.column("sb_plan", "target"), metric_is(self.refs, "sb_plan", ORDERS)
        column = self.refs.column("sb_plan", "channel")
        if channel:
            return sumifs(target, of_orders, (column, exactly(channel)))
        others = dict.fromkeys(line.channel for line in self.lines if line.channel)
        less = (f"-{sumifs(target, of_orders, (column, exactly(other)))}" for other in others)
        return sumifs(target, of_orders) + "".join(less)

    def _per_day(self, row: int, needed: int | None) -> Content:
        """What a selling day must bring, rounded up."""
        if needed is None:
            return None
        result = ceil(needed / self.most_days) if self.most_days else ""
        return Formula(f'IF({DAYS}=0,"",ROUNDUP({address(row, NEEDED)}/{DAYS},0))', result)

    def _count(self, row: int, line: ProcessLine, rep: tuple[str, str] | None = None) -> str:
        """The counts of a line, which stands in a row, of all reps or of one."""
        channel, stage = (address(row, column, fixed="row column") for column in (CHANNEL, STAGE))
        wanted = [] if rep is None else [rep]
        wanted.append((self.refs.column("sb_process", "channel"), same_as(channel, line.channel)))
        wanted.append((self.refs.column("sb_process", "stage"), same_as(stage, line.stage)))
        return sumifs(self.refs.column("sb_process", "count"), *wanted)

    def _stage_total(self, row: int, stage: str) -> None:
        """A stage over all channels."""
        draw = self.drawing
        draw.put_row(row, CHANNEL, (self._say("total"), stage), "total")
        draw.put(row, RATE, None, "total")
        for column, values in ((NEEDED, self._known(stage)), (SUM, self._totals(stage))):
            draw.put(row, column, Formula(self._of_stage(row, column, stage), sum(values)), "total:int")
        draw.put(row, PER_DAY, self._per_day(row, sum(self._known(stage))), "total:int")
        draw.put_row(row, MORE, (None, None), "total")

    def _known(self, stage: str) -> tuple[int, ...]:
        return tuple(line.needed or 0 for line in self.lines if line.stage == stage)

    def _totals(self, stage: str) -> tuple[int, ...]:
        return tuple(line.total for line in self.lines if line.stage == stage)

    def _of_stage(self, row: int, column: int, stage: str) -> str:
        first, last = address(self.first, STAGE, fixed="row"), address(self.last, STAGE, fixed="row")
        values = span(self.first, column, self.last, column)
        return f"SUMIF(${first}:${last},{same_as(address(row, STAGE, fixed='column'), stage)},{values})"

    def _each(self) -> None:
        """Rep by rep: selling days, the count of every line, and each stage over all channels."""
        self._section(self.rep_row - 3, "each", FIRST_COUNT + len(self.lines) + len(self.stages) - 1)
        self._rep_headings()
        counts = process_counts(self.book)
        for row, rep in enumerate(self.reps, start=self.rep_row):
            self.drawing.put(row, REP, rep or text("sheets", "word.unnamed", self.language), "output")
            self.drawing.put(row, REP_DAYS, self._days_of(row, rep), "output:int")
            here = (self.refs.column("sb_process", "rep"), same_as(address(row, REP, fixed="column"), rep))
            for at, line in enumerate(self.lines):
                formula = Formula(self._count(self.first + at, line, here), counts[rep, line.channel, line.stage])
                self.drawing.put(row, FIRST_COUNT + at, formula, "output:quiet")
            of = {s: sum(counts[rep, line.channel, s] for line in self.lines if line.stage == s) for s in self.stages}
            self._stages_across(row, of, "subtotal")
        self._rep_totals()

    def _rep_headings(self) -> None:
        draw, top = self.drawing, self.rep_row - 2
        for column, key in ((REP, "rep"), (REP_DAYS, "days")):
            draw.put(top, column, self._say(f"column.{key}"), "heading")
            draw.merge(top, column, top + 1, column)
        unnamed = text("sheets", "word.unnamed", self.language)
        heads = [(line.channel or unnamed, line.stage) for line in self.lines]
        heads += [(self._say("total"), stage) for stage in self.stages]
        for column, (channel, stage) in enumerate(heads, start=FIRST_COUNT):
            draw.put(top, column, channel, "heading")
            draw.put(top + 1, column, stage, "subheading")
        for first, last in _runs([channel for channel, _ in heads]):
            draw.merge(top, FIRST_COUNT + first, top, FIRST_COUNT + last)

    def _days_of(self, row: int, rep: str) -> Content:
        """The days for which a rep has a target."""
        if not day_rows(self.book):
            return 0
        column, metric = metric_is(self.refs, "sb_days", self.book.settings.metric)
        name = same_as(address(row, REP, fixed="column"), rep)
        target = self.refs.column("sb_days", "target")
        formula = f"COUNTIFS({column},{metric},{self.refs.column('sb_days', 'rep')},{name},{target},{literal('>0')})"
        return Formula(formula, self.days[rep])

    def _stages_across(self, row: int, values: dict[str, int], style: str) -> None:
        end = FIRST_COUNT + len(self.lines)
        heads, cells = (span(r, FIRST_COUNT, r, end - 1) for r in (self.rep_row - 1, row))
        for column, (stage, value) in enumerate(values.items(), start=end):
            wanted = same_as(address(self.rep_row - 1, column), stage)
            self.drawing.put(row, column, Formula(f"SUMIF({heads},{wanted},{cells})", value), f"{style}:int")

    def _rep_totals(self) -> None:
        self.drawing.put_row(self.total_row, REP, (self._say("total"), None), "total")
        values = [line.total for line in self.lines] + [sum(self._totals(stage)) for stage in self.stages]
        for column, value in enumerate(values, start=FIRST_COUNT):
            formula = f"SUM({span(self.rep_row, column, self.total_row - 1, column)})"
            self.drawing.put(self.total_row, column, Formula(formula, value), "total:int")

    def _set_up(self) -> None:
        draw, last = self.drawing, FIRST_COUNT + len(self.lines) + len(self.stages) - 1
        draw.widths |= {1: 30.0}
        if self.lines:
            fit(draw, range(1, max(last, AGREES) + 1), self.first, 12.0)
        heads = (self.rep_row - 2, self.rep_row - 1) if self.lines else (1, 1)
        draw.print_setup = PrintSetup(landscape=True, title_rows=heads, title_columns=(1, 1), header=draw.title)
        draw.tab_color = "2F80ED"


def _runs(names: Iterable[str]) -> list[tuple[int, int]]:
    """Where equal names stand side by side, from and to, at least two.

    >>> _runs(["a", "a", "b", "c", "c"])
    [(0, 1), (3, 4)]
    """
    found: list[tuple[int, int]] = []
    before = None
    for at, name in enumerate(names):
        if name == before and found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
        before = name
    return [(first, last) for first, last in found if last > first]
