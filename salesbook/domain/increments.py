"""A goal as a base and its increment: what customer types have of both, in whole units."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.rest import fill_rest

if TYPE_CHECKING:
    from collections.abc import Mapping


def with_increment(
    total: int,
    base: Fraction,
    kept: Mapping[str, Fraction],
    brought: Mapping[str, Fraction],
    residue: str = "largest-remainder",
) -> dict[str, int]:
    """What each member has of `total`: its part of the base, and its share of what the total exceeds the base.

    `kept` weighs all members in the base; `brought` are shares of the increment (1/2 for 50 %), at most 1 together.
    What they leave of it follows the base. Exact until the members' sums are made whole, together, once. Raises
    ValueError where a member would fall below zero, as it may when the total is less than the base.

    The field's own: 50 million last year of which new customers brought 30 %, 60 million now, half of the increment
    from new customers.

    >>> with_increment(60, Fraction(50), {"new": Fraction(3), "old": Fraction(7)},
    ...                {"new": Fraction(1, 2), "old": Fraction(1, 2)})
    {'new': 20, 'old': 40}
    """
    exact = exact_parts(Fraction(total), base, kept, brought)
    if any(part < 0 for part in exact.values()):
        raise ValueError("a member's part is below zero")
    return fill_rest(total, {}, exact, residue)


def exact_parts(
    total: Fraction, base: Fraction, kept: Mapping[str, Fraction], brought: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """The same before anything is made whole; the parts come to the total."""
    weights = _parts(kept)
    rest = 1 - sum(brought.values(), Fraction(0))
    return {
        key: base * weight + (total - base) * (brought.get(key, Fraction(0)) + rest * weight)
        for key, weight in weights.items()
    }


def _parts(weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Weights as parts of their sum; equal ones where all are zero."""
    whole = sum(weights.values(), Fraction(0))
    return {key: weight / whole if whole else Fraction(1, len(weights)) for key, weight in weights.items()}
