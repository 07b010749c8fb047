"""The gap by stage of the funnel: what went in, the rate of each step, and the average order, as a live table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from salesbook.book.values import Formula, address
from salesbook.domain.gap import BrokenFunnelError, by_stage
from salesbook.sheets.formulas import exactly, sumifs
from salesbook.sheets.gap_figures import number, rounded
from salesbook.sheets.gap_sheet import END_CELL, START_CELL
from salesbook.sheets.process_lines import process_lines
from salesbook.sheets.track_figures import PLACES, sold_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.book.values import Content
    from salesbook.sheets.gap_figures import Gap
    from salesbook.sheets.gap_sheet import GapSheet

STAGE, PLANNED, DONE, RATE_PLANNED, RATE, EFFECT = range(1, 7)
CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Funnel:
    """A channel's stages with planned and real counts, and last the amounts that they came to."""

    channel: str
    stages: tuple[str, ...]
    planned: tuple[Fraction, ...]
    done: tuple[Fraction, ...]
    counted: bool
    """The last stage's count is that of the orders in the actuals: nobody entered any."""

    def parts(self) -> tuple[Fraction, ...]:
        """The channel's gap, stage by stage and last the average order."""
        return by_stage(self.planned, self.done)


def funnels(gap: Gap) -> Iterator[Funnel]:
    """Each channel whose plan and process are both known over the stretch and can be taken apart.

    A funnel without a channel is taken where it is the only one; one of which a stage was not planned, or in which
    something came out of nothing, is left out.
    """
    stages: dict[str, list[str]] = {}
    for line in process_lines(gap.book):
        stages.setdefault(line.channel, []).append(line.stage)
    for channel, of in stages.items():
        if gap.book.settings.metric != "revenue" or not gap.book.activities:
            return
        if CHANNEL in gap.axes if channel else len(stages) == 1:
            found = _funnel(gap, channel, tuple(of))
            if all(found.planned) and _can_be_taken_apart(found):
                yield found


def _can_be_taken_apart(funnel: Funnel) -> bool:
    try:
        funnel.parts()
    except BrokenFunnelError:
        return False
    return True


def _funnel(gap: Gap, channel: str, stages: tuple[str, ...]) -> Funnel:
    start, end = gap.stretch.start, gap.stretch.end
    planned: Counter[str] = Counter()
    for row in gap.book.process:
        if row.channel == channel and row.start and row.end and start <= row.start and row.end <= end:
            planned[row.stage] += row.count
    done: Counter[str] = Counter()
    for activity in gap.book.activities:
        if activity.channel == channel and start <= activity.day <= end:
            done[activity.stage] += activity.count
    typed = any(a.channel == channel and a.stage == stages[-1] for a in gap.book.activities)
    if not typed:
        done[stages[-1]] = _orders(gap, channel)
    target, actual = (
        (gap.targets(CHANNEL).get(channel, Fraction(0)), gap.actuals(CHANNEL).get(channel, Fraction(0)))
        if channel
        else (Fraction(gap.target), gap.actual)
    )
    counts = [tuple(Fraction(of[stage]) for stage in stages) for of in (planned, done)]
    return Funnel(channel, stages, (*counts[0], target), (*counts[1], actual), not typed)


def _orders(gap: Gap, channel: str) -> int:
    """Orders of the stretch: order numbers, rows without one each for itself; returns are none."""
    sales = gap.book.actuals
    channels, numbers = sales.axes.get(CHANNEL, ()), sales.order_nos
    return len({
        (numbers[i] if numbers else "") or i
        for i in gap.sales
        if sales.amounts[i] > 0 and (not channel or channels[i] == channel)
    })  # fmt: skip


def add_stages(sheet: GapSheet, row: int, found: Sequence[Funnel]) -> int:
    """A table for each channel; the row below them."""
    for funnel in found:
        named = funnel.channel or sheet.say("all-channels")
        sheet.section(row, sheet.say("by-stage", channel=named))
        keys = ("stage", "planned-count", "done", "planned-rate", "rate", "effect")
        sheet.drawing.put_row(row + 1, STAGE, (sheet.say(f"column.{key}") for key in keys), "heading")
        sheet.drawing.heights[row + 1] = 32.0
        _rows(sheet, row + 2, funnel)
        row += len(funnel.stages) + 6
    return row


