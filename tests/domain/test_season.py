"""Month shares: runs of history, short history, clipped months, and months in which nothing was sold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.calendar import EVERY_DAY, SellingCalendar
from salesbook.domain.period import Period, months
from salesbook.domain.season import Month, Policy, month_shares

DAILY = SellingCalendar(EVERY_DAY)
NEVER = SellingCalendar((0,) * 7)


def year(number: int) -> tuple[Period, ...]:
    return months(date(number, 1, 1), date(number, 12, 31))


def sold(first: Month, amounts: list[int]) -> dict[Month, Decimal]:
    start = first[0] * 12 + first[1] - 1
    return {(n // 12, n % 12 + 1): Decimal(amount) for n, amount in enumerate(amounts, start)}


def test_equal_gives_each_whole_month_the_same() -> None:
    found = month_shares(year(2026), {}, DAILY, "equal")
    assert found.shares == (Fraction(1, 12),) * 12
    assert found.policy == "equal"


def test_equal_gives_a_clipped_month_its_part() -> None:
    campaign = months(date(2026, 4, 16), date(2026, 5, 31))
    assert month_shares(campaign, {}, DAILY, "equal").shares == (Fraction(1, 3), Fraction(2, 3))


def test_days_go_by_selling_days() -> None:
    quarter = months(date(2026, 1, 1), date(2026, 3, 31))
    calendar = SellingCalendar(EVERY_DAY, {date(2026, 3, 8): 11})
    assert month_shares(quarter, {}, calendar, "days").shares == (
        Fraction(31, 100),
        Fraction(28, 100),
        Fraction(41, 100),
    )


def test_history_alone_averages_the_shares_of_the_years_not_their_sums() -> None:
    small, large = [1] * 11 + [9], [100] * 12
    found = month_shares(year(2026), sold((2024, 1), small + large), DAILY, "history")
    assert found.years == 2
    assert found.shares[11] == (Fraction(9, 20) + Fraction(1, 12)) / 2
    assert found.shares[0] == (Fraction(1, 20) + Fraction(1, 12)) / 2


@pytest.mark.parametrize(("years", "weight"), [(1, "1/2"), (2, "2/3"), (3, "3/4")])
def test_the_longer_the_history_the_more_it_weighs(years: int, weight: str) -> None:
    december_only = ([0] * 11 + [12]) * years
    found = month_shares(year(2026), sold((2026 - years, 1), december_only), DAILY, "auto")
    assert (found.policy, found.years, found.weight) == ("auto", years, Fraction(weight))
    assert found.shares[0] == (1 - Fraction(weight)) * Fraction(31, 365)
    assert found.shares[11] == (1 - Fraction(weight)) * Fraction(31, 365) + Fraction(weight)


def test_a_partial_year_is_left_out() -> None:
    thirty = sold((2017, 7), [1000] * 6 + [10] * 24)
    found = month_shares(year(2020), thirty, DAILY, "history")
    assert found.years == 2
    assert found.shares == (Fraction(1, 12),) * 12
    assert found.left_out == tuple((2017, month) for month in range(7, 13))


def test_twelve_months_across_two_calendar_years_are_a_run() -> None:
    found = month_shares(year(2026), sold((2024, 7), [2] * 6 + [1] * 6), DAILY, "history")
    assert found.years == 1
    assert found.shares == (Fraction(1, 18),) * 6 + (Fraction(2, 18),) * 6
    assert found.used[0] == (2024, 7)
    assert found.used[-1] == (2025, 6)


def test_a_fiscal_year_uses_the_months_in_its_own_order() -> None:
    fiscal = months(date(2026, 4, 1), date(2027, 3, 31))
    found = month_shares(fiscal, sold((2025, 4), list(range(1, 13))), DAILY, "history")
    assert found.shares == tuple(Fraction(n, 78) for n in range(1, 13))


def test_a_quarter_needs_only_its_own_months() -> None:
    quarter = months(date(2026, 4, 1), date(2026, 6, 30))
    found = month_shares(quarter, sold((2025, 4), [1, 2, 1]), DAILY, "history")
    assert (found.years, found.shares) == (1, (Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)))


def test_months_on_or_after_the_plans_start_are_no_history() -> None:
    history = {**sold((2025, 1), [1] * 12), (2026, 1): Decimal(999)}
    found = month_shares(year(2026), history, DAILY, "history")
    assert found.shares == (Fraction(1, 12),) * 12
    assert found.left_out == ((2026, 1),)


@pytest.mark.parametrize("policy", ["auto", "history"])
@pytest.mark.parametrize(
    "history",
    [
        {},
        sold((2025, 7), [5] * 6),
        sold((2026, 1), [5] * 12),
        sold((2025, 1), [0] * 12),
        sold((2025, 1), [-5] * 12),
    ],
    ids=["none", "half a year", "the plan's own year", "all zero", "all returns"],
)
def test_without_a_whole_year_the_selling_days_decide_and_it_says_so(
    policy: Policy, history: dict[Month, Decimal]
) -> None:
    found = month_shares(year(2026), history, DAILY, policy)
    assert (found.policy, found.years, found.weight, found.used) == ("days", 0, 0, ())
    assert found.shares == month_shares(year(2026), {}, DAILY, "days").shares
    assert found.left_out == tuple(history)


def test_a_month_without_rows_counts_as_nothing_and_is_named() -> None:
    history = sold((2025, 1), [1] * 12)
    del history[2025, 6]
    found = month_shares(year(2026), history, DAILY, "history")
    assert found.missing == ((2025, 6),)
    assert found.shares[5] == 0
    assert month_shares(year(2026), history, DAILY, "auto").shares[5] == Fraction(30, 365) / 2


def test_a_month_of_net_returns_counts_as_nothing() -> None:
    found = month_shares(year(2026), sold((2025, 1), [-500] + [1] * 11), DAILY, "history")
    assert found.shares == (0,) + (Fraction(1, 11),) * 11


def test_a_clipped_month_gets_its_part_of_the_months_share() -> None:
    plan = months(date(2026, 4, 16), date(2026, 5, 31))
    found = month_shares(plan, sold((2025, 4), [600, 300]), DAILY, "history")
    assert found.shares == (Fraction(1, 2), Fraction(1, 2))


def test_a_calendar_without_selling_days_falls_back_to_calendar_days() -> None:
    quarter = months(date(2026, 1, 1), date(2026, 3, 31))
    assert month_shares(quarter, {}, NEVER, "days").shares == (
        Fraction(31, 90),
        Fraction(28, 90),
        Fraction(31, 90),
    )
    assert sum(month_shares(quarter, sold((2025, 1), [1, 2, 3]), NEVER, "history").shares) == 1


@given(
    start=st.dates(date(2020, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 500),
    first=st.tuples(st.integers(2015, 2026), st.integers(1, 12)),
    amounts=st.lists(st.integers(-1000, 10**9), max_size=60),
    policy=st.sampled_from(["auto", "history", "days", "equal"]),
    weekdays=st.tuples(*[st.integers(0, 2)] * 7),
)
def test_shares_are_never_negative_and_sum_to_one(
    start: date,
    length: int,
    first: Month,
    amounts: list[int],
    policy: Policy,
    weekdays: tuple[int, ...],
) -> None:
    plan = months(start, start + timedelta(days=length))
    history = sold(first, amounts)
    found = month_shares(plan, history, SellingCalendar(weekdays), policy)
    assert sum(found.shares) == 1
    assert min(found.shares) >= 0
    assert len(found.shares) == len(plan)
    assert found.years or not found.weight
    if policy in ("auto", "history"):
        assert set(found.left_out) == set(history) - set(found.used)
