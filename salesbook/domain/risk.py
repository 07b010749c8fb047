"""Exposure to risks: probability times what each would cost net of what covers it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Exposed:
    """One risk: how likely it is (0 to 1), what it takes from the goal, what is found elsewhere then."""

    probability: Fraction
    effect: Fraction
    cover: Fraction = Fraction(0)

    @property
    def net(self) -> Fraction:
        """What it costs if it happens, never below zero."""
        return max(Fraction(0), self.effect - self.cover)

    @property
    def exposure(self) -> Fraction:
        """What it costs on average.

        >>> str(Exposed(Fraction(3, 10), Fraction(2_000_000), Fraction(500_000)).exposure)
        '450000'
        """
        return self.probability * self.net


def ranks(exposures: Sequence[Fraction]) -> tuple[int, ...]:
    """Each one's rank, the largest first; equals in their order, so that no rank is there twice.

    >>> ranks([Fraction(5), Fraction(9), Fraction(5)])
    (2, 1, 3)
    """
    order = sorted(range(len(exposures)), key=lambda at: (-exposures[at], at))
    return tuple(order.index(at) + 1 for at in range(len(exposures)))


def landings(landing: Fraction, nets: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Where the plan ends when one after the other happens.

    >>> [str(end) for end in landings(Fraction(100), [Fraction(30), Fraction(5)])]
    ['70', '65']
    """
    found = []
    for net in nets:
        landing -= net
        found.append(landing)
    return tuple(found)
