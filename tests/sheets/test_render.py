"""What is drawn anew after a change, and what all our formulas have in common."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

import salesbook.sheets
from salesbook.book.applied import applied
from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.page import ExpressionRule, Page
from salesbook.book.snapshot import Snapshot
from salesbook.book.values import ErrorValue, Formula
from salesbook.sheets.guide import guide_page
from salesbook.sheets.inputs import table_page
from salesbook.sheets.render import pages_after
from salesbook.sheets.widths import shown_width
from tests.sheets.sheet_books import campaign_book, funnel_book, region_book, table_pages, year_book

if TYPE_CHECKING:
    from salesbook.book.model import Book

AS_OF = date(2026, 5, 13)
OLD_ENOUGH = {
    "SUMIFS", "COUNTIFS", "SUMIF", "COUNTIF", "SUM", "COUNT", "INDEX", "MATCH", "SUMPRODUCT", "IFERROR", "IF", "MAX",
    "MIN", "ROUND", "CHOOSE", "AND", "ISNUMBER", "ABS", "SUBSTITUTE", "DATE", "MOD", "ROW", "ADDRESS", "COLUMN",
    "ROUNDUP", "PRODUCT", "SQRT",
}  # fmt: skip
"""Functions that Excel 2016 and other suites know."""


def workbook(book: Book) -> Snapshot:
    """The tables of a book, as they stand in a workbook."""
    pages = (guide_page(book.settings.language), *table_pages(book))
    return applied(Snapshot(), ChangeSet(tuple(PutPage(page) for page in pages)))


def drawn(book: Book) -> tuple[Page, ...]:
    return pages_after(book, workbook(book), ChangeSet(), ("views", "days", "track"))


BOOKS = {
    "year": lambda: year_book("zh", 4, as_of=AS_OF),
    "campaign": lambda: campaign_book("en"),
    "funnel": lambda: funnel_book("zh"),
    "regions": lambda: region_book("en"),
}


@pytest.fixture(scope="module", params=BOOKS)
def pages(request: pytest.FixtureRequest) -> tuple[Page, ...]:
    return drawn(BOOKS[request.param]())


def formulas(pages: tuple[Page, ...]) -> list[Formula]:
    return [cell.content for page in pages for cell in page.cells.values() if isinstance(cell.content, Formula)]


def test_only_functions_that_old_versions_know_are_used(pages: tuple[Page, ...]) -> None:
    rules = [rule.formula for page in pages for rule in page.rules if isinstance(rule, ExpressionRule)]
    texts = [formula.text for formula in formulas(pages)] + rules
    used = {name for words in texts for name in re.findall(r"([A-Z][A-Z.]+)\(", re.sub(r'"[^"]*"', '""', words))}
    assert used <= OLD_ENOUGH


def test_no_formula_is_longer_than_excel_takes_and_all_are_balanced(pages: tuple[Page, ...]) -> None:
    for formula in formulas(pages):
        bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", formula.text)
        assert bare.count("(") == bare.count(")"), formula.text
        assert len(formula.text) < 8192
        assert not formula.text.startswith("=")


def test_no_result_is_an_error(pages: tuple[Page, ...]) -> None:
    results = [formula.result for formula in formulas(pages)]
    assert not [r for r in results if r is None or isinstance(r, ErrorValue) or str(r).startswith("#")]


def test_columns_are_wide_enough_for_what_they_show(pages: tuple[Page, ...]) -> None:
    for page in pages[:-1]:
        merged = {(a.row, c) for a in page.merges for c in range(a.column, a.last_column + 1)}
        for (row, column), cell in page.cells.items():
            number = isinstance(cell.content, Formula) and not isinstance(cell.content.result, str)
            if number and (row, column) not in merged:
                assert page.widths[column] >= shown_width(cell) + 1, (page.key, row, column)


def test_names_of_tabs_are_unique_and_short(pages: tuple[Page, ...]) -> None:
    titles = [page.title.casefold() for page in pages]
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 31 and not set("[]:*?/\\'") & set(title) for title in titles)


def test_every_page_prints_on_a4_with_its_headings_repeated(pages: tuple[Page, ...]) -> None:
    for page in pages:
        assert page.print_setup.wide >= 1
        assert page.key in ("guide", "track.board") or page.print_setup.title_rows


def test_the_same_book_gives_the_same_pages() -> None:
    assert drawn(year_book("en", 2, as_of=AS_OF)) == drawn(year_book("en", 2, as_of=AS_OF))


def test_pages_that_are_there_are_drawn_anew_though_nobody_asks() -> None:
    book = year_book("en", 2, as_of=AS_OF)
    there = workbook(book)
    first = pages_after(book, there, ChangeSet(), ("views",))
    after = applied(there, ChangeSet(tuple(PutPage(page) for page in first)))
    changed = replace(book, plan=(replace(book.plan[0], target=1), *book.plan[1:]))
    again = pages_after(changed, after, ChangeSet())
    assert {page.key for page in again} == {page.key for page in first}
    assert again != first


def test_a_view_of_an_axis_that_is_no_longer_split_shows_all_as_not_given() -> None:
    book = campaign_book("en")
    there = applied(workbook(book), ChangeSet(tuple(PutPage(page) for page in drawn(book))))
    merged = replace(book, plan=tuple(replace(row, channel="") for row in book.plan))
    pages = {page.key: page for page in pages_after(merged, there, ChangeSet())}
    cells = pages["view.channel_month"].cells
    assert cells[6, 1].content == "(not given)"
    assert cells[6, 5].content.result == sum(row.target for row in book.plan)  # type: ignore[union-attr]


def test_the_process_sheet_comes_with_process_targets_and_stays_when_they_are_gone() -> None:
    book = funnel_book("en")
    pages = {page.key: page for page in drawn(book)}
    assert "view.process" in pages
    assert "view.process" not in {page.key for page in drawn(campaign_book("en"))}
    assert "“Process summary” agrees with the plan" in {cell.content for cell in pages["guide"].cells.values()}
    there = applied(workbook(book), ChangeSet(tuple(PutPage(page) for page in pages.values())))
    after = {page.key: page for page in pages_after(replace(book, process=()), there, ChangeSet())}
    assert "No process targets" in str(after["view.process"].cells[3, 1].content)
    assert set(checks((after["guide"],))) == {0}


def test_orders_that_are_no_longer_the_plan_s_show_in_the_guide() -> None:
    book = funnel_book("en")
    more = replace(book.process[-1], count=book.process[-1].count + 4)
    assert sorted(checks(drawn(replace(book, process=(*book.process[:-1], more)))))[-1] == 4


def test_the_board_is_one_printed_page_without_the_data_of_its_charts() -> None:
    page = next(page for page in drawn(year_book("en", 3, as_of=AS_OF)) if page.key == "track.board")
    printed = page.print_setup.area
    assert printed is not None
    assert page.print_setup.tall == 1
    data = next(row for (row, _), cell in page.cells.items() if cell.content == "Data of the charts")
    assert printed.last_row < data
    ends = [chart.to for chart in page.charts if chart.to]
    assert len(ends) == len(page.charts) == 3
    assert max(column for _, column in ends) - 1 == printed.last_column
    assert max(row for row, _ in ends) <= printed.last_row + 1


def test_without_a_plan_there_is_only_the_guide() -> None:
    book = replace(year_book("en", 2), plan=(), days=())
    assert [page.key for page in pages_after(book, workbook(book), ChangeSet(), ("views", "days", "track"))] == [
        "guide"
    ]


def test_a_table_put_by_the_same_changes_is_tracked_already() -> None:
    book = year_book("en", 1)
    full = workbook(book)
    without = replace(full, tables={name: block for name, block in full.tables.items() if name != "sb_actuals"})
    put = ChangeSet((PutPage(table_page("sb_actuals", {}, "en")),))
    assert "track.week" in {page.key for page in pages_after(book, without, put, ("track",))}
    assert "track.week" not in {page.key for page in pages_after(book, without, ChangeSet(), ("track",))}


def test_the_name_for_marks_is_the_guides_until_there_is_a_check_page() -> None:
    assert "sb_marks" in guide_page("en").names
    assert "sb_marks" not in guide_page("en", present={"check": "Check"}).names


def test_the_guide_of_a_new_workbook_leads_to_the_sheets_that_it_has() -> None:
    page = guide_page("zh", present=("goals", "actuals"))
    assert {link.sheet for link in page.links} == {"目标", "实绩"}
    steps = [cell.content for (_, column), cell in sorted(page.cells.items()) if column == 2]
    assert [word for word in steps if word in ("设定", "分解", "下达", "追踪", "调整", "考核")] == [
        "设定", "分解", "下达", "追踪", "调整", "考核",
    ]  # fmt: skip


def test_all_checks_of_an_exact_plan_are_zero_and_a_changed_target_is_not() -> None:
    book = year_book("en", 3, as_of=AS_OF)
    assert set(checks(drawn(book))) == {0}
    changed = replace(book, plan=(replace(book.plan[0], target=book.plan[0].target + 5), *book.plan[1:]))
    assert sorted(checks(drawn(changed)))[0] == -5
    assert sorted(checks(drawn(changed)))[-1] == 5


def checks(pages: tuple[Page, ...]) -> list[int]:
    guide = pages[-1]
    found = [cell.content for cell in guide.cells.values() if cell.style == "check:check"]
    return [content.result for content in found if isinstance(content, Formula)]  # type: ignore[misc]


def test_the_hedge_ledger_says_what_lies_on_top_of_the_goal() -> None:
    book = year_book("en", 2)
    numbers = [cell.content.result for (_, c), cell in sorted(drawn(book)[-1].cells.items())
               if c == 4 and cell.style.endswith(":int") and isinstance(cell.content, Formula)]  # fmt: skip
    target, hedge = (sum(getattr(row, key) for row in book.plan) for key in ("target", "hedge"))
    assert numbers == [target, hedge, target + hedge]
    assert "Hedge ledger" not in {cell.content for cell in drawn(region_book("en"))[-1].cells.values()}


def test_a_goal_is_found_by_its_row_s_words_so_that_goals_may_be_sorted() -> None:
    texts = [formula.text for formula in formulas(drawn(year_book("en", 2))[-1:])]
    goal = next(words for words in texts if "sb_goals[Target]" in words)
    assert 'SUMIFS(sb_goals[Target],sb_goals[Metric],"=Revenue",sb_goals[Scope],"=",sb_goals[Period],"=")' in goal


MODULES = [m.name for m in pkgutil.iter_modules(salesbook.sheets.__path__, "salesbook.sheets.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_catalogue_s_pages_have_titles_and_hints() -> None:
    for name, table in CATALOGUE.items():
        if name != "sb_problems":
            page = table_page(name, {}, "en")
            assert page.key == table.page
            assert page.cells[1, 1].content
            assert page.cells[2, 1].content
