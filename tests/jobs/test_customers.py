"""Customers: proposed tiers with reasons, visits against time, overdue ones named; hand-set tiers stay."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.cadence import cadence_of, shown
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.snapshot import Snapshot
from salesbook.domain.visits import UNITS, Cadence
from salesbook.jobs.customers import CustomersRequest, customers
from salesbook.jobs.new import KINDS, NewRequest, new
from salesbook.jobs.reminders import reminders
from salesbook.sheets.customer_figures import Visits
from salesbook.texts import LANGUAGES
from tests.jobs.acting_plans import AS_OF, CUSTOMERS, book_of, planned

TODAY = date(2026, 3, 4)
PROPOSE = CustomersRequest(propose=True)


def test_tiers_follow_from_past_sales_and_say_why() -> None:
    before = planned()
    after = book_of(applied(before, customers(before, PROPOSE, TODAY).changes))
    assert [(one.name, one.tier, one.set, one.why) for one in after.customers] == [
        ("Alder & Co", "strategic", "rule", "revenue in the top 20 % (1 of 2), +100 %, payment good"),
        ("Birch*", "strategic", "", ""),
        ("Cedar", "potential", "rule", "no revenue in twelve months, +50 %"),
        ("Dogwood", "potential", "rule", "no revenue in twelve months, potential in the top 30 % (1 of 1)"),
        ("Elm", "opportunity", "rule", "revenue 2 of 2"),
    ]  # fmt: skip
    assert (after.customers[-1].owner, after.customers[-1].region) == ("Wang", "West")
    assert [rule.tier for rule in after.tiers] == ["strategic", "core", "potential", "potential", "opportunity"]


def test_a_proposal_touches_nothing_but_tiers_and_proposing_again_changes_nothing() -> None:
    before = planned()
    once = applied(before, customers(before, PROPOSE, TODAY).changes)
    twice = applied(once, customers(once, PROPOSE, TODAY).changes)
    assert twice.tables["sb_customers"].rows == once.tables["sb_customers"].rows
    kept = [(one.name, one.owner, one.target, one.visits, one.last) for one in book_of(before).customers]
    assert [(one.name, one.owner, one.target, one.visits, one.last) for one in book_of(once).customers][:4] == kept


def test_without_propose_only_the_sheet_and_the_rules_come() -> None:
    before = planned()
    after = applied(before, customers(before, CustomersRequest(), TODAY).changes)
    assert after.tables["sb_customers"].rows == before.tables["sb_customers"].rows
    assert "view.visits" in after.pages


def test_a_workbook_without_customers_is_filled_from_history_or_refused() -> None:
    before = planned(sb_customers=None)
    assert customers(before, CustomersRequest(), TODAY).problems[-1].code == "no-customers"
    after = book_of(applied(before, customers(before, PROPOSE, TODAY).changes))
    assert [one.name for one in after.customers] == ["Alder & Co", "Elm"]


def test_reps_without_time_and_visits_that_nobody_understands_are_named() -> None:
    many = [{"customer": f"C{n}", "owner": "Li", "visits": "weekly"} for n in range(16)]
    outcome = customers(planned(sb_customers=[*many, dict(CUSTOMERS[2])]), CustomersRequest(), TODAY)
    over, unclear = (
        next(p for p in outcome.problems if p.code == code) for code in ("visits-over-capacity", "visits-unclear")
    )
    assert "Li" in over.message("en")
    assert "03-02" in over.message("en")
    assert unclear.words["shown"] == "now and then"


def test_who_waits_too_long_is_named_and_reminded_of() -> None:
    book = book_of(planned())
    found = Visits(book)
    assert found.as_of == AS_OF
    assert found.overdue == ()
    strategic = planned(sb_customers=[{**CUSTOMERS[0], "tier": "strategic"}])
    assert [(line.customer.name, days) for line, days in Visits(book_of(strategic)).overdue] == [("Alder & Co", 23)]
    said = [one.words["en"] for one in reminders(book_of(strategic), AS_OF) if one.kind == "visit-late"]
    assert said == ["Alder & Co should have been visited by 2026-02-09 (Li)"]
    assert "Alder & Co" in str([line.said("en") for line in customers(strategic, CustomersRequest(), TODAY).summary])


@settings(max_examples=15)
@given(st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    shuffled = [dict(row) for row in CUSTOMERS]
    Random(seed).shuffle(shuffled)
    one, other = (Visits(book_of(planned(sb_customers=rows))) for rows in ([dict(r) for r in CUSTOMERS], shuffled))
    assert {line.customer.name: line.visits for line in one.lines} == {
        line.customer.name: line.visits for line in other.lines
    }
    assert [one.loads(owner) for owner in one.owners] == [other.loads(owner) for owner in other.owners]


def test_a_rep_s_weeks_are_the_sums_of_the_customers() -> None:
    found = Visits(book_of(planned()))
    total = sum(sum(line.visits) for line in found.lines)
    assert total == sum(sum(found.loads(owner)) for owner in found.owners) > 0
    assert found.mondays == tuple(date(2026, 3, 2) + timedelta(7 * n) for n in range(5))
    assert found.rooms("Li") == (15, 15, 15, 15, 6)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_cadence_reads_back_as_it_is_shown(language: Any, unit: Any, count: int) -> None:
    assert cadence_of(shown(Cadence(count, unit), language)) == Cadence(count, unit)


@pytest.mark.parametrize(
    ("written", "cadence"),
    [
        ("每周两次", Cadence(2, "week")), ("每月1次", Cadence(1, "month")), ("隔周", Cadence(1, "fortnight")),
        ("twice a month", Cadence(2, "month")), ("3x/week", Cadence(3, "week")),
        ("1 per quarter", Cadence(1, "quarter")), ("每季度3次", Cadence(3, "quarter")),
        ("0 a week", None), ("99 a week", None), ("有空就去", None), ("", None),
    ],
)  # fmt: skip
def test_people_write_cadences_in_many_ways(written: str, cadence: Cadence | None) -> None:
    assert cadence_of(written) == cadence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_tiers_of_a_ready_made_workbook_are_what_its_rules_say(kind: str, language: Any) -> None:
    made = applied(Snapshot(), ChangeSet(tuple(PutPage(page) for page in new(NewRequest(kind, language)))))
    after = applied(made, customers(made, PROPOSE, TODAY).changes)
    assert after.tables["sb_customers"].rows == made.tables["sb_customers"].rows
    assert len(book_of(made).customers) >= 5
    assert {one.set for one in book_of(made).customers} == {"rule", "hand"}


def test_a_typed_revenue_counts_before_history() -> None:
    rows = [{"customer": "Elm", "revenue": Decimal(1)}, {"customer": "Alder & Co", "growth": Decimal("-0.5")}]
    before = planned(sb_customers=rows)
    after = book_of(applied(before, customers(before, PROPOSE, TODAY).changes))
    assert [one.why for one in after.customers] == ["revenue 2 of 2", "revenue in the top 20 % (1 of 2), -50 %"]
