"""The frame of every command that changes the plan by hand: read, change some leaves, see that everything else still
holds, and put the plan with all that follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from salesbook.book.catalogue import CATALOGUE, TIERS
from salesbook.book.changes import Line, Outcome
from salesbook.book.reading import read
from salesbook.book.reading_cells import RefusedError
from salesbook.book.references import position
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.hand_changes import changed_goals, tiers_problem
from salesbook.jobs.hold_limits import limits
from salesbook.jobs.plan_put import has_change_columns, put_plan
from salesbook.jobs.slice_leaves import hold_words, part_words, unit_of
from salesbook.jobs.tiers_follow import with_followers, with_tier
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from salesbook.book.model import Book, PlanRow
    from salesbook.book.snapshot import Snapshot
    from salesbook.jobs.slice_leaves import Part

Others = Literal["follow", "keep"]
"""What the other tiers do when the target is changed."""

_LINES = 12
"""So many lines a preview has for one slice by period, or by rep."""


@dataclass(frozen=True, slots=True)
class Hand:
    """New numbers of one tier, by the leaf's place in the plan, in the metric's base unit; the parts that the command
    named; what was noticed."""

    tier: str
    values: Mapping[int, int]
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = ()
    others: Others = "follow"
    lines: tuple[Line, ...] = ()
    together: Mapping[int, object] = field(default_factory=dict)
    """Place -> what it shares with others whose sum the change keeps."""


def by_hand(snapshot: Snapshot, work: Callable[[Book], Hand]) -> Outcome:
    """Carry a hand change out; with any error, nothing changes."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    if not reading.book.plan:
        return Outcome(problems=(*reading.problems, Problem("no-plan")))
    try:
        hand = work(reading.book)
        _check_columns(snapshot)
    except RefusedError as no:
        return Outcome(problems=(*reading.problems, Problem(no.code, Place(), no.words)))
    return _carried(snapshot, reading.book, hand)


def _carried(snapshot: Snapshot, book: Book, hand: Hand) -> Outcome:
    metric = hand.parts[0].metric
    rows = with_tier(book.plan, hand.tier, hand.values)
    if hand.tier == "target" and hand.others == "follow":
        rows = with_followers(book.plan, rows, unit_of(metric, book), _held(book, metric), hand.together)
    changed = [new for old, new in zip(book.plan, rows, strict=True) if new != old]
    problems = (*hand.problems, *tiers_problem(changed, "leaf-tiers-out-of-order"), *_broken(book, rows, metric))
    if errors_in(problems):
        return Outcome(problems=problems)
    settings = replace(book.settings, version=book.settings.version + 1)
    plan = tuple(replace(row, version=settings.version) for row in rows)
    after = replace(book, plan=plan, settings=settings)
    changes, after, missing = put_plan(snapshot, after)
    lines = (*_summary(book, after, hand), *hand.lines)
    return Outcome(changes, (*problems, *missing, *changed_goals(after)), lines)


def _held(book: Book, metric: str) -> dict[str, set[int]]:
    """Tier -> the leaves in slices that are held."""
    found: dict[str, set[int]] = {tier: set() for tier in TIERS}
    for limit in limits(book, metric):
        if limit.hold.kind == "hold":
            found[limit.hold.tier] |= limit.leaves
    return found


def _broken(book: Book, rows: Sequence[PlanRow], metric: str) -> Iterator[Problem]:
    """The holds that the new numbers move further away from what they ask for."""
    for limit in limits(book, metric):
        by = limit.missed(rows)
        if by and abs(by) > abs(limit.missed(book.plan)):
            yield Problem("hold-broken", limit.hold.place, {"hold": hold_words(limit.hold), "by": f"{by:+,}"})


def _check_columns(snapshot: Snapshot) -> None:
    """An older plan's sheet is drawn anew to get the columns of hand changes, unless people added their own."""
    block, columns = snapshot.tables["sb_plan"], CATALOGUE["sb_plan"].columns
    missing = [column for column in columns if position(block.headings, column) is None]
    if not has_change_columns(block) and len(block.headings) > len(columns) - len(missing):
        named = {"zh": "、".join(c.zh for c in missing), "en": ", ".join(c.en for c in missing)}
        raise RefusedError("plan-without-change-columns", columns=named)


# -- what the preview says -------------------------------------------------------------------------------------------


def _summary(before: Book, after: Book, hand: Hand) -> tuple[Line, ...]:
    """The slices' totals of every tier that moved, then what moved in them by period and by rep."""
    lines = []
    for part in hand.parts:
        where = part_words(part)
        for tier in (hand.tier, *(tier for tier in TIERS if tier != hand.tier)):
            old, new = (sum(getattr(book.plan[p], tier) for p in part.leaves) for book in (before, after))
            if old != new or tier == hand.tier:
                lines.append(Line(in_each("jobs", f"decompose.{tier}", metric=where), old, new))
    places = [p for p, (old, new) in enumerate(zip(before.plan, after.plan, strict=True)) if _differs(old, new)]
    lines.append(Line(in_each("jobs", "hand.leaves"), None, len(places)))
    for axis in ("period", "rep"):
        lines += _moved(before, after, places, axis, hand.tier)
    return tuple(lines)


def _differs(old: PlanRow, new: PlanRow) -> bool:
    return any(getattr(old, tier) != getattr(new, tier) for tier in TIERS)


def _moved(before: Book, after: Book, places: Sequence[int], axis: str, tier: str) -> list[Line]:
    """The members with the largest changes, in the plan's order; nothing where there is only one."""
    totals: dict[str, list[int]] = {}
    for place in places:
        name = getattr(before.plan[place], axis)
        old, new = totals.setdefault(name, [0, 0])
        totals[name] = [old + getattr(before.plan[place], tier), new + getattr(after.plan[place], tier)]
    by = Counter({name: abs(new - old) for name, (old, new) in totals.items() if name})
    shown = {name for name, _ in by.most_common(_LINES)}
    if len(by) < 2:
        return []
    return [Line(f"  {name}", old, new) for name, (old, new) in totals.items() if name in shown]
