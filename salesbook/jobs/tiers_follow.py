"""When one tier of some leaves is changed by hand, what becomes of the others."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.domain.share_out import Item, OverheldError, share_out
from salesbook.domain.spread import half_up
from salesbook.jobs.hand_changes import key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from salesbook.book.model import PlanRow


def with_tier(rows: Sequence[PlanRow], tier: str, values: Mapping[int, int]) -> list[PlanRow]:
    """The rows with new numbers of one tier at some places; the differences are hand changes.

    >>> from datetime import date
    >>> from salesbook.book.model import PlanRow
    >>> row = PlanRow("revenue", "2026", date(2026, 1, 1), date(2026, 12, 31), "Li", "", "", "", "", 90, 100, 110)
    >>> new = with_tier([row], "target", {0: 105})[0]
    >>> new.target, new.target_change
    (105, 5)
    """
    found = list(rows)
    change = f"{tier}_change"
    for place, value in values.items():
        row = found[place]
        by_hand = getattr(row, change) + value - getattr(row, tier)
        found[place] = replace(row, **{tier: value, change: by_hand})
    return found


def with_followers(
    before: Sequence[PlanRow], after: Sequence[PlanRow], unit: int, held: Mapping[str, Collection[int]]
) -> list[PlanRow]:
    """`after`, whose targets were changed by hand, with floor and stretch in the same proportion to the target.

    Together the changed leaves keep their ratio, rounded once; in each floor <= target <= stretch. `held`: tier ->
    places whose number stays. A leaf that had no target takes the ratio of all changed leaves. Where a held number
    leaves no such values, the tier stays as it is, and the order of the tiers tells.
    """
    places = [place for place, row in enumerate(before) if after[place].target != row.target]
    found = list(after)
    for tier in ("floor", "stretch"):
        items = _items(before, after, places, tier, unit, held.get(tier, ()))
        wanted = half_up(sum((item.weight for item in items), Fraction(0)))
        try:
            parts = share_out(_within(wanted, items), items)
        except OverheldError:
            continue
        found = with_tier(found, tier, {place: part * unit for place, part in zip(places, parts, strict=True)})
    return found


def falls(row: PlanRow) -> bool:
    """Whether a tier is under the one below it."""
    return any(getattr(row, a) > getattr(row, b) for a, b in pairwise(TIERS))


def _items(
    before: Sequence[PlanRow],
    after: Sequence[PlanRow],
    places: Sequence[int],
    tier: str,
    unit: int,
    held: Collection[int],
) -> list[Item]:
    """The changed leaves in units: their new shares of the tier, bounded by the new target."""
    targets = sum(before[place].target for place in places)
    all_in_all = Fraction(sum(getattr(before[p], tier) for p in places), targets) if targets else Fraction(1)
    items = []
    for place in places:
        row, new = before[place], after[place].target // unit
        ratio = Fraction(getattr(row, tier), row.target) if row.target else all_in_all
        low, high = (0, new) if tier == "floor" else (new, None)
        if place in held:
            low = high = getattr(row, tier) // unit
        items.append(Item("|".join(key_of(row)), ratio * new, low, high))
    return items


def _within(wanted: int, items: Sequence[Item]) -> int:
    """A total that the items' bounds allow."""
    most = sum(item.high for item in items if item.high is not None)
    open_above = any(item.high is None for item in items)
    return max(sum(item.low for item in items), wanted if open_above else min(wanted, most))
