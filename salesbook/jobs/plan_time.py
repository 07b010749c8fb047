"""How a total goes down the time tree of a plan: goals of halves, quarters and months inside it stay as they are."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.rest import fill_rest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.domain.period import Period


def leaves_in(period: Period, leaves: Sequence[Period]) -> tuple[str, ...]:
    """Keys of the leaf periods that lie in a period."""
    return tuple(leaf.key for leaf in leaves if period.start <= leaf.start and leaf.end <= period.end)


def by_period(
    total: int,
    goals: Mapping[tuple[str, ...], int],
    weights: Mapping[str, Fraction],
    residue: str,
) -> dict[str, int]:
    """Leaf period -> its part of the total.

    `goals` maps groups of leaf periods (nested or apart, never crossing) to their fixed values; `weights` are those of
    the leaf periods among which the total is split. Raises PartsDiffer where goals cannot be met.

    >>> w = {m: Fraction(1) for m in ("01", "02", "03", "04")}
    >>> by_period(100, {("01", "02"): 70, ("01",): 30}, w, "largest-remainder")
    {'01': 30, '02': 40, '03': 15, '04': 15}
    """
    outer = outermost(goals)
    grouped = {key for group in outer for key in group}
    parts = {key: weight for key, weight in weights.items() if key not in grouped}
    names = {"/".join(group): group for group in outer}
    parts |= {name: sum((weights[key] for key in group), Fraction(0)) for name, group in names.items()}
    values = fill_rest(total, {name: goals[group] for name, group in names.items()}, parts, residue)
    found = {key: value for key, value in values.items() if key not in names}
    for name, group in names.items():
        found |= _inside(group, values[name], goals, weights, residue)
    return {key: found[key] for key in weights}


def outermost(goals: Mapping[tuple[str, ...], int]) -> tuple[tuple[str, ...], ...]:
    """The groups that lie in no other."""
    return tuple(g for g in goals if not any(set(g) < set(other) for other in goals))


def _inside(
    group: tuple[str, ...],
    value: int,
    goals: Mapping[tuple[str, ...], int],
    weights: Mapping[str, Fraction],
    residue: str,
) -> dict[str, int]:
    if len(group) == 1:
        return {group[0]: value}
    inner = {other: goals[other] for other in goals if set(other) < set(group)}
    return by_period(value, inner, {key: weights[key] for key in group}, residue)
