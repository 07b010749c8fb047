"""Track 追踪: lays the grids over plan and actuals; from then on they are formulas and move by themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.catalogue import SETTINGS
from salesbook.book.changes import Line, Outcome
from salesbook.book.reading import read
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.tables import put_setting, put_table
from salesbook.texts import in_each

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

MEASURED = ("revenue", "quantity", "cash")
"""Main metrics that the columns of sb_actuals add up to: amounts, or quantities."""


@dataclass(frozen=True, slots=True)
class TrackRequest:
    """The day up to which actuals count."""

    as_of: date


def track(snapshot: Snapshot, request: TrackRequest, today: date) -> Outcome:  # noqa: ARG001
    """The tracking grids as of a day; an empty table of actuals is put where there is none yet."""
    reading = read(snapshot)
    if reading.book is None or errors_in(reading.problems):
        return Outcome(problems=reading.problems)
    if not reading.book.days:
        return Outcome(problems=(*reading.problems, Problem("no-plan")))
    if reading.book.settings.metric not in MEASURED:
        return Outcome(problems=(*reading.problems, not_measured(reading.book)))
    problems = (*reading.problems, *_outside(reading.book, request.as_of))
    book = replace(reading.book, settings=replace(reading.book.settings, as_of=request.as_of))
    language = book.settings.language
    as_of = next(setting for setting in SETTINGS if setting.key == "as_of")
    changes = reading.repairing() + put_setting(snapshot, as_of, request.as_of, language)
    if "sb_actuals" not in snapshot.tables:
        changes += put_table(snapshot, "sb_actuals", [], language)
    if book.process and "sb_activities" not in snapshot.tables:
        changes += put_table(snapshot, "sb_activities", [], language)
    changes += refreshed(snapshot, book, changes, wanted=("track",))
    return Outcome(changes, problems, _summary(reading.book, book))


def not_measured(book: Book) -> Problem:
    """That nothing in the actuals adds up to the main metric."""
    place = book.settings.places.get("metric", Place(table="sb_settings"))
    return Problem("metric-not-tracked", place, {"metric": in_each("choices", f"metric.{book.settings.metric}")})


def _outside(book: Book, as_of: date) -> tuple[Problem, ...]:
    if book.settings.start <= as_of <= book.settings.end:
        return ()
    words = {"as_of": as_of, "start": book.settings.start, "end": book.settings.end}
    return (Problem("as-of-outside-plan", book.settings.places.get("as_of", Place(table="sb_settings")), words),)


def _summary(before: Book, after: Book) -> tuple[Line, ...]:
    settings = after.settings
    metric = in_each("choices", f"metric.{settings.metric}")
    assert settings.as_of is not None
    inside = [settings.start <= day <= settings.as_of for day in after.actuals.dates]
    actual = sum((a for a, counts in zip(after.actuals.amounts, inside, strict=True) if counts), start=0)
    target = sum(row.target + row.hedge for row in after.plan if row.metric == settings.metric)
    return (
        Line(in_each("jobs", "track.as-of"), before.settings.as_of, settings.as_of),
        Line(in_each("jobs", "track.target", metric=metric), None, target),
        Line(in_each("jobs", "track.actual", metric=metric), None, actual),
        Line(in_each("jobs", "track.rows"), None, len(after.actuals)),
    )
