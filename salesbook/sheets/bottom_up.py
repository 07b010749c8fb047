"""The sheet 上下对比 / Top-down bottom-up: what was handed down beside what reps say themselves, and the gap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.page import Area, ExpressionRule, PrintSetup
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import HEADING_HEIGHT, Drawing
from salesbook.sheets.formulas import literal, metric_is, same_as, span, sumifs
from salesbook.sheets.heading import subtitle
from salesbook.sheets.sums import members, plan_rows
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from salesbook.book.model import Book, Return
    from salesbook.book.page import Page
    from salesbook.book.references import Refs

KEY = "view.returns"
REP, PERIOD, START, HANDED, OWN, GAP, SHARE, ACTUAL, COMMENT = range(1, 10)
_SUMMED = (START, HANDED, OWN, GAP, ACTUAL)
"""Columns that sums go over; START tells the lines from the sums among them."""
CHECK_ROW, HEADER_ROW, FIRST_ROW = 3, 5, 6
HEADS = ("rep", "period", "start", "handed", "own", "gap", "share", "actual", "comment")
CHECK = address(CHECK_ROW, 2)
"""The cell that is 0 when the sheet has the whole plan of the reps."""


@dataclass(frozen=True, slots=True)
class Line:
    """A rep's period, with what is handed down for it and what came back."""

    rep: str
    period: str
    start: date
    handed: int
    back: Return | None = None

    @property
    def own(self) -> Decimal | None:
        return self.back.own if self.back else None

    @property
    def actual(self) -> Decimal | None:
        return self.back.actual if self.back else None


def bottom_up_lines(book: Book) -> dict[str, list[Line]]:
    """By rep, in the team's order, a line per period of the plan."""
    handed: dict[tuple[str, date, str], int] = defaultdict(int)
    for row in plan_rows(book):
        if row.rep:
            handed[row.rep, row.start, row.period] += row.target + row.hedge
    back = {(one.rep, one.start): one for one in book.returns}
    found: dict[str, list[Line]] = {rep: [] for rep in members(book, "rep") if rep}
    for (rep, start, period), amount in sorted(handed.items()):
        found[rep].append(Line(rep, period, start, amount, back.get((rep, start))))
    return {rep: lines for rep, lines in found.items() if lines}


def bottom_up_page(book: Book, refs: Refs) -> Page:
    """The sheet, over sb_plan and sb_returns."""
    return _BottomUp(book, refs).page()


