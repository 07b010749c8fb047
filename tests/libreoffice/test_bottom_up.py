"""The sheet of own numbers: what is stored is what LibreOffice computes, with odd names, none back, and after edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from salesbook.book.changes import ChangeSet, PutCells, PutPage
from salesbook.book.model import Return
from salesbook.book.values import address
from salesbook.hosts.file import FileHost
from salesbook.sheets.bottom_up import CHECK, GAP, KEY, OWN, bottom_up_lines, bottom_up_page
from salesbook.sheets.guide import guide_page
from salesbook.sheets.inputs import table_page
from salesbook.sheets.render import pages_after
from tests.libreoffice.calc import assert_recalculated_equal, values
from tests.sheets.sheet_books import campaign_book, funnel_book, table_pages, year_book

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.model import Book
    from salesbook.texts import Language
    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def with_returns(book: Book, every: int = 2) -> Book:
    """Own numbers and actuals in every other line, above, below and at what was handed down; a zero, and cents."""
    lines = [line for group in bottom_up_lines(book).values() for line in group]
    owns = (Decimal(0), Decimal("12345.5"), Decimal(lines[0].handed), None, Decimal(9_999_999))
    rows = [
        Return(
            line.rep, line.period, line.start, 1, line.handed, owns[n % 5], Decimal(n) * 7 if n % 3 else None,
            "=1+1" if n % 2 else "说明", date(2026, 5, 1), "x.xlsx",
        )
        for n, line in enumerate(lines) if n % every == 0
    ]  # fmt: skip
    return replace(book, returns=tuple(rows))


def workbook(book: Book, path: Path) -> FileHost:
    """The tables of a book, what came back, and the sheet over them."""
    rows = [
        (r.rep, r.period, r.start, r.version, r.target, r.own, r.actual, r.comment, r.collected, r.file, None)
        for r in book.returns
    ]
    returns = table_page("sb_returns", {"sb_returns": rows}, book.settings.language)
    host = FileHost.create(path, (guide_page(book.settings.language), *table_pages(book), returns))
    pages = pages_after(book, host.read(), ChangeSet(), (KEY,))
    assert KEY in {page.key for page in pages}
    host.apply(ChangeSet(tuple(PutPage(page) for page in pages)))
    return host


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("make", [campaign_book, funnel_book])
def test_the_sheet_recalculates_to_what_is_stored(language: Language, make, calc: Calc, tmp_path: Path) -> None:
    host = workbook(with_returns(make(language)), tmp_path / "returns.xlsx")
    assert_recalculated_equal(host.path, calc)


def test_a_year_of_months_too(calc: Calc, tmp_path: Path) -> None:
    assert_recalculated_equal(workbook(with_returns(year_book("zh"), 3), tmp_path / "year.xlsx").path, calc)


def test_it_follows_when_a_number_that_came_back_is_changed(calc: Calc, tmp_path: Path) -> None:
    book = with_returns(campaign_book("en"), 1)
    host = workbook(book, tmp_path / "edited.xlsx")
    own = host.read().tables["sb_returns"].headings.index("Own number")
    host.apply(ChangeSet((PutCells("sb_returns", {(0, own): 777}),)))
    changed = replace(book, returns=(replace(book.returns[0], own=Decimal(777)), *book.returns[1:]))
    page = bottom_up_page(changed, _refs(host))
    shown = values(calc.convert(host.path, "xlsx"))
    for (row, column), cell in page.cells.items():
        if column in (OWN, GAP) and hasattr(cell.content, "result"):
            found = shown.get((page.title, address(row, column)))
            assert (found or 0) == (cell.content.result or 0)
    assert shown[page.title, CHECK] == 0


def _refs(host: FileHost):
    from salesbook.book.references import Refs

    return Refs("en", host.read().tables)
