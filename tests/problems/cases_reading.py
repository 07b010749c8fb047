"""What reading finds in settings, people, time and sales."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from salesbook.book.reading import read
from salesbook.book.values import ErrorValue, Unstored
from tests.snapshots import block, goals, reps, settings, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.book.values import Value
    from salesbook.errors import Problem


def only(found: Snapshot) -> Problem:
    """The one problem of a workbook."""
    (problem,) = read(found).problems
    return problem


def first(found: Snapshot, code: str) -> Problem:
    """The first problem with a code."""
    return next(p for p in read(found).problems if p.code == code)


def case(*blocks: TableBlock) -> Callable[[], Problem]:
    """A workbook with these tables, in which exactly one thing is wrong."""
    return lambda: only(snapshot(*blocks))


def cell(value: Value, heading: str = "weight") -> Callable[[], Problem]:
    """A workbook whose only rep has this value in a column."""
    return case(block("sb_reps", ("李伟", value), headings=("name", heading)))


def members(*rows: Sequence[Value]) -> Callable[[], Problem]:
    """A workbook with these regions: name, parent, share."""
    filled = [("区域", *row) for row in rows]
    return case(block("sb_members", *filled, headings=("axis", "member", "parent", "share")))


def regions() -> TableBlock:
    """Two regions."""
    return block("sb_members", ("区域", "华东"), ("区域", "华北"), headings=("axis", "member"))


def phases(*rows: Sequence[Value]) -> Callable[[], Problem]:
    """A campaign of April 2026 with these phases: name, first and last day."""
    april = settings(start=date(2026, 4, 1), end=date(2026, 4, 30))
    return case(april, block("sb_phases", *rows, headings=("phase", "start", "end")))


def history(*rows: Sequence[Value]) -> Callable[[], Problem]:
    """A workbook with these past sales: day, rep, amount."""
    return case(block("sb_history", *rows, headings=("date", "rep", "amount")))


def without_days() -> Problem:
    return first(snapshot(settings(end=None)), "setting-missing")


def many_unreadable() -> Problem:
    rows = [(date(2025, 1, 1), "李伟", "?")] * 50
    return first(snapshot(block("sb_history", *rows, headings=("date", "rep", "amount"))), "and-more")


CASES: dict[str, Callable[[], Problem]] = {
    "table-missing": lambda: only(snapshot(without=("sb_reps",))),
    "column-missing": case(block("sb_reps", ("T1",), headings=("id",))),
    "column-twice": case(block("sb_reps", ("李伟", "Li Wei"), headings=("姓名", "Name"))),
    "merged-cells": case(block("sb_reps", ("李伟",), headings=("name",), merged=("B5:B6",))),
    "blank-cell": case(block("sb_reps", ("李伟", 1), (None, 2), headings=("name", "weight"))),
    "duplicate": case(reps("Li Wei", "王芳", "li wei")),
    "and-more": many_unreadable,
    "error-cell": cell(ErrorValue("#REF!")),
    "formula-without-result": cell(Unstored("SUM(A1:A3)")),
    "not-a-number": cell("很高"),
    "not-a-percentage": cell(30, "ramp"),
    "not-a-whole-number": case(settings(fiscal_start=1.5)),
    "not-a-date": cell("5/1/2026", "start"),
    "unknown-choice": case(goals(("销售格", None, None, 100))),
    "negative-number": cell(-1),
    "number-out-of-range": case(settings(fiscal_start=13)),
    "number-too-small": case(settings(unit=0)),
    "end-before-start": case(
        block("sb_reps", ("李伟", date(2026, 3, 1), date(2026, 2, 1)), headings=("name", "start", "end"))
    ),
    "setting-missing": without_days,
    "unknown-setting": case(settings(保底系=0.9)),
    "lights-out-of-order": case(settings(green=0.8, amber=0.9)),
    "unknown-rep": case(goals(("销售额", "人员=李纬", None, 100))),
    "unknown-member": case(regions(), goals(("销售额", "区域=华冬", None, 100))),
    "unknown-parent": members(("上海", "华东"), ("江苏", "江苏省"), ("华东", None)),
    "circular-parents": lambda: first(
        snapshot(
            block("sb_members", ("区域", "甲", "乙"), ("区域", "乙", "甲"), headings=("axis", "member", "parent"))
        ),
        "circular-parents",
    ),
    "name-like-formula": case(reps("李伟", "=SUM(A1)")),
    "name-like-pattern": case(reps("李伟", "王*")),
    "rep-outside-plan": cell(date(2027, 1, 1), "start"),
    "shares-over-whole": members(("华东", None, 0.7), ("华北", None, 0.4)),
    "shares-do-not-add-up": members(("华东", None, 0.4), ("华北", None, "50%")),
    "phase-outside-plan": phases(("预热", date(2026, 3, 30), date(2026, 4, 30))),
    "phases-overlap": phases(
        ("预热", date(2026, 4, 1), date(2026, 4, 20)), ("爆发", date(2026, 4, 20), date(2026, 4, 30))
    ),
    "phases-gap": phases(("预热", date(2026, 4, 1), date(2026, 4, 20)), ("爆发", date(2026, 4, 24), date(2026, 4, 30))),
    "sales-without-amount": history((date(2025, 5, 1), "李伟", 5), (date(2025, 5, 2), "李伟", None)),
    "sales-outside-plan": history((date(2027, 5, 1), "李伟", 5)),
    "unknown-in-sales": history((date(2025, 5, 1), "李玮", 5), (date(2025, 5, 2), "李玮", 1.5)),
    "rate-out-of-range": case(block("sb_rates", ("邀约", "进店", "3/2"), headings=("stage", "next", "rate"))),
}
