"""Import 导入: targets per rep and month from another system become goals of the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesbook.book.changes import AppendRows, ChangeSet, Line, Outcome
from salesbook.book.pasted_cells import without_rows
from salesbook.book.pasted_goals import PastedGoals, PastedTarget, paste_goals
from salesbook.book.pasted_sales import Asked
from salesbook.book.reading import read
from salesbook.book.references import Refs
from salesbook.errors import Problem, errors_in
from salesbook.jobs.refresh import followed
from salesbook.texts import in_each, text

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book, Goal
    from salesbook.book.pasted import Export
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Content

_COLUMNS = ("metric", "scope", "period", "target", "note")


@dataclass(frozen=True, slots=True)
class ImportGoalsRequest:
    """An export with a row per rep and year and a column per month; of `asked` only the factor counts."""

    export: Export
    asked: Asked = field(default_factory=Asked)


def import_goals(snapshot: Snapshot, request: ImportGoalsRequest, today: date) -> Outcome:  # noqa: ARG001
    """Append a goal of the main metric for each rep's month. Goals that are there already with the same target
    are not added again; with another target, nothing is imported."""
    reading = read(snapshot, only=("sb_goals", "sb_reps", "sb_members", "sb_phases"))
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    book = reading.book
    ids = {rep.id: rep.name for rep in book.reps if rep.id}
    reps = [rep.name for rep in book.reps]
    pasted = paste_goals(request.export, book.settings, reps, ids, request.asked.factor)
    new = [t for t in pasted.targets if not _is_there(t, book)]
    problems = (*without_rows(request.export), *pasted.problems, *_clashes(new, book), *_fractions(new, book))
    if errors_in(problems):
        return Outcome(problems=problems)
    changes = followed(snapshot, _append(snapshot, new, book, request.export.name))
    return Outcome(changes, problems, _summary(pasted, new))


def _goal_of(target: PastedTarget, book: Book) -> Goal | None:
    scope, metric = {"rep": target.rep}, book.settings.metric
    same = (g for g in book.goals if g.scope == scope and g.metric == metric)
    return next((g for g in same if g.period == target.period), None)


def _is_there(target: PastedTarget, book: Book) -> bool:
    goal = _goal_of(target, book)
    return goal is not None and goal.target == target.amount


def _clashes(new: list[PastedTarget], book: Book) -> list[Problem]:
    """Months that have another target already: by hand, or twice in the file."""
    problems: list[Problem] = []
    seen: dict[tuple[str, str], PastedTarget] = {}
    for target in new:
        goal = _goal_of(target, book)
        earlier = seen.setdefault((target.rep, target.period), target)
        words: dict[str, object] = {"rep": target.rep, "period": target.period, "amount": f"{target.amount:,f}"}
        if goal is not None:
            words |= {"there": f"{goal.target:,}", "at": str(goal.place)}
        elif earlier is not target:
            words |= {"there": f"{earlier.amount:,f}", "at": f"{earlier.place.file} {earlier.place.cell}"}
        if "at" in words:
            problems.append(Problem("goal-there-already", target.place, words))
    return problems


def _fractions(new: list[PastedTarget], book: Book) -> list[Problem]:
    unit = book.settings.unit
    return [
        Problem(
            "target-not-whole-units",
            t.place,
            {"shown": f"{t.amount:,f}", "unit": f"{unit:,}", "rep": t.rep, "period": t.period},
        )
        for t in new
        if t.amount % unit
    ]


def _append(snapshot: Snapshot, new: list[PastedTarget], book: Book, name: str) -> ChangeSet:
    if not new:
        return ChangeSet()
    language = book.settings.language
    refs = Refs(language, snapshot.tables)
    headings = {key: refs.heading("sb_goals", key) for key in _COLUMNS}
    there = {key: h for key, h in headings.items() if h in snapshot.tables["sb_goals"].headings}
    axis, metric = text("choices", "axis.rep", language), text("choices", f"metric.{book.settings.metric}", language)
    note = text("import", "goals.note", language, name=name)
    cells: list[dict[str, Content]] = [
        {"metric": metric, "scope": f"{axis}={t.rep}", "period": t.period, "target": int(t.amount), "note": note}
        for t in new
    ]
    rows = tuple(tuple(row[key] for key in there) for row in cells)
    return ChangeSet((AppendRows("sb_goals", tuple(there.values()), rows),))


def _summary(pasted: PastedGoals, new: list[PastedTarget]) -> tuple[Line, ...]:
    counts = {
        "rows": pasted.read,
        "used": pasted.used,
        "other-years": len(pasted.other_years),
        "added": len(new),
        "added-amount": sum(t.amount for t in new),
        "already": len(pasted.targets) - len(new),
        "skipped-amount": pasted.skipped_amount,
    }
    lines = [Line(in_each("import", f"goals.{key}"), None, n) for key, n in counts.items()]
    by_rep: dict[str, list[PastedTarget]] = {}
    for target in new:
        by_rep.setdefault(target.rep, []).append(target)
    return (*lines, *(Line(rep, None, sum(t.amount for t in targets)) for rep, targets in by_rep.items()))