def _rows(sheet: GapSheet, first: int, funnel: Funnel) -> None:
    """The stages, the average order, and the sum of all effects."""
    draw, last = sheet.drawing, first + len(funnel.stages)
    names = (*funnel.stages, sheet.say("average-order"))
    effects = _effects(funnel)
    for i, name in enumerate(names):
        at = first + i
        draw.put(at, STAGE, name, "output")
        draw.put(at, PLANNED, _planned(sheet, funnel, i), "output:int")
        draw.put(at, DONE, _done(sheet, funnel, i), "output:int")
        style = "output:percent" if at < last else "output:int"
        for column, counts, of in ((RATE_PLANNED, PLANNED, funnel.planned), (RATE, DONE, funnel.done)):
            draw.put(at, column, _rate(at, counts, of, i), style if i else "output")
        draw.put(at, EFFECT, Formula(_effect(first, at, last), number(effects[i])), "output:int")
    draw.put_row(last + 1, STAGE, (sheet.say("total"), *[None] * 4), "total")
    cells = f"{address(first, EFFECT)}:{address(last, EFFECT)}"
    draw.put(last + 1, EFFECT, Formula(f"ROUND(SUM({cells}),{PLACES})", number(sum(effects, Fraction(0)))), "total:int")
    draw.put(last + 2, STAGE, sheet.say("note.stages"), "note")


def _effects(funnel: Funnel) -> list[Fraction]:
    """The parts as the sheet rounds them; the average order takes what rounding leaves, so that they sum to the gap."""
    parts = [rounded(part) for part in funnel.parts()[:-1]]
    return [*parts, funnel.done[-1] - funnel.planned[-1] - sum(parts, Fraction(0))]


def _planned(sheet: GapSheet, funnel: Funnel, i: int) -> Content:
    refs, result = sheet.refs, number(funnel.planned[i])
    if i == len(funnel.stages):
        own = ((refs.column("sb_plan", CHANNEL), exactly(funnel.channel)),) if funnel.channel else ()
        return Formula(sheet.handed_down(sheet.gap.book.settings.metric, *own), result)
    days = (
        (refs.column("sb_process", "start"), f'">="&{START_CELL}'),
        (refs.column("sb_process", "end"), f'"<="&{END_CELL}'),
    )
    where = (*_of(sheet, "sb_process", funnel, i), *days)
    return Formula(sumifs(refs.column("sb_process", "count"), *where), result)


def _done(sheet: GapSheet, funnel: Funnel, i: int) -> Content:
    refs, result = sheet.refs, number(funnel.done[i])
    if i == len(funnel.stages):
        own = ((refs.column("sb_actuals", CHANNEL), exactly(funnel.channel)),) if funnel.channel else ()
        return Formula(sheet.sold(sold_column(sheet.gap.book), *own), result)
    if funnel.counted and i == len(funnel.stages) - 1:
        return result
    day = refs.column("sb_activities", "date")
    where = (*_of(sheet, "sb_activities", funnel, i), (day, f'">="&{START_CELL}'), (day, f'"<"&{END_CELL}+1'))
    return Formula(sumifs(refs.column("sb_activities", "count"), *where), result)


def _of(sheet: GapSheet, table: str, funnel: Funnel, i: int) -> tuple[tuple[str, str], ...]:
    refs = sheet.refs
    return (
        (refs.column(table, CHANNEL), exactly(funnel.channel or None)),
        (refs.column(table, "stage"), exactly(funnel.stages[i])),
    )


def _rate(at: int, column: int, counts: Sequence[Fraction], i: int) -> Content:
    """A stage over the one before it; the last is what an order brought."""
    if not i:
        return None
    before, here = address(at - 1, column), address(at, column)
    before_count, count = list(pairwise(counts))[i - 1]
    result = number(rounded(count / before_count)) if before_count else ""
    return Formula(f'IF({before}=0,"",ROUND({here}/{before},{PLACES}))', result)


def _effect(first: int, at: int, last: int) -> str:
    """What the row's stage did to the amount, at the planned rates of the later stages."""
    planned, done = address(at, PLANNED), address(at, DONE)
    amount = address(last, PLANNED)
    if at == first:
        return f"ROUND(({done}-{planned})*{amount}/{planned},{PLACES})"
    if at == last:
        others = f"SUM({address(first, EFFECT)}:{address(last - 1, EFFECT)})"
        return f"ROUND({done}-{amount}-{others},{PLACES})"
    before = f"{address(at - 1, DONE)}*{planned}/{address(at - 1, PLANNED)}"
    return f"ROUND(({done}-{before})*{amount}/{planned},{PLACES})"
