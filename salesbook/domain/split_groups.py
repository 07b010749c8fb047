"""Holds and bounds on slices of any shape, made into what fitting and rounding understand.

For the fitting a group is a margin between limits. For the rounding, leaves that lie in the same groups form a
class, and the classes are an axis of their own whose totals are whole and keep to all limits: so every group is
met by construction once its classes are, however groups overlap.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from salesbook.domain.fit import Margin, snapped
from salesbook.domain.rounding_flow import ENDLESS
from salesbook.domain.split_facts import EqualFallback, Infeasible
from salesbook.domain.split_table import FREE, HELD
from salesbook.domain.whole_search import Limits, NoWholeError, search_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.domain.fit import Reals, Wholes
    from salesbook.domain.split_chain import Bounds
    from salesbook.domain.split_facts import Group
    from salesbook.domain.split_table import Table

TRACE = 1e-6  # the weight, relative to the usual one, of leaves that would have none


def top(group: Group) -> int:
    """The most a group may carry, ENDLESS for any."""
    return ENDLESS if group.high is None else group.high


def group_margins(table: Table) -> list[Margin]:
    """The groups as margins; groups that share no leaf stand in one."""
    size, found = len(table.keys), []
    for packed in _apart(table):
        place = np.full(size, FREE, dtype=np.int64)
        for at, g in enumerate(packed):
            place[table.inside[g]] = at
        groups = [table.groups[g] for g in packed]
        low = np.array([group.low for group in groups], dtype=np.float64)
        high = np.array([np.inf if group.high is None else group.high for group in groups], dtype=np.float64)
        found.append(Margin(HELD, place, high, [group.slice for group in groups], low))
    return found


def _apart(table: Table) -> Iterator[list[int]]:
    """Groups by families whose groups share no leaf."""
    families: list[tuple[Wholes, list[int]]] = []
    for g, cells in enumerate(table.inside):
        for taken, packed in families:
            if not taken[cells].any():
                taken[cells] = 1
                packed.append(g)
                break
        else:
            taken = np.zeros(len(table.keys), dtype=np.int64)
            taken[cells] = 1
            families.append((taken, [g]))
    yield from (packed for _, packed in families)


def lift_groups(table: Table, weights: Reals) -> list[EqualFallback]:
    """Give equal weights to groups that must carry something and have none; tiny ones, so that they get no more."""
    notes = []
    usual = float(weights[weights > 0].mean()) if (weights > 0).any() else 1.0
    for group, cells in zip(table.groups, table.inside, strict=True):
        if group.low and not weights[cells].any():
            weights[cells] = usual * TRACE
            notes.append(EqualFallback(*group.slice, group.low))
    return notes


def binding(table: Table, fitted: Reals) -> list[int]:
    """The groups whose shares come within a unit of their limits: rounding could break them."""
    found = []
    for g, (group, cells) in enumerate(zip(table.groups, table.inside, strict=True)):
        reached = float(fitted[cells].sum())
        if (group.low and reached < group.low + 1) or reached > top(group) - 1:
            found.append(g)
    return found


def with_classes(table: Table, fitted: Reals, bounds: Bounds, chosen: Sequence[int]) -> Table:
    """The table with an axis of classes by the chosen groups, all of whose totals are fixed.

    Raises Infeasible where no whole totals are found.
    """
    if not chosen:
        return table
    member = np.zeros((len(chosen), len(fitted)), dtype=bool)
    for row, g in enumerate(chosen):
        member[row, table.inside[g]] = True
    packed = np.ascontiguousarray(np.packbits(member, axis=0).T)
    _, first, codes = np.unique(packed.view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True)
    codes = codes.astype(np.int64)
    names = [f"{i:06d}" for i in range(len(first))]
    totals = _class_totals(table, [table.groups[g] for g in chosen], member[:, first], codes, fitted, bounds)
    count = np.zeros((len(table.members[0]), len(first)), dtype=np.int64)
    np.add.at(count, (table.codes[0], codes), 1)
    return replace(
        table,
        axes=(*table.axes, HELD),
        members=[*table.members, names],
        codes=[*table.codes, codes],
        count=[*table.count, count],
        one=[*table.one, totals],
        cell=[*table.cell, np.full_like(count, FREE)],
    )


def _class_totals(
    table: Table, groups: Sequence[Group], member: Wholes, codes: Wholes, fitted: Reals, bounds: Bounds
) -> Wholes:
    """Whole totals of the classes, near their shares, that meet every group and every fixed total made of them."""
    size = member.shape[1]
    shares = np.bincount(codes, fitted, size).astype(np.float64)
    least, most = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    np.add.at(least, codes, bounds.low)
    np.add.at(most, codes, np.minimum(bounds.high, ENDLESS >> 20))
    asked = [(np.flatnonzero(row), g.low, top(g)) for row, g in zip(member, groups, strict=True)]
    asked += _made_of_classes(table, codes, size)
    limits = Limits([one[0] for one in asked], [one[1] for one in asked], [one[2] for one in asked], least, most)
    try:
        return search_whole(snapped(shares), limits)
    except NoWholeError as error:
        worst = _worst(table, fitted)
        worst.proven, worst.fractional = error.proven, error.fractional
        raise worst from error


def _made_of_classes(table: Table, codes: Wholes, size: int) -> list[tuple[Wholes, int, int]]:
    """The whole, and each fixed total whose leaves are whole classes, with what they must come to."""
    everything = np.bincount(codes, minlength=size)
    found = [(np.arange(size), table.total, table.total)]
    for j in range(len(table.axes)):
        totals = [(table.codes[j], table.one[j])] + ([(table.spot(j), table.cell[j].ravel())] if j else [])
        for place, wanted in totals:
            for g in np.flatnonzero(wanted != FREE).tolist():
                part = np.bincount(codes[place == g], minlength=size)
                if ((part == 0) | (part == everything)).all() and part.any():
                    found.append((np.flatnonzero(part), int(wanted[g]), int(wanted[g])))
    return found


def _worst(table: Table, fitted: Reals) -> Infeasible:
    """The group that the fitted shares miss by most, else the whole."""
    worst, found = 0.5, Infeasible("unreachable", (), (), fixed=table.total, wanted=table.total)
    for group, cells in zip(table.groups, table.inside, strict=True):
        reached = float(fitted[cells].sum())
        wanted = int(min(max(reached, group.low), top(group)))
        if abs(reached - wanted) > worst:
            worst = abs(reached - wanted)
            found = Infeasible("unreachable", *group.slice, fixed=round(reached), wanted=wanted)
    return found


def broken_group(table: Table, leaves: Wholes) -> tuple[int, Infeasible | None]:
    """The group that these leaves miss by most, and by how much."""
    worst, found = 0, None
    for group, cells in zip(table.groups, table.inside, strict=True):
        reached = int(leaves[cells].sum())
        wanted = min(max(reached, group.low), top(group))
        if abs(reached - wanted) > worst:
            worst = abs(reached - wanted)
            found = Infeasible("unreachable", *group.slice, fixed=reached, wanted=wanted)
    return worst, found
