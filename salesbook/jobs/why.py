"""WHY 为什么: the layers of any number of the plan, which come to exactly that number, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesbook.book.reading import read
from salesbook.book.reading_cells import RefusedError
from salesbook.book.reading_people import Names
from salesbook.book.slices import parse_slice
from salesbook.domain.why import explain
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.hold_limits import under_changes
from salesbook.jobs.journal import journal_rows
from salesbook.jobs.plan_build import build_plan
from salesbook.jobs.plan_problems import slice_name
from salesbook.jobs.why_fixed import fit_reasons
from salesbook.jobs.why_journal import journal_reasons
from salesbook.jobs.why_leaves import cuts, period_of, slice_of, told
from salesbook.jobs.why_reasons import (
    change_reasons,
    day_reasons,
    hedge_reasons,
    ramp_reasons,
    season_policy,
    season_reasons,
    share_reasons,
    since_reasons,
)
from salesbook.letters.handed import main_metric
from salesbook.letters.why import how_spread, where_from
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar
    from salesbook.domain.why import LeafFacts, Why
    from salesbook.jobs.plan_facts import Facts
    from salesbook.jobs.why_leaves import Key, Slice, Told
    from salesbook.jobs.why_reasons import Reason
    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class WhyRequest:
    """Which number: a slice in words ("" is the whole plan), a metric (the main one) and a tier."""

    part: str = ""
    metric: str = ""
    tier: str = "target"


@dataclass(frozen=True, slots=True)
class Explained:
    """A number of the plan: what it is called, its layers, and the reasons of each layer."""

    where: Mapping[Language, str]
    scope: Mapping[str, str]
    period: str
    metric: str
    tier: str
    why: Why
    leaves: int
    reasons: Mapping[str, tuple[Reason, ...]]
    letter: str = ""
    """What the rep's commitment sheet says of it, in the workbook's language, where it is a rep's whole target."""


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """The explanation, or the problems for which there is none; notices beside one."""

    explained: Explained | None = None
    problems: tuple[Problem, ...] = field(default=())


def why(snapshot: Snapshot, request: WhyRequest) -> WhyAnswer:
    """Explain a number of sb_plan from what its workbook now says. Nothing is changed.

    The plan is split again in memory. Where that gives another number than the one that stands there, the layer
    `since` is the difference, and a notice says so.
    """
    reading = read(snapshot)
    book = reading.book
    if book is None or reading.errors:
        return WhyAnswer(problems=reading.errors)
    if not book.plan:
        return WhyAnswer(problems=(Problem("no-plan"),))
    try:
        scope, period = parse_slice(request.part, book.settings, _names(book), {phase.name for phase in book.phases})
    except RefusedError as no:
        return WhyAnswer(problems=(Problem(no.code, words=no.words),))
    plan = build_plan(under_changes(book))
    if errors_in(plan.problems):
        return WhyAnswer(problems=errors_in(plan.problems))
    metric = request.metric or book.settings.metric
    facts = next((facts for facts in plan.facts if facts.metric == metric), None)
    if facts is None:
        known = [in_each("choices", f"metric.{facts.metric}") for facts in plan.facts]
        return WhyAnswer(problems=(Problem("why-no-metric", words={"metric": _metric(metric), "known": _all(known)}),))
    return _answer(book, facts, request.tier, scope, period, journal_rows(snapshot))


def _names(book: Book) -> Names:
    """The book's names, and whoever the plan has besides: Unassigned."""
    named = [("rep", rep.name) for rep in book.reps] + [(member.axis, member.name) for member in book.members]
    return Names((*named, *(("rep", row.rep) for row in book.plan if row.rep)))


def _metric(metric: str) -> Mapping[Language, str]:
    return in_each("choices", f"metric.{metric}")


def _all(names: Sequence[Mapping[Language, str]]) -> dict[Language, str]:
    return {"zh": "、".join(name["zh"] for name in names), "en": ", ".join(name["en"] for name in names)}


def _answer(
    book: Book, facts: Facts, tier: str, scope: Mapping[str, str], period: str, journal: Sequence[tuple[Scalar, ...]]
) -> WhyAnswer:
    missing = [axis for axis in scope if axis not in {one.name for one in facts.axes}]
    if missing:
        axis = in_each("choices", f"axis.{missing[0]}")
        return WhyAnswer(problems=(Problem("why-axis-not-split", words={"axis": axis}),))
    span = period_of(book, period)
    part = slice_of(facts, scope, span)
    everything = told(book, facts, tier)
    leaves = everything.within(part)
    where = _where(scope, period)
    if not leaves or (span and cuts(span, facts.periods)):
        return WhyAnswer(problems=(Problem("why-no-leaves", words={"where": where}),))
    found = explain(everything.total, [leaf for _, leaf in leaves])
    reasons = _reasons(book, everything, part, leaves, found)
    if "change" in reasons:
        entries = journal_reasons(book, everything, journal, [key for key, _ in leaves])
        reasons["change"] += tuple(entries)
    said = "" if period or tier != "target" or facts.metric != main_metric(book) else _letter(book, scope)
    explained = Explained(where, dict(scope), period, facts.metric, tier, found, len(leaves), reasons, said)
    moved = found.layer("since").effect
    notices = (Problem("why-moved", Place(table="sb_plan"), {"moved": f"{int(moved):+,}"}),) if moved else ()
    return WhyAnswer(explained, notices)


def _letter(book: Book, scope: Mapping[str, str]) -> str:
    """The sentences on the letter of the rep who is all of the scope; "" for others."""
    rep = next((rep for rep in book.reps if dict(scope) == {"rep": rep.name}), None)
    mine = [row for row in book.plan if rep and row.rep == rep.name and row.metric == main_metric(book)]
    if rep is None or not mine:
        return ""
    return f"{where_from(book, rep, mine)} {how_spread(book, mine, season_policy(book))}"


def _where(scope: Mapping[str, str], period: str) -> Mapping[Language, str]:
    named = dict(scope) | ({"period": period} if period else {})
    return slice_name(tuple(named), tuple(named.values()))


def _reasons(
    book: Book, everything: Told, part: Slice, leaves: Sequence[tuple[Key, LeafFacts]], found: Why
) -> dict[str, tuple[Reason, ...]]:
    """The reasons of the layers that do something; of the share in any case."""
    given: dict[str, Callable[[], tuple[Reason, ...]]] = {
        "share": lambda: tuple(share_reasons(book, everything, part, leaves)),
        "days": lambda: tuple(day_reasons(book, everything, part)),
        "season": lambda: tuple(season_reasons(book, everything)),
        "ramp": lambda: tuple(ramp_reasons(book, everything, leaves)),
        "fit": lambda: fit_reasons(book, everything, leaves),
        "since": lambda: tuple(since_reasons(book, everything)),
        "change": lambda: tuple(change_reasons(leaves)),
        "hedge": lambda: tuple(hedge_reasons(book)),
    }
    does = {layer.key for layer in found.layers if layer.effect} | {"share", "fit"}
    return {key: make() for key, make in given.items() if key in does}
