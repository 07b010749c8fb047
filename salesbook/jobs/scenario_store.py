"""Scenarios 方案 as they are kept in sb_scenarios: the inputs that make a plan, and the plan, table by table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from salesbook.book.changes import ChangeSet, PutRows
from salesbook.book.inverse import from_text, rows_of, to_text
from salesbook.book.reading import read
from salesbook.book.snapshot import TableBlock
from salesbook.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.reading import Reading
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar

INPUTS = (
    "sb_settings", "sb_goals", "sb_increments", "sb_reps", "sb_members", "sb_calendar", "sb_phases", "sb_rates",
    "sb_measures", "sb_incentives", "sb_holds",
)  # fmt: skip
"""What a plan is made from, beside past sales; actuals, letters and records are not part of a scenario."""

TABLE, PLAN = "sb_scenarios", "sb_plan"

_PART = 30_000
"""Characters of one cell; Excel's limit is 32,767."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named version: its tables as they stood, the user's own columns included."""

    name: str
    saved: date | None
    tables: Mapping[str, PutRows]


def present(snapshot: Snapshot, name: str, saved: date | None = None) -> Scenario:
    """The workbook as it stands, as a scenario."""
    there = (table for table in (*INPUTS, PLAN) if table in snapshot.tables)
    return Scenario(name, saved, {table: rows_of(snapshot.tables[table]) for table in there})


def stored(snapshot: Snapshot) -> dict[str, Scenario]:
    """The scenarios by name without case, in the order in which they were saved. InputError for damaged data."""
    block = snapshot.tables.get(TABLE)
    parts: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    days: dict[str, date | None] = {}
    for name, saved, table, part, data in (row[:5] for row in (block.rows if block else ()) if row[0] is not None):
        parts[str(name), str(table)].append((int(part), str(data)))  # type: ignore[arg-type]
        days.setdefault(str(name), saved if isinstance(saved, date) else None)
    found = {name: Scenario(name, day, {}) for name, day in days.items()}
    for (name, table), texts in parts.items():
        rows = _unpacked(name, "".join(text for _, text in sorted(texts)))
        found[name] = replace(found[name], tables={**found[name].tables, table: rows})
    return {name.casefold(): scenario for name, scenario in found.items()}


def stored_rows(scenario: Scenario) -> list[tuple[Scalar, ...]]:
    """The rows of sb_scenarios that keep a scenario."""
    return [
        (scenario.name, scenario.saved, table, number, text[at : at + _PART])
        for table, rows in scenario.tables.items()
        for text in (to_text(ChangeSet((rows,))),)
        for number, at in enumerate(range(0, len(text), _PART))
    ]


def reading_of(snapshot: Snapshot, scenario: Scenario) -> Reading:
    """The workbook read as if it were the scenario; past sales, actuals and records are the workbook's own."""
    tables = dict(snapshot.tables)
    for name in (*INPUTS, PLAN):
        there, kept = snapshot.tables.get(name), scenario.tables.get(name)
        if kept:
            rows: tuple[tuple[Scalar, ...], ...] = kept.rows  # type: ignore[assignment]
            at = there or TableBlock(name, "", 1, 1, (), ())
            tables[name] = replace(at, headings=kept.headings, rows=rows, merged=())
        elif there:
            tables[name] = replace(there, rows=((None,) * len(there.headings),))
    return read(replace(snapshot, tables=tables))


def _unpacked(name: str, text: str) -> PutRows:
    try:
        (rows,) = from_text(text).changes
    except ValueError:
        raise InputError(Problem("scenario-damaged", words={"name": name})) from None
    assert isinstance(rows, PutRows), "a scenario keeps rows"
    return rows
