"""What is said of saved mappings of imports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from salesbook.book.pasted import read_export
from salesbook.book.reading import read
from salesbook.jobs.import_sales import ImportRequest, import_sales
from tests.snapshots import block, goals, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.errors import Problem

SAVED = block("sb_mappings", ("ERP", "金额", "Net"), ("ERP", "日期", "Day"))


def _imported(content: str, mapping: str = "") -> Callable[[], Problem]:
    def problem() -> Problem:
        export = read_export(content.encode(), "orders.csv")
        request = ImportRequest("sb_actuals", export, mapping=mapping)
        (found,) = import_sales(snapshot(SAVED), request, date(2026, 1, 1)).problems
        return found

    return problem


def _column() -> Problem:
    (found,) = read(snapshot(goals(), reps(), block("sb_mappings", ("ERP", "金颔", "Net")))).problems
    return found


CASES: dict[str, Callable[[], Problem]] = {
    "mapping-unknown": _imported("Day,Net\n2026-01-02,5\n", "EPR"),
    "mapping-heading": _imported("Day,Net sales\n2026-01-02,5\n", "erp"),
    "mapping-used": _imported("Day,Net\n2026-01-02,5\n"),
    "mapping-column": _column,
}
