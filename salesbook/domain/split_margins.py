"""The fixed totals of a split: do they agree, what do they imply, and the margins to fit to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from salesbook.domain.fit import Margin
from salesbook.domain.split_facts import EqualFallback
from salesbook.domain.split_table import FREE, conflict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.domain.fit import Reals, Wholes
    from salesbook.domain.split_facts import Key, Reason
    from salesbook.domain.split_table import Table

    Slice = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class _Whole:
    """A fixed total and its parts: their names, totals (or FREE), numbers of leaves, and axes."""

    slice_: Slice
    wanted: int
    names: list[str]
    parts: Wholes
    count: Wholes
    axes: tuple[int, ...]


def settle_totals(table: Table) -> None:
    """Fill in the totals that the fixed ones imply; raises Infeasible for the first whose parts disagree."""
    for j in range(1, len(table.axes)):
        _imply(table.cell[j], table.count[j], table.one[0], axis=1)
        _imply(table.cell[j], table.count[j], table.one[j], axis=0)
    for whole in _wholes(table):
        _agree(table, whole)


def _imply(cell: Wholes, count: Wholes, one: Wholes, axis: int) -> None:
    """A total that is free becomes the sum of its parts where all of these are fixed."""
    known = ((cell != FREE) | (count == 0)).all(axis=axis)
    sums = np.where(cell == FREE, 0, cell).sum(axis=axis)
    free = (one == FREE) & known
    one[free] = sums[free]


def _wholes(table: Table) -> Iterator[_Whole]:
    """Every fixed total that has parts."""
    periods = table.members[0]
    for j, names in enumerate(table.members):
        yield _Whole((), table.total, names, table.one[j], table.count[j].sum(axis=0), (j,))
    for j in range(1, len(table.axes)):
        cell, count, names = table.cell[j], table.count[j], table.members[j]
        for t in np.flatnonzero(table.one[0] != FREE).tolist():
            yield _Whole([(0, t)], int(table.one[0][t]), names, cell[t], count[t], (j, 0))
        for m in np.flatnonzero(table.one[j] != FREE).tolist():
            yield _Whole([(j, m)], int(table.one[j][m]), periods, cell[:, m], count[:, m], (j, 0))


def _agree(table: Table, whole: _Whole) -> None:
    """The fixed parts may not exceed their whole, and must equal it where no part is left free."""
    held = [(whole.names[m], int(whole.parts[m])) for m in np.flatnonzero(whole.parts != FREE).tolist()]
    fixed = sum(total for _, total in held)
    some_free = bool(((whole.parts == FREE) & (whole.count > 0)).any())
    if fixed > whole.wanted or (fixed < whole.wanted and not some_free):
        reason: Reason = "over" if some_free else "differs"
        raise conflict(table, reason, whole.slice_, fixed=fixed, wanted=whole.wanted, parts=whole.axes, held=held)


def seed(table: Table) -> tuple[Reals, list[EqualFallback]]:
    """The weights, with equal ones in every fixed slice that has none: nothing could carry its total."""
    top = table.weights.max(initial=0.0)
    weights = table.weights / top if top > 0 else table.weights.copy()
    notes: list[EqualFallback] = []
    if table.total and len(weights) and top == 0:
        weights[:] = 1.0
        notes.append(EqualFallback((), (), table.total))
    for j in range(len(table.axes)):
        lifted = _lift(weights, table.codes[j], table.one[j])
        notes += [EqualFallback(*_named(table, [(j, g)]), int(table.one[j][g])) for g in lifted]
    for j in range(1, len(table.axes)):
        flat, width = table.cell[j].ravel(), len(table.members[j])
        lifted = _lift(weights, table.spot(j), flat)
        notes += [EqualFallback(*_named(table, [(j, g % width), (0, g // width)]), int(flat[g])) for g in lifted]
    return weights, notes


def _lift(weights: Reals, group: Wholes, totals: Wholes) -> list[int]:
    """Give the usual weight to all leaves of the groups that have a total and no weight; these groups."""
    held = np.bincount(group, weights, minlength=len(totals))
    bare: list[int] = np.flatnonzero((totals > 0) & (held == 0)).tolist()
    usual = float(weights[weights > 0].mean()) if (weights > 0).any() else 1.0
    for g in bare:
        weights[group == g] = usual
    return bare


def _named(table: Table, slice_: Slice) -> tuple[Key, Key]:
    """Axes and members of a slice in the words of the leaves."""
    return tuple(table.axes[j] for j, _ in slice_), tuple(table.members[j][m] for j, m in slice_)


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
    """What the free cells of axis j by period carry together in each fixed period (by 0) or member (by j).

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
            slice_ = cast("Slice", margin.key(int(short[0])))
            whole = _whole(table, slice_)
            fixed = whole - int(margin.totals[short[0]])
            raise conflict(table, "under", slice_, fixed=fixed, wanted=whole)


def _whole(table: Table, slice_: Slice) -> int:
    """The total fixed for a slice."""
    if not slice_:
        return table.total
    j, m = slice_[0]
    return int(table.one[j][m] if len(slice_) == 1 else table.cell[j][slice_[1][1], m])
