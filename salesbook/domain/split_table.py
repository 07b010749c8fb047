"""The leaves of a split in their canonical order, with the fixed totals as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.apportion import UnusableWeightsError
from salesbook.domain.split_facts import PERIOD, Infeasible, Unsupported

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from salesbook.domain.fit import Reals, Wholes
    from salesbook.domain.split_facts import Fixed, Group, Key, Leaves, Reason

LIMIT = 10**15  # units; beyond it the shares, which are floats, would not be told apart
HELD = "held"
FREE = -1  # in `one` and `cell`: no total is fixed here


@dataclass(slots=True, eq=False)
class Table:
    """Leaves sorted by key; `order` leads from there to the order given. Axis 0 is the period.

    `one[j][m]` is the fixed total of member m of axis j, `cell[j][t, m]` that of member m in period t
    (j >= 1), FREE where there is none; `codes[j]` has each leaf's member on axis j, `count[j][t, m]` says
    how many leaves there are. Axis 0 has one row in both, never fixed. `inside[g]` are the leaves of `groups[g]`;
    an axis called HELD, if any, stands for the combinations of groups that leaves are in.
    """

    axes: Key
    keys: tuple[Key, ...]
    order: Wholes
    members: list[list[str]]
    codes: list[Wholes]
    weights: Reals
    total: int
    count: list[Wholes] = field(default_factory=list)
    one: list[Wholes] = field(default_factory=list)
    cell: list[Wholes] = field(default_factory=list)
    groups: tuple[Group, ...] = ()
    inside: list[Wholes] = field(default_factory=list)

    def spot(self, j: int) -> Wholes:
        """Each leaf's place in the raveled `cell[j]`."""
        return self.codes[0] * len(self.members[j]) + self.codes[j] if j else self.codes[0]

    def in_given_order(self, values: Wholes) -> tuple[int, ...]:
        """Values of the sorted leaves, put back where the leaves stood."""
        given = np.empty_like(values)
        given[self.order] = values
        return tuple(int(value) for value in given)


def tabulate(leaves: Leaves, total: int, fixed: Iterable[Fixed], groups: Iterable[Group] = ()) -> Table:
    """Sort the leaves and lay out the fixed totals and groups; refuses what `split` does not support."""
    _check_leaves(leaves, total)
    order = sorted(range(len(leaves.keys)), key=leaves.keys.__getitem__)
    keys = tuple(leaves.keys[i] for i in order)
    members = [sorted({key[j] for key in keys}) for j in range(len(leaves.axes))]
    weights = np.array([float(leaves.weights[i]) for i in order], dtype=np.float64)
    places = np.array(order, dtype=np.int64)
    table = Table(tuple(leaves.axes), keys, places, members, _codes(keys, members), weights, total)
    for j, names in enumerate(members):
        shape = (len(members[0]) if j else 1, len(names))
        count = np.bincount(table.spot(j), minlength=shape[0] * shape[1])
        table.count.append(count.reshape(shape).astype(np.int64))
        table.one.append(np.full(len(names), FREE, dtype=np.int64))
        table.cell.append(np.full(shape, FREE, dtype=np.int64))
    for family in fixed:
        _lay_out(table, family)
    for group in groups:
        _lay_group(table, group)
    return table


def leaves_inside(group: Group, axes: Key, members: Sequence[Sequence[str]], codes: Sequence[Wholes]) -> Wholes:
    """The leaves that lie in a group, by number; `codes` are the members' numbers on each axis."""
    inside = np.ones(len(codes[0]), dtype=bool)
    for axis, allowed in group.members.items():
        j = axes.index(axis)
        inside &= np.array([member in allowed for member in members[j]], dtype=bool)[codes[j]]
    return np.flatnonzero(inside)


def _lay_group(table: Table, group: Group) -> None:
    """Note which leaves a group has; one that must carry something needs some."""
    axes, members = group.slice
    if not set(group.members) <= set(table.axes):
        raise Unsupported("axes", axes)
    if group.low < 0:
        raise Unsupported("negative-total", axes)
    if group.high is not None and group.low > group.high:
        raise Infeasible("over", axes, members, fixed=group.low, wanted=group.high)
    inside = leaves_inside(group, table.axes, table.members, table.codes)
    if len(inside):
        table.groups, table.inside = (*table.groups, group), [*table.inside, inside]
    elif group.low:
        raise Infeasible("no-leaves", axes, members, fixed=0, wanted=group.low)


