"""Scenarios 方案: keep the plan as it stands under a name, list what is kept, take one back as the plan, delete one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.catalogue import CATALOGUE, SETTINGS
from salesbook.book.changes import AppendRows, ChangeSet, Line, Outcome, PutRows
from salesbook.book.reading import language_of, read
from salesbook.book.reading_words import choice_key, hint
from salesbook.book.references import Refs, position
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.hand_changes import key_of, with_changes
from salesbook.jobs.hold_limits import under_changes
from salesbook.jobs.plan_put import put_plan
from salesbook.jobs.scenario_store import INPUTS, PLAN, TABLE, Scenario, present, reading_of, stored, stored_rows
from salesbook.jobs.tables import put_setting, put_table
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from salesbook.book.model import Book, PlanRow
    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.book.values import Content

LONGEST = 40
"""Characters of a scenario's name, so that it fits a heading."""

_KEPT_SETTINGS = ("as_of",)
"""Settings that belong to the workbook and not to a plan."""


@dataclass(frozen=True, slots=True)
class ScenarioRequest:
    """The scenario's name. `replace`: one of the same name gives way. `keep`: under which name `promote` keeps the
    present plan; by its version and the day if empty."""

    name: str = ""
    replace: bool = False
    keep: str = ""


def save(snapshot: Snapshot, request: ScenarioRequest, today: date) -> Outcome:
    """The inputs and the plan as they stand, under a name."""
    reading = read(snapshot)
    if reading.book is None or errors_in(reading.problems):
        return Outcome(problems=reading.problems)
    there = stored(snapshot)
    wrong = _unusable(request.name, there, replaced=request.replace)
    if not reading.book.plan:
        wrong = (*wrong, Problem("no-plan"))
    if wrong:
        return Outcome(problems=(*reading.problems, *wrong))
    scenario = present(snapshot, request.name.strip(), today)
    old = there.get(scenario.name.casefold())
    changes = _added(snapshot, scenario) if old is None else _kept(snapshot, {**there, old.name.casefold(): scenario})
    summary = _totals(scenario.name, None if old is None else reading_of(snapshot, old).book, reading.book)
    return Outcome(changes, (*reading.problems, *_stale(reading.book)), summary)


def listing(snapshot: Snapshot, request: ScenarioRequest, today: date) -> Outcome:  # noqa: ARG001
    """A line for each scenario and one for the present plan: the day it was saved and its target."""
    lines = []
    for scenario in stored(snapshot).values():
        book = reading_of(snapshot, scenario).book
        when = f"{scenario.saved:%Y-%m-%d}" if scenario.saved else "?"
        said = in_each("scenario", "line", name=scenario.name, saved=when)
        lines.append(Line(said, None, _target(book) if book else None))
    book = read(snapshot).book
    lines.append(Line(in_each("scenario", "present-line"), None, _target(book) if book else None))
    return Outcome(summary=tuple(lines))


def delete(snapshot: Snapshot, request: ScenarioRequest, today: date) -> Outcome:  # noqa: ARG001
    """Without the scenario."""
    there = stored(snapshot)
    found, wrong = named(there, request.name)
    if found is None:
        return Outcome(problems=wrong)
    left = {key: scenario for key, scenario in there.items() if scenario is not found}
    line = Line(in_each("scenario", "deleted", name=found.name), len(there), len(left))
    return Outcome(_kept(snapshot, left), summary=(line,))


def promote(snapshot: Snapshot, request: ScenarioRequest, today: date) -> Outcome:
    """The scenario becomes the plan, as a new version; the present one is kept under a name first."""
    there = stored(snapshot)
    found, wrong = named(there, request.name)
    if found is None:
        return Outcome(problems=wrong)
    now, then = read(snapshot).book, reading_of(snapshot, found)
    if then.book is None or now is None or errors_in(then.problems):
        return Outcome(problems=then.problems)
    keep = request.keep.strip() or _free_name(f"v{now.settings.version} {today:%Y-%m-%d}", there)
    if unusable := _unusable(keep, there, replaced=False):
        return Outcome(problems=unusable)
    version = max(now.settings.version, then.book.settings.version) + 1
    changes = _added(snapshot, present(snapshot, keep, today)) + _brought(snapshot, found, now)
    rows = tuple(replace(row, version=version) for row in then.book.plan)
    settings = replace(then.book.settings, version=version, as_of=now.settings.as_of)
    planned, book, missing = put_plan(applied(snapshot, changes), replace(then.book, plan=rows, settings=settings))
    kept = Line(in_each("scenario", "kept", name=keep), len(there), len(there) + 1)
    return Outcome(changes + planned, (*then.problems, *missing), (*_totals(found.name, now, book), kept))


