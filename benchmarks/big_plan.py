"""A workbook as large as they get: 300 reps, a plan by day for a year, 100,000 sales."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from benchmarks.data import scratch
from benchmarks.plans import imported
from salesbook.hosts.file import FileHost
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fresh import BlankRequest, blank

if TYPE_CHECKING:
    from pathlib import Path

REPS, SALES = 300, 100_000
START, END = date(2026, 1, 1), date(2026, 12, 31)
AS_OF = date(2026, 6, 30)
_REGIONS = ("North", "East", "South", "West", "Centre")


@cache
def sold(rows: int) -> Path:
    """A fresh workbook with so many sales and no plan; made once in a run."""
    host = FileHost.create(scratch() / f"sold-{rows}.xlsx", blank(BlankRequest("en", *_inputs(), country="")))
    imported(host, _orders(rows), "actuals")
    return host.path


@cache
def planned() -> Path:
    """The same with a plan by month, rep and day; every day sells."""
    path = scratch() / "planned.xlsx"
    path.write_bytes(sold(SALES).read_bytes())
    host = FileHost(path)
    outcome = decompose(host.read(), DecomposeRequest(), START)
    assert outcome.changes, [problem.message("en") for problem in outcome.problems]
    host.apply(outcome.changes)
    assert len(host.read().tables["sb_days"].rows) == REPS * 365
    return path


def _inputs() -> tuple[dict[str, object], dict[str, list[dict[str, object]]]]:
    settings: dict[str, object] = {"plan": "Targets 2026", "start": START, "end": END, "axes": ("rep",)}
    settings |= {"season": "equal", "weekend": Decimal(1)}
    team = [{"name": f"Rep {n:03}", "team": f"Team {n % 20:02}", "region": _REGIONS[n % 5]} for n in range(REPS)]
    rows: dict[str, list[dict[str, object]]] = {
        "sb_goals": [{"metric": "revenue", "target": 600_000_000}],
        "sb_reps": team,
        "sb_members": [{"axis": "region", "member": name} for name in _REGIONS],
    }
    return settings, rows


def _orders(rows: int) -> Path:
    """A csv as other systems write them, with the names that the import knows in the real orders."""
    chance, path = Random(rows), scratch() / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("order_no,order_date,rep,territory,category,channel,customer,quantity,sales_amount\n")
        for number in range(rows):
            file.write(",".join(map(str, _sale(chance, number))) + "\n")
    return path


def _sale(chance: Random, number: int) -> tuple[object, ...]:
    rep = chance.randrange(REPS)
    day = START + timedelta(chance.randrange((AS_OF - START).days + 1))
    kind = (f"Category {number % 4}", f"Channel {number % 3}", f"Customer {chance.randrange(701)}")
    amount = Decimal(chance.randint(50_000, 600_000)) / 100
    return f"SO{43659 + number // 3}", day, f"Rep {rep:03}", _REGIONS[rep % 5], *kind, chance.randint(1, 12), amount
