"""Plans that can be split but may not be meant: goals of nothing, too few units, one rep, one period, a wrong name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.model import Hold
from salesbook.domain.apportion import CELL
from salesbook.errors import Place, Problem
from salesbook.jobs.slice_leaves import slice_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from salesbook.jobs.plan_holds import Asked, Asking

Key = tuple[str, ...]


def oddities(
    asking: Asking, asked: Sequence[Asked], weights: Mapping[Key, Fraction], total: int
) -> Iterator[Problem]:
    """What should be said before anything is split; `weights` of the leaves, `total` of the target in units."""
    yield from _residue(asking)
    yield from _zeros(asked)
    leaves = sum(weight > 0 for weight in weights.values())
    if 0 < total < leaves:
        whole = next((one.row.place for one in asked if not one.group.members), Place(table="sb_goals"))
        yield Problem("fewer-units-than-leaves", whole, {"units": total, "leaves": leaves, "empty": leaves - total})
    yield from _lonely(asking, weights)


def _residue(asking: Asking) -> Iterator[Problem]:
    """A residue for a member must find that member on some axis, or among the periods."""
    residue = asking.book.settings.residue
    member = residue.removeprefix(CELL)
    known = {leaf.key for leaf in asking.leaves} | {name for axis in asking.axes for name in axis.members}
    if residue.startswith(CELL) and member not in known:
        place = asking.book.settings.places.get("residue", Place(table="sb_settings"))
        yield Problem("residue-member-unknown", place, {"member": member})


def _zeros(asked: Sequence[Asked]) -> Iterator[Problem]:
    for one in asked:
        if one.tier == "target" and one.is_fixed and not one.group.low and not isinstance(one.row, Hold):
            yield Problem("goal-of-zero", one.row.place, {"where": slice_words(one.row.scope, one.row.period)})


def _lonely(asking: Asking, weights: Mapping[Key, Fraction]) -> Iterator[Problem]:
    """One rep who carries everything, one period that holds everything."""
    at = next((i for i, axis in enumerate(asking.axes, 1) if axis.name == "rep"), None)
    if at is not None:
        able = {key[at] for key, weight in weights.items() if weight}
        if len(able) == 1:
            (name,) = able
            place = next((rep.place for rep in asking.book.reps if rep.name == name), Place(table="sb_reps"))
            yield Problem("one-rep-only", place, {"rep": name})
    if len(asking.leaves) == 1:
        place = asking.book.settings.places.get("start", Place(table="sb_settings"))
        yield Problem("one-period-only", place, {"period": asking.leaves[0].key})
