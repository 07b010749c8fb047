"""The joint base of a plan: how much each combination of members weighs, before anything is fitted to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from salesbook.errors import Place, Problem
from salesbook.jobs.plan_base_notes import base_notes, base_window, short_year
from salesbook.jobs.plan_base_rules import seeded, usable_bases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from salesbook.book.model import Book, Rep, Sales
    from salesbook.jobs.plan_axes import PlanAxis

Key = tuple[str, ...]
"""One member per axis, in the order of the plan's axes."""

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Base:
    """Weights by combination of members, whether they come from history, and what was noticed on the way."""

    weights: Mapping[Key, Fraction]
    from_history: bool
    problems: tuple[Problem, ...] = field(default=())


def joint_base(book: Book, axes: Sequence[PlanAxis], metric: str) -> Base:
    """From the last twelve months of history; where there is none, the product of the shares.

    Members without history who have a weight, a share or a goal of their own get the average profile, so that they
    can be given something; a rep's weight of 1 is the average rep. Reps without any of it get nothing, and are named,
    unless the settings seed them. Negative bases go by the settings, too (`plan_base_rules`).
    A rep whose region the team sheet names sells there and nowhere else: what history has of them elsewhere goes there.
    """
    history, problems = _from_history(book, axes, metric)
    if not any(history.values()):
        return Base(_from_shares(book, axes), False, tuple(problems))
    history = _at_home(book, axes, history)
    for position, axis in enumerate(axes):
        history = _with_newcomers(book, axes, position, history)
        if axis.name == "rep":
            history = _with_weights(book, position, history)
        if book.settings.seed:
            place = book.settings.places.get("seed", Place(table="sb_settings"))
            history, seeds = seeded(axes, position, history, book.settings.seed, place)
            problems += seeds
    problems += base_notes(book, axes, history)
    return Base({key: weight for key, weight in history.items() if weight}, True, tuple(problems))


def _from_history(book: Book, axes: Sequence[PlanAxis], metric: str) -> tuple[dict[Key, Fraction], list[Problem]]:
    sales = book.history
    columns = [sales.axes.get(axis.name, ()) for axis in axes]
    if not len(sales) or not any(columns):
        return {}, []
    known = [axis for axis, column in zip(axes, columns, strict=True) if any(column)]
    summed, left_out = _summed(sales, known, base_window(sales, book.settings.start), metric)
    whole, wrong = usable_bases(summed, book.settings.negative)
    problems = [*([_not_placed(left_out)] if left_out else []), *wrong, *short_year(book)]
    return _widened(book, axes, known, whole), problems


def _not_placed(amounts: list[Decimal]) -> Problem:
    return Problem("history-not-placed", words={"count": len(amounts), "amount": f"{sum(amounts):,}"})


def _summed(
    sales: Sales, known: Sequence[PlanAxis], window: tuple[date, date], metric: str
) -> tuple[dict[Key, Fraction], list[Decimal]]:
    """Sums by the members of the known axes within the window, and the values of rows that name no known member."""
    members = [frozenset(axis.members) for axis in known]
    columns = [sales.axes[axis.name] for axis in known]
    values = sales.quantities if metric == "quantity" else sales.amounts
    summed: dict[Key, Decimal] = {}
    left_out = []
    first, end = window
    for day, value, *key in zip(sales.dates, values, *columns, strict=True):
        if not first <= day < end or value is None:
            continue
        if all(name in of for name, of in zip(key, members, strict=True)):
            k = tuple(key)
            summed[k] = summed.get(k, _NOTHING) + value
        else:
            left_out.append(value)
    return {key: Fraction(value) for key, value in summed.items()}, left_out


def _widened(
    book: Book, axes: Sequence[PlanAxis], known: Sequence[PlanAxis], weights: Mapping[Key, Fraction]
) -> dict[Key, Fraction]:
    """Axes of which history knows nothing are added by their shares."""
    missing = [axis for axis in axes if axis not in known]
    if not missing:
        return dict(weights)
    added = _from_shares(book, missing)
    order = [axis.name for axis in [*known, *missing]]
    places = [order.index(axis.name) for axis in axes]
    wide = {}
    for (key, weight), (extra, share) in product(weights.items(), added.items()):
        joined = (*key, *extra)
        wide[tuple(joined[p] for p in places)] = weight * share
    return _in_own_region(book, axes, wide) if {axis.name for axis in missing} & {"rep", "region"} else wide


def _from_shares(book: Book, axes: Sequence[PlanAxis]) -> dict[Key, Fraction]:
    """The product of the members' shares; equal where none is given; a rep only in the rep's own region."""
    shares = [axis_shares(book, axis) for axis in axes]
    weights: dict[Key, Fraction] = {}
    for combination in product(*(share.items() for share in shares)):
        weight = Fraction(1)
        for _, share in combination:
            weight *= share
        weights[tuple(name for name, _ in combination)] = weight
    return _in_own_region(book, axes, weights)


def _in_own_region(book: Book, axes: Sequence[PlanAxis], weights: dict[Key, Fraction]) -> dict[Key, Fraction]:
    rep_at, region_at, home = _homes(book, axes)
    if not home:
        return weights
    return {
        key: weight for key, weight in weights.items()
        if key[rep_at] not in home or key[region_at] in home[key[rep_at]]
    }


