"""Goals as live references to their cells in sb_goals, to stand beside what the plan makes of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE, TIERS
from salesbook.book.references import position
from salesbook.sheets.formulas import by_tier, exactly, sumifs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.model import Book, Goal
    from salesbook.book.references import Refs


def goal_of(book: Book, scope: Mapping[str, str], period: str = "", metric: str = "") -> Goal | None:
    """A metric's goal, the main one's if none is given, for just this scope and period; both empty: for the
    whole plan."""
    wanted = metric or book.settings.metric
    goals = (g for g in book.goals if g.metric == wanted and g.period == period)
    return next((g for g in goals if dict(g.scope) == dict(scope)), None)


def goal_value(goal: Goal, tier: str, refs: Refs) -> str:
    """The goal's number in a formula: its cell where that holds a number, else the number as it was read.

    The cell is found by what its row says, so that sb_goals may be sorted. It may hold a text such as 1.2亿, or
    nothing where the number follows from base and growth.
    """
    known = getattr(goal, tier)
    written = '""' if known is None else str(known)
    row = _row(goal, refs)
    if row is None or refs.area("sb_goals", tier) is None:
        return written
    cell = sumifs(refs.column("sb_goals", tier), *row)
    return f"IF({cell}=0,{written},{cell})"


def switched_goal(goal: Goal | None, refs: Refs, switch: str) -> str:
    """The goal's number in the tier that the switch cell shows; an empty text where there is none."""
    if goal is None:
        return '""'
    return by_tier(switch, refs.language, (goal_value(goal, tier, refs) for tier in TIERS))


def _row(goal: Goal, refs: Refs) -> tuple[tuple[str, str], ...] | None:
    """The criteria that only the goal's row of sb_goals meets: metric, scope and period as they are written there."""
    block = refs.tables.get("sb_goals")
    digits = re.search(r"\d+$", goal.place.cell)
    if block is None or digits is None or int(digits[0]) - block.row - 1 not in range(len(block.rows)):
        return None
    row = block.rows[int(digits[0]) - block.row - 1]
    found = []
    for key in ("metric", "scope", "period"):
        at = position(block.headings, CATALOGUE["sb_goals"].column(key))
        if at is not None:
            found.append((refs.column("sb_goals", key), exactly(row[at])))
    return tuple(found)
