"""One table solved: fitted to all that is fixed, then made whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.fit import fit_nearest, widest_gap
from salesbook.domain.rounding_flow import ENDLESS
from salesbook.domain.split_chain import Bounds, wider_leaves
from salesbook.domain.split_facts import EqualFallback, Infeasible, Split, Wider
from salesbook.domain.split_groups import binding, group_margins, lift_groups, with_classes
from salesbook.domain.split_margins import check_rests, margins, seed, settle_totals
from salesbook.domain.split_whole import whole_leaves

if TYPE_CHECKING:
    from salesbook.domain.fit import Gap, Margin, Reals, Wholes
    from salesbook.domain.split_facts import Note
    from salesbook.domain.split_table import Table

LOOSE, TIGHT, NEAR = 1e-9, 1e-12, 1e-5  # totals are fitted to so many units, but no closer than TIGHT of them


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Whole values and real shares of the sorted leaves, and the answer made of them."""

    values: Wholes
    fitted: Reals
    answer: Split


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The weights to start from, what they must be fitted to, and the slices that had to be given weights."""

    weights: Reals
    margins: list[Margin]
    lifted: list[EqualFallback]


def open_bounds(size: int) -> Bounds:
    """No bounds but zero."""
    return Bounds(np.zeros(size, dtype=np.int64), np.full(size, ENDLESS, dtype=np.int64))


def asked_of(table: Table) -> Asked:
    """Raises Infeasible where fixed totals contradict their parts, or nothing can carry one of them."""
    settle_totals(table)
    weights, lifted = seed(table)
    lifted += lift_groups(table, weights)
    families = margins(table)
    check_rests(table, weights, families)
    return Asked(weights, [*families, *group_margins(table)], lifted)


def fitted(asked: Asked, total: int, bounds: Bounds) -> tuple[Reals, Gap | None]:
    """Real shares that meet all that is asked, and what stays unmet."""
    tolerance = min(LOOSE, max(TIGHT, NEAR / max(total, 1)))
    low = bounds.low.astype(np.float64) if bounds.low.any() else None
    high = bounds.high.astype(np.float64) if (bounds.high < ENDLESS).any() else None
    shares, _ = fit_nearest(asked.weights, asked.margins, lower=low, upper=high, tolerance=tolerance)
    return shares, widest_gap(shares, asked.margins, LOOSE * 4)


def solve(table: Table, bounds: Bounds, residue: str) -> Solved:
    """Fit, then make whole, with the notes on what should be reported."""
    if not table.keys and table.total:
        raise Infeasible("no-leaves", (), (), fixed=0, wanted=table.total)
    if not table.keys:
        return Solved(bounds.low, table.weights, Split(()))
    asked = asked_of(table)
    shares, _ = fitted(asked, table.total, bounds)
    closed = Bounds(bounds.low, np.where(asked.weights > 0, bounds.high, bounds.low))
    values = _whole(table, shares, closed, residue)
    notes: tuple[Note, ...] = (*asked.lifted, *_wider(table, shares, values))
    given = np.empty_like(shares)
    given[table.order] = shares
    return Solved(values, shares, Split(table.in_given_order(values), notes, given))


def _whole(table: Table, shares: Reals, bounds: Bounds, residue: str) -> Wholes:
    """Rounded around the groups that bind, so that the others leave no trace; around all where that breaks some."""
    tight = binding(table, shares)
    try:
        return whole_leaves(with_classes(table, shares, bounds, tight), shares, bounds, residue)
    except Infeasible:
        if len(tight) == len(table.groups):
            raise
    return whole_leaves(with_classes(table, shares, bounds, range(len(table.groups))), shares, bounds, residue)


def _wider(table: Table, shares: Reals, values: Wholes) -> list[Wider]:
    """Leaves a unit or more away from their share."""
    far = wider_leaves(shares, values)
    return [Wider(table.keys[i], float(shares[i]), int(values[i])) for i in far]
