"""What splitting, tracking and taking back find."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from salesbook.domain.split import Wider
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.journal import journaled
from salesbook.jobs.plan_problems import of_notes
from salesbook.jobs.track import TrackRequest, track
from salesbook.jobs.undo import UndoRequest, undo
from tests.jobs.plans import TODAY, goal, members, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from salesbook.book.snapshot import Snapshot
    from salesbook.errors import Problem



def plan(rows: Mapping[str, Sequence[Mapping[str, Any]]], **settings: Any) -> Snapshot:
    """A goal of 1,200 for Li and Wang in 2026, with these rows added or put in their place."""
    return snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li", "Wang"), **rows}, settings)


def splitting(code: str, rows: Mapping[str, Sequence[Mapping[str, Any]]], **settings: Any) -> Callable[[], Problem]:
    """The problem of this code that decomposing such a plan gives."""

    def found() -> Problem:
        outcome = decompose(plan(rows, **settings), DecomposeRequest(), TODAY)
        return next(p for p in outcome.problems if p.code == code)

    return found


def sales(*rows: tuple[str, int]) -> list[dict[str, Any]]:
    """History of March 2025: rep and amount."""
    return [{"date": date(2025, 3, 3), "rep": rep, "amount": amount} for rep, amount in rows]


def two_regions() -> list[dict[str, Any]]:
    """Li sold in East and West."""
    return [{**row, "region": region} for row in sales(("Li", 10)) for region in ("East", "West")]


def east(quarter: int) -> dict[str, list[dict[str, Any]]]:
    """East has half of 1,200 by its share, and by its goals so much in each quarter."""
    quarters = [goal(quarter, "region=East", f"2026Q{number}") for number in range(1, 5)]
    return {"sb_members": EAST, "sb_goals": [goal(1200), *quarters]}


def tracking(as_of: date, *, planned: bool, metric: str = "revenue") -> Problem:
    """What tracking says, with or without a plan."""
    from salesbook.book.applied import applied

    before = plan({"sb_goals": [{**goal(1200), "metric": metric}]}, metric=metric)
    if planned:
        before = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    (problem,) = track(before, TrackRequest(as_of), TODAY).problems
    return problem


def taking_back(*, damaged: bool) -> Problem:
    """What undo says of a workbook without a journal, or with one whose record is damaged."""
    from dataclasses import replace
    from datetime import datetime

    from salesbook.book.applied import applied

    before = plan({})
    if damaged:
        outcome = decompose(before, DecomposeRequest(), TODAY)
        before = applied(before, journaled(before, outcome, "decompose", datetime(2026, 1, 5)))
        block = before.tables["sb_undo"]
        before = replace(before, tables={**before.tables, "sb_undo": replace(block, rows=((1, 0, "?"),))})
    (problem,) = undo(before, UndoRequest(), TODAY).problems
    return problem


FUNNEL = [
    {"stage": "Visit", "next": "Order", "rate": 0.3},
    {"stage": "Order", "next": "Visit", "rate": 0.5},
]
ORDERS = {"metric": "orders", "target": 10}
EAST = members("region", East=0.5, West=0.5)
WEIGHTLESS = [*reps("Li", weight=0), *reps("Wang", weight=0)]

CASES: dict[str, Callable[[], Problem]] = {
    "history-not-placed": splitting("history-not-placed", {"sb_history": sales(("Li", 10), ("", 5))}),
    "negative-base": splitting("negative-base", {"sb_history": sales(("Li", 10), ("Wang", -5))}),
    "rep-without-base": splitting("rep-without-base", {"sb_history": sales(("Li", 10))}),
    "reps-in-several-regions": splitting("reps-in-several-regions", {"sb_history": two_regions(), "sb_members": EAST}),
    "months-without-sales": splitting("months-without-sales", {"sb_history": sales(("Li", 10), ("Wang", 5))}),
    "no-whole-goal": splitting("no-whole-goal", {"sb_goals": [goal(100, period="2026-03")]}),
    "parts-over-total": splitting("parts-over-total", east(200)),
    "parts-under-total": splitting("parts-under-total", east(100)),
    "no-leaves": splitting("no-leaves", {"sb_reps": reps("Li", region="East"), "sb_members": EAST}),
    "cannot-reach": splitting(
        "cannot-reach",
        {
            "sb_reps": [*reps("Li", region="East"), *reps("Wang", region="West")],
            "sb_members": EAST,
            "sb_goals": [goal(1200), goal(700, "rep=Li")],
        },
    ),
    "split-equally": splitting("split-equally", {"sb_reps": WEIGHTLESS}),
    "no-season-history": splitting("no-season-history", {}, season="history"),
    "rates-without-orders": splitting("rates-without-orders", {"sb_rates": FUNNEL[:1]}),
    "funnel-wrong": splitting("funnel-wrong", {"sb_rates": FUNNEL, "sb_goals": [goal(1200), ORDERS]}),
    "no-plan": lambda: tracking(TODAY, planned=False),
    "metric-not-tracked": lambda: tracking(TODAY, planned=True, metric="orders"),
    "as-of-outside-plan": lambda: tracking(date(2027, 1, 1), planned=True),
    "wider-than-a-unit": lambda: of_notes([Wider(("2026-01", "Li"), 3.2, 5)], 1)[0],
    "nothing-to-undo": lambda: taking_back(damaged=False),
    "undo-not-kept": lambda: taking_back(damaged=True),
}
