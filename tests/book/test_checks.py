"""Goals are held against their parts and against what was sold a year before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.checks import far_goals, goal_sums
from salesbook.book.reading import read
from tests.snapshots import block, goals, settings, snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.model import Book
    from salesbook.book.snapshot import TableBlock

WHOLE = ("销售额", None, None)
REGIONS = block(
    "sb_members",
    ("区域", "华东", None), ("区域", "上海", "华东"), ("区域", "江苏", "华东"), ("区域", "华北", None),
    headings=("axis", "member", "parent"),
)  # fmt: skip


def book(rows: Sequence[Sequence[object]], *blocks: TableBlock, tiers: Sequence[str] = ("target",)) -> Book:
    reading = read(snapshot(goals(*rows, headings=("metric", "scope", "period", *tiers)), *blocks))
    assert reading.problems == ()
    return reading.book


def said(found: Book) -> list[tuple[str, str, str]]:
    return [(p.code, str(p.place), p.words["difference"]) for p in goal_sums(found)]


def months(amounts: Sequence[int]) -> list[tuple[object, ...]]:
    return [("销售额", None, f"2026-{m:02}", a) for m, a in enumerate(amounts, start=1)]


def quarters(amounts: Sequence[int]) -> list[tuple[object, ...]]:
    return [("销售额", None, f"2026Q{q}", a) for q, a in enumerate(amounts, start=1)]


def test_the_trap_of_the_field_guide_is_one_problem_per_quarter() -> None:
    rows = [(*WHOLE, 10**9), *quarters([250_000_000] * 4), *months([20_000_000] * 12)]
    assert said(book(rows)) == [
        ("parts-do-not-add-up", f"目标!E{row}", "190,000,000") for row in (6, 7, 8, 9)
    ]  # fmt: skip


@given(st.lists(st.integers(0, 10**9), min_size=12, max_size=12))
def test_months_that_add_up_to_quarters_and_quarters_to_the_year_are_fine(amounts: list[int]) -> None:
    sums = [sum(amounts[i : i + 3]) for i in (0, 3, 6, 9)]
    assert said(book([(*WHOLE, sum(amounts)), *quarters(sums), *months(amounts)])) == []


@given(st.lists(st.integers(1, 10**6), min_size=4, max_size=4), st.integers(0, 3), st.integers(1, 10**5))
def test_one_quarter_that_is_off_is_off_by_exactly_its_difference(amounts: list[int], at: int, more: int) -> None:
    raised = [a + more * (i == at) for i, a in enumerate(amounts)]
    assert said(book([(*WHOLE, sum(amounts)), *quarters(raised)])) == [("parts-over-whole", "目标!E5", f"{more:,}")]
    assert said(book([(*WHOLE, sum(raised)), *quarters(amounts)])) == [("parts-do-not-add-up", "目标!E5", f"{more:,}")]


def test_parts_that_leave_room_are_fine_and_parts_beyond_the_whole_are_not() -> None:
    assert said(book([(*WHOLE, 100), *quarters([20, 30])])) == []
    assert said(book([(*WHOLE, 100), *quarters([60, 50])])) == [("parts-over-whole", "目标!E5", "10")]


def test_a_quarter_and_the_months_of_the_others_make_up_the_year() -> None:
    rows = [(*WHOLE, 120), *quarters([30]), *months([10] * 12)[3:]]
    assert said(book(rows)) == []
    assert said(book([*rows[:-1], (*rows[-1][:3], 11)])) == [("parts-over-whole", "目标!E5", "1")]


def test_weeks_and_months_are_each_held_against_the_quarter() -> None:
    quarter = settings(start=date(2026, 1, 1), end=date(2026, 3, 31))
    weeks = [("销售额", None, f"2026-W{w:02}", 1) for w in range(1, 15)]
    rows = [(*WHOLE, 15), *months([5, 5, 5]), *weeks]
    assert said(book(rows, quarter)) == [("parts-do-not-add-up", "目标!E5", "1")]


def test_phases_make_up_the_campaign() -> None:
    april = settings(start=date(2026, 4, 1), end=date(2026, 4, 30))
    days = [("甲", date(2026, 4, 1), date(2026, 4, 10)), ("乙", date(2026, 4, 11), date(2026, 4, 30))]
    phases = block("sb_phases", *days, headings=("phase", "start", "end"))
    rows = [(*WHOLE, 30), ("销售额", None, "甲", 10), ("销售额", None, "乙", 15)]
    assert said(book(rows, april, phases)) == [("parts-do-not-add-up", "目标!E5", "5")]


def test_regions_make_up_the_total_by_whatever_level_has_a_goal() -> None:
    rows = [(*WHOLE, 100), ("销售额", "区域=上海", None, 30), ("销售额", "区域=江苏", None, 30)]
    north = ("销售额", "区域=华北", None, 45)
    assert said(book(rows, REGIONS)) == []
    assert said(book([*rows, north], REGIONS)) == [("parts-over-whole", "目标!E5", "5")]
    east = ("销售额", "区域=华东", None, 55)
    assert said(book([*rows, north, east], REGIONS)) == [("parts-over-whole", "目标!E9", "5")]


def test_all_reps_together_are_the_whole_plan() -> None:
    rows = [(*WHOLE, 100), ("销售额", "人员=李伟", None, 60), ("销售额", "人员=王芳", None, 30)]
    assert said(book(rows)) == [("parts-do-not-add-up", "目标!E5", "10")]


def test_a_reps_months_are_held_against_the_reps_own_year() -> None:
    own = [("销售额", "人员=李伟", f"2026-{m:02}", 5) for m in range(1, 13)]
    rows = [(*WHOLE, 100), ("销售额", "人员=李伟", None, 61), *own]
    assert said(book(rows)) == [("parts-do-not-add-up", "目标!E6", "1")]


def test_metrics_are_held_apart() -> None:
    assert said(book([(*WHOLE, 100), ("销量", None, "2026Q1", 900)])) == []


def test_tiers_are_compared_where_people_typed_them_and_not_where_ratios_made_them() -> None:
    rows = [(*WHOLE, 90, 100), *((*q[:3], 22, 25) for q in quarters([0] * 4))]
    assert [p.words["tier"]["en"] for p in goal_sums(book(rows, tiers=("floor", "target")))] == ["floor"]
    tenths = settings(unit=10, floor="85%")
    assert said(book([(*WHOLE, 100), *quarters([20, 20, 30, 30])], tenths)) == []


def sold(first: date, days: int, amount: int) -> TableBlock:
    rows = [(first + timedelta(days=n), "李伟", amount) for n in range(days)]
    return block("sb_history", *rows, headings=("date", "rep", "amount"))


def test_a_goal_far_above_the_year_before_is_noticed_beyond_half_as_much_again() -> None:
    year = sold(date(2025, 1, 1), 365, 100)
    assert [p.code for p in far_goals(book([(*WHOLE, 54_751)], year))] == ["goal-far-above-history"]
    assert far_goals(book([(*WHOLE, 54_750)], year)) == ()


def test_a_goal_is_compared_with_its_own_slice_of_the_year_before() -> None:
    year = sold(date(2025, 1, 1), 365, 100)
    rows = [(*WHOLE, 50_000), ("销售额", "人员=王芳", "2026-02", 9_000), ("销售额", "人员=李伟", "2026-02", 9_000)]
    (found,) = far_goals(book(rows, year))
    assert (str(found.place), found.words["before"]) == ("目标!E7", "2,800")


def test_half_a_year_of_history_says_nothing_about_a_year() -> None:
    assert far_goals(book([(*WHOLE, 10**9)], sold(date(2025, 7, 1), 184, 100))) == ()
