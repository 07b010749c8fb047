"""One whole split into whole parts by weights, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, pairwise
from math import lcm
from numbers import Rational
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    Weight = int | float | Decimal | Fraction

RESIDUES = ("largest-remainder", "largest", "smallest", "last")
CELL = "cell:"


class UnusableWeightsError(ValueError):
    """Some weights are negative or no numbers; `members` names them (keys where given, else positions)."""

    def __init__(self, members: tuple[str, ...]) -> None:
        self.members = members
        super().__init__(f"weights must be numbers of zero or more: {', '.join(members)}")


class UnknownResidueError(ValueError):
    """A residue policy that does not exist, or one that names a member who is not there."""

    def __init__(self, residue: str) -> None:
        self.residue = residue
        super().__init__(f"no such residue policy or member: {residue}")


class NothingToCarryError(ValueError):
    """A total other than zero was to be split over no parts at all."""

    def __init__(self, total: int) -> None:
        self.total = total
        super().__init__(f"{total} cannot be split over no parts")


def apportion(
    total: int,
    weights: Sequence[Weight],
    *,
    residue: str = "largest-remainder",
    keys: Sequence[str] | None = None,
) -> list[int]:
    """Split `total` units pro rata to `weights`; the parts sum to it exactly.

    Under `largest-remainder` each part is less than one unit away from its exact share; ties go to the
    larger share, then to the smaller key (the position where there are no keys), so with keys the order of
    the weights does not matter. Under `largest`, `smallest` (of the shares above zero), `last` (of them) and
    `cell:<member>` every part is rounded towards zero and that one takes all that is left.
    A negative total is the mirror of the positive one. All weights zero: equal weights.

    >>> apportion(100, [1, 1, 1])
    [34, 33, 33]
    >>> apportion(100, [1, 1, 1], residue="last")
    [33, 33, 34]
    >>> apportion(-10, [3, 1], keys=["a", "b"])
    [-8, -2]
    >>> apportion(7, [0, 0], keys=["b", "a"])
    [3, 4]
    """
    names = [f"{i:012d}" for i in range(len(weights))] if keys is None else list(keys)
    whole = _whole_weights(weights, keys)
    if not whole:
        if total:
            raise NothingToCarryError(total)
        return []
    sign, size = -1 if total < 0 else 1, sum(whole)
    parts = [abs(total) * w // size for w in whole]
    left = abs(total) - sum(parts)
    for place in _receivers(left, abs(total), whole, names, residue):
        parts[place] += 1 if residue == "largest-remainder" else left
    return [sign * part for part in parts]


def apportion_running(total: int, weights: Sequence[Weight]) -> list[int]:
    """Split `total` over days or weeks so that every running total is the exact one, rounded half up.

    Each part, too, is less than one unit away from its exact share. Here the order of the weights matters.
    All weights zero: equal weights. A negative total is the mirror of the positive one.

    >>> apportion_running(10, [1, 1, 1, 1])
    [3, 2, 3, 2]
    >>> apportion(10, [1, 1, 1, 1])
    [3, 3, 2, 2]
    """
    whole = _whole_weights(weights, None)
    if not whole and total:
        raise NothingToCarryError(total)
    size, sign = sum(whole), -1 if total < 0 else 1
    reached = [(2 * abs(total) * upto + size) // (2 * size) for upto in accumulate(whole)]
    return [sign * (upto - before) for before, upto in pairwise([0, *reached])]


def is_equal_fallback(weights: Sequence[Weight]) -> bool:
    """Whether `apportion` will share equally, because no weight is above zero.

    >>> is_equal_fallback([0, 0.0]), is_equal_fallback([0, 1])
    (True, False)
    """
    return not any(weights)


def _whole_weights(weights: Sequence[Weight], keys: Sequence[str] | None) -> list[int]:
    """The same proportions as whole numbers; all ones where all are zero."""
    exact = [_exact(weight) for weight in weights]
    bad = [i for i, weight in enumerate(exact) if weight is None or weight < 0]
    if bad:
        raise UnusableWeightsError(tuple(str(i) if keys is None else keys[i] for i in bad))
    usable = [weight for weight in exact if weight is not None]
    common = lcm(*(weight.denominator for weight in usable))
    whole = [weight.numerator * (common // weight.denominator) for weight in usable]
    return whole if any(whole) else [1] * len(whole)


def _exact(weight: Weight) -> Fraction | None:
    """The weight to the last bit; none where it is no finite number."""
    try:
        if isinstance(weight, Rational):  # also numpy's whole numbers, which would overflow as they are
            return Fraction(int(weight.numerator), int(weight.denominator))
        return Fraction(weight)
    except (ValueError, OverflowError):
        return None


def _receivers(left: int, total: int, whole: list[int], names: list[str], residue: str) -> list[int]:
    """Positions that take what rounding down left over."""
    live = [i for i, weight in enumerate(whole) if weight]
    if residue == "largest-remainder":
        size = sum(whole)
        return sorted(live, key=lambda i: (-(total * whole[i] % size), -whole[i], names[i]))[:left]
    if residue == "largest":
        return [min(live, key=lambda i: (-whole[i], names[i]))]
    if residue == "smallest":
        return [min(live, key=lambda i: (whole[i], names[i]))]
    if residue == "last":
        return [live[-1]]
    member = residue.removeprefix(CELL)
    if not residue.startswith(CELL) or member not in names:
        raise UnknownResidueError(residue)
    return [names.index(member)]
