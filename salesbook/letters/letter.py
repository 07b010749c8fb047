"""A commitment sheet as plain data: what goes into a template's slots and blocks, for one rep."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from salesbook.book.values import Scalar

SHORT = 12
"""Digits of the fingerprint that are shown."""
PROMISED_SLOTS = ("rep", "metric", "unit", "start", "end", "floor_total", "target_total", "stretch_total")
PROMISED_FIELDS: Mapping[str, tuple[str, ...]] = {
    "periods": ("period", "start", "end", "floor", "target", "stretch"),
    "metrics": ("metric", "unit", "floor", "target", "stretch"),
    "process": ("channel", "stage", "count"),
    "measures": ("measure", "unit", "target"),
    "incentives": ("tier", "amount", "rate", "reward", "payout", "penalty"),
}
"""What is signed. The version, the serial number, the day, where the number comes from and the actions are not."""


@dataclass(frozen=True)
class Letter:
    """One rep's letter. Keys are those of `slots.SLOTS` and `slots.BLOCKS`; what is not known is left out."""

    rep: str
    serial: str
    version: int
    issued: date
    title: str
    slots: Mapping[str, Scalar] = field(default_factory=dict)
    blocks: Mapping[str, tuple[Mapping[str, Scalar], ...]] = field(default_factory=dict)
    period: str = ""
    """The one period of the plan that it is for, as the plan writes it; "": all of them."""

    def rows(self, block: str) -> int:
        """How many rows of data a block has."""
        return len(self.blocks.get(block, ()))

    @cached_property
    def digest(self) -> str:
        """Its `content_hash`."""
        return content_hash(self)

    def value(self, key: str) -> Scalar:
        """What goes into a slot; None when it is not known."""
        if key in ("hash", "fingerprint"):
            return self.digest[:SHORT] if key == "hash" else self.digest
        return self.slots.get(key)

    def cell(self, block: str, row: int, key: str) -> Scalar:
        """What goes into a field of a block's row, counted from 0; None beyond the last."""
        rows = self.blocks.get(block, ())
        return rows[row].get(key) if row < len(rows) else None


def content_hash(letter: Letter) -> str:
    """What the letter promises, as 64 hexadecimal digits: the same for every version, day and template of it.

    >>> from datetime import date
    >>> one, other = (Letter("李伟", "S-1", 1, day, "") for day in (date(2026, 1, 5), date(2026, 2, 5)))
    >>> content_hash(one) == content_hash(other), len(content_hash(one))
    (True, 64)
    """
    slots = {key: letter.slots.get(key) for key in PROMISED_SLOTS}
    blocks = {
        block: [[row.get(key) for key in fields] for row in letter.blocks.get(block, ())]
        for block, fields in PROMISED_FIELDS.items()
    }
    text = json.dumps([slots, blocks], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
