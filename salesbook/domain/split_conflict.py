"""Can the groups of all tiers be met together? If not, the smallest set that cannot.

Tiers stand on each other: the target is the floor and something more, the stretch the target and something more.
So each leaf is as many cells as there are tiers, none of them negative, and a group of a tier is a demand on the
cells up to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.conflicts import Demand, smallest_conflict
from salesbook.domain.split_table import leaves_inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.domain.conflicts import Conflict
    from salesbook.domain.simplex import Wholes
    from salesbook.domain.split_facts import Group, Leaves

Asked = tuple[str, "Group"]


def tier_conflict(
    leaves: Leaves, asked: Sequence[Asked], order: Sequence[str], first: str = "target"
) -> Conflict | None:
    """The smallest set of these (tier, group) that no values of the leaves meet, by position; None where all can be.

    `order` names the tiers from the lowest to the highest. A leaf of weight zero carries nothing, unless a group
    that must carry something has no other. Where several sets conflict, those of the tier `first` are named.

    >>> from salesbook.domain.split_facts import Group, Leaves
    >>> leaves = Leaves(("period", "rep"), (("1", "Li"), ("1", "Wu")), (1, 1))
    >>> li, wu = ({"rep": frozenset({name})} for name in ("Li", "Wu"))
    >>> asked = [("target", Group({}, 10, 10)), ("floor", Group(li, 8, 8)), ("target", Group(wu, 3, None))]
    >>> found = tier_conflict(leaves, asked, ("floor", "target"))
    >>> found.needs, found.limits, found.amount
    ((1, 2), (0,), 1)
    """
    members, codes = _coded(leaves)
    inside = [leaves_inside(group, leaves.axes, members, codes) for _, group in asked]
    places = np.cumsum(_open(leaves, asked, inside)) - 1
    size = int(places[-1]) + 1 if len(places) else 0
    opened = np.diff(places, prepend=-1) > 0
    levels = {tier: order.index(tier) for tier, _ in asked}
    demands = []
    for (tier, group), cells in zip(asked, inside, strict=True):
        at = places[cells[opened[cells]]]
        layers = [at + size * level for level in range(levels[tier] + 1)]
        demands.append(Demand(group, np.concatenate(layers), group.low, group.high, int(tier != first)))
    return smallest_conflict(demands, size * len(order))


def _coded(leaves: Leaves) -> tuple[list[list[str]], list[Wholes]]:
    """Each axis' members, and each leaf's member by number."""
    members = [sorted({key[j] for key in leaves.keys}) for j in range(len(leaves.axes))]
    numbers = [{member: i for i, member in enumerate(names)} for names in members]
    codes = [np.array([known[key[j]] for key in leaves.keys], dtype=np.int64) for j, known in enumerate(numbers)]
    return members, codes


def _open(leaves: Leaves, asked: Sequence[Asked], inside: Sequence[Wholes]) -> Wholes:
    """1 for each leaf that may carry something."""
    weights = np.array([float(weight) for weight in leaves.weights])
    opened = weights > 0
    for (_, group), cells in zip(asked, inside, strict=True):
        if group.low and not weights[cells].any():
            opened[cells] = True
    return opened.astype(np.int64)
