"""Decompose 分解: goals go in; leaves, days, process targets and their views come out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.changes import Line, Outcome
from salesbook.book.checks import goal_sums, lacking
from salesbook.book.reading import read
from salesbook.errors import errors_in
from salesbook.jobs.hand_changes import changed_goals, is_changed, with_changes
from salesbook.jobs.hold_limits import under_changes, unmet_holds
from salesbook.jobs.plan_build import build_plan
from salesbook.jobs.plan_lines import time_lines
from salesbook.jobs.plan_put import put_plan
from salesbook.texts import in_each

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book, PlanRow, Settings
    from salesbook.book.reading import Reading
    from salesbook.book.snapshot import Snapshot
    from salesbook.errors import Problem


REPLACED = ("sb_plan", "sb_days", "sb_process")
"""Tables that are put anew: whatever is wrong in them does not matter any more."""


@dataclass(frozen=True, slots=True)
class DecomposeRequest:
    """Whether hand changes are dropped; else they stay on top of the new split."""

    drop_changes: bool = False


def decompose(snapshot: Snapshot, request: DecomposeRequest, today: date) -> Outcome:  # noqa: ARG001
    """Split every goal of the workbook; with any error, nothing changes."""
    reading = read(snapshot)
    read_well = tuple(p for p in reading.problems if p.place.table not in REPLACED)
    if reading.book is None:
        return Outcome(problems=read_well)
    problems = (*read_well, *lacking(reading.book), *goal_sums(reading.book))
    if errors_in(problems):
        return Outcome(problems=problems)
    plan = build_plan(reading.book if request.drop_changes else under_changes(reading.book))
    problems = (*problems, *plan.problems)
    if errors_in(problems):
        return Outcome(problems=problems)
    rows, changed = (plan.rows, ()) if request.drop_changes else _by_hand(plan.rows, reading)
    problems = (*problems, *changed)
    if errors_in(problems):
        return Outcome(problems=problems)
    changes, book, missing = put_plan(snapshot, replace(reading.book, plan=rows, settings=_next_version(reading.book)))
    found = (*problems, *missing, *unmet_holds(book), *changed_goals(book))
    return Outcome(reading.repairing() + changes, found, _summary(reading.book, book))


def _by_hand(rows: tuple[PlanRow, ...], reading: Reading) -> tuple[tuple[PlanRow, ...], tuple[Problem, ...]]:
    """The new leaves with the hand changes; a plan with such changes must be readable, or some would be lost."""
    assert reading.book is not None, "a book was read"
    unread = tuple(p for p in errors_in(reading.problems) if p.place.table == "sb_plan")
    if unread and any(map(is_changed, reading.book.plan)):
        return rows, unread
    return with_changes(rows, reading.book)


def _next_version(book: Book) -> Settings:
    return replace(book.settings, version=book.settings.version + 1)


def _summary(before: Book, after: Book) -> tuple[Line, ...]:
    """Per metric and tier: the total before and after; then how many rows there are."""
    lines = []
    for metric in dict.fromkeys(row.metric for row in after.plan):
        name = in_each("choices", f"metric.{metric}")
        for tier in ("floor", "target", "stretch", "hedge"):
            old, new = _total(before, metric, tier), _total(after, metric, tier)
            if tier == "hedge" and not (old or new):
                continue
            what = in_each("jobs", f"decompose.{tier}", metric=name)
            lines.append(Line(what, old, new))
    lines += time_lines(before, after)
    lines.append(Line(in_each("jobs", "decompose.leaves"), len(before.plan), len(after.plan)))
    lines.append(Line(in_each("jobs", "decompose.days"), len(before.days), len(after.days)))
    return tuple(lines)


def _total(book: Book, metric: str, tier: str) -> int:
    return sum(getattr(row, tier) for row in book.plan if row.metric == metric)
