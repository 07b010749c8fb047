"""A target split over all axes at once, in whole units, with every fixed total exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.domain.split_facts import (
    EqualFallback,
    Fixed,
    Group,
    Infeasible,
    Leaves,
    Note,
    Split,
    Unsupported,
    Wider,
)
from salesbook.domain.split_solve import asked_of, fitted, open_bounds, solve
from salesbook.domain.split_table import tabulate
from salesbook.domain.split_tiers import implied_groups, split_tiers

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "EqualFallback",
    "Fixed",
    "Group",
    "Infeasible",
    "Leaves",
    "Note",
    "Split",
    "Unsupported",
    "Wider",
    "implied_groups",
    "reachable",
    "split",
    "split_tiers",
]


def split(
    leaves: Leaves,
    total: int,
    fixed: Iterable[Fixed] = (),
    groups: Iterable[Group] = (),
    *,
    residue: str = "largest-remainder",
) -> Split:
    """Split `total` over the leaves pro rata to their weights, so that every fixed total is met to the unit.

    Fixed may be families of one axis, or of one axis by period, complete or in part; groups are slices of any
    shape, held or bounded. The order of the leaves does not matter. `residue` rules the totals of each axis that
    are free; within them a leaf is the whole number below or above its share, unless what is fixed leaves no such
    solution (then a Wider note).

    >>> leaves = Leaves(("period", "rep"), (("1", "Li"), ("1", "Wu"), ("2", "Li"), ("2", "Wu")), (1, 1, 1, 1))
    >>> split(leaves, 10, [Fixed(("period",), {("1",): 3}), Fixed(("rep",), {("Li",): 6})]).values
    (2, 1, 4, 3)
    >>> split(leaves, 10, groups=[Group({"period": frozenset({"1"}), "rep": frozenset({"Li"})}, 0, 1)]).values
    (1, 3, 3, 3)
    """
    table = tabulate(leaves, total, fixed, groups)
    return solve(table, open_bounds(len(table.keys)), residue).answer


def reachable(leaves: Leaves, total: int, fixed: Iterable[Fixed], groups: Iterable[Group] = ()) -> bool:
    """Whether real shares, at least, can meet all this at once.

    >>> leaves = Leaves(("period", "rep"), (("1", "Li"), ("1", "Wu")), (1, 1))
    >>> over = Group({"rep": frozenset({"Li"})}, 6, None)
    >>> reachable(leaves, 10, [], [over]), reachable(leaves, 10, [Fixed(("rep",), {("Li",): 5})], [over])
    (True, False)
    """
    try:
        table = tabulate(leaves, total, fixed, groups)
        return fitted(asked_of(table), total, open_bounds(len(table.keys)))[1] is None
    except Infeasible:
        return False
