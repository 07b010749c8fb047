"""Totals of customer types from what each brings of the goal's increment: the base stays, the rest is shared out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.increments import with_increment
from salesbook.errors import Problem
from salesbook.jobs.plan_base import axis_shares
from salesbook.jobs.plan_base_notes import base_window
from salesbook.jobs.plan_margins import Slice
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from salesbook.book.model import Book, Goal, Increment
    from salesbook.jobs.plan_axes import PlanAxis

CUSTOMER = "customer"


def increment_slices(
    book: Book, metric: str, axes: Sequence[PlanAxis], whole: Slice, wanted: Sequence[Slice], unit: int
) -> tuple[tuple[Slice, ...], tuple[Problem, ...]]:
    """A slice for each customer type, with the target that the increments give it, and what stands against them.

    `wanted` are the slices of the goals, those of customer types must agree; `whole` is that of the whole plan.
    Nothing without rows for the metric.
    """
    rows = [row for row in book.increments if row.metric == metric]
    if not rows:
        return (), ()
    axis = next((axis for axis in axes if axis.name == CUSTOMER), None)
    if axis is None:
        return (), (Problem("increments-not-split", rows[0].place),)
    goal = whole_goal(book, metric)
    if goal is None or goal.base is None:
        words = {"metric": in_each("choices", f"metric.{metric}")}
        return (), (Problem("increment-without-base", goal.place if goal else rows[0].place, words),)
    try:
        parts = with_increment(
            whole.values["target"], Fraction(goal.base) / unit, base_parts(book, axis, metric),
            _brought(rows, axis), book.settings.residue,
        )  # fmt: skip
    except ValueError:
        return (), (Problem("increment-below-zero", rows[0].place, {"base": f"{goal.base:,f}"}),)
    totals = _all(axis, parts)
    asked = [part for part in wanted if part.scope and part.scope[0] == CUSTOMER and part.periods == whole.periods]
    goals = {part.scope[1]: part.values["target"] for part in asked if part.scope}
    found = tuple(Slice((CUSTOMER, name), whole.periods, {"target": value}) for name, value in totals.items())
    return found, tuple(_conflicts(rows, totals, goals, unit))


def whole_goal(book: Book, metric: str) -> Goal | None:
    """The goal of a metric for the whole plan, which may name the plan's own period."""
    plan = (book.settings.start, book.settings.end)
    goals = (goal for goal in book.goals if goal.metric == metric and not goal.scope)
    return next((goal for goal in goals if not goal.period or _days(book, goal) == plan), None)


def _days(book: Book, goal: Goal) -> tuple[object, object]:
    from salesbook.book.checks_sums import span_of

    span = span_of(goal, book)
    return span.start, span.end


def base_parts(book: Book, axis: PlanAxis, metric: str) -> dict[str, Fraction]:
    """How the base divides: by the shares of the dimensions where somebody gave any, else by the past sales of the
    base year, else equally."""
    if any(row.share is not None or row.weight is not None for row in axis.rows):
        return axis_shares(book, axis)
    sales, found = book.history, dict.fromkeys(axis.members, Fraction(0))
    column = sales.axes.get(axis.name, ())
    if not any(column):
        return found
    start, end = base_window(sales, book.settings.start)
    values = sales.quantities if metric == "quantity" else sales.amounts
    for day, name, value in zip(sales.dates, column, values, strict=True):
        if start <= day < end and name in found:
            found[name] += Fraction(value or Decimal(0))
    return {name: max(value, Fraction(0)) for name, value in found.items()}


def _brought(rows: Sequence[Increment], axis: PlanAxis) -> dict[str, Fraction]:
    """Leaf member -> its share of the increment; a parent's is divided equally among its leaves."""
    found: dict[str, Fraction] = {}
    for row in rows:
        leaves = axis.leaves_under(row.customer)
        for leaf in leaves:
            found[leaf] = found.get(leaf, Fraction(0)) + Fraction(row.share) / len(leaves)
    return found


def _all(axis: PlanAxis, parts: Mapping[str, int]) -> dict[str, int]:
    """Leaves and the parents over them."""
    names = dict.fromkeys((*(row.name for row in axis.rows), *axis.members))
    return {name: sum(parts[leaf] for leaf in axis.leaves_under(name)) for name in names}


def _conflicts(
    rows: Sequence[Increment], totals: Mapping[str, int], goals: Mapping[str, int], unit: int
) -> Iterator[Problem]:
    """Goals for customer types over the whole plan that the increments do not come to."""
    for name, goal in goals.items():
        if goal != totals[name]:
            place = next((row.place for row in rows if row.customer == name), rows[0].place)
            words = {"customer": name, "goal": f"{goal * unit:,}", "given": f"{totals[name] * unit:,}"}
            yield Problem("increment-goal-differs", place, words)
