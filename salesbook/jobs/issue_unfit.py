"""Why a plan cannot be handed down as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.domain.period import PeriodError, parse_period
from salesbook.errors import Place, Problem
from salesbook.jobs.plan_presence import leavers, unassigned
from salesbook.letters.narrow import periods_of
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesbook.book.model import Book, Goal


def unfit(book: Book, period: str = "") -> Iterator[Problem]:
    """There is no plan, or another one than the goals and the version say; the period is none of the plan's."""
    if not book.plan:
        yield Problem("no-plan")
        return
    versions = {row.version for row in book.plan}
    if versions != {book.settings.version}:
        words = {"plan": ", ".join(map(str, sorted(versions))), "settings": book.settings.version}
        yield Problem("plan-of-other-version", book.settings.places.get("version", Place(table="sb_plan")), words)
    yield from _moved_goals(book)
    yield from _without_reps(book)
    known = periods_of(book)
    if period and period not in known:
        yield Problem("period-not-in-plan", Place(table="sb_plan"), {"period": period, "known": ", ".join(known)})


def _without_reps(book: Book) -> Iterator[Problem]:
    if not any(row.rep for row in book.plan):
        yield Problem("plan-without-reps", Place(table="sb_plan"))
    team = {rep.name for rep in book.reps} | ({unassigned(book)} if leavers(book) else set())
    for name in dict.fromkeys(row.rep for row in book.plan if row.rep and row.rep not in team):
        yield Problem("planned-rep-not-in-team", Place(table="sb_plan"), {"rep": name})


def _moved_goals(book: Book) -> Iterator[Problem]:
    """Goals for the whole plan that its leaves no longer come to."""
    for goal in book.goals:
        if goal.scope or not _whole(goal, book):
            continue
        rows = [row for row in book.plan if row.metric == goal.metric]
        for tier in ("floor", "target", "stretch"):
            wanted, planned = getattr(goal, tier), sum(getattr(row, tier) for row in rows)
            if wanted is not None and wanted != planned:
                words = {"goal": f"{wanted:,}", "plan": f"{planned:,}", "tier": in_each("choices", f"tier.{tier}")}
                yield Problem("goal-moved", goal.place, words)


def _whole(goal: Goal, book: Book) -> bool:
    """Whether a goal is for all of the plan's days."""
    if not goal.period:
        return True
    try:
        period = parse_period(goal.period, book.settings.fiscal_start)
    except PeriodError:
        return False
    return (period.start, period.end) == (book.settings.start, book.settings.end)
