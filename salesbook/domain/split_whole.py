"""Fitted leaves made whole: by the chain of networks, at once where they are many, by search as the last resort."""

from __future__ import annotations

from itertools import islice, permutations
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.fit import Margin, snapped
from salesbook.domain.rounding_margins import round_margins
from salesbook.domain.split_chain import broken_total, chain, mended, one_axis, wider_leaves
from salesbook.domain.split_facts import Infeasible
from salesbook.domain.split_groups import top
from salesbook.domain.split_table import FREE, HELD
from salesbook.domain.whole_search import Limits, NoWholeError, search_whole

if TYPE_CHECKING:
    from salesbook.domain.fit import Reals, Wholes
    from salesbook.domain.split_chain import Bounds
    from salesbook.domain.split_table import Table

ORDERS = 24  # orders of the axes to try at most,
PATIENCE = 50_000  # and leaves to go through in doing so
LARGE = 50_000  # leaves beyond which a network takes too long


def whole_leaves(table: Table, fitted: Reals, bounds: Bounds, residue: str) -> Wholes:
    """Whole leaves that meet the total and every fixed total; raises Infeasible where none are found.

    The axes are chained in their order, classes of held leaves first. Only where that leaves a total unmet, or
    leaves a unit or more away from their share, are other orders tried; the one with the fewest such leaves is
    taken. Where all leave a total unmet, a search that misses nothing has the last word, as far as it goes. Large
    cubes are rounded at once, if that works: as exact, a little less near.
    """
    if len(fitted) > LARGE:
        at_once = _at_once(table, fitted, residue)
        if at_once is not None and broken_total(table, at_once) is None:
            return at_once
    broken: Infeasible | None = None
    axes = list(range(1, len(table.axes)))
    if HELD in table.axes:
        axes = [axes[-1], *axes[:-1]]
    found: list[tuple[int, Wholes]] = []
    tries = max(1, min(ORDERS, PATIENCE // max(1, len(fitted))))
    for order in islice(permutations(axes), tries):
        try:
            leaves = mended(table, chain(table, (0, *order), fitted, bounds, residue), fitted, bounds)
        except Infeasible as stuck:
            broken = broken or stuck
            continue
        unmet = broken_total(table, leaves)
        broken = broken or unmet
        if unmet is None:
            found.append((len(wider_leaves(fitted, leaves)), leaves))
            if found[-1][0] == 0:
                break
    if found:
        return min(found, key=lambda one: one[0])[1]
    assert broken is not None
    return _searched(table, fitted, bounds, broken)


def _at_once(table: Table, fitted: Reals, residue: str) -> Wholes | None:
    """All leaves made whole together: every axis with whole totals, and all fixed cells by period."""
    families = []
    for j in range(len(table.axes)):
        goal = one_axis(table, j, fitted, residue)
        families.append(Margin(table.axes[j], table.codes[j], goal.astype(np.float64)))
        flat = table.cell[j].ravel()
        fixed = np.flatnonzero(flat != FREE)
        if len(fixed):
            place = np.full(len(flat), FREE, dtype=np.int64)
            place[fixed] = np.arange(len(fixed))
            families.append(Margin(table.axes[j], place[table.spot(j)], flat[fixed].astype(np.float64)))
    return round_margins(snapped(fitted), families)


def _searched(table: Table, fitted: Reals, bounds: Bounds, broken: Infeasible) -> Wholes:
    """The last resort; if that finds nothing either, what was broken before is raised, perhaps with proof."""
    asked = [(cells, group.low, top(group)) for group, cells in zip(table.groups, table.inside, strict=True)]
    asked.append((np.arange(len(fitted)), table.total, table.total))
    for j in range(len(table.axes)):
        totals = [(table.codes[j], table.one[j])] + ([(table.spot(j), table.cell[j].ravel())] if j else [])
        if table.axes[j] != HELD:
            asked += [
                (np.flatnonzero(place == g), int(wanted[g]), int(wanted[g]))
                for place, wanted in totals
                for g in np.flatnonzero(wanted != FREE).tolist()
            ]
    limits = Limits([a[0] for a in asked], [a[1] for a in asked], [a[2] for a in asked], bounds.low, bounds.high)
    try:
        return search_whole(snapped(fitted), limits)
    except NoWholeError as error:
        broken.proven, broken.fractional = error.proven, error.fractional
        raise broken from error
