"""The ranking poster 龙虎榜: who is first, large enough for a wall; one landscape page, live over the board's list."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from salesbook.book.page import Area, DataBarRule, PrintSetup
from salesbook.book.values import Formula, quoted
from salesbook.sheets.board_ranking import ranking_rows
from salesbook.sheets.drawing import Drawing
from salesbook.sheets.heading import subtitle
from salesbook.sheets.track_layout import AS_OF_CELL
from salesbook.sheets.widths import text_width
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.page import Page
    from salesbook.sheets.board_ranking import Ranked
    from salesbook.sheets.track_layout import Grid

KEY = "track.poster"
BLOCKS = ((8, 1), (20, 2), (36, 3))
"""Up to so many places below the champion stand in so many columns of names; more in `MOST_BLOCKS`."""
MOST_BLOCKS = 4
MOST = 61
"""So many places have room on a page that can be read from afar: the champion and sixty."""
BLOCK_WIDTH = 4
"""Columns of a block: place, name, attainment, and a gap."""
FIRST_ROW, LIST_ROW = 4, 6
LETTER, CHAMPION_LETTER = 2.3, 4.2
"""How many digits of the sheet's own letters one digit of the poster's is wide."""
PAPER_WIDTH, PAPER_HEIGHT = 128.0, 380.0
"""What a landscape page holds: digits across, points down below the champion."""


def poster_page(weeks: Grid, titles: Mapping[str, str]) -> Page:
    """The champion and the places below, in as many columns as it takes."""
    language = weeks.refs.language
    drawing = Drawing(KEY, text("wall", "poster.title", language))
    drawing.put(2, 1, subtitle(weeks.book, language), "subtitle")
    places = ranking_rows(weeks, titles["track.board"])[:MOST]
    blocks = next((count for most, count in BLOCKS if len(places) - 1 <= most), MOST_BLOCKS)
    deep = max(1, ceil((len(places) - 1) / blocks))
    last = blocks * BLOCK_WIDTH - 1
    _widths(drawing, places, blocks)
    _above(drawing, weeks, titles["track.week"], last)
    if places:
        _champion(drawing, weeks, places[0], last)
    for number, place in enumerate(places[1:]):
        across, down = divmod(number, deep)
        _place(drawing, LIST_ROW + down, 1 + across * BLOCK_WIDTH, number + 2, place)
    end = LIST_ROW + deep - 1
    smaller = max(
        1.0, sum(drawing.widths.values()) / PAPER_WIDTH
    )  # a wide page is printed smaller, so it may be taller
    high = min(44.0, max(28.0, PAPER_HEIGHT / deep)) * smaller
    drawing.heights |= dict.fromkeys(range(LIST_ROW, end + 1), min(high, PAPER_HEIGHT * smaller / deep))
    if len(weeks.reps) > len(places):
        end += 1
        drawing.put(end, 1, text("wall", "poster.first", language, count=len(places)), "note")
    _set_up(drawing, deep, blocks, Area(1, 1, end, last))
    return drawing.page()


def _above(drawing: Drawing, weeks: Grid, tab: str, last: int) -> None:
    """The title across the page, and the day."""
    words = text("wall", "poster.until", weeks.refs.language)
    drawing.put(3, 1, words, "kpi-label")
    drawing.put(3, 2, Formula(f"{quoted(tab)}!{AS_OF_CELL}", weeks.as_of), "kpi-label:date")
    drawing.put(1, 1, text("wall", "poster.head", weeks.refs.language), "kpi")
    drawing.merge(1, 1, 1, last)
    drawing.heights |= {1: 46.0, 3: 20.0}


def _champion(drawing: Drawing, weeks: Grid, champion: Ranked, last: int) -> None:
    """The word, the name and the attainment, across the page."""
    words = text("wall", "poster.champion", weeks.refs.language)
    name, attained = champion.rep, champion.attained
    drawing.put(FIRST_ROW, 1, f"★ {words}", "kpi")
    drawing.merge(FIRST_ROW, 1, FIRST_ROW, last)
    drawing.put(FIRST_ROW + 1, 1, name, "poster-first")
    drawing.merge(FIRST_ROW + 1, 1, FIRST_ROW + 1, last - 1)
    drawing.put(FIRST_ROW + 1, last, attained, "poster-first:percent0")
    drawing.heights |= {FIRST_ROW: 30.0, FIRST_ROW + 1: 64.0}


def _place(drawing: Drawing, row: int, column: int, number: int, shown: Ranked) -> None:
    drawing.put(row, column, number, "poster-place")
    drawing.put(row, column + 1, shown.rep, "poster")
    drawing.put(row, column + 2, shown.attained, "poster:percent0")


def _widths(drawing: Drawing, places: list[Ranked], blocks: int) -> None:
    """Names get what the longest needs, and what is left of the paper."""
    longest = max((text_width(str(place.rep.result)) for place in places), default=4)
    attained = 7 * (CHAMPION_LETTER if blocks == 1 else LETTER) + 2
    name = longest * LETTER + 3
    rest = PAPER_WIDTH - blocks * (9 + name + attained + 2)
    champion = longest * CHAMPION_LETTER - blocks * (name + 11) - (blocks - 1) * attained
    name += max(0.0, rest / blocks, champion / blocks)
    for block in range(blocks):
        for beside, width in enumerate((9.0, name, attained, 2.0), start=1):
            drawing.widths[block * BLOCK_WIDTH + beside] = width
    last = blocks * BLOCK_WIDTH - 1
    drawing.widths[last] = max(drawing.widths[last], 7 * CHAMPION_LETTER)


def _set_up(drawing: Drawing, deep: int, blocks: int, area: Area) -> None:
    for block in range(blocks):
        column = block * BLOCK_WIDTH + 3
        drawing.rules.append(DataBarRule(Area(LIST_ROW, column, LIST_ROW + deep - 1, column), "F2C94C", high=1))
    drawing.print_setup = PrintSetup(landscape=True, tall=1, title_rows=(1, 1), header="", footer="", area=area)
    drawing.tab_color = "F2C94C"
