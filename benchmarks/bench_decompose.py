"""decompose, from file to written file, on the real orders, against pandas only reading the history's sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import Measure
from benchmarks.plans import decomposed, filled_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def measures(orders: Path) -> Iterator[Measure]:
    """17 reps × 12 months × 10 regions × 4 product lines × 3 channels, for three tiers."""
    import pandas as pd

    host = filled_plan(orders)
    yield Measure(
        "decompose.file",
        lambda: decomposed(host),
        lambda: pd.read_excel(host.path, sheet_name="Past sales", engine="openpyxl"),
        1,
        "pandas.read_excel (openpyxl) of the history",
        rounds=3,
    )
