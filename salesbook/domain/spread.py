"""Spread a number over the cells of a slice by one of the field's methods, in whole units, exactly.

Cells may lie in groups (a month, a rep): then the method gives each group its number, and within the group the cells
keep their proportions. Held cells keep their value to the unit and the others absorb the difference.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from salesbook.domain.share_out import Item, OverheldError, share_out
from salesbook.domain.spread_bases import Negative, Weighed, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Action = Literal["replace", "add", "subtract"]
METHODS: tuple[str, ...] = ("P", "RP", "S", "W", "R", "P%", "SL", "GR", "PT", "C")
ACTIONS: tuple[Action, ...] = ("replace", "add", "subtract")
WHOLE: tuple[str, ...] = ("P", "RP", "S", "W", "PT")
"""Methods that split a whole; of the others the whole follows from the cells, unless it is given too."""
OWN_PROPORTIONS: tuple[str, ...] = ("P", "RP", "P%")
"""Methods that weigh every cell; the others weigh groups."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the slice: its key (for ties), its value in units, its group ("": it is one by itself)."""

    key: str
    value: int
    group: str = ""
    base: Fraction = Fraction(0)
    """What the reference has for it (RP)."""
    held: bool = False

    @property
    def at(self) -> str:
        """The key of the group."""
        return self.group or self.key


@dataclass(frozen=True, slots=True)
class Method:
    """A method with all that it asks for; amounts in units.

    `value`: the whole (R: the value of each). `weights` (W): group -> weight. `pattern` (PT): repeated over the groups
    in the order of their keys. `start`, `end` (SL): of the first and the last group. `start`, `rate` (GR): of the first
    group, and the growth from each to the next. `rate` (P%): of every cell.
    """

    code: str
    value: int | None = None
    action: Action = "replace"
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    pattern: tuple[Fraction, ...] = ()
    start: Fraction = Fraction(0)
    end: Fraction = Fraction(0)
    rate: Fraction = Fraction(0)
    negative: Negative = "abort"
    residue: str = "largest-remainder"


