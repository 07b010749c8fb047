"""The sheet 行动甘特 / Action chart: sb_actions by week as live formulas, with room for rows that are added."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from salesbook.book.page import Area, ExpressionRule, PrintSetup
from salesbook.book.values import Formula, address
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import literal
from salesbook.sheets.heading import subtitle
from salesbook.sheets.page_blocks import tall
from salesbook.sheets.track_spans import as_of_day
from salesbook.sheets.widths import fit, text_width
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.model import Action, Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs

KEY = "view.actions"
TASK, OWNER, RESOURCE, START, DUE, STATE, LATE, WEEKS = range(1, 9)
HEADS = ("task", "owner", "resource", "start", "due", "state", "left")
DONE, RUNNING, OVERDUE, SUGGESTED = range(1, 5)
"""What a cell of the chart holds; 0 where the task is not."""
LOOKS = {
    DONE: ("done", "good"), RUNNING: ("running", "held"), OVERDUE: ("late", "problem"),
    SUGGESTED: ("suggested", "changed"),
}  # fmt: skip
SET_ROW, HEAD_ROW = 3, 5
FIRST = HEAD_ROW + 1
AS_OF = address(SET_ROW, 2, fixed="row column")
SPARE, MOST_WEEKS, BEFORE = 10, 26, 8
"""Lines for rows that are added; weeks shown at most; of these before the as-of day's at most."""
WEEK = timedelta(7)
WRAPPED = {TASK: 46.0, RESOURCE: 24.0}
"""The widest that columns of long texts are; these are wrapped."""
LINE = 16.0
TAB = "8E44AD"


def actions_page(book: Book, refs: Refs) -> Page:
    """The sheet over sb_actions."""
    return _Chart(book, refs).page()


