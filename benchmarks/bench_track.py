"""track, from file to written file, on the real orders, against pandas only reading the actuals' sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import Measure
from benchmarks.plans import filled_plan, tracked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def measures(orders: Path) -> Iterator[Measure]:
    """The workbook holds all 57,851 orders: the history beside the actuals is read too."""
    import pandas as pd

    host = filled_plan(orders)
    yield Measure(
        "track.file",
        lambda: tracked(host),
        lambda: pd.read_excel(host.path, sheet_name=["Past sales", "Actuals"], engine="openpyxl"),
        1,
        "pandas.read_excel (openpyxl) of history and actuals",
        rounds=3,
    )