class _BottomUp:
    def __init__(self, book: Book, refs: Refs) -> None:
        self.book, self.refs, self.language = book, refs, refs.language
        self.groups = bottom_up_lines(book)
        self.last = FIRST_ROW + sum(len(lines) + 1 for lines in self.groups.values()) - 1
        self.drawing = Drawing(KEY, self._say("title"))
        self.of_metric = metric_is(refs, "sb_plan", book.settings.metric)

    def page(self) -> Page:
        draw = self.drawing
        draw.heads(self._say("head"), subtitle(self.book, self.language))
        draw.put_row(HEADER_ROW, REP, (self._say(key) for key in HEADS), "heading")
        draw.heights[HEADER_ROW] = HEADING_HEIGHT
        for first, lines in self._placed():
            for row, line in enumerate(lines, start=first):
                self._line(row, line)
            self._sum(first, lines)
        self._total()
        self._check()
        self._set_up()
        return draw.page()

    def _say(self, key: str) -> str:
        return text("sheets", f"bottom-up.{key}", self.language)

    def _placed(self) -> Iterator[tuple[int, list[Line]]]:
        """Each rep's lines with the row of the first; a row for their sum follows them."""
        row = FIRST_ROW
        for lines in self.groups.values():
            yield row, lines
            row += len(lines) + 1

    def _line(self, row: int, line: Line) -> None:
        draw = self.drawing
        draw.put_row(row, REP, (line.rep, line.period), "output")
        draw.put(row, START, line.start, "output:date")
        draw.put(row, HANDED, Formula(self._handed(row, line), line.handed), "output:int")
        draw.put(row, OWN, self._back(row, line, "own", line.own), "output:int")
        self._compare(row, line.handed, line.own, "output")
        draw.put(row, ACTUAL, self._back(row, line, "actual", line.actual), "output:int")
        draw.put(row, COMMENT, line.back.comment if line.back else None, "wrap")
        draw.row_levels[row] = 1

    def _handed(self, row: int, line: Line) -> str:
        """The plan's target with the hedge in it, as it is handed down."""
        rep = (self.refs.column("sb_plan", "rep"), same_as(address(row, REP, fixed="column"), line.rep))
        start = (self.refs.column("sb_plan", "start"), address(row, START, fixed="column"))
        keys = [key for key in ("target", "hedge") if key == "target" or self.refs.area("sb_plan", key)]
        return "+".join(sumifs(self.refs.column("sb_plan", key), self.of_metric, rep, start) for key in keys)

    def _back(self, row: int, line: Line, key: str, value: Decimal | None) -> Formula:
        """A number that came back; nothing where none did."""
        where = (
            (self.refs.column("sb_returns", "rep"), same_as(address(row, REP, fixed="column"), line.rep)),
            (self.refs.column("sb_returns", "start"), address(row, START, fixed="column")),
        )
        column = self.refs.column("sb_returns", key)
        criteria = ",".join(f"{of},{wanted}" for of, wanted in where)
        some = f"COUNTIFS({criteria},{column},{literal('<>')})"
        return Formula(f'IF({some}=0,"",{sumifs(column, *where)})', "" if value is None else value)

    def _compare(self, row: int, handed: int, own: Decimal | None, style: str) -> None:
        """The gap, and how much of what was handed down it is."""
        here = {column: address(row, column) for column in (HANDED, OWN, GAP)}
        gap = None if own is None else own - handed
        formula = f'IF({here[OWN]}="","",{here[OWN]}-{here[HANDED]})'
        self.drawing.put(row, GAP, Formula(formula, "" if gap is None else gap), f"{style}:int")
        share = f'IF(OR({here[OWN]}="",{here[HANDED]}=0),"",{here[GAP]}/{here[HANDED]})'
        value = float(gap / handed) if gap is not None and handed else ""
        self.drawing.put(row, SHARE, Formula(share, value), f"{style}:percent")

    def _sum(self, first: int, lines: Sequence[Line]) -> None:
        """A rep's sum below the periods; gap and share are over the periods that have a number of the rep's own."""
        row = first + len(lines)
        ranges = {column: span(first, column, row - 1, column) for column in _SUMMED}
        sums = {column: f"SUM({cells})" for column, cells in ranges.items()}
        self._sums(row, lines, sums, ranges, "subtotal")
        self.drawing.put_row(row, REP, (lines[0].rep, self._say("sum"), None), "subtotal")

    def _total(self) -> None:
        """All reps: of the rows without a first day, which are the reps' sums."""
        row = self.last + 1
        ranges = {column: span(FIRST_ROW, column, self.last, column) for column in _SUMMED}
        sums = {column: f"SUMIF({ranges[START]},{literal('=')},{cells})" for column, cells in ranges.items()}
        lines = [line for group in self.groups.values() for line in group]
        self._sums(row, lines, sums, ranges, "total")
        self.drawing.put_row(row, REP, (self._say("total"), None, None), "total")

    def _sums(
        self, row: int, lines: Sequence[Line], sums: dict[int, str], ranges: dict[int, str], style: str
    ) -> None:
        draw = self.drawing
        given = [line for line in lines if line.own is not None]
        actuals = [line.actual for line in lines if line.actual is not None]
        compared = sum(line.handed for line in given)
        gap = sum(line.own - line.handed for line in given if line.own is not None) if given else ""
        values = {
            OWN: sum(line.own for line in given if line.own is not None) if given else "",
            GAP: gap,
            ACTUAL: sum(actuals) if actuals else "",
        }
        draw.put(row, HANDED, Formula(sums[HANDED], sum(line.handed for line in lines)), f"{style}:int")
        for column, value in values.items():
            draw.put(row, column, Formula(f'IF(COUNT({ranges[column]})=0,"",{sums[column]})', value), f"{style}:int")
        days, owned, handed = ranges[START], ranges[OWN], ranges[HANDED]
        whole = f"SUMPRODUCT(ISNUMBER({days})*ISNUMBER({owned})*{handed})"
        share = f'IFERROR({address(row, GAP)}/{whole},"")'
        part = float(gap / compared) if gap != "" and compared else ""
        draw.put(row, SHARE, Formula(share, part), f"{style}:percent")
        draw.put(row, COMMENT, None, style)

    def _check(self) -> None:
        """The sum of the sheet against the reps' part of the plan."""
        draw = self.drawing
        draw.put(CHECK_ROW, 1, self._say("check"), "subheading")
        draw.heights[CHECK_ROW] = 28.0
        rep = (self.refs.column("sb_plan", "rep"), literal("<>"))
        keys = [key for key in ("target", "hedge") if key == "target" or self.refs.area("sb_plan", key)]
        plan = "-".join(sumifs(self.refs.column("sb_plan", key), self.of_metric, rep) for key in keys)
        draw.put(CHECK_ROW, 2, Formula(f"{address(self.last + 1, HANDED)}-{plan}", 0), "check:check")

    def _set_up(self) -> None:
        draw = self.drawing
        fit(draw, range(REP, COMMENT), HEADER_ROW, 11.0)
        draw.widths[COMMENT] = 48.0
        body = Area(FIRST_ROW, GAP, self.last + 1, SHARE)
        gap = address(FIRST_ROW, GAP, fixed="column")
        draw.rules.append(ExpressionRule(body, f"AND(ISNUMBER({gap}),{gap}<0)", "warn"))
        draw.rules.append(ExpressionRule(body, f"AND(ISNUMBER({gap}),{gap}>0)", "good"))
        missing = Area(FIRST_ROW, REP, self.last, COMMENT)
        own, start = address(FIRST_ROW, OWN, fixed="column"), address(FIRST_ROW, START, fixed="column")
        draw.rules.append(ExpressionRule(missing, f'AND({own}="",{start}<>"")', "muted"))
        draw.freeze = (FIRST_ROW, START)
        draw.print_setup = PrintSetup(landscape=True, title_rows=(HEADER_ROW, HEADER_ROW), header=draw.title)
        draw.tab_color = "2F80ED"
