"""The simulation 激励测算: what everybody gets at 80 to 120 %, what the plan costs, where payouts leap; live formulas.

Attainments in the heading and the numbers of sb_incentives may be changed, and the sheet follows; which rules apply to
whom is settled when it is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.asked_period import suffix_of
from salesbook.book.incentives import lower_bound
from salesbook.book.page import Area, Chart, PrintSetup, Series, Validation
from salesbook.book.payout_leaps import leaps
from salesbook.book.payouts import Payouts
from salesbook.book.simulated import LANDING, SCENARIOS, SHARES, Scenario, Simulation
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import same_as, span
from salesbook.sheets.heading import subtitle
from salesbook.sheets.pay_bases import Bases
from salesbook.sheets.pay_formulas import PayoutFormula
from salesbook.sheets.pay_statements import summed_column, tab_of
from salesbook.sheets.pay_terms import Terms
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from fractions import Fraction

    from salesbook.book.model import Book, Incentive, Rep
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.domain.period import Period

KEY = "pay.simulation"
SET_ROW, CHART_ROW, CHART_ROWS = 3, 5, 16
TABLE_ROW = CHART_ROW + CHART_ROWS + 1
NAME, TEAM, TARGET, FIRST_SHARE = 1, 2, 3, 4
LAST_COLUMN = FIRST_SHARE + len(SHARES) - 1
FIRST_SOLD, FIRST_PAID = 2, 2 + len(SCENARIOS)
PAYOUT_COLOR, COST_COLOR = "8E44AD", "5BA3D9"


def simulation_page(book: Book, refs: Refs, period: Period) -> Page | None:
    """The sheet for a period; None where no rule is settled for it, or nothing is planned."""
    if not (book.days and book.reps and Payouts(Simulation(book, period).real, period).rows):
        return None
    return _Simulation(book, refs, period).page()


class _Simulation:
    def __init__(self, book: Book, refs: Refs, period: Period) -> None:
        self.book, self.refs, self.period, self.language = book, refs, period, refs.language
        self.simulation = Simulation(book, period)
        self.payouts = Payouts(self.simulation.real, period)
        suffix = suffix_of(period, book)
        self.first = TABLE_ROW + 2
        self.last = self.first + len(book.reps) - 1
        self.curve_row = self.last + 2
        self.scenario_row = self.curve_row + 2
        self.paid_first = self.scenario_row + 2
        self.paid_last = self.paid_first + len(book.reps) - 1
        self.leaps = leaps(self.simulation)
        self.leap_row = self.paid_last + 7
        terms_row = self.leap_row + max(len(self.leaps), 1) + 3
        self.rules = tuple(row for row in self.payouts.rows if row.rule != "champion")
        self.terms = Terms(self.rules, refs, terms_row)
        self.bases = Bases(self.simulation, self.payouts, refs, self.terms.last + 3)
        self.drawing = Drawing(KEY + suffix, tab_of(self._say("title"), period, suffix))

    def page(self) -> Page:
        draw = self.drawing
        draw.heads(self._say("head", period=self.period.key), subtitle(self.book, self.language))
        self._above()
        self._matrix()
        self._scenarios()
        self._leaps()
        self._section(self.terms.row - 1, "terms")
        self.terms.draw(draw, self._say)
        self._section(self.bases.row - 1, "bases")
        self.bases.draw(draw, self._say)
        widest = max(column for _, column in draw.cells)
        fit(draw, range(1, widest + 1), SET_ROW, 12.0)
        even = range(FIRST_SHARE, LAST_COLUMN + 1)
        draw.widths |= dict.fromkeys(even, max(draw.widths[column] for column in even))
        self._charts()
        draw.freeze = (SET_ROW + 1, 1)
        printed = Area(1, 1, self.terms.row - 3, LAST_COLUMN)
        begins = (self.scenario_row,)
        draw.print_setup = PrintSetup(landscape=True, header=draw.title, area=printed, breaks=begins)
        draw.tab_color = "8E44AD"
        return draw.page()

    def _say(self, key: str, **words: object) -> str:
        return text("sheets", f"simulation.{key}", self.language, **words)

    def _section(self, row: int, words: str) -> None:
        self.drawing.put_row(row, 1, (self._say(words), *[None] * (LAST_COLUMN - 1)), "section")
        self.drawing.heights[row] = 22.0

    def _above(self) -> None:
        """The period, whether the rules are still those of the sheet, and of which day the pace is."""
        draw = self.drawing
        draw.put_row(SET_ROW, 1, (self._say("period"), self.period.key), "subheading")
        draw.put(SET_ROW, 3, self._say("check"), "subheading")
        draw.put(SET_ROW, 4, Formula(self.terms.check() if self.rules else "0", 0), "check:check")
        if self.simulation.as_of:
            draw.put(SET_ROW, 5, self._say("as-of"), "subheading")
            draw.put(SET_ROW, 6, self.simulation.as_of, "output:date")

    def _matrix(self) -> None:
        """Reps by attainment; below them the team, and the rep whose curve is drawn."""
        draw, head = self.drawing, TABLE_ROW + 1
        self._section(TABLE_ROW, "each")
        target = text("choices", "tier.target", self.language)
        draw.put_row(head, 1, (self._say("column.rep"), self._say("column.team"), target), "heading")
        for column, share in enumerate(SHARES, start=FIRST_SHARE):
            draw.put(head, column, share, "input:percent0")
        paid = [self.simulation.paid(Scenario(share)) for share in SHARES]
        for row, rep in enumerate(self.book.reps, start=self.first):
            draw.put_row(row, NAME, (rep.name, rep.team or None), "output")
            handed = self.bases.handed(self.bases.main, rep)["target"]
            draw.put(row, TARGET, Formula(self.bases.cell(self.bases.main, "target", rep), handed), "output:int")
            for column, of in enumerate(paid, start=FIRST_SHARE):
                cell = address(head, column, fixed="row")
                draw.put(row, column, Formula(self._formula(rep, share=cell), of[rep.name]), "output:money")
        self._team_row(self.last + 1, range(TARGET, LAST_COLUMN + 1), self.first, self.last)
        self._curve(paid)

    def _team_row(self, row: int, columns: Sequence[int] | range, first: int, last: int) -> None:
        draw = self.drawing
        draw.put_row(row, 1, (self._say("all"), *[None] * (max(columns) - 1)), "total")
        for column in columns:
            summed = summed_column(draw, column, first, last)
            look = draw.cells[first, column].style.partition(":")[2]
            draw.put(row, column, Formula(f"SUM({span(first, column, last, column)})", summed), f"total:{look}")

    def _curve(self, paid: Sequence[Mapping[str, Decimal]]) -> None:
        """The line that the curve is drawn of; whose it is, the yellow cell says."""
        draw, row, names = self.drawing, self.curve_row, [rep.name for rep in self.book.reps]
        draw.put(row, NAME, names[0], "input")
        draw.put(row, TEAM, self._say("curve"), "note")
        block = f"{address(self.first, NAME, fixed='row column')}:{address(self.last, NAME, fixed='row column')}"
        draw.validations.append(Validation(Area(row, NAME, row, NAME), "list", block, strict=True))
        at = f"MATCH({address(row, NAME, fixed='row column')},{block},0)"
        for column, of in enumerate(paid, start=FIRST_SHARE):
            values = span(self.first, column, self.last, column)
            draw.put(row, column, Formula(f"INDEX({values},{at})", of[names[0]]), "output:money")

    def _scenarios(self) -> None:
        """Reps by scenario: what they sell and what they get; below, what the plan costs."""
        draw, head = self.drawing, self.scenario_row + 1
        self._section(self.scenario_row, "scenarios")
        draw.put(head, NAME, self._say("column.rep"), "heading")
        known = self.simulation.scenarios()
        for n, key in enumerate(SCENARIOS):
            word = self._say("column.landing") if key == LANDING else text("choices", f"tier.{key}", self.language)
            draw.put(head, FIRST_SOLD + n, self._say("column.sold", scenario=word), "heading")
            draw.put(head, FIRST_PAID + n, self._say("column.paid", scenario=word), "heading")
            if key in known:
                self._scenario(n, key, known[key])
        columns = [at + n for n, key in enumerate(SCENARIOS) if key in known for at in (FIRST_SOLD, FIRST_PAID)]
        self._team_row(self.paid_last + 1, sorted(columns), self.paid_first, self.paid_last)
        self._costs(known)

    def _scenario(self, n: int, key: str, scenario: Scenario) -> None:
        paid = self.simulation.paid(scenario)
        for row, rep in enumerate(self.book.reps, start=self.paid_first):
            self.drawing.put(row, NAME, rep.name, "output")
            cell, sold = self.bases.cell(self.bases.main, key, rep), self.simulation.sold(scenario, rep.name)
            self.drawing.put(row, FIRST_SOLD + n, Formula(cell, sold), "output:int")
            formula = Formula(self._formula(rep, scenario=key), paid[rep.name])
            self.drawing.put(row, FIRST_PAID + n, formula, "output:money")

    def _costs(self, known: Mapping[str, Scenario]) -> None:
        """Champions, the other periods' rules, all of it, and what part of sales that is."""
        draw, row = self.drawing, self.paid_last + 2
        for at, key in enumerate(("champions", "others", "cost", "share"), start=row):
            look = "total" if key in ("cost", "share") else "output"
            draw.put_row(at, NAME, (self._say(key), *[None] * (len(SCENARIOS) * 2)), look)
        for n, key in enumerate(SCENARIOS):
            if key not in known:
                continue
            column, scenario = FIRST_PAID + n, known[key]
            champions, others = self.simulation.champions(scenario), self.simulation.others(scenario)
            draw.put(row, column, champions, "output:money")
            draw.put(row + 1, column, others, "output:money")
            paid, sold = (self._result(self.paid_last + 1, at) for at in (column, FIRST_SOLD + n))
            cost = paid + champions + others
            draw.put(row + 2, column, Formula(f"SUM({span(row - 1, column, row + 1, column)})", cost), "total:money")
            top, bottom = address(row + 2, column), address(row - 1, FIRST_SOLD + n)
            rate = Formula(f'IF({bottom}=0,"",{top}/{bottom})', cost / sold if sold else "")
            draw.put(row + 3, column, rate, "total:percent2")

    def _result(self, row: int, column: int) -> Decimal:
        return summed_column(self.drawing, column, row, row)

    def _leaps(self) -> None:
        """The jumps and falls of payouts, in words."""
        self._section(self.leap_row, "leaps")
        for row, problem in enumerate(self.leaps, start=self.leap_row + 1):
            self.drawing.put(row, 1, problem.message(self.language), "note")
        if not self.leaps:
            self.drawing.put(self.leap_row + 1, 1, self._say("no-leaps"), "note")

    def _formula(self, rep: Rep, share: str = "", scenario: str = "") -> str:
        rules = [rule for rule in self.payouts.rules_of(rep) if rule.rule != "champion"]
        return PayoutFormula(rules, _RepCells(self, rep, share, scenario)).text()

    def _charts(self) -> None:
        """The curve of one rep, and what the plan costs, side by side."""
        half = LAST_COLUMN // 2 + 1
        shares, row = Area(TABLE_ROW + 1, FIRST_SHARE, TABLE_ROW + 1, LAST_COLUMN), self.curve_row
        curve = Area(row, FIRST_SHARE, row, LAST_COLUMN)
        names = Area(self.scenario_row + 1, FIRST_PAID, self.scenario_row + 1, FIRST_PAID + len(SCENARIOS) - 1)
        cost = Area(self.paid_last + 4, FIRST_PAID, self.paid_last + 4, FIRST_PAID + len(SCENARIOS) - 1)
        series = Series(self._say("payout"), curve, PAYOUT_COLOR)
        self.drawing.charts += [
            Chart("line", self._say("curve-title"), shares, (series,), (CHART_ROW, 1), to=(TABLE_ROW - 1, half)),
            Chart("column", self._say("cost-title"), names, (Series(self._say("cost"), cost, COST_COLOR),),
                  (CHART_ROW, half), to=(TABLE_ROW - 1, LAST_COLUMN + 1)),
        ]  # fmt: skip


