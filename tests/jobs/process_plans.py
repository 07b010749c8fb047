"""A quarter with a funnel, activities and orders: for the tests of process tracking."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.jobs.plans import goal, members, reps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]

SETTINGS = {
    "plan": "Plan", "kind": "quarter", "start": date(2026, 1, 1), "end": date(2026, 3, 31),
    "axes": ("rep", "product", "channel"), "season": "equal",
}  # fmt: skip


def activity(day: str, rep: str, channel: str, stage: str, count: int) -> Row:
    """A row of sb_activities."""
    return {"date": date.fromisoformat(day), "rep": rep, "channel": channel, "stage": stage, "count": count}


def order(day: str, rep: str, channel: str, product: str, number: str, amount: str, paid: str | None = None) -> Row:
    """A row of sb_actuals."""
    return {
        "date": date.fromisoformat(day), "rep": rep, "channel": channel, "product": product, "order_no": number,
        "amount": Decimal(amount), "collected": paid if paid is None else Decimal(paid),
    }  # fmt: skip


ACTIVITIES = (
    activity("2026-01-07", "Li", "Shop", "Visit", 40),
    activity("2026-02-04", "Li", "Shop", "Visit", 15),
    activity("2026-02-05", "Wang", "Shop", "Visit", 60),
    activity("2026-02-05", "Wang", "Shop", "Offer", 9),
    activity("2026-02-06", "Li", "Shop", "Offer", 20),
    activity("2026-02-09", "Wang", "Shop", "Visit", -4),
    activity("2026-01-20", "Li", "Web", "Lead", 30),
    activity("2026-03-20", "Li", "Web", "Lead", 5),
)
"""A correction, and something after the day that is looked at."""

ORDERS = (
    order("2026-01-09", "Li", "Shop", "Doors", "A1", "1200.50", "1200.50"),
    order("2026-01-09", "Li", "Shop", "Lamps", "A1", "99.50", "50"),
    order("2026-02-03", "Wang", "Shop", "Doors", "A2", "800"),
    order("2026-02-10", "Li", "Web", "Lamps", "A3", "150", "150"),
    order("2026-02-11", "Li", "Shop", "Doors", "A1", "-200", "-200"),
)
"""Three orders, one of two lines, and a return."""


def inputs() -> tuple[Mapping[str, Any], dict[str, Sequence[Row]]]:
    """Settings and rows: 90,000 in 90 orders through two channels of two and one steps."""
    rates = [
        {"channel": "Shop", "stage": "Visit", "next": "Offer", "rate": Decimal("0.5")},
        {"channel": "Shop", "stage": "Offer", "next": "Order", "rate": Decimal("0.4")},
        {"channel": "Web", "stage": "Lead", "next": "Order", "rate": Decimal("0.1")},
    ]
    return SETTINGS, {
        "sb_goals": [goal(90_000), {"metric": "orders", "target": 90}],
        "sb_reps": reps("Li", "Wang", weight=1),
        "sb_members": [*members("channel", Shop=0.8, Web=0.2), *members("product", Doors=0.7, Lamps=0.3)],
        "sb_rates": rates,
        "sb_measures": [
            {"measure": "Average order value", "unit": "yuan", "target": 1000},
            {"measure": "Attach rate", "unit": "%", "target": 40, "actual": 33},
        ],
        "sb_activities": [dict(row) for row in ACTIVITIES],
        "sb_actuals": [dict(row) for row in ORDERS],
    }
