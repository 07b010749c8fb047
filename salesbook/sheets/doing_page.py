"""The sheet of process tracking 过程追踪: due and done by stage, conversion, and where a return would bring most.

Counts are live formulas over sb_process and sb_activities as of the as-of day; who is stuck where is of the day on
which the sheet was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.page import Area, DataBarRule, ExpressionRule, PrintSetup, ScaleRule
from salesbook.book.values import Formula, address
from salesbook.sheets.doing_figures import NOISE
from salesbook.sheets.doing_measures import add_measures, add_mix, has_mix
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import metric_is, same_as, sumifs
from salesbook.sheets.gap_figures import number, rounded
from salesbook.sheets.heading import subtitle
from salesbook.sheets.track_figures import PLACES
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.book.values import Content
    from salesbook.sheets.doing_figures import Doing

KEY = "track.process"
CHANNEL, STAGE, DUE, DONE, ATTAINED, RATE_TARGET, RATE, BRINGS, WORTH = range(1, 10)
SET_ROW, TEAM_ROW = 3, 5
AS_OF, SHARE, ORDER = "$B$3", "$D$3", "$F$3"
TAB = "16A085"


def doing_page(doing: Doing, refs: Refs) -> Page:
    """The sheet as of the book's day; its as-of cell is that of the tracking sheets."""
    sheet = _Doing(doing, refs)
    sheet.above()
    row = sheet.team(TEAM_ROW)
    row = sheet.each(row + 1)
    sheet.section(row + 1, "measures")
    row = add_measures(sheet.drawing, doing, refs, row + 2)
    if has_mix(doing):
        sheet.section(row + 1, "mix")
        add_mix(sheet.drawing, doing, refs, row + 2)
    return sheet.page()