class _RepCells:
    """One rep's numbers under one attainment or scenario, as cells of the sheet."""

    def __init__(self, sheet: _Simulation, rep: Rep, share: str, scenario: str) -> None:
        self.sheet, self.rep, self.share, self.scenario = sheet, rep, share, scenario

    def amount(self, row: Incentive, *, team: bool = False) -> str:
        if self.scenario:
            return self._of(row, self.scenario, team=team)
        return f"ROUND({self.share}*{self._of(row, 'target', team=team)},2)"

    def handed(self, row: Incentive, tier: str, *, team: bool = False) -> str:
        return self._of(row, tier, team=team)

    def _of(self, row: Incentive, key: str, *, team: bool) -> str:
        bases = self.sheet.bases
        base = bases.of(row)
        if not team:
            return bases.cell(base, key, self.rep)
        first, last = (address(at, TEAM, fixed="row column") for at in (self.sheet.first, self.sheet.last))
        own = address(bases.row_of[self.rep.name] - bases.first + self.sheet.first, TEAM, fixed="row column")
        return f"SUMIF({first}:{last},{same_as(own, self.rep.team)},{bases.column(base, key)})"

    def term(self, row: Incentive, key: str) -> str:
        return self.sheet.terms.cell(row, key)

    def part(self, row: Incentive) -> Fraction:
        return self.sheet.payouts.part(row, self.rep)

    def bound(self, row: Incentive) -> Decimal:
        bases = self.sheet.bases
        return lower_bound(row, bases.handed(bases.of(row), self.rep))

    def reachable(self, row: Incentive) -> bool:
        bases = self.sheet.bases
        everybody = self.sheet.book.reps if row.rule == "team" else (self.rep,)
        mates = [mate for mate in everybody if mate.team == self.rep.team]
        return sum(bases.handed(bases.of(row), mate)["target"] for mate in mates) > 0
