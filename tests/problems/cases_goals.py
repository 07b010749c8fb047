"""What reading and checking find among the goals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from salesbook.jobs.check import CheckRequest, check
from tests.problems.cases_reading import case, first
from tests.snapshots import block, goals, reps, settings, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Value
    from salesbook.errors import Problem


def goal(**cells: Value) -> Callable[[], Problem]:
    """A workbook with one goal, in which exactly one thing is wrong."""
    return case(
        goals(("销售额", *cells.values()), headings=("metric", *cells, *(() if "target" in cells else ("target",))))
    )


def checked(found: Snapshot, code: str) -> Problem:
    """What the check finds, the first with a code."""
    outcome = check(found, CheckRequest(), date(2026, 1, 1))
    return next(p for p in outcome.problems if p.code == code)


def year_of_the_field_guide() -> Problem:
    """1,000,000,000 for the year, 250,000,000 per quarter, "so 20,000,000 per month"."""
    quarters = [("销售额", None, f"2026Q{q}", 250_000_000) for q in range(1, 5)]
    months = [("销售额", None, f"2026-{m:02}", "2000万") for m in range(1, 13)]
    rows = [("销售额", None, "2026", "10亿"), *quarters, *months]
    return checked(snapshot(goals(*rows)), "parts-do-not-add-up")


def reps_over_the_total() -> Problem:
    rows = [("销售额", None, None, 100), ("销售额", "人员=李伟", None, 120)]
    return checked(snapshot(goals(*rows)), "parts-over-whole")


def far_above_history() -> Problem:
    sales = block(
        "sb_history",
        (date(2025, 1, 1), "李伟", 60),
        (date(2025, 12, 31), "王芳", 40.5),
        headings=("date", "rep", "amount"),
    )
    return checked(snapshot(goals(("销售额", None, None, 200)), sales), "goal-far-above-history")


def typed_as_text() -> Problem:
    return checked(snapshot(goals(("销售额", None, None, "１００万"))), "typed-as-text")


def orders_only() -> Problem:
    """Goals for orders, while the settings' main metric is the revenue."""
    return checked(snapshot(goals(("订单数", None, None, 100))), "main-metric-without-goal")


def next_year() -> Problem:
    """A plan up to March, and a calendar that ends in December."""
    days = block("sb_calendar", (date(2026, 10, 1), "节假日", 0), headings=("date", "kind", "factor"))
    return checked(snapshot(settings(end=date(2027, 3, 31)), days), "year-without-holidays")


CASES: dict[str, Callable[[], Problem]] = {
    "main-metric-without-goal": orders_only,
    "no-goals": lambda: checked(snapshot(goals((None, None, None, None))), "no-goals"),
    "year-without-holidays": next_year,
    "nobody-in-team": lambda: checked(snapshot(reps("")), "nobody-in-team"),
    "scope-unreadable": goal(scope="华东", target=100),
    "scope-axis-twice": goal(scope="人员=李伟，人员=王芳", target=100),
    "period-unreadable": goal(period="2026Q5", target=100),
    "period-outside-plan": goal(period="2027-01", target=100),
    "goal-not-whole-units": lambda: first(
        snapshot(settings(unit=10_000), goals(("销售额", None, None, 1_004_999))), "goal-not-whole-units"
    ),
    "goal-without-target": goal(period="2026"),
    "growth-without-base": goal(growth="20%"),
    "goal-without-growth": goal(base=1000),
    "goal-growth-disagrees": goal(base=1000, growth=0.2, target=1300),
    "tiers-out-of-order": goal(floor=110, target=100),
    "parts-do-not-add-up": year_of_the_field_guide,
    "parts-over-whole": reps_over_the_total,
    "goal-far-above-history": far_above_history,
    "typed-as-text": typed_as_text,
}
