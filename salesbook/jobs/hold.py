"""Hold 锁定 and release 解锁: rows of sb_holds written and taken away, with what the plan has there now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import Line, Outcome
from salesbook.book.model import Hold
from salesbook.book.reading import read
from salesbook.book.reading_cells import RefusedError
from salesbook.book.slices import parse_slice
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.hold_limits import under_changes, unmet_holds
from salesbook.jobs.hold_rows import with_holds, without_holds
from salesbook.jobs.refresh import followed
from salesbook.jobs.slice_leaves import (
    below,
    days_of,
    growth_words,
    hold_words,
    leaves_of,
    names_of,
    part_of,
    slice_words,
    unit_of,
)
from salesbook.jobs.spread import chosen
from salesbook.jobs.spread_method import amount_of, typed_percent
from salesbook.texts import in_each

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """What is to be held as typed. `least` and `most` are amounts, or percentages of growth on the year before; with
    no amount at all the present number is held."""

    slice: str
    value: str = ""
    least: str = ""
    most: str = ""
    growth: str = ""
    reason: str = ""
    owner: str = ""
    tier: str = ""
    metric: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """Which holds go: those of a slice and of all slices within it, or all there are."""

    slice: str = ""
    everything: bool = False


def hold(snapshot: Snapshot, request: HoldRequest, today: date) -> Outcome:
    """One row per value, minimum and maximum; a row for the same slice, tier and kind is replaced.

    Nothing is written where the rows contradict others, or where no plan could meet them.
    """
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    try:
        made = _holds(reading.book, request, today)
    except RefusedError as no:
        return Outcome(problems=(*reading.problems, Problem(no.code, Place(), no.words)))
    changes = with_holds(snapshot, reading.book, made)
    after = read(applied(snapshot, changes))
    problems = after.errors or _impossible(reading.book, after.book)
    if problems or after.book is None:
        return Outcome(problems=problems)
    lines = tuple(_line(one, reading.book) for one in made)
    places = {(h.metric, h.tier, h.kind, h.period, str(h.scope)): h.place for h in after.book.holds}
    ours = {places[h.metric, h.tier, h.kind, h.period, str(h.scope)] for h in made}
    unmet = tuple(p for p in unmet_holds(after.book) if p.place in ours)
    return Outcome(followed(snapshot, changes), unmet, lines)


def release(snapshot: Snapshot, request: ReleaseRequest, today: date) -> Outcome:  # noqa: ARG001
    """The rows of the slice, and of slices within it, are taken away; the numbers stay until the next split."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    book = reading.book
    try:
        gone = [one for one in book.holds if request.everything or _is_in(one, request.slice, book)]
    except RefusedError as no:
        return Outcome(problems=(*reading.problems, Problem(no.code, Place(), no.words)))
    if not book.holds:
        return Outcome(problems=(*reading.problems, Problem("no-holds")))
    if not gone:
        return Outcome(problems=(Problem("nothing-held", words={"slice": request.slice, "there": _there(book)}),))
    lines = (
        *(Line(hold_words(one), _now(one, book), None) for one in gone),
        Line(in_each("jobs", "hold.rows"), len(book.holds), len(book.holds) - len(gone)),
    )
    return Outcome(followed(snapshot, without_holds(snapshot, gone)), summary=lines)


# -- what is to be held ----------------------------------------------------------------------------------------------


def _holds(book: Book, request: HoldRequest, today: date) -> list[Hold]:
    tier, metric = chosen(book, request.tier, request.metric)
    scope, period = parse_slice(request.slice, book.settings, names_of(book), {phase.name for phase in book.phases})
    bare = Hold(metric, scope, period, "hold", tier, reason=request.reason, owner=request.owner, day=today)
    unit = unit_of(metric, book)
    if any(row.metric == metric for row in book.plan):
        part_of(request.slice, metric, book)
    found = [
        _bound(bare, kind, typed, unit)
        for kind, typed in (("min", request.least), ("max", request.most), ("min", _as_percent(request.growth)))
        if typed
    ]
    if request.value and found:
        raise RefusedError("hold-and-bound")
    if found:
        return found
    return [replace(bare, value=amount_of(request.value, unit) * unit if request.value else _present(bare, book))]


def _as_percent(shown: str) -> str:
    return shown if not shown or shown.strip().endswith(("%", "％")) else f"{typed_percent(shown) * 100:f}%"


def _bound(bare: Hold, kind: str, typed: str, unit: int) -> Hold:
    if typed.strip().endswith(("%", "％")):
        return replace(bare, kind=kind, growth=typed_percent(typed))
    return replace(bare, kind=kind, value=amount_of(typed, unit) * unit)


def _present(bare: Hold, book: Book) -> int:
    """What the plan has there now; `RefusedError` where there is no plan."""
    if not any(row.metric == bare.metric for row in book.plan):
        raise RefusedError("no-plan")
    found = _now(bare, book)
    assert found is not None, "the plan has leaves of the slice"
    return found


def _now(one: Hold, book: Book) -> int | None:
    """The plan's number for a hold's slice; None where it has no such leaves."""
    try:
        places = leaves_of(one.scope, one.period, one.metric, book)
    except RefusedError:
        return None
    return sum(getattr(book.plan[place], one.tier) for place in places) if places else None


def _line(one: Hold, book: Book) -> Line:
    now = _now(one, book)
    after = one.value if one.value is not None else growth_words(one.growth)
    where, kind = slice_words(one.scope, one.period), in_each("choices", f"hold.{one.kind}")
    what = in_each("jobs", "hold.line", where=where, kind=kind, tier=in_each("reading", one.tier))
    return Line(what, 0 if now is None else now, after)


def _impossible(before: Book, after: Book | None) -> tuple[Problem, ...]:
    """What stands against any plan with the new rows, unless something stood against it already."""
    from salesbook.jobs.plan_build import build_plan

    wrong = errors_in(build_plan(under_changes(after)).problems) if after and after.goals else ()
    return () if wrong and errors_in(build_plan(under_changes(before)).problems) else wrong


# -- which are to be released ----------------------------------------------------------------------------------------


def _is_in(one: Hold, shown: str, book: Book) -> bool:
    """Whether a hold's slice lies in the one that was typed."""
    scope, period = parse_slice(shown, book.settings, names_of(book), {phase.name for phase in book.phases})
    start, end = days_of(period, book)
    first, last = days_of(one.period, book)
    inside = all(one.scope.get(axis) in below(axis, member, book) for axis, member in scope.items())
    return inside and start <= first and last <= end


def _there(book: Book) -> dict[str, str]:
    named = [hold_words(one) for one in book.holds]
    return {"zh": "；".join(words["zh"] for words in named), "en": "; ".join(words["en"] for words in named)}
