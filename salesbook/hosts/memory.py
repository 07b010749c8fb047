"""A workbook that is only data: the same semantics as a file's, for tests and previews."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import AddSheet, AppendRows, ChangeSet, PutCells, PutPage, PutRows, RemovePage, TrimRows
from salesbook.book.snapshot import Snapshot
from salesbook.errors import InputError, Place, Problem
from salesbook.package.cells import as_read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.changes import Change
    from salesbook.book.page import Page
    from salesbook.book.snapshot import TableBlock
    from salesbook.book.values import Value

    Own = tuple[str, int, int]


class MemoryHost:
    """Holds a snapshot and changes it. Refuses what every host refuses; places on a sheet are no matter to it."""

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        self._snapshot = snapshot or Snapshot()
        self._below: Mapping[Own, Value] = {}
        """Cells of columns that a change did not write, in rows that a table lost by it: they are still there."""

    @classmethod
    def create(cls, pages: Sequence[Page]) -> MemoryHost:
        """A new workbook of pages."""
        host = cls()
        host.apply(ChangeSet(tuple(PutPage(page) for page in pages)))
        return host

    def read(self) -> Snapshot:
        """The tables and pages as they stand now."""
        return _tidy(self._snapshot)

    def apply(self, changes: ChangeSet) -> None:
        """Carry out all changes or none."""
        snapshot, below = self._snapshot, dict(self._below)
        for change in changes.changes:
            _refuse(snapshot, change)
            if isinstance(change, AppendRows):  # fills the empty rows at a table's end first
                snapshot = _tidy(snapshot)
            old, snapshot = snapshot, applied(snapshot, ChangeSet((change,)))
            if isinstance(change, PutRows):
                snapshot = _with_own_cells(old, snapshot, change, below)
        if self._snapshot.sheets and not snapshot.sheets:
            sheet = self._snapshot.sheets[-1]
            raise InputError(Problem("last-sheet", Place(sheet), {"sheet": sheet}))
        self._snapshot, self._below = snapshot, below


def _with_own_cells(old: Snapshot, new: Snapshot, change: PutRows, below: dict[Own, Value]) -> Snapshot:
    """Rows that a table loses leave the cells of other columns below it, and rows that it gains take them up."""
    name, rows = change.table, new.tables[change.table].rows
    own = [at for at, heading in enumerate(old.tables[name].headings) if heading not in change.headings]
    for number, row in enumerate(old.tables[name].rows[len(rows) :], len(rows)):
        below.update({(name, number, at): row[at] for at in own if row[at] is not None})
    first = len(old.tables[name].rows)
    gained = [
        tuple(below.pop((name, number, at), value) if at in own else value for at, value in enumerate(row))
        for number, row in enumerate(rows[first:], first)
    ]
    block = replace(new.tables[name], rows=(*rows[:first], *gained))
    return replace(new, tables={**new.tables, name: block})


def _refuse(snapshot: Snapshot, change: Change) -> None:
    match change:
        case PutRows() | AppendRows():
            _refuse_table(snapshot, change.table, change.headings)
        case TrimRows() | PutCells():
            _refuse_table(snapshot, change.table, ())
        case PutPage(page):
            _refuse_page(snapshot, page)
        case RemovePage(key) if key in snapshot.pages:
            _refuse_closed(snapshot)
        case AddSheet():
            _refuse_closed(snapshot)


def _refuse_table(snapshot: Snapshot, name: str, headings: Sequence[str]) -> None:
    table = snapshot.tables.get(name)
    if table is None:
        raise InputError(Problem("table-missing", Place(table=name), {"table": name, "columns": ", ".join(headings)}))
    place = Place(table.sheet, table=name)
    missing = [h for h in headings if h not in table.headings]
    if missing:
        raise InputError(*(Problem("column-missing", place, {"table": name, "column": h}) for h in missing))


def _refuse_page(snapshot: Snapshot, page: Page) -> None:
    old = snapshot.pages.get(page.key)
    if old is None:
        _refuse_closed(snapshot)
    for table in page.tables:
        held = snapshot.tables.get(table.name)
        if held and (old is None or held.sheet != old.sheet):
            words = {"table": table.name, "sheet": held.sheet}
            raise InputError(Problem("table-elsewhere", Place(held.sheet, table=table.name), words))


def _refuse_closed(snapshot: Snapshot) -> None:
    if snapshot.closed:
        raise InputError(Problem(snapshot.closed, Place(file=snapshot.label), {"file": snapshot.label}))


def _tidy(snapshot: Snapshot) -> Snapshot:
    """Values as cells give them back, tables without the empty rows at their end."""
    return replace(snapshot, tables={name: _read(table) for name, table in snapshot.tables.items()})


def _read(table: TableBlock) -> TableBlock:
    rows = tuple(tuple(as_read(value) for value in row) for row in table.rows)
    last = max((n for n, row in enumerate(rows, 1) if any(v is not None for v in row)), default=1)
    return replace(table, rows=rows[:last])
