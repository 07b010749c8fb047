"""Goals beside what the plan makes of them, in the tier and the metric that a view's cells switch to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.values import Formula, address
from salesbook.sheets.goal_lines import goal_of, switched_goal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.model import Book, Goal
    from salesbook.sheets.drawing import Drawing
    from salesbook.sheets.metrics import MetricShown

Goals = tuple["Goal | None", ...]
"""The goal of each metric that a view shows, the main one first."""


@dataclass(frozen=True, slots=True)
class ViewGoals:
    """The goals of a view whose tier is switched in the cell `tier`."""

    book: Book
    metric: MetricShown
    tier: str

    def of(self, scope: Mapping[str, str], period: str = "") -> Goals:
        """The goals for just this scope and period; empty where no metric has one."""
        found = tuple(goal_of(self.book, scope, period, metric) for metric in self.metric.metrics)
        return found if any(found) else ()

    def put(
        self, drawing: Drawing, goals: Goals, at: tuple[int, int], beside: tuple[int, int], planned: str, value: int
    ) -> None:
        """A goal in one cell, and in another the plan, `value` in the cell `planned`, minus it; nothing where there
        is none."""
        if not goals:
            return
        cell, main = address(*at), goals[0]
        shown = self.metric.choice(switched_goal(goal, self.metric.refs, self.tier) for goal in goals)
        drawing.put(*at, Formula(shown, main.target if main else ""), "output:int")
        difference = Formula(f'IF({cell}="","",{planned}-{cell})', value - main.target if main else "")
        drawing.put(*beside, difference, "check:check")
