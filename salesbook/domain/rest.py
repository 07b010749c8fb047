"""A total of which some parts are fixed: what is left goes to the others by weight."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.apportion import apportion

if TYPE_CHECKING:
    from collections.abc import Mapping


class PartsDiffer(Exception):  # noqa: N818  a fact about the parts, not a fault of the program
    """The fixed parts leave nothing to split, yet do not come to the total; or they already exceed it."""

    def __init__(self, total: int, fixed: int) -> None:
        self.total, self.fixed = total, fixed
        self.axes: tuple[str, ...] = ()
        self.members: tuple[str, ...] = ()
        super().__init__(f"{fixed} is fixed of {total}")

    def within(self, *slices: tuple[str, str]) -> PartsDiffer:
        """The same, told of the slice (axis, member …) that it happened in."""
        self.axes = tuple(axis for axis, _ in slices)
        self.members = tuple(member for _, member in slices)
        return self


def fill_rest(total: int, fixed: Mapping[str, int], weights: Mapping[str, Fraction], residue: str) -> dict[str, int]:
    """Every key of `weights` gets its fixed value, or its part of the rest, so that all come to the total.

    Weights of zero all over split the rest equally. Raises PartsDiffer where that cannot be.

    >>> fill_rest(100, {"a": 40}, {"a": Fraction(9), "b": Fraction(1), "c": Fraction(2)}, "largest-remainder")
    {'a': 40, 'b': 20, 'c': 40}
    """
    free = [key for key in weights if key not in fixed]
    left = total - sum(fixed[key] for key in weights if key in fixed)
    if left < 0 or (left and not free):
        raise PartsDiffer(total, total - left)
    parts = dict(zip(free, _by_weight(left, free, weights, residue), strict=True))
    return {key: fixed[key] if key in fixed else parts[key] for key in weights}


def _by_weight(total: int, keys: list[str], weights: Mapping[str, Fraction], residue: str) -> list[int]:
    if not keys:
        return []
    chosen = residue if not residue.startswith("cell:") or residue[5:] in keys else "largest-remainder"
    shares = [weights[key] for key in keys]
    return apportion(total, shares if any(shares) else [Fraction(1)] * len(keys), residue=chosen, keys=keys)


def fill_shares(
    total: int,
    fixed: Mapping[str, int],
    shares: Mapping[str, Fraction],
    weights: Mapping[str, Fraction],
    residue: str,
) -> dict[str, int]:
    """Parts of a total: fixed values first, then shares of the whole total, then the rest by weight.

    Shares are exact parts of `total` (0.3 for 30 %); keys with neither a value nor a share divide what is left by
    `weights`. Rounded once, together, so that all parts come to the total.

    >>> fill_shares(1000, {}, {"kitchen": Fraction(3, 10)}, {"kitchen": Fraction(1), "bath": Fraction(1),
    ...             "floor": Fraction(1)}, "largest-remainder")
    {'kitchen': 300, 'bath': 350, 'floor': 350}
    """
    asked = {key: shares[key] * total for key in weights if key in shares and key not in fixed}
    open_keys = [key for key in weights if key not in shares and key not in fixed]
    left = total - sum(fixed[key] for key in weights if key in fixed) - sum(asked.values())
    if left < 0 or (left and not open_keys and not asked):
        raise PartsDiffer(total, total - int(left))
    whole = sum((weights[key] for key in open_keys), Fraction(0))
    exact = dict(asked)
    for key in open_keys:
        exact[key] = left * (weights[key] / whole if whole else Fraction(1, len(open_keys)))
    return fill_rest(total, fixed, {key: exact.get(key, Fraction(0)) for key in weights}, residue)
