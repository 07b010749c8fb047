"""Actuals that reps sent back, booked as sales: each day or week once, however often it is collected.

A booked row is known by its order number, which holds the first day of what it counts. Where the table has sales of
the same rep and period from elsewhere, as from an export, nothing is booked: it would count twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage
from salesbook.book.reading_cells import RefusedError, date_of, number_of, text_of
from salesbook.book.references import Refs, position
from salesbook.errors import Place, Problem
from salesbook.sheets.inputs import table_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Content, Value
    from salesbook.jobs.collect_match import Matched
    from salesbook.letters.collected import ReturnedRow

TABLE = "sb_actuals"
_NEEDED = ("date", "rep", "order_no")


@dataclass(slots=True)
class Booked:
    """What is to be written: amounts of rows that are there, and new rows as column -> value."""

    cells: dict[tuple[int, int], Content] = field(default_factory=dict)
    rows: list[dict[str, Content]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.cells) + len(self.rows)


def order_no(row: ReturnedRow) -> str:
    """By what a booked row is found again, together with its rep.

    >>> from datetime import date
    >>> from salesbook.letters.collected import ReturnedRow
    >>> order_no(ReturnedRow("2026-05", date(2026, 5, 4), date(2026, 5, 10), 0))
    'SB-R-20260504'
    """
    return f"SB-R-{row.start:%Y%m%d}"


def booked(snapshot: Snapshot, book: Book, accepted: Sequence[Matched], today: date) -> Booked:
    """What the accepted files add to the actuals, and what of them is not added and why."""
    there = _There(snapshot, "quantity" if book.settings.metric == "quantity" else "amount")
    found = Booked()
    if accepted and there.missing:
        found.problems += [_lacks(there.missing[0], there.sheet)]
        return found
    for one in accepted:
        for period, rows in _by_period(one.file.rows).items():
            _book(one, period, rows, there, found, today)
    return found


def _by_period(rows: Sequence[ReturnedRow]) -> Mapping[str, list[ReturnedRow]]:
    groups: dict[str, list[ReturnedRow]] = defaultdict(list)
    for row in rows:
        groups[row.period].append(row)
    return groups


def _book(
    one: Matched, period: str, rows: Sequence[ReturnedRow], there: _There, found: Booked, today: date
) -> None:
    rep = one.rep.name
    words: dict[str, object]
    elsewhere = there.elsewhere(rep, rows[0].start, rows[-1].end)
    said = sum((row.actual for row in rows if row.actual is not None), Decimal())
    if elsewhere and said:
        words = {"rep": rep, "period": period, "there": f"{elsewhere:,f}", "said": f"{said:,f}"}
        found.problems.append(Problem("returned-actuals-beside", Place(file=one.file.label), words))
        return
    for row in rows:
        if row.actual and row.start > today:
            words = {"rep": rep, "day": row.start, "amount": f"{row.actual:,f}"}
            found.problems.append(Problem("returned-actual-too-early", row.place, words))
            continue
        _book_row(one, row, there, found, today)


def _book_row(one: Matched, row: ReturnedRow, there: _There, found: Booked, today: date) -> None:
    held = there.ours.get((one.rep.name, order_no(row)))
    if held:
        number, amount = held
        if amount != (row.actual or 0):
            found.cells[number, there.at[there.sold]] = row.actual or 0
    elif row.actual:
        new: dict[str, Content] = {"date": min(row.end, today), "rep": one.rep.name, "order_no": order_no(row)}
        new |= {"region": one.rep.region or None, "amount": 0, there.sold: row.actual}
        found.rows.append(new)


def changes_of(snapshot: Snapshot, book: Book, found: Booked) -> ChangeSet:
    """The changes that book it; a table that is not there yet comes first."""
    language = book.settings.language
    changes: ChangeSet = ChangeSet()
    if found.cells:
        changes += ChangeSet((PutCells(TABLE, found.cells),))
    if not found.rows:
        return changes
    if TABLE not in snapshot.tables:
        changes += ChangeSet((PutPage(table_page(TABLE, {}, language)),))
    block = snapshot.tables.get(TABLE)
    headings = block.headings if block else CATALOGUE[TABLE].headings(language)
    keys = [key for key in found.rows[0] if position(headings, CATALOGUE[TABLE].column(key)) is not None]
    refs = Refs(language, snapshot.tables)
    rows = tuple(tuple(row[key] for key in keys) for row in found.rows)
    return changes + ChangeSet((AppendRows(TABLE, tuple(refs.heading(TABLE, key) for key in keys), rows),))


class _There:
    """The sales that the table has: those booked from returned files, and the others."""

    def __init__(self, snapshot: Snapshot, sold: str) -> None:
        block = snapshot.tables.get(TABLE)
        self.sold, self.sheet = sold, block.sheet if block else ""
        self.ours: dict[tuple[str, str], tuple[int, Decimal]] = {}
        self._others: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
        keys = (*_NEEDED, sold)
        at = {key: position(block.headings, CATALOGUE[TABLE].column(key)) for key in keys} if block else {}
        self.missing = [key for key, found in at.items() if found is None]
        self.at = {key: found for key, found in at.items() if found is not None}
        if block and not self.missing:
            for number, row in enumerate(block.rows):
                self._note(number, row)

    def _note(self, number: int, row: Sequence[Value]) -> None:
        """One row; what cannot be read there has been said when the workbook was."""
        try:
            rep, no = (text_of(row[self.at[key]] or "") for key in ("rep", "order_no"))
            amount = number_of(row[self.at[self.sold]] or 0)
            day = date_of(row[self.at["date"]])
        except RefusedError:
            return
        if no.startswith("SB-R-"):
            self.ours[rep, no] = (number, amount)
        elif rep:
            self._others[rep].append((day.date() if isinstance(day, datetime) else day, amount))

    def elsewhere(self, rep: str, first: date, last: date) -> Decimal:
        """What the rep sold from `first` to `last` by rows that are not from returned files."""
        return sum((amount for day, amount in self._others[rep] if first <= day <= last), Decimal())


def _lacks(key: str, sheet: str) -> Problem:
    column = CATALOGUE[TABLE].column(key)
    words = {"column": {"zh": column.zh, "en": column.en}, "table": sheet}
    return Problem("table-lacks-column", Place(sheet, table=TABLE), words)
