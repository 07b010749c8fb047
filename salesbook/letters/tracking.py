"""The rows of a rep's own tracking sheet: a row per day, or per week of a longer plan; see `returned`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.letters.spans import cut, size_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.model import DayRow
    from salesbook.book.values import Scalar
    from salesbook.letters.handed import Leaf


def tracking_rows(leaves: Sequence[Leaf], days: Sequence[DayRow]) -> tuple[Mapping[str, Scalar], ...]:
    """The handed-down targets by day or week. They sum to the leaves' targets."""
    if not leaves:
        return ()
    size = size_for(min(leaf.start for leaf in leaves), max(leaf.end for leaf in leaves))
    parts = (part for leaf in leaves for part in cut(leaf, days, size))
    return tuple(
        {"period": part.name, "start": part.start, "end": part.end, "target": part.tiers.target} for part in parts
    )
