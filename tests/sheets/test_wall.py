"""The wall board, the ranking poster, the heat map of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from salesbook.book.page import ScaleRule
from salesbook.book.values import Formula
from salesbook.sheets.track_figures import Ledger
from salesbook.sheets.wall_years import Years
from tests.sheets.sheet_books import campaign_book, year_book
from tests.sheets.test_render import drawn
from tests.sheets.wall_books import walled_book

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.values import Scalar

AS_OF = date(2026, 5, 13)


def page_of(book: Book, key: str) -> Page:
    return next(page for page in drawn(book) if page.key == key)


def shown(page: Page, row: int, column: int) -> Scalar:
    content = page.cells[row, column].content
    return content.result if isinstance(content, Formula) else content


def row_of(page: Page, words: str, column: int = 1) -> int:
    return next(row for (row, at), cell in sorted(page.cells.items()) if at == column and cell.content == words)


# -- the wall board --------------------------------------------------------------------------------------------------


def test_the_band_is_what_was_sold_until_today_and_ends_at_the_landing_less_and_more_its_range() -> None:
    book = walled_book("en", 4)
    wall, weeks = page_of(book, "track.wall"), page_of(book, "track.week")
    heads = {shown(weeks, 5, column): column for column in range(1, 19)}
    landing, width = (float(str(shown(weeks, 8, heads[name]))) for name in ("Landing", "More or less"))
    first = row_of(wall, "Week") + 1
    rows = [[shown(wall, first + n, column) for column in range(1, 6)] for n in range(53)]
    assert rows[0][2] == rows[0][3] == rows[0][4] != ""
    assert rows[-1][3] == pytest.approx(landing - width)
    assert rows[-1][4] == pytest.approx(landing + width)
    spread = [float(str(row[4])) - float(str(row[3])) for row in rows]
    assert spread == sorted(spread)


def test_before_anything_can_be_forecast_the_band_lies_on_the_plan() -> None:
    wall = page_of(walled_book("en", 2, as_of=date(2026, 1, 6)), "track.wall")
    last = row_of(wall, "Week") + 53
    assert shown(wall, last, 2) == shown(wall, last, 4) == shown(wall, last, 5)


def test_reps_stand_beside_their_targets_in_the_order_of_the_ranking() -> None:
    book = walled_book("en", 5)
    page = page_of(book, "track.wall")
    first = row_of(page, "Rep", 7) + 1
    ledger, year = Ledger(book), (date(2026, 1, 1), date(2026, 12, 31))
    rows = [tuple(shown(page, first + n, column) for column in (7, 8, 9)) for n in range(5)]
    for name, target, actual in rows:
        assert target == ledger.target(str(name), *year)
        assert actual == ledger.actual(str(name), year[0], AS_OF)
    shares = [float(str(actual)) / float(str(target)) for _, target, actual in rows]
    assert shares == sorted(shares, reverse=True)


def test_the_running_month_is_compared_with_the_same_days_and_what_nobody_knows_is_blank() -> None:
    book = walled_book("en", 2)
    years = Years(book, AS_OF)
    march, may, june = years.months[2], years.months[4], years.months[5]
    assert years.amount(2, march) != ""
    assert years.amount(3, march) == ""
    past = zip(book.history.dates, book.history.amounts, strict=True)
    assert years.amount(3, may) == sum(a for day, a in past if date(2025, 5, 1) <= day <= date(2025, 5, 13))
    sold = zip(book.actuals.dates, book.actuals.amounts, strict=True)
    exact = sum((a for day, a in sold if date(2026, 4, 1) <= day <= date(2026, 4, 13)), Decimal(0))
    assert years.amount(5, may) == exact.quantize(Decimal("0.0001"))
    assert (years.amount(2, june), years.amount(5, june)) == ("", "")


def test_regions_are_a_heat_map_of_what_was_sold_over_what_was_due() -> None:
    book = walled_book("en", 6)
    page = page_of(book, "track.wall")
    scales = [rule for rule in page.rules if isinstance(rule, ScaleRule)]
    assert len(scales) == 1
    area = scales[0].area
    assert (area.last_row - area.row, area.last_column - area.column) == (3, 11)  # three regions and all; twelve months
    north = next(row for row in range(area.row, area.last_row) if shown(page, row, 1) == "North")
    planned = sum(r.target + r.hedge for r in book.plan if r.region == "North" and r.period == "2026-02")
    regions = book.actuals.axes["region"]
    sold = sum(
        a
        for day, a, region in zip(book.actuals.dates, book.actuals.amounts, regions, strict=True)
        if region == "North" and (day.year, day.month) == (2026, 2)
    )
    assert shown(page, north, 3) == pytest.approx(float(sold) / planned)
    assert shown(page, north, 7) == ""


def test_a_book_that_sells_without_regions_has_no_heat_map_of_them() -> None:
    page = page_of(year_book("en", 3, as_of=AS_OF), "track.wall")
    assert not [rule for rule in page.rules if isinstance(rule, ScaleRule)]


@pytest.mark.parametrize("reps", [3, 60, 70])
def test_charts_do_not_lie_over_each_other_nor_over_the_tables(reps: int) -> None:
    page = page_of(walled_book("zh", reps, names="·上官司马诸葛"), "track.wall")
    printed = page.print_setup.area
    assert printed is not None
    taken: set[tuple[int, int]] = set()
    for chart in page.charts:
        assert chart.to is not None
        own = {(r, c) for r in range(chart.at[0], chart.to[0]) for c in range(chart.at[1], chart.to[1])}
        assert not own & (taken | set(page.cells))
        taken |= own
        assert chart.to[1] - 1 <= printed.last_column
        assert chart.series[0].values.row > printed.last_row or chart.series[0].values.column < 4
    names = page.charts[1].categories
    assert names.last_row - names.row + 1 == min(reps, 60)


# -- the poster ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reps", [1, 2, 9, 21, 60, 61, 75])
def test_the_poster_is_one_landscape_page_with_everybody_once_and_the_best_on_top(reps: int) -> None:
    book = walled_book("en", reps)
    page = page_of(book, "track.poster")
    setup = page.print_setup
    assert (setup.landscape, setup.wide, setup.tall) == (True, 1, 1)
    names = {rep.name for rep in book.reps}
    listed = [shown(page, row, column) for row, column in sorted(page.cells) if shown(page, row, column) in names]
    assert len(listed) == len(set(listed)) == min(reps, 61)
    board = page_of(book, "track.board")
    assert listed[0] == shown(board, 27, 8)
    high, wide = (sum(sizes.values()) for sizes in (page.heights, page.widths))
    assert high / wide < 560 / 128  # as a landscape page is, in points by digits


def test_a_plan_without_reps_has_no_poster() -> None:
    book = walled_book("en", 2)
    plan, days = (tuple(replace(row, rep="") for row in rows) for rows in (book.plan, book.days))
    keys = {page.key for page in drawn(replace(book, plan=plan, days=days, reps=()))}
    assert "track.wall" in keys
    assert not {"track.poster", "track.heat"} & keys


# -- the heat map of days ----------------------------------------------------------------------------------------------


def test_the_heat_map_has_a_cell_for_each_rep_and_day_and_teams_can_be_folded() -> None:
    book = year_book("en", 7, as_of=AS_OF)
    page, ledger = page_of(book, "track.heat"), Ledger(book)
    rep = book.reps[0].name
    row = row_of(page, rep)
    for day in (date(2026, 5, 1), date(2026, 5, 12), date(2026, 5, 13)):
        target, actual = ledger.target(rep, day, day), ledger.actual(rep, day, day)
        assert shown(page, row, 3 + day.day) == pytest.approx(float(actual) / target)
    assert shown(page, row, 3 + 3) == ""  # a Sunday
    assert shown(page, row, 3 + 14) == ""  # to come
    assert page.row_levels[row] == 1
    assert row_of(page, "East team, team") not in page.row_levels
    assert page.freeze == (7, 4)
    (scale,) = (rule for rule in page.rules if isinstance(rule, ScaleRule))
    assert (scale.middle, scale.high) == (0.9, 1.0)
    assert scale.area.last_column == 3 + 31


def test_a_campaign_s_heat_map_shows_all_of_its_days() -> None:
    page = page_of(campaign_book("zh"), "track.heat")
    assert max(column for _, column in page.cells) == 3 + 13
