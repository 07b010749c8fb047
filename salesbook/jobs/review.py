"""Review 复盘: the sheet for the meeting of a day, week, month or quarter; decisions of the last one come along."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.catalogue import SETTINGS
from salesbook.book.changes import Line, Outcome
from salesbook.book.reading import read
from salesbook.errors import Problem
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.tables import put_setting, put_table
from salesbook.jobs.track import MEASURED, not_measured
from salesbook.sheets.review_figures import Kind, Review
from salesbook.sheets.review_page import KEY
from salesbook.sheets.review_said import Said
from salesbook.texts import LANGUAGES

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """Of which period, as of which day; None: the workbook's as-of day."""

    kind: Kind = "week"
    as_of: date | None = None


def review(snapshot: Snapshot, request: ReviewRequest, today: date) -> Outcome:  # noqa: ARG001
    """The review sheet, and an empty table for decisions where there is none yet."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    refused = not_reviewable(reading.book)
    if refused:
        return Outcome(problems=(*reading.problems, refused))
    book, language = as_of(reading.book, request.as_of), reading.book.settings.language
    changes = reading.repairing()
    if request.as_of:
        setting = next(setting for setting in SETTINGS if setting.key == "as_of")
        changes += put_setting(snapshot, setting, request.as_of, language)
    if "sb_decisions" not in snapshot.tables:
        changes += put_table(snapshot, "sb_decisions", [], language)
    if "sb_actuals" not in snapshot.tables:
        changes += put_table(snapshot, "sb_actuals", [], language)
    changes += refreshed(snapshot, book, changes, wanted=(f"{KEY}.{request.kind}",))
    return Outcome(changes, reading.problems, _summary(Review(book, request.kind)))


def not_reviewable(book: Book) -> Problem | None:
    """What keeps a book from being looked at: no plan, or a main metric that actuals do not say."""
    if not book.days:
        return Problem("no-plan")
    return None if book.settings.metric in MEASURED else not_measured(book)


def as_of(book: Book, day: date | None) -> Book:
    """The book as of another day."""
    return book if day is None else replace(book, settings=replace(book.settings, as_of=day))


def _summary(found: Review) -> tuple[Line, ...]:
    said = {language: Said(found, language) for language in LANGUAGES}
    pairs = zip(*([of.whole(), *of.praise(), *of.behind()] for of in said.values()), strict=True)
    return tuple(Line(dict(zip(LANGUAGES, pair, strict=True))) for pair in pairs)
