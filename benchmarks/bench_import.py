"""The whole import of the orders, and reading the workbook back, against pandas on the same data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.data import scratch
from benchmarks.measure import Measure
from benchmarks.plans import imported, new_plan
from salesbook.book.reading import read
from salesbook.hosts.file import FileHost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def measures(orders: Path) -> Iterator[Measure]:
    """Import is checked, deduplicated and written to a workbook, so read_csv alone is a far lower bound."""
    import pandas as pd

    empty = new_plan(orders).path.read_bytes()
    plan, sheet = scratch() / "plan.xlsx", scratch() / "orders.xlsx"

    def ours() -> None:
        plan.write_bytes(empty)
        imported(FileHost(plan), orders, "history")

    def to_excel() -> None:
        pd.read_csv(orders).to_excel(sheet, index=False, engine="openpyxl")

    yield Measure("import.csv", ours, lambda: pd.read_csv(orders), 40, "pandas.read_csv")
    yield Measure("import.written", ours, to_excel, 1, "pandas.read_csv + to_excel", rounds=3)
    yield Measure(
        "import.read-back",
        lambda: read(FileHost(plan).read()),
        lambda: pd.read_excel(plan, sheet_name="Past sales", engine="openpyxl"),
        1,
        "pandas.read_excel (openpyxl) of the sheet",
        rounds=3,
    )
