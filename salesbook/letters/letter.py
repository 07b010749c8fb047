"""A commitment sheet as plain data: what goes into a template's slots and blocks, for one rep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from salesbook.book.values import Scalar


@dataclass(frozen=True, slots=True)
class Letter:
    """One rep's letter. Keys are those of `slots.SLOTS` and `slots.BLOCKS`; what is not known is left out."""

    rep: str
    serial: str
    version: int
    issued: date
    title: str
    slots: Mapping[str, Scalar] = field(default_factory=dict)
    blocks: Mapping[str, tuple[Mapping[str, Scalar], ...]] = field(default_factory=dict)

    def rows(self, block: str) -> int:
        """How many rows of data a block has."""
        return len(self.blocks.get(block, ()))

    def value(self, key: str) -> Scalar:
        """What goes into a slot; None when it is not known."""
        return self.slots.get(key)

    def cell(self, block: str, row: int, key: str) -> Scalar:
        """What goes into a field of a block's row, counted from 0; None beyond the last."""
        rows = self.blocks.get(block, ())
        return rows[row].get(key) if row < len(rows) else None