@dataclass(frozen=True, slots=True)
class Bound:
    """Cells that together have a least or a most; `name` says whose rule it is."""

    name: str
    cells: frozenset[str]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The new value of each cell in the order given. `equal`: the bases were all zero. `zero`: cells or groups that
    stay zero as their base is. `bound`: the names of the bounds that were reached."""

    values: tuple[int, ...]
    equal: bool = False
    zero: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()


class BoundError(ValueError):
    """A bound that cannot be kept: its cells come to `value`, and nothing else may take the difference."""

    def __init__(self, bound: Bound, value: int) -> None:
        self.bound, self.value = bound, value
        super().__init__(f"{bound.name}: {value}")


def spread(cells: Sequence[Cell], method: Method, bounds: Sequence[Bound] = ()) -> Spread:
    """The cells' new values; the order of the cells does not matter.

    Raises OverheldError where the held cells and the bounds of zero leave no such whole, BoundError where a bound
    cannot be kept, and the errors of `spread_bases`.

    >>> cells = [Cell("Apr", 20), Cell("May", 30), Cell("Jun", 50, held=True)]
    >>> spread(cells, Method("P", 150)).values, spread(cells, Method("S", 30, "add")).values
    ((40, 60, 50), (35, 45, 50))
    """
    return _Spreading(cells, method, tuple(bounds)).found()


def half_up(exact: Fraction) -> int:
    """The nearest whole number; halves go up."""
    return int((exact + Fraction(1, 2)) // 1)


@dataclass(slots=True)
class _Spreading:
    """One spread. Amounts are what the method gives: the new values, or what is added or taken away."""

    cells: Sequence[Cell]
    method: Method
    bounds: tuple[Bound, ...]
    groups: dict[str, list[Cell]] = field(default_factory=dict)
    fixed: dict[str, int] = field(default_factory=dict)
    """Cell -> the amount that is settled: of held cells, and of cells at a bound."""
    reached: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        found: dict[str, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            found[cell.at].append(cell)
        self.groups = {group: found[group] for group in sorted(found)}
        keep = self.method.action == "replace"
        self.fixed = {cell.key: cell.value if keep else 0 for cell in self.cells if cell.held}

    def found(self) -> Spread:
        weighed = self._weighed()
        while True:
            amounts = self._amounts(weighed)
            values = {cell.key: self._value(cell, amounts[cell.key]) for cell in self.cells}
            worst = self._worst(values)
            if worst is None:
                ordered = tuple(values[cell.key] for cell in self.cells)
                return Spread(ordered, self._equally(weighed), weighed.zero, tuple(self.reached))
            self._stop(worst, values, amounts)

    # -- weights ---------------------------------------------------------------------------------------------------

    def _weighed(self) -> Weighed:
        """What the groups weigh."""
        code = self.method.code
        if code == "RP":
            return weigh(self._sums({cell.key: cell.base for cell in self.cells}), self.method.negative)
        if code in ("P", "P%"):
            return weigh(self._sums({cell.key: Fraction(cell.value) for cell in self.cells}), self.method.negative)
        if code == "W":
            return weigh({group: self.method.weights.get(group, Fraction(0)) for group in self.groups})
        steps = {group: self._step(place) for place, group in enumerate(self.groups)}
        return weigh(steps) if any(steps.values()) else Weighed(steps)

    def _equally(self, weighed: Weighed) -> bool:
        """Whether what was not held had no bases to go by."""
        free = [group for group, cells in self.groups.items() if any(cell.key not in self.fixed for cell in cells)]
        none = not any(weighed.weights[group] for group in free)
        return self.method.code in WHOLE and (weighed.equal or (bool(free) and none))

    def _sums(self, of: Mapping[str, Fraction]) -> dict[str, Fraction]:
        return {group: sum((of[cell.key] for cell in cells), Fraction(0)) for group, cells in self.groups.items()}

    def _step(self, place: int) -> Fraction:
        """What the method gives the group at a place: an amount, or a part of the pattern."""
        method, last = self.method, len(self.groups) - 1
        if method.code == "SL":
            return method.start + (method.end - method.start) * Fraction(place, last) if last else method.start
        if method.code == "GR":
            return method.start * (1 + method.rate) ** place
        if method.code == "PT":
            return method.pattern[place % len(method.pattern)]
        if method.code == "R":
            return Fraction(method.value or 0)
        return Fraction(1 if method.code == "S" else 0)

    # -- amounts ---------------------------------------------------------------------------------------------------

    def _amounts(self, weighed: Weighed) -> dict[str, int]:
        """Cell -> its amount: first the groups', then within each."""
        items = [self._group(group, weighed.weights[group]) for group in self.groups]
        totals = share_out(self._whole(items), items, self.method.residue)
        amounts = dict(self.fixed)
        for cells, total in zip(self.groups.values(), totals, strict=True):
            amounts |= self._within(cells, total)
        return amounts

    def _whole(self, items: Sequence[Item]) -> int:
        method = self.method
        if self._is_whole():
            return method.value or 0
        wanted = Fraction(0)
        for item in items:
            amount = item.weight * (1 + method.rate) if method.code == "P%" else item.weight
            wanted += max(Fraction(item.low), amount if item.high is None else min(Fraction(item.high), amount))
        return half_up(wanted)

    def _is_whole(self) -> bool:
        """Whether the sum of the amounts is given."""
        return self.method.value is not None and self.method.code != "R"

    def _group(self, group: str, weight: Fraction) -> Item:
        """A group as an item: what is settled in it is its least; where all is, also its most."""
        cells = self.groups[group]
        settled = sum(self.fixed.get(cell.key, 0) for cell in cells)
        free = [cell for cell in cells if cell.key not in self.fixed]
        most = None if free else settled
        if self.method.action == "subtract":
            most = settled + sum(cell.value for cell in free)
        return Item(group, weight, settled, most)

    def _within(self, cells: Sequence[Cell], total: int) -> dict[str, int]:
        """The cells of one group, in proportion to their values (RP: to their bases)."""
        free = [cell for cell in cells if cell.key not in self.fixed]
        rest = total - sum(self.fixed.get(cell.key, 0) for cell in cells)
        if not free:
            return {}
        bases = {cell.key: cell.base if self.method.code == "RP" else Fraction(cell.value) for cell in free}
        weights = weigh(bases, self.method.negative).weights if len(free) > 1 else bases
        caps = {cell.key: cell.value if self.method.action == "subtract" else None for cell in free}
        items = [Item(cell.key, max(weights[cell.key], Fraction(0)), 0, caps[cell.key]) for cell in free]
        return dict(zip((cell.key for cell in free), share_out(rest, items, self.method.residue), strict=True))

    def _value(self, cell: Cell, amount: int) -> int:
        if self.method.action == "replace":
            return amount
        return cell.value + amount if self.method.action == "add" else cell.value - amount

    # -- bounds ----------------------------------------------------------------------------------------------------

    def _worst(self, values: Mapping[str, int]) -> Bound | None:
        """The bound that is missed by most, on the side that is missed by more in sum; ties by name."""
        missed = {bound: _missed(bound, values) for bound in self.bounds}
        over = sum(by for by in missed.values() if by > 0)
        under = -sum(by for by in missed.values() if by < 0)
        side = 1 if over >= under else -1
        wrong = [bound for bound, by in missed.items() if by * side > 0]
        return min(wrong, key=lambda bound: (-abs(missed[bound]), bound.name)) if wrong else None

    def _stop(self, bound: Bound, values: Mapping[str, int], amounts: Mapping[str, int]) -> None:
        """Settle a bound's cells so that they come to it exactly, in the proportions that they have now."""
        by = _missed(bound, values)
        inside = [cell for cell in self.cells if cell.key in bound.cells and cell.key not in self.fixed]
        alone = len(self.fixed) + len(inside) >= len(self.cells)
        if not inside or (alone and (self._is_whole() or bound.low == bound.high)):
            raise BoundError(bound, sum(values[key] for key in bound.cells))
        wanted = sum(amounts[cell.key] for cell in inside) - (by if self.method.action != "subtract" else -by)
        caps = {cell.key: cell.value if self.method.action == "subtract" else None for cell in inside}
        items = [Item(cell.key, Fraction(amounts[cell.key]), 0, caps[cell.key]) for cell in inside]
        try:
            parts = share_out(wanted, items, self.method.residue)
        except OverheldError:
            raise BoundError(bound, sum(values[key] for key in bound.cells)) from None
        self.fixed |= dict(zip((cell.key for cell in inside), parts, strict=True))
        self.reached.append(bound.name)


def _missed(bound: Bound, values: Mapping[str, int]) -> int:
    """By how much the cells are over (positive) or under (negative) their bound."""
    total = sum(values[key] for key in bound.cells)
    if bound.high is not None and total > bound.high:
        return total - bound.high
    return total - bound.low if bound.low is not None and total < bound.low else 0
