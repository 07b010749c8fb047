"""Fitted leaves made whole, axis after axis, with every fixed total exact.

The periods come first. Then each axis in turn divides the cells made so far among its members: one network
whose edges are the cells, the period x member sums and the member totals, so that all of these are rounded
together and stay within a unit of their fit wherever the fixed totals allow (controlled rounding as a network
flow: Bacharach 1966; Cox 1987). Chaining is exact in dense tables; where structural zeros leave an axis a
unit or two short, `mend` moves units between leaves that differ on that axis only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.apportion import CELL, apportion
from salesbook.domain.fit import Margin, fit_nearest, snapped
from salesbook.domain.rounding_flow import ENDLESS, WIDE, Network, NoFlowError, nearest_flow
from salesbook.domain.split_groups import broken_group
from salesbook.domain.split_table import FREE, HELD, conflict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.domain.fit import Reals, Wholes
    from salesbook.domain.split_facts import Infeasible
    from salesbook.domain.split_table import Table

MENDS = 4  # rounds over all axes before giving up
EDGE = 1e-3  # a share between two whole numbers never wishes to be quite one of them
KEEP = 0.05  # how far a mended leaf leans to its other neighbour


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """The least and the most that each leaf may carry."""

    low: Wholes
    high: Wholes


def wider_leaves(fitted: Reals, leaves: Wholes) -> list[int]:
    """The leaves that are a unit or more away from their share."""
    far: list[int] = np.flatnonzero(np.abs(leaves - snapped(fitted)) >= 1).tolist()
    return far


def chain(table: Table, order: Sequence[int], fitted: Reals, bounds: Bounds, residue: str) -> Wholes:
    """The total divided along one axis after the other, down to the leaves."""
    cells = np.zeros(len(fitted), dtype=np.int64)
    values = np.array([table.total], dtype=np.int64)
    for j in order:
        cells, values = _divide(table, j, cells, values, fitted, bounds, residue)
    return values[cells]


def mended(table: Table, leaves: Wholes, fitted: Reals, bounds: Bounds) -> Wholes:
    """The leaves after as many rounds of mending as they need, or as help."""
    for j in list(range(len(table.axes))) * MENDS:
        if broken_total(table, leaves) is None:
            break
        leaves = _mend(table, j, leaves, fitted, bounds)
    return leaves


def broken_total(table: Table, leaves: Wholes) -> Infeasible | None:
    """The fixed total that these leaves miss by most; none where all are met."""
    worst, found = broken_group(table, leaves)
    for j in range(len(table.axes)):
        if table.axes[j] == HELD:
            continue
        width = len(table.members[j])
        for group, totals, flat in (
            (table.codes[j], table.one[j], False),
            (table.spot(j), table.cell[j].ravel(), True),
        ):
            reached = _sums(group, leaves, len(totals))
            miss = np.where(totals == FREE, 0, np.abs(reached - totals))
            g = int(miss.argmax())
            if miss[g] > worst:
                slice_ = [(j, g % width), (0, g // width)] if flat else [(j, g)]
                worst = int(miss[g])
                found = conflict(table, "unreachable", slice_, fixed=int(reached[g]), wanted=int(totals[g]))
    return found


def one_axis(table: Table, j: int, fitted: Reals, residue: str) -> Wholes:
    """Whole totals of one axis: the fixed ones, and the rest of the total over the free ones as fitted."""
    totals = table.one[j].copy()
    free = np.flatnonzero(totals == FREE)
    left = table.total - int(totals[totals != FREE].sum())
    keys = [table.members[j][m] for m in free.tolist()]
    absent = residue.startswith(CELL) and residue.removeprefix(CELL) not in keys
    shares = _member_sums(table, j, fitted)[free].tolist()
    rule = "largest-remainder" if absent else residue
    totals[free] = apportion(left, shares, residue=rule, keys=keys)
    return totals


def _member_sums(table: Table, j: int, fitted: Reals) -> Reals:
    """The members' shares: as fitted, or, where nothing is fixed, their weights: true ties."""
    size = len(table.members[j])
    nothing_fixed = all((one == FREE).all() for one in table.one)
    if not nothing_fixed or not table.weights.any() or any((cell != FREE).any() for cell in table.cell):
        return snapped(np.bincount(table.codes[j], fitted, size))
    order = np.argsort(table.codes[j], kind="stable")
    parts = np.split(table.weights[order], np.cumsum(np.bincount(table.codes[j], minlength=size))[:-1])
    return np.array([fsum(part.tolist()) for part in parts])


def _sums(group: Wholes, values: Wholes, size: int) -> Wholes:
    """Whole sums by group."""
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, group, values)
    return sums


