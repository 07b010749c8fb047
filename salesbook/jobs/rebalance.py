"""Rebalance 滚动调整: what is behind is laid on the periods to come; the past stays, and so do holds and bounds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesbook.book.changes import Line, Outcome
from salesbook.book.model import Carried
from salesbook.book.reading import read
from salesbook.book.reading_goals import half_up
from salesbook.errors import Place, Problem
from salesbook.jobs.carry_places import Later, laid
from salesbook.jobs.hand_work import Hand, by_hand
from salesbook.jobs.shortfall import Shortfalls
from salesbook.jobs.slice_leaves import Part, leaves_of, slice_words
from salesbook.jobs.tables import put_table
from salesbook.jobs.track import MEASURED, not_measured
from salesbook.texts import in_each, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from salesbook.book.changes import ChangeSet
    from salesbook.book.model import Book, ClosedPeriod, Rep
    from salesbook.book.reading_words import Words
    from salesbook.book.snapshot import Snapshot
    from salesbook.domain.carry import Policy
    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class RebalanceRequest:
    """As of which day, by which policy, whether teammates who are ahead take over what a rep is behind, and whether
    a surplus eases the rest."""

    as_of: date | None = None
    policy: Policy = "season"
    cap: Fraction = Fraction(1, 10)
    team: bool = False
    ease: bool = False


@dataclass(slots=True)
class _Work:
    """One rebalancing on its way."""

    book: Book
    request: RebalanceRequest
    as_of: date
    carried: list[Carried] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def unit(self) -> int:
        return self.book.settings.unit


def rebalance(snapshot: Snapshot, request: RebalanceRequest, today: date) -> Outcome:
    """Close the periods that are over, then carry; with the policy none they are only closed."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    book = reading.book
    as_of = request.as_of or book.settings.as_of or today
    refused = _refused(book, as_of)
    if refused:
        return Outcome(problems=(*reading.problems, refused))
    ledger = Shortfalls(book, as_of)
    closed = ledger.newly_closed()
    work = _Work(book, request, as_of)
    values = _carry(work, ledger)
    put = _put_ledger(snapshot, book, closed, work.carried)
    lines = (*_closing(closed), *work.lines)
    if not work.carried:
        return Outcome(put, (*reading.problems, *work.problems), lines)
    whole = Part(book.settings.metric, {}, "", leaves_of({}, "", book.settings.metric, book))
    hand = Hand("target", values, (whole,), tuple(work.problems), lines=lines)
    outcome = by_hand(snapshot, lambda _: hand)
    return replace(outcome, changes=outcome.changes + put) if outcome.changes else outcome


def _refused(book: Book, as_of: date) -> Problem | None:
    if not book.plan:
        return Problem("no-plan")
    if book.settings.metric not in MEASURED:
        return not_measured(book)
    if not any(row.end <= as_of for row in book.plan):
        place = book.settings.places.get("as_of", Place(table="sb_settings"))
        return Problem("no-period-over", place, {"end": min(row.end for row in book.plan)})
    return None


# -- who carries what ------------------------------------------------------------------------------------------------


