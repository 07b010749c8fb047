"""What people changed by hand: kept over a new split, and named wherever a goal no longer agrees because of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES, TIERS
from salesbook.book.reading_cells import RefusedError
from salesbook.book.timeline import leaf_periods
from salesbook.errors import Place, Problem
from salesbook.jobs.plan_axes import plan_axes
from salesbook.jobs.plan_presence import is_there
from salesbook.jobs.slice_leaves import leaves_of, slice_words, where_of
from salesbook.texts import LANGUAGES, in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from salesbook.book.model import Book, Goal, PlanRow, Rep
    from salesbook.book.reading_words import Words

CHANGES = tuple(f"{tier}_change" for tier in TIERS)
_NAMED = 5
"""So many slices a notice names."""

Key = tuple[str, ...]


def key_of(row: PlanRow) -> Key:
    """What makes a leaf the same leaf in the next split."""
    return (row.metric, row.period, *(getattr(row, axis) for axis in AXES))


def is_changed(row: PlanRow) -> bool:
    """Whether people changed any of its tiers."""
    return any(getattr(row, change) for change in CHANGES)


def with_changes(rows: Sequence[PlanRow], book: Book) -> tuple[tuple[PlanRow, ...], tuple[Problem, ...]]:
    """A new split's leaves with the hand changes of the book's present plan on top, and what was noticed.

    A changed leaf that the split left out as all zero comes back, after the others. Changes whose leaf cannot be any
    more are left out and named; results below zero or with tiers out of order are errors.
    """
    changed = {key_of(row): row for row in book.plan if is_changed(row)}
    made = {key_of(row) for row in rows}
    unmade = [row for key, row in changed.items() if key not in made]
    empty = [row for row in unmade if _can_be(row, book)]
    lost = [row for row in unmade if row not in empty]
    version = rows[0].version if rows else 1
    bare = [replace(row, floor=0, target=0, stretch=0, hedge=0, version=version) for row in empty]
    found = tuple(_on_top(row, changed.get(key_of(row))) for row in (*rows, *bare))
    return found, (*_lost(lost), *_wrong(found))


def _can_be(row: PlanRow, book: Book) -> bool:
    """Whether the plan's periods and axes still have the leaf, and its rep sells in that period."""
    axes = {axis.name: axis.members for axis in plan_axes(book)}
    periods = {period.key for period in leaf_periods(book)}
    metrics = {goal.metric for goal in book.goals}
    members = all(getattr(row, axis) in axes.get(axis, ("",)) for axis in AXES)
    rep = next((rep for rep in book.reps if rep.name == row.rep), None)
    present = rep is None or (is_there(rep, row.end) or is_there(rep, row.start) or _is_within(rep, row))
    return members and present and row.period in periods and row.metric in metrics


def _is_within(rep: Rep, row: PlanRow) -> bool:
    """Whether a rep comes after a leaf's first day and goes before its last."""
    return bool(rep.start and rep.end and row.start <= rep.start <= rep.end <= row.end)


def _on_top(row: PlanRow, changed: PlanRow | None) -> PlanRow:
    if changed is None:
        return row
    tiers = {tier: getattr(row, tier) + getattr(changed, f"{tier}_change") for tier in TIERS}
    return replace(row, **tiers, **{change: getattr(changed, change) for change in CHANGES})


def _lost(rows: Sequence[PlanRow]) -> Iterator[Problem]:
    if rows:
        words = {"count": len(rows), "where": where_of(rows[0]), "sum": f"{sum(r.target_change for r in rows):+,}"}
        yield Problem("hand-changes-without-leaf", Place(table="sb_plan"), words)


def _wrong(rows: Sequence[PlanRow]) -> Iterator[Problem]:
    """The changed leaves that came out below zero, then those with tiers out of order."""
    changed = [row for row in rows if is_changed(row)]
    below = [row for row in changed if any(getattr(row, tier) < 0 for tier in TIERS)]
    if below:
        row = below[0]
        tier = next(tier for tier in TIERS if getattr(row, tier) < 0)
        change = getattr(row, f"{tier}_change")
        words = {"where": where_of(row), "tier": in_each("reading", tier), "count": len(below)}
        amounts = {"engine": f"{getattr(row, tier) - change:,}", "change": f"{change:+,}"}
        yield Problem("hand-change-below-zero", Place(table="sb_plan"), words | amounts)
    yield from tiers_problem(changed, "hand-change-tiers")


