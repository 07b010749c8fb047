"""What splitting finds of holds, bounds and goals on several axes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from salesbook.domain.split import Infeasible
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.plan_problems import of_conflict
from tests.jobs.plans import TODAY, goal, members, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from salesbook.book.snapshot import Snapshot
    from salesbook.errors import Problem


def hold(value: int | None = None, scope: str | None = None, period: str | None = None, **more: Any) -> dict[str, Any]:
    """A row of sb_holds for revenue."""
    return {"metric": "revenue", "scope": scope, "period": period, "kind": "hold", "value": value, **more}


def plan(rows: Mapping[str, Sequence[Mapping[str, Any]]], **settings: Any) -> Snapshot:
    """A goal of 9,600 for Li and Wang, East and West in 2026, with these rows added or put in their place."""
    usual = {"sb_goals": [goal(9600)], "sb_reps": reps("Li", "Wang"), "sb_members": members("region", "East", "West")}
    return snapshot({**usual, **rows}, settings)


def splitting(code: str, rows: Mapping[str, Sequence[Mapping[str, Any]]], **settings: Any) -> Callable[[], Problem]:
    """The problem of this code that decomposing such a plan gives."""

    def found() -> Problem:
        outcome = decompose(plan(rows, **settings), DecomposeRequest(), TODAY)
        return next(p for p in outcome.problems if p.code == code)

    return found


def sold(rep: str, region: str, product: str) -> dict[str, Any]:
    """A row of history."""
    return {"date": date(2025, 3, 3), "rep": rep, "region": region, "product": product, "amount": 10}


CIRCLE = {
    "sb_members": [],
    "sb_history": [sold("Li", "West", "A"), sold("Li", "East", "B"), sold("Wang", "East", "A")],
    "sb_holds": [hold(5000, f"{axis}", kind="max") for axis in ("Rep=Li", "Region=East", "Product=A")],
}
"""Each two of the three limits share a third of the sales: together they allow 7,500, two by two 10,000."""


def whole_units() -> Problem:
    """As splitting says it where only parts of units would do."""
    stuck = Infeasible("unreachable", ("region",), ("East",), fixed=3, wanted=4)
    stuck.fractional = stuck.proven = True
    from salesbook.book.reading import read

    book = read(plan({"sb_goals": [goal(9600), goal(4800, "Region=East")]})).book
    assert book is not None
    return of_conflict(stuck, 1000, book)


PHASES = [
    {"phase": "Start", "start": date(2026, 1, 1), "end": date(2026, 5, 10)},
    {"phase": "Finish", "start": date(2026, 5, 11), "end": date(2026, 12, 31)},
]
FEBRUARY = [goal(9600), goal(800, period="2026-02")]

CASES: dict[str, Callable[[], Problem]] = {
    "axis-not-split": splitting("axis-not-split", {"sb_holds": [hold(5, "Region=East")]}, axes=("rep",)),
    "period-cuts-leaves": splitting(
        "period-cuts-leaves", {"sb_holds": [hold(5, "Rep=Li", "2026-05")], "sb_phases": PHASES}
    ),
    "bound-without-history": splitting(
        "bound-without-history", {"sb_holds": [hold(scope="Rep=Li", period="2026-02", kind="min", growth=0.1)]}
    ),
    "holds-conflict": splitting(
        "holds-conflict",
        {"sb_goals": FEBRUARY, "sb_holds": [hold(500, "Rep=Li", "2026-02"), hold(320, "Rep=Wang", "2026-02")]},
    ),
    "hold-rep-absent": splitting(
        "hold-rep-absent",
        {"sb_holds": [hold(500, "Rep=Li", "2026-06")], "sb_reps": [*reps("Li", end=date(2026, 3, 31)), *reps("Wang")]},
    ),
    "holds-conflict-woven": splitting("holds-conflict-woven", CIRCLE, axes=("rep", "region", "product")),
    "shares-give-way": splitting("shares-give-way", {"sb_holds": [hold(900, "Rep=Li", "2026-02")]}),
    "no-whole-units": whole_units,
}
