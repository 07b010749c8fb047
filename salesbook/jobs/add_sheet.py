"""Add a sheet 加入工作表: a sheet of another workbook comes into this one, to be taken back by undo."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import ADDED, AddSheet, ChangeSet, Line, Outcome
from salesbook.book.tabs import can_be_tab
from salesbook.errors import Place, Problem
from salesbook.texts import in_each

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class AddSheetRequest:
    """The other workbook's bytes and name, which of its sheets, and what its tab is to be called here."""

    content: bytes
    label: str
    sheet: str
    title: str = ""


def add_sheet(snapshot: Snapshot, request: AddSheetRequest, today: date) -> Outcome:  # noqa: ARG001
    """The sheet as the last tab. What it cannot bring along, only the host sees, which then changes nothing."""
    title = request.title or request.sheet
    if snapshot.closed:
        return Outcome(problems=(Problem(snapshot.closed, Place(file=snapshot.label), {"file": snapshot.label}),))
    if not can_be_tab(title):
        return Outcome(problems=(Problem("not-a-tab-name", Place(file=snapshot.label), {"title": title}),))
    key = next(f"{ADDED}{n}" for n in count(1) if f"{ADDED}{n}" not in snapshot.pages)
    changes = ChangeSet((AddSheet(key, title, request.sheet, request.content, request.label),))
    after = applied(snapshot, changes)
    tab = after.pages[key].sheet
    taken = Problem("tab-name-taken", Place(tab), {"title": title, "tab": tab})
    what = in_each("jobs", "add-sheet.sheets", sheet=request.sheet, file=request.label)
    sheets = Line(what, len(snapshot.sheets), len(after.sheets))
    return Outcome(changes, (taken,) if tab != title else (), (sheets,))
