"""The bottleneck 瓶颈: at which stage of a funnel a return to its target would bring the most orders."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Standing:
    """How a stage stands: the rate at which the stage before came to it, and what a return to target would bring.

    The first stage has no rate; None is also the rate where nothing came to the stage before.
    """

    rate: Fraction | None
    brings: Fraction


def standings(target: int | Fraction, rates: Sequence[Fraction], done: Sequence[int]) -> tuple[Standing, ...]:
    """Each stage of a funnel, from the first to the orders.

    `target` is what the first stage should be by now, `rates` the target rates of the steps (one less than stages),
    `done` the counts so far. A stage that returns to its target passes on at the rates that the later steps have now;
    a step without a rate of its own is taken at its target. What brings less than now counts as nothing.

    >>> [(s.rate, str(s.brings)) for s in standings(100, [Fraction(1, 2), Fraction(1, 5)], [80, 20, 5])]
    [(None, '5/4'), (Fraction(1, 4), '5'), (Fraction(1, 4), '0')]
    """
    real = [Fraction(after, before) if before else None for before, after in pairwise(done)]
    passing = [rates[i] if rate is None else rate for i, rate in enumerate(real)]
    entering = [Fraction(target), *(done[i] * rate for i, rate in enumerate(rates))]
    orders = done[-1]
    brings = [max(Fraction(0), n * prod(passing[i:], start=Fraction(1)) - orders) for i, n in enumerate(entering)]
    return tuple(Standing(rate, more) for rate, more in zip([None, *real], brings, strict=True))


def bottleneck(found: Sequence[Standing]) -> int | None:
    """The stage whose return brings most, the earliest of equal ones; None where no stage is behind.

    >>> bottleneck(standings(100, [Fraction(1, 2), Fraction(1, 5)], [80, 20, 5]))
    1
    """
    most = max((stage.brings for stage in found), default=Fraction(0))
    return next((i for i, stage in enumerate(found) if stage.brings == most), None) if most > 0 else None
