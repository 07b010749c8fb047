"""What is odd about a scale: amounts between two steps, amounts in two of them, jumps and falls of the payout."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from salesbook.domain.payout import Step

CENT = Decimal("0.01")
CLIFF = Decimal("1.00")
"""A jump of so much money is pointed out."""


@dataclass(frozen=True, slots=True)
class Seam:
    """Where one step's end and the next one's beginning do not meet: from the one to the other amount."""

    kind: Literal["gap", "overlap"]
    lower: Step
    higher: Step
    start: Decimal
    end: Decimal


@dataclass(frozen=True, slots=True)
class Jump:
    """At a bound the payout leaps from `before`, for `below`, to `after`; it falls where `after` is less."""

    bound: Decimal
    below: Decimal
    before: Decimal
    after: Decimal

    @property
    def falls(self) -> bool:
        return self.after < self.before


def seams(steps: Sequence[Step]) -> tuple[Seam, ...]:
    """Gaps and overlaps between neighbours; `steps` in their order, a step without an end reaches to the next one.

    >>> from salesbook.domain.payout import Step
    >>> low, high = Step(Decimal(0), upper=Decimal(90)), Step(Decimal(100))
    >>> [(seam.kind, str(seam.start), str(seam.end)) for seam in seams([low, high])]
    [('gap', '90', '100')]
    """
    found = []
    for lower, higher in pairwise(steps):
        end = lower.upper
        if end is not None and end < higher.lower:
            found.append(Seam("gap", lower, higher, end, higher.lower))
        elif end is not None and end > higher.lower:
            found.append(Seam("overlap", lower, higher, higher.lower, end))
    return tuple(found)


def jumps(pays: Callable[[Decimal], Decimal], bounds: Iterable[Decimal], step: Decimal) -> tuple[Jump, ...]:
    """Where a payout leaps at one of the bounds, or falls: between bounds it must be linear and not fall.

    `step` is how far below the bound is looked: the smallest sale that people think of. A fall that shows a cent below
    the bound only is found too.

    >>> [jump.falls for jump in jumps(lambda a: a if a < 100 else Decimal(50), [Decimal(100)], Decimal(1))]
    [True]
    """
    found = []
    for bound in sorted(set(bounds)):
        before, after = pays(bound - step), pays(bound)
        if after < before or after - before - (before - pays(bound - 2 * step)) >= CLIFF:
            found.append(Jump(bound, bound - step, before, after))
        elif after < (near := pays(bound - CENT)):
            found.append(Jump(bound, bound - CENT, near, after))
    return tuple(found)
