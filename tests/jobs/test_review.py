"""The review, the daily report and the reminders say what the numbers say, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.changes import AppendRows, ChangeSet, PutPage
from salesbook.book.reading import read
from salesbook.jobs.brief import brief
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.rebalance import RebalanceRequest, rebalance
from salesbook.jobs.reminders import reminders
from salesbook.jobs.review import ReviewRequest, as_of, review
from salesbook.sheets.review_figures import KINDS, Kind, Review
from salesbook.sheets.review_said import Said, cases
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

FRIDAY = date(2026, 1, 16)


def sale(day: str, rep: str, amount: int, client: str | None = None) -> dict[str, Any]:
    return {"date": date.fromisoformat(day), "rep": rep, "amount": amount, "client": client}


SALES = (
    sale("2026-01-07", "Li", 40, "Oak Ltd"),
    sale("2026-01-08", "Wang", 9),
    sale("2026-01-13", "Li", 5),
    sale("2026-01-14", "Wang", 30, "Elm & Co"),
    sale("2026-01-16", "Wang", 2),
)


def planned(*sales: dict[str, Any], **more: Any) -> Snapshot:
    """Three reps with 20 a week each (5 working days of 4); Zhao sells nothing."""
    team = reps("Li", "Wang", "Zhao", weight=1)
    rows: dict[str, Any] = {"sb_goals": [goal(3 * 1044)], "sb_reps": team, "sb_actuals": list(sales), **more}
    before = snapshot({name: found for name, found in rows.items() if found}, {"season": "days", "axes": ("rep",)})
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def book_of(there: Snapshot, day: date = FRIDAY) -> Book:
    book = read(there).book
    assert book is not None
    return as_of(book, day)


def week(*sales: dict[str, Any], day: date = FRIDAY, kind: Kind = "week") -> Review:
    return Review(book_of(planned(*(sales or SALES)), day), kind)


def test_the_week_by_rep_with_places_gained_and_lost() -> None:
    found = {person.name: person for person in week().people}
    assert [(p.target, p.actual, p.rank, p.moved) for p in found.values()] == [
        (20, 32, 1, 1), (20, 5, 2, -1), (20, 0, 3, 0),
    ]  # fmt: skip
    assert list(found) == ["Wang", "Li", "Zhao"]


def test_a_streak_counts_whole_weeks_up_to_the_last_one_that_is_over() -> None:
    assert {p.name: p.streak for p in week().people} == {"Li": 1, "Wang": 0, "Zhao": 0}
    later = week(*SALES, day=date(2026, 1, 18))
    assert {p.name: p.streak for p in later.people} == {"Wang": 1, "Li": 0, "Zhao": 0}


def test_praise_and_who_is_behind_in_both_languages() -> None:
    said = Said(week(), "en")
    assert said.praise() == [
        "First: Wang, 160.0% attained.", "On target: Wang.",
    ]  # fmt: skip
    assert said.behind() == [
        "Zhao: 0.0% attained, 20 behind the pace; no sale at all",
        "Li: 25.0% attained, 15 behind the pace.",
    ]
    assert Said(week(), "zh").behind()[0] == "Zhao：完成 0.0%，比应有进度少 20；没有一单"


def test_a_day_is_named_once_a_week_from_its_first_day_to_its_last() -> None:
    book = book_of(planned(*SALES))
    assert Said(Review(book, "day"), "en").whole().startswith("The day (2026-01-16): target ")
    assert Said(week(), "en").whole().startswith("The week (2026-01-12 to 2026-01-18): target ")


def test_before_and_a_year_ago() -> None:
    assert week().sold_before == 49
    assert week().sold_a_year_ago is None
    history = [{"date": date(2025, 1, day), "rep": "Li", "amount": day} for day in (2, 14, 17)]
    found = Review(book_of(planned(*SALES, sb_history=history)), "week")
    assert found.sold_a_year_ago == 14


def test_the_largest_orders_are_cases() -> None:
    assert [(case.rep, case.client, case.amount) for case in cases(week())] == [
        ("Wang", "Elm & Co", Decimal(30)), ("Li", "", Decimal(5)), ("Wang", "", Decimal(2)),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_period_makes_the_one_sheet(kind: Kind) -> None:
    there = planned(*SALES)
    after = applied(there, review(there, ReviewRequest(kind, FRIDAY), TODAY).changes)
    assert [key for key in after.pages if key.startswith("track.review")] == ["track.review"]
    assert after.tables["sb_decisions"].is_empty


def test_the_report_is_short_and_tells_what_is_left() -> None:
    said = brief(week(), "en").splitlines()
    assert said == [
        "Plan on 2026-01-16",
        "Sold today: 2.",
        "The week so far 37, 61.7% of the target; time progress 100.0%.",
        "Leading: Wang 160.0%, Li 25.0%.",
        "The period is over, 23 short.",
    ]
    midweek = brief(week(day=date(2026, 1, 14)), "zh").splitlines()
    assert brief(week(day=date(2026, 1, 15)), "en").splitlines()[-1].endswith(" on each selling day left (1). Come on!")
    assert midweek[-1] == "距离目标还差 25，剩 2 个销售日，每天 13。加油！"


def test_the_report_congratulates() -> None:
    rich = week(sale("2026-01-13", "Li", 90))
    assert brief(rich, "en").splitlines()[-1] == "The target is reached, 30 over. Congratulations!"


def test_a_period_without_a_target_is_not_congratulated() -> None:
    book = book_of(planned())
    bare = replace(book, days=(), plan=tuple(replace(row, target=0) for row in book.plan))
    assert brief(Review(bare, "week"), "en").splitlines()[-1] == "There is no target in it."


def test_reminders_name_what_needs_attention_and_nothing_else() -> None:
    actions = [
        {"task": "Call Oak", "owner": "Li", "due": date(2026, 1, 12), "state": "open"},
        {"task": "Fair", "due": FRIDAY},
        {"task": "Done long ago", "due": date(2026, 1, 2), "state": "done"},
        {"task": "Later", "due": date(2026, 2, 2)},
    ]
    found = reminders(book_of(planned(*SALES, sb_actions=actions)), FRIDAY)
    assert [(r.kind, r.rep, r.words["en"]) for r in found] == [
        ("no-entry", "Li", "Li has entered nothing for 2 selling days"),
        ("no-entry", "Zhao", "Zhao has entered nothing for 11 selling days"),
        ("far-behind", "Wang", "Wang is at 85% of the pace (4% attained at 5% of the time)"),
        ("far-behind", "Zhao", "Zhao is at 0% of the pace (0% attained at 5% of the time)"),
        ("action-late", "Li", "Action “Call Oak” is overdue since 2026-01-12 (Li)"),
        ("action-today", "", "Action “Fair” is due today (nobody)"),
    ]


def test_unsigned_sheets_and_periods_that_are_not_closed() -> None:
    there = planned(*SALES)
    closed = applied(there, rebalance(there, RebalanceRequest(date(2026, 1, 31), "none"), TODAY).changes)
    book = book_of(closed, date(2026, 2, 28))
    found = [r.words["en"] for r in reminders(book, date(2026, 2, 28)) if r.kind == "not-closed"]
    assert found == ["2026-02 is over and not closed yet (salesbook rebalance)"]


def test_an_open_decision_comes_along_to_the_next_review() -> None:
    there = planned(*SALES)
    first = applied(there, review(there, ReviewRequest("week", FRIDAY), TODAY).changes)
    row = (date(2026, 1, 16), "Two visits a day", "Zhao", date(2026, 1, 23))
    typed = applied(first, ChangeSet((AppendRows("sb_decisions", ("Date", "Decision", "Owner", "Due"), (row,)),)))
    outcome = review(typed, ReviewRequest("week", date(2026, 1, 30)), TODAY)
    pages = {change.page.key: change.page for change in outcome.changes.changes if isinstance(change, PutPage)}
    assert "Two visits a day" in [cell.content for cell in pages["track.review"].cells.values()]
    late = [r.words["en"] for r in reminders(book_of(typed), date(2026, 1, 30)) if r.kind == "decision-late"]
    assert late == ["Decision “Two visits a day” is overdue since 2026-01-23 (Zhao)"]


def test_without_a_plan_there_is_nothing_to_review() -> None:
    bare = snapshot({"sb_goals": [goal(100)], "sb_reps": reps("Li")})
    outcome = review(bare, ReviewRequest(), TODAY)
    assert [p.code for p in outcome.problems] == ["no-plan"]
    assert not outcome.changes


def test_where_no_rep_has_a_target_nobody_is_said_to_be_on_time() -> None:
    before = snapshot({"sb_goals": [goal(1044)]}, {"season": "days", "axes": ()})
    there = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    said = Said(Review(book_of(there), "week"), "en")
    assert said.praise() == said.behind() == ["No rep has a target in it, so nobody is ranked."]
