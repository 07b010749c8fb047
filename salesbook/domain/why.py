"""WHY: the layers that come to exactly the number in a cell, of one leaf or of any slice of leaves.

A leaf's target is made of factors (share, selling days, season, ramp, fitting) and of differences (rounding, what
moved since, changes by hand, hedge). For a slice every factor is the ratio of two sums over its leaves, so that the
layers of a slice come to its total just as those of a leaf do.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FACTORS = ("share", "days", "season", "ramp", "fit")
"""Layers that multiply, in their order."""
DIFFERENCES = ("rounding", "since", "change", "hedge")
"""Layers that are added, in their order. `since`: the inputs have moved since the split was made."""


@dataclass(frozen=True, slots=True)
class LeafFacts:
    """What is known of one leaf. Parts are of the plan's total, counts in the metric's base unit.

    `share`: its members' part, whatever the period, before the ramp; `days`: its period's part of the plan's selling
    days; `season`: its period's part by the season; `ramp`: how much of a full rep counts; `fitted`: its real share
    once all fixed totals are met; `split`: that made whole.
    """

    members: tuple[str, ...]
    share: Fraction
    days: Fraction
    season: Fraction
    ramp: Fraction
    fitted: Fraction
    split: int
    planned: int
    change: int = 0
    hedge: int = 0


@dataclass(frozen=True, slots=True)
class Layer:
    """One step: by what it multiplies (None where it adds, or starts from nothing), what that brings, and where it
    leads to."""

    key: str
    factor: Fraction | None
    effect: Fraction
    reached: Fraction


@dataclass(frozen=True, slots=True)
class Why:
    """The parent, the layers in their order, the number in the cell, and the number that is handed down."""

    parent: int
    layers: tuple[Layer, ...]
    planned: int
    handed_down: int

    def layer(self, key: str) -> Layer:
        return next(layer for layer in self.layers if layer.key == key)


def explain(parent: int, leaves: Sequence[LeafFacts]) -> Why:
    """The layers of a slice of a plan whose total is `parent`, from its leaves; every leaf once.

    >>> half = Fraction(1, 2)
    >>> leaf = LeafFacts(("Li",), half, Fraction(1, 12), Fraction(1, 10), Fraction(1), Fraction(51), 51, 50, -1, 5)
    >>> why = explain(1000, [leaf])
    >>> [(layer.key, str(layer.factor), str(layer.reached)) for layer in why.layers if layer.effect]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('share', '1/2', '500'), ('days', '1/12', '125/3'), ('season', '6/5', '50'), ('fit', '51/50', '51'),
     ('change', 'None', '50'), ('hedge', 'None', '55')]
    """
    layers = []
    before = Fraction(parent)
    for key, reached in zip(FACTORS, _products(parent, leaves), strict=True):
        layers.append(Layer(key, reached / before if before else None, reached - before, reached))
        before = reached
    planned = sum(leaf.planned for leaf in leaves)
    for key, reached in zip(DIFFERENCES, _sums(leaves), strict=True):
        layers.append(Layer(key, None, reached - before, reached))
        before = reached
    return Why(parent, tuple(layers), planned, planned + sum(leaf.hedge for leaf in leaves))


def _products(parent: int, leaves: Sequence[LeafFacts]) -> tuple[Fraction, ...]:
    """What each factor in turn leads to. The share counts each combination of members once, not in every period."""
    by_members = {leaf.members: leaf.share for leaf in leaves}
    return (
        parent * sum(by_members.values(), Fraction(0)),
        parent * sum((leaf.share * leaf.days for leaf in leaves), Fraction(0)),
        parent * sum((leaf.share * leaf.season for leaf in leaves), Fraction(0)),
        parent * sum((leaf.share * leaf.season * leaf.ramp for leaf in leaves), Fraction(0)),
        sum((leaf.fitted for leaf in leaves), Fraction(0)),
    )


def _sums(leaves: Sequence[LeafFacts]) -> tuple[Fraction, ...]:
    """What each difference in turn leads to."""
    split, change = sum(leaf.split for leaf in leaves), sum(leaf.change for leaf in leaves)
    planned, hedge = sum(leaf.planned for leaf in leaves), sum(leaf.hedge for leaf in leaves)
    return tuple(map(Fraction, (split, planned - change, planned, planned + hedge)))


def rounded(value: Fraction, places: int) -> Decimal:
    """A value with so many decimals, halves away from zero.

    >>> rounded(Fraction(1, 3), 2), rounded(Fraction(-5, 2), 0)
    (Decimal('0.33'), Decimal('-3'))
    """
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(f"{whole if value >= 0 else -whole}E-{places}")


def shown_effects(why: Why, places: int = 2) -> tuple[tuple[Decimal, Decimal], ...]:
    """What each layer brings and leads to, as it is printed: the numbers led to are rounded, and what a layer brings
    is the difference of two of them. So what is printed adds up, line by line, to the whole number in the cell.

    >>> leaf = LeafFacts(("Li",), Fraction(1, 3), Fraction(1), Fraction(1), Fraction(1), Fraction(10, 3), 3, 3)
    >>> [str(effect) for effect, _ in shown_effects(explain(10, [leaf]))][:6]
    ['-6.67', '0.00', '0.00', '0.00', '0.00', '-0.33']
    """
    found = []
    before = rounded(Fraction(why.parent), places)
    for layer in why.layers:
        reached = rounded(layer.reached, places)
        found.append((reached - before, reached))
        before = reached
    return tuple(found)
