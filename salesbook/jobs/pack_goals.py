"""The plan document's goals and splits: three tiers in all, by month, by every axis, and rep by month."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.document import Grid, Paragraph
from salesbook.jobs.pack_words import amount, share
from salesbook.sheets.sums import plan_rows
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from salesbook.book.document import Block
    from salesbook.book.model import PlanRow
    from salesbook.jobs.pack_words import Pack

WIDEST = 6
"""With more periods than this, reps are not shown by period."""


def goals(of: Pack) -> tuple[Block, ...]:
    """The goals as typed, what the plan hands down, and where they were checked."""
    language = of.language
    rows = tuple(
        (
            of.choice("metric", goal.metric), " ".join(goal.scope.values()) or of.say("whole"),
            goal.period or of.say("whole"), amount(goal.base), share(goal.growth), amount(goal.floor),
            amount(goal.target), amount(goal.stretch),
        )
        for goal in of.book.goals
    )  # fmt: skip
    heads = of.heads("metric", "scope", "period", "base", "growth", "floor", "target", "stretch")
    grid = Grid(heads, rows, ("left", "left", "left", *["right"] * 5))  # type: ignore[arg-type]
    plan = plan_rows(of.book)
    target, hedge = sum(row.target for row in plan), sum(row.hedge for row in plan)
    said = [Paragraph(of.say("handed-down", target=f"{target + hedge:,}", hedge=f"{hedge:,}"))] if hedge else []
    checked = Paragraph(of.say("checked", sheet=text("smart", "title", language)))
    return (grid, *said, checked)


def splits(of: Pack) -> tuple[Block, ...]:
    """By period, by each axis that the plan splits, and reps by period where that fits on a page."""
    plan = plan_rows(of.book)
    blocks = [_by(of, of.say("by.period"), of.say("column.period"), plan, lambda row: row.period)]
    for axis in of.book.settings.axes:
        if any(getattr(row, axis) for row in plan):
            name = of.choice("axis", axis)
            blocks.append(_by(of, of.say("by.axis", axis=name), name, plan, _member(axis)))
    crossed = _reps_by_period(of, plan)
    return (*blocks, *([crossed] if crossed else []))


def _member(axis: str) -> Callable[[PlanRow], str]:
    def member(row: PlanRow) -> str:
        found: str = getattr(row, axis)
        return found

    return member


def _by(of: Pack, title: str, head: str, plan: tuple[PlanRow, ...], key: Callable[[PlanRow], str]) -> Grid:
    """Three tiers and the share of each member, and their sums."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in plan:
        for at, value in enumerate((row.floor, row.target, row.stretch)):
            found[key(row)][at] += value
    whole = sum(values[1] for values in found.values())
    rows = [(name or "–", *map(amount, values), _part(values[1], whole)) for name, values in found.items()]
    sums = [sum(values[at] for values in found.values()) for at in range(3)]
    rows.append((of.say("total"), *map(amount, sums), _part(whole, whole)))
    heads = (head, *of.heads("floor", "target", "stretch", "share"))
    return Grid(heads, tuple(rows), ("left", "right", "right", "right", "right"), True, title)


def _part(value: int, whole: int) -> str:
    return share(Fraction(value, whole)) if whole else ""


def _reps_by_period(of: Pack, plan: tuple[PlanRow, ...]) -> Grid | None:
    """What is handed down to each rep in each period: the target with its hedge."""
    periods = tuple(dict.fromkeys(row.period for row in sorted(plan, key=lambda row: row.start)))
    if not any(row.rep for row in plan) or not 1 < len(periods) <= WIDEST:
        return None
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(periods, 0))
    for row in plan:
        found[row.rep][row.period] += row.target + row.hedge
    rows = [_line(name or "–", values) for name, values in found.items()]
    sums = {period: sum(values[period] for values in found.values()) for period in periods}
    rows.append(_line(of.say("total"), sums))
    heads = (of.say("column.rep"), *periods, of.say("total"))
    align = ("left", *["right"] * (len(periods) + 1))
    return Grid(heads, tuple(rows), align, True, of.say("by.rep-period"))  # type: ignore[arg-type]


def _line(name: str, values: Mapping[str, int]) -> tuple[str, ...]:
    return (name, *map(amount, values.values()), amount(sum(values.values())))
