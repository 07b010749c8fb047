"""Process tracking: the formulas come to what Python stored, and follow what is typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from salesbook.book.changes import AppendRows, ChangeSet
from salesbook.hosts.file import FileHost
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.explain import ExplainRequest, explain
from salesbook.jobs.fresh import BlankRequest, blank
from salesbook.jobs.track import TrackRequest, track
from tests.jobs.plans import TODAY
from tests.jobs.process_plans import inputs
from tests.libreoffice.calc import assert_recalculated_equal

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.texts import Language
    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.mark.parametrize(("language", "as_of"), [("zh", date(2026, 2, 11)), ("en", date(2026, 3, 31))])
def test_process_tracking_recalculates_to_what_is_stored(
    language: Language, as_of: date, calc: Calc, tmp_path: Path
) -> None:
    settings, rows = inputs()
    pages = blank(BlankRequest(language, settings, rows, country=""))
    host = FileHost.create(tmp_path / "process.xlsx", pages)
    host.apply(decompose(host.read(), DecomposeRequest(), TODAY).changes)
    host.apply(track(host.read(), TrackRequest(as_of), TODAY).changes)
    host.apply(explain(host.read(), ExplainRequest(as_of), TODAY).changes)
    assert {"track.process", "track.gap"} <= set(host.read().pages)
    assert_recalculated_equal(host.path, calc)


def test_a_visit_typed_later_counts_at_once(calc: Calc, tmp_path: Path) -> None:
    settings, rows = inputs()
    host = FileHost.create(tmp_path / "typed.xlsx", blank(BlankRequest("en", settings, rows, country="")))
    host.apply(decompose(host.read(), DecomposeRequest(), TODAY).changes)
    host.apply(track(host.read(), TrackRequest(date(2026, 2, 11)), TODAY).changes)
    sheet = host.read().pages["track.process"].sheet
    before = calc.recalculated(host.path)[sheet, "D7"]
    row = (date(2026, 2, 10), "Li", "Shop", "Visit", Decimal(7))
    host.apply(ChangeSet((AppendRows("sb_activities", ("Date", "Rep", "Channel", "Stage", "Count"), (row,)),)))
    assert calc.recalculated(host.path)[sheet, "D7"] == before + 7
