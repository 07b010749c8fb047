"""What a letter's template may hold: slots (one cell each) and blocks (one row, repeated per row of data).

templates/README.md explains each to the people who edit templates; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SLOT_PREFIX = "slot_"
BLOCK_PREFIX = "block_"
SECTION_PREFIX = "section_"
RETURN_PREFIX = "return_"

SLOTS: tuple[str, ...] = (
    "company", "plan", "serial", "version", "issued", "hash", "fingerprint",
    "rep", "id", "team", "manager", "issuer", "region",
    "metric", "unit", "period", "start", "end",
    "floor_total", "target_total", "stretch_total",
    "floor_promise", "target_promise", "stretch_promise", "basis",
    "entry_stage", "order_stage",
    "why", "why_from", "why_spread",
)
"""A cell with the defined name slot_<key> gets the value; {key} within any text of the sheet becomes it."""

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "periods": ("period", "start", "end", "span", "floor", "target", "stretch", "share"),
    "metrics": ("metric", "unit", "floor", "target", "stretch"),
    "process": ("channel", "stage", "count", "per_week", "per_day"),
    "channels": ("channel", "entry", "orders", "ratio", "per_week", "per_day"),
    "measures": ("measure", "unit", "target", "actual"),
    "incentives": (
        "tier", "amount", "rate", "reward", "payout", "penalty", "note", "next_amount", "next_payout", "step",
    ),
    "customers": ("customer", "tier", "target", "visits", "note"),
    "actions": ("task", "owner", "start", "due", "resource", "state"),
    "tracking": ("period", "start", "end", "target"),
    "people": ("number", "rep", "id", "team", "serial", "version", "floor", "target", "stretch", "signed", "state"),
}
"""The row with the defined name block_<key> is repeated per row of data; its cells hold {field}."""

RETURNS: Mapping[str, str] = {
    "return_rep": "rep", "return_id": "id", "return_serial": "serial", "return_version": "version",
    "return_hash": "fingerprint",
}  # fmt: skip
"""Names of one cell each on the tracking sheet, by which a file that comes back is known -> the slot that is there."""

LIST_REQUIRED: tuple[str, ...] = ("block_people",)
"""Names without which a template is no list for the team's meeting."""

REQUIRED: tuple[str, ...] = ("slot_rep", "slot_period", "slot_serial", "slot_version", "block_periods")
"""Names without which a template is no commitment sheet."""
