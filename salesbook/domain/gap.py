"""Why the gap 差距分析: what was sold minus what was planned, taken apart so that the parts come to exactly that.

The gap is negative when sales are behind. Everything is exact (Fraction); `whole_parts` rounds once, for showing.
Sources of the rules: price-volume-mix as in management accounting (standard price × change of quantity, the rest
price), and the replacement of one factor after another from the top of the funnel down.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor, prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Sold:
    """A quantity and what it came to; the quantity is None where somebody did not say it."""

    quantity: Fraction | None
    amount: Fraction


@dataclass(frozen=True, slots=True)
class PriceVolumeMix:
    """The gap as volume, mix, price, members that were not planned (`new`), and what has no planned price."""

    volume: Fraction
    mix: Fraction
    price: Fraction
    new: Fraction
    unpriced: Fraction

    def parts(self) -> dict[str, Fraction]:
        """By name, in the order in which a bridge shows them; they sum to the gap."""
        return {"volume": self.volume, "mix": self.mix, "price": self.price, "new": self.new, "rest": self.unpriced}


def price_volume_mix(planned: Mapping[str, Sold], actual: Mapping[str, Sold]) -> PriceVolumeMix:
    """Take the gap apart by members (product lines, say).

    volume: the change of the whole quantity at the planned average price; mix: what it is worth that the quantity
    lies in other members than planned, at planned prices; price: sold at other prices than planned. A member that
    nobody planned counts as `new` with all that it sold; one with an amount but no quantity, planned or sold, has no
    price to compare, and its whole difference is in `unpriced`.

    >>> f = Fraction
    >>> plan = {"a": Sold(f(10), f(1000)), "b": Sold(f(10), f(500))}
    >>> sold = {"a": Sold(f(8), f(720)), "b": Sold(f(14), f(700))}
    >>> {name: int(part) for name, part in price_volume_mix(plan, sold).parts().items()}
    {'volume': 150, 'mix': -150, 'price': -80, 'new': 0, 'rest': 0}
    """
    new = sum((sold.amount for name, sold in actual.items() if not _is_planned(planned.get(name))), NOTHING)
    priced = [name for name, plan in planned.items() if _is_planned(plan) and _is_priced(plan, actual.get(name))]
    rest = [name for name, plan in planned.items() if _is_planned(plan) and name not in set(priced)]
    wanted = sum((_quantity(planned[name]) for name in priced), NOTHING)
    price = {name: planned[name].amount / _quantity(planned[name]) for name in priced}
    average = sum((planned[name].amount for name in priced), NOTHING) / wanted if wanted else NOTHING
    quantity = {name: _quantity(actual[name]) if name in actual else NOTHING for name in priced}
    at_plan = sum((quantity[name] * price[name] for name in priced), NOTHING)
    total = sum(quantity.values(), NOTHING)
    sold = sum((actual[name].amount for name in priced if name in actual), NOTHING)
    return PriceVolumeMix(
        volume=(total - wanted) * average,
        mix=at_plan - total * average,
        price=sold - at_plan,
        new=new,
        unpriced=sum((_amount(actual.get(name)) - planned[name].amount for name in rest), NOTHING),
    )


def _is_planned(plan: Sold | None) -> bool:
    return plan is not None and bool(plan.amount or plan.quantity)


def _is_priced(plan: Sold, actual: Sold | None) -> bool:
    return bool(plan.quantity and plan.quantity > 0) and (actual is None or actual.quantity is not None)


def _quantity(sold: Sold) -> Fraction:
    return sold.quantity or NOTHING


def _amount(sold: Sold | None) -> Fraction:
    return sold.amount if sold else NOTHING


def by_member(planned: Mapping[str, Fraction], actual: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Each member's part of the gap, the largest shortfall first; ties by name.

    >>> by_member({"East": Fraction(100), "West": Fraction(50)}, {"West": Fraction(60), "North": Fraction(5)})
    {'East': Fraction(-100, 1), 'North': Fraction(5, 1), 'West': Fraction(10, 1)}
    """
    gaps = {name: actual.get(name, NOTHING) - planned.get(name, NOTHING) for name in {*planned, *actual}}
    return dict(sorted(gaps.items(), key=lambda item: (item[1], item[0])))


class BrokenFunnelError(ValueError):
    """Something came out of a stage that nothing went into; `stage` is the position of what came out."""

    def __init__(self, stage: int) -> None:
        self.stage = stage
        super().__init__(f"stage {stage} has a count though the one before it has none")


def by_stage(planned: Sequence[Fraction], actual: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Parts of the gap of the last number: by what went in, then by the rate of each step.

    The numbers are the stages' counts from the top of the funnel and, last, the amount of the orders (so that the
    last step's rate is the average order). Factors are replaced one after another from the top: what went in is
    weighed at planned rates, each rate at what really came to it. A step into which nothing went keeps its planned
    rate. Raises BrokenFunnelError where something comes out of nothing.

    >>> parts = by_stage([Fraction(n) for n in (100, 20, 40_000)], [Fraction(n) for n in (80, 20, 36_000)])
    >>> [int(part) for part in parts], sum(parts) == 36_000 - 40_000
    ([-8000, 8000, -4000], True)
    """
    wanted = _factors(planned, [NOTHING] * len(planned))
    real = _factors(actual, wanted)
    return tuple(
        prod(real[:i], start=Fraction(1)) * (real[i] - wanted[i]) * prod(wanted[i + 1:], start=Fraction(1))
        for i in range(len(wanted))
    )  # fmt: skip


def _factors(counts: Sequence[Fraction], otherwise: Sequence[Fraction]) -> list[Fraction]:
    """What went in, and the rate of each step; `otherwise` where a step had nothing to work on."""
    factors = [counts[0]]
    for stage, (before, after) in enumerate(pairwise(counts), start=1):
        if after and not before:
            raise BrokenFunnelError(stage)
        factors.append(after / before if before else otherwise[stage])
    return factors


def whole_parts(parts: Mapping[str, Fraction]) -> dict[str, int]:
    """The parts in whole units, summing to the rounded sum (half up); each less than one unit from its own.

    The largest fractions are rounded up; ties by name, so the order of the parts does not matter.

    >>> whole_parts({"a": Fraction(-1, 2), "b": Fraction(-1, 2), "c": Fraction(5, 4)})
    {'a': 0, 'b': -1, 'c': 1}
    """
    total = floor(sum(parts.values(), NOTHING) + Fraction(1, 2))
    down = {name: floor(part) for name, part in parts.items()}
    most = sorted(parts, key=lambda name: (down[name] - parts[name], name))
    up = set(most[: total - sum(down.values())])
    return {name: low + (name in up) for name, low in down.items()}
