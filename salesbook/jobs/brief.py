"""The daily report 战报: a few sentences for the team's chat, short enough to be read aloud."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.changes import ChangeSet
from salesbook.domain import pace
from salesbook.sheets.render import BOARD, pages_after
from salesbook.sheets.review_said import Said
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.snapshot import Snapshot
    from salesbook.sheets.review_figures import Review
    from salesbook.texts import Language

LEADING = 3
"""So many people are named."""


def brief(review: Review, language: Language) -> str:
    """Today's sales, where the period stands, who leads, and what is left to do; a line each."""
    team, said = review.team, Said(review, language)
    today = review.ledger.actual(None, review.as_of, review.as_of)
    kind = text("review", f"kind.{review.kind}", language)
    lines = [
        _say(language, "head", company=review.book.settings.company or review.book.settings.plan, date=review.as_of),
        _say(language, "day", day=f"{round(today):,}"),
        _say(
            language, "whole", kind=kind, Kind=kind[:1].upper() + kind[1:], actual=f"{round(team.actual):,}",
            attained=said.share(team.attained), progress=said.share(pace.attainment(team.due, team.target)),
        ),
    ]  # fmt: skip
    leading = [person for person in review.people if person.actual > 0][:LEADING]
    if leading:
        parts = (_say(language, "part", rep=person.name, attained=said.share(person.attained)) for person in leading)
        lines.append(_say(language, "first", reps=text("review", "joint", language).join(parts)))
    return "\n".join([*lines, _left(review, language)])


def poster(snapshot: Snapshot, book: Book) -> Page:
    """The board as of the book's day, for a picture of it."""
    pages = pages_after(book, snapshot, ChangeSet(), ("track",))
    return next(page for page in pages if page.key == BOARD)


def _left(review: Review, language: Language) -> str:
    gap = review.team.target - Fraction(review.team.actual)
    days = review.selling_days_left
    if not review.team.target:
        return _say(language, "no-target")
    if gap <= 0:
        return _say(language, "done", gap=f"{round(-gap):,}")
    if not days:
        return _say(language, "over", gap=f"{round(gap):,}")
    return _say(language, "left", gap=f"{round(gap):,}", days=days, needed=f"{-(-gap // days):,}")


def _say(language: Language, key: str, **words: object) -> str:
    return text("review", f"brief.{key}", language, **words)
