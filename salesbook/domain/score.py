"""Scores of a scorecard 绩效考核: an actual against its target by ratio, by a straight line or by steps.

Scores are points, 100 for just reaching the target unless steps say otherwise, kept within a least and a most, rounded
half up to 0.01 once. Weighted points are rounded once too, so that a card is the exact sum of its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from salesbook.domain.payout import EXACT

Better = Literal["higher", "lower"]
FULL = 100
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scoring:
    """How an actual becomes a score.

    ratio: the attainment in points. linear: 0 points at `zero`, 100 at the target, a straight line through both.
    step: the score of the highest of `steps` (attainment, score) that is reached; below the first one the least.
    """

    target: Decimal
    rule: Literal["ratio", "linear", "step"] = "ratio"
    better: Better = "higher"
    zero: Decimal | None = None
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    floor: Decimal = Decimal(0)
    cap: Decimal = Decimal(100)


def score_of(actual: Decimal | int, scoring: Scoring) -> Decimal | None:
    """The points of an actual; None where the target cannot be attained: one of 0 or less, higher being better.

    >>> score_of(90, Scoring(Decimal(120))), score_of(4, Scoring(Decimal(2), better="lower"))
    (Decimal('75.00'), Decimal('50.00'))
    >>> score_of(3, Scoring(Decimal(0), "linear", "lower", zero=Decimal(5)))
    Decimal('40.00')
    """
    exact = _points(Fraction(actual), scoring)
    if exact is None:
        return None
    kept = max(Fraction(scoring.floor), min(Fraction(scoring.cap), exact))
    return _rounded(kept)


def reaches(actual: Fraction, part: Decimal, scoring: Scoring) -> bool:
    """Whether an actual attains a part of the target: at least it, or, lower being better, the target that part of it.

    >>> reaches(Fraction(5), Decimal("0.8"), Scoring(Decimal(4), better="lower"))
    True
    """
    if scoring.better == "lower":
        return Fraction(scoring.target) >= Fraction(part) * actual
    return actual >= Fraction(part) * Fraction(scoring.target)


def points_of(score: Decimal, weight: Decimal) -> Decimal:
    """Weight × score, to 0.01 half up: what a line adds to the card.

    >>> points_of(Decimal("83.33"), Decimal("0.15"))
    Decimal('12.50')
    """
    return EXACT.multiply(score, weight).quantize(_HUNDREDTH, ROUND_HALF_UP, EXACT)


def _points(actual: Fraction, scoring: Scoring) -> Fraction | None:
    """Before bounds and rounding."""
    if scoring.rule == "linear":
        zero = Fraction(scoring.zero or 0)
        slope = Fraction(scoring.target) - zero
        return (actual - zero) / slope * FULL if slope else None
    if scoring.better == "higher" and scoring.target <= 0:
        return None
    if scoring.rule == "step":
        reached = [score for part, score in scoring.steps if reaches(actual, part, scoring)]
        return Fraction(reached[-1]) if reached else Fraction(scoring.floor)
    if scoring.better == "higher":
        return actual / Fraction(scoring.target) * FULL
    return Fraction(scoring.target) / actual * FULL if actual > 0 else Fraction(scoring.cap)


def _rounded(exact: Fraction) -> Decimal:
    hundredths, rest = divmod(exact * FULL, 1)
    return Decimal(hundredths + (rest >= Fraction(1, 2))).scaleb(-2)
