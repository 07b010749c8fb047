"""Forecast 预测: where a period will end, with the range in which it will end in four cases of five.

The rule is a ratio estimate. The buckets that are over (weeks, say) each came to about the same ratio of a reference
curve: the plan's own, last year's same weeks, or selling days. The rest is expected at that ratio. Each bucket's
deviation is taken to vary in proportion to its reference, so that a large week may miss by more than a small one;
the range covers both the weeks to come and what is not known of the ratio, with Student's t for few weeks
(Cochran, Sampling Techniques, 1977, ch. 6). Numbers here are statistics, so they are floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH = 3
"""Buckets that must be over before anything is said."""

T80 = (
    3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341,
    1.337, 1.333, 1.330, 1.328, 1.325, 1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310,
)  # fmt: skip
"""Student's t, 90 % one-sided, for 1 to 30 degrees of freedom; any table of it has these."""
T80_MANY = 1.282


@dataclass(frozen=True, slots=True)
class Landing:
    """Where it will end: the expected value and the range of 80 %, and how many buckets speak for it."""

    expected: float
    low: float
    high: float
    buckets: int


def land(closed: Sequence[tuple[float, float]], rest: float) -> Landing | None:
    """The landing of a period from its buckets that are over, as (reference, actual), and the reference of the rest.

    Buckets without a reference count towards the sum and say nothing of the ratio. None while fewer than three
    buckets have a reference. What is sold already is not lost again unless there were buckets of net returns.

    >>> land([(100, 90), (100, 110), (100, 100)], 300)  # doctest: +ELLIPSIS
    Landing(expected=600.0, low=553.8..., high=646.1..., buckets=3)
    >>> land([(100, 90), (100, 110)], 300) is None
    True
    """
    sold = sum(actual for _, actual in closed)
    telling = [(reference, actual) for reference, actual in closed if reference > 0]
    if len(telling) < ENOUGH:
        return None
    known = sum(reference for reference, _ in telling)
    ratio = sum(actual for _, actual in telling) / known
    scatter = sum((actual - ratio * reference) ** 2 / reference for reference, actual in telling) / (len(telling) - 1)
    spread = _t80(len(telling) - 1) * sqrt(scatter * rest + scatter * rest * rest / known)
    expected = sold + ratio * rest
    lowest = sold if all(actual >= 0 for _, actual in closed) else expected - spread
    return Landing(expected, max(expected - spread, lowest), expected + spread, len(telling))


def _t80(freedom: int) -> float:
    return T80[freedom - 1] if freedom <= len(T80) else T80_MANY


@dataclass(frozen=True, slots=True)
class Error:
    """How far a method was off when it was tried on the past: the mean of |landing − truth| ÷ truth, and the tries."""

    mean: float
    tries: int


def error_of(landings: Sequence[tuple[float, float]]) -> Error | None:
    """The error over pairs of (landing, truth); those whose truth is nothing do not count.

    >>> error_of([(150, 100), (75, 100), (5, 0)])
    Error(mean=0.375, tries=2)
    """
    told = [abs(landing - truth) / abs(truth) for landing, truth in landings if truth]
    return Error(sum(told) / len(told), len(told)) if told else None
