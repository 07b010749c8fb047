"""Actions: suggested from the numbers, each once, below what people wrote; and their chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutPage, TrimRows
from salesbook.book.model import Sales
from salesbook.jobs.actions import ActionsRequest, actions
from salesbook.jobs.suggest import suggestions
from salesbook.jobs.undo import UndoRequest, undo
from salesbook.sheets.actions_page import MOST_WEEKS, OVERDUE, RUNNING, SUGGESTED, weeks_of
from tests.jobs.acting_plans import ACTIONS, AS_OF, CUSTOMERS, book_of, planned

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

TODAY = date(2026, 3, 4)
SUGGEST = ActionsRequest(suggest=True)


def suggested(before: Snapshot, request: ActionsRequest = SUGGEST) -> Snapshot:
    return applied(before, actions(before, request, TODAY).changes)


def test_suggestions_follow_from_the_gap_and_stand_below_what_people_wrote() -> None:
    before = planned()
    after = book_of(suggested(before))
    assert [one.task for one in after.actions[: len(ACTIONS)]] == [row["task"] for row in ACTIONS]
    new = after.actions[len(ACTIONS) :]
    assert {one.state for one in new} == {"suggested"}
    assert all(one.start == AS_OF and one.due and one.due > AS_OF for one in new)
    sources = [one.source for one in new]
    assert sources[:2] == ["Gap · Li · 2026-02-28", "Gap · Wang · 2026-02-28"]
    assert "Gap · East · 2026-02-28" in sources
    li = new[0]
    assert (li.owner, li.task) == ("Li", "Make up 1,465 of 2026-01-01…02-28 (69% attained)")


def test_nothing_is_suggested_twice_even_when_it_was_deleted_or_edited() -> None:
    once = suggested(planned())
    assert suggested(once).tables["sb_actions"].rows == once.tables["sb_actions"].rows
    deleted = applied(once, ChangeSet((TrimRows("sb_actions", len(ACTIONS)),)))
    again = actions(deleted, SUGGEST, TODAY)
    assert len(book_of(applied(deleted, again.changes)).actions) == len(ACTIONS)
    assert again.summary[0].after == 0


def test_a_later_period_brings_new_suggestions() -> None:
    once = suggested(planned())
    later = suggested(once, ActionsRequest(True, date(2026, 3, 31)))
    sources = {one.source for one in book_of(later).actions}
    assert "Gap · Wang · 2026-03-31" in sources
    assert "Gap · Wang · 2026-02-28" in sources


def test_customers_who_wait_and_a_stage_that_is_stuck_are_suggested() -> None:
    waits = {**CUSTOMERS[0], "tier": "strategic"}
    rates = [{"stage": "Visit", "next": "Order", "rate": 0.5}]
    goals = [{"metric": "revenue", "target": 9000}, {"metric": "orders", "target": 90}]
    done = [{"date": date(2026, 1, 8), "rep": "Li", "stage": "Visit", "count": 3}]
    before = planned(sb_customers=[waits], sb_rates=rates, sb_goals=goals, sb_activities=done)
    found = suggestions(book_of(before), AS_OF)
    kinds = {one.source.split(" · ")[0] for one in found}
    assert {"Gap", "Bottleneck", "Overdue visit"} <= kinds
    visit = next(one for one in found if one.source.startswith("Overdue"))
    assert (visit.task, visit.owner) == ("Visit Alder & Co: 23 days overdue", "Li")


def test_who_is_asked_for_far_more_than_the_team_is_looked_at_again() -> None:
    reps = ("A", "B", "C", "D", "E", "F")
    days = [date(2025, month, 5) for month in (1, 2, 3)]
    history = [
        {"date": day, "rep": rep, "region": "East", "product": "Doors", "amount": 100 if rep != "F" else 20}
        for rep in reps for day in days
    ]  # fmt: skip
    team = [{"name": rep, "region": "East", "weight": 1, "manager": "Boss"} for rep in reps]
    book = book_of(planned(sb_reps=team, sb_history=history, sb_customers=None, sb_actuals=None))
    (one,) = suggestions(book, AS_OF)
    assert (one.source, one.owner) == ("Fairness · F · v1", "Boss")


def test_without_actions_the_table_comes_and_a_word() -> None:
    outcome = actions(planned(sb_actions=None), ActionsRequest(), TODAY)
    assert outcome.problems[-1].code == "no-actions"
    assert "sb_actions" in applied(planned(sb_actions=None), outcome.changes).tables


def _shuffled(book: Book, chance: Random) -> Book:
    order = list(range(len(book.actuals)))
    chance.shuffle(order)
    sales = book.actuals
    columns = (sales.dates, sales.amounts, sales.quantities, sales.order_nos)
    mixed = Sales(
        *(tuple(column[i] for i in order) for column in columns),
        {axis: tuple(names[i] for i in order) for axis, names in sales.axes.items()},
    )  # fmt: skip
    plan, customers = list(book.plan), list(book.customers)
    chance.shuffle(plan)
    chance.shuffle(customers)
    return replace(book, actuals=mixed, plan=tuple(plan), customers=tuple(customers))


@settings(max_examples=15)
@given(st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    book = book_of(planned())
    assert suggestions(_shuffled(book, Random(seed)), AS_OF) == suggestions(book, AS_OF)


def test_the_chart_shows_each_task_in_its_weeks() -> None:
    after = suggested(planned())
    book = book_of(after)
    mondays = weeks_of(book, AS_OF)
    assert (mondays[0], mondays[-1]) == (date(2026, 1, 5), date(2026, 3, 16))
    put = [change.page for change in actions(planned(), SUGGEST, TODAY).changes.changes if isinstance(change, PutPage)]
    page = next(one for one in put if one.key == "view.actions")
    shown: dict[str, list[Any]] = {}
    for row in range(6, 6 + len(book.actions)):
        content: Any = [page.cells[row, 8 + at].content for at in range(len(mondays))]
        task: Any = page.cells[row, 1].content
        shown[task.result] = [cell.result for cell in content]
    assert shown["Call Alder"] == [0, 0, 0, 0, OVERDUE, OVERDUE, OVERDUE, 0, 0, 0, 0]
    assert shown["Fair"] == [0] * 10 + [RUNNING]
    assert shown["Not now"] == shown["No days"] == [0] * 11
    assert SUGGESTED in shown["Make up 1,465 of 2026-01-01…02-28 (69% attained)"]


def test_a_long_plan_shows_half_a_year_around_the_day() -> None:
    book = book_of(planned(sb_actions=[{"task": "All year", "start": date(2025, 1, 1), "due": date(2027, 1, 1)}]))
    mondays = weeks_of(book, AS_OF)
    assert len(mondays) == MOST_WEEKS
    assert mondays[0] <= AS_OF <= mondays[-1]


@pytest.mark.parametrize("state", ["suggested", "dropped"])
def test_what_nobody_decided_on_is_on_no_letter(state: str) -> None:
    from salesbook.letters.content import Issue, letter_of

    rows = [{"task": "Secret", "owner": "Li", "state": state}, {"task": "Known", "owner": "Li"}]
    book = book_of(planned(sb_actions=rows))
    letter = letter_of(book, book.reps[0], Issue("formal", AS_OF, Fraction(60)))
    assert [row["task"] for row in letter.blocks["actions"]] == ["Known"]


def test_undo_takes_the_suggestions_back() -> None:
    from datetime import datetime

    from salesbook.jobs.journal import journaled

    before = planned()
    changes = journaled(before, actions(before, SUGGEST, TODAY), "actions", datetime(2026, 3, 4, 9))
    after = applied(before, changes)
    back = applied(after, undo(after, UndoRequest(), TODAY).changes)
    assert back.tables["sb_actions"].rows == before.tables["sb_actions"].rows
    assert "sb_suggested" not in back.tables
