"""What the import finds in exports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from salesbook.book.pasted import read_export
from salesbook.book.pasted_sales import Asked
from salesbook.errors import InputError
from salesbook.jobs.import_goals import ImportGoalsRequest, import_goals
from salesbook.jobs.import_sales import ImportRequest, import_sales
from tests.snapshots import block, goals, settings, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.snapshot import TableBlock
    from salesbook.errors import Problem

TODAY = date(2026, 1, 1)


def refused(content: bytes, name: str = "orders.csv") -> Callable[[], Problem]:
    """A file that is no table."""

    def problem() -> Problem:
        with pytest.raises(InputError) as found:
            read_export(content, name)
        return found.value.problems[0]

    return problem


def sales(text: str, *blocks: TableBlock, asked: Asked | None = None) -> Callable[[], Problem]:
    """An export of sales of which exactly one thing is to be said."""

    def problem() -> Problem:
        export = read_export(text.encode(), "orders.csv")
        outcome = import_sales(snapshot(*blocks), ImportRequest("sb_history", export, asked or Asked()), TODAY)
        (found,) = outcome.problems
        return found

    return problem


def targets(text: str, *blocks: TableBlock, factor: int = 1) -> Callable[[], Problem]:
    """An export of targets of which exactly one thing is to be said."""

    def problem() -> Problem:
        export = read_export(text.encode(), "targets.csv")
        team = block("sb_reps", ("T1", "李伟"), headings=("id", "name"))
        request = ImportGoalsRequest(export, Asked(factor=Decimal(factor)))
        (found,) = import_goals(snapshot(team, *blocks), request, TODAY).problems
        return found

    return problem


CHANNELS = block("sb_members", ("渠道", "直销"), headings=("axis", "member"))
SEEN = block("sb_history", (date(2025, 5, 1), "S1", 5), headings=("date", "order_no", "amount"))
NARROW = block("sb_history", (date(2025, 5, 1), 5), headings=("date", "amount"))


CASES: dict[str, Callable[[], Problem]] = {
    "export-unreadable": refused(b"PK\x03\x04", "orders.xlsx"),
    "export-is-xls": refused(b"\xd0\xcf\x11\xe0", "orders.xls"),
    "export-is-protected": refused(b"\xd0\xcf\x11\xe0", "orders.xlsx"),
    "export-unknown-encoding": refused(b"\x81\x20\xff\xff"),
    "export-empty": refused(b""),
    "export-row-too-long": refused("日期,客户,金额\n2026-01-01,甲,乙,5\n".encode()),
    "export-column-missing": sales("日期,数\n2025-05-01,5\n"),
    "heading-not-there": sales("日期,金额\n2025-05-01,5\n", asked=Asked({"amount": "净额"})),
    "headings-alike": sales("日期,金额,订单号,订单 号\n2025-05-01,5,1,2\n"),
    "heading-chosen": sales("日期,销售额,订单金额\n2025-05-01,5,6\n"),
    "export-cell-unreadable": sales("日期,金额\n2025-05-01,五元\n"),
    "export-rows-without-amount": sales("日期,金额\n2025-05-01,5\n2025-05-02,NULL\n2025-05-03,-\n"),
    "export-rows-without-date": sales("日期,金额\n2025-05-01,5\n,7\n"),
    "export-without-rows": sales("日期,金额\n"),
    "export-rows-without-rep": sales("日期,姓名,金额\n2025-05-01,,5\n2025-05-02,李伟,1\n"),
    "export-rows-of-totals": sales("日期,客户名称,金额\n2025-05-01,甲,5\n,合计,5\n"),
    "export-rows-outside": sales(
        "日期,金额\n2025-05-01,5\n2026-05-01,7.5\n", asked=Asked(since=date(2025, 1, 1), until=date(2025, 12, 31))
    ),
    "costs-missing": sales("日期,金额,成本\n2025-05-01,5,\n"),
    "two-spellings": sales("日期,渠道,金额\n2025-05-01,Warehouse,5\n2025-05-02,Warehouse,1\n2025-05-01,Ware House,2\n"),
    "unknown-in-export": sales("日期,渠道,金额\n2025-05-01,直消,5\n", CHANNELS),
    "orders-seen-before": sales("日期,订单号,金额\n2025-05-01,S1,6\n", SEEN),
    "table-lacks-column": sales("日期,渠道,金额\n2025-05-02,直销,5\n", NARROW),
    "targets-without-months": targets("姓名,目标\n李伟,5\n"),
    "targets-without-name": targets("年,工号,姓名,1月\n2026,T9,,5\n"),
    "targets-of-unknown-rep": targets("年,工号,姓名,1月\n2026,T9,赵敏,5\n", factor=1000),
    "targets-empty": targets("年,工号,姓名,1月,2月,3月\n2026,T1,李伟,5,,NULL\n"),
    "targets-of-other-years": targets("年,工号,姓名,1月\n2025,T1,,5\n2026,T1,李伟,5\n"),
    "goal-there-already": targets("姓名,1月\n李伟,5\n", goals(("销售额", "人员=李伟", "2026-01", 6))),
    "target-not-whole-units": targets(
        "姓名,1月\n李伟,5500\n", settings(unit=1000), goals(("销售额", None, None, 6000))
    ),
}
