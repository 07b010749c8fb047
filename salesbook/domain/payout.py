"""What sales pay by a ladder of tiers: whole-base 全额 or marginal 超额累进, with a cap and penalties.

For letters and other rooms that show what somebody gets:

- `scale_of(terms, basis, cap)` makes a `Scale` of the promises of a plan's tiers,
- `paid(scale, amount)` is what an amount pays, `lines_of(scale, amount)` the lines that it is the sum of,
- `next_step(scale, amount)` says how much more brings how much, None where nothing more is to be had,
- `payout_at(terms)` is one tier alone at its own target, `payout_for(actual, tiers)` whole-base without a cap.

Which rows of a workbook make a rep's scale, `salesbook.book.incentives.scale_for` says.
Money is Decimal; each line is rounded half up to 0.01 once, so a payout is the exact sum of its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

Basis = Literal["whole", "marginal"]
"""whole: the rate of the step reached on the whole amount. marginal: each step's rate on its own slice."""

_CENT = Decimal("0.01")
EXACT = Context(prec=60)
"""So that the one rounding is the one to the cent."""
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Terms:
    """A tier's promise: its target, the rate on the whole amount, a fixed reward, what missing it costs."""

    tier: str
    target: int
    rate: Decimal = Decimal(0)
    reward: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a scale: from `lower` on, up to the next step or below `upper`.

    `reward` is fixed and belongs to the highest step reached; `penalty` is what missing the step costs.
    """

    lower: Decimal
    rate: Decimal = Decimal(0)
    reward: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)
    upper: Decimal | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Steps from the lowest to the highest; where two have one bound, the later one counts. At least one.

    `cap` is the most that rates and rewards come to together.
    """

    steps: tuple[Step, ...]
    basis: Basis = "whole"
    cap: Decimal | None = None

    def __post_init__(self) -> None:
        bounds = [step.lower for step in self.steps]
        if not bounds or bounds != sorted(bounds):
            raise ValueError("tiers go from the lowest target to the highest")

    def reached(self, amount: Decimal | int) -> Step | None:
        """The highest step whose bound the amount is at or above, and that does not end below it."""
        found = [step for step in self.steps if step.lower <= amount]
        return found[-1] if found and _holds(found[-1], amount) else None


