"""Goals as live references to their cells in sb_goals, to stand beside what the plan makes of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.sheets.formulas import by_tier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.model import Book, Goal
    from salesbook.book.references import Refs


def goal_of(book: Book, scope: Mapping[str, str], period: str = "") -> Goal | None:
    """The main metric's goal for just this scope and period; both empty: for the whole plan."""
    metric = book.settings.metric
    goals = (g for g in book.goals if g.metric == metric and g.period == period)
    return next((g for g in goals if dict(g.scope) == dict(scope)), None)


def goal_value(goal: Goal, tier: str, refs: Refs) -> str:
    """The goal's number in a formula: its cell where that holds a number, else the number as it was read.

    A cell may hold a text such as 1.2亿, or nothing where the number follows from base and growth.
    """
    known = getattr(goal, tier)
    written = '""' if known is None else str(known)
    index = _index(goal, refs)
    if index is None or refs.area("sb_goals", tier) is None:
        return written
    cell = f"INDEX({refs.column('sb_goals', tier)},{index})"
    return f"IF(ISNUMBER({cell}),{cell},{written})"


def switched_goal(goal: Goal, refs: Refs, switch: str) -> str:
    """The goal's number in the tier that the switch cell shows."""
    return by_tier(switch, refs.language, (goal_value(goal, tier, refs) for tier in TIERS))


def _index(goal: Goal, refs: Refs) -> int | None:
    """The goal's row among the data rows of sb_goals, counted from 1."""
    block = refs.tables.get("sb_goals")
    digits = re.search(r"\d+$", goal.place.cell)
    return int(digits[0]) - block.row if block and digits else None
