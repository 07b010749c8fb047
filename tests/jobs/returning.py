"""Letters of a small plan as they come back: filled in, altered, of another version."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl

from salesbook.jobs.collect import CollectRequest, collect
from salesbook.jobs.collect_match import ReturnedFile
from salesbook.letters.collected import collected
from salesbook.letters.returned import RETURN
from salesbook.package.plain_cells import put_plain_cells
from tests.jobs.mailing import files, team

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot

LI, WANG = "责任书_李伟_2026_v1.xlsx", "责任书_王芳_2026_v1.xlsx"


def filled(name: str = LI, rows: Mapping[int, Mapping[str, Any]] | None = None, label: str = "") -> ReturnedFile:
    """A letter with cells of its tracking sheet filled in: row (counted from 0) -> column key -> content."""
    content = files()[name]
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=False)
    sheet = next(s for s in book.worksheets if RETURN.name in s.tables)
    area = sheet.tables[RETURN.name].ref
    top = sheet[area.partition(":")[0]].row
    at = {cell.value: cell.column for cell in sheet[top]}
    keys = {c.key: at[c.zh] for c in RETURN.columns}
    cells = {(top + 1 + n, keys[key]): value for n, row in (rows or {}).items() for key, value in row.items()}
    return ReturnedFile(label or name, put_plain_cells(content, {sheet.title: cells}) if cells else content)


def weeks(name: str = LI) -> int:
    """How many rows the tracking sheet has."""
    return len(collected(files()[name], name).rows)


def back(*given: ReturnedFile, today: date, snapshot: Snapshot | None = None, **more: Any) -> Outcome:
    """What collecting these answers."""
    return collect(snapshot or team(), CollectRequest(tuple(given), **more), today)
