"""The goal check and the fairness sheet: what is stored is what LibreOffice computes, and edits move it rightly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from salesbook.book.changes import ChangeSet, PutCells, PutPage
from salesbook.book.values import Formula, address
from salesbook.hosts.file import FileHost
from salesbook.sheets.guide import guide_page
from salesbook.sheets.render import pages_after
from tests.libreoffice.calc import assert_recalculated_equal, same
from tests.sheets.sheet_books import campaign_book, funnel_book, region_book, table_pages
from tests.sheets.signing_books import signing_book, signing_tables

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.texts import Language
    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

SHEETS = ("view.goals", "view.fairness")


def signing_workbook(book: Book, path: Path) -> FileHost:
    """The tables of a book and the two sheets."""
    tables = signing_tables(book) if len(book.history) else table_pages(book)
    host = FileHost.create(path, (guide_page(book.settings.language), *tables))
    pages = pages_after(book, host.read(), ChangeSet(), SHEETS)
    assert {page.key for page in pages} >= set(SHEETS)
    host.apply(ChangeSet(tuple(PutPage(page) for page in pages)))
    return host


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("reps", "new"), [(7, 1), (3, 3), (2, 0), (1, 0)])
def test_both_sheets_recalculate_to_what_is_stored(
    language: Language, reps: int, new: int, calc: Calc, tmp_path: Path
) -> None:
    host = signing_workbook(signing_book(language, reps, new=new), tmp_path / "signing.xlsx")
    assert_recalculated_equal(host.path, calc)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_past_sales_and_with_odd_names_too(language: Language, calc: Calc, tmp_path: Path) -> None:
    for number, book in enumerate((campaign_book(language), funnel_book(language))):
        host = signing_workbook(book, tmp_path / f"bare-{number}.xlsx")
        assert_recalculated_equal(host.path, calc)


def test_a_plan_without_reps_too(calc: Calc, tmp_path: Path) -> None:
    assert_recalculated_equal(signing_workbook(region_book("en"), tmp_path / "region.xlsx").path, calc)


def test_a_past_sale_typed_anew_moves_growth_shares_and_verdicts(calc: Calc, tmp_path: Path) -> None:
    """Last year's first sale becomes a little more: what is asked of that rep falls, and all shares move."""
    book = signing_book("en")
    host = signing_workbook(book, tmp_path / "typed.xlsx")
    sellers = book.history.axes["rep"]
    at = next(i for i, day in enumerate(book.history.dates) if day.year == 2025 and sellers[i] == book.reps[5].name)
    amounts = list(book.history.amounts)
    amounts[at] += 1_000
    moved = replace(book, history=replace(book.history, amounts=tuple(amounts)))
    block = host.read().tables["sb_history"]
    column = block.headings.index("Amount")
    before = calc.recalculated(host.path)
    host.apply(ChangeSet((PutCells("sb_history", {(at, column): amounts[at]}),)))
    assert_moved(host, moved, calc)
    after = calc.recalculated(host.path)
    changed = {sheet for sheet, cell in after if before.get((sheet, cell)) != after[sheet, cell]}
    assert changed >= {"Goal check", "Fairness"}


def test_a_base_that_is_taken_away_breaks_no_formula(calc: Calc, tmp_path: Path) -> None:
    book = signing_book("en")
    host = signing_workbook(book, tmp_path / "cleared.xlsx")
    column = host.read().tables["sb_history"].headings.index("Amount")
    name = book.reps[4].name
    gone = {(i, column): 0 for i, rep in enumerate(book.history.axes["rep"]) if rep == name}
    host.apply(ChangeSet((PutCells("sb_history", gone),)))
    fresh = calc.recalculated(host.path)
    shown = {cell: value for (sheet, cell), value in fresh.items() if sheet in ("Fairness", "Goal check")}
    assert not [cell for cell, value in shown.items() if str(value).startswith("#")]
    assert shown["B15"] == 0, "the one who stood out has no growth any more"


def test_a_target_changed_by_hand_shows_in_the_goal_check(calc: Calc, tmp_path: Path) -> None:
    book = signing_book("en")
    host = signing_workbook(book, tmp_path / "changed.xlsx")
    block = host.read().tables["sb_plan"]
    column = block.headings.index("Target")
    first = book.plan[0]
    host.apply(ChangeSet((PutCells("sb_plan", {(0, column): first.target + 5}),)))
    fresh = calc.recalculated(host.path)
    sheet = host.read().pages["view.goals"].sheet
    words = {cell: shown for (name, cell), shown in fresh.items() if name == sheet}
    row = next(int(cell[1:]) for cell, shown in words.items() if cell[0] == "B" and "the plan's leaves" in str(shown))
    assert (words[f"E{row}"], words[f"F{row}"]) == (5, "not met")
    assert words["F6"] == "not met", "at a glance, R of the first goal"


def assert_moved(host: FileHost, book: Book, calc: Calc) -> None:
    """The recalculated sheets show what they would, drawn anew from the book.

    The best month and the like are worked out when the goal check is drawn: ratios to them are left out.
    """
    fresh = calc.recalculated(host.path)
    wrong = {}
    for page in pages_after(book, host.read(), ChangeSet(), SHEETS):
        if page.key in SHEETS:
            sheet = host.read().pages[page.key].sheet
            wrong |= {
                at: v for at, v in live(page).items()
                if not same(v, fresh.get((sheet, at))) and not (page.key == "view.goals" and at[0] == "E")
            }  # fmt: skip
    assert len(wrong) == 0, wrong


def live(page: Page) -> dict[str, object]:
    found = {}
    for at, cell in page.cells.items():
        if isinstance(cell.content, Formula):
            result = cell.content.result
            found[address(*at)] = float(result) if isinstance(result, Decimal) else result
    return found

