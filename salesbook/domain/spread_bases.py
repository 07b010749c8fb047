"""What cells weigh when their bases are zero or negative: a stated rule for each case, and what to report."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Negative = Literal["abort", "zero", "absolute"]
NEGATIVES: tuple[Negative, ...] = ("abort", "zero", "absolute")


class NegativeBasesError(ValueError):
    """Some bases are below zero and nobody said what they are to count as; `cells` says which, and their bases."""

    def __init__(self, cells: Mapping[str, Fraction]) -> None:
        self.cells = cells
        super().__init__(f"bases below zero: {', '.join(cells)}")


class CancellingBasesError(ValueError):
    """The bases come to zero though some of them are not; `cells` says which, and their bases."""

    def __init__(self, cells: Mapping[str, Fraction]) -> None:
        self.cells = cells
        super().__init__(f"bases come to zero: {', '.join(cells)}")


@dataclass(frozen=True, slots=True)
class Weighed:
    """Weights of zero or more by cell; `equal`: all bases were zero, so all weigh the same; `zero`: those that stay
    zero while others do not."""

    weights: Mapping[str, Fraction]
    equal: bool = False
    zero: tuple[str, ...] = ()


def weigh(bases: Mapping[str, Fraction], negative: Negative = "abort") -> Weighed:
    """The weights of some bases.

    All zero: equal. Some zero: those stay zero. Coming to zero with bases that are not: refused, whatever `negative`
    says, unless it takes their signs away. Below zero: refused, or counted as zero or by their size.

    >>> weigh({"a": Fraction(0), "b": Fraction(0)})
    Weighed(weights={'a': Fraction(1, 1), 'b': Fraction(1, 1)}, equal=True, zero=())
    >>> weigh({"a": Fraction(3), "b": Fraction(-1)}, "zero").weights
    {'a': Fraction(3, 1), 'b': Fraction(0, 1)}
    """
    unequal = {key: base for key, base in bases.items() if base}
    if not unequal:
        return Weighed(dict.fromkeys(bases, Fraction(1)), equal=True)
    below = {key: base for key, base in unequal.items() if base < 0}
    if negative != "absolute" and sum(unequal.values()) == 0:
        raise CancellingBasesError(unequal)
    if below and negative == "abort":
        raise NegativeBasesError(below)
    weights = {key: abs(base) if negative == "absolute" else max(base, Fraction(0)) for key, base in bases.items()}
    if not any(weights.values()):
        raise NegativeBasesError(below)
    return Weighed(weights, zero=tuple(key for key, weight in weights.items() if not weight))
