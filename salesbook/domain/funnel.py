"""The funnel backwards: how many of each stage it takes to end with so many orders (过程目标).

A funnel is a chain of stages, each with the rate at which it comes to the next. A rate is a share of the
stage, so it is above 0 and at most 1: what seems to convert at more than 100 % (two orders from a visit) is
a measure of its own, such as orders per customer, and no stage. Counts are exact: each is rounded up once,
from the unrounded product of the rates, never from another rounded count.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

_LARGEST_TERM = 10_000
_DIVISION_NOISE = Fraction(1, 10**14)


class Conversion(Protocol):
    """What a step of the chain must say; a row of the rates table does."""

    @property
    def stage(self) -> str: ...
    @property
    def next(self) -> str: ...
    @property
    def rate(self) -> Decimal | Fraction: ...


@dataclass(frozen=True, slots=True)
class Step:
    """Of `stage`, the share `rate` comes to `next`."""

    stage: str
    next: str
    rate: Decimal | Fraction


class FunnelError(ValueError):
    """A funnel that cannot be computed, at `stage`; `reason` is a key of templates/texts/reasons.toml.

    Reasons: no-steps, cycle, several-next, several-before, broken-chain, rate-not-positive, rate-over-one,
    negative-count, no-people.
    """

    def __init__(self, reason: str, stage: str = "") -> None:
        self.reason = reason
        self.stage = stage
        super().__init__(f"{reason}: {stage}" if stage else reason)


def backwards(orders: int, steps: Sequence[Conversion]) -> dict[str, int]:
    """The count of each stage that it takes to end with `orders`, from the first stage to the last.

    >>> from decimal import Decimal
    >>> steps = [Step("visit", "order", Decimal("0.3")), Step("invitation", "visit", Decimal("0.5"))]
    >>> backwards(10, steps)
    {'invitation': 67, 'visit': 34, 'order': 10}
    """
    if orders < 0:
        raise FunnelError("negative-count")
    ordered = chain(steps)
    needed = Fraction(orders)
    counts = {ordered[-1].next: orders}
    for step in reversed(ordered):
        needed /= exact_rate(step.rate)
        counts[step.stage] = ceil(needed)
    return dict(reversed(counts.items()))


def chain(steps: Sequence[Conversion]) -> tuple[Conversion, ...]:
    """The steps from the first stage to the last, each rate checked.

    Raises FunnelError where they are not one chain: a circle, a stage with two next ones or two before it,
    two chains side by side.
    """
    if not steps:
        raise FunnelError("no-steps")
    by_stage = _unique(steps, [step.stage for step in steps], "several-next")
    after = _unique(steps, [step.next for step in steps], "several-before")
    for step in steps:
        _check_rate(step)
    starts = [stage for stage in by_stage if stage not in after]
    if not starts:
        raise FunnelError("cycle", steps[0].stage)
    ordered = _walk(by_stage, starts[0])
    if len(starts) > 1:
        raise FunnelError("broken-chain", starts[1])
    rest = [step.stage for step in steps if step not in ordered]
    if rest:
        raise FunnelError("cycle", rest[0])
    return ordered


def exact_rate(rate: Decimal | Fraction) -> Fraction:
    """The rate as the ratio it was divided from, where 40/60 was kept as 0.6666666666666666.

    A rate within 10⁻¹⁴ of a ratio whose denominator is at most 10,000 is that ratio; any other stays as it
    is. Cut off digits would otherwise ask for one more than the counts that the rate came from.

    >>> from decimal import Decimal
    >>> exact_rate(Decimal("0.6666666666666666")), exact_rate(Decimal("0.667"))
    (Fraction(2, 3), Fraction(667, 1000))
    """
    given = Fraction(rate)
    simple = given.limit_denominator(_LARGEST_TERM)
    return simple if simple and abs(given - simple) <= _DIVISION_NOISE * abs(simple) else given


def per_person(count: int, people: int) -> int:
    """Each one's part of a count, rounded up, so that all together reach it.

    >>> per_person(200, 6)
    34
    """
    if people < 1:
        raise FunnelError("no-people")
    return -(-count // people)


def per_day(count: int, selling_days: Fraction | Decimal | int) -> int | None:
    """A selling day's part of a count, rounded up; None when there is no selling day.

    >>> from decimal import Decimal
    >>> per_day(200, 13), per_day(200, Decimal("12.5")), per_day(200, 0)
    (16, 16, None)
    """
    return ceil(count / Fraction(selling_days)) if selling_days > 0 else None


def _unique(steps: Sequence[Conversion], keys: Sequence[str], reason: str) -> dict[str, Conversion]:
    found: dict[str, Conversion] = {}
    for key, step in zip(keys, steps, strict=True):
        if key in found:
            raise FunnelError(reason, key)
        found[key] = step
    return found


def _check_rate(step: Conversion) -> None:
    if step.rate <= 0:
        raise FunnelError("rate-not-positive", step.stage)
    if step.rate > 1:
        raise FunnelError("rate-over-one", step.stage)


def _walk(by_stage: dict[str, Conversion], stage: str) -> tuple[Conversion, ...]:
    ordered = []
    while step := by_stage.get(stage):
        ordered.append(step)
        stage = step.next
    return tuple(ordered)
