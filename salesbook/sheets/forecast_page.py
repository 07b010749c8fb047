"""The forecast sheet 预测: landings with their ranges, as values of the as-of day; sums and ratios are formulas."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from salesbook.book.page import Area, DataBarRule, ExpressionRule, PrintSetup
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.heading import subtitle
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.page import Page
    from salesbook.domain.forecast import Landing
    from salesbook.sheets.forecast_figures import Forecast, Outlook
    from salesbook.texts import Language

KEY = "track.forecast"
REP, TEAM, TARGET, ACTUAL, LOW, EXPECTED, HIGH, ATTAINED, GAP, WEEKS = range(1, 11)
METHOD, ERROR = 1, 8
AS_OF_ROW, FIRST_ROW = 3, 5
TAB = "8E44AD"


def forecast_page(forecast: Forecast, language: Language) -> Page:
    """The sheet as of the book's day."""
    drawing = Drawing(KEY, text("forecast", "title", language))
    sheet = _Sheet(drawing, forecast, language)
    drawing.heads(sheet.say("head"), subtitle(forecast.book, language))
    drawing.put(AS_OF_ROW, 1, sheet.say("as-of"), "subheading")
    drawing.put(AS_OF_ROW, 2, forecast.as_of, "output:date")
    sheet.methods(sheet.people(FIRST_ROW) + 2)
    fit(drawing, range(1, WEEKS + 1), AS_OF_ROW, 11.0)
    drawing.widths[1] = max(drawing.widths[1], 30.0)
    drawing.print_setup = PrintSetup(landscape=True, header=drawing.title)
    drawing.tab_color = TAB
    return drawing.page()


class _Sheet:
    def __init__(self, drawing: Drawing, forecast: Forecast, language: Language) -> None:
        self.drawing, self.forecast, self.language = drawing, forecast, language

    def say(self, key: str, /, **words: object) -> str:
        return text("forecast", key, self.language, **words)

    def section(self, row: int, key: str) -> None:
        self.drawing.put_row(row, 1, (self.say(key), *[None] * (WEEKS - 1)), "section")
        self.drawing.heights[row] = 22.0

    def people(self, row: int) -> int:
        """A line for each rep and one for everybody; the row after them."""
        self.section(row, "people")
        keys = ("rep", "team", "target", "actual", "low", "expected", "high", "attained", "gap", "weeks")
        self.drawing.put_row(row + 1, 1, (self.say(f"column.{key}") for key in keys), "heading")
        teams = {rep.name: rep.team for rep in self.forecast.book.reps}
        first = row + 2
        people = self.forecast.people()
        for at, outlook in enumerate(people, start=first):
            self._line(at, outlook, outlook.name, teams.get(outlook.name, ""), "output")
        last = first + len(people)
        self._line(last, self.forecast.team, self.say("total"), "", "total")
        self._rules(first, last)
        self.drawing.put(last + 1, 1, self.say("rule"), "note")
        return last + 2

    def _line(self, at: int, outlook: Outlook, name: str, team: str, style: str) -> None:
        draw, landing = self.drawing, outlook.landing
        draw.put_row(at, REP, (name, team), style)
        draw.put(at, TARGET, outlook.target, f"{style}:int")
        draw.put(at, ACTUAL, outlook.actual, f"{style}:int")
        if landing is None:
            draw.put_row(at, LOW, (self.say("too-early"), *[None] * 5), f"{style}:text")
            return
        draw.put_row(at, LOW, self._range(landing), f"{style}:int")
        expected, target = round(landing.expected), outlook.target
        cells = address(at, EXPECTED), address(at, TARGET)
        draw.put(at, ATTAINED, Formula("/".join(cells), expected / target), f"{style}:percent")
        draw.put(at, GAP, Formula("-".join(cells), expected - target), f"{style}:int")
        draw.put(at, WEEKS, landing.buckets, f"{style}:int")

    def _range(self, landing: Landing) -> tuple[int, int, int]:
        return round(landing.low), round(landing.expected), round(landing.high)

    def _rules(self, first: int, last: int) -> None:
        rules, settings = self.drawing.rules, self.forecast.book.settings
        rules.append(DataBarRule(Area(first, ATTAINED, last, ATTAINED), high=1.2))
        seen, expected = address(first, ATTAINED, fixed="column"), Area(first, EXPECTED, last, EXPECTED)
        for share, style in ((settings.green, "good"), (settings.amber, "warn")):
            rules.append(ExpressionRule(expected, f"AND(ISNUMBER({seen}),{seen}>={share})", style, stop=True))
        rules.append(ExpressionRule(expected, f"ISNUMBER({seen})", "bad"))

    def methods(self, row: int) -> None:
        """The team by every method, with its error on the past."""
        forecast, draw = self.forecast, self.drawing
        self.section(row, "whole")
        heads = {METHOD: "method", LOW: "low", EXPECTED: "expected", HIGH: "high", ERROR: "error", GAP: "gap"}
        draw.put_row(row + 1, 1, [None] * GAP, "heading")
        for column, key in heads.items():
            draw.put(row + 1, column, self.say(f"column.{key}"), "heading")
        draw.merge(row + 1, METHOD, row + 1, ACTUAL)
        for at, (name, landing) in enumerate(forecast.methods.items(), start=row + 2):
            self._method(at, name, landing)
        below = row + 2 + len(forecast.methods)
        for at, note in enumerate(self._notes(), start=below):
            draw.put(at, 1, note, "note")

    def _method(self, at: int, name: str, landing: Landing | None) -> None:
        draw = self.drawing
        draw.put_row(at, METHOD, (self.say(f"method.{name}"), *[None] * (ACTUAL - 1)), "output")
        draw.merge(at, METHOD, at, ACTUAL)
        naive = name.startswith("naive")
        if landing is None:
            draw.put_row(at, LOW, (None, self.say("too-early"), None), "output:text")
        else:
            low, expected, high = self._range(landing)
            draw.put_row(at, LOW, (None if naive else low, expected, None if naive else high), "output:int")
        error = self.forecast.errors.get(name)
        draw.put(at, ERROR, error.mean if error else None, "output:percent")
        target = self.forecast.team.target
        gap = Formula(f"{address(at, EXPECTED)}-{target}", round(landing.expected) - target) if landing else None
        draw.put(at, GAP, gap, "output:int")

    def _notes(self) -> list[str]:
        told = [error for error in self.forecast.errors.values() if error]
        notes = [self.say("tried", tries=told[0].tries) if told else self.say("not-tried")]
        return notes if find_spec("statsmodels") else [*notes, self.say("not-installed")]
