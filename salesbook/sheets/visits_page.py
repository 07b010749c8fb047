"""The sheet 拜访计划 / Visit plan: customers by week, against each rep's time and target, as live formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.page import Area, DataBarRule, ExpressionRule, PrintSetup
from salesbook.book.values import Formula, address
from salesbook.domain.visits import DAYS, UNITS
from salesbook.sheets.customer_figures import Visits
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import literal, metric_is, same_as, span, sumifs
from salesbook.sheets.heading import subtitle
from salesbook.sheets.sums import plan_rows
from salesbook.sheets.track_figures import PLACES
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.book.values import Content
    from salesbook.sheets.customer_figures import Visited

KEY = "view.visits"
NAME, OWNER, TIER, TARGET, ACTUAL, ATTAINED, LAST, NEXT, OVERDUE, COUNT, UNIT, SHIFT, NUMBER, WEEKS = range(1, 15)
CUSTOMER_HEADS = (
    "customer", "owner", "tier", "target", "actual", "attained", "last", "next", "overdue", "cadence", "unit", "shift",
)  # fmt: skip
REP_HEADS = (
    "rep", "customers", "overdue-count", "wanted", "plan", "covered", "rest", "visits", "room", "use", "over",
)  # fmt: skip
SET_ROW, REPS_ROW = 3, 5
AS_OF, PER_DAY = address(SET_ROW, 2, fixed="row column"), address(SET_ROW, 5, fixed="row column")
TAB = "16A085"


def visits_page(book: Book, refs: Refs) -> Page:
    """The sheet over sb_customers, sb_plan and sb_actuals."""
    return _Visits(Visits(book), refs).page()


class _Visits:
    def __init__(self, found: Visits, refs: Refs) -> None:
        self.found, self.refs, self.book = found, refs, found.book
        self.drawing = Drawing(KEY, self.say("title"))
        self.last_week = WEEKS + len(found.mondays) - 1
        reps = len(found.owners)
        self.reps = REPS_ROW + 2, REPS_ROW + 1 + reps
        self.days = self.reps[1] + 4, self.reps[1] + 3 + reps
        self.lines = self.days[1] + 4, self.days[1] + 3 + len(found.lines)
        self.blocks = self.lines[1] + 4

    def say(self, key: str) -> str:
        return text("customers", key, self.refs.language)

    def page(self) -> Page:
        draw = self.drawing
        draw.heads(self.say("head"), subtitle(self.book, self.refs.language))
        draw.put(SET_ROW, 1, self.say("as-of"), "subheading")
        draw.put(SET_ROW, 2, self.found.as_of, "output:date")
        draw.put(SET_ROW, 4, self.say("per-day"), "subheading")
        draw.put(SET_ROW, 5, self.book.settings.visits_per_day, "output:general")
        self._reps()
        self._days()
        self._customers()
        self._blocks()
        self._looks()
        return draw.page()

    def _head(self, row: int, section: str, heads: Sequence[str]) -> None:
        """A section's title and its headings, with the weeks beside them."""
        draw = self.drawing
        draw.put_row(row, 1, (self.say(f"section.{section}"), *[None] * (self.last_week - 1)), "section")
        draw.heights[row] = 22.0
        draw.put_row(row + 1, 1, (self.say(f"column.{key}") if key else None for key in heads), "heading")
        draw.put_row(row + 1, len(heads) + 1, [None] * (NUMBER - len(heads)), "heading")
        if len(heads) < NUMBER - 2:
            draw.merge(row + 1, max(1, len(heads)), row + 1, NUMBER)
        draw.put_row(row + 1, WEEKS, self.found.mondays, "heading:day")
        draw.heights[row + 1] = 30.0

    # -- reps ------------------------------------------------------------------------------------------------------

    def _reps(self) -> None:
        self._head(REPS_ROW, "reps", REP_HEADS)
        for row, owner in enumerate(self.found.owners, start=self.reps[0]):
            self._rep(row, owner)
        self.drawing.put(self.reps[1] + 1, 1, self.say("to-target"), "note")

    def _rep(self, row: int, owner: str) -> None:
        draw, found = self.drawing, self.found
        own = [line for line in found.lines if line.customer.owner == owner]
        draw.put_row(row, NAME, (owner or self.say("none"), *[None] * (NUMBER - 1)), "output")
        owned = f"{self._lines(OWNER)},{same_as(address(row, NAME, fixed='column'), owner)}"
        wanted = sum(line.customer.target or 0 for line in own)
        planned = sum(r.target + r.hedge for r in plan_rows(self.book) if r.rep == owner) if owner else 0
        late = sum(bool(line.overdue(found.as_of)) for line in own)
        draw.put(row, 2, Formula(f"COUNTIF({owned})", len(own)), "output:int")
        draw.put(row, 3, Formula(f"COUNTIFS({owned},{self._lines(OVERDUE)},{literal('>0')})", late), "output:quiet")
        draw.put(row, 4, Formula(f"SUMIF({owned},{self._lines(TARGET)})", wanted), "output:int")
        draw.put(row, 5, self._planned(row, owner, planned), "output:int")
        target, plan = address(row, 4), address(row, 5)
        share = float(wanted / planned) if planned else ""
        draw.put(row, 6, Formula(f'IF({plan}=0,"",{target}/{plan})', share), "output:percent")
        rest = Formula(f"MAX(0,{plan}-{target})", max(0, planned - wanted))
        draw.put(row, 7, rest, "output:int")
        self._load(row, owner, owned)

    def _planned(self, row: int, owner: str, planned: int) -> Content:
        """What is handed down to the rep; nothing for customers that nobody owns."""
        if not owner or not self.refs.area("sb_plan", "rep"):
            return planned
        who = self.refs.column("sb_plan", "rep"), same_as(address(row, NAME, fixed="column"), owner)
        where = metric_is(self.refs, "sb_plan", self.book.settings.metric), who
        return Formula("+".join(sumifs(self.refs.column("sb_plan", k), *where) for k in ("target", "hedge")), planned)

    def _load(self, row: int, owner: str, owned: str) -> None:
        """Visits by week and in all, against the time for them."""
        draw, loads, rooms = self.drawing, self.found.loads(owner), self.found.rooms(owner)
        at_days = self.days[0] + row - self.reps[0]
        room = f"INT(ROUND({span(at_days, WEEKS, at_days, self.last_week)}*{PER_DAY},6))"
        load = span(row, WEEKS, row, self.last_week)
        for column, visits in enumerate(loads, start=WEEKS):
            draw.put(row, column, Formula(f"SUMIF({owned},{self._lines(column)})", visits), "output:quiet")
        draw.put(row, 8, Formula(f"SUM({load})", sum(loads)), "output:int")
        draw.put(row, 9, Formula(f"SUMPRODUCT({room})", sum(rooms)), "output:int")
        use = sum(loads) / sum(rooms) if sum(rooms) else ""
        formula = f'IF({address(row, 9)}=0,"",{address(row, 8)}/{address(row, 9)})'
        draw.put(row, 10, Formula(formula, use), "output:percent0")
        if owner:
            over = len(self.found.over(owner))
            draw.put(row, 11, Formula(f"SUMPRODUCT(--({load}>{room}))", over), "output:quiet")

    def _days(self) -> None:
        """Each rep's selling days of each week, from the calendar and the rep's own time."""
        draw = self.drawing
        self._head(self.days[0] - 2, "weeks", ("rep",))
        for row, owner in enumerate(self.found.owners, start=self.days[0]):
            draw.put_row(row, NAME, (owner or self.say("none"), *[None] * (NUMBER - 1)), "text")
            draw.merge(row, NAME, row, NUMBER)
            for column, days in enumerate(self.found.days(owner), start=WEEKS):
                draw.put(row, column, float(days), "output:general")

    # -- customers -------------------------------------------------------------------------------------------------

    def _customers(self) -> None:
        self._head(self.lines[0] - 2, "customers", CUSTOMER_HEADS)
        for row, line in enumerate(self.found.lines, start=self.lines[0]):
            self._customer(row, line)

    def _customer(self, row: int, line: Visited) -> None:
        draw, one, cadence = self.drawing, line.customer, line.cadence
        tier = text("choices", f"customer_tier.{one.tier}", self.refs.language) if one.tier else None
        draw.put_row(row, NAME, (one.name, one.owner or None, tier), "output")
        name = same_as(address(row, NAME, fixed="column"), one.name)
        draw.put(row, TARGET, self._listed("target", name, one.target or 0), "output:quiet")
        draw.put(row, ACTUAL, self._sold(name, line), "output:quiet")
        target, sold = address(row, TARGET), address(row, ACTUAL)
        share = float(line.sold / one.target) if one.target else ""
        draw.put(row, ATTAINED, Formula(f'IF(N({target})=0,"",{sold}/{target})', share), "output:percent")
        self._contact(row, line, name)
        draw.put(row, COUNT, cadence.count if cadence else None, "output:int")
        draw.put(row, UNIT, self.say(f"unit.{cadence.unit}") if cadence else None, "output")
        draw.put(row, SHIFT, line.shift if cadence else None, "output:int")
        words = ",".join(literal(self.say(f"unit.{unit}")) for unit in UNITS)
        number = UNITS.index(cadence.unit) + 1 if cadence else 0
        matched = f"IFERROR(MATCH({address(row, UNIT)},{{{words}}},0),0)"
        draw.put(row, NUMBER, Formula(matched, number), "output:hidden")
        for column, visits in enumerate(line.visits, start=WEEKS):
            draw.put(row, column, Formula(self._visits(row, column), visits), "output:quiet")

    def _listed(self, key: str, name: str, value: Content) -> Content:
        """A number of sb_customers, live; the value where the table has no such column."""
        if not self.refs.area("sb_customers", key):
            return value
        who = self.refs.column("sb_customers", "customer"), name
        return Formula(sumifs(self.refs.column("sb_customers", key), who), value)  # type: ignore[arg-type]

    def _sold(self, name: str, line: Visited) -> Content:
        """What the customer bought from the plan's start to the day."""
        if not all(self.refs.area("sb_actuals", key) for key in ("client", "date", "amount")):
            return line.sold
        day, start = self.refs.column("sb_actuals", "date"), self.book.settings.start
        days = (day, f'">="&DATE({start.year},{start.month},{start.day})'), (day, f'"<"&{AS_OF}+1')
        client = self.refs.column("sb_actuals", "client"), name
        amounts = sumifs(self.refs.column("sb_actuals", "amount"), client, *days)
        return Formula(f"ROUND({amounts},{PLACES})", line.sold)

    def _contact(self, row: int, line: Visited, name: str) -> None:
        """The last visit, when the next is due, and for how many days it has been."""
        draw, last, due = self.drawing, address(row, LAST), address(row, NEXT)
        found = self._listed("last", name, line.customer.last)
        if isinstance(found, Formula):
            found = Formula(f'IF({found.text}=0,"",{found.text})', line.customer.last or "")
        draw.put(row, LAST, found, "output:date")
        units = ",".join(str(DAYS[unit]) for unit in UNITS)
        days = f"ROUNDUP(CHOOSE({address(row, NUMBER)},{units})/{address(row, COUNT)},0)"
        known = f'OR(NOT(ISNUMBER({last})),N({address(row, COUNT)})=0)'
        draw.put(row, NEXT, Formula(f'IF({known},"",{last}+{days})', line.due or ""), "output:date")
        late = line.overdue(self.found.as_of)
        formula = f'IF(ISNUMBER({due}),MAX(0,{AS_OF}-{due}),"")'
        draw.put(row, OVERDUE, Formula(formula, "" if late is None else late), "output:quiet")

    def _visits(self, row: int, column: int) -> str:
        """How many visits a week has: those up to its end less those up to its beginning, within its block."""
        count, shift, unit = (address(row, at, fixed="column") for at in (COUNT, SHIFT, NUMBER))
        first, last = (address(self.blocks + at, column, fixed="row") for at in (0, 2 * len(UNITS) - 1))
        number, of = f"INDEX({first}:{last},2*{unit}-1)", f"INDEX({first}:{last},2*{unit})"
        return f"IF({unit}=0,0,INT(({number}*{count}+{shift})/{of})-INT((({number}-1)*{count}+{shift})/{of}))"

    def _lines(self, column: int) -> str:
        """A column of the customers' lines, fixed."""
        first, last = (address(row, column, fixed="row column") for row in self.lines)
        return f"{first}:{last}"

    def _blocks(self) -> None:
        """Where each week stands in its fortnight, month and quarter."""
        draw = self.drawing
        self._head(self.blocks - 2, "blocks", ())
        for number, unit in enumerate(UNITS):
            row = self.blocks + 2 * number
            for part in (0, 1):
                draw.put_row(row + part, 1, (self.say(f"unit.{unit}"), ("№", "/")[part]), "note")
                draw.put_row(row + part, WEEKS, (slot[part] for slot in self.found.slots[unit]), "note")

    # -- looks -----------------------------------------------------------------------------------------------------

    def _looks(self) -> None:
        draw, (first, last) = self.drawing, self.reps
        load, days = address(first, WEEKS), address(self.days[0], WEEKS)
        over = f"{load}>INT(ROUND({days}*{PER_DAY},6))"
        draw.rules.append(ExpressionRule(Area(first, WEEKS, last, self.last_week), over, "bad"))
        for column in (3, 11):
            cell = address(first, column)
            draw.rules.append(ExpressionRule(Area(first, column, last, column), f"N({cell})>0", "bad"))
        top, bottom = self.lines
        late, visit = address(top, OVERDUE, fixed="column"), address(top, WEEKS)
        draw.rules.append(ExpressionRule(Area(top, NEXT, bottom, OVERDUE), f"N({late})>0", "bad"))
        draw.rules.append(ExpressionRule(Area(top, WEEKS, bottom, self.last_week), f"{visit}>0", "good"))
        draw.rules.append(DataBarRule(Area(top, ATTAINED, bottom, ATTAINED), high=1))
        fit(draw, range(1, NUMBER), SET_ROW, 8.0)
        draw.widths[NUMBER] = 1.5
        for column in range(WEEKS, self.last_week + 1):
            draw.widths[column] = 6.0
        end = self.lines[1]
        draw.print_setup = PrintSetup(landscape=True, header=draw.title, area=Area(1, 1, end, self.last_week))
        draw.tab_color = TAB
        draw.freeze = (REPS_ROW, 2)
