"""The fairness sheet: who is compared, in which order, what stands out, and what its formulas store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from salesbook.book.references import Refs
from salesbook.book.values import Formula
from salesbook.sheets.fairness_layout import (
    AT,
    BASE,
    BASE_SHARE,
    GROWTH,
    LINES,
    NAME,
    QUOTA_SHARE,
    RATIO,
    REMARK,
    SPREAD_ROW,
    TABLE_ROW,
    TARGET,
)
from salesbook.sheets.fairness_lines import fairness_of
from salesbook.sheets.fairness_view import fairness_page
from salesbook.texts import text
from tests.sheets.signing_books import signing_book

if TYPE_CHECKING:
    from salesbook.book.page import Page
    from salesbook.texts import Language


def shown(page: Page, row: int, column: int) -> object:
    cell = page.cells.get((row, column))
    content = cell.content if cell else None
    return content.result if isinstance(content, Formula) else content


def rows(page: Page) -> dict[object, int]:
    """What stands in the first column of the tables -> its row."""
    return {shown(page, row, NAME): row for row, column in sorted(page.cells) if column == NAME and row > TABLE_ROW + 1}


def test_reps_stand_by_the_growth_asked_and_new_ones_apart() -> None:
    book = signing_book("en")
    found = fairness_of(book)
    assert [round(float(line.asked.growth or 0), 2) for line in found.compared] == [1.2, 0.3, 0.2, 0.2, 0.15, 0.1]
    assert [line.name for line in found.others] == [book.reps[6].name]
    assert found.compared[2].name < found.compared[3].name
    assert (found.start, found.end) == (date(2025, 1, 1), date(2025, 12, 31))


def test_a_date_of_joining_within_the_base_days_takes_a_rep_out() -> None:
    book = signing_book("en", new=0)
    assert len(fairness_of(book).compared) == 7
    joined = replace(book.reps[0], start=date(2025, 2, 1))
    found = fairness_of(replace(book, reps=(joined, *book.reps[1:])))
    assert [line.name for line in found.others] == [joined.name]


def test_a_history_that_begins_later_for_all_takes_nobody_out() -> None:
    book = signing_book("en", new=0)
    kept = [i for i, day in enumerate(book.history.dates) if day >= date(2025, 3, 1)]
    sales = book.history
    later = replace(
        sales, dates=tuple(sales.dates[i] for i in kept), amounts=tuple(sales.amounts[i] for i in kept),
        quantities=(None,) * len(kept), order_nos=("",) * len(kept),
        axes={axis: tuple(column[i] for i in kept) for axis, column in sales.axes.items()},
    )  # fmt: skip
    assert len(fairness_of(replace(book, history=later)).compared) == 7


@pytest.mark.parametrize("language", ["zh", "en"])
def test_shares_come_to_the_whole_and_the_ratio_is_their_quotient(language: Language) -> None:
    book = signing_book(language)
    page = fairness_page(book, Refs(language))
    at = rows(page)
    reps = [at[rep.name] for rep in book.reps]
    for column in (BASE_SHARE, QUOTA_SHARE):
        assert sum(float(str(shown(page, row, column))) for row in reps) == pytest.approx(1)
    for row in reps:
        base, quota = (float(str(shown(page, row, column))) for column in (BASE_SHARE, QUOTA_SHARE))
        assert shown(page, row, RATIO) == pytest.approx(quota / base)
    total = at[text("sheets", "fairness.total", language)]
    assert shown(page, total, TARGET) == sum(row.target + row.hedge for row in book.plan)
    assert float(str(shown(page, total, BASE))) == pytest.approx(
        float(sum(a for a, day in zip(book.history.amounts, book.history.dates, strict=True) if day.year == 2025))
    )


def test_teams_are_the_sums_of_their_reps() -> None:
    book = signing_book("en")
    page = fairness_page(book, Refs("en"))
    at = rows(page)
    teams = dict.fromkeys(rep.team for rep in book.reps)
    assert "" in teams
    for team in teams:
        names = [rep.name for rep in book.reps if rep.team == team]
        row = at[team or "(no team)"]
        assert shown(page, row, 2) == len(names)
        assert shown(page, row, TARGET) == sum(int(str(shown(page, at[name], TARGET))) for name in names)
    assert sum(int(str(shown(page, at[team or "(no team)"], TARGET))) for team in teams) == shown(
        page, at["Total"], TARGET
    )


@pytest.mark.parametrize(("language", "said"), [("zh", "比全队高 "), ("en", "above the team by ")])
def test_who_stands_out_is_told_by_how_much(language: Language, said: str) -> None:
    book = signing_book(language)
    page = fairness_page(book, Refs(language))
    found = fairness_of(book)
    assert found.found is not None
    told = {name: shown(page, row, REMARK) for name, row in rows(page).items()}
    most = found.compared[0]
    points = round(float((most.asked.growth or 0) - found.found.whole) * 100, 1)
    assert str(told[most.name]).startswith(f"{said}{points}")
    assert [name for line in found.compared if told[name := line.name]] == [most.name]
    assert shown(page, SPREAD_ROW + 1 + LINES.index("count"), 2) == 1


def test_a_wider_band_lets_everybody_in() -> None:
    book = signing_book("en")
    wide = replace(book, settings=replace(book.settings, fair=Decimal(2)))
    assert not any(fairness_of(wide).stands_out(line) for line in fairness_of(wide).compared)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_past_sales_the_sheet_says_so_and_still_compares_targets(language: Language) -> None:
    from salesbook.book.model import Sales

    book = replace(signing_book(language), history=Sales())
    page = fairness_page(book, Refs(language))
    assert {shown(page, SPREAD_ROW + 1 + number, 2) for number in range(len(LINES))} == {""}
    row = rows(page)[book.reps[0].name]
    assert (shown(page, row, GROWTH), shown(page, row, BASE_SHARE)) == ("", "")
    assert float(str(shown(page, row, QUOTA_SHARE))) > 0
    assert shown(page, row, REMARK) == text("sheets", "fairness.remark.new", language)


def test_every_cell_of_the_spread_is_named_where_formulas_ask_for_it() -> None:
    page = fairness_page(signing_book("en"), Refs("en"))
    for number, key in enumerate(LINES):
        assert AT[key] == f"$B${SPREAD_ROW + 1 + number}"
        assert shown(page, SPREAD_ROW + 1 + number, 1) == text("sheets", f"fairness.line.{key}", "en")