def _at_home(book: Book, axes: Sequence[PlanAxis], weights: Mapping[Key, Fraction]) -> dict[Key, Fraction]:
    """The weights with what lies outside a rep's own region moved into it, so that the rep's sum stays."""
    rep_at, region_at, home = _homes(book, axes)
    if not home:
        return dict(weights)
    moved: dict[Key, Fraction] = {}
    for key, weight in weights.items():
        own = home.get(key[rep_at], (key[region_at],))
        there = (key[region_at],) if key[region_at] in own else own
        for region in there:
            at = (*key[:region_at], region, *key[region_at + 1:])
            moved[at] = moved.get(at, Fraction(0)) + weight / len(there)
    return moved


def _homes(book: Book, axes: Sequence[PlanAxis]) -> tuple[int, int, dict[str, tuple[str, ...]]]:
    """Where rep and region stand among the axes, and the regions of each rep who has one; none without both axes."""
    names = [axis.name for axis in axes]
    if "rep" not in names or "region" not in names:
        return 0, 0, {}
    regions = axes[names.index("region")]
    home = {rep.name: regions.leaves_under(rep.region) for rep in book.reps if rep.region}
    return names.index("rep"), names.index("region"), home


def axis_shares(book: Book, axis: PlanAxis) -> dict[str, Fraction]:
    """The members' parts by the shares and weights that people gave; equal where none are."""
    if axis.name == "rep":
        return {rep.name: rep_weight(rep) for rep in book.reps}
    if not axis.rows:
        return dict.fromkeys(axis.members, Fraction(1))
    return _tree_shares(axis, "", Fraction(1))


def rep_weight(rep: Rep) -> Fraction:
    """A rep's weight times the ramp; 1 where neither is given."""
    weight = Fraction(1) if rep.weight is None else Fraction(rep.weight)
    return weight if rep.ramp is None else weight * Fraction(rep.ramp)


def _tree_shares(axis: PlanAxis, parent: str, whole: Fraction) -> dict[str, Fraction]:
    """Down the tree: shares as given, the rest of the parent by weight (1 where none is given)."""
    rows = axis.children(parent)
    given = sum((Fraction(row.share) for row in rows if row.share is not None), Fraction(0))
    rest = whole * max(Fraction(0), 1 - given)
    by_weight = [row for row in rows if row.share is None]
    total = sum((_weight(row.weight) for row in by_weight), Fraction(0))
    shares: dict[str, Fraction] = {}
    for row in rows:
        if row.share is not None:
            part = whole * Fraction(row.share)
        else:
            part = rest * _weight(row.weight) / total if total else Fraction(0)
        shares |= _tree_shares(axis, row.name, part) if axis.children(row.name) else {row.name: part}
    return shares


def _weight(value: Decimal | None) -> Fraction:
    return Fraction(1) if value is None else Fraction(value)


def _with_newcomers(
    book: Book, axes: Sequence[PlanAxis], position: int, weights: dict[Key, Fraction]
) -> dict[Key, Fraction]:
    """Members whom history does not know but who are to get something take on the average profile."""
    axis = axes[position]
    present = {key[position] for key, weight in weights.items() if weight}
    wanted = _wanted(book, axis)
    new = [member for member in axis.members if member not in present and member in wanted]
    if not new or not present:
        return weights
    profile: dict[Key, Fraction] = {}
    for key, weight in weights.items():
        rest = key[:position] + key[position + 1:]
        profile[rest] = profile.get(rest, Fraction(0)) + weight / len(present)
    added = dict(weights)
    for member in new:
        fresh = {(*rest[:position], member, *rest[position:]): weight for rest, weight in profile.items()}
        added |= _at_home(book, axes, fresh) if axis.name == "rep" else _in_own_region(book, axes, fresh) or fresh
    return added


def _wanted(book: Book, axis: PlanAxis) -> set[str]:
    """Members with a share, a weight or a goal of their own."""
    goals = {goal.scope[axis.name] for goal in book.goals if axis.name in goal.scope}
    goals |= {row.customer for row in book.increments if axis.name == "customer"}
    if axis.name == "rep":
        return goals | {rep.name for rep in book.reps if rep.weight}
    given = {row.name for row in axis.rows if row.share or row.weight}
    return {leaf for member in goals | given for leaf in axis.leaves_under(member)}


def _with_weights(book: Book, position: int, weights: dict[Key, Fraction]) -> dict[Key, Fraction]:
    """Reps with a weight are scaled to that many average reps; the ramp scales everybody."""
    sums: dict[str, Fraction] = {}
    for key, weight in weights.items():
        sums[key[position]] = sums.get(key[position], Fraction(0)) + weight
    average = sum(sums.values(), Fraction(0)) / max(1, len(sums))
    scale = {}
    for rep in book.reps:
        own = sums.get(rep.name)
        if own:
            by_weight = Fraction(1) if rep.weight is None else Fraction(rep.weight) * average / own
            scale[rep.name] = by_weight * (1 if rep.ramp is None else Fraction(rep.ramp))
    return {key: weight * scale.get(key[position], Fraction(1)) for key, weight in weights.items()}
