"""Actions 行动: the chart of what is to be done, and suggestions that follow from the numbers, each made once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import AppendRows, ChangeSet, Line, Outcome
from salesbook.book.model import Action, Suggested
from salesbook.book.reading import read
from salesbook.book.references import Refs
from salesbook.errors import Place, Problem
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.review import as_of as book_as_of
from salesbook.jobs.suggest import suggestions
from salesbook.jobs.tables import as_of_setting, put_table
from salesbook.sheets.actions_page import KEY
from salesbook.sheets.review_page import OPEN
from salesbook.sheets.track_spans import as_of_day
from salesbook.texts import in_each, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.jobs.suggest import Suggestion
    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class ActionsRequest:
    """Whether actions are suggested; else only the chart is made."""

    suggest: bool = False
    as_of: date | None = None


def actions(snapshot: Snapshot, request: ActionsRequest, today: date) -> Outcome:  # noqa: ARG001
    """Suggestions if asked for, below what people wrote, and the chart over all of them."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    book, language = book_as_of(reading.book, request.as_of), reading.book.settings.language
    as_of = as_of_day(book)
    found = suggestions(book, as_of) if request.suggest else ()
    known = {one.source for one in book.suggested} | {one.source for one in book.actions if one.source}
    new = [one for one in found if one.source not in known]
    after = _with(book, new, as_of)
    if not after.actions:
        put = put_table(snapshot, "sb_actions", [], language) if "sb_actions" not in snapshot.tables else ChangeSet()
        return Outcome(put, (*reading.problems, Problem("no-actions", Place(table="sb_actions"))))
    changes = reading.repairing() + as_of_setting(snapshot, request.as_of, language)
    changes += _put(snapshot, after, new, language)
    changes += refreshed(snapshot, after, changes, wanted=(KEY,))
    return Outcome(changes, reading.problems, tuple(_summary(after, request, new, len(found), as_of)))


def _with(book: Book, new: Sequence[Suggestion], day: date) -> Book:
    """The book with the suggestions in it."""
    rows = (Action(s.task, s.owner, s.start, s.due, s.resource, "suggested", s.source) for s in new)
    seen = (Suggested(one.source, day) for one in new)
    return replace(book, actions=(*book.actions, *rows), suggested=(*book.suggested, *seen))


def _put(snapshot: Snapshot, after: Book, new: Sequence[Suggestion], language: Language) -> ChangeSet:
    """Rows at the end of the actions, and what was suggested, so that what people delete does not come again."""
    if not new:
        return ChangeSet()
    rows = [_row(one, language) for one in after.actions]
    suggested = [(one.source, one.day) for one in after.suggested]
    changes = put_table(snapshot, "sb_suggested", suggested, language)
    block = snapshot.tables.get("sb_actions")
    if block is None or block.is_empty:
        return put_table(snapshot, "sb_actions", rows, language) + changes
    refs = Refs(language, snapshot.tables)
    headings = [refs.heading("sb_actions", column.key) for column in CATALOGUE["sb_actions"].columns]
    known = [i for i, heading in enumerate(headings) if heading in block.headings]
    added = tuple(tuple(row[i] for i in known) for row in rows[len(rows) - len(new) :])
    return ChangeSet((AppendRows("sb_actions", tuple(headings[i] for i in known), added),)) + changes


def _row(one: Action, language: Language) -> tuple[Any, ...]:
    state = text("choices", f"state.{one.state}", language) if one.state else None
    return one.task, one.owner or None, one.start, one.due, one.resource or None, state, one.source or None


def _summary(
    after: Book, request: ActionsRequest, new: Sequence[Suggestion], found: int, as_of: date
) -> Iterator[Line]:
    if request.suggest:
        yield Line(in_each("actions", "say.added"), None, len(new))
        for one in new:
            yield Line(f"· {one.owner}: {one.task}" if one.owner else f"· {one.task}")
        if found > len(new):
            yield Line(in_each("actions", "say.known"), None, found - len(new))
    todo = [one for one in after.actions if one.state in OPEN]
    yield Line(in_each("actions", "say.open"), None, len(todo))
    yield Line(in_each("actions", "say.late-count"), None, sum(bool(one.due and one.due < as_of) for one in todo))
