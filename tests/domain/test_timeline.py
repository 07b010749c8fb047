"""Months by each policy for weeks: golden tables worked by hand, a year of 53 weeks, and that months tile a plan."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.period import months as calendar_months
from salesbook.domain.period import parse_period
from salesbook.domain.timeline import Timeline, WeekPolicy, weeks_in_year

POLICIES: tuple[WeekPolicy, ...] = ("by-day", "iso-thursday", "4-4-5", "4-5-4", "5-4-4")
WHOLE_WEEKS = POLICIES[1:]


def weeks_by_month(line: Timeline) -> list[int]:
    return [month.length // 7 for month in line.months()]


def first_days(line: Timeline) -> list[str]:
    return [f"{month.start:%m-%d}" for month in line.months()]


YEAR_2026 = (date(2025, 12, 29), date(2027, 1, 3))
"""The fiscal year 2026 in whole weeks, and the ISO year: 53 weeks, as 1 January 2026 is a Thursday."""


@pytest.mark.parametrize(
    ("policy", "weeks", "begins"),
    [
        ("iso-thursday", [5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 5],
         "12-29 02-02 03-02 03-30 05-04 06-01 06-29 08-03 08-31 09-28 11-02 11-30"),
        ("4-4-5", [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6],
         "12-29 01-26 02-23 03-30 04-27 05-25 06-29 07-27 08-24 09-28 10-26 11-23"),
        ("4-5-4", [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5],
         "12-29 01-26 03-02 03-30 04-27 06-01 06-29 07-27 08-31 09-28 10-26 11-30"),
        ("5-4-4", [5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 5],
         "12-29 02-02 03-02 03-30 05-04 06-01 06-29 08-03 08-31 09-28 11-02 11-30"),
    ],
)  # fmt: skip
def test_a_year_of_53_weeks_gives_the_last_month_the_53rd(policy: WeekPolicy, weeks: list[int], begins: str) -> None:
    line = Timeline(*YEAR_2026, policy=policy)
    assert weeks_by_month(line) == weeks
    assert first_days(line) == begins.split()
    assert sum(weeks) == 53


@pytest.mark.parametrize(
    ("policy", "weeks"),
    [
        ("iso-thursday", [5, 4, 4, 4, 5, 4, 5, 4, 4, 5, 4, 4]),
        ("4-4-5", [4, 4, 5] * 4),
        ("4-5-4", [4, 5, 4] * 4),
        ("5-4-4", [5, 4, 4] * 4),
    ],
)
def test_a_year_of_52_weeks(policy: WeekPolicy, weeks: list[int]) -> None:
    line = Timeline(date(2024, 12, 30), date(2025, 12, 28), policy=policy)
    assert weeks_by_month(line) == weeks


def test_the_year_of_an_american_shop_begins_in_february() -> None:
    """4-5-4 from the Monday nearest to 1 February; 2023 had 53 weeks by the National Retail Federation's calendar,
    whose weeks begin a day earlier."""
    year = Timeline(date(2024, 1, 29), date(2025, 2, 2), fiscal_start=2, policy="4-5-4")
    assert weeks_in_year(2024, 2) == 53
    assert (year.months()[0].key, year.months()[0].start) == ("2024-02", date(2024, 1, 29))
    assert weeks_by_month(year) == [4, 5, 4] * 3 + [4, 5, 5]
    assert year.meaning("2024").end == date(2025, 2, 2)
    assert year.meaning("2024Q4").start == date(2024, 10, 28)


def test_by_thursday_the_first_week_of_april_may_begin_in_march() -> None:
    line = Timeline(date(2026, 1, 1), date(2026, 12, 31), policy="iso-thursday")
    april = line.month_of(date(2026, 3, 30))
    assert (april.key, april.start, april.end) == ("2026-04", date(2026, 3, 30), date(2026, 5, 3))
    assert line.month_of(date(2026, 3, 29)).key == "2026-03"
    assert line.meaning("2026Q2").start == date(2026, 3, 30)
    assert line.meaning("2026Q2").end == date(2026, 6, 28)


def test_part_of_a_week_at_the_plans_end_joins_the_month_beside_it() -> None:
    """29 and 30 June 2026 are of the week of 2 July; a second quarter that ends with June keeps them in June."""
    quarter = Timeline(date(2026, 4, 1), date(2026, 6, 30), policy="iso-thursday")
    assert [m.key for m in quarter.months()] == ["2026-04", "2026-05", "2026-06"]
    assert quarter.month_of(date(2026, 6, 30)).key == "2026-06"
    assert quarter.meaning("2026-06").end == date(2026, 6, 30)
    assert quarter.meaning("2026Q2").end == date(2026, 6, 30)


def test_three_days_of_the_next_fiscal_year_join_december() -> None:
    year = Timeline(date(2025, 1, 1), date(2025, 12, 31), policy="4-4-5")
    assert (year.months()[-1].start, year.months()[-1].end) == (date(2025, 11, 24), date(2025, 12, 31))
    assert year.meaning("2025").end == date(2025, 12, 31)
    assert year.whole(year.months()[-1]).end == date(2025, 12, 28)


@pytest.mark.parametrize("policy", WHOLE_WEEKS)
def test_a_plan_of_one_week_is_one_month(policy: WeekPolicy) -> None:
    week = Timeline(date(2026, 3, 30), date(2026, 4, 5), policy=policy)
    assert [m.key for m in week.months()] == ["2026-04"]


def test_a_plan_shorter_than_a_week_across_two_months_keeps_both() -> None:
    few = Timeline(date(2026, 5, 2), date(2026, 5, 6), policy="iso-thursday")
    assert [(m.key, m.length) for m in few.months()] == [("2026-04", 2), ("2026-05", 3)]


def test_the_first_and_the_last_week_are_cut_by_the_plan() -> None:
    april = Timeline(date(2026, 4, 1), date(2026, 4, 30))
    assert [(w.key, w.length) for w in april.weeks()] == [
        ("2026-W14", 5), ("2026-W15", 7), ("2026-W16", 7), ("2026-W17", 7), ("2026-W18", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(("fiscal", "quarters"), [(4, ["2025Q4", "2026Q1"]), (7, ["2025Q3", "2025Q4"])])
def test_quarters_of_a_fiscal_year(fiscal: int, quarters: list[str]) -> None:
    half = Timeline(date(2026, 1, 1), date(2026, 6, 30), fiscal)
    assert [key for key, _ in half.parts("quarter")] == quarters
    assert all(len(months) == 3 for _, months in half.parts("quarter"))


STARTS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@given(STARTS, st.integers(0, 800), st.integers(1, 12), st.sampled_from(POLICIES))
def test_months_tile_the_plan(start: date, length: int, fiscal: int, policy: WeekPolicy) -> None:
    line = Timeline(start, start + timedelta(days=length), fiscal, policy)
    months = line.months()
    assert (months[0].start, months[-1].end) == (line.start, line.end)
    assert all(after.start == before.end + timedelta(days=1) for before, after in pairwise(months))
    assert [m.key for m in months] == sorted({m.key for m in months})


@given(STARTS, st.integers(0, 800), st.integers(1, 12), st.sampled_from(WHOLE_WEEKS))
def test_no_week_of_the_plan_lies_in_two_months(
    start: date, length: int, fiscal: int, policy: WeekPolicy
) -> None:
    line = Timeline(start, start + timedelta(days=length), fiscal, policy)
    for week in line.weeks():
        assert week.end in line.month_of(week.start)


@given(st.integers(2015, 2045), st.integers(1, 12), st.sampled_from(WHOLE_WEEKS[1:]))
def test_fiscal_years_of_weeks_follow_each_other(year: int, fiscal: int, policy: WeekPolicy) -> None:
    first = date(year, fiscal, 1)
    line = Timeline(first + timedelta(days=7), first + timedelta(days=60), fiscal, policy)
    this, after = line.meaning(f"{year}"), line.meaning(f"{year + 1}")
    assert after.start == this.end + timedelta(days=1)
    assert abs((this.start - first).days) <= 3
    assert this.start.weekday() == 0
    assert this.length == 7 * weeks_in_year(year, fiscal) in (364, 371)


@given(STARTS, st.integers(0, 500), st.integers(1, 12), st.sampled_from(["2026", "2026H2", "2026Q3", "2026-05"]))
def test_by_day_is_the_calendar(start: date, length: int, fiscal: int, name: str) -> None:
    line = Timeline(start, start + timedelta(days=length), fiscal)
    assert line.months() == calendar_months(line.start, line.end)
    assert line.meaning(name) == parse_period(name, fiscal)


@given(STARTS, st.integers(20, 500), st.integers(1, 12), st.sampled_from(WHOLE_WEEKS))
def test_a_quarter_means_all_of_its_months(start: date, length: int, fiscal: int, policy: WeekPolicy) -> None:
    line = Timeline(start, start + timedelta(days=length), fiscal, policy)
    for key, months in line.parts("quarter"):
        quarter = line.meaning(key)
        assert quarter.start <= months[0].start
        assert months[-1].end <= quarter.end
