"""The gap sheet 差距分析: how far from the target the periods are that are over, and where that comes from.

Every number is a live formula over sb_plan and sb_actuals between the two days at the top; the sentences are of the
day on which the sheet was made.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from salesbook.book.page import Area, DataBarRule, ExpressionRule, PrintSetup
from salesbook.book.values import Formula, address
from salesbook.sheets.doing_page import has_columns
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.formulas import span
from salesbook.sheets.gap_bridge import add_bridge, add_priced
from salesbook.sheets.gap_figures import shown
from salesbook.sheets.gap_said import sentences
from salesbook.sheets.gap_sheet import COLUMNS, NAME, GapSheet
from salesbook.sheets.gap_stages import add_stages, funnels
from salesbook.sheets.heading import subtitle
from salesbook.sheets.page_blocks import page_begins
from salesbook.sheets.track_figures import PLACES, sold_column
from salesbook.sheets.widths import fit
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.sheets.gap_figures import Gap

KEY = "track.gap"
SPAN_ROW, TILE_ROW = 3, 5
TARGET, ACTUAL, DIFFERENCE, ATTAINED, SHARE = range(2, 7)
TAB = "C0504D"
PRINTED = 38
"""Rows that a printed page takes."""


def gap_page(gap: Gap, refs: Refs) -> Page:
    """The sheet for a stretch of periods that are over."""
    drawing = Drawing(KEY, text("gap", "title", refs.language))
    sheet = GapSheet(drawing, gap, refs)
    drawing.heads(sheet.say("head"), subtitle(gap.book, refs.language))
    _span(sheet)
    _tiles(sheet)
    row = _told(sheet, TILE_ROW + 3)
    tables = {axis: _height(sheet, axis) for axis in gap.axes}
    bridge, row = row + 1, row + 1 + BRIDGE_HEIGHT
    blocks = [row]
    if gap.priced:
        totals, row = add_priced(sheet, row)
        add_bridge(sheet, bridge, totals)
        blocks.append(row)
    firsts = {}
    for axis in gap.axes:
        firsts[axis] = row
        _axis(sheet, row, axis)
        row += tables[axis]
        blocks.append(row)
    add_stages(sheet, row, list(funnels(gap)) if has_columns(refs) else [])
    if not gap.priced and gap.axes:
        _bridge_of_axis(sheet, bridge, gap.axes[0], firsts[gap.axes[0]])
    _set_up(sheet, page_begins(((first, below - 1) for first, below in pairwise(blocks)), PRINTED))
    return drawing.page()


BRIDGE_HEIGHT = 17
"""Rows that the bridge and its chart take."""
BRIDGED = 8
"""So many members the bridge shows one by one."""


def _span(sheet: GapSheet) -> None:
    stretch = sheet.gap.stretch
    sheet.drawing.put(SPAN_ROW, 1, sheet.say("span"), "subheading")
    sheet.drawing.put_row(SPAN_ROW, 2, (stretch.start, stretch.end), "output:date")


def _tiles(sheet: GapSheet) -> None:
    """Target, actual, gap and attainment, large."""
    gap, draw = sheet.gap, sheet.drawing
    metric = gap.book.settings.metric
    at = {key: address(TILE_ROW + 1, 1 + 2 * i) for i, key in enumerate(("target", "actual", "gap", "attained"))}
    ratio = gap.actual / gap.target if gap.target else None
    figures = {
        "target": (sheet.handed_down(metric), gap.target, "kpi:int"),
        "actual": (sheet.sold(sold_column(gap.book)), shown(gap.actual), "kpi:int"),
        "gap": (f"{at['actual']}-{at['target']}", shown(gap.gap), "kpi:int"),
        "attained": (f'IF({at["target"]}=0,"",{at["actual"]}/{at["target"]})', ratio_shown(ratio), "kpi:percent"),
    }
    for i, (key, (formula, result, style)) in enumerate(figures.items()):
        column = 1 + 2 * i
        draw.put(TILE_ROW, column, sheet.say(f"column.{key}"), "kpi-label")
        draw.merge(TILE_ROW, column, TILE_ROW, column + 1)
        draw.put(TILE_ROW + 1, column, Formula(formula, result), style)
        draw.merge(TILE_ROW + 1, column, TILE_ROW + 1, column + 1)
    draw.heights |= {TILE_ROW: 20.0, TILE_ROW + 1: 34.0}


def _told(sheet: GapSheet, row: int) -> int:
    """The sentences; the row below them."""
    sheet.section(row, sheet.say("told"))
    for said in sentences(sheet.gap, sheet.refs.language):
        row += 1
        sheet.drawing.put(row, 1, said, "text")
        sheet.drawing.merge(row, 1, row, COLUMNS)
    return row + 1


def _height(sheet: GapSheet, axis: str) -> int:
    return len(sheet.gap.members(axis)) + 4


def _axis(sheet: GapSheet, row: int, axis: str) -> None:
    """A table of an axis: its members, the worst first, and the total."""
    gap, draw = sheet.gap, sheet.drawing
    word = text("choices", f"axis.{axis}", sheet.refs.language)
    sheet.section(row, sheet.say("by", axis=word))
    heads = (word, *(sheet.say(f"column.{key}") for key in ("target", "actual", "gap", "attained", "share")))
    draw.put_row(row + 1, NAME, heads, "heading")
    members = gap.members(axis)
    first, total = row + 2, row + 2 + len(members)
    targets, actuals = gap.targets(axis), gap.actuals(axis)
    for at, name in enumerate(members, start=first):
        draw.put(at, NAME, name or sheet.say("unnamed"), "output")
        target, actual = targets.get(name, 0), actuals.get(name, 0)
        plan, sold = (sheet.of(table, axis, at, name) for table in ("sb_plan", "sb_actuals"))
        draw.put(at, TARGET, Formula(sheet.handed_down(gap.book.settings.metric, plan), int(target)), "output:int")
        draw.put(at, ACTUAL, Formula(sheet.sold(sold_column(gap.book), sold), shown(actual)), "output:int")
        _ratios(sheet, at, total, target, actual, "output")
    draw.put(total, NAME, sheet.say("total"), "total")
    for column, result in ((TARGET, gap.target), (ACTUAL, shown(gap.actual))):
        draw.put(total, column, Formula(f"SUM({span(first, column, total - 1, column)})", result), "total:int")
    _ratios(sheet, total, total, gap.target, gap.actual, "total")
    _rules(draw, first, total - 1)


def _ratios(sheet: GapSheet, at: int, total: int, target: Fraction | int, actual: Fraction | int, style: str) -> None:
    """Gap, attainment and the share of the whole gap."""
    wanted, sold, gap = (address(at, column) for column in (TARGET, ACTUAL, DIFFERENCE))
    whole = address(total, DIFFERENCE, fixed="row")
    draw = sheet.drawing
    draw.put(at, DIFFERENCE, Formula(f"ROUND({sold}-{wanted},{PLACES})", shown(actual - target)), f"{style}:int")
    attained = ratio_shown(Fraction(actual) / target if target else None)
    draw.put(at, ATTAINED, Formula(f'IF({wanted}=0,"",{sold}/{wanted})', attained), f"{style}:percent")
    share = ratio_shown((actual - target) / sheet.gap.gap if sheet.gap.gap else None)
    draw.put(at, SHARE, Formula(f'IF({whole}=0,"",{gap}/{whole})', share), f"{style}:percent")


def _rules(drawing: Drawing, first: int, last: int) -> None:
    attained = Area(first, ATTAINED, last, ATTAINED)
    drawing.rules.append(DataBarRule(attained, high=1))
    gap = Area(first, DIFFERENCE, last, DIFFERENCE)
    drawing.rules.append(ExpressionRule(gap, f"{address(first, DIFFERENCE)}<0", "bad"))
    drawing.rules.append(ExpressionRule(gap, f"{address(first, DIFFERENCE)}>0", "good"))


def _bridge_of_axis(sheet: GapSheet, row: int, axis: str, table: int) -> None:
    """The bridge by members, the worst ones one by one, where price and volume cannot be told apart."""
    members = sheet.gap.members(axis)
    names = list(members)[: BRIDGED if len(members) > BRIDGED + 1 else len(members)]
    cells = (address(row, DIFFERENCE) for row in range(table + 2, table + 2 + len(names)))
    steps = [(name or sheet.say("unnamed"), cell, members[name]) for name, cell in zip(names, cells, strict=True)]
    if len(names) < len(members):
        last = table + 1 + len(members)
        rest = f"SUM({span(table + 2 + len(names), DIFFERENCE, last, DIFFERENCE)})"
        steps.append((sheet.say("others"), rest, sum(list(members.values())[len(names) :], start=sheet.gap.gap * 0)))
    add_bridge(sheet, row, steps)


def _set_up(sheet: GapSheet, begins: tuple[int, ...]) -> None:
    draw = sheet.drawing
    fit(draw, range(1, COLUMNS + 1), TILE_ROW, 13.0)
    draw.widths[1] = max(draw.widths[1], 18.0)
    draw.print_setup = PrintSetup(landscape=True, header=draw.title, breaks=begins)
    draw.tab_color = TAB


def ratio_shown(value: Fraction | None) -> float | str:
    """A ratio as a formula gives it; an empty text where there is none."""
    return "" if value is None else float(value)
