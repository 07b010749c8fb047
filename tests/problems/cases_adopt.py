"""What keeps our sheets from coming into a workbook that the user already has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.snapshot import Snapshot, TableBlock
from salesbook.jobs.adopt import AdoptRequest, adopt

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.errors import Problem

MINE = Snapshot(sheets=("Mine", "Team"), label="mine.xlsx")
REQUEST = AdoptRequest("quarter", "en")
TODAY = date(2026, 11, 22)


def adopting(snapshot: Snapshot) -> Callable[[], Problem]:
    return lambda: adopt(snapshot, REQUEST, TODAY).problems[0]


CASES = {
    "already-salesbook": adopting(applied(MINE, adopt(MINE, REQUEST, TODAY).changes)),
    "structure-protected": adopting(replace(MINE, closed="structure-protected")),
    "shared-workbook": adopting(replace(MINE, closed="shared-workbook")),
    "table-name-ours": adopting(
        replace(MINE, tables={"sb_goals": TableBlock("sb_goals", "Mine", 3, 2, ("Goal",), (("Run",),))})
    ),
    "defined-name-ours": adopting(replace(MINE, names={"sb_marks": "Mine!$A$1:$A$9"})),
    "tab-name-taken": adopting(MINE),
}