@dataclass(frozen=True, slots=True)
class PayLine:
    """One line of a payout: `kind` rate, reward, penalty or cap; `step` names the step that it is of."""

    kind: Literal["rate", "reward", "penalty", "cap"]
    step: str
    basis: Decimal
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next bound at which more is paid: `more` sales bring `gain` on top of what is paid now."""

    step: str
    bound: Decimal
    more: Decimal
    payout: Decimal
    gain: Decimal


def cents(amount: Decimal) -> Decimal:
    """To 0.01, half up (away from zero).

    >>> cents(Decimal("2.345")), cents(Decimal("-2.345"))
    (Decimal('2.35'), Decimal('-2.35'))
    """
    return amount.quantize(_CENT, ROUND_HALF_UP, EXACT)


def times(amount: Decimal, rate: Decimal) -> Decimal:
    """Amount × rate, rounded to the cent once."""
    return cents(EXACT.multiply(amount, rate))


def part_of(amount: Decimal, part: Fraction) -> Decimal:
    """A part of an amount, to 60 digits, so that the one rounding is still to come.

    >>> from fractions import Fraction
    >>> cents(part_of(Decimal(1000), Fraction(17, 31)))
    Decimal('548.39')
    """
    return EXACT.divide(EXACT.multiply(amount, Decimal(part.numerator)), Decimal(part.denominator))


def payout_at(terms: Terms) -> Decimal:
    """What exactly reaching the tier's target pays: rate × target + reward, rounded half up to 0.01 once.

    >>> payout_at(Terms("target", 120_000, rate=Decimal("0.015"), reward=Decimal(500)))
    Decimal('2300.00')
    """
    return cents(EXACT.add(EXACT.multiply(Decimal(terms.target), terms.rate), terms.reward))


def payout_for(actual: Decimal | int, tiers: Sequence[Terms]) -> Decimal:
    """What an actual pays, whole-base: the rate of the highest tier reached on all of the actual, and its reward.

    Of the tiers that were missed, the penalty of the lowest is taken. `tiers` go from the lowest to the highest;
    reaching a target exactly is reaching it.

    >>> floor = Terms("floor", 100, Decimal("0.01"), penalty=Decimal(300))
    >>> tiers = [floor, Terms("target", 200, Decimal("0.02"))]
    >>> payout_for(99, tiers), payout_for(100, tiers), payout_for(250, tiers)
    (Decimal('-300.00'), Decimal('1.00'), Decimal('5.00'))
    """
    return paid(scale_of(tiers), actual)


def scale_of(tiers: Sequence[Terms], basis: Basis = "whole", cap: Decimal | None = None) -> Scale:
    """The scale of a plan's tiers, in the order of their targets.

    Raises ValueError for tiers out of order, and for none.
    """
    steps = (Step(Decimal(t.target), t.rate, t.reward, t.penalty, name=t.tier) for t in tiers)
    return Scale(tuple(steps), basis, cap)


def paid(scale: Scale, amount: Decimal | int) -> Decimal:
    """What an amount pays: the sum of its lines.

    >>> steps = (Step(Decimal(0), Decimal("0.01")), Step(Decimal(100_000), Decimal("0.03")))
    >>> paid(Scale(steps, "whole"), 150_000), paid(Scale(steps, "marginal"), 150_000)
    (Decimal('4500.00'), Decimal('2500.00'))
    """
    return sum((line.amount for line in lines_of(scale, amount)), NOTHING)


def lines_of(scale: Scale, amount: Decimal | int) -> tuple[PayLine, ...]:
    """The lines of an amount's payout: what rates pay, the reward, the penalty, what a cap takes off.

    Never none: an amount that reaches nothing has a line of 0. An amount below 0 earns nothing, and loses nothing
    but the penalty: what was paid on sales that came back, the correction of their own period takes.

    >>> [str(line.amount) for line in lines_of(Scale((Step(Decimal(50), penalty=Decimal(9)),)), 49)]
    ['0.00', '-9.00']
    """
    value = Decimal(amount)
    earned = [*_rate_lines(scale, value), *_reward(scale, value)]
    return (*earned, *_capped(scale, earned, value), *_penalty(scale, value))


def next_step(scale: Scale, amount: Decimal | int) -> NextStep | None:
    """The nearest bound above the amount at which more is paid than now; None above the last, or under a cap.

    >>> scale = scale_of([Terms("floor", 100_000, Decimal("0.01")), Terms("target", 120_000, Decimal("0.02"))])
    >>> found = next_step(scale, 118_000)
    >>> print(found.step, found.more, found.payout, found.gain)
    target 2000 2400.00 1220.00
    """
    value, now = Decimal(amount), paid(scale, amount)
    for step in scale.steps:
        if step.lower > value and (then := paid(scale, step.lower)) > now:
            return NextStep(step.name, step.lower, step.lower - value, then, then - now)
    return None


def _holds(step: Step, amount: Decimal | int) -> bool:
    return step.upper is None or amount < step.upper


def _rate_lines(scale: Scale, amount: Decimal) -> Iterator[PayLine]:
    if scale.basis == "marginal":
        yield from _slices(scale, amount)
        return
    step, base = scale.reached(amount) or Step(Decimal(0)), max(amount, Decimal(0))
    yield PayLine("rate", step.name, amount, step.rate, times(base, step.rate))


def _slices(scale: Scale, amount: Decimal) -> Iterator[PayLine]:
    """A line for each step that the amount enters; one of nothing where it enters none."""
    ends = [after.lower for _, after in pairwise(scale.steps)] + [max(amount, Decimal(0))]
    entered = False
    for step, end in zip(scale.steps, ends, strict=True):
        upper = end if step.upper is None else min(end, step.upper)
        basis = min(amount, upper) - max(step.lower, Decimal(0))
        if amount >= step.lower and basis >= 0 and (basis > 0 or step is scale.reached(amount)):
            entered = True
            yield PayLine("rate", step.name, basis, step.rate, times(basis, step.rate))
    if not entered:
        yield PayLine("rate", "", amount, Decimal(0), NOTHING)


def _reward(scale: Scale, amount: Decimal) -> Iterator[PayLine]:
    step = scale.reached(amount)
    if step and step.reward:
        yield PayLine("reward", step.name, amount, Decimal(0), cents(step.reward))


def _capped(scale: Scale, earned: Sequence[PayLine], amount: Decimal) -> Iterator[PayLine]:
    over = sum((line.amount for line in earned), NOTHING) - cents(scale.cap) if scale.cap is not None else NOTHING
    if over > 0:
        yield PayLine("cap", "", amount, Decimal(0), -over)


def _penalty(scale: Scale, amount: Decimal) -> Iterator[PayLine]:
    """That of the lowest step missed."""
    missed = next((step for step in scale.steps if amount < step.lower), None)
    if missed and missed.penalty:
        yield PayLine("penalty", missed.name, amount, Decimal(0), -cents(missed.penalty))
