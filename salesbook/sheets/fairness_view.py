"""The sheet 公平性 / Fairness: growth asked, shares and outliers, per rep and team, as live formulas."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.page import Area, Chart, DataBarRule, ExpressionRule, PrintSetup, ScaleRule, Series
from salesbook.book.values import Formula, address
from salesbook.domain.why import rounded
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.fairness_layout import (
    AT,
    BASE,
    BASE_SHARE,
    CHART_ROWS,
    CHARTED,
    DAYS,
    END,
    GROWTH,
    KEY,
    LINES,
    NAME,
    NOISE,
    PER_DAY,
    PRINTED,
    QUOTA_SHARE,
    RATIO,
    REMARK,
    REP_HEADS,
    SET_ROW,
    SPREAD_ROW,
    START,
    TABLE_ROW,
    TARGET,
    TEAM,
    Rows,
)  # fmt: skip
from salesbook.sheets.fairness_lines import base_column, fairness_of
from salesbook.sheets.fairness_spread import spread_formulas, spread_results
from salesbook.sheets.formulas import literal, metric_is, same_as, span, sumifs
from salesbook.sheets.heading import subtitle
from salesbook.sheets.page_blocks import page_begins
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.book.values import Content
    from salesbook.sheets.fairness_lines import Line


def fairness_page(book: Book, refs: Refs) -> Page:
    """The sheet over sb_history, sb_plan and sb_days."""
    return _Fairness(book, refs).page()


class _Fairness:
    def __init__(self, book: Book, refs: Refs) -> None:
        self.book, self.refs, self.language = book, refs, refs.language
        self.found = fairness_of(book)
        self.rows = Rows.of(self.found)
        self.drawing = Drawing(KEY, self._say("title"))
        self.base = sum((Fraction(line.asked.base) for line in self.found.reps), Fraction(0))
        self.target = sum(line.asked.target for line in self.found.reps)

    def page(self) -> Page:
        self.drawing.heads(self._say("head"), subtitle(self.book, self.language))
        self._above()
        self._spread()
        self._reps()
        self._teams()
        self._notes()
        self._set_up()
        return self.drawing.page()

    def _say(self, key: str, **words: object) -> str:
        return text("sheets", f"fairness.{key}", self.language, **words)

    def _section(self, row: int, key: str, width: int = REMARK) -> None:
        self.drawing.put_row(row, 1, (self._say(key), *[None] * (width - 1)), "section")
        self.drawing.heights[row] = 22.0

    def _above(self) -> None:
        """The days of the base and the band, which may be typed over."""
        draw = self.drawing
        draw.put(SET_ROW, 1, self._say("base-days"), "subheading")
        draw.put(SET_ROW, 2, self.found.start, "input:date")
        draw.put(SET_ROW, 3, self.found.end, "input:date")
        draw.put(SET_ROW, 5, self._say("band"), "subheading")
        draw.put(SET_ROW, 6, self.book.settings.fair, "input:percent")
        draw.heights[SET_ROW] = 24.0

    # -- the spread ------------------------------------------------------------------------------------------------

    def _spread(self) -> None:
        self._section(SPREAD_ROW, "spread")
        formulas, results = spread_formulas(self.rows), spread_results(self.found)
        for row, key in enumerate(LINES, start=SPREAD_ROW + 1):
            form = {"variation": "factor", "count": "int"}.get(key, "percent")
            self.drawing.put(row, 1, self._say(f"line.{key}"), "subtotal")
            self.drawing.put(row, 2, Formula(formulas[key], results[key]), f"output:{form}")
            self.drawing.put(row, 3, self._say(f"means.{key}"), "note")

    # -- reps ------------------------------------------------------------------------------------------------------

    def _reps(self) -> None:
        draw, rows = self.drawing, self.rows
        self._section(TABLE_ROW, "reps")
        draw.put_row(TABLE_ROW + 1, 1, (self._say(f"column.{key}") for key in REP_HEADS), "heading")
        draw.heights[TABLE_ROW + 1] = 32.0
        if not self.found.compared:
            draw.put_row(rows.compared[0], 1, [None] * REMARK, "output")
        for row, line in enumerate(self.found.compared, start=rows.compared[0]):
            self._rep(row, line)
            draw.put(row, REMARK, self._remark(row, line), "output")
        if self.found.others:
            self._section(rows.others[0] - 1, "others")
        for row, line in enumerate(self.found.others, start=rows.others[0]):
            self._rep(row, line)
            draw.put(row, REMARK, self._say("remark.part" if line.asked.base > 0 else "remark.new"), "output")
        self._total()

    def _rep(self, row: int, line: Line) -> None:
        self.drawing.put_row(row, NAME, (line.name, line.team or None), "output")
        self.drawing.put(row, BASE, self._base(row, line), "output:int")
        self.drawing.put(row, TARGET, self._target(row, line), "output:int")
        self.drawing.put(row, DAYS, self._days(row, line), "output:int")
        self._ratios(row, line, "output")

    def _base(self, row: int, line: Line) -> Content:
        """What the rep sold in the base days; the number as read where the table has no column of reps."""
        column = base_column(self.book)
        if not all(self.refs.area("sb_history", key) for key in ("rep", "date", column)):
            return line.asked.base
        name = same_as(address(row, NAME, fixed="column"), line.name)
        day = self.refs.column("sb_history", "date")
        days = (day, f'">="&{START}'), (day, f'"<="&{END}')
        formula = sumifs(self.refs.column("sb_history", column), (self.refs.column("sb_history", "rep"), name), *days)
        return Formula(formula, line.asked.base)

    def _target(self, row: int, line: Line) -> Formula:
        """Handed down: the target and the hedge."""
        name = same_as(address(row, NAME, fixed="column"), line.name)
        wanted = metric_is(self.refs, "sb_plan", self.book.settings.metric), (self.refs.column("sb_plan", "rep"), name)
        sums = (sumifs(self.refs.column("sb_plan", key), *wanted) for key in ("target", "hedge"))
        return Formula("+".join(sums), line.asked.target)

    def _days(self, row: int, line: Line) -> Content:
        """The days for which the rep has a target."""
        if not self.book.days:
            return 0
        column, metric = metric_is(self.refs, "sb_days", self.book.settings.metric)
        name = same_as(address(row, NAME, fixed="column"), line.name)
        rep, target = (self.refs.column("sb_days", key) for key in ("rep", "target"))
        return Formula(f"COUNTIFS({column},{metric},{rep},{name},{target},{literal('>0')})", line.days)

    def _ratios(self, row: int, line: Line, style: str) -> None:
        """Growth, shares and their ratio, and the target of a selling day; blank where there is no base."""
        at = {key: address(row, key) for key in (BASE, TARGET, BASE_SHARE, QUOTA_SHARE, DAYS)}
        base, target = (address(self.rows.total, key, fixed="row") for key in (BASE, TARGET))
        asked = line.asked
        base_share = Fraction(asked.base) / self.base if self.base else None
        quota_share = Fraction(asked.target, self.target) if self.target else None
        ratio = quota_share / base_share if base_share and quota_share is not None else None
        cells: tuple[tuple[int, str, Fraction | None, str], ...] = (
            (GROWTH, f'IF({at[BASE]}>0,{at[TARGET]}/{at[BASE]}-1,"")', asked.growth, "percent"),
            (BASE_SHARE, f'IF({base}=0,"",{at[BASE]}/{base})', base_share, "percent"),
            (QUOTA_SHARE, f'IF({target}=0,"",{at[TARGET]}/{target})', quota_share, "percent"),
            (RATIO, f'IF(N({at[BASE_SHARE]})=0,"",{at[QUOTA_SHARE]}/{at[BASE_SHARE]})', ratio, "factor"),
            (PER_DAY, f'IF({at[DAYS]}=0,"",{at[TARGET]}/{at[DAYS]})', _per(asked.target, line.days), "int"),
        )
        for column, formula, result, form in cells:
            self.drawing.put(row, column, Formula(formula, "" if result is None else float(result)), f"{style}:{form}")

    def _remark(self, row: int, line: Line) -> Formula:
        """By how many points the growth asked lies above or below that of all, where it stands out."""
        growth, whole = address(row, GROWTH), AT["whole"]
        points = f'TEXT(ABS({growth}-{whole})*100,"0.0")&{literal(self._say("remark.points"))}'
        high = f"ROUND({growth}-{AT['high']},{NOISE})>0"
        low = f"ROUND({growth}-{AT['low']},{NOISE})<0"
        above, below = (literal(self._say(f"remark.{key}")) for key in ("above", "below"))
        formula = f'IF(ISNUMBER({growth}),IF({high},{above}&{points},IF({low},{below}&{points},"")),"")'
        return Formula(formula, self.remark(line))

    def remark(self, line: Line) -> str:
        """What the formula of a rep's remark comes to."""
        side = self.found.stands_out(line)
        if not side or self.found.found is None or line.asked.growth is None:
            return ""
        points = rounded(abs(line.asked.growth - self.found.found.whole) * 100, 1)
        return f"{self._say('remark.above' if side > 0 else 'remark.below')}{points}{self._say('remark.points')}"

    def _total(self) -> None:
        draw, row = self.drawing, self.rows.total
        draw.put_row(row, NAME, (self._say("total"), None), "total")
        for column, value in ((BASE, self.base), (TARGET, self.target)):
            cells = span(self.rows.compared[0], column, row - 1, column)
            draw.put(row, column, Formula(f"SUM({cells})", float(value)), "total:int")
        days = max((line.days for line in self.found.reps), default=0)
        draw.put(row, DAYS, Formula(f"MAX({span(self.rows.compared[0], DAYS, row - 1, DAYS)})", days), "total:int")
        base, target = (address(row, column) for column in (BASE, TARGET))
        growth = float(self.target / self.base - 1) if self.base > 0 else ""
        draw.put(row, GROWTH, Formula(f'IF({base}>0,{target}/{base}-1,"")', growth), "total:percent")
        for column in (BASE_SHARE, QUOTA_SHARE):
            cells = span(self.rows.compared[0], column, row - 1, column)
            whole = 1.0 if (self.base if column == BASE_SHARE else self.target) else 0.0
            draw.put(row, column, Formula(f"SUM({cells})", whole), "total:percent")
        draw.put(row, RATIO, None, "total")
        per = _per(self.target, days)
        formula = f'IF({address(row, DAYS)}=0,"",{target}/{address(row, DAYS)})'
        draw.put(row, PER_DAY, Formula(formula, "" if per is None else float(per)), "total:int")
        draw.put(row, REMARK, None, "total")

    # -- teams -----------------------------------------------------------------------------------------------------

    def _teams(self) -> None:
        if not self.found.teams:
            return
        draw, first = self.drawing, self.rows.teams[0]
        self._section(first - 2, "teams")
        heads = ("team", "count", *REP_HEADS[2:])
        draw.put_row(first - 1, 1, (self._say(f"column.{key}") for key in heads), "heading")
        draw.heights[first - 1] = 32.0
        for row, team in enumerate(self.found.teams, start=first):
            self._team(row, team)

    def _team(self, row: int, team: Line) -> None:
        """Sums over the lines of the team's reps above."""
        draw = self.drawing
        of = [line for line in self.found.reps if line.team == team.name]
        draw.put(row, NAME, team.name or self._say("no-team"), "subtotal")
        first, last = self.rows.compared[0], self.rows.total - 1
        names = f"{address(first, TEAM, fixed='column')}:{address(last, TEAM, fixed='column')}"
        wanted = same_as(address(row, NAME, fixed="column"), team.name)
        for column, value in ((BASE, team.asked.base), (TARGET, team.asked.target), (DAYS, team.days)):
            formula = f"SUMIF({names},{wanted},{span(first, column, last, column)})"
            draw.put(row, column, Formula(formula, value), "subtotal:int")
        draw.put(row, TEAM, len(of), "subtotal:int")
        self._ratios(row, team, "subtotal")
        partly = sum(not line.full for line in of)
        draw.put(row, REMARK, self._say("remark.partly", count=partly) if partly else None, "subtotal")

    # -- around ----------------------------------------------------------------------------------------------------

    def _notes(self) -> None:
        row = (self.rows.teams[1] if self.found.teams else self.rows.total) + 2
        self.drawing.put(row, 1, self._say("how"), "note")
        self.drawing.put(row + 1, 1, self._say("rule"), "note")
        if len(self.found.compared) > 1:
            self._chart(row + 3)

    def _chart(self, row: int) -> None:
        first, last = self.rows.compared
        last = min(last, first + CHARTED - 1)
        series = tuple(
            Series(self._say(f"column.{key}"), Area(first, column, last, column), color)
            for key, column, color in (("base-share", BASE_SHARE, "9AA5B1"), ("quota-share", QUOTA_SHARE, "2F80ED"))
        )
        names = Area(first, NAME, last, NAME)
        end = row + CHART_ROWS, REMARK
        chart = Chart("column", self._say("chart"), names, series, at=(row, 1), to=end, number_format="0%")
        self.drawing.charts.append(chart)

    def _set_up(self) -> None:
        draw, (first, last) = self.drawing, self.rows.compared
        fit(draw, range(NAME, REMARK), SET_ROW, 11.0)
        draw.widths[REMARK] = 34.0
        growth = address(first, GROWTH, fixed="column")
        area = Area(first, GROWTH, last, GROWTH)
        draw.rules += [
            ExpressionRule(area, f"AND(ISNUMBER({growth}),ROUND({growth}-{AT['high']},{NOISE})>0)", "bad"),
            ExpressionRule(area, f"AND(ISNUMBER({growth}),ROUND({growth}-{AT['low']},{NOISE})<0)", "warn"),
            ScaleRule(Area(first, RATIO, last, RATIO), 0.75, 1, 1.25, ("9DC3E6", "FFFFFF", "F4B183")),
            DataBarRule(Area(first, PER_DAY, self.rows.total - 1, PER_DAY)),
        ]
        draw.freeze = (SPREAD_ROW, 2)
        heads = (TABLE_ROW + 1, TABLE_ROW + 1) if len(self.found.reps) > CHARTED else None
        teams, below = self.rows.teams
        begins = page_begins([(SPREAD_ROW, last), (teams - 2, below)], PRINTED)
        draw.print_setup = PrintSetup(landscape=True, title_rows=heads, header=draw.title, breaks=begins)
        draw.tab_color = "2F80ED"


def _per(target: int, days: int) -> Fraction | None:
    return Fraction(target, days) if days else None
