"""Where the rows of a template stand once some of them are repeated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Rows:
    """Template rows counted from 1 -> rows of the letter; `copies` says which are repeated, and how often (1 or more).

    >>> rows = Rows({3: 4, 6: 2})
    >>> [(rows.first(r), rows.last(r)) for r in (2, 3, 4, 6, 7)]
    [(2, 2), (3, 6), (7, 7), (9, 10), (11, 11)]
    """

    copies: Mapping[int, int]

    @cached_property
    def _added(self) -> tuple[tuple[int, int], ...]:
        """(repeated row, rows added by it and all above it), in order."""
        repeated = sorted(self.copies)
        return tuple(zip(repeated, accumulate(self.copies[r] - 1 for r in repeated), strict=True))

    def count(self, row: int) -> int:
        """How many rows a template row becomes."""
        return self.copies.get(row, 1)

    def first(self, row: int) -> int:
        """Where its first copy stands."""
        return row + max((added for repeated, added in self._added if repeated < row), default=0)

    def last(self, row: int) -> int:
        """Where its last copy stands."""
        return self.first(row) + self.count(row) - 1
