"""The sheet 风险敞口 / Risk exposure: live over sb_risks, with room for risks that are added."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesbook.book.page import Area, DataBarRule, ExpressionRule, PrintSetup
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import literal, metric_is, span, sumifs
from salesbook.sheets.heading import subtitle
from salesbook.sheets.page_blocks import tall
from salesbook.sheets.risk_figures import CLOSED, HAPPENED, LARGEST, Risks
from salesbook.sheets.sums import plan_rows
from salesbook.sheets.track_figures import PLACES
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.book.values import Scalar

KEY = "view.risks"
RANK, RISK, KIND, STATE, PROBABILITY, EFFECT, COVER, NET, EXPOSURE, SHARE, OWNER = range(1, 12)
HEADS = ("rank", "risk", "kind", "state", "probability", "effect", "cover", "net", "exposure", "share", "owner")
WHOLE_ROW = 4
LINES = ("goal", "landing", "gross", "exposure", "share", "less", "worst", "worst-share")
AT = {key: address(WHOLE_ROW + 1 + at, 3, fixed="row column") for at, key in enumerate(LINES)}
"""The cell of each line of the whole."""
SPARE = 10
"""Lines kept for risks that are added to the table."""
TAB = "C0392B"


def risks_page(book: Book, refs: Refs) -> Page:
    """The sheet over sb_risks and sb_plan."""
    return _Risks(Risks(book), refs).page()


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


class _Risks:
    def __init__(self, found: Risks, refs: Refs) -> None:
        self.found, self.refs = found, refs
        self.drawing = Drawing(KEY, self.say("title"))
        self.largest = WHOLE_ROW + len(LINES) + 2
        first = self.largest + LARGEST + 5
        self.rows = first, first + len(found.book.risks) + SPARE - 1

    def say(self, key: str) -> str:
        return text("risks", key, self.refs.language)

    def page(self) -> Page:
        draw = self.drawing
        draw.heads(self.say("head"), subtitle(self.found.book, self.refs.language))
        self._whole()
        self._largest()
        self._register()
        self._looks()
        return draw.page()

    def _section(self, row: int, key: str) -> None:
        self.drawing.put_row(row, 1, (self.say(f"section.{key}"), *[None] * (OWNER - 1)), "section")
        self.drawing.heights[row] = 22.0

    def _column(self, column: int) -> str:
        return span(self.rows[0], column, self.rows[1], column)

    # -- the whole -------------------------------------------------------------------------------------------------

    def _whole(self) -> None:
        self._section(WHOLE_ROW, "whole")
        found = self.found
        nets, exposures, ranked = self._column(NET), self._column(EXPOSURE), self._column(RANK)
        gross = sum((one.probability * one.effect for one in found.all), Fraction(0))
        worst = found.worst[-1] if found.worst else found.landing
        lost = f'SUMIFS({nets},{ranked},"<={LARGEST}",{exposures},">0")'

        def goal_share(cell: str) -> str:
            return f'IF({AT["goal"]}=0,"",{cell}/{AT["goal"]})'

        lines: dict[str, tuple[str, Any, str]] = {
            "gross": (f"SUMPRODUCT({self._column(PROBABILITY)},{self._column(EFFECT)})", gross, "int"),
            "exposure": (f"SUM({exposures})", found.exposure, "int"),
            "share": (goal_share(AT["exposure"]), self._of_goal(found.exposure), "percent"),
            "less": (f"{AT['landing']}-{AT['exposure']}", found.landing - found.exposure, "int"),
            "worst": (f"{AT['landing']}-{lost}", worst, "int"),
            "worst-share": (goal_share(AT["worst"]), self._of_goal(worst), "percent"),
        }
        labels = {"goal": "goal", "landing": "landing" if found.expected is not None else "landing-early"}
        for row, key in enumerate(LINES, start=WHOLE_ROW + 1):
            words = self.say(labels[key]) if key in labels else self.say(f"line.{key}")
            self.drawing.put_row(row, 1, (words, None), "subtotal")
            self.drawing.merge(row, 1, row, 2)
            if key in lines:
                formula, result, form = lines[key]
                shown = _number(result) if isinstance(result, Fraction) else result
                self.drawing.put(row, 3, Formula(formula, shown), f"output:{form}")
        self._given()

    def _of_goal(self, amount: Fraction) -> Scalar:
        return float(amount / self.found.goal) if self.found.goal else ""

    def _given(self) -> None:
        """The goal, live over the plan, and the landing: the forecast's as of its day, else the goal."""
        found, book = self.found, self.found.book
        goal: Any = found.goal
        if plan_rows(book):
            where = metric_is(self.refs, "sb_plan", book.settings.metric)
            goal = Formula(sumifs(self.refs.column("sb_plan", "target"), where), found.goal)
        self.drawing.put(WHOLE_ROW + 1, 3, goal, "output:int")
        early = Formula(AT["goal"], found.goal)
        landing = early if found.expected is None else _number(found.expected)
        self.drawing.put(WHOLE_ROW + 2, 3, landing, "output:int")

    # -- the three largest -----------------------------------------------------------------------------------------

    def _largest(self) -> None:
        draw = self.drawing
        self._section(self.largest, "largest")
        keys = ("rank", "risk", "loss", "then", "attained", "plan_b")
        draw.put_row(self.largest + 1, 1, (self.say(f"column.{key}") for key in keys), "heading")
        draw.put_row(self.largest + 1, 7, [None] * (OWNER - 6), "heading")
        draw.merge(self.largest + 1, 6, self.largest + 1, OWNER)
        for number in range(1, LARGEST + 1):
            self._one_of_the_largest(self.largest + 1 + number, number)

    def _one_of_the_largest(self, row: int, number: int) -> None:
        draw, found = self.drawing, self.found
        at = found.largest[number - 1] if number <= len(found.largest) else None
        place = f"MATCH({number},{self._column(RANK)},0)"
        known = f"N(INDEX({self._column(EXPOSURE)},IFERROR({place},1)))>0"
        there = f"AND(COUNTIF({self._column(RANK)},{number})>0,{known})"

        def cell(column: int, formula: str, result: Scalar, style: str) -> None:
            draw.put(row, column, Formula(f'IF({there},{formula},"")', "" if at is None else result), style)

        risk = found.book.risks[at] if at is not None else None
        draw.put(row, 1, number, "output:int")
        cell(2, f"INDEX({self._column(RISK)},{place})", risk.name if risk else "", "wrap")
        net = _number(found.all[at].net) if at is not None else ""
        cell(3, f"INDEX({self._column(NET)},{place})", net, "output:int")
        then = found.worst[number - 1] if at is not None else None
        before = AT["landing"] if number == 1 else address(row - 1, 4)
        cell(4, f"{before}-{address(row, 3)}", "" if then is None else _number(then), "output:int")
        goal = AT["goal"]
        attained = "" if then is None else self._of_goal(then)
        cell(5, f'IF({goal}=0,"",{address(row, 4)}/{goal})', attained, "output:percent")
        listed = self.refs.column("sb_risks", "plan_b") if self.refs.area("sb_risks", "plan_b") else '""'
        plan_b = f'INDEX({listed},{place})&""' if listed != '""' else listed
        cell(6, plan_b, (risk.plan_b if risk and listed != '""' else ""), "wrap")
        draw.merge(row, 6, row, OWNER)

    # -- all of them -----------------------------------------------------------------------------------------------

    def _register(self) -> None:
        draw, first = self.drawing, self.rows[0]
        self._section(first - 2, "register")
        draw.put_row(first - 1, 1, (self.say(f"column.{key}") for key in HEADS), "heading")
        for row in range(first, self.rows[1] + 1):
            self._risk(row, row - first)
        total = self.rows[1] + 1
        draw.put_row(total, 1, (None, self.say("total"), *[None] * (OWNER - 2)), "total")
        sums = {EFFECT: [one.effect for one in self.found.all], COVER: [one.cover for one in self.found.all],
                EXPOSURE: list(self.found.exposures)}  # fmt: skip
        for column, values in sums.items():
            result = _number(sum(values, Fraction(0)))
            draw.put(total, column, Formula(f"SUM({self._column(column)})", result), "total:int")
        share = f'IF({AT["goal"]}=0,"",{address(total, EXPOSURE)}/{AT["goal"]})'
        draw.put(total, SHARE, Formula(share, self._of_goal(self.found.exposure)), "total:percent")
        draw.put(total + 1, 1, self.say("note"), "note")

    def _risk(self, row: int, at: int) -> None:
        """The table's row `at`, or an empty line where it has no such row."""
        draw, found = self.drawing, self.found
        there = at < len(found.book.risks)
        risk, one = (found.book.risks[at], found.all[at]) if there else (None, None)
        language = self.refs.language
        shown = {
            RISK: ("risk", risk and risk.name),
            KIND: ("kind", risk and risk.kind and text("choices", f"risk.{risk.kind}", language)),
            STATE: ("state", risk and risk.state and text("choices", f"risk_state.{risk.state}", language)),
            OWNER: ("owner", risk and risk.owner),
        }
        for column, (key, value) in shown.items():
            draw.put(row, column, self._listed(key, at, value or ""), "output")
        name = address(row, RISK, fixed="column")
        numbers = self._formulas(row, at)
        results: dict[int, Scalar] = dict.fromkeys(numbers, "")
        if one:
            results = {
                PROBABILITY: float(one.probability), EFFECT: _number(one.effect), COVER: _number(one.cover),
                NET: _number(one.net), EXPOSURE: _number(found.exposures[at]),
                SHARE: self._of_goal(found.exposures[at]),
                RANK: found.ranks[at],
            }  # fmt: skip
        forms = {PROBABILITY: "percent0", SHARE: "percent"}
        for column, formula in numbers.items():
            style = f"output:{forms.get(column, 'int')}"
            draw.put(row, column, Formula(f'IF({name}="","",{formula})', results[column]), style)

    def _formulas(self, row: int, at: int) -> dict[int, str]:
        effect, cover, net, chance = (address(row, column) for column in (EFFECT, COVER, NET, PROBABILITY))
        state, own = address(row, STATE), address(row, EXPOSURE)
        words = {key: literal(text("choices", f"risk_state.{key}", self.refs.language)) for key in (CLOSED, HAPPENED)}
        goal, exposures = AT["goal"], self._fixed(EXPOSURE)
        first = address(self.rows[0], EXPOSURE, fixed="row column")
        amount, share, given = (self._cell(key, at) for key in ("effect", "share", "probability"))
        return {
            PROBABILITY: f"IF({state}={words[CLOSED]},0,IF({state}={words[HAPPENED]},1,N({given})))",
            EFFECT: f"IF(ISNUMBER({amount}),{amount},N({share})*{goal})",
            COVER: f"N({self._cell('cover', at)})",
            NET: f"MAX(0,{effect}-{cover})",
            EXPOSURE: f"ROUND({chance}*{net},{PLACES})",
            SHARE: f'IF({goal}=0,"",{own}/{goal})',
            RANK: f"RANK({own},{exposures})+COUNTIF({first}:{address(row, EXPOSURE, fixed='column')},{own})-1",
        }

    def _fixed(self, column: int) -> str:
        first, last = (address(row, column, fixed="row column") for row in self.rows)
        return f"{first}:{last}"

    def _cell(self, key: str, at: int) -> str:
        """A cell of sb_risks by its row; nothing where the table has no such column."""
        return f"INDEX({self.refs.column('sb_risks', key)},{at + 1})" if self.refs.area("sb_risks", key) else '""'

    def _listed(self, key: str, at: int, value: str) -> Formula:
        if not self.refs.area("sb_risks", key):
            return Formula('""', "")
        rows = f"ROWS({self.refs.column('sb_risks', key)})"
        return Formula(f'IF({at + 1}>{rows},"",{self._cell(key, at)}&"")', value)

    def _looks(self) -> None:
        draw, (first, last) = self.drawing, self.rows
        rank, exposure = (address(first, column, fixed="column") for column in (RANK, EXPOSURE))
        row = Area(first, RANK, last, RISK)
        hot = f"AND(ISNUMBER({exposure}),N({exposure})>0,N({rank})<={LARGEST})"
        draw.rules.append(ExpressionRule(row, hot, "bad"))
        nothing = f"AND(ISNUMBER({exposure}),{exposure}=0)"
        draw.rules.append(ExpressionRule(Area(first, RANK, last, OWNER), nothing, "muted"))
        for column, high, middle in ((PROBABILITY, 0.5, 0.25), (SHARE, 0.02, 0.005)):
            area, cell = Area(first, column, last, column), address(first, column)
            draw.rules.append(ExpressionRule(area, f"AND(ISNUMBER({cell}),{cell}>={high})", "bad"))
            draw.rules.append(ExpressionRule(area, f"AND(ISNUMBER({cell}),{cell}>={middle},{cell}<{high})", "warn"))
        draw.rules.append(DataBarRule(Area(first, EXPOSURE, last, EXPOSURE), "E67E22"))
        fit(draw, range(1, OWNER + 1), WHOLE_ROW, 9.0)
        draw.widths[RISK] = max(draw.widths[RISK], 26.0)
        draw.print_setup = PrintSetup(landscape=True, tall=tall(last), header=draw.title)
        draw.tab_color = TAB
