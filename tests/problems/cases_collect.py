"""The smallest inputs for each problem of collecting."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import openpyxl

from salesbook.cli.collect import LIMIT, MEGABYTE, paths_in, read_file, read_folder
from salesbook.errors import InputError, Place, Problem
from salesbook.letters.collected import collected
from tests.jobs.mailing import files, team, with_issued
from tests.jobs.returning import LI, WANG, filled
from tests.jobs.test_collect import PLAIN, altered, collect
from tests.snapshots import block

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.snapshot import Snapshot
    from salesbook.jobs.collect_match import ReturnedFile


def _of(code: str, *given: ReturnedFile, **more: object) -> Problem:
    return next(p for p in collect(*given, **more).problems if p.code == code)


def _read(code: str, name: str, content: bytes = b"", size: int = 0) -> Problem:
    """A file of a folder, of a size when that matters."""
    problems: list[Problem] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        if size:
            with path.open("r+b") as file:
                file.truncate(size)
        for found in paths_in(Path(folder)):
            list(read_file(found, problems))
    return next(p for p in problems if p.code == code)


def _without_sheet() -> Problem:
    """A letter whose second sheet was deleted."""
    book = openpyxl.load_workbook(io.BytesIO(files()[LI]))
    del book[book.sheetnames[1]]
    saved = io.BytesIO()
    book.save(saved)
    try:
        collected(saved.getvalue(), LI)
    except InputError as error:
        return error.problems[0]
    raise AssertionError


def _older() -> Snapshot:
    given = team()
    held = given.tables["sb_issued"]
    newer = list(held.rows[0])
    newer[1], newer[2], newer[9] = 2, "SB-2026-V2-001", "0" * 64
    return replace(given, tables={**given.tables, "sb_issued": replace(held, rows=(*held.rows, tuple(newer)))})


def _beside() -> Snapshot:
    order = (date(2026, 1, 20), "李伟", None, None, None, None, "A-1", None, None, 120_000)
    given = team()
    return replace(given, tables={**given.tables, "sb_actuals": block("sb_actuals", order)})


def _left() -> Snapshot:
    given = team()
    people = block("sb_reps", ("王芳",), ("赵敏",), headings=("name",))
    return replace(given, tables={**given.tables, "sb_reps": people})


def _nothing() -> Problem:
    """An empty folder. The path is of each run's own, so only its name is shown here."""
    with TemporaryDirectory() as folder:
        try:
            read_folder(Path(folder))
        except InputError as error:
            (problem,) = error.problems
            return Problem(problem.code, Place(file="收回"), {"folder": "收回"})
    raise AssertionError


CASES: dict[str, Callable[[], Problem]] = {
    "returned-without-sheet": _without_sheet,
    "returned-rep-unknown": lambda: _of("returned-rep-unknown", filled(rows=PLAIN), snapshot=_left()),
    "returned-not-issued": lambda: _of(
        "returned-not-issued", filled(rows=PLAIN), snapshot=with_issued(team(), hash="0" * 64)
    ),
    "returned-of-other": lambda: _of(
        "returned-of-other", filled(rows=PLAIN), snapshot=with_issued(team(), rep="王芳")
    ),
    "returned-older": lambda: _of("returned-older", filled(rows=PLAIN), snapshot=_older()),
    "returned-more-cells": lambda: _of(
        "returned-more-cells", filled(rows={n: {"actual": "无", "my_number": "无"} for n in range(5)})
    ),
    "returned-altered": lambda: _of("returned-altered", altered()),
    "returned-twice": lambda: _of(
        "returned-twice", filled(rows=PLAIN), filled(rows={0: {"actual": 1}}, label="2.xlsx")
    ),
    "returned-twice-same": lambda: _of(
        "returned-twice-same", filled(rows=PLAIN), filled(rows=PLAIN, label="2.xlsx")
    ),
    "returned-by-other": lambda: _of(
        "returned-by-other", replace(filled(rows=PLAIN, label="回复.eml: " + LI), sender="zhao@example.org")
    ),
    "returned-empty": lambda: _of("returned-empty", filled()),
    "returned-partly": lambda: _of("returned-partly", filled(rows=PLAIN)),
    "returned-actuals-beside": lambda: _of(
        "returned-actuals-beside", filled(rows=PLAIN), snapshot=_beside(), accept_all=True
    ),
    "returned-actual-too-early": lambda: _of(
        "returned-actual-too-early", filled(rows={2: {"actual": 8_000}}), accept_all=True, today=date(2026, 1, 1)
    ),
    "returned-nothing-to-accept": lambda: _of("returned-nothing-to-accept", filled(WANG, PLAIN), accept=("李伟",)),
    "returned-not-read": lambda: _read("returned-not-read", "寄回.zip"),
    "returned-too-large": lambda: _read("returned-too-large", "照片.xlsx", size=LIMIT * MEGABYTE + (MEGABYTE >> 1)),
    "returned-message-empty": lambda: _read("returned-message-empty", "回复.eml", b"From: a@example.com\r\n\r\nok"),
    "returned-nothing": _nothing,
}
