"""History by day laid onto a plan: Spring Festival in January and in February, Mid-Autumn, leap days, weekdays."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.festivals import festivals
from salesbook.domain.calendar import EVERY_DAY, SellingCalendar
from salesbook.domain.period import dates, months
from salesbook.domain.season import month_shares
from salesbook.domain.season_days import Festival, PastDays
from salesbook.domain.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

DAILY = SellingCalendar(EVERY_DAY)
SPRING = {2023: "01-22", 2024: "02-10", 2025: "01-29", 2026: "02-17", 2027: "02-06", 2028: "01-26"}
AUTUMN = {2023: "09-29", 2024: "09-17", 2025: "10-06", 2026: "09-25", 2027: "09-15", 2028: "10-03"}


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


def sold(start: date, end: date, amount: Callable[[date], int]) -> dict[date, Decimal]:
    return {day: Decimal(amount(day)) for day in dates(start, end)}


def near_spring(day: date) -> int:
    """One a day; three a day in the fourteen days before Spring Festival; nothing on it and the six days after it."""
    for number, text in SPRING.items():
        apart = (day - date.fromisoformat(f"{number}-{text}")).days
        if -14 <= apart < 0:
            return 3
        if 0 <= apart < 7:
            return 0
    return 1


def by_month(past: PastDays, number: int, back: int = 1) -> list[Fraction]:
    return [past.sold(month, back) for month in months(*year(number))]


@pytest.mark.parametrize("name", ["spring-festival", "mid-autumn"])
def test_the_library_knows_the_published_days(name: str) -> None:
    days = next(f.days for f in festivals("CN", range(2023, 2029)) if f.name == name)
    published = SPRING if name == "spring-festival" else AUTUMN
    assert days == {number: date.fromisoformat(f"{number}-{text}") for number, text in published.items()}


def test_the_eve_being_the_first_day_off_does_not_make_it_the_festival() -> None:
    """From 2008 to 2013 the days off began with the eve."""
    spring = festivals("CN", (2012, 2013))[0]
    assert spring.days == {2012: date(2012, 1, 23), 2013: date(2013, 2, 10)}


@pytest.mark.parametrize(
    ("past", "plan", "before", "after"),
    [
        # 2025: 14 days of 1, 14 of 3, 3 of 0 | 4 of 0, 24 of 1.  2026: 31 of 1 | 2 of 1, 14 of 3, 7 of 0, 5 of 1
        (2025, 2026, (56, 24), (31, 49)),
        # 2024: 26 of 1, 5 of 3 | 9 of 3, 7 of 0, 13 of 1.  2025 as above
        (2024, 2025, (41, 40), (56, 24)),
        # 2026 as above.  2027: 22 of 1, 9 of 3 | 5 of 3, 7 of 0, 16 of 1
        (2026, 2027, (31, 49), (49, 31)),
    ],
)  # fmt: skip
def test_a_season_goes_with_spring_festival_between_january_and_february(
    past: int, plan: int, before: tuple[int, int], after: tuple[int, int]
) -> None:
    """(January, February) as they were, and as the plan's year takes them."""
    history = sold(*year(past), near_spring)
    assert by_month(PastDays(history), plan)[:2] == list(before)
    aligned = PastDays(history, festivals("CN", (past, plan)))
    assert by_month(aligned, plan)[:2] == list(after)
    assert by_month(aligned, plan)[2:9] == [31, 30, 31, 30, 31, 31, 30]
    moved = [month.start.month for month in months(*year(plan)) if aligned.moved(month, 1)]
    assert moved == [int(SPRING[plan][:2]), int(AUTUMN[plan][:2])]


def test_the_plan_s_shares_follow() -> None:
    """386 in all: 365 days of one, 14 of them three, 7 of them nothing."""
    history = sold(*year(2025), near_spring)
    past = PastDays(history, festivals("CN", (2025, 2026)))
    found = month_shares(months(*year(2026)), past.months(), DAILY, "history", past=past)
    assert found.shares[:3] == (Fraction(31, 386), Fraction(49, 386), Fraction(31, 386))
    assert found.aligned
    assert found.years == 1


def test_shrinking_towards_selling_days_holds_for_aligned_months() -> None:
    past = PastDays(sold(*year(2025), near_spring), festivals("CN", (2025, 2026)))
    found = month_shares(months(*year(2026)), past.months(), DAILY, "auto", past=past)
    assert found.weight == Fraction(1, 2)
    assert found.shares[1] == (Fraction(49, 386) + Fraction(28, 365)) / 2


def test_mid_autumn_goes_from_october_to_september() -> None:
    """2025-10-06 and 2026-09-25: ten days before it sell five a day."""

    def cakes(day: date) -> int:
        return 5 if -10 <= (day - date(2025, 10, 6)).days < 0 else 1

    history = sold(*year(2025), cakes)
    assert by_month(PastDays(history), 2026)[8:10] == [30 + 4 * 5, 31 + 4 * 5]
    assert by_month(PastDays(history, festivals("CN", (2025, 2026))), 2026)[8:10] == [30 + 40, 31]


