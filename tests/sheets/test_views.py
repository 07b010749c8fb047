"""Split views: what they show is the plan, whatever its shape."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.model import Hold, PlanRow
from salesbook.book.references import Refs
from salesbook.book.snapshot import TableBlock
from salesbook.book.values import Formula
from salesbook.domain.period import months
from salesbook.sheets.days_view import days_page
from salesbook.sheets.views import FIRST_ROW, HEADER_ROW, check_cell, view_page, views_of
from salesbook.texts import text
from tests.sheets.sheet_books import campaign_book, region_book, year_book

if TYPE_CHECKING:
    from salesbook.book.page import Page


def shown(page: Page, row: int, column: int) -> object:
    content = page.cells[row, column].content
    return content.result if isinstance(content, Formula) else content


def header(page: Page) -> list[object]:
    return [page.cells[at].content for at in sorted(page.cells) if at[0] == HEADER_ROW]


def rows_of(count: int) -> st.SearchStrategy[list[tuple[int, int, int, int]]]:
    small = st.integers(0, 3)
    return st.lists(st.tuples(small, small, st.integers(0, 11), st.integers(0, 10**9)), min_size=1, max_size=count)


@settings(deadline=None, max_examples=60)
@given(rows_of(25), st.integers(1, 12))
def test_rows_columns_quarters_and_the_whole_sum_to_the_plan(
    rows: list[tuple[int, int, int, int]], fiscal: int
) -> None:
    spans = months(date(2026, 1, 1), date(2026, 12, 31))
    plan = tuple(
        PlanRow("revenue", spans[m].key, spans[m].start, spans[m].end, f"R{r}", "", f"P{p}", "", "", 0, value, 0)
        for r, p, m, value in rows
    )
    base = year_book("en", 1)
    book = replace(base, plan=plan, settings=replace(base.settings, fiscal_start=fiscal))
    page = view_page("view.rep_month", book, Refs("en"))
    heads = header(page)
    last_row = FIRST_ROW + len({row.rep for row in plan})
    column = 1 + heads.index("Total")
    assert shown(page, last_row, column) == sum(row.target for row in plan)
    quarters = [c for c, head in enumerate(heads, start=1) if re.fullmatch(r"\d{4}Q\d", str(head))]
    for row in range(FIRST_ROW, last_row + 1):
        months_ = [c for c in range(2, column) if c not in quarters]
        assert sum(shown(page, row, c) for c in months_) == shown(page, row, column)  # type: ignore[misc]
        assert not quarters or sum(shown(page, row, c) for c in quarters) == shown(page, row, column)  # type: ignore[misc]


def test_only_the_axes_that_the_plan_uses_have_views() -> None:
    assert views_of(year_book("en", 2)) == (
        "view.rep_month",
        "view.region_month",
        "view.product_month",
        "view.rep_product",
    )
    assert views_of(campaign_book("en")) == ("view.rep_month", "view.channel_month")
    assert views_of(region_book("en")) == ("view.region_month",)
    assert views_of(replace(year_book("en", 2), plan=())) == ()


def test_a_plan_of_one_metric_has_no_switch_for_it() -> None:
    page = view_page("view.region_month", region_book("en"), Refs("en"))
    assert [v.area.column for v in page.validations] == [2]
    assert page.cells[3, 3].content == "Agrees with plan"


def test_other_metrics_are_offered_in_a_switch_and_left_out_of_what_is_stored() -> None:
    book = region_book("en")
    other = replace(book.plan[0], metric="orders", region="West", target=7)
    more = replace(book, plan=(*book.plan, other))
    page = view_page("view.region_month", more, Refs("en"))
    (offered,) = (v for v in page.validations if v.area.column == 4)
    assert (offered.source, offered.strict) == ('"Revenue,Orders"', True)
    assert shown(page, 3, 4) == "Revenue"
    assert check_cell(more) == "F3"
    column = 1 + header(page).index("Total")
    at = {shown(page, row, 1): shown(page, row, column) for row in range(FIRST_ROW, FIRST_ROW + 4)}
    assert at == {"North": 201, "South": 201, "West": 0, "Total": 402}
    assert "Revenue" not in str(shown(page, 2, 1))


def test_a_goal_of_another_metric_waits_behind_the_switch() -> None:
    book = region_book("en")
    goal = replace(book.goals[0], metric="orders", floor=None, target=7, stretch=9)
    more = replace(book, goals=(goal,), plan=(*book.plan, replace(book.plan[0], metric="orders")))
    page = view_page("view.region_month", more, Refs("en"))
    content = page.cells[FIRST_ROW + 3, 1 + header(page).index("Total")].content
    assert isinstance(content, Formula)
    assert content.result == ""
    assert content.text.startswith('CHOOSE(MATCH($D$3,{"Revenue","Orders"},0),"",CHOOSE(MATCH($B$3,')


def test_a_plan_of_months_has_quarters_and_one_of_phases_has_none() -> None:
    assert "2026Q4" in header(view_page("view.rep_month", year_book("en", 2), Refs("en")))
    campaign = view_page("view.rep_month", campaign_book("zh"), Refs("zh"))
    assert header(campaign) == ["人员", "蓄水期", "爆发期", "收尾期", "合计", "占比"]
    assert campaign.title == "人员×阶段"


def test_a_goal_of_a_rep_stands_beside_what_the_plan_gives_the_rep() -> None:
    book = year_book("en", 3)
    page = view_page("view.rep_month", book, Refs("en"))
    column = 1 + header(page).index("Goal set")
    assert shown(page, FIRST_ROW, column) == book.goals[1].target
    assert shown(page, FIRST_ROW, column + 1) == 0
    assert (FIRST_ROW + 1, column) not in page.cells
    more = replace(book, plan=(replace(book.plan[0], target=book.plan[0].target + 9), *book.plan[1:]))
    assert shown(view_page("view.rep_month", more, Refs("en")), FIRST_ROW, column + 1) == 9


def test_shares_are_blank_where_the_plan_is_zero() -> None:
    book = region_book("en")
    nothing = replace(book, plan=tuple(replace(row, floor=0, target=0, stretch=0) for row in book.plan))
    page = view_page("view.region_month", nothing, Refs("en"))
    assert shown(page, FIRST_ROW, 1 + header(page).index("Share")) == ""


def test_the_words_of_the_table_are_matched_even_if_the_workbook_changed_its_language() -> None:
    """sb_plan was written in Chinese, then the setting became English: the formulas still find its rows."""
    book = year_book("en", 2)
    headings = ("指标", "期间", "开始", "结束", "姓名", "区域", "产品线", "渠道", "客户类型", "保底", "力争", "冲刺")
    block = TableBlock("sb_plan", "分解", 4, 1, headings, (("销售额", *[None] * 11),))
    content = view_page("view.rep_month", book, Refs("en", {"sb_plan": block})).cells[FIRST_ROW, 2].content
    assert isinstance(content, Formula)
    assert 'sb_plan[指标],"=销售额"' in content.text
    assert "sb_plan[力争]" in content.text


def test_the_switch_offers_the_language_s_words_and_finds_those_that_the_table_has() -> None:
    book = region_book("en")
    more = replace(book, plan=(*book.plan, replace(book.plan[0], metric="orders")))
    block = TableBlock("sb_plan", "分解", 4, 1, ("指标",), (("销售额",), ("订单数",)))
    page = view_page("view.region_month", more, Refs("en", {"sb_plan": block}))
    content = page.cells[FIRST_ROW, 2].content
    assert isinstance(content, Formula)
    assert 'sb_plan[指标],"="&CHOOSE(MATCH($D$3,{"Revenue","Orders"},0),"销售额","订单数")' in content.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_days_sum_to_the_plan_by_week_month_and_tier(language: str) -> None:
    book = year_book(language, 2)  # type: ignore[arg-type]
    page = days_page(book, Refs(language))  # type: ignore[arg-type]
    months_ = {
        r: shown(page, r, 1) for r, c in page.cells if c == 1 and re.fullmatch(r"\d{4}-\d\d", str(shown(page, r, 1)))
    }
    for column, tier in ((4, "floor"), (5, "target"), (6, "stretch")):
        assert shown(page, 6, column) == sum(getattr(row, tier) for row in book.plan)
        assert shown(page, 3, column) == 0
        for row, month in months_.items():
            assert shown(page, row, column) == sum(getattr(r, tier) for r in book.plan if r.period == month)
    assert len(months_) == 12
    assert shown(page, max(months_), 8) == 1


def test_a_holiday_is_named_on_its_day() -> None:
    page = days_page(year_book("zh", 1), Refs("zh"))
    assert page.cells[7, 3].content == "节假日 · 元旦"


def test_the_check_cell_of_a_view_is_where_the_guide_looks_for_it() -> None:
    book = year_book("en", 2)
    page = view_page("view.rep_month", book, Refs("en"))
    assert check_cell(book) == "D3"
    assert shown(page, 3, 4) == 0
    assert page.cells[3, 3].content == text("sheets", "view.check", "en")


def test_cells_that_are_held_or_changed_by_hand_stand_out() -> None:
    book = year_book("en", 3)
    first = book.plan[0]
    plan = (replace(first, target_change=5), *book.plan[1:])
    holds = (
        Hold("revenue", {"rep": book.reps[1].name}, "2026-03", "hold", value=1),
        Hold("revenue", {"rep": book.reps[2].name}, "", "hold", value=1),
        Hold("revenue", {"rep": book.reps[2].name}, "2026-03", "min", value=1),
        Hold("quantity", {"rep": book.reps[0].name}, "2026-03", "hold", value=1),
    )
    changed = replace(book, plan=plan, holds=holds)
    page = view_page("view.rep_month", changed, Refs("en"))
    usual = view_page("view.rep_month", book, Refs("en"))
    looks = {at: cell.style for at, cell in page.cells.items() if cell.style != usual.cells[at].style}
    assert looks == {(6, 2): "changed:quiet", (7, 4): "held:quiet", (8, 18): "held:int"}
