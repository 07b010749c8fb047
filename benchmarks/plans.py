"""A workbook over the real orders: history to 2019, actuals from 2020, a plan for 2020 that is a fifth above 2019."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from benchmarks.data import scratch
from salesbook.book.pasted import read_export
from salesbook.book.pasted_sales import Asked
from salesbook.hosts.file import FileHost
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fresh import BlankRequest, blank
from salesbook.jobs.import_sales import ImportRequest, import_sales
from salesbook.jobs.track import TrackRequest, track

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.changes import Outcome
    from salesbook.book.page import Page

TODAY = date(2020, 4, 1)
LAST_YEAR = date(2019, 12, 31)
COLUMNS = {"product": "category", "region": "territory", "channel": "channel", "client": "customer"}
VALUES = {("channel", "Ware House"): "Warehouse"}


def imported(host: FileHost, orders: Path, table: str, since: date | None = None, until: date | None = None) -> None:
    """The import, from the csv to the written workbook."""
    asked = Asked(columns=COLUMNS, values=VALUES, since=since, until=until)
    _apply(host, import_sales(host.read(), ImportRequest(f"sb_{table}", read_export(orders), asked), TODAY))


def decomposed(host: FileHost) -> None:
    """The split, from the file to the written file."""
    _apply(host, decompose(host.read(), DecomposeRequest(), TODAY))


def tracked(host: FileHost) -> None:
    """The tracking sheets, from the file to the written file."""
    _apply(host, track(host.read(), TrackRequest(date(2020, 3, 31)), TODAY))


def _apply(host: FileHost, outcome: Outcome) -> None:
    assert outcome.changes, [problem.message("en") for problem in outcome.problems]
    host.apply(outcome.changes)


def new_plan(orders: Path) -> FileHost:
    """A fresh workbook of inputs, without history."""
    return FileHost.create(scratch() / "plan.xlsx", _pages(orders))


@cache
def filled_plan(orders: Path) -> FileHost:
    """History, actuals and the plan; made once in a run."""
    host = new_plan(orders)
    imported(host, orders, "history", until=LAST_YEAR)
    decomposed(host)
    imported(host, orders, "actuals", since=date(2020, 1, 1))
    return host


@cache
def _pages(orders: Path) -> tuple[Page, ...]:
    members, year = _summed(orders)
    goal = int(year * Decimal("1.2") / 1000) * 1000
    settings = {
        "plan": "Targets 2020",
        "start": date(2020, 1, 1),
        "end": date(2020, 12, 31),
        "axes": ("rep", "region", "product", "channel"),
    }
    rows: dict[str, list[dict[str, object]]] = {
        "sb_goals": [{"metric": "revenue", "target": goal}],
        "sb_reps": [{"name": name} for name in members["rep"]],
        "sb_members": [{"axis": a, "member": m} for a in ("region", "product", "channel") for m in members[a]],
    }
    return blank(BlankRequest("en", settings, rows))


def _summed(orders: Path) -> tuple[dict[str, list[str]], Decimal]:
    """The members of each axis, and the revenue of 2019."""
    found: dict[str, set[str]] = defaultdict(set)
    year = Decimal()
    with orders.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for axis, heading in {"rep": "rep", **COLUMNS}.items():
                found[axis].add(VALUES.get((axis, row[heading]), row[heading]))
            if row["order_date"].startswith("2019"):
                year += Decimal(row["sales_amount"])
    return {axis: sorted(names) for axis, names in found.items()}, year
