"""57,851 order lines: the real ones where their folder is given, else made up ones of the same shape."""

from __future__ import annotations

import atexit
import csv
import os
import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import mkdtemp

HEADINGS = (
    "order_no", "order_date", "rep_id", "rep", "territory_group", "territory", "category", "subcategory",
    "product", "channel", "customer", "quantity", "sales_amount", "total_cost",
)  # fmt: skip
LINES = 57_851
FIRST, LAST = date(2017, 7, 1), date(2020, 5, 31)


def orders(folder: str | None) -> tuple[Path, bool]:
    """orders.csv, and whether it is the real one.

    The folder: as given, else SALESBOOK_DATA, else where it stands beside the project.
    """
    beside = Path(__file__).resolve().parents[2] / "shared" / "data" / "adventureworks"
    for place in (folder, os.environ.get("SALESBOOK_DATA"), beside):
        if place and (Path(place) / "orders.csv").is_file():
            return Path(place) / "orders.csv", True
    return _made_up(), False


def scratch() -> Path:
    """A folder that goes away with the run."""
    folder = mkdtemp(prefix="salesbook-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _made_up() -> Path:
    path = scratch() / "orders.csv"
    chance = Random(57_851)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(_line(chance, number) for number in range(LINES))
    return path


def _line(chance: Random, number: int) -> tuple[object, ...]:
    day = FIRST + timedelta(days=number * ((LAST - FIRST).days + 1) // LINES)
    rep, area, line = chance.randrange(17), chance.randrange(10), chance.randrange(4)
    quantity, price = chance.randint(1, 12), chance.randint(500, 250_000) / 100
    money = (f"{quantity * price:.2f}", f"{quantity * price * 0.8:.2f}")
    people = (1000 + rep, f"Rep {rep:02d}", f"Group {area % 4}", f"Territory {area}")
    things = (f"Category {line}", f"Series {line}-{chance.randrange(8)}", f"Item {chance.randrange(250)}")
    sold = (f"Channel {chance.randrange(3)}", f"Customer {chance.randrange(701)}", quantity)
    return (f"SO{43659 + number // 15}", day, *people, *things, *sold, *money)