class _Chart:
    def __init__(self, book: Book, refs: Refs) -> None:
        self.book, self.refs = book, refs
        self.as_of = as_of_day(book)
        self.mondays = weeks_of(book, self.as_of)
        self.last = FIRST + len(book.actions) + SPARE - 1
        self.drawing = Drawing(KEY, self.say("title"))

    def say(self, key: str) -> str:
        return text("actions", f"chart.{key}", self.refs.language)

    def state(self, key: str) -> str:
        return text("choices", f"state.{key}", self.refs.language)

    def page(self) -> Page:
        draw = self.drawing
        draw.heads(self.say("head"), subtitle(self.book, self.refs.language))
        draw.put(SET_ROW, 1, self.say("as-of"), "subheading")
        draw.put(SET_ROW, 2, self.as_of, "output:date")
        draw.put_row(HEAD_ROW, 1, (self.say(key) for key in HEADS), "heading")
        draw.put_row(HEAD_ROW, WEEKS, self.mondays, "heading:day")
        draw.heights[HEAD_ROW] = 30.0
        for row in range(FIRST, self.last + 1):
            self._action(row, row - FIRST)
        self._legend()
        self._looks()
        return draw.page()

    # -- a line ----------------------------------------------------------------------------------------------------

    def _action(self, row: int, at: int) -> None:
        action = self.book.actions[at] if at < len(self.book.actions) else None
        draw = self.drawing
        texts: dict[int, tuple[str, Callable[[Action], str]]] = {
            TASK: ("task", lambda a: a.task), OWNER: ("owner", lambda a: a.owner),
            RESOURCE: ("resource", lambda a: a.resource),
            STATE: ("state", lambda a: self.state(a.state) if a.state else ""),
        }  # fmt: skip
        for column, (key, of) in texts.items():
            style = "wrap" if column in (TASK, RESOURCE) else "output"
            draw.put(row, column, self._text(key, at, of(action) if action else ""), style)
        for column, key, day in ((START, "start", action and action.start), (DUE, "due", action and action.due)):
            draw.put(row, column, self._day(key, at, day or None), "output:date")
        if action:
            draw.heights[row] = LINE * _lines(action)
        draw.put(row, LATE, self._late(row, action), "output:quiet")
        for column, monday in enumerate(self.mondays, start=WEEKS):
            draw.put(row, column, Formula(self._bar(row, column), self._bar_now(action, monday)), "output:hidden")

    def _there(self, key: str, at: int, formula: str) -> str:
        """A formula over the table's row `at`, blank where the table has no such row or column."""
        if not self.refs.area("sb_actions", key):
            return '""'
        return f'IF({at + 1}>ROWS({self.refs.column("sb_actions", key)}),"",{formula})'

    def _text(self, key: str, at: int, value: str) -> Formula:
        cell = f"INDEX({self.refs.column('sb_actions', key)},{at + 1})"
        return Formula(self._there(key, at, f'{cell}&""'), value)

    def _day(self, key: str, at: int, day: date | None) -> Formula:
        cell = f"INDEX({self.refs.column('sb_actions', key)},{at + 1})"
        return Formula(self._there(key, at, f'IF(N({cell})=0,"",{cell})'), day or "")

    def _late(self, row: int, action: Action | None) -> Formula:
        """Days since it should have been done."""
        due, done = address(row, DUE), self._finished(row)
        formula = f'IF(OR(NOT(ISNUMBER({due})),{done}),"",MAX(0,{AS_OF}-{due}))'
        if action is None or action.due is None or action.state in ("done", "dropped"):
            return Formula(formula, "")
        return Formula(formula, max(0, (self.as_of - action.due).days))

    def _finished(self, row: int) -> str:
        state = address(row, STATE, fixed="column")
        return f"OR({','.join(f'{state}={literal(self.state(key))}' for key in ('done', 'dropped'))})"

    def _bar(self, row: int, column: int) -> str:
        """What the week shows of the task; one that has no start begins when it is due, and the other way round."""
        start, due, state = (address(row, at, fixed="column") for at in (START, DUE, STATE))
        monday = address(HEAD_ROW, column, fixed="row")
        first, last = f"IF(ISNUMBER({start}),{start},{due})", f"IF(ISNUMBER({due}),{due},{start})"
        dated = f"AND(OR(ISNUMBER({start}),ISNUMBER({due})),{state}<>{literal(self.state('dropped'))})"
        within = f"IF({dated},AND({first}<{monday}+7,{last}>={monday}),FALSE)"
        is_state = {key: f"{state}={literal(self.state(key))}" for key in ("done", "suggested")}
        late = f"{last}<{AS_OF}"
        kind = f"IF({is_state['done']},{DONE},IF({is_state['suggested']},{SUGGESTED},IF({late},{OVERDUE},{RUNNING})))"
        return f"IF({within},{kind},0)"

    def _bar_now(self, action: Action | None, monday: date) -> int:
        """What the formula of `_bar` comes to."""
        first, last = (action.start or action.due, action.due or action.start) if action else (None, None)
        if action is None or first is None or last is None or action.state == "dropped":
            return 0
        if not (first < monday + WEEK and last >= monday):
            return 0
        kinds = {"done": DONE, "suggested": SUGGESTED}
        return kinds.get(action.state) or (OVERDUE if last < self.as_of else RUNNING)

    # -- looks -----------------------------------------------------------------------------------------------------

    def _legend(self) -> None:
        """What the colours mean, beside the day."""
        draw = self.drawing
        for column, (key, style) in enumerate(LOOKS.values(), start=RESOURCE):
            draw.put(SET_ROW, column, self.say(key), style)

    def _looks(self) -> None:
        draw, end = self.drawing, WEEKS + len(self.mondays) - 1
        chart, cell = Area(FIRST, WEEKS, self.last, end), address(FIRST, WEEKS)
        for kind, (_, style) in LOOKS.items():
            draw.rules.append(ExpressionRule(chart, f"{cell}={kind}", style, stop=True))
        monday = address(HEAD_ROW, WEEKS, fixed="row")
        this_week = f"AND({monday}<={AS_OF},{AS_OF}<{monday}+7)"
        draw.rules.append(ExpressionRule(Area(HEAD_ROW, WEEKS, HEAD_ROW, end), this_week, "warn"))
        draw.rules.append(ExpressionRule(chart, this_week, "band"))
        late = address(FIRST, LATE, fixed="column")
        draw.rules.append(ExpressionRule(Area(FIRST, DUE, self.last, LATE), f"N({late})>0", "bad"))
        draw.rules.append(ExpressionRule(Area(FIRST, TASK, self.last, LATE), self._finished(FIRST), "muted"))
        fit(draw, range(1, WEEKS), SET_ROW, 9.0)
        for column, most in WRAPPED.items():
            draw.widths[column] = min(draw.widths[column], most)
        for column in range(WEEKS, end + 1):
            draw.widths[column] = 6.0
        heads = (HEAD_ROW, HEAD_ROW)
        draw.print_setup = PrintSetup(landscape=True, tall=tall(self.last), header=draw.title, title_rows=heads)
        draw.tab_color = TAB
        draw.freeze = (FIRST, 2)


def _lines(action: Action) -> int:
    """How many lines the longest of its texts takes."""
    parts = {TASK: action.task, RESOURCE: action.resource}
    return max(1, *(ceil(text_width(parts[at]) / wide) for at, wide in WRAPPED.items()))


def weeks_of(book: Book, as_of: date) -> tuple[date, ...]:
    """The Mondays from the first start to the last due day, the as-of day's among them; half a year's at most."""
    days = [day for action in book.actions for day in (action.start, action.due) if day]
    first, last = min([*days, as_of]), max([*days, as_of])
    if last - first >= WEEK * MOST_WEEKS:
        first = max(first, as_of - WEEK * BEFORE)
    monday = first - timedelta(first.weekday())
    count = min(MOST_WEEKS, (last - monday).days // 7 + 1)
    return tuple(monday + WEEK * number for number in range(count))
