"""Visit plan, chart of actions and risks: every formula stores what LibreOffice computes, added rows included."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage
from salesbook.hosts.file import FileHost
from salesbook.jobs.actions import ActionsRequest, actions
from salesbook.jobs.customers import CustomersRequest, customers
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fresh import BlankRequest, blank
from salesbook.jobs.risks import RisksRequest, risks
from salesbook.sheets.risk_figures import Risks
from tests.jobs.acting_plans import ACTIONS, AS_OF, CUSTOMERS, PAST, RISKS, book_of
from tests.jobs.sold_plans import QUARTER, rows, sale
from tests.libreoffice.calc import assert_recalculated_equal, formulas

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.texts import Language
    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def filled(path: Path, language: Language) -> FileHost:
    """The quarter of the jobs' tests in a file, with all three sheets."""
    usual: dict[str, Any] = {
        **rows(), "sb_customers": [dict(row) for row in CUSTOMERS], "sb_risks": [dict(row) for row in RISKS],
        "sb_actions": [dict(row) for row in ACTIONS],
        "sb_history": [
            {**sale(day, rep, region, "Doors", "1", amount), "client": client}
            for day, rep, region, client, amount in PAST
        ],
    }  # fmt: skip
    usual["sb_actuals"][0]["client"] = "ALDER & CO"
    settings = {**QUARTER, "as_of": AS_OF, "flex": 0.05}
    host = FileHost.create(path, blank(BlankRequest(language, settings, usual, country="")))
    host.apply(decompose(host.read(), DecomposeRequest(), AS_OF).changes)
    for job, request in (
        (customers, CustomersRequest(propose=True)), (actions, ActionsRequest(suggest=True)), (risks, RisksRequest()),
    ):  # fmt: skip
        host.apply(job(host.read(), request, AS_OF).changes)  # type: ignore[operator]
    return host


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_formula_stores_what_libreoffice_computes(tmp_path: Path, calc: Calc, language: Any) -> None:
    path = tmp_path / "acting.xlsx"
    host = filled(path, language)
    sheets = {host.read().pages[key].sheet for key in ("view.visits", "view.actions", "view.risks")}
    assert sheets <= {sheet for sheet, _ in formulas(path)}
    assert_recalculated_equal(path, calc)


def test_a_risk_typed_below_the_register_is_counted_without_salesbook(tmp_path: Path, calc: Calc) -> None:
    path = tmp_path / "typed.xlsx"
    host = filled(path, "en")
    heads = ("Risk", "Probability", "Effect")
    host.apply(ChangeSet((AppendRows("sb_risks", heads, (("Typed on a phone", 0.5, 4000),)),)))
    fresh = calc.recalculated(path)
    sheet = host.read().pages["view.risks"].sheet
    found = Risks(book_of(host.read()))
    assert found.exposures[-1] == 2000
    assert fresh[sheet, "C8"] == pytest.approx(float(found.exposure))
    assert fresh[sheet, "B16"] == "Typed on a phone"


def test_an_action_that_is_done_turns_green_and_a_visit_moves_the_next_one(tmp_path: Path, calc: Calc) -> None:
    path = tmp_path / "typed.xlsx"
    host = filled(path, "en")
    snapshot = host.read()
    states = snapshot.tables["sb_actions"].headings.index("State")
    last = snapshot.tables["sb_customers"].headings.index("Last contact")
    done = PutCells("sb_actions", {(0, states): "Done"})
    host.apply(ChangeSet((done, PutCells("sb_customers", {(0, last): date(2026, 3, 3)}))))
    fresh = calc.recalculated(path)
    assert [fresh[snapshot.pages["view.actions"].sheet, cell] for cell in ("L6", "M6", "N6")] == [1, 1, 1]
    visits = snapshot.pages["view.visits"].sheet
    row = next(int(cell[1:]) for (sheet, cell), value in fresh.items() if sheet == visits and value == "Alder & Co")
    assert str(fresh[visits, f"H{row}"])[:10] == "2026-03-10"
    assert fresh[visits, f"I{row}"] == 0


def test_pages_are_redrawn_when_the_plan_changes(tmp_path: Path) -> None:
    host = filled(tmp_path / "again.xlsx", "en")
    outcome = decompose(host.read(), DecomposeRequest(), AS_OF)
    keys = {change.page.key for change in outcome.changes.changes if isinstance(change, PutPage)}
    assert {"view.visits", "view.actions", "view.risks"} <= keys
