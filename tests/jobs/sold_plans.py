"""Plans of a quarter that has sales: for the tests of what looks at the gap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.snapshot import Snapshot
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fresh import BlankRequest, blank
from tests.jobs.plans import TODAY, goal, members, reps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.texts import Language

QUARTER = {
    "plan": "Plan", "kind": "quarter", "start": date(2026, 1, 1), "end": date(2026, 3, 31),
    "axes": ("rep", "region", "product"), "season": "equal",
}  # fmt: skip
Row = dict[str, Any]


def sale(day: str, rep: str, region: str, product: str, quantity: str | None, amount: str, number: str = "") -> Row:
    """A row of sb_actuals or sb_history."""
    return {
        "date": date.fromisoformat(day), "rep": rep, "region": region, "product": product, "amount": Decimal(amount),
        "quantity": quantity if quantity is None else Decimal(quantity), "order_no": number or None,
    }  # fmt: skip


ACTUALS = (
    sale("2026-01-08", "Li", "East", "Doors", "10", "1234.56", "A1"),
    sale("2026-01-20", "Wang", "West", "Doors", "4", "399.99", "A2"),
    sale("2026-02-03", "Li", "East", "Kitchens", "7.5", "2100", "A3"),
    sale("2026-02-27", "Wang", "West", "Kitchens", "-1", "-300.10", "A4"),
    sale("2026-02-28", "Wang", "West", "Lamps", "3", "45", "A5"),
    sale("2026-03-02", "Li", "East", "Doors", "50", "5000", "A6"),
)
"""Two months with cents, a return and a product that nobody planned; a sale of the month that is not over."""

HISTORY = (
    sale("2025-03-05", "Li", "East", "Doors", "30", "3000", "H1"),
    sale("2025-03-06", "Wang", "West", "Doors", "10", "900", "H2"),
    sale("2025-11-06", "Li", "East", "Kitchens", "9", "2700.30", "H3"),
)


def rows(*, quantity: int | None = None, history: bool = True) -> dict[str, Sequence[Row]]:
    """Inputs of a quarter of 9,000 (and a quantity, if asked for), with two months sold."""
    goals = [goal(9_000)] + ([{"metric": "quantity", "target": quantity}] if quantity else [])
    found: dict[str, Sequence[Row]] = {
        "sb_goals": goals,
        "sb_reps": [*reps("Li", region="East"), *reps("Wang", region="West")],
        "sb_members": [*members("region", "East", "West"), *members("product", Doors=0.6, Kitchens=0.3, Lamps=0.1)],
        "sb_actuals": [dict(row) for row in ACTUALS],
    }
    if history:
        found["sb_history"] = [dict(row) for row in HISTORY]
    return found


def pages(given: Mapping[str, Sequence[Row]], language: Language = "en", **settings: Any) -> Sequence[Any]:
    """The pages of a new workbook with these inputs."""
    return blank(BlankRequest(language, {**QUARTER, **settings}, given, country=""))


def planned(given: Mapping[str, Sequence[Row]], language: Language = "en", **settings: Any) -> Snapshot:
    """The same in memory, split."""
    fresh = pages(given, language, **settings)
    before = applied(Snapshot(), ChangeSet(tuple(PutPage(page) for page in fresh)))
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert outcome.changes, [p.message("en") for p in outcome.problems]
    return applied(before, outcome.changes)
