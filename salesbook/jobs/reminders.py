"""Reminders 提醒: what needs attention on a day: nobody entered anything, far behind, unsigned, overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.jobs.shortfall import Shortfalls
from salesbook.sheets.review_figures import Review
from salesbook.sheets.review_page import OPEN
from salesbook.texts import LANGUAGES, in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.texts import Language

QUIET_DAYS = 2
"""Selling days without an entry, after which a rep is named."""
UNSIGNED_DAYS = 3
"""Days after which an issued sheet that is not signed is named."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing: its kind, whom it is about ("" for nobody), and the words in each language."""

    kind: str
    rep: str
    words: Mapping[Language, str]


def reminders(book: Book, today: date) -> tuple[Reminder, ...]:
    """All that needs attention, as of a day: entries, pace, signatures, actions and decisions, the ledger."""
    return (
        *_quiet(book, today),
        *_far_behind(book, today),
        *_unsigned(book, today),
        *_overdue(book, today),
        *_not_closed(book, today),
        *_not_visited(book, today),
    )


def _quiet(book: Book, today: date) -> Iterator[Reminder]:
    """Reps without a sale or an activity on their last selling days before the day."""
    entered: dict[str, set[date]] = {}
    for rep, day in zip(book.actuals.axes.get("rep", ()), book.actuals.dates, strict=False):
        entered.setdefault(rep, set()).add(day)
    for activity in book.activities:
        entered.setdefault(activity.rep, set()).add(activity.day)
    selling: dict[str, set[date]] = {}
    for row in book.days:
        if row.metric == book.settings.metric and row.target > 0 and row.day < today:
            selling.setdefault(row.rep, set()).add(row.day)
    for one in book.reps:
        quiet = _at_the_end(sorted(selling.get(one.name, ())), entered.get(one.name, set()))
        if quiet >= QUIET_DAYS and (not one.end or one.end >= today):
            yield _reminder("no-entry", one.name, days=quiet)


def _at_the_end(days: list[date], entered: set[date]) -> int:
    """How many of the last days had nothing."""
    quiet = 0
    for day in reversed(days):
        if day in entered:
            break
        quiet += 1
    return quiet


def _far_behind(book: Book, today: date) -> Iterator[Reminder]:
    """Reps whose pace over the whole plan lies below the amber line."""
    if not book.days or not book.settings.start <= today <= book.settings.end:
        return
    review = Review(_as_of(book, today), "plan")
    for person in review.people:
        if person.pace is not None and person.pace < Fraction(book.settings.amber):
            progress = Fraction(person.due, person.target) if person.target else Fraction(0)
            shares = {"pace": person.pace, "attained": person.attained or Fraction(0), "progress": progress}
            shown = {key: f"{float(share):.0%}" for key, share in shares.items()}
            yield _reminder("far-behind", person.name, **shown)


def _as_of(book: Book, day: date) -> Book:
    from salesbook.jobs.review import as_of

    return as_of(book, day)


def _unsigned(book: Book, today: date) -> Iterator[Reminder]:
    """Each rep's newest sheet that was issued some days ago and is not signed."""
    newest = {row.rep: row for row in sorted(book.issued, key=lambda row: (row.version, row.issued))}
    for row in newest.values():
        days = (today - row.issued).days
        if row.signed is None and days >= UNSIGNED_DAYS:
            yield _reminder("unsigned", row.rep, version=row.version, days=days)


def _overdue(book: Book, today: date) -> Iterator[Reminder]:
    """Actions and decisions that should be done by now."""
    for action in book.actions:
        if action.due and action.state in OPEN and action.due <= today:
            days = (today - action.due).days
            kind = "action-late" if days else "action-today"
            yield _reminder(kind, action.owner, task=action.task, days=days, due=action.due)
    for decision in book.decisions:
        if decision.due and decision.state in OPEN and decision.due < today:
            days = (today - decision.due).days
            yield _reminder("decision-late", decision.owner, task=decision.decision, days=days, due=decision.due)


def _not_closed(book: Book, today: date) -> Iterator[Reminder]:
    """Periods that are over and not in the ledger, where one is kept."""
    if book.closed:
        for period in dict.fromkeys(row.period for row in Shortfalls(book, today).newly_closed()):
            yield _reminder("not-closed", "", period=period)


def _not_visited(book: Book, today: date) -> Iterator[Reminder]:
    """Customers whose next visit was due before the day."""
    from salesbook.sheets.customer_figures import Visits

    visits = Visits(_as_of(book, today))
    for line, days in visits.overdue if book.customers else ():
        words = {"customer": line.customer.name, "days": days, "due": visits.as_of - timedelta(days)}
        yield _reminder("visit-late", line.customer.owner, **words)


def _reminder(kind: str, about: str, **words: object) -> Reminder:
    named = {"rep": about or "–", "owner": about or in_each("review", "remind.nobody")}
    said = in_each("review", f"remind.{kind}", **{**named, **words})
    return Reminder(kind, about, {language: said[language] for language in LANGUAGES})
