"""Plans of a quarter with customers, actions and risks: for the tests of what is done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.jobs.decompose import DecomposeRequest, decompose
from tests.jobs.plans import TODAY
from tests.jobs.plans import snapshot as blank_snapshot
from tests.jobs.sold_plans import QUARTER, rows, sale

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.texts import Language

AS_OF = date(2026, 3, 4)
CUSTOMERS: tuple[dict[str, Any], ...] = (
    {"customer": "Alder & Co", "owner": "Li", "target": 1200, "last": date(2026, 2, 2), "payment": "good"},
    {"customer": "Birch*", "owner": "Wang", "target": 300, "tier": "strategic", "visits": "2 a week"},
    {"customer": "Cedar", "owner": "Li", "growth": Decimal("0.5"), "visits": "now and then"},
    {"customer": "Dogwood", "potential": 900, "last": date(2026, 3, 3)},
)
RISKS: tuple[dict[str, Any], ...] = (
    {"risk": "Cheap rival", "kind": "market", "probability": Decimal("0.4"), "share": Decimal("0.1"), "cover": 300},
    {"risk": "=Alder leaves", "kind": "customer", "probability": Decimal("0.25"), "effect": 1200, "plan_b": "Birch"},
    {"risk": "Late boards", "kind": "supply", "probability": Decimal("0.1"), "effect": 100, "cover": 500},
    {"risk": "Over", "probability": Decimal("0.9"), "effect": 5000, "state": "closed"},
    {"risk": "Here", "probability": Decimal("0.1"), "effect": Decimal("77.7"), "state": "happened"},
)
ACTIONS: tuple[dict[str, Any], ...] = (
    {"task": "Call Alder", "owner": "Li", "start": date(2026, 2, 2), "due": date(2026, 2, 20), "state": "doing"},
    {"task": "Fair", "due": date(2026, 3, 20), "resource": "5,000"},
    {"task": "List", "owner": "Wang", "start": date(2026, 1, 5), "due": date(2026, 1, 9), "state": "done"},
    {"task": "No days"},
    {"task": "Not now", "start": date(2026, 3, 1), "due": date(2026, 3, 9), "state": "dropped"},
)
PAST = (
    ("2025-02-05", "Li", "East", "Alder & Co", "4000"), ("2025-03-05", "Li", "East", "alder & co", "2000"),
    ("2024-06-05", "Li", "East", "Alder & Co", "3000"), ("2025-05-05", "Wang", "West", "Elm", "1500"),
    ("2025-06-05", "Gone", "West", "Elm", "2000"), ("2024-03-01", "Li", "East", "Fir", "800"),
)  # fmt: skip


def planned(language: Language = "en", **tables: Any) -> Snapshot:
    """A quarter of 9,000, split, two months sold, with these rows of tables beside or instead of the usual ones."""
    usual: dict[str, Any] = {
        **rows(), "sb_customers": [dict(row) for row in CUSTOMERS], "sb_risks": [dict(row) for row in RISKS],
        "sb_actions": [dict(row) for row in ACTIONS],
        "sb_history": [
            {**sale(day, rep, region, "Doors", "1", amount), "client": client}
            for day, rep, region, client, amount in PAST
        ],
    }  # fmt: skip
    usual["sb_actuals"][0]["client"] = "ALDER & CO"
    found = {name: given for name, given in (usual | tables).items() if given is not None}
    before = blank_snapshot(found, {**QUARTER, "as_of": AS_OF}, language)
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def book_of(snapshot: Snapshot) -> Book:
    """What it says."""
    book = read(snapshot).book
    assert book
    return book