def tiers_problem(rows: Sequence[PlanRow], code: str) -> Iterator[Problem]:
    """A problem for leaves whose tiers fall: how many, and the first one."""
    wrong = [row for row in rows if any(getattr(row, a) > getattr(row, b) for a, b in pairwise(TIERS))]
    if wrong:
        row = wrong[0]
        tiers = {tier: f"{getattr(row, tier):,}" for tier in TIERS}
        yield Problem(code, Place(table="sb_plan"), {"where": where_of(row), "count": len(wrong), **tiers})


# -- what it does to the goals ---------------------------------------------------------------------------------------


def changed_goals(book: Book) -> tuple[Problem, ...]:
    """The goals that the plan no longer agrees with because of hand changes, with the amounts.

    A notice where the hand changes explain the whole difference; a warning where the goal was changed as well. Only
    what a split has to meet counts: of a part's goal the tiers that were typed, the others lie within rounding.
    """
    return tuple(problem for goal in book.goals for problem in _changed_goal(goal, book))


def _changed_goal(goal: Goal, book: Book) -> Iterator[Problem]:
    try:
        rows = [book.plan[place] for place in leaves_of(goal.scope, goal.period, goal.metric, book)]
    except RefusedError:
        return
    whole = len(rows) == sum(row.metric == goal.metric for row in book.plan)
    wanted = {tier: getattr(goal, tier) for tier in TIERS if whole or tier in goal.typed}
    wanted = {tier: value for tier, value in wanted.items() if value is not None}
    by_hand = {tier: sum(getattr(row, f"{tier}_change") for row in rows) for tier in wanted}
    if not any(by_hand.values()):
        return
    off = {tier: sum(getattr(row, tier) for row in rows) - value for tier, value in wanted.items()}
    explained = all(off[tier] == by_hand[tier] for tier in wanted)
    code = "goal-changed-by-hand" if explained else "goal-and-plan-differ"
    where = slice_words(goal.scope, goal.period)
    yield Problem(code, goal.place, {"where": where, "off": _by_tier(off), "by_hand": _by_tier(by_hand)})


def _by_tier(amounts: Mapping[str, int]) -> Words:
    """The amounts that are not zero, by tier, as a word."""
    shown = [tier for tier, amount in amounts.items() if amount] or list(amounts)[:1]
    found = {}
    for language in LANGUAGES:
        named = (f"{in_each('reading', tier)[language]} {amounts[tier]:+,}" for tier in shown)
        found[language] = ("、" if language == "zh" else ", ").join(named)
    return found


def listed(book: Book) -> tuple[Problem, ...]:
    """A notice that lists the hand changes of each metric: how many leaves, their sum, and the largest by rep and
    period."""
    by_metric: dict[str, list[PlanRow]] = defaultdict(list)
    for row in book.plan:
        if is_changed(row):
            by_metric[row.metric].append(row)
    return tuple(_listing(metric, rows) for metric, rows in by_metric.items())


def _listing(metric: str, rows: Sequence[PlanRow]) -> Problem:
    slices: Counter[tuple[str, str]] = Counter()
    for row in rows:
        slices[row.rep, row.period] += row.target_change
    largest = sorted(slices.items(), key=lambda item: (-abs(item[1]), item[0]))
    named = [f"{' '.join(filter(None, where))} {amount:+,}" for where, amount in largest[:_NAMED]]
    named += ["…"] if len(largest) > _NAMED else []
    words = {
        "metric": in_each("choices", f"metric.{metric}"),
        "count": len(rows),
        "sum": f"{sum(row.target_change for row in rows):+,}",
        "largest": {"zh": "、".join(named), "en": ", ".join(named)},
    }
    return Problem("changed-by-hand", Place(table="sb_plan"), words)
