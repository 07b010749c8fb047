"""The forecast sheet: landings with ranges on the plan's curve, methods tried on the past, nothing said too early."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.domain.forecast import land
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.forecast import ForecastRequest, forecast
from salesbook.jobs.rebalance import RebalanceRequest, rebalance
from salesbook.sheets.forecast_figures import Forecast
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.snapshot import Snapshot

MARCH = date(2026, 3, 31)


def weekly(start: date, weeks: int, rep: str, amount: int) -> list[dict[str, Any]]:
    return [{"date": start + timedelta(7 * n), "rep": rep, "amount": amount} for n in range(weeks)]


def planned(*, actuals: list[dict[str, Any]], history: list[dict[str, Any]] | None = None) -> Snapshot:
    rows = {
        "sb_goals": [goal(5_200)],
        "sb_reps": reps("Li", "Wang", weight=1),
        "sb_actuals": actuals,
        "sb_history": history or [],
    }
    before = snapshot({name: found for name, found in rows.items() if found}, {"season": "days", "axes": ("rep",)})
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def found(there: Snapshot, as_of: date = MARCH) -> Forecast:
    book = read(applied(there, forecast(there, ForecastRequest(as_of), TODAY).changes)).book
    assert book is not None
    return Forecast(book)


ACTUALS = [*weekly(date(2026, 1, 7), 12, "Li", 50), *weekly(date(2026, 1, 7), 12, "Wang", 40)]


def test_each_rep_lands_on_the_plans_own_curve_at_the_ratio_so_far() -> None:
    li, wang = found(planned(actuals=ACTUALS)).people()
    assert (li.target, li.actual, wang.actual) == (2600, 600, 480)
    assert li.landing is not None
    assert wang.landing is not None
    assert 2200 < li.landing.low < li.landing.expected < 2600
    ratio = wang.landing.expected / li.landing.expected
    assert ratio == pytest.approx(480 / 600, rel=0.005)  # their days may differ by a unit


def test_the_rest_of_the_week_that_is_not_over_counts_to_what_is_to_come() -> None:
    """Monday to Wednesday are over: their target is a bucket, that of Thursday and Friday is in the rest."""
    late = found(planned(actuals=ACTUALS), date(2026, 4, 1)).people()[0]
    assert late.landing is not None
    book = found(planned(actuals=ACTUALS), date(2026, 4, 1)).book
    days = {day.day: day.target for day in book.days if day.rep == "Li"}
    assert sum(days.values()) == 2600
    assert late.landing.buckets == 14


def test_too_early_there_is_no_number_only_the_words() -> None:
    there = planned(actuals=weekly(date(2026, 1, 7), 1, "Li", 50))
    outcome = forecast(there, ForecastRequest(date(2026, 1, 8)), TODAY)
    assert [line.said("en") for line in outcome.summary] == ["Too few weeks are over to say."]
    assert found(there, date(2026, 1, 8)).team.landing is None


def test_methods_are_tried_on_years_that_are_known_and_never_on_the_plans_own() -> None:
    history = [row for year in range(2022, 2026) for row in weekly(date(year, 1, 5), 52, "Li", 40 + 5 * (year - 2022))]
    here = found(planned(actuals=ACTUALS, history=history))
    assert here.methods.keys() - {"curve"} == here.errors.keys()
    naive, curve = here.errors["naive-last-year"], here.errors["last-year"]
    assert naive is not None
    assert curve is not None
    assert naive.mean > curve.mean
    assert naive.tries == 6, "2024 and 2025, after each quarter: smoothing needs two years before them"


def test_the_expected_landing_is_the_one_rule_applied_to_the_teams_weeks() -> None:
    here = found(planned(actuals=ACTUALS))
    assert here.team.landing is not None
    closed = [(float(due), float(sold)) for due, sold in _weeks(here)]
    assert here.team.landing == land(closed, 5200 - sum(due for due, _ in closed))


def _weeks(here: Forecast) -> list[tuple[int, Any]]:
    from salesbook.domain.period import weeks

    ledger = here.ledger
    return [
        (ledger.target(None, w.start, min(w.end, MARCH)), ledger.actual(None, w.start, min(w.end, MARCH)))
        for w in weeks(date(2026, 1, 1), MARCH)
    ]


def test_another_command_leaves_the_sheet_as_of_its_day() -> None:
    there = planned(actuals=ACTUALS)
    with_sheet = applied(there, forecast(there, ForecastRequest(MARCH), TODAY).changes)
    later = rebalance(with_sheet, RebalanceRequest(MARCH), TODAY)
    assert "track.forecast" in with_sheet.pages
    assert not [c for c in later.changes.changes if getattr(getattr(c, "page", None), "key", "") == "track.forecast"]
