"""Goal check 目标检查: SMART with evidence before anything is split; and the table of increments, to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.changes import ChangeSet, Line, Outcome
from salesbook.book.reading import read
from salesbook.domain.smart import CRITERIA, worst
from salesbook.errors import Problem, errors_in
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.tables import put_table
from salesbook.jobs.why_reasons import percent, plain
from salesbook.sheets.goal_check_lines import checked_goals
from salesbook.sheets.goal_check_view import KEY
from salesbook.texts import LANGUAGES, in_each, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.sheets.goal_check_lines import Checked, Evidence
    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class GoalCheckRequest:
    """There is nothing to choose: every goal is looked at."""


def goal_check(snapshot: Snapshot, request: GoalCheckRequest, today: date) -> Outcome:  # noqa: ARG001
    """The sheet, a line of verdicts for each goal, and a warning for each criterion that is not met."""
    reading = read(snapshot)
    if reading.book is None or errors_in(reading.problems):
        return Outcome(problems=reading.problems)
    book = reading.book
    goals = checked_goals(book)
    changes = reading.repairing() + _increments(snapshot, book)
    changes += refreshed(snapshot, book, changes, wanted=(KEY,))
    return Outcome(changes, (*reading.problems, *_not_met(goals)), tuple(_line(goal) for goal in goals))


def _increments(snapshot: Snapshot, book: Book) -> ChangeSet:
    """An empty table of increments, where a goal has a base, the plan is split by customer type, and none is there."""
    grows = any(goal.base is not None and not goal.scope for goal in book.goals)
    if "sb_increments" in snapshot.tables or not grows or "customer" not in book.settings.axes:
        return ChangeSet()
    return put_table(snapshot, "sb_increments", (), book.settings.language)


def _not_met(goals: tuple[Checked, ...]) -> Iterator[Problem]:
    for goal in goals:
        for line in goal.lines:
            if line.verdict == "no":
                criterion = in_each("smart", f"criterion.{line.criterion}")
                numbers = _numbers(line)
                words = {"goal": goal.called, "criterion": criterion, "said": line.said, "numbers": numbers}
                yield Problem("goal-not-smart", goal.facts.goal.place, words)


def _line(goal: Checked) -> Line:
    """The verdicts of a goal: S ok, M ok, A look …"""
    said = {language: _verdicts(goal, language) for language in LANGUAGES}
    return Line(in_each("smart", "line", goal=goal.called, verdicts=said))


def _verdicts(goal: Checked, language: Language) -> str:
    found = (
        (text("smart", f"criterion.{criterion}", language).partition(" ")[0], worst(goal.verdicts(criterion)))
        for criterion in CRITERIA
    )
    return ("，" if language == "zh" else ", ").join(
        f"{letter} {text('smart', f'verdict.{verdict}', language)}" for letter, verdict in found
    )


def _numbers(line: Evidence) -> dict[Language, str] | str:
    """What is asked against what it is compared with, in brackets; "" where the evidence is in words."""
    if line.asked is None or line.compared is None:
        return ""
    shown = percent if line.rule in ("growth", "base") else plain
    said = f"{shown(line.asked)} / {shown(line.compared)}"
    return {"zh": f"（{said}）", "en": f" ({said})"}
