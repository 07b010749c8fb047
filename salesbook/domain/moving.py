"""Moving a number between two parts of a plan, so that everything that holds both keeps its value."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from salesbook.domain.share_out import Item, share_out
from salesbook.domain.spread import Cell, Method, spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Mover:
    """A cell of a move: its key, its value in units, where it lies on the axes that both parts share, coarsest
    first (its period before all), and whether it is held."""

    key: str
    value: int
    where: tuple[str, ...] = ()
    held: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """New values by key. `wider`: how much found no partner in the same place and went further away. `equal`: the
    cells that took it had no values to go by."""

    values: Mapping[str, int]
    wider: int = 0
    equal: bool = False


class TooLittleError(ValueError):
    """More was asked for than the cells that are not held have."""

    def __init__(self, asked: int, has: int) -> None:
        self.asked, self.has = asked, has
        super().__init__(f"asked {asked}, there is {has}")


def move(
    leaders: Sequence[Mover],
    followers: Sequence[Mover],
    amount: int,
    way: Literal["out", "in"],
    residue: str = "largest-remainder",
) -> Moved:
    """Move `amount` out of the leaders (or into them); the followers take it (or give it).

    The leaders change in proportion to their values; what each place gives, the followers of the same place take in
    proportion to theirs. Where they cannot, those of the nearest larger place do: the last parts of `where` are
    dropped one by one.

    >>> june, july = ("Jun",), ("Jul",)
    >>> li = [Mover("Li Jun", 60, june), Mover("Li Jul", 40, july)]
    >>> wu = [Mover("Wu Jun", 10, june), Mover("Wu Jul", 90, july)]
    >>> move(li, wu, 10, "out").values
    {'Li Jun': 54, 'Li Jul': 36, 'Wu Jun': 16, 'Wu Jul': 94}
    """
    gives = leaders if way == "out" else followers
    has = sum(mover.value for mover in gives if not mover.held)
    takes = followers if way == "out" else leaders
    if has < amount or not any(not mover.held for mover in takes):
        raise TooLittleError(amount, has if has < amount else 0)
    cells = [Cell(mover.key, mover.value, held=mover.held) for mover in leaders]
    led = spread(cells, Method("P", amount, "subtract" if way == "out" else "add", residue=residue))
    values = {mover.key: value for mover, value in zip(leaders, led.values, strict=True)}
    demand: dict[tuple[str, ...], int] = defaultdict(int)
    for mover in leaders:
        demand[mover.where] += abs(values[mover.key] - mover.value)
    following = _Following([f for f in followers if not f.held], -1 if way == "in" else 1, residue)
    wider = following.follow(demand)
    values |= {mover.key: mover.value for mover in followers} | following.values
    return Moved(values, wider, led.equal or following.equal)


@dataclass(slots=True)
class _Following:
    """The followers that may change, and what they come to; `sign` -1 where they give."""

    movers: list[Mover]
    sign: int
    residue: str
    values: dict[str, int]
    equal: bool

    def __init__(self, movers: list[Mover], sign: int, residue: str) -> None:
        self.movers, self.sign, self.residue, self.equal = movers, sign, residue, False
        self.values = {mover.key: mover.value for mover in movers}

    def follow(self, demand: Mapping[tuple[str, ...], int]) -> int:
        """Meet what each place asks for; how much had to be met further away."""
        wider = 0
        for depth in range(max(map(len, demand), default=0), -1, -1):
            asked: dict[tuple[str, ...], int] = defaultdict(int)
            for where, amount in demand.items():
                asked[where[:depth]] += amount
            demand = {where: self._met(where, amount) for where, amount in sorted(asked.items())}
            left = sum(demand.values())
            wider = wider or left
            if not left:
                break
        return wider

    def _met(self, where: tuple[str, ...], amount: int) -> int:
        """Let the followers of a place take or give what they can; what is left."""
        here = [mover for mover in self.movers if mover.where[: len(where)] == where]
        can = self._room(here, amount)
        if not can:
            return amount
        weights = [Fraction(self.values[mover.key]) for mover in here]
        self.equal = self.equal or not any(weights)
        caps = [self.values[mover.key] if self.sign < 0 else None for mover in here]
        items = [Item(mover.key, weight, 0, cap) for mover, weight, cap in zip(here, weights, caps, strict=True)]
        for mover, part in zip(here, share_out(can, items, self.residue), strict=True):
            self.values[mover.key] += self.sign * part
        return amount - can

    def _room(self, here: Iterable[Mover], amount: int) -> int:
        """How much of an amount these can take or give."""
        values = [self.values[mover.key] for mover in here]
        return min(amount, sum(values)) if self.sign < 0 else amount * bool(values)
