"""The wall board, the poster and the heat map: LibreOffice comes to what Python stored, also after a sale is typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from salesbook.book.changes import AppendRows, ChangeSet
from tests.libreoffice.calc import assert_recalculated_equal
from tests.libreoffice.drawn import workbook
from tests.sheets.wall_books import walled_book

if TYPE_CHECKING:
    from pathlib import Path

    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.mark.parametrize("as_of", [date(2026, 1, 31), date(2026, 5, 13), date(2026, 12, 31)])
def test_regions_and_years_recalculate_to_what_is_stored(as_of: date, calc: Calc, tmp_path: Path) -> None:
    path = workbook(walled_book("en", 4, as_of=as_of), tmp_path / "wall.xlsx").path
    assert_recalculated_equal(path, calc)


def test_a_sale_that_is_typed_makes_another_champion(calc: Calc, tmp_path: Path) -> None:
    book = walled_book("en", 4)
    host = workbook(book, tmp_path / "typed.xlsx")
    poster = host.read().pages["track.poster"].sheet
    before = calc.recalculated(host.path)[poster, "A5"]
    other = next(rep.name for rep in book.reps if rep.name != before)
    row = (date(2026, 5, 12), other, Decimal(10**9))
    host.apply(ChangeSet((AppendRows("sb_actuals", ("Date", "Rep", "Amount"), (row,)),)))
    assert calc.recalculated(host.path)[poster, "A5"] == other