def named(there: Mapping[str, Scenario], name: str) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """The scenario of a name, or what is wrong with it."""
    found = there.get(name.strip().casefold())
    if found:
        return found, ()
    known = [scenario.name for scenario in there.values()]
    listed = {"zh": "、".join(known) or "（还没有）", "en": ", ".join(known) or "none yet"}
    words = {"name": name, "hint": hint(name, known), "known": listed}
    return None, (Problem("scenario-unknown", Place(table=TABLE), words),)


def _unusable(name: str, there: Mapping[str, Scenario], *, replaced: bool) -> tuple[Problem, ...]:
    """Why a name cannot be taken: empty or long, a word for the present plan, or there already."""
    shown = name.strip()
    if not shown or len(shown) > LONGEST or not shown.isprintable():
        return (Problem("scenario-name-unusable", words={"name": shown[:LONGEST], "longest": LONGEST}),)
    if choice_key("scenario", shown):
        return (Problem("scenario-name-reserved", words={"name": shown}),)
    if shown.casefold() in there and not replaced:
        return (Problem("scenario-exists", Place(table=TABLE), {"name": there[shown.casefold()].name}),)
    return ()


def _free_name(wanted: str, there: Mapping[str, Scenario]) -> str:
    """The name, numbered where it is taken."""
    number, name = 2, wanted
    while name.casefold() in there:
        number, name = number + 1, f"{wanted} ({number})"
    return name


def _added(snapshot: Snapshot, scenario: Scenario) -> ChangeSet:
    """The rows of one more scenario; those that are there are not touched, so that taking it back is small."""
    block, language = snapshot.tables.get(TABLE), language_of(snapshot)
    rows = stored_rows(scenario)
    if block is None:
        return put_table(snapshot, TABLE, rows, language)
    refs = Refs(language, snapshot.tables)
    headings = tuple(refs.heading(TABLE, column.key) for column in CATALOGUE[TABLE].columns)
    return ChangeSet((AppendRows(TABLE, headings, tuple(rows)),))


def _kept(snapshot: Snapshot, scenarios: Mapping[str, Scenario]) -> ChangeSet:
    rows = [row for scenario in scenarios.values() for row in stored_rows(scenario)]
    return put_table(snapshot, TABLE, rows, language_of(snapshot))


def _brought(snapshot: Snapshot, scenario: Scenario, now: Book) -> ChangeSet:
    """The input tables as the scenario has them; one that it does not have is emptied. What belongs to the workbook,
    not to a plan, stays."""
    changes = ChangeSet()
    for name in INPUTS:
        there, kept = snapshot.tables.get(name), scenario.tables.get(name)
        if there and kept:
            changes += ChangeSet((_fitting(there, kept),))
        elif there:
            changes += ChangeSet((PutRows(name, there.headings, ()),))
        elif kept:
            changes += put_table(snapshot, name, _in_order(kept), now.settings.language)
    for setting in (setting for setting in SETTINGS if setting.key in _KEPT_SETTINGS):
        value = getattr(now.settings, setting.key)
        changes += put_setting(applied(snapshot, changes), setting, value, now.settings.language)
    return changes


def _fitting(there: TableBlock, kept: PutRows) -> PutRows:
    """Rows for the columns that the table still has."""
    shared = [i for i, heading in enumerate(kept.headings) if heading in there.headings]
    rows = tuple(tuple(row[i] for i in shared) for row in kept.rows)
    return PutRows(there.name, tuple(kept.headings[i] for i in shared), rows)


def _in_order(kept: PutRows) -> list[tuple[Content, ...]]:
    """Rows with all of the catalogue's columns in its order."""
    at = [position(kept.headings, column) for column in CATALOGUE[kept.table].columns]
    return [tuple(None if i is None else row[i] for i in at) for row in kept.rows]


def _stale(book: Book) -> tuple[Problem, ...]:
    """The plan that is saved is not what its inputs would give now."""
    from salesbook.jobs.plan_build import build_plan

    made = build_plan(under_changes(book))
    if errors_in(made.problems):
        return (Problem("scenario-not-split", Place(table=PLAN)),)
    rows, _ = with_changes(made.rows, book)
    return () if _tiers(rows) == _tiers(book.plan) else (Problem("scenario-not-split", Place(table=PLAN)),)


def _tiers(rows: tuple[PlanRow, ...]) -> dict[tuple[str, ...], tuple[int, int, int]]:
    return {key_of(row): (row.floor, row.target, row.stretch) for row in rows}


def _totals(name: str, before: Book | None, after: Book) -> tuple[Line, ...]:
    said = in_each("scenario", "target", name=name)
    return (Line(said, None if before is None else _target(before), _target(after)),)


def _target(book: Book) -> int:
    """The target of the main metric."""
    return sum(row.target for row in book.plan if row.metric == book.settings.metric)
