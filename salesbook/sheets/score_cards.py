"""The scorecards 绩效考核表 of a period: the team with its ranking and history, and a card for each rep.

Actuals are looked up in sb_scores, so what is typed there counts at once; scores, points and ranks are formulas.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.asked_period import suffix_of
from salesbook.book.page import Area, Chart, DataBarRule, PrintSetup, Series
from salesbook.book.scorecards import Scorecards
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import exactly, same_as, span, sumifs
from salesbook.sheets.heading import subtitle
from salesbook.sheets.pay_statements import tab_of
from salesbook.sheets.score_formulas import score_formula
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.book.scorecards import Card, CardLine
    from salesbook.domain.period import Period

KEY = "score.cards"
SET_ROW, TEAM_ROW = 3, 5
PERIOD = address(SET_ROW, 2, fixed="row column")
NAME, RANK, TEAM, TOTAL, WEIGHTS, FIRST_PERIOD = range(1, 7)
"""Columns of the team's table."""
INDICATOR, SOURCE, WEIGHT, TARGET, ACTUAL, UNIT, RULE, SCORE, POINTS, NOTE = range(1, 11)
"""Columns of a card."""
MOST_PERIODS = 12
"""So many periods are looked back."""
CHART_ROWS = 15
GAP = 3
COLOR = "27AE60"


def cards_page(book: Book, refs: Refs, period: Period) -> Page | None:
    """The sheet; None where nobody has indicators any more."""
    cards = Scorecards(book, period).recorded()
    return _Cards(book, refs, period, cards).page() if cards else None