def _carry(work: _Work, ledger: Shortfalls) -> dict[int, int]:
    """New targets by leaf; what was carried and what was left is noted on the way."""
    later = Later(work.book, work.as_of)
    owed = {rep: half_up(amount, work.unit) // work.unit for rep, amount in ledger.owed().items()}
    for rep in later.order(owed):
        if owed[rep] > 0 or (owed[rep] < 0 and work.request.ease and not work.request.team):
            _carry_one(work, later, rep, owed)
    return later.values()


def _carry_one(work: _Work, later: Later, rep: str, owed: Mapping[str, int]) -> None:
    """One rep's shortfall: on the rep's own later periods, or on those of teammates who are ahead."""
    left = owed[rep]
    takers = _ahead(work.book, rep, owed) if work.request.team else (rep,)
    shares = later.shared(left, takers)
    for taker, amount in shares.items():
        done = laid(later, taker, amount, work.request.policy, work.request.cap)
        metric, policy = work.book.settings.metric, work.request.policy
        for period, part in done.items():
            work.carried.append(Carried(work.as_of, metric, policy, rep, taker, period, part * work.unit))
        left -= sum(done.values())
    moved = owed[rep] - left
    name = rep or _nobody(work.book)
    work.lines.append(Line(in_each("jobs", "rebalance.carried", rep=name), None, moved * work.unit))
    if left and work.request.policy != "none":
        words: dict[str, Any] = {"rep": name, "left": f"{left * work.unit:,}", "owed": f"{owed[rep] * work.unit:,}"}
        work.problems.append(Problem("carry-left", words={**words, "why": _why(work, later, takers)}))


def _nobody(book: Book) -> Words:
    """What carries where no rep does: the plan as a whole, or what is left unassigned."""
    if not any(row.rep for row in book.plan):
        return slice_words({}, "")
    return in_each("sheets", "word.unnamed")


def _why(work: _Work, later: Later, takers: Sequence[str]) -> dict[Language, str]:
    """What kept the rest from being laid anywhere."""
    if work.request.team and not takers:
        key = "nobody-ahead"
    elif not any(later.periods(taker) for taker in takers):
        key = "no-period-left"
    else:
        key = _limit_met(work, later, takers)
    return in_each("jobs", f"rebalance.why.{key}")


def _limit_met(work: _Work, later: Later, takers: Sequence[str]) -> str:
    """The cap only where holds and bounds alone would have left room."""
    if work.request.policy == "capped":
        return "cap" if any(later.has_room(taker) for taker in takers) else "bounds"
    return "next" if work.request.policy == "next" else "bounds"


def _ahead(book: Book, rep: str, owed: Mapping[str, int]) -> tuple[str, ...]:
    """Teammates who owe nothing, in the team's order; without teams, everybody is one."""
    teams = {one.name: one.team for one in book.reps}
    return tuple(one.name for one in book.reps if _may_take(one, rep, teams, owed))


def _may_take(one: Rep, rep: str, teams: Mapping[str, str], owed: Mapping[str, int]) -> bool:
    return one.name != rep and one.team == teams.get(rep, "") and one.name in owed and owed[one.name] <= 0


# -- the ledger ------------------------------------------------------------------------------------------------------


def _put_ledger(
    snapshot: Snapshot, book: Book, closed: Sequence[ClosedPeriod], carried: Sequence[Carried]
) -> ChangeSet:
    """Rows are only ever added."""
    language = book.settings.language
    changes = put_table(snapshot, "sb_closed", [_closed_row(r, language) for r in (*book.closed, *closed)], language)
    if carried or "sb_carried" in snapshot.tables:
        rows = [_carried_row(row, language) for row in (*book.carried, *carried)]
        changes += put_table(snapshot, "sb_carried", rows, language)
    return changes


def _closed_row(row: ClosedPeriod, language: Language) -> tuple[Any, ...]:
    metric = text("choices", f"metric.{row.metric}", language)
    gap = row.actual - row.target
    return metric, row.period, row.rep or None, row.original, row.carried, row.target, row.actual, gap, row.closed


def _carried_row(row: Carried, language: Language) -> tuple[Any, ...]:
    metric, policy = text("choices", f"metric.{row.metric}", language), text("choices", f"carry.{row.policy}", language)
    return row.day, metric, policy, row.giver or None, row.rep or None, row.period, row.amount


def _closing(closed: Sequence[ClosedPeriod]) -> list[Line]:
    """What each newly closed period came to, over all reps."""
    sums: dict[str, list[Any]] = defaultdict(lambda: [0, 0])
    for row in closed:
        sums[row.period][0] += row.target
        sums[row.period][1] += row.actual
    return [Line(in_each("jobs", "rebalance.closed", period=key), target, got) for key, (target, got) in sums.items()]
