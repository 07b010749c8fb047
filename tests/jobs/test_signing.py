"""The commands before signing: the goal check and fairness put their sheets, say what is not met and who stands out."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutCells
from salesbook.hosts.file import FileHost
from salesbook.hosts.memory import MemoryHost
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fairness import FairnessRequest, fairness
from salesbook.jobs.fresh import BlankRequest, blank
from salesbook.jobs.goal_check import GoalCheckRequest, goal_check
from salesbook.jobs.journal import journaled
from salesbook.jobs.undo import UndoRequest, undo
from tests.jobs.plans import TODAY, YEAR, goal, members, reps, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.hosts.base import Host

NAMES = ("Li", "Wang", "Zhao", "Qian", "Sun", "Wu")


def past(*rows: tuple[str, int], years: tuple[int, ...] = (2025,)) -> list[dict[str, Any]]:
    """What each sold in every month of last year."""
    return [
        {"date": date(year, month, 9), "rep": rep, "region": "East", "amount": amount}
        for year in years
        for month in range(1, 13)
        for rep, amount in rows
    ]


def book(*, sold: int = 100, last: int = 100, target: int = 8_640, **more: Any) -> Snapshot:
    """Six reps who sold `sold` a month, the last of them `last`, all with the same weight; `target` for all."""
    rows = {
        "sb_goals": [goal(target)], "sb_reps": reps(*NAMES, weight=1, region="East"),
        "sb_members": members("region", "East"),
        "sb_history": past(*((name, sold) for name in NAMES[:-1]), (NAMES[-1], last)), **more,
    }  # fmt: skip
    return snapshot(rows, {"issuer": "Zhou"})


def planned(before: Snapshot) -> Snapshot:
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert outcome.changes, outcome.problems
    return applied(before, outcome.changes)


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def lines(outcome: Outcome) -> dict[str, object]:
    return {line.said("en"): line.after for line in outcome.summary}


# -- fairness ----------------------------------------------------------------------------------------------------------


def test_where_all_are_asked_alike_nobody_stands_out() -> None:
    outcome = fairness(planned(book()), FairnessRequest(), TODAY)
    assert codes(outcome) == []
    said = lines(outcome)
    assert (said["Growth asked, all together"], said["Reps who stand out"], said["Reps compared"]) == ("20%", 0, 6)


def test_who_sold_half_and_is_asked_for_the_same_is_named_with_the_numbers() -> None:
    outcome = fairness(planned(book(last=50)), FairnessRequest(), TODAY)
    (problem,) = outcome.problems
    assert (problem.code, str(problem.place)) == ("fairness-above", "Team!B10")
    assert "600 in the same days last year, 1,440 now, 140% more" in problem.message("en")


def test_who_sold_twice_as_much_is_asked_for_little() -> None:
    outcome = fairness(planned(book(last=200)), FairnessRequest(), TODAY)
    assert codes(outcome) == ["fairness-below"]


def test_the_sheet_comes_after_the_views_and_follows_the_next_split() -> None:
    first = planned(book())
    with_sheet = applied(first, fairness(first, FairnessRequest(), TODAY).changes)
    assert "view.fairness" in with_sheet.pages
    target = with_sheet.tables["sb_goals"].headings.index("Target")
    moved = applied(with_sheet, ChangeSet((PutCells("sb_goals", {(0, target): 9_000}),)))
    again = decompose(moved, DecomposeRequest(), TODAY)
    assert "view.fairness" in [getattr(getattr(change, "page", None), "key", "") for change in again.changes.changes]


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("no-plan", book()),
        ("fairness-without-base", planned(book(sb_history=[{"date": date(2023, 1, 1), "rep": "Li", "amount": 1}]))),
    ],
)
def test_what_is_missing_is_said(code: str, before: Snapshot) -> None:
    assert code in codes(fairness(before, FairnessRequest(), TODAY))


# -- the goal check ----------------------------------------------------------------------------------------------------


def verdicts(before: Snapshot) -> str:
    return next(iter(lines(goal_check(before, GoalCheckRequest(), TODAY))))


def test_a_sound_goal_is_ok_on_every_count() -> None:
    """7,200 last year, 6,600 the year before; 7,800 now, no month above the best, no rep above the best."""
    history = past(*((name, 100) for name in NAMES)) + past(*((name, 92) for name in NAMES), years=(2024,))
    before = planned(book(target=7_200, sb_history=history))
    assert verdicts(before) == "Revenue · whole plan: S ok, M ok, A ok, R ok, T ok"


def test_a_goal_far_beyond_the_best_is_not_achievable_and_says_with_what_numbers() -> None:
    outcome = goal_check(planned(book(target=14_400)), GoalCheckRequest(), TODAY)
    assert next(iter(lines(outcome))) == "Revenue · whole plan: S ok, M ok, A not met, R ok, T ok"
    assert set(codes(outcome)) == {"goal-not-smart"}
    told = " ".join(problem.message("en") for problem in outcome.problems)
    assert "100% / 0%" in told
    assert "1,200 / 600" in told
    assert "2,400 / 1,200" in told


def test_before_the_split_parts_are_to_be_looked_at() -> None:
    assert verdicts(book(target=7_200)).endswith("R look, T ok")


def test_parts_that_do_not_add_up_are_not_met() -> None:
    quarters = [goal(1_800, period=f"2026Q{n}") for n in (1, 2, 3)]
    before = book(sb_goals=[goal(7_200), *quarters, goal(1_900, period="2026Q4")])
    outcome = goal_check(before, GoalCheckRequest(), TODAY)
    assert "R not met" in next(iter(lines(outcome)))
    assert "7,300 / 7,200" in " ".join(problem.message("en") for problem in outcome.problems)


def test_without_past_sales_growth_cannot_be_judged() -> None:
    said = verdicts(book(sb_history=[]))
    assert said == "Revenue · whole plan: S ok, M look, A look, R look, T ok"


def test_without_past_sales_a_base_that_was_typed_tells_the_growth() -> None:
    assert "A ok" in verdicts(book(sb_history=[], sb_goals=[goal(105, base=100)]))
    assert "A look" in verdicts(book(sb_history=[], sb_goals=[goal(120, base=100)]))
    assert "A not met" in verdicts(book(sb_history=[], sb_goals=[goal(160, base=100)]))


def test_a_metric_that_sales_do_not_tell_cannot_be_measured() -> None:
    before = book(sb_goals=[{"metric": "new_customers", "target": 60}])
    assert "M not met" in verdicts(before)


def test_a_goal_that_nobody_answers_for_is_to_be_looked_at() -> None:
    before = snapshot({"sb_goals": [goal(100)], "sb_reps": reps("Li")})
    assert "S look" in verdicts(before)


def test_the_table_of_increments_is_offered_where_it_can_be_used() -> None:
    def pages(base: int | None, axes: tuple[str, ...]) -> set[str]:
        rows = {"sb_goals": [goal(120, base=base)], "sb_reps": reps("Li"), "sb_members": members("customer", "New")}
        before = snapshot(rows, {"axes": axes})
        return set(applied(before, goal_check(before, GoalCheckRequest(), TODAY).changes).pages)

    assert "increments" in pages(100, ("rep", "customer"))
    assert "increments" not in pages(None, ("rep", "customer")) | pages(100, ("rep",))


# -- on every host -----------------------------------------------------------------------------------------------------


def hosts(folder: Path) -> list[Host]:
    rows = {
        "sb_goals": [goal(8_640)], "sb_reps": reps(*NAMES, weight=1),
        "sb_history": past(*((name, 100) for name in NAMES)),
    }  # fmt: skip
    pages = blank(BlankRequest("en", {**YEAR, "axes": ("rep",)}, rows, country=""))
    return [MemoryHost.create(pages), FileHost.create(folder / "plan.xlsx", pages)]


def test_both_commands_write_and_are_taken_back_in_memory_and_in_a_file(tmp_path: Path) -> None:
    for host in hosts(tmp_path):
        host.apply(decompose(host.read(), DecomposeRequest(), TODAY).changes)
        for name, run in (("goals", goal_check), ("fairness", fairness)):
            before = host.read()
            outcome = run(before, GoalCheckRequest() if name == "goals" else FairnessRequest(), TODAY)  # type: ignore[operator]
            host.apply(journaled(before, outcome, name, datetime(2026, 1, 5)))
            assert f"view.{name}" in host.read().pages
        for name in ("fairness", "goals"):
            host.apply(undo(host.read(), UndoRequest(), TODAY).changes)
            assert f"view.{name}" not in host.read().pages
