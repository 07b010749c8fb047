"""Why a layer is what it is, in words: where shares came from, what the season goes by, what was fixed and where."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.timeline import calendar_of
from salesbook.domain.why import rounded
from salesbook.jobs.plan_base_notes import base_window
from salesbook.jobs.plan_presence import leavers
from salesbook.jobs.plan_problems import slice_name
from salesbook.jobs.plan_season import season_of
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.book.model import Book, Rep, Settings
    from salesbook.domain.why import LeafFacts
    from salesbook.jobs.why_leaves import Key, Slice, Told
    from salesbook.texts import Language

Reason = dict["Language", str]
"""A sentence in each language."""

FEW = 3
"""So many reps or members at most are told of one by one."""


def percent(part: Fraction, places: int = 2) -> str:
    """A part as people write it, with at most so many decimals.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 4)), percent(Fraction(6, 5))
    ('33.33%', '25%', '120%')
    """
    shown = f"{rounded(part * 100, places):f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"


def plain(value: Fraction | int) -> str:
    """A number with at most two decimals and separators.

    >>> plain(Fraction(5_000_001, 2)), plain(Fraction(20))
    ('2,500,000.5', '20')
    """
    shown = f"{rounded(Fraction(value), 2):,f}"
    return shown.rstrip("0").rstrip(".")


def share_reasons(book: Book, told: Told, part: Slice, leaves: Sequence[tuple[Key, LeafFacts]]) -> Iterator[Reason]:
    """Where the base came from, each named member's part of it, and weights."""
    base = told.facts.base
    if base.from_history:
        start, end = base_window(book.history, book.settings.start)
        rows = sum(start <= day < end for day in book.history.dates)
        last = max(day for day in book.history.dates if day < end)
        yield in_each("why", "share.history", start=start, end=last, count=f"{rows:,}")
    else:
        yield in_each("why", "share.given" if _shares_given(book, told) else "share.equal")
    yield from _members(book, told, part)
    weighed = [rep for rep in _reps(book, told, leaves) if rep.weight is not None]
    for rep in weighed if len(weighed) <= FEW else ():
        yield in_each("why", "share.weight", rep=rep.name, weight=f"{rep.weight or 0:f}")
    rest = {axis.rest for axis in told.facts.axes if axis.rest}
    shares = {key[1:]: leaf.share for key, leaf in told.leaves.items() if not rest & set(key)}
    everybody = sum(shares.values(), Fraction(0))
    if everybody != 1:
        yield in_each("why", "share.before-ramp", all=percent(everybody))


def _shares_given(book: Book, told: Told) -> bool:
    rows = [row for axis in told.facts.axes for row in axis.rows]
    weighed = any(rep.weight is not None for rep in book.reps)
    return weighed or any(row.share is not None or row.weight is not None for row in rows)


def _members(book: Book, told: Told, part: Slice) -> Iterator[Reason]:
    """Each axis that the slice names: its part of the base, and whether history knows it at all."""
    weights = told.facts.base.weights
    total = sum(weights.values(), Fraction(0)) or Fraction(1)
    for at, axis in enumerate(told.axes):
        members = part.members.get(axis, frozenset())
        if not members:
            continue
        if axis == "rep" and members == {told.facts.axes[at].rest}:
            yield _left(book, told.facts.axes[at].rest)
            continue
        own = sum((weight for key, weight in weights.items() if key[at] in members), Fraction(0))
        where = slice_name((axis,), ("、".join(sorted(members)) if len(members) < FEW else f"({len(members)})",))
        yield in_each("why", "share.member", where=where, share=percent(own / total))
        if told.facts.base.from_history and not _sold(book, axis, members):
            yield in_each("why", "share.newcomer", where=where)


def _left(book: Book, rest: str) -> Reason:
    """Whose targets Unassigned holds, from when on."""
    gone = [f"{rep.name} ({rep.end:%Y-%m-%d})" for rep in leavers(book)]
    return in_each("why", "share.left", rest=rest, reps={"zh": "、".join(gone), "en": ", ".join(gone)})


def _sold(book: Book, axis: str, members: frozenset[str]) -> bool:
    column = book.history.axes.get(axis, ())
    if not any(column):
        return True
    start, end = base_window(book.history, book.settings.start)
    return any(name in members for day, name in zip(book.history.dates, column, strict=True) if start <= day < end)


def _reps(book: Book, told: Told, leaves: Sequence[tuple[Key, LeafFacts]]) -> list[Rep]:
    """The reps of the slice."""
    if "rep" not in told.axes:
        return []
    at = 1 + told.axes.index("rep")
    names = {key[at] for key, _ in leaves}
    return [rep for rep in book.reps if rep.name in names]


def day_reasons(book: Book, told: Told, part: Slice) -> Iterator[Reason]:
    """How many selling days the slice has."""
    calendar = calendar_of(book)
    days = {leaf.key: calendar.selling_days(leaf.start, leaf.end) for leaf in told.facts.periods}
    own = sum((count for key, count in days.items() if key in part.periods), Fraction(0))
    yield in_each("why", "days.of", days=plain(own), all=plain(sum(days.values(), Fraction(0))))


def season_policy(book: Book) -> str:
    """The policy by which the main metric's months differ; "" for phases. Letters say the same as this tells."""
    return "" if book.phases else season_of(book, book.settings.metric).policy


def season_reasons(book: Book, told: Told) -> Iterator[Reason]:
    """What the periods' parts go by, and how much history counts in it."""
    if book.phases:
        yield in_each("why", "season.phases")
        return
    found = season_of(book, told.facts.metric)
    yield in_each("why", f"season.{found.policy}", years=found.years, weight=percent(found.weight))
    if found.aligned:
        yield in_each("why", "season.aligned")


def ramp_reasons(book: Book, told: Told, leaves: Sequence[tuple[Key, LeafFacts]]) -> Iterator[Reason]:
    """Ramps, and who joins or leaves within the plan."""
    found = [reason for rep in _reps(book, told, leaves) for reason in _there(book.settings, rep)]
    yield from found[:FEW]
    if len(found) > FEW:
        yield in_each("why", "fit.more", count=len(found) - FEW)


def _there(settings: Settings, rep: Rep) -> Iterator[Reason]:
    if rep.ramp is not None and rep.ramp != 1:
        yield in_each("why", "ramp.ramp", rep=rep.name, ramp=percent(Fraction(rep.ramp)))
    if rep.ramps:
        curve = " → ".join(percent(Fraction(part)) for part in rep.ramps)
        yield in_each("why", "ramp.ramp", rep=rep.name, ramp=curve)
    for key, day in (("start", rep.start), ("end", rep.end)):
        if day and settings.start < day < settings.end:
            yield in_each("why", f"ramp.{key}", rep=rep.name, day=day)


def since_reasons(book: Book, told: Told) -> Iterator[Reason]:
    """The version whose numbers are not what the inputs now give."""
    version = max((row.version for row in book.plan if row.metric == told.facts.metric), default=0)
    yield in_each("why", "since.version", version=version)


def hedge_reasons(book: Book) -> Iterator[Reason]:
    """What the hedge is by the settings, and who sees it."""
    if book.settings.flex:
        yield in_each("why", "hedge.flex", flex=percent(Fraction(book.settings.flex)))
    else:
        yield in_each("why", "hedge.own")


def change_reasons(leaves: Sequence[tuple[Key, LeafFacts]]) -> Iterator[Reason]:
    """How many cells people changed."""
    yield in_each("why", "change.cells", count=f"{sum(bool(leaf.change) for _, leaf in leaves):,}")
