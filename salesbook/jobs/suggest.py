"""What somebody should do about gaps, bottlenecks, customers who wait, and targets that stand out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.jobs.track import MEASURED
from salesbook.sheets.customer_figures import Visits
from salesbook.sheets.doing_figures import Doing
from salesbook.sheets.fairness_lines import MEASURED as BASED
from salesbook.sheets.fairness_lines import fairness_of
from salesbook.sheets.gap_figures import Gap, closed
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from salesbook.book.model import Book

SOON, LATER = timedelta(7), timedelta(14)
"""By when a suggestion is due."""
MOST_CUSTOMERS = 10
"""So many customers who wait longest are suggested at a time."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An action that follows from the numbers. `source` says from which; the same source is suggested once."""

    source: str
    task: str
    owner: str
    start: date
    due: date
    resource: str = ""


def suggestions(book: Book, as_of: date) -> tuple[Suggestion, ...]:
    """All that the numbers of a day suggest, whatever was suggested before; the order of rows does not matter."""
    return (*_gaps(book, as_of), *_stuck(book, as_of), *_overdue(book, as_of), *_unfair(book, as_of))


def _say(book: Book, key: str, **words: object) -> str:
    return text("actions", f"suggest.{key}", book.settings.language, **words)


def _source(book: Book, kind: str, *parts: object) -> str:
    """The kind and what it is about, as a person can read it."""
    return " · ".join([text("actions", f"source.{kind}", book.settings.language), *map(str, parts)])


def _lead(book: Book, rep: str = "") -> str:
    """The rep's manager; without one whoever issues the plan."""
    managers = {one.name: one.manager for one in book.reps}
    return managers.get(rep) or book.settings.issuer


# -- gaps ------------------------------------------------------------------------------------------------------------


def _gaps(book: Book, as_of: date) -> Iterator[Suggestion]:
    """Reps below the amber line over the periods that are over, and where most of the team's gap lies."""
    stretch = closed(book, as_of)
    if stretch is None or book.settings.metric not in MEASURED or not len(book.actuals):
        return
    gap = Gap(book, stretch)
    period = f"{stretch.start:%Y-%m-%d}…{stretch.end:%m-%d}"
    if "rep" in gap.axes:
        yield from _gaps_of_reps(gap, period, as_of)
    if gap.gap < 0:
        yield from _gaps_of_axes(gap, period, as_of)


def _gaps_of_reps(gap: Gap, period: str, as_of: date) -> Iterator[Suggestion]:
    book, targets, actuals = gap.book, gap.targets("rep"), gap.actuals("rep")
    team = {rep.name for rep in book.reps if not rep.end or rep.end > as_of}
    for rep, short in sorted(gap.members("rep").items(), key=lambda item: (item[1], item[0])):
        target = targets.get(rep, Fraction(0))
        attained = actuals.get(rep, Fraction(0)) / target if target else None
        if rep in team and attained is not None and attained < Fraction(book.settings.amber):
            task = _say(
                book, "gap-rep", period=period, gap=_amount(short), attained=f"{float(attained):.0%}"
            )
            source = _source(book, "gap", rep, stretch_key(gap))
            yield Suggestion(source, task, rep, as_of, as_of + LATER, _say(book, "gap-help"))


def _gaps_of_axes(gap: Gap, period: str, as_of: date) -> Iterator[Suggestion]:  # noqa: ARG001
    """The worst member of each axis but the reps, where it is behind."""
    book = gap.book
    for axis in gap.axes:
        if axis == "rep":
            continue
        member, short = min(gap.members(axis).items(), key=lambda item: (item[1], item[0]))
        if short < 0 and member:
            shown = text("sheets", f"word.axis.{axis}", book.settings.language)
            task = _say(book, "gap-axis", axis=shown, member=member, gap=_amount(short))
            source = _source(book, "gap", member, stretch_key(gap))
            yield Suggestion(source, task, _lead(book), as_of, as_of + LATER, _say(book, "gap-axis-help"))


def stretch_key(gap: Gap) -> str:
    """The last day of the periods that are over: a new one brings new suggestions."""
    return f"{gap.stretch.end:%Y-%m-%d}"


def _amount(short: Fraction) -> str:
    return f"{round(abs(short)):,}"


# -- the process -----------------------------------------------------------------------------------------------------


def _stuck(book: Book, as_of: date) -> Iterator[Suggestion]:
    """Where a return to target would bring most orders: for the team, and for each rep below the amber line."""
    doing = Doing(book)
    if not book.process or not (book.activities or len(book.actuals)):
        return
    month = f"{as_of:%Y-%m}"
    for rep in (None, *doing.reps):
        line = doing.stuck(rep)
        if line is None:
            continue
        due, done = doing.due(*line, rep), doing.count(*line, rep)
        if rep is not None and (not due or Fraction(done, due) >= Fraction(book.settings.amber)):
            continue
        channel, stage = line
        stage = f"{channel} {stage}".strip()
        task = _say(book, "stuck" if rep else "stuck-team", stage=stage, due=due, done=done)
        owner = rep or _lead(book)
        source = _source(book, "stuck", *([rep] if rep else []), stage, month)
        yield Suggestion(source, task, owner, as_of, as_of + LATER, _say(book, "stuck-help"))


# -- customers and targets -------------------------------------------------------------------------------------------


def _overdue(book: Book, as_of: date) -> Iterator[Suggestion]:
    """Customers who wait for a visit, the longest first; a new visit makes a new suggestion possible."""
    for line, days in Visits(book).overdue[:MOST_CUSTOMERS] if book.customers else ():
        one = line.customer
        task = _say(book, "overdue", customer=one.name, days=days)
        source = _source(book, "visit", one.name, one.last)
        yield Suggestion(source, task, one.owner or _lead(book), as_of, as_of + SOON)


def _unfair(book: Book, as_of: date) -> Iterator[Suggestion]:
    """Reps of whom far more is asked than of the team."""
    if book.settings.metric not in BASED or not book.plan or not len(book.history):
        return
    found = fairness_of(book)
    for line in found.compared:
        growth = line.asked.growth
        if found.found is None or growth is None or found.stands_out(line) <= 0:
            continue
        shown = {"growth": f"{float(growth):+.0%}", "whole": f"{float(found.found.whole):+.0%}"}
        task = _say(book, "fair-high", rep=line.name, **shown)
        version = max(row.version for row in book.plan)
        source = _source(book, "fair", line.name, f"v{version}")
        yield Suggestion(source, task, _lead(book, line.name), as_of, as_of + SOON, _say(book, "fair-help"))