def _codes(keys: Sequence[Key], members: list[list[str]]) -> list[Wholes]:
    """Each leaf's member on each axis, as a number."""
    numbers = [{member: i for i, member in enumerate(names)} for names in members]
    return [np.array([known[key[j]] for key in keys], dtype=np.int64) for j, known in enumerate(numbers)]


def _check_leaves(leaves: Leaves, total: int) -> None:
    if tuple(leaves.axes[:1]) != (PERIOD,):
        raise Unsupported("first-axis", leaves.axes)
    if total < 0:
        raise Unsupported("negative-total", leaves.axes)
    if total >= LIMIT:
        raise Unsupported("too-large", leaves.axes)
    if any(len(key) != len(leaves.axes) for key in leaves.keys) or len(leaves.keys) != len(leaves.weights):
        raise Unsupported("key-length", leaves.axes)
    if HELD in leaves.axes:
        raise Unsupported("axes", (HELD,))
    if len(set(leaves.keys)) != len(leaves.keys):
        raise Unsupported("duplicate-leaf", leaves.axes)
    weighed = zip(leaves.keys, leaves.weights, strict=True)
    bad = [" / ".join(key) for key, weight in weighed if not 0 <= float(weight) < inf]
    if bad:
        raise UnusableWeightsError(tuple(bad))


def _lay_out(table: Table, family: Fixed) -> None:
    """Write one family's totals into the table."""
    axes = tuple(family.axes)
    others = [axis for axis in axes if axis != PERIOD] or [PERIOD]
    if len(others) > 1 or len(set(axes)) != len(axes) or not axes or not set(axes) <= set(table.axes):
        raise Unsupported("axes", axes)
    for key, total in family.totals.items():
        if len(key) != len(axes):
            raise Unsupported("key-length", axes)
        if total < 0:
            raise Unsupported("negative-total", axes)
        _lay_one(table, axes, key, total)


def _lay_one(table: Table, axes: Key, key: Key, total: int) -> None:
    """Write one fixed total; where there are no leaves it must be zero."""
    at = _place(table, axes, key)
    if at is None:
        if total:
            raise Infeasible("no-leaves", axes, key, fixed=0, wanted=total)
        return
    j, m, t = at
    before = table.one[j][m] if t is None else table.cell[j][t, m]
    if before not in (FREE, total):
        raise Infeasible("differs", axes, key, fixed=int(before), wanted=total)
    if t is None:
        table.one[j][m] = total
    else:
        table.cell[j][t, m] = total


def _place(table: Table, axes: Key, key: Key) -> tuple[int, int, int | None] | None:
    """Axis, member and (by period) period of a fixed total; none where it has no leaf."""
    j = next((table.axes.index(axis) for axis in axes if axis != PERIOD), 0)
    named = dict(zip(axes, key, strict=True))
    if any(member not in table.members[table.axes.index(axis)] for axis, member in named.items()):
        return None
    m = table.members[j].index(named[table.axes[j]])
    if len(axes) == 1:
        return j, m, None
    t = table.members[0].index(named[PERIOD])
    return (j, m, t) if table.count[j][t, m] else None


def conflict(
    table: Table,
    reason: Reason,
    slice_: Sequence[tuple[int, int]],
    *,
    fixed: int,
    wanted: int,
    parts: Sequence[int] = (),
    held: Sequence[tuple[str, int]] = (),
) -> Infeasible:
    """The exception that names this slice, given as (axis, member) numbers, in the words of the leaves."""
    axes = tuple(table.axes[j] for j, _ in slice_)
    members = tuple(table.members[j][m] for j, m in slice_)
    inside = tuple(table.axes[j] for j in parts)
    return Infeasible(reason, axes, members, fixed=fixed, wanted=wanted, parts=inside, held=tuple(held))
