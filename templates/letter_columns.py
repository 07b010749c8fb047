"""The columns of the tables that a year's and a month's commitment sheet have in common: slot, first and last, look."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from letter_parts import Column

PERIODS: tuple[Column, ...] = (
    ("period", 1, 1, "label"), ("span", 2, 3, "label"), ("floor", 4, 4, "int"), ("target", 5, 5, "int"),
    ("stretch", 6, 6, "int"), ("share", 7, 8, "share"),
)  # fmt: skip
METRICS: tuple[Column, ...] = (
    ("metric", 1, 1, "label"), ("unit", 2, 3, "label"), ("floor", 4, 4, "int"), ("target", 5, 5, "int"),
    ("stretch", 6, 6, "int"),
)  # fmt: skip
PROCESS: tuple[Column, ...] = (
    ("channel", 1, 2, "label"), ("stage", 3, 4, "label"), ("count", 5, 6, "int"), ("per_week", 7, 7, "int"),
    ("per_day", 8, 8, "int"),
)  # fmt: skip
MEASURES: tuple[Column, ...] = (
    ("measure", 1, 3, "label"), ("unit", 4, 4, "label"), ("target", 5, 6, "number"), ("actual", 7, 8, "number"),
)  # fmt: skip
CUSTOMERS: tuple[Column, ...] = (
    ("customer", 1, 3, "text"), ("tier", 4, 4, "label"), ("target", 5, 5, "int"), ("visits", 6, 6, "label"),
    ("note", 7, 8, "text"),
)  # fmt: skip
ACTIONS: tuple[Column, ...] = (
    ("task", 1, 3, "text"), ("resource", 4, 5, "text"), ("owner", 6, 6, "label"), ("start", 7, 7, "date"),
    ("due", 8, 8, "date"),
)  # fmt: skip
