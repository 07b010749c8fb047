"""Plans in months of whole weeks, with a leaver, and scenarios: LibreOffice comes to what is stored."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.changes import ChangeSet, PutCells
from salesbook.hosts.file import FileHost
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fresh import BlankRequest, blank
from salesbook.jobs.journal import journaled
from salesbook.jobs.scenario import ScenarioRequest, save
from salesbook.jobs.scenario_compare import CompareRequest, compare
from salesbook.jobs.track import TrackRequest, track
from tests.jobs.plans import TODAY, goal, members, reps
from tests.libreoffice.calc import assert_recalculated_equal

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.texts import Language
    from tests.libreoffice.calc import Calc

# openpyxl says that it does not know the data bars' extension; here it only reads values
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

WHEN = datetime(2026, 1, 5, 9, 30)


def run(host: FileHost, job: Any, request: Any) -> None:
    before = host.read()
    host.apply(journaled(before, job(before, request, TODAY), job.__name__, WHEN))


def workbook(path: Path, language: Language, **settings: Any) -> FileHost:
    """Li, who leaves in September, and S*Wang <5 in two regions; by months of 4-4-5 weeks from April on."""
    rows = {
        "sb_goals": [goal(1_234_567), {"metric": "orders", "target": 321}],
        "sb_reps": [*reps("Li", end=date(2026, 9, 10)), *reps("Wang <5", ramp="20%、60%、100%")],
        "sb_members": members("region", East=0.6, West=0.4),
    }
    usual = {
        "plan": "FY2026", "kind": "year", "start": date(2026, 4, 1), "end": date(2027, 3, 31), "fiscal_start": 4,
        "axes": ("rep", "region"), "weeks": "4-4-5", "weekend": 1,
    }  # fmt: skip
    return FileHost.create(path, blank(BlankRequest(language, {**usual, **settings}, rows, country="")))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_months_of_whole_weeks_and_a_leaver_s_rest_recalculate_to_what_is_stored(
    language: Language, calc: Calc, tmp_path: Path
) -> None:
    host = workbook(tmp_path / "weeks.xlsx", language)
    run(host, decompose, DecomposeRequest())
    run(host, track, TrackRequest(date(2026, 10, 1)))
    assert_recalculated_equal(tmp_path / "weeks.xlsx", calc)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_scenarios_recalculate_to_what_is_stored_in_every_tier(
    language: Language, calc: Calc, tmp_path: Path
) -> None:
    path = tmp_path / "scenarios.xlsx"
    host = workbook(path, language, stretch="1.2", floor="0.9")
    run(host, decompose, DecomposeRequest())
    run(host, save, ScenarioRequest("Base"))
    headings = host.read().tables["sb_goals"].headings
    host.apply(ChangeSet((PutCells("sb_goals", {(0, headings.index(_("力争", "Target", language))): 2_000_000}),)))
    run(host, decompose, DecomposeRequest())
    run(host, save, ScenarioRequest("*Bold*"))
    run(host, compare, CompareRequest("Base", "*Bold*"))
    assert_recalculated_equal(path, calc)
    switched = tmp_path / "stretch.xlsx"
    _switch(path, switched, _("方案对比", "Scenarios", language), _("冲刺", "Stretch", language))
    fresh = calc.recalculated(switched)
    sheet = _("方案对比", "Scenarios", language)
    assert (fresh[sheet, "B7"], fresh[sheet, "C7"]) == (1_481_480, 2_400_000)
    assert fresh[sheet, "E3"] == 0


def _(zh: str, en: str, language: Language) -> str:
    return zh if language == "zh" else en


def _switch(path: Path, to: Path, sheet: str, tier: str) -> None:
    """Choose another tier in the sheet's cell."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    book[sheet]["B3"] = tier
    book.save(to)
