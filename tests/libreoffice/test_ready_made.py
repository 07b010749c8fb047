"""The ready-made workbooks, split, handed down and tracked by the command itself, recalculated as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from salesbook.cli.start import run
from tests.libreoffice.calc import assert_recalculated_equal, formulas

if TYPE_CHECKING:
    from pathlib import Path

    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture(scope="module", params=["zh", "en"])
def demo(request: pytest.FixtureRequest, calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The demo's workbooks in one language."""
    folder = tmp_path_factory.mktemp("demo")
    assert run(["demo", "--lang", request.param, "-o", str(folder)]) == 0
    return sorted(folder.glob("*.xlsx"))


@pytest.mark.parametrize("number", range(3))
def test_every_formula_of_a_ready_made_workbook_stores_what_libreoffice_computes(
    demo: list[Path], number: int, calc: Calc
) -> None:
    assert len(demo) == 3
    assert len(formulas(demo[number])) > 500
    assert_recalculated_equal(demo[number], calc)
