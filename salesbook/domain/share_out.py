"""A whole shared out by weights among items that have a least and a most, in whole units, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.apportion import CELL, apportion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Item:
    """What takes a part: its key (for ties), its weight, and its bounds in whole units (`high` None: none)."""

    key: str
    weight: Fraction
    low: int = 0
    high: int | None = None


class OverheldError(ValueError):
    """The items' bounds leave no such total: they fix at least (`least`) or at most (not `least`) `fixed` of it."""

    def __init__(self, total: int, fixed: int, *, least: bool) -> None:
        self.total, self.fixed, self.least = total, fixed, least
        super().__init__(f"bounds fix {fixed}, the total is {total}")


def share_out(total: int, items: Sequence[Item], residue: str = "largest-remainder") -> list[int]:
    """Parts pro rata to the weights, within the bounds, that sum to `total`; the order of the items does not matter.

    An item that its share would lead past a bound stops there and the others take the rest, in proportion. Items of
    weight zero stay at their least, unless nothing else can take the rest: then those that can take it equally.

    >>> half = Fraction(1, 2)
    >>> share_out(100, [Item("a", half, high=20), Item("b", half), Item("c", Fraction(1))])
    [20, 27, 53]
    >>> share_out(10, [Item("a", half, 8, 8), Item("b", half, 5, 5)])
    Traceback (most recent call last):
    salesbook.domain.share_out.OverheldError: bounds fix 13, the total is 10
    """
    _check(total, items)
    fixed = {i: item.low for i, item in enumerate(items) if item.high is not None and item.low >= item.high}
    while True:
        parts = _with(total, items, fixed, residue)
        beyond = _beyond(items, parts, fixed)
        if not beyond:
            return parts
        fixed |= beyond


def _check(total: int, items: Sequence[Item]) -> None:
    least = sum(item.low for item in items)
    if least > total:
        raise OverheldError(total, least, least=True)
    if all(item.high is not None for item in items):
        most = sum(item.high or 0 for item in items)
        if most < total:
            raise OverheldError(total, most, least=False)


def _with(total: int, items: Sequence[Item], fixed: Mapping[int, int], residue: str) -> list[int]:
    """The parts with some of them fixed; the rest pro rata, bounds not looked at."""
    free = [i for i in range(len(items)) if i not in fixed]
    rest = total - sum(fixed.values())
    keys = [items[i].key for i in free]
    weights = [items[i].weight for i in free]
    if free and not any(weights):
        weights = [Fraction(1) for _ in free]
    named = not residue.startswith(CELL) or residue.removeprefix(CELL) in keys
    found = apportion(rest, weights, residue=residue if named else "largest-remainder", keys=keys) if free else []
    parts = dict(fixed) | dict(zip(free, found, strict=True))
    return [parts[i] for i in range(len(items))]


def _beyond(items: Sequence[Item], parts: Sequence[int], fixed: Mapping[int, int]) -> dict[int, int]:
    """The items past a bound, with that bound: those past the least or past the most, whichever is further in sum.

    To stop both sides at once would stop items that the other side's rest brings back within their bounds.
    """
    under = {i: item.low for i, item in enumerate(items) if parts[i] < item.low and i not in fixed}
    over = {
        i: item.high
        for i, item in enumerate(items)
        if item.high is not None and parts[i] > item.high and i not in fixed
    }
    short = sum(low - parts[i] for i, low in under.items())
    excess = sum(parts[i] - high for i, high in over.items())
    if short == excess:
        return under | over
    return under if short > excess else over