def test_days_near_last_year_s_festival_count_as_ordinary_where_this_year_s_is_elsewhere() -> None:
    """2025-01-01 to 12 lay within 35 days of the festival, at nine a day; in 2026 they do not: the days before the
    festival's own are not known, so the ones after it count."""

    def early(day: date) -> int:
        return 9 if day <= date(2025, 1, 12) else 2

    history = sold(*year(2025), early)
    aligned = PastDays(history, festivals("CN", (2025, 2026)))
    # 12 ordinary days of 2; seven days that would lie in December 2024, ordinary too; 12 of the days from 1 January on
    assert by_month(aligned, 2026)[0] == 12 * 2 + 7 * 2 + 12 * 9
    before = PastDays({**history, **sold(date(2024, 12, 1), date(2024, 12, 31), lambda _: 4)}, aligned.festivals)
    assert by_month(before, 2026)[0] == 12 * 4 + 7 * 4 + 12 * 9


def test_days_after_an_earlier_festival_count_as_those_after_last_year_s() -> None:
    """2024-02-10 and 2025-01-29: in 2025 the days from 19 February on are past the festival's own, in 2024 they were
    not. Before those weeks a hundred a day was sold, in them seven, after them one."""

    def amount(day: date) -> int:
        return 100 if day < date(2024, 1, 6) else 7 if day <= date(2024, 3, 1) else 1

    past = PastDays(sold(date(2023, 12, 1), date(2024, 12, 31), amount), festivals("CN", (2024, 2025)))
    assert by_month(past, 2025)[:3] == [31 * 7, 18 * 7 + 10 * 1, 31]


def test_a_leap_day_is_added_to_the_28th_and_taken_from_nothing() -> None:
    leap = PastDays(sold(*year(2024), lambda _: 1))
    assert by_month(leap, 2025)[1] == 29
    assert by_month(PastDays(sold(*year(2023), lambda _: 1)), 2024)[1] == 28


def test_months_of_whole_weeks_take_days_of_the_same_weekday() -> None:
    """Nothing is sold at weekends: a month of five weeks has sold 25, whatever the dates were."""
    line = Timeline(date(2025, 12, 29), date(2027, 1, 3), policy="4-4-5")
    past = PastDays(sold(date(2023, 1, 1), date(2025, 12, 31), lambda day: int(day.weekday() < 5)), (), by_weekday=True)
    assert [past.sold(month, 1) for month in line.months()[:11]] == [20, 20, 25, 20, 20, 25, 20, 20, 25, 20, 20]
    assert [past.sold(month, 2) for month in line.months()[1:3]] == [20, 25]


def test_no_festival_where_nobody_keeps_it() -> None:
    assert festivals("US", (2025, 2026)) == festivals("", (2025, 2026)) == ()
    assert [f.name for f in festivals("HK", (2025, 2026))] == ["spring-festival", "mid-autumn"]


AMOUNTS = st.lists(st.integers(0, 10**6), min_size=730, max_size=730)


@given(AMOUNTS, st.integers(10, 340), st.integers(0, 60), st.integers(0, 60))
def test_a_festival_that_did_not_move_changes_nothing(amounts: list[int], at: int, before: int, after: int) -> None:
    start = date(2025, 1, 1)
    history = {start + timedelta(days=n): Decimal(amount) for n, amount in enumerate(amounts)}
    days = {number: date(number, 1, 1) + timedelta(days=at) for number in (2024, 2025, 2026, 2027, 2028)}
    still = Festival("still", before, after, days)
    plain = PastDays(history)
    aligned = PastDays(history, (Festival("still", before, after, {y: d for y, d in days.items() if y != 2024}),))
    assert by_month(plain, 2027) == by_month(aligned, 2027)
    assert not aligned.moved(months(*year(2027))[0], 1)
    assert still.span(2030) is None


@given(
    AMOUNTS,
    st.sampled_from(["auto", "history"]),
    st.sampled_from(["by-day", "iso-thursday", "4-4-5", "4-5-4", "5-4-4"]),
    st.integers(2025, 2028),
    st.integers(0, 300),
)
def test_aligned_shares_are_never_negative_and_sum_to_one(
    amounts: list[int], policy: str, weeks: str, number: int, length: int
) -> None:
    line = Timeline(date(number, 1, 1), date(number, 3, 1) + timedelta(days=length), 1, weeks)  # type: ignore[arg-type]
    first = date(number - 2, 1, 1)
    history = {first + timedelta(days=n): Decimal(amount) for n, amount in enumerate(amounts)}
    past = PastDays(history, festivals("CN", range(number - 3, number + 2)), by_weekday=weeks != "by-day")
    wholes = [line.whole(month) for month in line.months()]
    found = month_shares(line.months(), past.months(), DAILY, policy, past=past, wholes=wholes)  # type: ignore[arg-type]
    assert sum(found.shares) == 1
    assert min(found.shares) >= 0
