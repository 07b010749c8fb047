"""Collect 收回: what reps sent back is matched, compared with what was handed down, and booked where it is accepted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, Line, Outcome
from salesbook.book.model import Return
from salesbook.book.reading import read
from salesbook.book.reading_words import choice_names
from salesbook.errors import Place, Problem
from salesbook.jobs.collect_actuals import booked, changes_of
from salesbook.jobs.collect_match import matched
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.tables import put_table
from salesbook.letters.handed import by_period, main_metric
from salesbook.sheets.bottom_up import KEY
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.jobs.collect_actuals import Booked
    from salesbook.jobs.collect_match import Matched, ReturnedFile
    from salesbook.letters.collected import ReturnedRow

_LONGEST = 2_000
"""Characters of a period's comments together."""


@dataclass(frozen=True, slots=True)
class CollectRequest:
    """The files that came back, and whose are accepted: their names, or everybody's."""

    files: tuple[ReturnedFile, ...]
    accept: tuple[str, ...] = ()
    accept_all: bool = False


def collect(snapshot: Snapshot, request: CollectRequest, today: date) -> Outcome:
    """The own numbers and comments go into sb_returns beside what was handed down; actuals only where accepted.

    A file with anything wrong changes nothing, and keeps no other file from being collected.
    """
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    book = reading.book
    files, problems = matched(book, request.files)
    problems += _not_there(book, files, request)
    accepted = [one for one in files if request.accept_all or one.rep.name in request.accept]
    rows = _merged(book, files, {one.rep.name for one in accepted}, today)
    actuals = booked(snapshot, book, accepted, today)
    changes = _put(snapshot, book, rows) + changes_of(snapshot, book, actuals)
    return Outcome(
        _shown(snapshot, changes), (*reading.problems, *problems, *actuals.problems), _summary(book, files, actuals)
    )


def _not_there(book: Book, files: Sequence[Matched], request: CollectRequest) -> Iterator[Problem]:
    """Names that are to be accepted though nothing usable came from them."""
    there, team = {one.rep.name for one in files}, [rep.name for rep in book.reps]
    for name in request.accept:
        if name not in team:
            yield Problem("rep-not-in-team", Place(table="sb_reps"), {"rep": name, "known": ", ".join(team)})
        elif name not in there:
            yield Problem("returned-nothing-to-accept", Place(table="sb_returns"), {"rep": name})


def _merged(book: Book, files: Sequence[Matched], accepted: set[str], today: date) -> list[Return]:
    """The rows of sb_returns as they will be: a later file's in the place of an earlier one's."""
    found = {(row.rep, row.start): row for row in book.returns}
    for one in files:
        for row in _returns(book, one, today):
            before = found.get((row.rep, row.start))
            if before and _same(before, row):
                row = before
            found[row.rep, row.start] = replace(row, accepted=True) if row.rep in accepted else row
    order = {rep.name: number for number, rep in enumerate(book.reps)}
    return sorted(found.values(), key=lambda row: (order.get(row.rep, len(order)), row.start))


def _same(one: Return, other: Return) -> bool:
    """Whether they say the same, whatever their file is called and whenever it was collected."""
    return replace(one, collected=None, file="", accepted=False) == replace(other, collected=None, file="")


def _returns(book: Book, one: Matched, today: date) -> Iterator[Return]:
    """A file's rows by period of the plan."""
    metric = main_metric(book)
    leaves = by_period(row for row in book.plan if row.rep == one.rep.name and row.metric == metric)
    starts = {leaf.name: leaf.start for leaf in leaves}
    groups: dict[str, list[ReturnedRow]] = defaultdict(list)
    for row in one.file.rows:
        groups[row.period].append(row)
    for period, rows in groups.items():
        given = [row.actual for row in rows if row.actual is not None]
        yield Return(
            one.rep.name,
            period,
            starts.get(period, rows[0].start),
            one.file.identity.version,
            sum(row.target for row in rows),
            _own(rows),
            sum(given) if given else None,  # type: ignore[arg-type]
            _comments(rows),
            today,
            one.file.label,
        )


def _own(rows: Sequence[ReturnedRow]) -> Decimal | None:
    """The rep's number for a period: a day or week for which none is given stays as it was handed down."""
    if all(row.own is None for row in rows):
        return None
    return sum((Decimal(row.target) if row.own is None else row.own for row in rows), Decimal())


def _comments(rows: Sequence[ReturnedRow]) -> str:
    """Each comment once, in the order of time."""
    return " / ".join(dict.fromkeys(row.comment for row in rows if row.comment))[:_LONGEST]


def _put(snapshot: Snapshot, book: Book, rows: Sequence[Return]) -> ChangeSet:
    if list(book.returns) == list(rows):
        return ChangeSet()
    yes = choice_names("yes", book.settings.language)[0]
    cells = [
        (
            row.rep, row.period, row.start, row.version, row.target, row.own, row.actual, row.comment or None,
            row.collected, row.file or None, yes if row.accepted else None,
        )
        for row in rows
    ]  # fmt: skip
    return put_table(snapshot, "sb_returns", cells, book.settings.language)


def _shown(snapshot: Snapshot, changes: ChangeSet) -> ChangeSet:
    """The changes and the sheets over them, the comparison above all."""
    after = read(applied(snapshot, changes)).book if changes else None
    return changes + refreshed(snapshot, after, changes, {KEY}) if after else changes


def _summary(book: Book, files: Sequence[Matched], actuals: Booked) -> tuple[Line, ...]:
    """Per rep what was handed down and what they say themselves; then what is booked."""
    metric = in_each("choices", f"metric.{main_metric(book)}")
    lines = []
    for one in files:
        what = in_each("collect", "line", rep=one.rep.name, metric=metric)
        own = _own(one.file.rows)
        lines.append(Line(what, sum(row.target for row in one.file.rows), own if own is not None else None))
    if len(actuals):
        lines.append(Line(in_each("collect", "booked", count=len(actuals))))
    return tuple(lines)
