"""Check 检查: everything that is wrong with a workbook, on a sheet of its own and as marks in the cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.changes import ChangeSet, Line, Outcome, PutPage
from salesbook.book.checks import book_problems, lacking
from salesbook.book.reading import REQUIRED, read
from salesbook.errors import Problem, errors_in
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from salesbook.book.reading import Reading
    from salesbook.book.snapshot import Snapshot
    from salesbook.errors import Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """There is nothing to choose: everything is looked at."""


def check(snapshot: Snapshot, request: CheckRequest, today: date) -> Outcome:  # noqa: ARG001
    """All problems, the worst first; the sheet that lists them is put even where they are errors, for it is what
    shows them. A workbook that has none of our tables is left as it is."""
    reading = read(snapshot)
    problems = ranked((*reading.problems, *_typed_as_text(snapshot, reading), *_of_book(reading)))
    if not any(name in snapshot.tables for name in REQUIRED):
        return Outcome(problems=problems)
    from salesbook.jobs.refresh import refreshed
    from salesbook.sheets.problems_page import problems_page

    changes = ChangeSet((PutPage(problems_page(problems, reading.language)),))
    if reading.book is not None and not reading.errors:
        changes += refreshed(snapshot, reading.book, changes)
    return Outcome(changes, problems, _summary(problems))


def ranked(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Errors, then warnings, then notices; within these in the order in which they were found, each once."""
    unlike = {(p.code, p.place, str(sorted(p.words.items(), key=str))): p for p in problems}
    return tuple(sorted(unlike.values(), key=lambda p: SEVERITIES.index(p.severity)))


def _of_book(reading: Reading) -> tuple[Problem, ...]:
    """What follows from the numbers, and from trying to split them if nothing stands against it."""
    if reading.book is None:
        return ()
    found = book_problems(reading.book)
    if not reading.errors:
        found = (*lacking(reading.book), *found)
    if reading.errors or errors_in(found):
        return found
    from salesbook.jobs.hand_changes import changed_goals, listed
    from salesbook.jobs.hold_limits import under_changes, unmet_holds
    from salesbook.jobs.plan_build import build_plan
    from salesbook.jobs.shortfall import changed_since_closed
    from salesbook.jobs.signatures import sign_again

    split = build_plan(under_changes(reading.book)).problems
    kept = (*unmet_holds(reading.book), *changed_goals(reading.book), *changed_since_closed(reading.book))
    return (*found, *split, *kept, *listed(reading.book), *sign_again(reading.book))


def _typed_as_text(snapshot: Snapshot, reading: Reading) -> list[Problem]:
    """A notice per table for cells that were understood but that formulas cannot use as they are."""
    count: dict[str, int] = {}
    for repair in reading.repairs:
        count[repair.table] = count.get(repair.table, 0) + 1
    first = {r.table: snapshot.tables[r.table].place(r.row, r.column) for r in reversed(reading.repairs)}
    return [Problem("typed-as-text", first[table], {"count": n, "table": table}) for table, n in count.items()]


def _summary(problems: Sequence[Problem]) -> tuple[Line, ...]:
    found = Counter(p.severity for p in problems)
    return tuple(Line(in_each("check", f"severity.{s}"), None, found[s]) for s in SEVERITIES)
