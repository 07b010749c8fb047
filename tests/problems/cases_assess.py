"""The smallest inputs for the problems of incentives, settling, simulating and scoring."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.jobs.score import ScoreRequest, score
from salesbook.jobs.settle import SettleRequest, settle
from salesbook.jobs.simulate import SimulateRequest, simulate
from tests.jobs import test_score, test_settle
from tests.jobs.plans import goal, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.errors import Problem

LATER = date(2027, 1, 5)
SOLD = (date(2026, 5, 20), "Li", 1200)


def _in_table(code: str, table: str, row: dict[str, Any]) -> Callable[[], Problem]:
    def case() -> Problem:
        before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li", team="East"), table: [row]}, language="zh")
        return next(p for p in read(before).problems if p.code == code)

    return case


def _rule(code: str, **row: Any) -> Callable[[], Problem]:
    return _in_table(code, "sb_incentives", row)


def _kpi(code: str, **row: Any) -> Callable[[], Problem]:
    return _in_table(code, "sb_kpis", {"indicator": "Visits", "weight": 1, "target": 20, **row})


def _settled(code: str, *rules: dict[str, Any], period: str = "2026-05", today: date = LATER) -> Callable[[], Problem]:
    def case() -> Problem:
        before = test_settle.sold(test_settle.planned(*rules), SOLD)
        return _first(code, settle(before, SettleRequest(period), today).problems)

    return case


def _simulated(code: str) -> Callable[[], Problem]:
    def case() -> Problem:
        return _first(code, simulate(test_settle.planned(), SimulateRequest("2026-05"), LATER).problems)

    return case


def _scored(code: str, *kpis: dict[str, Any]) -> Callable[[], Problem]:
    def case() -> Problem:
        before = test_score.sold(test_score.planned(*kpis), *test_score.MAY)
        return _first(code, score(before, ScoreRequest("2026-05"), LATER).problems)

    return case


def _without_incentives() -> Problem:
    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li")})
    return _first("no-incentives", settle(before, SettleRequest(), LATER).problems)


def _without_kpis() -> Problem:
    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li")})
    return _first("no-kpis", score(before, ScoreRequest(), LATER).problems)


def _again() -> Problem:
    before = test_settle.sold(test_settle.planned(), SOLD)
    settled = applied(before, test_settle.run(before).changes)
    return _first("settled-already", test_settle.run(settled).problems)


def _without_cost() -> Problem:
    before = test_settle.planned({"lower": 0, "metric": "profit", "every": "month"})
    outcome = settle(test_settle.sold(before, SOLD), SettleRequest("2026-05"), LATER)
    return _first("profit-without-cost", outcome.problems)


def _first(code: str, problems: tuple[Problem, ...]) -> Problem:
    return next(problem for problem in problems if problem.code == code)


ORDERS = {"indicator": "Orders", "weight": 1, "source": "actuals", "measure": "Orders"}

CASES: dict[str, Callable[[], Problem]] = {
    "bound-not-a-share": _rule("bound-not-a-share", lower=50_000, rate=0.01),
    "bounds-turned": _rule("bounds-turned", lower=1, upper=0.9),
    "incentive-without-bound": _rule("incentive-without-bound", rate=0.01),
    "incentive-incomplete": _rule("incentive-incomplete", rule="champion"),
    "unknown-group": _rule("unknown-group", tier="target", group="Eas"),
    "steps-unreadable": _kpi("steps-unreadable", rule="step", steps="80 分以上"),
    "score-bounds-turned": _kpi("score-bounds-turned", floor=60, cap=50),
    "zero-is-target": _kpi("zero-is-target", rule="linear", zero=20),
    "unknown-measure": _kpi("unknown-measure", source="actuals", measure="费用"),
    "no-incentives": _without_incentives,
    "incentive-gap": _settled("incentive-gap", {"lower": 0, "upper": 0.9}, {"lower": 1}, period=""),
    "incentive-overlap": _settled("incentive-overlap", {"lower": 0, "upper": 1.1}, {"tier": "target"}, period=""),
    "incentive-bases-differ": _settled(
        "incentive-bases-differ", {"lower": 0, "basis": "whole"}, {"lower": 1, "basis": "marginal"}, period=""
    ),
    "incentive-not-measured": _settled("incentive-not-measured", {"lower": 0, "metric": "new_customers"}),
    "incentive-without-target": _settled(
        "incentive-without-target", {"rule": "threshold", "lower": 0.8, "metric": "orders", "every": "month"}
    ),
    "nothing-settled": _settled("nothing-settled", {"lower": 0, "every": "quarter"}, {"lower": 1}),
    "period-not-over": _settled("period-not-over", today=date(2026, 5, 30)),
    "period-without-actuals": _settled("period-without-actuals", period="2026-06"),
    "profit-without-cost": _without_cost,
    "settled-already": _again,
    "payout-leaps": _simulated("payout-leaps"),
    "payout-falls": _simulated("payout-falls"),
    "no-kpis": _without_kpis,
    "kpi-weights": _scored("kpi-weights", *test_score.KPIS[:2]),
    "kpi-without-target": _scored("kpi-without-target", ORDERS),
    "kpi-target-zero": _scored("kpi-target-zero", {**ORDERS, "target": 0}),
    "scores-to-type": _scored("scores-to-type"),
}
