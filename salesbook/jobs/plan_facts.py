"""What a plan was made from, kept beside its rows so that every number can be explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from salesbook.domain.period import Period
    from salesbook.domain.split import Split
    from salesbook.jobs.plan_axes import PlanAxis
    from salesbook.jobs.plan_base import Base
    from salesbook.jobs.plan_margins import Totals


@dataclass(frozen=True, slots=True)
class Facts:
    """One metric of a plan: its leaves in their order, what they weigh and why, and what the tiers came to.

    A leaf's key is its period and then its member of each axis. Values and fitted shares are in units.
    """

    metric: str
    unit: int
    axes: Sequence[PlanAxis]
    periods: Sequence[Period]
    base: Base
    season: Mapping[str, Fraction]
    """The weight of each period by the season alone, whatever is fixed."""
    ramps: Mapping[str, Fraction]
    """Rep -> the ramp that the base already holds; 1 where it is missing."""
    weights: Mapping[tuple[str, ...], Fraction]
    """Leaf -> its weight before anything is fitted: base × period × how much of the rep is there."""
    totals: Mapping[str, Totals]
    """Tier -> its total and all totals that were met."""
    found: Mapping[str, Split]
    """Tier -> the fitted shares and the whole values of the leaves."""
