"""What explaining a number finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutCells
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.why import WhyRequest, why
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.snapshot import Snapshot
    from salesbook.errors import Problem


def planned() -> Snapshot:
    """A goal of 1,200 for Li and Wang, split."""
    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li", "Wang")})
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def asking(part: str = "", metric: str = "") -> Callable[[], Problem]:
    """What is answered to a slice or a metric."""
    return lambda: why(planned(), WhyRequest(part, metric)).problems[0]


def moved() -> Problem:
    """The goal is now 1,320."""
    book = planned()
    column = book.tables["sb_goals"].headings.index("Target")
    changed = applied(book, ChangeSet((PutCells("sb_goals", {(0, column): 1320}),)))
    return why(changed, WhyRequest()).problems[0]


CASES: dict[str, Callable[[], Problem]] = {
    "why-no-metric": asking(metric="orders"),
    "why-axis-not-split": asking("channel=Dealer"),
    "why-no-leaves": asking("week=2026-W10"),
    "why-moved": moved,
}
