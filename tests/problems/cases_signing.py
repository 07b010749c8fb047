"""What is found before signing: goals that are not sound, and people of whom too much or too little is asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fairness import FairnessRequest, fairness
from salesbook.jobs.goal_check import GoalCheckRequest, goal_check
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.snapshot import Snapshot
    from salesbook.errors import Problem


def planned(*sold: tuple[str, int], metric: str = "revenue") -> Snapshot:
    """A goal of 1,200 for Li and Wang alike, who sold so much last January."""
    history = [{"date": date(2025, 1, 9), "rep": rep, "amount": amount} for rep, amount in sold]
    rows: dict[str, Any] = {
        "sb_goals": [{**goal(1200), "metric": metric}], "sb_reps": reps("Li", "Wang", weight=1), "sb_history": history,
    }  # fmt: skip
    before = snapshot(rows, {"axes": ("rep",), "metric": metric})
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def fair(code: str, *sold: tuple[str, int], metric: str = "revenue") -> Callable[[], Problem]:
    """The problem of this code that looking at fairness gives."""

    def found() -> Problem:
        outcome = fairness(planned(*sold, metric=metric), FairnessRequest(), TODAY)
        return next(problem for problem in outcome.problems if problem.code == code)

    return found


def goals() -> Problem:
    """1,200 where 600 were sold."""
    return goal_check(planned(("Li", 600)), GoalCheckRequest(), TODAY).problems[0]


CASES: dict[str, Callable[[], Problem]] = {
    "fairness-not-measured": fair("fairness-not-measured", metric="orders"),
    "fairness-without-base": fair("fairness-without-base"),
    "fairness-above": fair("fairness-above", ("Li", 400), ("Wang", 500)),
    "fairness-below": fair("fairness-below", ("Li", 400), ("Wang", 500)),
    "goal-not-smart": goals,
}
