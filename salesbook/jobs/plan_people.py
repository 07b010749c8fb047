"""Totals of people over the whole plan: by their weights, within their regions where these are fixed."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.rest import PartsDiffer, fill_rest
from salesbook.domain.split import Fixed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.jobs.plan_axes import PlanAxis
    from salesbook.jobs.plan_margins import Totals

REP, REGION = "rep", "region"


def with_people(
    totals: Totals,
    axes: Sequence[PlanAxis],
    leaves: Mapping[tuple[str, ...], Fraction],
    periods: int,
    residue: str,
) -> Totals | None:
    """The totals with one for each rep: the region's, or else the plan's, divided by what the reps' leaves weigh.

    So a weight of 1.2 among 4.8 in a region of 400 gives 100, whatever the products and months ask for. None where
    that cannot be said: a rep in several regions while regions are fixed, or goals for only some of a rep's months.
    `leaves` are weights by (period, member of each axis in order).
    """
    names = [axis.name for axis in axes]
    if REP not in names:
        return None
    known = _known(totals, periods)
    groups = _groups(totals, names, leaves, axes[names.index(REP)].rest)
    if known is None or groups is None:
        return None
    found: dict[str, int] = {}
    for total, weights in groups:
        try:
            values = fill_rest(total, {rep: known[rep] for rep in weights if rep in known}, weights, residue)
        except PartsDiffer:
            return None
        for rep, value in values.items():
            found[rep] = found.get(rep, 0) + value
    kept = tuple(family for family in totals.fixed if family.axes != (REP,))
    return totals.with_fixed((*kept, Fixed((REP,), {(rep,): value for rep, value in found.items()})))


def _known(totals: Totals, periods: int) -> dict[str, int] | None:
    """Totals that goals give to reps, by their months too; None where somebody has goals for some months only."""
    known = _one(totals, REP)
    months: dict[str, list[int]] = defaultdict(list)
    for family in totals.fixed:
        if family.axes == (REP, "period"):
            for (rep, _), value in family.totals.items():
                months[rep].append(value)
    for rep, values in months.items():
        if len(values) < periods and rep not in known:
            return None
        known.setdefault(rep, sum(values))
    return known


def _groups(
    totals: Totals, names: Sequence[str], leaves: Mapping[tuple[str, ...], Fraction], rest: str
) -> list[tuple[int, dict[str, Fraction]]] | None:
    """Totals and the reps that divide them, with their weights; `rest` may have a part in several."""
    rep_at = names.index(REP) + 1
    fixed = _one(totals, REGION)
    if not fixed:
        return [(totals.total, _summed(leaves, rep_at))]
    region_at = names.index(REGION) + 1
    homes: dict[str, set[str]] = defaultdict(set)
    for key, weight in leaves.items():
        if weight:
            homes[key[rep_at]].add(key[region_at])
    regions = {region for of in homes.values() for region in of}
    if not regions <= fixed.keys() or any(len(of) > 1 for rep, of in homes.items() if rep != rest):
        return None
    inside = {one: {k: w for k, w in leaves.items() if k[region_at] == one} for one in sorted(regions)}
    return [(fixed[one], _summed(of, rep_at)) for one, of in inside.items()]


def _one(totals: Totals, axis: str) -> dict[str, int]:
    """The fixed totals of one axis."""
    return {key[0]: value for family in totals.fixed if family.axes == (axis,) for key, value in family.totals.items()}


def _summed(leaves: Mapping[tuple[str, ...], Fraction], at: int) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = {}
    for key, weight in leaves.items():
        if weight:
            sums[key[at]] = sums.get(key[at], Fraction(0)) + weight
    return sums
