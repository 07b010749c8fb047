"""Rebalance: the past is kept, what is behind goes to later periods within holds and bounds, or is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.changes import AppendRows, ChangeSet
from salesbook.book.reading import read
from salesbook.domain.carry import POLICIES
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.rebalance import RebalanceRequest, rebalance
from salesbook.jobs.shortfall import Shortfalls
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.domain.carry import Policy

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
EQUAL = {"season": "equal", "axes": ("rep",)}


def sale(day: date, rep: str, amount: Any) -> dict[str, Any]:
    return {"date": day, "rep": rep, "amount": amount}


def planned(*sales: dict[str, Any], holds: Any = (), **more: Any) -> Snapshot:
    """Li and Wang, 600 a year each and so 50 a month, in one team."""
    team = reps("Li", "Wang", team="North", weight=1)
    rows = {"sb_goals": [goal(1200)], "sb_reps": team, "sb_actuals": list(sales), "sb_holds": list(holds)}
    before = snapshot({name: found for name, found in rows.items() if found}, {**EQUAL, **more})
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def done(before: Snapshot, as_of: date = JANUARY, policy: Policy = "season", **more: Any) -> Snapshot:
    outcome = rebalance(before, RebalanceRequest(as_of, policy, **more), TODAY)
    assert outcome.changes, [p.message("en") for p in outcome.problems]
    return applied(before, outcome.changes)


def book_of(there: Snapshot) -> Book:
    book = read(there).book
    assert book is not None
    return book


def months(there: Snapshot, rep: str) -> list[int]:
    sums: Counter[str] = Counter()
    for row in book_of(there).plan:
        sums[row.period] += row.target if row.rep == rep else 0
    return [sums[period] for period in sorted(sums)]


LI_BEHIND = (sale(date(2026, 1, 8), "Li", 28), sale(date(2026, 1, 9), "Wang", 50))
"""Li is 22 behind after January, Wang is where he should be."""


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        ("none", [50] * 12),
        ("next", [50, 72] + [50] * 10),
        ("season", [50] + [52] * 11),
        ("capped", [50] + [51] * 11),
    ],
)
def test_policies_by_hand(policy: Policy, wanted: list[int]) -> None:
    after = done(planned(*LI_BEHIND), policy=policy, cap=Fraction(1, 50))
    assert months(after, "Li") == wanted
    assert months(after, "Wang") == [50] * 12


def test_what_found_no_place_is_said_with_the_reason() -> None:
    outcome = rebalance(planned(*LI_BEHIND), RebalanceRequest(JANUARY, "capped", Fraction(1, 50)), TODAY)
    said = [p.message("en") for p in outcome.problems if p.code == "carry-left"]
    assert said == ["Li is behind by 22; 11 of it found no place: no period may rise by more than the cap."]


def test_the_cap_is_named_only_where_it_stands_in_the_way() -> None:
    held = {"metric": "revenue", "scope": "rep=Li", "kind": "hold", "value": 600}
    there = planned(*LI_BEHIND, holds=[held])
    outcome = rebalance(there, RebalanceRequest(JANUARY, "capped", Fraction(1, 50)), TODAY)
    said = [p.words["why"]["en"] for p in outcome.problems if p.code == "carry-left"]
    assert said == ["holds or bounds stand against it"]


def test_the_first_line_is_the_whole_plan_before_and_after() -> None:
    line = rebalance(planned(*LI_BEHIND), RebalanceRequest(JANUARY), TODAY).summary[0]
    assert (str(line.what), line.before, line.after) == (str(line.what), 1200, 1222)


def test_without_reps_the_whole_plan_carries() -> None:
    before = snapshot({"sb_goals": [goal(1200)]}, {"season": "equal", "axes": ()})
    there = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    outcome = rebalance(there, RebalanceRequest(JANUARY), TODAY)
    assert outcome.summary[-1].after == 100
    assert "The whole plan: carried" in str(outcome.summary[-1].what)


def test_a_closed_period_is_kept_as_it_was() -> None:
    after = done(planned(*LI_BEHIND))
    found = [(r.period, r.rep, r.original, r.carried, r.target, r.actual) for r in book_of(after).closed]
    assert found == [("2026-01", "Li", 50, 0, 50, 28), ("2026-01", "Wang", 50, 0, 50, 50)]


def test_what_was_carried_once_is_not_carried_again() -> None:
    after = done(planned(*LI_BEHIND))
    again = rebalance(after, RebalanceRequest(JANUARY), TODAY)
    assert months(applied(after, again.changes), "Li") == months(after, "Li")
    assert len(book_of(applied(after, again.changes)).closed) == 2


def test_the_next_month_owes_only_what_it_is_behind_itself() -> None:
    after = done(planned(*LI_BEHIND, sale(date(2026, 2, 9), "Li", 42), sale(date(2026, 2, 9), "Wang", 50)))
    ledger = Shortfalls(book_of(after), FEBRUARY)
    assert ledger.owed() == {"Li": 10, "Wang": 0}
    rows = {(r.period, r.rep): r for r in book_of(done(after, FEBRUARY)).closed}
    li = rows["2026-02", "Li"]
    assert (li.original, li.carried, li.target, li.actual) == (50, 2, 52, 42)


def test_a_late_sale_counts_at_the_next_carry_and_changes_no_row_of_the_ledger() -> None:
    after = done(planned(*LI_BEHIND))
    late = ChangeSet((AppendRows("sb_actuals", ("Date", "Rep", "Amount"), ((date(2026, 1, 30), "Li", 12),)),))
    there = applied(after, late)
    assert Shortfalls(book_of(there), JANUARY).late() == {("2026-01", "Li"): 12}
    assert Shortfalls(book_of(there), JANUARY).owed()["Li"] == -12
    assert book_of(done(there)).closed == book_of(after).closed


def test_teammates_who_are_not_behind_take_over() -> None:
    after = done(planned(*LI_BEHIND), team=True)
    assert months(after, "Li") == [50] * 12
    assert months(after, "Wang") == [50] + [52] * 11
    assert {(r.giver, r.rep) for r in book_of(after).carried} == {("Li", "Wang")}


def test_nobody_takes_over_where_nobody_is_ahead() -> None:
    outcome = rebalance(planned(sale(date(2026, 1, 8), "Li", 28)), RebalanceRequest(JANUARY, team=True), TODAY)
    why = [p.words["why"]["en"] for p in outcome.problems if p.code == "carry-left"]
    assert why == ["nobody in the team is ahead"] * 2


def test_a_surplus_is_kept_unless_it_is_asked_to_ease_the_rest() -> None:
    there = planned(sale(date(2026, 1, 8), "Li", 61), sale(date(2026, 1, 9), "Wang", 50))
    assert months(done(there), "Li") == [50] * 12
    assert months(done(there, ease=True), "Li") == [50] + [49] * 11


def test_a_held_month_keeps_its_number_and_the_others_take_it() -> None:
    hold = {"metric": "revenue", "scope": "Rep=Li", "period": "2026-02", "kind": "hold", "value": 50}
    after = done(planned(*LI_BEHIND, holds=[hold]))
    assert months(after, "Li")[1] == 50
    assert sum(months(after, "Li")) == 622


def test_a_bound_on_a_whole_year_is_never_passed() -> None:
    bound = {"metric": "revenue", "scope": "Rep=Li", "kind": "max", "value": 605}
    before = planned(*LI_BEHIND, holds=[bound])
    assert sum(months(done(before), "Li")) == 605
    outcome = rebalance(before, RebalanceRequest(JANUARY), TODAY)
    assert [p.words["left"] for p in outcome.problems if p.code == "carry-left"] == ["17"]


def test_days_follow_the_carried_periods() -> None:
    book = book_of(done(planned(*LI_BEHIND)))
    assert sum(day.target for day in book.days if day.rep == "Li") == 622


def test_before_a_period_is_over_nothing_is_closed() -> None:
    outcome = rebalance(planned(*LI_BEHIND), RebalanceRequest(date(2026, 1, 20)), TODAY)
    assert [p.code for p in outcome.problems] == ["no-period-over"]
    assert not outcome.changes


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-30, 120), min_size=2, max_size=2), st.sampled_from(POLICIES[1:]), st.booleans())
def test_the_past_never_moves_and_every_unit_is_accounted_for(sold: list[int], policy: Policy, ease: bool) -> None:
    days = [date(2026, 1, 8), date(2026, 1, 9)]
    before = planned(*(sale(d, r, a) for d, r, a in zip(days, ("Li", "Wang"), sold, strict=True)))
    after = done(before, policy=policy, ease=ease)
    book = book_of(after)
    for rep in ("Li", "Wang"):
        assert months(after, rep)[0] == 50
        moved = sum(row.amount for row in book.carried if row.giver == rep)
        assert sum(months(after, rep)) == 600 + moved
        owed = 50 - sold[("Li", "Wang").index(rep)]
        assert 0 <= moved <= max(owed, 0) or (ease and owed <= moved <= 0)
    assert all(row == replace(row, target=50) for row in book.closed)
