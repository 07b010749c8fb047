"""What splitting says of negative and missing bases, and of small and odd plans."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.jobs.plans import goal, members, reps
from tests.problems.cases_holds_engine import splitting

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from salesbook.errors import Problem


def sales(*rows: tuple[str, int]) -> list[dict[str, Any]]:
    """History of every month of 2025: rep and amount."""
    return [
        {"date": date(2025, month, 3), "rep": rep, "region": "East", "amount": amount}
        for month in range(1, 13)
        for rep, amount in rows
    ]


RETURNS = {"sb_history": sales(("Li", 10), ("Wang", -5))}
NEW = {"sb_history": sales(("Li", 10)), "sb_members": members("region", "East", "West"), "sb_reps": reps("Li")}
JANUARY = {"start": date(2026, 1, 1), "end": date(2026, 1, 31)}

CASES: dict[str, Callable[[], Problem]] = {
    "negative-base-zero": splitting("negative-base-zero", RETURNS, negative="zero"),
    "negative-base-absolute": splitting("negative-base-absolute", RETURNS, negative="absolute"),
    "bases-sum-to-zero": splitting("bases-sum-to-zero", {"sb_history": sales(("Li", 5), ("Wang", -5))}),
    "base-year-short": splitting("base-year-short", {"sb_history": sales(("Li", 5), ("Wang", 5))[:6]}),
    "members-seeded": splitting("members-seeded", NEW, seed=0.05),
    "seeds-take-all": splitting("seeds-take-all", NEW, seed=1),
    "residue-member-unknown": splitting("residue-member-unknown", {}, residue="cell:Zhou"),
    "goal-of-zero": splitting("goal-of-zero", {"sb_goals": [goal(9600), goal(0, "Region=West", "2026-02")]}),
    "fewer-units-than-leaves": splitting("fewer-units-than-leaves", {"sb_goals": [goal(9)]}),
    "one-rep-only": splitting("one-rep-only", {"sb_reps": reps("Li")}),
    "one-period-only": splitting("one-period-only", {}, **JANUARY),
}
