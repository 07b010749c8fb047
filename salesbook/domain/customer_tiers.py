"""Tiers of customers by rules: revenue and potential by rank, growth and payment by what they must reach.

A rule's conditions must all hold; rules are tried from the highest tier down and the first that holds gives the tier.
As more revenue only ever fulfils more rules, no customer falls by buying more.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

CUSTOMER_TIERS: tuple[str, ...] = ("strategic", "core", "potential", "opportunity")
"""From the highest."""
PAYMENTS: tuple[str, ...] = ("good", "fair", "poor")
"""From the best."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a customer: revenue of a year, growth on the year before, potential of a year, payment."""

    revenue: Decimal = Decimal(0)
    growth: Fraction | None = None
    potential: Decimal | None = None
    payment: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """A rule: what must hold for the tier; None and "" ask for nothing. Shares are from 0 to 1."""

    tier: str
    top: Fraction | None = None
    growth: Fraction | None = None
    potential: Fraction | None = None
    payment: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The ranks of a customer among those with any revenue or potential; None without."""

    revenue: int | None = None
    potential: int | None = None
    of_revenue: int = 0
    of_potential: int = 0


def places(known: Mapping[str, Facts]) -> dict[str, Place]:
    """Each customer's ranks; equals share the better one.

    >>> found = places({"A": Facts(Decimal(5)), "B": Facts(Decimal(9)), "C": Facts(Decimal(5)), "D": Facts()})
    >>> [found[name].revenue for name in "ABCD"]
    [2, 1, 2, None]
    """
    revenue = _ranks({name: facts.revenue for name, facts in known.items()})
    potential = _ranks({name: facts.potential or Decimal(0) for name, facts in known.items()})
    return {name: Place(revenue.get(name), potential.get(name), len(revenue), len(potential)) for name in known}


def _ranks(amounts: Mapping[str, Decimal]) -> dict[str, int]:
    positive = {name: amount for name, amount in amounts.items() if amount > 0}
    first: dict[Decimal, int] = {}
    for rank, amount in enumerate(sorted(positive.values(), reverse=True), start=1):
        first.setdefault(amount, rank)
    return {name: first[amount] for name, amount in positive.items()}


def in_top(rank: int | None, count: int, share: Fraction) -> bool:
    """Whether a rank is among the first share of so many, a part of one counting as one.

    >>> from fractions import Fraction
    >>> [in_top(rank, 12, Fraction(1, 5)) for rank in (1, 3, 4, None)]
    [True, True, False, False]
    """
    return rank is not None and rank <= ceil(share * count)


def fulfils(facts: Facts, place: Place, rule: Conditions) -> bool:
    """Whether all that a rule asks for holds. An unknown payment is taken as good, an unknown growth as none."""
    if rule.top is not None and not in_top(place.revenue, place.of_revenue, rule.top):
        return False
    if rule.potential is not None and not in_top(place.potential, place.of_potential, rule.potential):
        return False
    if rule.growth is not None and (facts.growth is None or facts.growth < rule.growth):
        return False
    return not rule.payment or PAYMENTS.index(facts.payment or "good") <= PAYMENTS.index(rule.payment)


def ordered(rules: Iterable[Conditions]) -> tuple[Conditions, ...]:
    """Rules from the highest tier down; those of one tier stay in their order."""
    return tuple(sorted(rules, key=lambda rule: CUSTOMER_TIERS.index(rule.tier)))


def rule_of(facts: Facts, place: Place, rules: Sequence[Conditions]) -> Conditions | None:
    """The rule that gives a customer's tier; None where none holds.

    >>> from fractions import Fraction
    >>> rules = ordered((Conditions("core", top=Fraction(1, 2)), Conditions("strategic", growth=Fraction(1, 5))))
    >>> rule_of(Facts(Decimal(3), Fraction(1, 4)), Place(1, None, 4, 0), rules).tier
    'strategic'
    """
    return next((rule for rule in ordered(rules) if fulfils(facts, place, rule)), None)
