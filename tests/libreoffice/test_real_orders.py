"""The plan over real orders, recalculated as a whole: every formula of the workbook and of the letters."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

import pytest

from tests.libreoffice.calc import assert_recalculated_equal
from tests.test_adventureworks import DATA, EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.libreoffice.calc import Calc

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning"),
    pytest.mark.skipif(not (DATA / "orders.csv").is_file(), reason="set SALESBOOK_DATA to the folder of orders.csv"),
]


def test_every_formula_over_real_orders_stores_what_libreoffice_computes(calc: Calc, tmp_path: Path) -> None:
    runpy.run_path(str(EXAMPLE))["main"](DATA, tmp_path)
    assert_recalculated_equal(tmp_path / "plan.xlsx", calc)
    for letter in sorted((tmp_path / "letters").glob("*.xlsx"))[:3]:
        assert_recalculated_equal(letter, calc)
