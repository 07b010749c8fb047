"""What reaching a tier pays, as a commitment sheet promises it.

Whole-base 全额 only: the rate of the tier reached applies to the whole amount. Marginal tiers 超额累进,
accelerators, caps and team bonuses are not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CENT = Decimal("0.01")
_EXACT = Context(prec=60)
"""So that the one rounding is the one to the cent."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A tier's promise: its target, the rate on the whole amount, a fixed reward, what missing it costs."""

    tier: str
    target: int
    rate: Decimal = Decimal(0)
    reward: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)


def payout_at(terms: Terms) -> Decimal:
    """What exactly reaching the tier's target pays: rate × target + reward, rounded half up to 0.01 once.

    >>> payout_at(Terms("target", 120_000, rate=Decimal("0.015"), reward=Decimal(500)))
    Decimal('2300.00')
    """
    return _pay(Decimal(terms.target), terms)


def payout_for(actual: Decimal | int, tiers: Sequence[Terms]) -> Decimal:
    """What an actual pays: the rate of the highest tier reached on all of the actual, and its reward.

    Below the lowest tier nothing is paid and that tier's penalty is taken.
    `tiers` go from the lowest to the highest; where two have one target, the later one counts. Reaching a
    target exactly is reaching it.

    >>> floor = Terms("floor", 100, Decimal("0.01"), penalty=Decimal(300))
    >>> tiers = [floor, Terms("target", 200, Decimal("0.02"))]
    >>> payout_for(99, tiers), payout_for(100, tiers), payout_for(250, tiers)
    (Decimal('-300.00'), Decimal('1.00'), Decimal('5.00'))
    """
    targets = [terms.target for terms in tiers]
    if not tiers or targets != sorted(targets):
        raise ValueError("tiers go from the lowest target to the highest")
    reached = [terms for terms in tiers if actual >= terms.target]
    return _pay(Decimal(actual), reached[-1]) if reached else _cents(-tiers[0].penalty)


def _pay(amount: Decimal, terms: Terms) -> Decimal:
    return _cents(_EXACT.add(_EXACT.multiply(amount, terms.rate), terms.reward))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP, _EXACT)
