"""The tracking grid: its numbers, and what it leaves blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.model import Sales
from salesbook.book.references import Refs
from salesbook.book.values import Formula
from salesbook.domain.forecast import land
from salesbook.sheets.board import LIST_ROW, board_page
from salesbook.sheets.track_figures import Ledger, RunningSum
from salesbook.sheets.track_layout import AT, FIRST_BUCKET, grids_of
from salesbook.sheets.track_lines import grid_lines
from salesbook.sheets.track_spans import as_of_day, long_span, short_span
from salesbook.sheets.tracking import tracking_page
from tests.sheets.sheet_books import campaign_book, region_book, year_book

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.page import Page

AS_OF = date(2026, 5, 13)


def weeks(book: Book) -> Page:
    return tracking_page(grids_of(book, Refs(book.settings.language))[0])


def shown(page: Page, row: int, key: str) -> object:
    content = page.cells[row, AT[key]].content
    return content.result if isinstance(content, Formula) else content


def row_of(book: Book, name: str) -> int:
    return next(line.row for line in grid_lines(book, 8) if line.name == name)


days = st.dates(date(2026, 1, 1), date(2026, 2, 28))


@given(st.dictionaries(days, st.integers(-50, 50), min_size=1), days, days)
def test_a_running_sum_is_the_sum_of_the_days_between(by_day: dict[date, int], start: date, end: date) -> None:
    assert RunningSum(by_day).between(start, end) == sum(v for d, v in by_day.items() if start <= d <= end)


def test_what_is_handed_down_is_target_and_hedge() -> None:
    book = year_book("en", 2)
    page = weeks(book)
    assert shown(page, 8, "target") == sum(row.target + row.hedge for row in book.plan)
    name = book.reps[0].name
    assert shown(page, row_of(book, name), "target") == sum(r.target + r.hedge for r in book.plan if r.rep == name)


def test_a_rep_without_sales_is_behind_by_all_that_was_due_and_attains_nothing() -> None:
    book = year_book("en", 4, as_of=AS_OF)
    row = row_of(book, book.reps[1].name)
    page = weeks(book)
    due = sum(r.target + r.hedge for r in book.days if r.rep == book.reps[1].name and r.day <= AS_OF)
    assert shown(page, row, "gap") == -due
    assert shown(page, row, "attained") == 0
    assert shown(page, row, "landing") == 0


def test_sales_after_the_as_of_day_do_not_count_yet() -> None:
    book = year_book("en", 1, as_of=AS_OF)
    assert any(day > AS_OF for day in book.actuals.dates)
    counted = [a for d, a in zip(book.actuals.dates, book.actuals.amounts, strict=True) if d <= AS_OF]
    assert shown(weeks(book), 8, "actual") == sum(counted).quantize(Decimal("0.0001"))  # type: ignore[union-attr]


def test_who_is_not_listed_shows_in_a_line_of_its_own_so_that_nothing_is_dropped() -> None:
    book = year_book("en", 4, as_of=AS_OF)
    page = weeks(book)
    lines = grid_lines(book, 8)
    assert shown(page, lines[-1].row, "actual") == Decimal("5000.25")
    reps = [line.row for line in lines if line.kind == "rep"]
    assert shown(page, 8, "actual") == sum(shown(page, r, "actual") for r in [*reps, lines[-1].row])  # type: ignore[misc]


def test_teams_stand_together_below_each_other_and_sum_their_reps() -> None:
    book = year_book("en", 7, as_of=AS_OF)
    page = weeks(book)
    kinds = [line.kind for line in grid_lines(book, 8)]
    assert kinds == ["all", "rep", "rep", "team", "rep", "rep", "team", "rep", "rep", "team", "rep", "rest"]
    for line in grid_lines(book, 8):
        if line.kind == "team":
            rows = range(line.first, line.last, 2)
            assert shown(page, line.row, "due") == sum(shown(page, row, "due") for row in rows)  # type: ignore[misc]
            assert {page.row_levels[row] for row in rows} == {1}


def test_equal_attainment_shares_a_rank() -> None:
    book = year_book("en", 3, as_of=AS_OF)
    rows = [row for row in book.days if row.day == AS_OF]
    sales = Sales(
        tuple(row.day for row in rows),
        tuple(Decimal(sum(r.target + r.hedge for r in book.days if r.rep == row.rep)) / 4 for row in rows),
        (None,) * 3, ("",) * 3, {"rep": tuple(row.rep for row in rows)},
    )  # fmt: skip
    page = weeks(replace(book, actuals=sales))
    assert [shown(page, row_of(book, rep.name), "rank") for rep in book.reps] == [1, 1, 1]


def test_without_a_target_there_is_no_percentage_but_a_blank() -> None:
    book = year_book("en", 2, as_of=AS_OF)
    idle = book.reps[0].name
    rows = tuple(replace(r, floor=0, target=0, stretch=0, hedge=0) if r.rep == idle else r for r in book.days)
    page = weeks(replace(book, days=rows))
    row = row_of(book, idle)
    assert [shown(page, row, key) for key in ("attained", "progress", "pace", "landing", "rank")] == [""] * 5


def test_buckets_to_come_are_blank_and_the_running_one_counts_up_to_the_day() -> None:
    book = year_book("en", 1, as_of=AS_OF)
    grid = grids_of(book, Refs("en"))[0]
    page = tracking_page(grid)
    for column, bucket in enumerate(grid.span.buckets, start=FIRST_BUCKET):
        content = page.cells[9, column].content
        assert isinstance(content, Formula)
        assert (content.result == "") == (bucket.start > AS_OF)
        if bucket.start <= AS_OF:
            assert content.result == Ledger(book).actual(None, bucket.start, min(bucket.end, AS_OF))


@pytest.mark.parametrize(
    ("as_of", "start", "end"),
    [
        (date(2025, 12, 1), date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 10), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2027, 3, 1), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_the_sheet_of_days_shows_the_month_of_the_as_of_day_within_the_plan(
    as_of: date, start: date, end: date
) -> None:
    span = short_span(year_book("en", 1, as_of=as_of), "en")
    assert (span.start, span.end) == (start, end)
    assert len(span.buckets) == (end - start).days + 1


def test_a_campaign_is_shown_by_phase_and_by_all_its_days() -> None:
    book = campaign_book("zh")
    assert [bucket.label for bucket in long_span(book).buckets] == ["蓄水期", "爆发期", "收尾期"]
    assert len(short_span(book, "zh").buckets) == 13


def test_without_a_setting_the_last_sale_within_the_plan_is_the_as_of_day() -> None:
    book = year_book("en", 1, as_of=AS_OF)
    silent = replace(book, settings=replace(book.settings, as_of=None))
    assert as_of_day(silent) == max(book.actuals.dates)
    assert as_of_day(replace(silent, actuals=Sales())) == date(2026, 1, 1)


def test_one_sheet_has_the_as_of_cell_and_the_other_follows_it() -> None:
    weekly, daily = (tracking_page(grid) for grid in grids_of(year_book("en", 1, as_of=AS_OF), Refs("en")))
    assert set(weekly.names) == {"sb_as_of"}
    assert weekly.cells[3, 3].content == AS_OF
    assert not daily.names
    assert daily.cells[3, 3].content == Formula("sb_as_of", AS_OF)


def test_the_board_ranks_reps_by_attainment_from_the_best() -> None:
    book = year_book("en", 9, as_of=AS_OF)
    grids = grids_of(book, Refs("en"))
    page = board_page(*grids, {"track.week": "W", "track.day": "D"})
    listed = [page.cells[LIST_ROW + 1 + n, 10].content.result for n in range(9)]  # type: ignore[union-attr]
    assert listed == sorted(listed, reverse=True)
    names = {page.cells[LIST_ROW + 1 + n, 8].content.result for n in range(9)}  # type: ignore[union-attr]
    assert names == {rep.name for rep in book.reps}


def test_a_plan_without_reps_is_tracked_as_a_whole() -> None:
    book = region_book("en")
    page = weeks(book)
    assert [line.kind for line in grid_lines(book, 8)] == ["all", "rest"]
    left = [row.day for row in book.days if row.day > date(2026, 5, 20) and row.target > 0]
    assert shown(page, 8, "left") == len(left)
    assert shown(page, 8, "actual") == 70
    assert max(left) - min(left) > timedelta(30)


def test_the_quantity_is_what_counts_when_it_is_the_metric() -> None:
    book = year_book("en", 1, as_of=AS_OF)
    pieces = replace(book.actuals, quantities=(Decimal(3),) * len(book.actuals))
    rows = tuple(replace(row, metric="quantity") for row in book.days)
    counted = replace(book, actuals=pieces, days=rows, settings=replace(book.settings, metric="quantity"))
    assert shown(weeks(counted), 8, "actual") == 3 * sum(day <= AS_OF for day in book.actuals.dates)


def over(book: Book, rep: str | None) -> list[tuple[int, Decimal]]:
    """Target and actual of the weeks that are over."""
    grid = grids_of(book, Refs(book.settings.language))[0]
    ledger, weeks_over = grid.ledger, [b for b in grid.span.buckets if b.end <= grid.as_of]
    return [(ledger.target(rep, b.start, b.end), ledger.actual(rep, b.start, b.end)) for b in weeks_over]


def test_the_range_of_the_landing_is_that_of_the_forecasts_rule_over_whole_weeks() -> None:
    book = year_book("en", 3, as_of=AS_OF)
    for rep in (None, book.reps[0].name):
        weeks_over = over(book, rep)
        target = sum(r.target + r.hedge for r in book.days if rep in (None, r.rep))
        rest = target - sum(planned for planned, _ in weeks_over)
        landing = land([(float(planned), float(sold)) for planned, sold in weeks_over], float(rest))
        assert landing is not None
        found = shown(weeks(book), row_of(book, rep or ""), "range")
        assert found == pytest.approx(landing.high - landing.expected, abs=1)


def test_before_three_weeks_are_over_there_is_no_range() -> None:
    book = year_book("en", 2, as_of=date(2026, 1, 15))
    assert shown(weeks(book), 8, "range") == ""


def test_weeks_in_a_row_end_at_the_first_that_was_missed() -> None:
    book = year_book("en", 4, as_of=AS_OF)
    page = weeks(book)
    for rep in book.reps:
        expected = 0
        for planned, sold in reversed(over(book, rep.name)):
            if planned and sold < planned:
                break
            expected += planned > 0
        assert shown(page, row_of(book, rep.name), "streak") == expected


def test_places_gained_are_the_rank_a_week_ago_less_the_rank_now() -> None:
    book = year_book("en", 6, as_of=AS_OF)
    now, before = weeks(book), weeks(replace(book, settings=replace(book.settings, as_of=AS_OF - timedelta(7))))
    for rep in book.reps:
        row = row_of(book, rep.name)
        gained = int(shown(before, row, "rank")) - int(shown(now, row, "rank"))  # type: ignore[call-overload]
        assert shown(now, row, "moved") == gained