class _Doing:
    def __init__(self, doing: Doing, refs: Refs) -> None:
        self.doing, self.refs, self.book = doing, refs, doing.book
        self.drawing = Drawing(KEY, self.say("title"))

    def say(self, key: str) -> str:
        return text("doing", key, self.refs.language)

    def section(self, row: int, key: str) -> None:
        self.drawing.put_row(row, 1, (self.say(key), *[None] * (WORTH - 1)), "section")
        self.drawing.heights[row] = 22.0

    def above(self) -> None:
        """The day, how much of the running period is over, and what an order brings."""
        draw = self.drawing
        draw.heads(self.say("head"), subtitle(self.book, self.refs.language))
        draw.put(SET_ROW, 1, self.say("as-of"), "subheading")
        draw.put(SET_ROW, 2, Formula("sb_as_of", self.doing.as_of), "output:date")
        draw.put(SET_ROW, 3, self.say("share"), "subheading")
        draw.put(SET_ROW, 4, Formula(self._share(), float(self.doing.progress)), "output:percent")
        draw.put(SET_ROW, 5, self.say("order"), "subheading")
        average = self.doing.average_order
        draw.put(SET_ROW, 6, None if average is None else number(average), "output:int")
        draw.heights[SET_ROW] = 28.0

    def _share(self) -> str:
        """The running period's days up to the as-of day, over all of its days."""
        start, end = (self.refs.column("sb_process", key) for key in ("start", "end"))
        first = f"SUMPRODUCT(MAX(({start}<={AS_OF})*({end}>{AS_OF})*{start}))"
        last = f"SUMPRODUCT(MAX(({start}<={AS_OF})*({end}>{AS_OF})*{end}))"
        day = self.refs.column("sb_days", "date")
        metric = metric_is(self.refs, "sb_days", self.book.settings.metric)

        def planned(until: str) -> str:
            where = (metric, (day, f'">="&{first}'), (day, f'"<="&{until}'))
            return "+".join(sumifs(self.refs.column("sb_days", key), *where) for key in ("target", "hedge"))

        return f"IF({last}=0,0,IFERROR(({planned(AS_OF)})/({planned(last)}),0))"

    # -- the team --------------------------------------------------------------------------------------------------

    def team(self, row: int) -> int:
        """A line for each channel's stage; the row below."""
        self.section(row, "team")
        keys = ("channel", "stage", "target", "actual", "attained", "rate-target", "rate", "brings", "worth")
        self.drawing.put_row(row + 1, 1, (self.say(f"column.{key}") for key in keys), "heading")
        self.drawing.heights[row + 1] = 32.0
        at = row + 2
        for channel, stages in self.doing.channels.items():
            first, last = at, at + len(stages) - 1
            for position, stage in enumerate(stages):
                self._stage(at, channel, stage, position, (first, last))
                at += 1
        self._rules(row + 2, at - 1)
        self.drawing.put(at, 1, self.say("rule"), "note")
        self.drawing.put(at + 1, 1, self.say("orders-counted"), "note")
        return at + 2

    def _stage(self, at: int, channel: str, stage: str, position: int, rows: tuple[int, int]) -> None:
        draw, doing = self.drawing, self.doing
        style = "subtotal" if at == rows[1] else "output"
        draw.put_row(at, CHANNEL, (channel or self.say("unnamed"), stage), style)
        due, done = doing.due(channel, stage), doing.count(channel, stage)
        draw.put(at, DUE, Formula(self._due(self._of("sb_process", at, channel, stage)), due), f"{style}:int")
        draw.put(at, DONE, self._done(at, channel, stage), f"{style}:int")
        cells = address(at, DONE), address(at, DUE)
        attained = done / due if due else ""
        draw.put(at, ATTAINED, Formula(f'IF({cells[1]}=0,"",{cells[0]}/{cells[1]})', attained), f"{style}:percent")
        self._rates(at, channel, position, rows, style)

    def _of(self, table: str, at: int, channel: str, stage: str) -> tuple[tuple[str, str], ...]:
        """The criteria for the line whose channel and stage stand in a row."""
        named = same_as(address(at, CHANNEL, fixed="column"), channel)
        return (
            (self.refs.column(table, "channel"), named),
            (self.refs.column(table, "stage"), same_as(address(at, STAGE, fixed="column"), stage)),
        )

    def _due(self, criteria: tuple[tuple[str, str], ...]) -> str:
        count, start, end = (self.refs.column("sb_process", key) for key in ("count", "start", "end"))
        over = sumifs(count, *criteria, (end, f'"<="&{AS_OF}'))
        running = sumifs(count, *criteria, (start, f'"<="&{AS_OF}'), (end, f'">"&{AS_OF}'))
        return f"{over}+ROUND(ROUND({running}*{SHARE},{NOISE}),0)"

    def _done(self, at: int, channel: str, stage: str) -> Content:
        """What was entered, or the orders where nothing was entered for the last stage."""
        count = self.doing.count(channel, stage)
        if (channel, stage) not in self.doing.typed and stage == self.doing.channels[channel][-1]:
            return count
        return Formula(self._entered(self._of("sb_activities", at, channel, stage)), count)

    def _entered(self, criteria: tuple[tuple[str, str], ...]) -> str:
        start = self.book.settings.start
        day = self.refs.column("sb_activities", "date")
        since = f'">="&DATE({start.year},{start.month},{start.day})'
        return sumifs(self.refs.column("sb_activities", "count"), *criteria, (day, since), (day, f'"<"&{AS_OF}+1'))

    def _rates(self, at: int, channel: str, position: int, rows: tuple[int, int], style: str) -> None:
        """The rate at which the stage before came to this one, and what a return to target would bring."""
        draw = self.drawing
        standing = self.doing.standings(channel)[position]
        target = float(self.doing.rates(channel)[position - 1]) if position else None
        draw.put(at, RATE_TARGET, target, f"{style}:percent")
        here, above = address(at, DONE), address(at - 1, DONE)
        if position:
            result = "" if standing.rate is None else float(standing.rate)
            draw.put(at, RATE, Formula(f'IF({above}<=0,"",MAX({here},0)/{above})', result), f"{style}:percent")
        else:
            draw.put(at, RATE, None, style)
        entering = f"MAX({above},0)*{address(at, RATE_TARGET)}" if position else address(at, DUE)
        later = "".join(f"*{self._passing(row)}" for row in range(at + 1, rows[1] + 1))
        orders = f"MAX({address(rows[1], DONE)},0)"
        brings = rounded(standing.brings)
        formula = f"ROUND(MAX({entering}{later}-{orders},0),{PLACES})"
        draw.put(at, BRINGS, Formula(formula, number(brings)), f"{style}:int")
        worth = rounded(brings * (self.doing.average_order or 0))
        draw.put(at, WORTH, Formula(f"ROUND({address(at, BRINGS)}*{ORDER},{PLACES})", number(worth)), f"{style}:int")

    def _passing(self, row: int) -> str:
        """The rate of a step as it is now, or its target where nothing came to it."""
        return f'IF({address(row, RATE)}="",{address(row, RATE_TARGET)},{address(row, RATE)})'

    def _rules(self, first: int, last: int) -> None:
        rules, settings = self.drawing.rules, self.book.settings
        rules.append(DataBarRule(Area(first, ATTAINED, last, ATTAINED), high=1))
        rate, wanted = address(first, RATE), address(first, RATE_TARGET)
        area = Area(first, RATE, last, RATE)
        for share, style in ((settings.green, "good"), (settings.amber, "warn")):
            reached = f"AND(ISNUMBER({rate}),{rate}>={wanted}*{share})"
            rules.append(ExpressionRule(area, reached, style, stop=True))
        rules.append(ExpressionRule(area, f"ISNUMBER({rate})", "bad"))
        brings = address(first, BRINGS)
        most = f"MAX({address(first, BRINGS, fixed='row column')}:{address(last, BRINGS, fixed='row column')})"
        rules.append(ExpressionRule(Area(first, BRINGS, last, WORTH), f"AND(${brings}>0,${brings}={most})", "changed"))

    # -- each rep --------------------------------------------------------------------------------------------------

    def each(self, row: int) -> int:
        """Rep by rep: done ÷ due of every stage, and the bottleneck; the row below."""
        draw = self.drawing
        lines = [(channel, stage) for channel, stages in self.doing.channels.items() for stage in stages]
        stuck_at = 2 + len(lines)
        self.section(row, "each")
        top, names = row + 1, row + 2
        for column, key in ((1, "rep"), (stuck_at, "bottleneck")):
            draw.put(top, column, self.say(f"column.{key}"), "heading")
            draw.merge(top, column, names, column)
        for column, (channel, stage) in enumerate(lines, start=2):
            draw.put(top, column, channel or self.say("unnamed"), "heading")
            draw.put(names, column, stage, "subheading")
        first = row + 3
        for at, rep in enumerate(self.doing.reps, start=first):
            draw.put(at, 1, rep, "output")
            for column, (channel, stage) in enumerate(lines, start=2):
                draw.put(at, column, self._cell(at, column, names, rep, channel, stage), "output:percent0")
            stuck = self.doing.stuck(rep)
            said = " ".join(part for part in stuck if part) if stuck else self.say("none")
            draw.put(at, stuck_at, said, "output")
        last = first + len(self.doing.reps) - 1
        if self.doing.reps:
            draw.rules.append(ScaleRule(Area(first, 2, last, stuck_at - 1), 0.5, 0.85, 1.0))
        return last + 1

    def _cell(self, at: int, column: int, names: int, rep: str, channel: str, stage: str) -> Content:
        """Done over due of a rep's stage; empty where nothing is due, and plain where orders are counted."""
        due, done = self.doing.due(channel, stage, rep), self.doing.count(channel, stage, rep)
        named = same_as(address(names - 1, column, fixed="row"), channel)
        staged = same_as(address(names, column, fixed="row"), stage)
        who = same_as(address(at, 1, fixed="column"), rep)

        def of(table: str) -> tuple[tuple[str, str], ...]:
            keys = (("rep", who), ("channel", named), ("stage", staged))
            return tuple((self.refs.column(table, key), wanted) for key, wanted in keys)

        wanted = self._due(of("sb_process"))
        if (channel, stage) not in self.doing.typed and stage == self.doing.channels[channel][-1]:
            sold = str(done)
        else:
            sold = self._entered(of("sb_activities"))
        result = done / due if due else ""
        return Formula(f'IF({wanted}=0,"",({sold})/({wanted}))', result)

    def page(self) -> Page:
        draw = self.drawing
        columns = max(WORTH, 2 + sum(map(len, self.doing.channels.values())))
        fit(draw, range(1, columns + 1), TEAM_ROW, 12.0)
        draw.widths[1] = max(draw.widths[1], 18.0)
        draw.print_setup = PrintSetup(landscape=True, header=draw.title)
        draw.tab_color = TAB
        return draw.page()


def team_rows(doing: Doing) -> dict[tuple[str, str], int]:
    """Channel and stage -> the row of the team's line."""
    lines = ((channel, stage) for channel, stages in doing.channels.items() for stage in stages)
    return {line: row for row, line in enumerate(lines, start=TEAM_ROW + 2)}


def has_columns(refs: Refs) -> bool:
    """Whether the tables have what the sheet adds up; process targets of an older version have no days."""
    wanted = {"sb_process": ("start", "end", "channel"), "sb_activities": ("date", "rep", "channel", "stage", "count")}
    return all(refs.area(table, key) for table, keys in wanted.items() for key in keys)


