"""Small snapshots for tests, written as people see tables: headings and rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.snapshot import Snapshot, TableBlock
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.values import Value
    from salesbook.texts import Language

SHEETS = {
    "sb_settings": "设置",
    "sb_goals": "目标",
    "sb_increments": "增量",
    "sb_reps": "团队",
    "sb_members": "维度",
    "sb_calendar": "日历",
    "sb_phases": "阶段",
    "sb_history": "历史",
    "sb_actuals": "实绩",
    "sb_mappings": "导入映射",
    "sb_rates": "过程",
    "sb_activities": "过程实绩",
    "sb_measures": "深度数据",
    "sb_incentives": "激励",
    "sb_payout": "结算记录",
    "sb_kpis": "考核指标",
    "sb_scores": "考核得分",
    "sb_actions": "行动",
    "sb_customers": "客户",
    "sb_tiers": "客户分级",
    "sb_risks": "风险",
    "sb_notes": "说明",
    "sb_suggested": "建议记录",
    "sb_holds": "锁定",
    "sb_plan": "分解",
    "sb_days": "按日",
    "sb_process": "过程目标",
    "sb_issued": "下达",
    "sb_journal": "日志",
    "sb_undo": "撤销",
    "sb_decisions": "决定",
    "sb_closed": "期末台账",
    "sb_carried": "结转记录",
}
"""The tab on which `block` puts each table: one table per tab, its header in B4."""


def block(
    name: str, *rows: Sequence[Value], headings: Sequence[str] | None = None, merged: tuple[str, ...] = ()
) -> TableBlock:
    """A table with its header in B4. `headings`: keys of columns, or any heading; left out, all columns in zh."""
    table = CATALOGUE[name]
    by_key = {c.key: c.zh for c in table.columns}
    shown = table.headings("zh") if headings is None else tuple(by_key.get(h, h) for h in headings)
    filled = tuple(tuple(row) + (None,) * (len(shown) - len(row)) for row in rows)
    return TableBlock(name, SHEETS[name], 4, 2, shown, filled, merged)


def settings(**values: Value) -> TableBlock:
    """sb_settings for the year 2026, with `values` by key beside or instead (None takes a row away)."""
    rows: Mapping[str, Value] = {"start": date(2026, 1, 1), "end": date(2026, 12, 31), "unit": 1} | values
    return block("sb_settings", *((k, v) for k, v in rows.items() if v is not None), headings=("key", "value"))


def goals(*rows: Sequence[Value], headings: Sequence[str] = ("metric", "scope", "period", "target")) -> TableBlock:
    """sb_goals; left out, one goal of 1,000,000 for the whole plan."""
    return block("sb_goals", *(rows or [("销售额", None, None, 1_000_000)]), headings=headings)


def reps(*names: str) -> TableBlock:
    """sb_reps with these names; left out, 李伟 and 王芳."""
    return block("sb_reps", *((name,) for name in names or ("李伟", "王芳")), headings=("name",))


def snapshot(*blocks: TableBlock, without: Sequence[str] = ()) -> Snapshot:
    """A workbook of a year with two reps and one goal, with `blocks` beside or instead of these tables."""
    tables = {b.name: b for b in (settings(), goals(), reps(), *blocks) if b.name not in without}
    sheets = tuple(dict.fromkeys(b.sheet for b in tables.values()))
    return Snapshot(tables=tables, sheets=sheets, label="计划.xlsx")


def shown(choice: str, key: str, language: Language = "zh") -> str:
    """What a choice reads on a sheet."""
    return text("choices", f"{choice}.{key}", language)
