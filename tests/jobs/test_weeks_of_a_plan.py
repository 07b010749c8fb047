"""Plans by each policy for weeks and each fiscal year: periods of sb_plan, exact sums, agreeing sheets."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.book.references import Refs
from salesbook.domain.period import week_of
from salesbook.errors import errors_in
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.issue import IssueRequest, issue
from salesbook.jobs.track import TrackRequest, track
from salesbook.sheets.days_view import days_page
from salesbook.sheets.guide_checks import checks
from salesbook.sheets.view_parts import parts
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.model import Book

POLICIES = ("by-day", "iso-thursday", "4-4-5", "4-5-4", "5-4-4")


def planned(goals: list[dict[str, Any]], settings: dict[str, Any]) -> Book:
    """The book of a plan for Li and Wang once it is split."""
    before = snapshot({"sb_goals": goals, "sb_reps": reps("Li", "Wang")}, {"axes": ("rep",), **settings})
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert not errors_in(outcome.problems), [p.message("en") for p in outcome.problems]
    book = read(applied(before, outcome.changes)).book
    assert book is not None
    return book


def spans(book: Book) -> dict[str, tuple[str, str]]:
    return {row.period: (f"{row.start:%m-%d}", f"{row.end:%m-%d}") for row in book.plan}


def by(rows: Any, key: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[getattr(row, key)] += row.target
    return found


def test_under_4_4_5_the_plan_carries_the_days_of_its_own_months() -> None:
    book = planned([goal(365_000)], {"weeks": "4-4-5", "season": "days", "weekend": 1})
    found = spans(book)
    assert found["2026-01"] == ("01-01", "01-25")
    assert found["2026-03"] == ("02-23", "03-29")
    assert found["2026-12"] == ("11-23", "12-31")
    assert by(book.plan, "period")["2026-03"] == 35_000
    assert by(book.plan, "period")["2026-12"] == 39_000


def test_a_quarter_goal_fixes_the_quarter_of_the_policy() -> None:
    quarters = [goal(300 + n, period=f"2026Q{n}") for n in range(1, 5)]
    book = planned([goal(1210), *quarters], {"weeks": "4-4-5"})
    months = by(book.plan, "period")
    assert [sum(months[f"2026-{m:02}"] for m in range(q, q + 3)) for q in (1, 4, 7, 10)] == [301, 302, 303, 304]


def test_a_year_goal_under_4_4_5_is_the_whole_plan() -> None:
    assert sum(by(planned([goal(999, period="2026")], {"weeks": "4-4-5"}).plan, "period").values()) == 999


@pytest.mark.parametrize("policy", POLICIES[1:])
def test_no_week_s_targets_lie_in_two_months(policy: str) -> None:
    book = planned([goal(52_000)], {"weeks": policy, "weekend": 1})
    month_of = {day: row.period for row in book.plan for day in (row.start, row.end)}
    assert len(month_of) == 24
    ends = {row.period: (row.start, row.end) for row in book.plan}
    for start, end in ends.values():
        assert start == date(2026, 1, 1) or start.weekday() == 0
        assert end == date(2026, 12, 31) or end.weekday() == 6


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("fiscal", [1, 4, 7])
def test_days_weeks_months_and_the_plan_agree(policy: str, fiscal: int) -> None:
    start, end = date(2026, fiscal, 1), {1: date(2026, 12, 31), 4: date(2027, 3, 31), 7: date(2027, 6, 30)}[fiscal]
    goals = [goal(123_457), goal(30_001, period="2026Q2")]
    book = planned(goals, {"weeks": policy, "fiscal_start": fiscal, "start": start, "end": end})
    assert sum(row.target for row in book.days) == sum(row.target for row in book.plan) == 123_457
    days = by(book.days, "day")
    for period, (first, last) in {row.period: (row.start, row.end) for row in book.plan}.items():
        inside = sum(target for day, target in days.items() if first <= day <= last)  # type: ignore[operator]
        assert inside == by(book.plan, "period")[period]
    second = [f"{start.year + (start.month + n - 1) // 12}-{(start.month + n - 1) % 12 + 1:02}" for n in (3, 4, 5)]
    assert sum(by(book.plan, "period")[month] for month in second) == 30_001


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("fiscal", [1, 4, 7])
def test_the_sheets_show_each_week_within_one_month_and_all_checks_are_zero(policy: str, fiscal: int) -> None:
    start, end = date(2026, fiscal, 1), {1: date(2026, 12, 31), 4: date(2027, 3, 31), 7: date(2027, 6, 30)}[fiscal]
    settings = {"axes": ("rep",), "weeks": policy, "fiscal_start": fiscal, "start": start, "end": end}
    before = snapshot({"sb_goals": [goal(123_457)], "sb_reps": reps("Li", "Wang")}, settings)
    after = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    after = applied(after, track(after, TrackRequest(start), TODAY).changes)
    book = read(after).book
    assert book is not None
    refs = Refs("en", after.tables)
    sheet = {at: cell.content for at, cell in days_page(book, refs).cells.items()}
    weeks = [str(v) for (_, column), v in sheet.items() if column == 1 and isinstance(v, str) and "-W" in v]
    twice = sum(count > 1 for count in Counter(weeks).values())
    assert (twice > 0) == (policy == "by-day")
    assert len(set(weeks)) == len({week_of(row.day).key for row in book.days})
    quarters = [part.label for part in parts(book, "period") if part.count]
    assert quarters == [f"2026Q{n}" for n in (1, 2, 3, 4)]
    titles = {key: place.sheet for key, place in after.pages.items()}
    assert {words: formula.result for words, formula in checks(book, refs, titles) if formula.result} == {}


@pytest.mark.parametrize(("policy", "fiscal"), [("by-day", 4), ("iso-thursday", 7), ("4-4-5", 4)])
def test_letters_name_the_plan_s_own_months_with_their_days(policy: str, fiscal: int) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    start, end = date(2026, fiscal, 1), {4: date(2027, 3, 31), 7: date(2027, 6, 30)}[fiscal]
    settings = {"axes": ("rep",), "weeks": policy, "fiscal_start": fiscal, "start": start, "end": end}
    before = snapshot({"sb_goals": [goal(123_457)], "sb_reps": reps("Li", "Wang")}, settings)
    after = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    outcome = issue(after, IssueRequest(), TODAY)
    assert not errors_in(outcome.problems)
    book = read(after).book
    assert book is not None
    shown = {
        str(cell.value)
        for row in load_workbook(BytesIO(outcome.files[0].content)).worksheets[0].iter_rows()
        for cell in row
        if cell.value is not None
    }
    mine = [row for row in book.plan if row.rep == "Li"]
    assert len(mine) == 12
    for row in mine:
        assert {row.period, f"{row.start:%m-%d} – {row.end:%m-%d}", str(row.target)} <= shown, row.period


def test_a_plan_of_one_month_and_of_one_week() -> None:
    month = planned([goal(3_100)], {"start": date(2026, 5, 1), "end": date(2026, 5, 31), "weekend": 1})
    assert by(month.plan, "period") == {"2026-05": 3_100}
    assert set(by(month.days, "day").values()) == {100}
    week = planned([goal(700)], {"start": date(2026, 3, 30), "end": date(2026, 4, 5), "weekend": 1})
    assert by(week.plan, "period") == {"2026-03": 200, "2026-04": 500}
    whole = planned(
        [goal(700)], {"start": date(2026, 3, 30), "end": date(2026, 4, 5), "weekend": 1, "weeks": "iso-thursday"}
    )
    assert by(whole.plan, "period") == {"2026-04": 700}
    assert set(by(whole.days, "day").values()) == {100}


def test_a_plan_keeps_its_months_until_it_is_split_anew() -> None:
    """The policy is changed after the split: the sheets go on with the plan's own months."""
    from dataclasses import replace

    from salesbook.sheets.plan_months import plan_months

    book = planned([goal(1_200)], {"weeks": "4-4-5"})
    changed = replace(book, settings=replace(book.settings, weeks="by-day"))
    assert plan_months(changed) == plan_months(book)
    assert plan_months(replace(changed, plan=()))[0].end == date(2026, 1, 31)


def test_phases_are_no_months_whatever_they_are_called() -> None:
    from salesbook.sheets.plan_months import plan_months

    before = {"start": date(2026, 4, 25), "end": date(2026, 5, 7)}
    phases = [
        {"phase": "Warm-up", "start": date(2026, 4, 25), "end": date(2026, 5, 2)},
        {"phase": "Run-out", "start": date(2026, 5, 3), "end": date(2026, 5, 7)},
    ]
    found = snapshot({"sb_goals": [goal(100)], "sb_reps": reps("Li"), "sb_phases": phases}, before)
    book = read(applied(found, decompose(found, DecomposeRequest(), TODAY).changes)).book
    assert book is not None
    assert [month.key for month in plan_months(book)] == ["2026-04", "2026-05"]
