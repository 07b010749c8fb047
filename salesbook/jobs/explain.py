"""Explain 差距分析: the gap of the periods that are over, on a sheet of live formulas and in sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.catalogue import SETTINGS
from salesbook.book.changes import Line, Outcome
from salesbook.book.reading import read
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.tables import put_setting
from salesbook.jobs.track import MEASURED, not_measured
from salesbook.sheets.gap_figures import Gap, closed, shown
from salesbook.sheets.gap_page import KEY
from salesbook.sheets.gap_said import sentences
from salesbook.texts import LANGUAGES, in_each

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """The day up to which periods are over; None: the workbook's as-of day."""

    as_of: date | None = None


def explain(snapshot: Snapshot, request: ExplainRequest, today: date) -> Outcome:  # noqa: ARG001
    """The gap sheet, and what it says; without a period that is over there is nothing to explain yet."""
    reading = read(snapshot)
    if reading.book is None or errors_in(reading.problems):
        return Outcome(problems=reading.problems)
    book = _as_of(reading.book, request.as_of)
    stretch = closed(book)
    problem = _nothing_to_explain(book, stretch is None)
    if problem or stretch is None:
        return Outcome(problems=(*reading.problems, *([problem] if problem else [])))
    gap = Gap(book, stretch)
    changes = reading.repairing()
    if request.as_of:
        as_of = next(setting for setting in SETTINGS if setting.key == "as_of")
        changes += put_setting(snapshot, as_of, request.as_of, book.settings.language)
    changes += refreshed(snapshot, book, changes, wanted=(KEY,))
    return Outcome(changes, reading.problems, _summary(gap))


def _as_of(book: Book, as_of: date | None) -> Book:
    return book if as_of is None else replace(book, settings=replace(book.settings, as_of=as_of))


def _nothing_to_explain(book: Book, none_over: bool) -> Problem | None:
    if not book.plan:
        return Problem("no-plan")
    if book.settings.metric not in MEASURED:
        return not_measured(book)
    if not len(book.actuals):
        return Problem("no-actuals", Place(table="sb_actuals"))
    if none_over:
        first = min(row.end for row in book.plan)
        return Problem("no-period-over", book.settings.places.get("as_of", Place(table="sb_settings")), {"end": first})
    return None


def _summary(gap: Gap) -> tuple[Line, ...]:
    span = f"{gap.stretch.start} … {gap.stretch.end}"
    lines = [
        Line(in_each("gap", "summary.span"), None, span),
        Line(in_each("gap", "summary.target"), None, gap.target),
        Line(in_each("gap", "summary.actual"), None, shown(gap.actual)),
        Line(in_each("gap", "summary.gap"), None, shown(gap.gap)),
    ]
    told = zip(*(sentences(gap, language) for language in LANGUAGES), strict=True)
    return (*lines, *(Line(dict(zip(LANGUAGES, said, strict=True))) for said in told))
