"""Many fitted values made whole at once, with every total of every family exact: for cubes too large for networks.

Each value becomes its floor or its ceiling: first so that running totals stay within half a unit, along the family
with the most groups; then units change places between leaves that agree in all families but one, until that one's
totals are met, family after family. What is left when no two leaves can change places directly goes along chains of
them. All steps work on all cells at once, so time and memory grow with the number of cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.fit import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.domain.fit import Margin, Reals, Wholes
    from salesbook.domain.rounding_flow import Marks

ROUNDS = 12  # rounds of direct changes per family
CHAINS = 400  # searches for chains per family


def round_margins(shares: Reals, margins: Sequence[Margin]) -> Wholes | None:
    """Whole values, each the floor or ceiling of its share, that meet the margins' whole totals; None if not found.

    The shares must meet the totals already, as `fit` leaves them. Cells whose group is -1 are free in that family.

    >>> from salesbook.domain.fit import Margin
    >>> rows = Margin("row", np.array([0, 0, 1, 1]), np.array([2.0, 1.0]))
    >>> cols = Margin("col", np.array([0, 1, 0, 1]), np.array([1.0, 2.0]))
    >>> round_margins(np.array([0.9, 1.1, 0.1, 0.9]), [rows, cols]).tolist()
    [1, 1, 0, 1]
    """
    floor = np.floor(shares + WHOLE)
    part = np.maximum(shares - floor, 0.0)
    loose = part > WHOLE
    families = [_Family.of(margin, floor) for margin in margins]
    families.sort(key=lambda family: -family.size)
    up = _running(np.where(loose, part, 0.0), families)
    keys = [_key([other for other in families if other is not family]) for family in families]
    for family, key in zip(families, keys, strict=True):
        if key is None or not _met(family, key, up, loose):
            return None
    return floor.astype(np.int64) + up


@dataclass(frozen=True, slots=True, eq=False)
class _Family:
    """The group of each cell (the last one for cells that are free), and how many cells of each are to go up."""

    group: Wholes
    wanted: Wholes
    free: bool
    """Whether the last group stands for cells that are in none."""

    @property
    def size(self) -> int:
        return len(self.wanted)

    @classmethod
    def of(cls, margin: Margin, floor: Reals) -> _Family:
        size = len(margin.totals)
        free = bool((margin.group < 0).any())
        group = np.where(margin.group < 0, size, margin.group) if free else margin.group
        wanted = np.rint(margin.totals - np.bincount(group, floor, size + free)[:size]).astype(np.int64)
        return cls(group, np.append(wanted, 0) if free else wanted, free)

    def missing(self, up: Wholes) -> Wholes:
        """How many more cells of each group must go up; free cells may go either way."""
        missing: Wholes = self.wanted - np.bincount(self.group, up, self.size).astype(np.int64)
        if self.free:
            missing[-1] = -missing[:-1].sum()
        return missing


def _running(part: Reals, families: Sequence[_Family]) -> Wholes:
    """0 or 1 for each cell, so that running totals, in the order of the families, are those of the parts."""
    key = _key(families)
    order = np.arange(len(part)) if key is None else np.argsort(key, kind="stable")
    reached = np.floor(np.cumsum(part[order]) + 0.5)
    up = np.zeros(len(part), dtype=np.int64)
    up[order] = np.diff(reached, prepend=0.0).astype(np.int64)
    return up


def _key(families: Sequence[_Family]) -> Wholes | None:
    """One number for the groups that a cell is in; None where there are too many combinations for one."""
    key: Wholes | None = None
    span = 1
    for family in families:
        span *= family.size
        if span >= 1 << 62:
            return None
        key = family.group if key is None else key * family.size + family.group
    return np.zeros(0, dtype=np.int64) if key is None else key


def _met(family: _Family, key: Wholes, up: Wholes, loose: Marks) -> bool:
    """Change places within cells that are alike but for this family, until its totals are met; in place."""
    if not len(key):
        key = np.zeros(len(up), dtype=np.int64)
    for _ in range(ROUNDS):
        missing = family.missing(up)
        if not missing.any():
            return True
        if not _exchange(family, key, up, loose, missing):
            break
    return _chained(family, key, up, loose)


def _exchange(family: _Family, key: Wholes, up: Wholes, loose: Marks, missing: Wholes) -> bool:
    """One round: a cell of a group with too many goes down where a cell of a group with too few can go up."""
    here = missing[family.group]
    falling = np.flatnonzero((up == 1) & loose & (here < 0))
    rising = np.flatnonzero((up == 0) & loose & (here > 0))
    falling = falling[np.argsort(key[falling], kind="stable")]
    rising = rising[np.argsort(key[rising], kind="stable")]
    first, second = _pairs(key[falling], key[rising])
    falling, rising = falling[first], rising[second]
    kept = _within(family.group[falling], -missing)
    falling, rising = falling[kept], rising[kept]
    kept = _within(family.group[rising], missing)
    falling, rising = falling[kept], rising[kept]
    up[falling], up[rising] = 0, 1
    return bool(len(falling))


def _pairs(left: Wholes, right: Wholes) -> tuple[Wholes, Wholes]:
    """Places in two sorted lists that pair the first with the first of each equal value, the second with the second."""
    start = np.searchsorted(right, left, side="left")
    place = start + np.arange(len(left)) - np.searchsorted(left, left, side="left")
    inside = place < np.searchsorted(right, left, side="right")
    return np.flatnonzero(inside), place[inside]


def _within(group: Wholes, room: Wholes) -> Marks:
    """Which of them stay when each group takes no more than it has room for, the first ones first."""
    order = np.argsort(group, kind="stable")
    count = np.bincount(group, minlength=len(room))
    starts = np.cumsum(count) - count
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - starts[group[order]]
    kept: Marks = rank < room[group]
    return kept


def _chained(family: _Family, key: Wholes, up: Wholes, loose: Marks) -> bool:
    """What is left, over as many groups in between as it needs (breadth first), all chains of a search at once."""
    cells = np.flatnonzero(loose)
    names, alike = np.unique(key[cells], return_inverse=True)
    group, alike, here = family.group[cells], alike.astype(np.int64), up[cells]
    missing = family.missing(up)
    for _ in range(CHAINS):
        if not missing.any():
            break
        moved = 0
        used: set[int] = set()
        for chain in _chains(group, alike, here, missing, len(names)):
            moved += _walk(chain, group, here, missing, used)
        if not moved:
            break
    up[cells] = here
    return not missing.any()


def _walk(chain: list[tuple[int, int]], group: Wholes, here: Wholes, missing: Wholes, used: set[int]) -> bool:
    """Make the changes of a chain, unless one before it has used its cells or filled its ends."""
    mine = {cell for change in chain for cell in change}
    start, end = int(group[chain[-1][0]]), int(group[chain[0][1]])
    if mine & used or missing[start] >= 0 or missing[end] <= 0:
        return False
    used |= mine
    for falls, rises in chain:
        here[falls], here[rises] = 0, 1
    missing[start] += 1
    missing[end] -= 1
    return True


def _chains(
    group: Wholes, alike: Wholes, up: Wholes, missing: Wholes, classes: int
) -> Iterator[list[tuple[int, int]]]:
    """Chains of changes (down, up), the last one first, each taking a unit from a group with too many to one with
    too few; none where there is no way. They may have cells in common."""
    came: dict[int, tuple[int, int]] = {}
    reached = missing < 0
    seen = np.zeros(classes, dtype=bool)
    by = np.full(classes, -1, dtype=np.int64)
    while True:
        falls = np.flatnonzero((up == 1) & reached[group] & ~seen[alike])
        by[alike[falls]] = falls
        fresh = np.zeros(classes, dtype=bool)
        fresh[alike[falls]] = True
        seen |= fresh
        rises = np.flatnonzero((up == 0) & fresh[alike] & ~reached[group])
        new, first = np.unique(group[rises], return_index=True)
        for g, cell in zip(new.tolist(), rises[first].tolist(), strict=True):
            came[g] = (int(by[alike[cell]]), cell)
        reached[new] = True
        ends = new[missing[new] > 0].tolist()
        if ends or not len(new):
            yield from (_way_back(came, group, end) for end in ends)
            return


def _way_back(came: dict[int, tuple[int, int]], group: Wholes, end: int) -> list[tuple[int, int]]:
    """The changes along a chain, from its end to its start."""
    way = []
    while end in came:
        way.append(came[end])
        end = int(group[came[end][0]])
    return way
