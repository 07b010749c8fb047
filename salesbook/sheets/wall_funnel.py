"""The funnel's chart: due and done by stage, and the rate from the stage before, over process tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.page import Area, Chart, Series
from salesbook.book.values import Formula, address, quoted
from salesbook.sheets.doing_page import CHANNEL, DONE, DUE, KEY, RATE, STAGE, team_rows
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from salesbook.sheets.doing_figures import Doing
    from salesbook.sheets.drawing import Drawing
    from salesbook.texts import Language

COLORS = ("B7C9DB", "16A085")


def add_funnel(
    drawing: Drawing, doing: Doing, titles: Mapping[str, str], language: Language, row: int
) -> tuple[Chart, int]:
    """Write the data from its headings in `row` on; the chart over it, to be placed, and the row below."""
    words = [text("wall", f"wall.{key}", language) for key in ("due", "done")]
    drawing.put_row(row, 1, (text("doing", "column.stage", language), *words), "heading")
    tab, at = f"{quoted(titles[KEY])}!", row + 1
    for (channel, stage), line in team_rows(doing).items():
        first = doing.channels[channel][0] == stage
        rate = None if first else doing.standings(channel)[doing.channels[channel].index(stage)].rate
        drawing.put(at, 1, _label(tab, line, _named(doing, channel, stage, language), rate, first=first), "output")
        drawing.put(at, 2, Formula(tab + address(line, DUE), doing.due(channel, stage)), "output:int")
        drawing.put(at, 3, Formula(tab + address(line, DONE), doing.count(channel, stage)), "output:int")
        at += 1
    areas = [Area(row + 1, column, at - 1, column) for column in (1, 2, 3)]
    series = (Series(words[0], areas[1], COLORS[0]), Series(words[1], areas[2], COLORS[1]))
    return Chart("bar", text("wall", "wall.funnel", language), areas[0], series, at=(1, 1)), at + 1


def _named(doing: Doing, channel: str, stage: str, language: Language) -> tuple[str, str]:
    """The channel, "" where there is only one, and the stage."""
    shown = channel or text("doing", "unnamed", language)
    return (shown if len(doing.channels) > 1 else ""), stage


def _label(tab: str, line: int, named: tuple[str, str], rate: Fraction | None, *, first: bool) -> Formula:
    """Channel, stage and rate in one text."""
    channel, stage = named
    words = f"{channel} {stage}" if channel else stage
    stage_cell, here, above = (tab + address(r, c) for r, c in ((line, STAGE), (line, DONE), (line - 1, DONE)))
    formula = f'{tab}{address(line, CHANNEL)}&" "&{stage_cell}' if channel else f'{stage_cell}&""'
    if first:
        return Formula(formula, words)
    shown = f'" ("&ROUND(100*MAX({here},0)/{above},0)&"%)"'
    known = f"ISNUMBER({tab}{address(line, RATE)})"
    return Formula(f'{formula}&IF({known},{shown},"")', words + ("" if rate is None else f" ({_percent(rate)}%)"))


def _percent(rate: Fraction) -> int:
    """Whole percent, a half up, as the sheet rounds it.

    >>> from fractions import Fraction
    >>> _percent(Fraction(1, 8)), _percent(Fraction(1, 3))
    (13, 33)
    """
    return int(rate * 100 + type(rate)(1, 2))