class _Cards:
    def __init__(self, book: Book, refs: Refs, period: Period, cards: tuple[Card, ...]) -> None:
        self.book, self.refs, self.language, self.period = book, refs, refs.language, period
        self.cards = sorted(cards, key=lambda card: -card.total)
        self.periods = _latest(book, period)
        self.first, suffix = TEAM_ROW + 2, suffix_of(period, book)
        self.last = self.first + len(cards) - 1
        self.blocks = _rows_of_cards(self.cards, self.last + CHART_ROWS + 4)
        self.drawing = Drawing(KEY + suffix, tab_of(self._say("title"), period, suffix))

    def page(self) -> Page:
        draw = self.drawing
        draw.heads(self._say("head", period=self.period.key), subtitle(self.book, self.language))
        draw.put_row(SET_ROW, 1, (self._say("period"), self.period.key), "subheading")
        for card, row in zip(self.cards, self.blocks, strict=True):
            self._card(row, card)
        self._team()
        fit(draw, range(1, max(NOTE, FIRST_PERIOD + len(self.periods)) + 1), SET_ROW, 11.0)
        draw.widths[INDICATOR] = max(draw.widths[INDICATOR], 26.0)
        self._chart()
        draw.freeze = (SET_ROW + 1, 1)
        draw.print_setup = PrintSetup(landscape=True, header=draw.title, breaks=tuple(self.blocks))
        draw.tab_color = COLOR
        return draw.page()

    def _say(self, key: str, **words: object) -> str:
        return text("sheets", f"score.{key}", self.language, **words)

    def _team(self) -> None:
        """The best first, as of when it was drawn; the ranks themselves are live."""
        draw = self.drawing
        draw.put_row(TEAM_ROW, 1, (self._say("team"), *[None] * (NOTE - 1)), "section")
        heads = [self._say(f"column.{key}") for key in ("rep", "rank", "team", "total", "weights")]
        draw.put_row(TEAM_ROW + 1, 1, (*heads, *self.periods), "heading")
        totals = [card.total for card in self.cards]
        for row, card, block in zip(range(self.first, self.last + 1), self.cards, self.blocks, strict=True):
            below = block + 2 + len(card.lines)
            everybody = Area(self.first, TOTAL, self.last, TOTAL).fixed()
            rank = f"SUMPRODUCT(({everybody}>{address(row, TOTAL)})*1)+1"
            draw.put(row, RANK, Formula(rank, 1 + sum(total > card.total for total in totals)), "output:int")
            draw.put(row, NAME, card.rep.name, "output")
            draw.put(row, TEAM, card.rep.team or None, "output")
            draw.put(row, TOTAL, Formula(address(below, POINTS), card.total), "subtotal:factor")
            draw.put(row, WEIGHTS, Formula(address(below, WEIGHT), card.weight), "output:percent0")
            for column, period in enumerate(self.periods, start=FIRST_PERIOD):
                draw.put(row, column, self._history(row, column, card, period), "output:factor")
        draw.rules.append(DataBarRule(Area(self.first, TOTAL, self.last, TOTAL)))

    def _history(self, row: int, column: int, card: Card, period: str) -> Formula:
        """What the rep's points came to in a period, as they were scored."""
        head, name = address(TEAM_ROW + 1, column, fixed="row"), address(row, NAME, fixed="column")
        of = (self.refs.column("sb_scores", "period"), same_as(head, period))
        who = (self.refs.column("sb_scores", "rep"), same_as(name, card.rep.name))
        rows = (r for r in self.book.scores if r.period == period and r.rep == card.rep.name)
        return Formula(sumifs(self.refs.column("sb_scores", "points"), of, who), _sum(r.points for r in rows))

    def _card(self, row: int, card: Card) -> None:
        """One rep's card: heading, a line for each indicator, the sums."""
        draw = self.drawing
        title = self._say("of", rep=card.rep.name, period=self.period.key)
        draw.put_row(row, 1, (title, *[None] * (NOTE - 1)), "section")
        heads = ("indicator", "source", "weight", "target", "actual", "unit", "rule", "score", "points", "note")
        draw.put_row(row + 1, 1, (self._say(f"column.{key}") for key in heads), "heading")
        for at, line in enumerate(card.lines, start=row + 2):
            self._line(at, card, line)
        last = row + 1 + len(card.lines)
        draw.put_row(last + 1, 1, (self._say("column.total"), *[None] * (NOTE - 1)), "total")
        weights = Formula(f"SUM({span(row + 2, WEIGHT, last, WEIGHT)})", card.weight)
        draw.put(last + 1, WEIGHT, weights, "total:percent0")
        draw.put(last + 1, POINTS, Formula(f"SUM({span(row + 2, POINTS, last, POINTS)})", card.total), "total:factor")
        draw.put(last + 2, 1, self._say("sign"), "note")

    def _line(self, row: int, card: Card, line: CardLine) -> None:
        draw, kpi = self.drawing, line.kpi
        source = text("choices", f"source.{kpi.source}", self.language)
        draw.put_row(row, INDICATOR, (kpi.indicator, source), "output")
        draw.put(row, WEIGHT, Formula(self._found("weight", kpi.indicator, card), kpi.weight), "output:percent0")
        for column, key, value in ((TARGET, "target", line.target), (ACTUAL, "actual", line.actual)):
            found = self._found(key, kpi.indicator, card, maybe=True)
            draw.put(row, column, Formula(found, "" if value is None else value), "output:measure")
        draw.put(row, UNIT, kpi.unit or None, "output")
        draw.put(row, RULE, text("choices", f"scoring.{kpi.rule}", self.language), "output")
        target, actual, scored = (address(row, column) for column in (TARGET, ACTUAL, SCORE))
        score = "" if line.score is None else line.score
        draw.put(row, SCORE, Formula(score_formula(kpi, target, actual), score), "output:factor")
        points = f'IF({scored}="","",ROUND({scored}*{address(row, WEIGHT)},2))'
        draw.put(row, POINTS, Formula(points, "" if line.points is None else line.points), "output:factor")
        draw.put(row, NOTE, kpi.note or None, "output")

    def _found(self, key: str, indicator: str, card: Card, *, maybe: bool = False) -> str:
        """A number of the line's row in sb_scores; `maybe`: an empty text where its cell is empty."""
        name = address(self.first + self.cards.index(card), NAME, fixed="row column")
        wanted = (
            (self.refs.column("sb_scores", "period"), same_as(PERIOD, self.period.key)),
            (self.refs.column("sb_scores", "rep"), same_as(name, card.rep.name)),
            (self.refs.column("sb_scores", "indicator"), exactly(indicator)),
        )
        summed = sumifs(self.refs.column("sb_scores", key), *wanted)
        if not maybe:
            return summed
        pairs = ",".join(f"{column},{criterion}" for column, criterion in wanted)
        return f'IF(COUNTIFS({pairs},{self.refs.column("sb_scores", key)},"<>")=0,"",{summed})'

    def _chart(self) -> None:
        names, totals = (Area(self.first, column, self.last, column) for column in (NAME, TOTAL))
        series = (Series(self._say("column.total"), totals, COLOR),)
        top, end = self.last + 2, (self.last + 2 + CHART_ROWS, NOTE)
        chart = Chart("column", self._say("ranking"), names, series, (top, 1), number_format="0", to=end)
        self.drawing.charts.append(chart)


def _rows_of_cards(cards: list[Card], first: int) -> list[int]:
    """Where each card begins."""
    rows = [first]
    for card in cards[:-1]:
        rows.append(rows[-1] + len(card.lines) + 2 + GAP)
    return rows


def _latest(book: Book, period: Period) -> tuple[str, ...]:
    """The periods that were scored, in the order of their names, the latest ones and always this one."""
    known = sorted({row.period for row in book.scores})
    return tuple(known) if len(known) <= MOST_PERIODS else tuple(sorted({*known[1 - MOST_PERIODS :], period.key}))


def _sum(points: Iterable[Decimal | None]) -> Decimal:
    return sum((p for p in points if p is not None), Decimal("0.00"))
