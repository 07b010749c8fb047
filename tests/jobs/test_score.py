"""Scoring a period: counted where a table says it, typed where none does; history stays; weights are never scaled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.asked_period import asked_period
from salesbook.book.changes import AppendRows, ChangeSet, PutCells
from salesbook.book.reading import read
from salesbook.book.references import Refs
from salesbook.book.values import Formula
from salesbook.errors import Problem
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.sample_scores import SampleScoresRequest, sample_scores
from salesbook.jobs.score import ScoreRequest, score
from salesbook.sheets.score_cards import cards_page
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.model import ScoreRow
    from salesbook.book.snapshot import Snapshot

D = Decimal
JUNE = date(2026, 6, 2)
KPIS = (
    {"indicator": "Sales", "weight": 0.5, "cap": 120, "source": "actuals", "measure": "Revenue"},
    {"indicator": "Orders", "weight": 0.2, "target": 4, "source": "actuals", "measure": "Orders"},
    {"indicator": "Lost", "weight": 0.1, "better": "lower", "target": 0, "rule": "linear", "zero": 4},
    {"indicator": "Plans", "weight": 0.2, "target": 100, "unit": "%", "rule": "step", "steps": "80%=60; 100%=100"},
)


def planned(*kpis: dict[str, Any], **more: Any) -> Snapshot:
    """Two reps; each has 1,000 a month."""
    rows: dict[str, Any] = {
        "sb_goals": [goal(24_000)], "sb_reps": reps("Li", "Wang", weight=1), "sb_kpis": list(kpis or KPIS),
        "sb_actuals": [], **more,
    }  # fmt: skip
    before = snapshot(rows, {"season": "equal"})
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def sold(before: Snapshot, *rows: tuple[object, ...]) -> Snapshot:
    heads = ("Date", "Rep", "Order no", "Amount", "Cost")
    return applied(before, ChangeSet((AppendRows("sb_actuals", heads, rows),)))  # type: ignore[arg-type]


MAY = (
    (date(2026, 5, 3), "Li", "A1", 600, 300),
    (date(2026, 5, 4), "Li", "A2", 300, 150),
    (date(2026, 5, 5), "Wang", "B1", 1500, 900),
    (date(2026, 6, 1), "Wang", "B2", 5000, 1),
)


def run(before: Snapshot, period: str = "2026-05", today: date = JUNE) -> Outcome:
    return score(before, ScoreRequest(period), today)


def scores(after: Snapshot) -> tuple[ScoreRow, ...]:
    book = read(after).book
    assert book is not None
    return book.scores


def typed(there: Snapshot, **actuals: object) -> Snapshot:
    """With actuals typed into the rows of Li and Wang that have this indicator."""
    block = there.tables["sb_scores"]
    name, at = block.headings.index("Indicator"), block.headings.index("Actual")
    cells = {(n, at): actuals[str(row[name])] for n, row in enumerate(block.rows) if str(row[name]) in actuals}
    return applied(there, ChangeSet((PutCells("sb_scores", cells),)))  # type: ignore[arg-type]


def test_actuals_are_counted_and_what_is_to_be_typed_is_said() -> None:
    outcome = run(sold(planned(), *MAY))
    assert [(p.code, p.words["count"]) for p in outcome.problems] == [("scores-to-type", 4)]
    found = scores(applied(sold(planned(), *MAY), outcome.changes))
    assert [(r.rep, r.indicator, r.target, r.actual, r.score, r.points) for r in found[:4]] == [
        ("Li", "Sales", 1000, 900, 90, 45),
        ("Li", "Orders", 4, 2, 50, 10),
        ("Li", "Lost", 0, None, None, None),
        ("Li", "Plans", 100, None, None, None),
    ]
    assert next((r.actual, r.score) for r in found if r.rep == "Wang") == (1500, 120)
    assert {(r.period, r.scored) for r in found} == {("2026-05", JUNE)}


def test_what_is_typed_counts_when_it_is_run_again() -> None:
    before = sold(planned(), *MAY)
    there = typed(applied(before, run(before).changes), Lost=1, Plans=90)
    outcome = run(there)
    assert outcome.problems == ()
    found = scores(applied(there, outcome.changes))
    assert [(r.actual, r.score, r.points) for r in found[2:4]] == [(1, 75, D("7.5")), (90, 60, 12)]
    assert [(line.said("en"), line.before, line.after) for line in outcome.summary] == [
        ("Points  Wang", 65, D("84.50")), ("Points  Li", 55, D("74.50")),
    ]  # fmt: skip


def test_a_period_without_sales_is_said_where_sales_are_scored() -> None:
    outcome = run(sold(planned(), *MAY), "2026-04")
    assert "period-without-actuals" in [p.code for p in outcome.problems]
    typed_only = run(planned({"indicator": "Plans", "weight": 1, "target": 100}), "2026-04")
    assert [p.code for p in typed_only.problems] == ["scores-to-type"]


def test_scorecards_show_what_was_scored_until_it_is_scored_again() -> None:
    before = sold(planned(), *MAY)
    later = sold(applied(before, run(before).changes), (date(2026, 5, 20), "Li", "A9", 500, 100))
    book = read(later).book
    assert book is not None
    period = asked_period("2026-05", book)
    assert not isinstance(period, Problem)
    page = cards_page(book, Refs("en", later.tables), period)
    assert page is not None
    results = [cell.content.result for cell in page.cells.values() if isinstance(cell.content, Formula)]
    assert 900 in results
    assert 1400 not in results
    assert 1400 in [r.actual for r in scores(applied(later, run(later).changes))]


def test_other_periods_keep_their_scores() -> None:
    before = sold(planned(), *MAY)
    april = applied(before, run(before, "2026-04").changes)
    both = applied(april, run(april).changes)
    assert [r.period for r in scores(both)] == ["2026-04"] * 8 + ["2026-05"] * 8
    assert {"score.cards.month_20260401_20260430", "score.cards.month_20260501_20260531"} <= set(both.pages)


def test_weights_other_than_100_percent_are_reported_and_not_scaled() -> None:
    outcome = run(sold(planned(KPIS[0], KPIS[1]), *MAY))
    found = [p for p in outcome.problems if p.code == "kpi-weights"]
    assert [(p.words["weight"], p.words["count"], p.severity) for p in found] == [("70%", 2, "warning")]
    assert [line.after for line in outcome.summary] == [65, 55]


def test_the_nearest_indicator_of_a_name_counts() -> None:
    own = {**KPIS[0], "group": "Li", "target": 500, "weight": 0.5}
    before = sold(planned(*KPIS, own), *MAY)
    found = scores(applied(before, run(before).changes))
    assert [(r.rep, r.target) for r in found if r.indicator == "Sales"] == [("Li", 500), ("Wang", 1000)]


@pytest.mark.parametrize(
    ("measure", "unit", "expected"),
    [
        ("Profit rate", "%", [50, 40]),
        ("Profit rate", "", [D("0.5"), D("0.4")]),
        ("Average order value", "", [450, 1500]),
        ("Gross profit", "", [450, 600]),
    ],
)
def test_ratios_of_the_actuals(measure: str, unit: str, expected: list[object]) -> None:
    kpi = {"indicator": "One", "weight": 1, "target": 1, "unit": unit, "source": "actuals", "measure": measure}
    before = sold(planned(kpi), *MAY)
    assert [r.actual for r in scores(applied(before, run(before).changes))] == expected


def test_profit_without_all_costs_is_to_be_typed() -> None:
    kpi = {"indicator": "One", "weight": 1, "target": 50, "unit": "%", "source": "actuals", "measure": "Profit rate"}
    before = sold(planned(kpi), *MAY, (date(2026, 5, 9), "Li", "A3", 10, None))
    found = scores(applied(before, run(before).changes))
    assert [r.actual for r in found] == [None, 40]


def test_process_is_counted_against_its_targets() -> None:
    rows = [
        {"date": date(2026, 5, 3), "rep": "Li", "stage": "Visits", "count": 8},
        {"date": date(2026, 5, 9), "rep": "Li", "stage": "Orders", "count": 2},
        {"date": date(2026, 6, 9), "rep": "Li", "stage": "Visits", "count": 99},
    ]
    visits = {"indicator": "Visits", "weight": 0.5, "target": 10, "source": "process", "measure": "Visits"}
    won = {
        "indicator": "Won", "weight": 0.5, "target": 50, "unit": "%", "source": "process", "measure": "Orders/Visits",
    }  # fmt: skip
    before = planned(visits, won, sb_activities=rows)
    found = scores(applied(before, run(before).changes))
    assert [(r.rep, r.indicator, r.actual, r.score) for r in found] == [
        ("Li", "Visits", 8, 80), ("Li", "Won", 25, 50), ("Wang", "Visits", 0, 0), ("Wang", "Won", None, None),
    ]  # fmt: skip


def test_a_stage_that_nobody_enters_is_to_be_typed_and_no_zero() -> None:
    won = {"indicator": "Won", "weight": 1, "target": 50, "unit": "%", "source": "process", "measure": "Orders/Visits"}
    rows = [{"date": date(2026, 5, 4), "rep": "Li", "stage": "Visits", "count": 8}]
    before = planned(won, sb_activities=rows)
    assert {row.actual for row in scores(applied(before, run(before).changes))} == {None}


def test_an_indicator_without_a_target_is_not_scored() -> None:
    kpi = {"indicator": "Orders", "weight": 1, "source": "actuals", "measure": "Orders"}
    assert [p.code for p in run(sold(planned(kpi), *MAY)).problems] == ["kpi-without-target"]


def test_a_target_of_nothing_is_said() -> None:
    kpi = {"indicator": "Orders", "weight": 1, "target": 0, "source": "actuals", "measure": "Orders"}
    assert [p.code for p in run(sold(planned(kpi), *MAY)).problems] == ["kpi-target-zero"]


def test_without_indicators_there_is_nothing_to_score() -> None:
    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li")})
    outcome = run(before)
    assert [p.code for p in outcome.problems] == ["no-kpis"]
    assert not outcome.changes
    assert [p.code for p in run(planned(), "never").problems] == ["period-unreadable"]


def test_sample_actuals_fill_what_is_to_be_typed_and_nothing_else() -> None:
    before = sold(planned(), *MAY)
    there = applied(before, sample_scores(before, SampleScoresRequest("2026-05"), JUNE).changes)
    assert {row.indicator for row in scores(there)} == {"Lost", "Plans"}
    outcome = run(there)
    assert outcome.problems == ()
    assert all(row.score is not None for row in scores(applied(there, outcome.changes)))
