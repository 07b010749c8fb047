"""The selling calendar: weekdays, exceptions, exact sums."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.holidays import holiday_days
from salesbook.domain.calendar import EVERY_DAY, SellingCalendar
from salesbook.domain.period import dates, months

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
FACTORS = st.decimals(0, 3, places=2)


def china(*years: int) -> SellingCalendar:
    return SellingCalendar(days={d.day: d.factor for d in holiday_days(years, "zh").days})


@pytest.mark.parametrize(
    ("year", "by_month"),
    [
        (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]),
        (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]),
    ],
)
def test_workdays_of_china_by_month_with_swaps(year: int, by_month: list[int]) -> None:
    whole = months(date(year, 1, 1), date(year, 12, 31))
    assert [china(year).selling_days(m.start, m.end) for m in whole] == by_month
    assert sum(by_month) == 248  # 261 weekdays less 13 statutory days, whichever way they are moved


def test_a_shop_that_opens_daily_sells_on_all_days() -> None:
    assert SellingCalendar(EVERY_DAY).selling_days(date(2026, 2, 1), date(2026, 2, 28)) == 28


def test_a_days_own_factor_goes_before_its_weekdays() -> None:
    saturday, monday = date(2026, 5, 9), date(2026, 5, 4)
    calendar = SellingCalendar(days={saturday: Decimal("0.5"), monday: Decimal(0)})
    assert calendar.weights([saturday, monday, date(2026, 5, 5)]) == (Fraction(1, 2), 0, 1)


def test_tenths_add_up_exactly() -> None:
    calendar = SellingCalendar((Decimal("0.1"),) * 7)
    assert calendar.selling_days(date(2026, 1, 1), date(2026, 1, 10)) == 1


def test_nothing_remains_after_the_last_day() -> None:
    assert SellingCalendar().selling_days(date(2026, 6, 1), date(2026, 5, 31)) == 0


def test_a_week_has_seven_factors_and_none_below_zero() -> None:
    with pytest.raises(ValueError, match="7 days"):
        SellingCalendar((1, 1, 1, 1, 1))
    with pytest.raises(ValueError, match="below zero"):
        SellingCalendar(days={date(2026, 5, 1): Decimal(-1)})


@given(DAYS, st.integers(0, 400), st.integers(0, 400), st.dictionaries(DAYS, FACTORS, max_size=20))
def test_parts_sum_to_the_whole(start: date, first: int, rest: int, own: dict[date, Decimal]) -> None:
    calendar = SellingCalendar(days=own)
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=rest)
    parts = calendar.selling_days(start, middle) + calendar.selling_days(middle + timedelta(days=1), end)
    assert parts == calendar.selling_days(start, end) == sum(calendar.weights(dates(start, end)))
