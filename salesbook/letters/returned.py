"""What a rep's own tracking sheet is called, so that a file that comes back can be read: one table and five names.

The sheet is the second one of a letter. Its table `sb_return` has a row per day or week of the plan, each within one
period of the plan; the rep fills in the columns of `INPUTS`, all other cells are locked. `ID_NAMES` are defined names
of one cell each, which say whose sheet it is and of which letter; the document's own properties say the same.
"""

from __future__ import annotations

from salesbook.book.catalogue import Column, Table
from salesbook.letters.slots import RETURNS

RETURN = Table("sb_return", "return", (
    Column("period", "期间", "Period", required=True, filled=True),
    Column("start", "开始", "From", "date", required=True, filled=True),
    Column("end", "结束", "To", "date", required=True, filled=True),
    Column("target", "目标", "Target", "int", required=True),
    Column("due", "累计目标", "Target to date", "int"),
    Column("actual", "实际完成", "Actual", "amount", required=True),
    Column("done", "累计完成", "Actual to date", "amount"),
    Column("attainment", "累计完成率", "Attainment", "percent"),
    Column("my_number", "我的预测", "My number", "amount", required=True),
    Column("comment", "说明", "Comment", required=True),
), ours=True)  # fmt: skip
"""`period` is written as the plan writes it (2026-03, or a phase's name); `target` is the handed-down target 力争."""

INPUTS: tuple[str, ...] = ("actual", "my_number", "comment")
"""Columns that are the rep's."""

ID_NAMES: tuple[str, ...] = tuple(RETURNS)
"""rep: the name; id: the staff id, may be empty; serial; version: the plan's; hash: all 64 digits, as in sb_issued."""
