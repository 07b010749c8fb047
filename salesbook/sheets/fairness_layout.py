"""Where everything stands on the fairness sheet: columns, the lines of the spread, the blocks of reps and teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.values import address

if TYPE_CHECKING:
    from salesbook.sheets.fairness_lines import Fairness

KEY = "view.fairness"
NAME, TEAM, BASE, TARGET, GROWTH, BASE_SHARE, QUOTA_SHARE, RATIO, DAYS, PER_DAY, REMARK = range(1, 12)
SET_ROW, SPREAD_ROW = 3, 5
START, END, BAND = (address(SET_ROW, column, fixed="row column") for column in (2, 3, 6))
LINES = ("whole", "lowest", "highest", "median", "first", "third", "variation", "low", "high", "count")
AT = {key: address(SPREAD_ROW + 1 + number, 2, fixed="row column") for number, key in enumerate(LINES)}
"""The cell of each line of the spread."""
TABLE_ROW = SPREAD_ROW + len(LINES) + 2
NOISE = 9
"""Decimal places beyond which two growths are the same."""
CHARTED, CHART_ROWS = 30, 16
PRINTED = 36
"""Rows that a printed page takes."""
REP_HEADS = (
    "rep", "team", "base", "target", "growth", "base-share", "quota-share", "ratio", "days", "per-day", "remark",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the blocks stand: first and last row of each (last < first: empty), and the total's."""

    compared: tuple[int, int]
    others: tuple[int, int]
    total: int
    teams: tuple[int, int]

    @classmethod
    def of(cls, found: Fairness) -> Rows:
        first = TABLE_ROW + 2
        last = first + max(1, len(found.compared)) - 1
        others = last + 2, last + 1 + len(found.others)
        total = (others[1] if found.others else last) + 1
        return cls((first, last), others, total, (total + 4, total + 3 + len(found.teams)))
