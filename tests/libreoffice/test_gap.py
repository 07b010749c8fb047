"""The formulas of gap, forecast and review come to what Python stored, whichever way planned prices are found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from salesbook.hosts.file import FileHost
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.explain import ExplainRequest, explain
from salesbook.jobs.forecast import ForecastRequest, forecast
from salesbook.jobs.review import ReviewRequest, review
from tests.jobs.plans import TODAY
from tests.jobs.sold_plans import ACTUALS, pages, rows
from tests.libreoffice.calc import assert_recalculated_equal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from salesbook.texts import Language
    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def without_quantities() -> dict[str, Sequence[Mapping[str, object]]]:
    given = rows(history=False)
    given["sb_actuals"] = [{**row, "quantity": None} for row in ACTUALS]
    return given  # type: ignore[return-value]


CASES = {"last-year": rows(), "own-quantities": rows(quantity=91), "no-prices": without_quantities()}


@pytest.mark.parametrize(("case", "language"), [("last-year", "zh"), ("own-quantities", "en"), ("no-prices", "zh")])
def test_the_gap_the_forecast_and_the_review_recalculate_to_what_is_stored(
    case: str, language: Language, calc: Calc, tmp_path: Path
) -> None:
    host = FileHost.create(tmp_path / f"{case}.xlsx", tuple(pages(CASES[case], language)))
    host.apply(decompose(host.read(), DecomposeRequest(), TODAY).changes)
    outcome = explain(host.read(), ExplainRequest(date(2026, 2, 28)), TODAY)
    assert outcome.changes
    host.apply(outcome.changes)
    host.apply(forecast(host.read(), ForecastRequest(date(2026, 2, 28)), TODAY).changes)
    host.apply(review(host.read(), ReviewRequest("month", date(2026, 2, 27)), TODAY).changes)
    assert_recalculated_equal(host.path, calc)
