"""When one tier of some leaves is changed by hand, what becomes of the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

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
    before: Sequence[PlanRow],
    after: Sequence[PlanRow],
    unit: int,
    held: Mapping[str, Collection[int]],
    together: Mapping[int, object] | None = None,
) -> list[PlanRow]:
    """`after`, whose targets were changed by hand, with floor and stretch in the same proportion to the target.

    The changed leaves keep their ratio all in all, rounded once; where their targets come to the same sum as before,
    so do the other tiers, also for each group of `together` (place -> group) if that holds for all of them. In each
    leaf floor <= target <= stretch. `held`: tier -> places whose number stays. A leaf that had no target takes the
    ratio of all changed leaves. Where held numbers leave no such values the tier stays, and its order tells.
    """
    changed = [place for place, row in enumerate(before) if after[place].target != row.target]
    targets = sum(before[place].target for place in changed)
    found = list(after)
    for tier in ("floor", "stretch"):
        sums = sum(getattr(before[place], tier) for place in changed)
        usual = Fraction(sums, targets) if targets else Fraction(1)
        for places in _groups(before, after, changed, together or {}):
            items = [_item(before[p], after[p], tier, unit, usual, p in held.get(tier, ())) for p in places]
            try:
                parts = share_out(_wanted(before, after, places, tier, unit, items), items)
            except OverheldError:
                continue
            found = with_tier(found, tier, {place: part * unit for place, part in zip(places, parts, strict=True)})
    return found


def _groups(
    before: Sequence[PlanRow], after: Sequence[PlanRow], changed: Sequence[int], together: Mapping[int, object]
) -> list[list[int]]:
    """The changed places in groups whose targets keep their sums; all of them as one where some do not."""
    groups: dict[object, list[int]] = defaultdict(list)
    for place in changed:
        groups[together.get(place)].append(place)
    keep = all(_sum(before, group) == _sum(after, group) for group in groups.values())
    return list(groups.values()) if keep else [list(changed)]


def _sum(rows: Sequence[PlanRow], places: Sequence[int]) -> int:
    return sum(rows[place].target for place in places)


def _item(row: PlanRow, new: PlanRow, tier: str, unit: int, usual: Fraction, held: bool) -> Item:
    """A changed leaf in units: its new share of the tier, bounded by the new target."""
    target = new.target // unit
    ratio = Fraction(getattr(row, tier), row.target) if row.target else usual
    low, high = (0, target) if tier == "floor" else (target, None)
    if held:
        low = high = getattr(row, tier) // unit
    return Item("|".join(key_of(row)), ratio * target, low, high)


def _wanted(
    before: Sequence[PlanRow],
    after: Sequence[PlanRow],
    places: Sequence[int],
    tier: str,
    unit: int,
    items: Sequence[Item],
) -> int:
    """What the leaves' tier comes to: as much more or less as their targets, within what the items allow."""
    wanted = half_up(sum((item.weight for item in items), Fraction(0)))
    if targets := _sum(before, places):
        old = sum(getattr(before[place], tier) for place in places)
        wanted = half_up(Fraction(old * _sum(after, places), targets * unit))
    most = sum(item.high for item in items if item.high is not None)
    open_above = any(item.high is None for item in items)
    return max(sum(item.low for item in items), wanted if open_above else min(wanted, most))
