"""The fixed totals of a split: do they agree, what do they imply, and the margins to fit to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.fit import Margin
from salesbook.domain.split_facts import EqualFallback
from salesbook.domain.split_table import FREE, conflict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.domain.fit import Reals, Wholes
    from salesbook.domain.split_table import Table

    Slice = Sequence[tuple[int, int]]
    Parts = tuple[Slice, int, Wholes, Wholes, Sequence[int]]


def settle_totals(table: Table) -> None:
    """Fill in the totals that the fixed ones imply; raises Infeasible for the first slice whose parts disagree."""
    for j in range(1, len(table.axes)):
        _imply(table.cell[j], table.count[j], table.one[0], axis=1)
        _imply(table.cell[j], table.count[j], table.one[j], axis=0)
    for slice_, wanted, parts, count, axes in _wholes_and_parts(table):
        _agree(table, slice_, wanted, parts, count, axes)


def _imply(cell: Wholes, count: Wholes, one: Wholes, axis: int) -> None:
    """A total that is free becomes the sum of its parts where all of these are fixed."""
    known = ((cell != FREE) | (count == 0)).all(axis=axis)
    sums = np.where(cell == FREE, 0, cell).sum(axis=axis)
    free = (one == FREE) & known
    one[free] = sums[free]


def _wholes_and_parts(table: Table) -> Iterator[Parts]:
    """Every fixed whole with its parts: slice, total, the parts' totals, their leaves, the parts' axes."""
    for j in range(len(table.axes)):
        yield (), table.total, table.one[j], table.count[j].sum(axis=0), (j,)
    for j in range(1, len(table.axes)):
        for t in np.flatnonzero(table.one[0] != FREE).tolist():
            yield [(0, t)], int(table.one[0][t]), table.cell[j][t], table.count[j][t], (j, 0)
        for m in np.flatnonzero(table.one[j] != FREE).tolist():
            yield [(j, m)], int(table.one[j][m]), table.cell[j][:, m], table.count[j][:, m], (j, 0)


def _agree(table: Table, slice_: Slice, wanted: int, parts: Wholes, count: Wholes, axes: Sequence[int]) -> None:
    """The fixed parts may not exceed their whole, and must equal it where no part is left free."""
    fixed = int(parts[parts != FREE].sum())
    open_parts = bool(((parts == FREE) & (count > 0)).any())
    if fixed > wanted:
        raise conflict(table, "over" if open_parts else "differs", slice_, fixed=fixed, wanted=wanted, parts=axes)
    if fixed < wanted and not open_parts:
        raise conflict(table, "differs", slice_, fixed=fixed, wanted=wanted, parts=axes)


def seed(table: Table) -> tuple[Reals, list[EqualFallback]]:
    """The weights, lifted to equal shares in every fixed slice that would otherwise have nothing to carry it."""
    weights = table.weights.copy()
    top = weights.max(initial=0.0)
    weights = weights / top if top > 0 else weights
    notes: list[EqualFallback] = []
    if table.total and len(weights) and top == 0:
        weights[:] = 1.0
        notes.append(EqualFallback((), (), table.total))
    usual = float(weights[weights > 0].mean()) if (weights > 0).any() else 1.0
    for j in range(len(table.axes)):
        _lift(table, weights, (j,), table.codes[j], table.one[j], usual, notes)
    for j in range(1, len(table.axes)):
        _lift(table, weights, (0, j), table.spot(j), table.cell[j].ravel(), usual, notes)
    return weights, notes


def _lift(
    table: Table,
    weights: Reals,
    axes: tuple[int, ...],
    group: Wholes,
    totals: Wholes,
    usual: float,
    notes: list[EqualFallback],
) -> None:
    """Give the usual weight to all leaves of the groups that have a total and no weight."""
    held = np.bincount(group, weights, minlength=len(totals))
    for g in np.flatnonzero((totals > 0) & (held == 0)).tolist():
        weights[group == g] = usual
        width = len(table.members[axes[-1]])
        at = divmod(g, width) if len(axes) == 2 else (g,)
        names = tuple(table.members[j][m] for j, m in zip(axes, at, strict=True))
        notes.append(EqualFallback(tuple(table.axes[j] for j in axes), names, int(totals[g])))


def margins(table: Table) -> list[Margin]:
    """All fixed families, each with the rest that its free members must carry, for the fitting."""
    found = [_family(table, j) for j in range(len(table.axes))]
    for j in range(1, len(table.axes)):
        found.append(_cells(table, j))
        found.append(_rest(table, j, 0))
        found.append(_rest(table, j, j))
    return [margin for margin in found if len(margin.totals)]


def _family(table: Table, j: int) -> Margin:
    """One axis: its fixed members, and its free ones together as the rest of the total."""
    one = table.one[j]
    fixed = np.flatnonzero(one != FREE)
    keys: list[Slice] = [[(j, m)] for m in fixed.tolist()]
    place = np.full(len(one), len(fixed), dtype=np.int64)
    place[fixed] = np.arange(len(fixed))
    totals = one[fixed].astype(np.float64)
    if len(fixed) < len(one):
        totals = np.append(totals, float(table.total - one[fixed].sum()))
        keys.append([])
    return Margin(table.axes[j], place[table.codes[j]], totals, keys)


def _cells(table: Table, j: int) -> Margin:
    """The fixed cells of axis j by period."""
    flat = table.cell[j].ravel()
    fixed = np.flatnonzero(flat != FREE)
    place = np.full(len(flat), FREE, dtype=np.int64)
    place[fixed] = np.arange(len(fixed))
    width = len(table.members[j])
    keys = [[(j, g % width), (0, g // width)] for g in fixed.tolist()]
    return Margin(table.axes[j], place[table.spot(j)], flat[fixed].astype(np.float64), keys)


def _rest(table: Table, j: int, by: int) -> Margin:
    """What the free cells of axis j by period carry together in each period (by 0) or member (by j) of known total.

    The fitting would find it by itself, but slowly where it is nothing.
    """
    across = 1 if by == 0 else 0
    cell, one = table.cell[j], table.one[by]
    fixed = np.where(cell == FREE, 0, cell).sum(axis=across)
    some = (cell != FREE).any(axis=across) & ((cell == FREE) & (table.count[j] > 0)).any(axis=across)
    chosen = np.flatnonzero((one != FREE) & some)
    place = np.full(len(one), FREE, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    group = np.where(cell.ravel()[table.spot(j)] == FREE, place[table.codes[by]], FREE)
    keys = [[(by, m)] for m in chosen.tolist()]
    return Margin(table.axes[by], group, (one - fixed)[chosen].astype(np.float64), keys)


def check_rests(table: Table, weights: Reals, found: Sequence[Margin]) -> None:
    """Every group to fit with a total above zero needs a weight above zero; raises Infeasible (under)."""
    for margin in found:
        short = np.flatnonzero((margin.totals > 0) & (margin.sums(weights) <= 0))
        if len(short):
            g = int(short[0])
            slice_: Slice = margin.keys[g]  # type: ignore[assignment]
            whole = _whole(table, slice_)
            raise conflict(table, "under", slice_, fixed=whole - int(margin.totals[g]), wanted=whole)


def _whole(table: Table, slice_: Slice) -> int:
    """The total fixed for a slice."""
    if not slice_:
        return table.total
    j, m = slice_[0]
    return int(table.one[j][m] if len(slice_) == 1 else table.cell[j][slice_[1][1], m])
