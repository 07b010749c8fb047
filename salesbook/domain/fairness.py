"""Is a plan fair? What it asks of each person beyond the year before, how far these demands spread, who stands out.

The measure of spread is the coefficient of variation of what is asked (target over base): the standard deviation in
parts of the mean. It has no unit, so plans of any size compare, and it is what quota reviews usually state. An
outlier lies beyond Tukey's fences (a quarter's range and a half beyond the quartiles) and further from the whole
team's growth than a band in points: the fences alone would flag a rounding where all are asked almost the same, the
band alone half of a team that is wide apart on purpose. With fewer than five people quartiles say little, and the
band decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FENCE = Fraction(3, 2)
"""Tukey's fences lie so many interquartile ranges beyond the quartiles."""
ENOUGH = 5
"""People with a full base from which on quartiles are taken."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody sold in the same days a year before, and the target now, in the metric's base unit."""

    base: Decimal
    target: int

    @property
    def growth(self) -> Fraction | None:
        """How much more is asked, as a part of the base; None without a base.

        >>> str(Asked(Decimal(200), 250).growth), Asked(Decimal(0), 250).growth
        ('1/4', None)
        """
        return Fraction(self.target) / Fraction(self.base) - 1 if self.base > 0 else None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far demands lie apart; growths are parts of the base (0.2 for 20 %)."""

    whole: Fraction
    """The growth asked of all together."""
    lowest: Fraction
    highest: Fraction
    median: Fraction
    quarters: tuple[Fraction, Fraction]
    """The first and the third quartile."""
    variation: float
    """The coefficient of variation of target over base."""
    fences: tuple[Fraction, Fraction]
    """Growths below the first or above the second stand out."""


def spread(asked: Sequence[Asked], band: Fraction) -> Spread | None:
    """The spread of what is asked of those who have a base; None where nobody has.

    >>> team = [Asked(Decimal(100), target) for target in (118, 120, 122, 119, 160)]
    >>> found = spread(team, Fraction(1, 10))
    >>> str(found.whole), [str(fence) for fence in found.fences]
    ('139/500', ['29/200', '189/500'])
    """
    known = [one for one in asked if one.base > 0]
    if not known:
        return None
    growths = sorted(one.growth for one in known if one.growth is not None)
    whole = Fraction(sum(one.target for one in known)) / Fraction(sum((one.base for one in known), Decimal(0))) - 1
    first, third = quantile(growths, Fraction(1, 4)), quantile(growths, Fraction(3, 4))
    fences = whole - band, whole + band
    if len(known) >= ENOUGH:
        reach = FENCE * (third - first)
        fences = min(fences[0], first - reach), max(fences[1], third + reach)
    return Spread(
        whole, growths[0], growths[-1], quantile(growths, Fraction(1, 2)), (first, third),
        variation([1 + growth for growth in growths]), fences,
    )  # fmt: skip


def quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    """A quantile as Excel's QUARTILE and PERCENTILE give it: linear between the values beside it.

    >>> str(quantile([Fraction(1), Fraction(2), Fraction(4)], Fraction(3, 4)))
    '3'
    """
    at = part * (len(ordered) - 1)
    below = at.numerator // at.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def variation(values: Sequence[Fraction]) -> float:
    """The standard deviation (of the whole, not of a sample) over the mean; 0 where the mean is.

    >>> variation([Fraction(1), Fraction(3)])
    0.5
    """
    mean = sum(values, Fraction(0)) / len(values)
    if not mean:
        return 0.0
    return sqrt(sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values)) / float(mean)
