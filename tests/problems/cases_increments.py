"""What sharing out an increment finds: a goal of 1,200 over a base of 1,000 for Li and Wang."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesbook.jobs.decompose import DecomposeRequest, decompose
from tests.jobs.plans import TODAY, goal, members, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.errors import Problem

GOAL = goal(1200, base=1000)


def sharing(
    code: str, *shares: tuple[str, float], goals: tuple[dict[str, Any], ...] = (GOAL,), axis: str = "customer"
) -> Callable[[], Problem]:
    """The problem of this code that splitting such a plan gives."""

    def found() -> Problem:
        rows = [{"metric": "revenue", "customer": name, "share": share} for name, share in shares]
        types = members("customer", New=0.4, Existing=0.6)
        tables = {"sb_goals": goals, "sb_reps": reps("Li", "Wang"), "sb_members": types, "sb_increments": rows}
        outcome = decompose(snapshot(tables, {"axes": ("rep", axis)}), DecomposeRequest(), TODAY)
        return next(problem for problem in outcome.problems if problem.code == code)

    return found


CASES: dict[str, Callable[[], Problem]] = {
    "increments-over-whole": sharing("increments-over-whole", ("New", 0.7), ("Existing", 0.5)),
    "increments-short": sharing("increments-short", ("New", 0.5)),
    "increments-not-split": sharing("increments-not-split", ("New", 1), axis="rep"),
    "increment-without-base": sharing("increment-without-base", ("New", 1), goals=(goal(1200),)),
    "increment-below-zero": sharing("increment-below-zero", ("New", 1), goals=(goal(100, base=1000),)),
    "increment-goal-differs": sharing("increment-goal-differs", ("New", 1), goals=(GOAL, goal(500, "customer=New"))),
}
