"""A plan that was spread, moved and held is recalculated to what is stored, and its guide's checks read 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from salesbook.cli.start import run
from tests.libreoffice.calc import assert_recalculated_equal, values

if TYPE_CHECKING:
    from pathlib import Path

    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

SLICES = {
    "zh": ("人员=谢婉婷", "人员=谢婉婷, 月=2026-05"),
    "en": ("rep=Leila Haddad", "rep=Leila Haddad, month=2026-05"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_plan_changed_by_hand_recalculates_to_what_is_stored(language: str, calc: Calc, tmp_path: Path) -> None:
    path = tmp_path / f"quarter-{language}.xlsx"
    rep, cell = SLICES[language]
    for command in (
        ["new", "quarter", "--lang", language, "-o", str(path)],
        ["decompose", str(path)],
        ["spread", str(path), "--slice", rep, "--method", "P%", "--rate", "10%"],
        ["hold", str(path), "--slice", cell],
        ["decompose", str(path)],
        ["reallocate", str(path), "--slice", rep, "--value", "8000000"],
    ):
        assert run([*command, "--lang", language]) == 0, command
    assert_recalculated_equal(path, calc)
    guide = "首页" if language == "zh" else "Guide"
    shown, said = values(path), "手工改动 +" if language == "zh" else "changed by hand"
    rows = [at[1:] for (sheet, at), value in shown.items() if sheet == guide and said in str(value)]
    rows = [row for row in rows if isinstance(shown.get((guide, f"D{row}")), int)]
    assert len(rows) == 3
    assert [shown[guide, f"D{row}"] for row in rows] == [0, 0, 0]
