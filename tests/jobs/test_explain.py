"""Explain: the sheet and its sentences, over whole periods that are over; without them it says what is missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.jobs.explain import ExplainRequest, explain
from salesbook.sheets.gap_figures import Gap, closed
from tests.jobs.plans import TODAY
from tests.jobs.sold_plans import ACTUALS, planned, rows

if TYPE_CHECKING:
    from salesbook.book.snapshot import Snapshot

FEBRUARY = ExplainRequest(date(2026, 2, 28))
SOLD = Fraction("3479.45")
"""Two months' sales, added up by hand."""


def gap_of(snapshot: Snapshot, as_of: date = date(2026, 2, 28)) -> Gap:
    book = read(snapshot).book
    assert book is not None
    stretch = closed(book, as_of)
    assert stretch is not None
    return Gap(book, stretch)


def test_only_whole_periods_count() -> None:
    outcome = explain(planned(rows()), ExplainRequest(date(2026, 3, 15)), TODAY)
    assert [line.after for line in outcome.summary[:4]] == ["2026-01-01 … 2026-02-28", 6000, float(SOLD), -2520.55]


def test_every_way_of_taking_the_gap_apart_sums_to_it() -> None:
    gap = gap_of(planned(rows()))
    assert gap.gap == SOLD - 6000
    assert gap.axes == ("rep", "region", "product")
    for axis in gap.axes:
        assert sum(gap.members(axis).values()) == gap.gap
    assert gap.priced
    assert sum(gap.price_volume_mix.parts().values()) == gap.gap


def test_planned_prices_are_last_years_unless_the_plan_has_quantities() -> None:
    last_year = gap_of(planned(rows())).planned_prices
    assert last_year == {"Doors": Fraction(3900, 40), "Kitchens": Fraction("2700.30") / 9}
    gap = gap_of(planned(rows(quantity=90)))
    assert gap.with_quantities
    assert {name: sold.quantity for name, sold in gap.planned_sold.items()} == {"Doors": 36, "Kitchens": 18, "Lamps": 6}


def test_without_quantities_there_is_no_price_to_compare() -> None:
    given = rows(history=False)
    given["sb_actuals"] = [{**row, "quantity": None} for row in ACTUALS]
    gap = gap_of(planned(given))
    assert not gap.priced
    assert "By price" not in str(explain(planned(given), FEBRUARY, TODAY).summary)


def test_the_worst_members_are_named() -> None:
    outcome = explain(planned(rows()), FEBRUARY, TODAY)
    said = [line.said("en") for line in outcome.summary]
    worst = gap_of(planned(rows())).members("region")
    named = ", ".join(f"{name} {round(part):+,}" for name, part in worst.items())
    assert list(worst.values()) == sorted(worst.values())
    assert f"Region: furthest behind {named}." in said
    assert any(line.said("zh").startswith("2026-01-01 至 2026-02-28：目标 6,000") for line in outcome.summary)


def test_the_sheet_is_put_once_and_follows_new_sales() -> None:
    before = planned(rows())
    once = applied(before, explain(before, FEBRUARY, TODAY).changes)
    assert "track.gap" in once.pages
    again = explain(once, FEBRUARY, TODAY)
    assert [c.page.key for c in again.changes.changes if hasattr(c, "page")].count("track.gap") == 1


def test_what_is_missing_is_said_and_nothing_is_put() -> None:
    without = rows()
    without["sb_actuals"] = []
    for snapshot, request, code in (
        (planned(without), FEBRUARY, "no-actuals"),
        (planned(rows()), ExplainRequest(date(2026, 1, 30)), "no-period-over"),
    ):
        outcome = explain(snapshot, request, TODAY)
        assert [p.code for p in outcome.problems][-1] == code
        assert not outcome.changes
