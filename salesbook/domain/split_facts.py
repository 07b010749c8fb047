"""What a split is asked with and what it answers: leaves, fixed totals, the result, and why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.domain.apportion import Weight
    from salesbook.domain.fit import Reals

    Key = tuple[str, ...]

PERIOD = "period"
Reason = Literal["over", "under", "differs", "no-leaves", "unreachable"]


@dataclass(frozen=True, slots=True)
class Leaves:
    """The cells that may carry a number: one key per leaf, a member per axis; axes[0] is "period".

    A leaf whose weight is zero stays zero, unless nothing else can carry a total that is fixed.
    """

    axes: Key
    keys: tuple[Key, ...]
    weights: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Totals that must be met, of one axis or of one axis by period; members not listed are free."""

    axes: Key
    totals: Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class Group:
    """A slice whose leaves together carry `low` at least and `high` at most (None: any); the same for both: held.

    `members` names the members of each axis that the slice is cut by; axes that are not named count whole. `label`
    is how the slice is called, (axis, member) by (axis, member), where that is not by its leaf members.
    """

    members: Mapping[str, frozenset[str]]
    low: int
    high: int | None
    label: tuple[tuple[str, str], ...] = ()

    @property
    def slice(self) -> tuple[Key, Key]:
        """Axes and members as they are called."""
        called = self.label or tuple((axis, ", ".join(sorted(of))) for axis, of in self.members.items())
        return tuple(axis for axis, _ in called), tuple(member for _, member in called)


@dataclass(frozen=True, slots=True)
class Wider:
    """A leaf that is one unit or more away from its exact share, because the margins ask for it."""

    key: Key
    share: float
    value: int


@dataclass(frozen=True, slots=True)
class EqualFallback:
    """All leaves of this slice (axes () = everything) had weight zero, so they share its total equally."""

    axes: Key
    members: Key
    total: int


Note = Wider | EqualFallback


@dataclass(frozen=True, slots=True)
class Split:
    """One value per leaf, in the order in which the leaves were given, and what should be reported."""

    values: tuple[int, ...]
    notes: tuple[Note, ...] = ()
    fitted: Reals | None = field(default=None, compare=False, repr=False)
    """The real share of each leaf before rounding, in the same order."""


class Infeasible(Exception):  # noqa: N818  the field's word
    """The fixed totals cannot all be met; names a slice, what is fixed in it and what was wanted.

    `axes` and `members` are the slice (empty: the whole), `parts` the axes of the totals fixed inside it and
    `held` these totals by member; `tier` is the tier, where there are tiers. reason is one of
    over (the parts fixed inside exceed the slice), under (nothing is left to carry the rest),
    differs (all parts are fixed and do not add up), no-leaves (no leaf in the slice),
    unreachable (missing leaves, zeros, another tier or whole units leave no solution that was found together
    with the other totals; `fixed` is what was reached). `fractional`: parts of units would meet them all; `proven`:
    there is no solution in whole units, for certain.
    """

    proven = False
    fractional = False

    def __init__(
        self,
        reason: Reason,
        axes: Key,
        members: Key,
        *,
        fixed: int,
        wanted: int,
        parts: Key = (),
        held: tuple[tuple[str, int], ...] = (),
    ) -> None:
        self.reason, self.axes, self.members, self.parts, self.held = reason, axes, members, parts, held
        self.fixed, self.wanted, self.excess = fixed, wanted, fixed - wanted
        self.tier = ""
        where = ", ".join(f"{a} {m}" for a, m in zip(axes, members, strict=True)) or "the whole"
        super().__init__(f"{where}: fixed {fixed}, wanted {wanted}, difference {self.excess} ({reason})")


class Unsupported(ValueError):  # noqa: N818
    """A question this split does not answer: `what` says which kind, `axes` where.

    what: axes (a family that is neither one axis nor one axis by period),
    first-axis (the first axis is not the period), duplicate-leaf, key-length, negative-total, too-large (10**15 units).
    """

    def __init__(self, what: str, axes: Key = ()) -> None:
        self.what, self.axes = what, axes
        super().__init__(f"{what}: {' x '.join(axes)}")
