"""Decompose 分解: goals go in; leaves, days, process targets and their views come out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.catalogue import SETTINGS
from salesbook.book.changes import ChangeSet, Line, Outcome
from salesbook.book.checks import goal_sums, lacking
from salesbook.book.reading import read
from salesbook.errors import errors_in
from salesbook.jobs.plan_build import build_plan
from salesbook.jobs.plan_days import day_rows
from salesbook.jobs.plan_process import process_rows
from salesbook.jobs.plan_tables import day_table, plan_table, process_table
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.tables import put_setting, put_table
from salesbook.texts import in_each

if TYPE_CHECKING:
    from datetime import date

    from salesbook.book.model import Book, Settings
    from salesbook.book.snapshot import Snapshot


REPLACED = ("sb_plan", "sb_days", "sb_process")
"""Tables that are put anew: whatever is wrong in them does not matter any more."""


@dataclass(frozen=True, slots=True)
class DecomposeRequest:
    """Nothing to choose yet: the workbook says it all."""


def decompose(snapshot: Snapshot, request: DecomposeRequest, today: date) -> Outcome:  # noqa: ARG001
    """Split every goal of the workbook; with any error, nothing changes."""
    reading = read(snapshot)
    read_well = tuple(p for p in reading.problems if p.place.table not in REPLACED)
    if reading.book is None:
        return Outcome(problems=read_well)
    problems = (*read_well, *lacking(reading.book), *goal_sums(reading.book))
    if errors_in(problems):
        return Outcome(problems=problems)
    plan = build_plan(reading.book)
    problems = (*problems, *plan.problems)
    if errors_in(problems):
        return Outcome(problems=problems)
    book = replace(reading.book, plan=plan.rows, settings=_next_version(reading.book))
    book = replace(book, days=day_rows(book))
    process, missing = process_rows(book)
    book = replace(book, process=process)
    changes = reading.repairing() + _put(snapshot, book)
    return Outcome(changes, (*problems, *missing), _summary(reading.book, book))


def _next_version(book: Book) -> Settings:
    return replace(book.settings, version=book.settings.version + 1)


def _put(snapshot: Snapshot, book: Book) -> ChangeSet:
    language = book.settings.language
    version = next(setting for setting in SETTINGS if setting.key == "version")
    changes = put_setting(snapshot, version, book.settings.version, language)
    changes += put_table(snapshot, "sb_plan", plan_table(book.plan, language), language)
    changes += put_table(snapshot, "sb_days", day_table(book.days, language), language)
    if book.process or "sb_process" in snapshot.tables:
        changes += put_table(snapshot, "sb_process", process_table(book.process), language)
    return changes + refreshed(snapshot, book, changes, wanted=("views", "days"))


def _summary(before: Book, after: Book) -> tuple[Line, ...]:
    """Per metric and tier: the total before and after; then how many rows there are."""
    lines = []
    for metric in dict.fromkeys(row.metric for row in after.plan):
        name = in_each("choices", f"metric.{metric}")
        for tier in ("floor", "target", "stretch", "hedge"):
            old, new = _total(before, metric, tier), _total(after, metric, tier)
            if tier == "hedge" and not (old or new):
                continue
            what = in_each("jobs", f"decompose.{tier}", metric=name)
            lines.append(Line(what, old, new))
    lines.append(Line(in_each("jobs", "decompose.leaves"), len(before.plan), len(after.plan)))
    lines.append(Line(in_each("jobs", "decompose.days"), len(before.days), len(after.days)))
    return tuple(lines)


def _total(book: Book, metric: str, tier: str) -> int:
    return sum(getattr(row, tier) for row in book.plan if row.metric == metric)