def _divide(
    table: Table, j: int, cells: Wholes, values: Wholes, fitted: Reals, bounds: Bounds, residue: str
) -> tuple[Wholes, Wholes]:
    """Divide each cell made so far among the members of axis j: the leaves' new cells, their values.

    The members' totals are exact, fixed or not, where each cell can stay beside its share; else the fixed ones are.
    """
    width = len(table.members[j])
    pairs, first, finer = np.unique(cells * width + table.codes[j], return_index=True, return_inverse=True)
    finer = finer.astype(np.int64)
    low = _sums(finer, bounds.low, len(pairs))
    high = np.minimum(_sums(finer, bounds.high, len(pairs)), ENDLESS)
    share = np.clip(snapped(np.bincount(finer, fitted, len(pairs))), low, high)
    goal = one_axis(table, j, fitted, residue)
    asked = _Cells(pairs // width, table.spot(j)[first], pairs % width, share, low, high)
    wish = goal.astype(np.float64)
    if j:
        edge = np.where(share == np.floor(share), 0.0, EDGE)
        wish = np.clip(_refit(table, j, asked, values, goal), np.floor(share) + edge, np.ceil(share) - edge)
    asked = replace(asked, wish=wish)
    near = _beside(asked)
    try:
        return finer, _flow(table, j, near, values, goal, goal)
    except NoFlowError:
        return finer, _round(table, j, asked, values, goal)


def _beside(cells: _Cells) -> _Cells:
    """The cells, each bound to the whole numbers beside its wish; bounds that lie apart from it stay."""
    low = np.maximum(cells.low, np.minimum(np.floor(cells.wish), cells.high)).astype(np.int64)
    high = np.minimum(cells.high, np.maximum(np.ceil(cells.wish), low)).astype(np.int64)
    return replace(cells, low=low, high=high)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Cells to be made whole: the row each stands in, its place in `cell[j]`, its member, wish and bounds."""

    row: Wholes
    spot: Wholes
    member: Wholes
    wish: Reals
    low: Wholes
    high: Wholes


def _refit(table: Table, j: int, cells: _Cells, values: Wholes, goal: Wholes) -> Reals:
    """The cells' shares, fitted again to the whole rows above them and the whole totals of the axis."""
    flat = table.cell[j].ravel()
    fixed = np.flatnonzero(flat != FREE)
    place = np.full(len(flat), FREE, dtype=np.int64)
    place[fixed] = np.arange(len(fixed))
    families = [
        Margin("cells", place[cells.spot], flat[fixed].astype(np.float64)),
        Margin("members", cells.member, goal.astype(np.float64)),
        Margin("rows", cells.row, values.astype(np.float64)),
    ]
    return snapped(fit_nearest(cells.wish, families, tolerance=1e-8, most=200)[0])


def _round(table: Table, j: int, cells: _Cells, values: Wholes, goal: Wholes) -> Wholes:
    """Whole cells whose rows are exact, and whose sums over the others are as near as can be."""
    try:
        return _flow(table, j, cells, values, goal, table.one[j])
    except NoFlowError as error:
        held = table.total - error.short
        raise conflict(table, "unreachable", [], fixed=held, wanted=table.total) from error


def _flow(table: Table, j: int, cells: _Cells, values: Wholes, goal: Wholes, held: Wholes) -> Wholes:
    """The nearest whole cells that meet the rows, the fixed cells of the axis, and the member totals in `held`."""
    rows, spots, members = len(values), table.cell[j].size, len(goal)
    totals = np.concatenate([table.cell[j].ravel(), held])
    hard = totals != FREE
    spot_wish = np.bincount(cells.spot, cells.wish, spots)
    flat = np.arange(spots, dtype=np.int64)
    sink = rows + spots + members
    member_nodes = rows + spots + np.arange(members, dtype=np.int64)
    network = Network(
        tail=np.concatenate([cells.row, rows + flat, member_nodes]),
        head=np.concatenate([rows + cells.spot, member_nodes[flat % members], np.full(members, sink)]),
        wish=np.concatenate([cells.wish, np.where(hard, totals, np.concatenate([spot_wish, goal]))]),
        least=np.concatenate([cells.low, np.where(hard, totals, 0)]),
        most=np.concatenate([cells.high, np.where(hard, totals, ENDLESS)]),
        low=np.concatenate([cells.low, np.zeros_like(totals)]),
        high=np.concatenate([cells.high, np.full_like(totals, ENDLESS)]),
        wide=np.concatenate([np.full_like(cells.row, WIDE), np.full_like(totals, WIDE >> 10)]),
    )
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:rows] = values
    supply[sink] = -values.sum()
    return nearest_flow(network, supply)[: len(cells.row)]


def _mend(table: Table, j: int, leaves: Wholes, fitted: Reals, bounds: Bounds) -> Wholes:
    """Move units between leaves that share every fixed total of the other axes, to meet those of axis j."""
    alike = np.zeros(len(leaves), dtype=np.int64)
    for i in range(len(table.axes)):
        if i != j:
            alike = np.unique(alike * (_sizes(table, i) + 1) + _hard_group(table, i), return_inverse=True)[1]
    alike = alike.astype(np.int64)
    lean = np.where(np.abs(fitted - leaves) < 1, np.clip(fitted - leaves, -KEEP, KEEP), 0.0)
    cells = _Cells(alike, table.spot(j), table.codes[j], (leaves + lean).astype(np.float64), bounds.low, bounds.high)
    goal = _sums(table.codes[j], leaves, len(table.members[j]))
    return _round(table, j, cells, _sums(alike, leaves, int(alike.max()) + 1), goal)


def _sizes(table: Table, i: int) -> int:
    return table.cell[i].size + len(table.one[i])


def _hard_group(table: Table, i: int) -> Wholes:
    """The finest fixed total of axis i that each leaf counts towards; one number for leaves without any."""
    spot, member = table.spot(i), table.codes[i]
    coarse = np.where(table.one[i][member] != FREE, table.cell[i].size + member, _sizes(table, i))
    return np.where(table.cell[i].ravel()[spot] != FREE, spot, coarse).astype(np.int64)
