"""A small plan for the tests of commands that change it by hand: three reps in two regions, by month and product."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.jobs.decompose import DecomposeRequest, decompose
from tests.jobs.plans import TODAY, goal, members, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.changes import Outcome
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

AXES = ("rep", "region", "product")


def start(language: Any = "en", *, goals: Any = (), settings: Any = (), **rows: Any) -> Snapshot:
    """A workbook before its first split: 1,440,000 for the year, that is 40,000 per rep and month; floor 90 %,
    stretch 110 %, whole hundreds."""
    team = [*reps("Li", "Wang", region="East"), *reps("Zhao", region="West")]
    tables = {
        "sb_goals": [goal(1_440_000), *goals],
        "sb_reps": team,
        "sb_members": [*members("region", "East", "West"), *members("product", A=0.6, B=0.4)],
        **rows,
    }
    given = {"axes": AXES, "floor": 0.9, "stretch": 1.1, "unit": 100, "season": "equal", **dict(settings)}
    return snapshot(tables, given, language)


def plan(language: Any = "en", **more: Any) -> Snapshot:
    """The same, split."""
    before = start(language, **more)
    return after(before, decompose(before, DecomposeRequest(), TODAY))


def after(before: Snapshot, outcome: Outcome) -> Snapshot:
    """The workbook once an outcome is carried out, which must change something."""
    assert outcome.changes, [problem.message("en") for problem in outcome.problems]
    found = applied(before, outcome.changes)
    assert read(found).errors == ()
    return found


def book(found: Snapshot) -> Book:
    made = read(found).book
    assert made is not None
    return made


def sums(found: Snapshot, *keys: str, tier: str = "target") -> dict[Any, int]:
    """Sums of a field by others."""
    total: Counter[Any] = Counter()
    for row in book(found).plan:
        key = tuple(getattr(row, key) for key in keys)
        total[key[0] if len(key) == 1 else key] += getattr(row, tier)
    return dict(total)


def total(found: Snapshot, tier: str = "target", where: Callable[[Any], bool] = lambda row: True) -> int:
    return sum(getattr(row, tier) for row in book(found).plan if where(row))


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def again(before: Snapshot, *, drop: bool = False) -> Outcome:
    """Split it again."""
    return decompose(before, DecomposeRequest(drop), TODAY)
