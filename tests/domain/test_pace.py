"""Tracking's arithmetic, by golden tables with zeros and negatives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain import pace

F = Fraction
MAY = {date(2026, 5, day): planned for day, planned in enumerate([0, 30, 30, 0, 40], start=1)}
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)


@pytest.mark.parametrize(
    ("as_of", "due", "progress"),
    [
        (date(2026, 4, 30), 0, F(0)),
        (date(2026, 5, 1), 0, F(0)),
        (date(2026, 5, 2), 30, F(3, 10)),
        (date(2026, 5, 4), 60, F(6, 10)),
        (date(2026, 5, 5), 100, F(1)),
        (date(2026, 6, 1), 100, F(1)),
    ],
)
def test_time_progress_goes_by_the_plans_own_curve(as_of: date, due: int, progress: Fraction) -> None:
    assert pace.plan_to_date(MAY, as_of) == due
    assert pace.time_progress(MAY, as_of) == progress


def test_a_plan_of_nothing_has_no_progress() -> None:
    assert pace.time_progress({}, date(2026, 5, 1)) is None
    assert pace.time_progress({date(2026, 5, 1): 0}, date(2026, 5, 1)) is None


@pytest.mark.parametrize(
    ("actual", "target", "expected"),
    [
        (120, 100, F(6, 5)),
        (0, 100, F(0)),
        (-30, 120, F(-1, 4)),
        (Decimal("33.33"), 100, F(3333, 10000)),
        (1, 3, F(1, 3)),
        (0, 0, None),
        (50, 0, None),
        (-20, -10, None),
    ],
)
def test_attainment(actual: Decimal, target: int, expected: Fraction | None) -> None:
    assert pace.attainment(actual, target) == expected


@pytest.mark.parametrize(
    ("actual", "due", "expected"),
    [(0, 500, -500), (-40, 500, -540), (500, 500, 0), (Decimal("500.01"), 500, F(1, 100)), (0, 0, 0)],
)
def test_a_shortfall_stays_negative_also_where_nothing_was_sold(
    actual: Decimal, due: int, expected: Fraction
) -> None:
    assert pace.gap(actual, due) == expected


@pytest.mark.parametrize(
    ("target", "actual", "days", "expected"),
    [
        (1000, 400, 12, F(50)),
        (1000, 400, Decimal("2.5"), F(240)),
        (1000, -200, 12, F(100)),
        (1000, 1030, 3, F(-10)),
        (1000, 1000, 3, F(0)),
        (1000, 400, 0, None),
        (1000, 400, -1, None),
    ],
)
def test_required_per_day(target: int, actual: int, days: Decimal, expected: Fraction | None) -> None:
    assert pace.required_per_day(target, actual, days) == expected


@pytest.mark.parametrize(
    ("attained", "progress", "expected"),
    [
        (F(1, 2), F(1, 2), F(1)),
        (F(0), F(1, 2), F(0)),
        (F(-1, 4), F(1, 2), F(-1, 2)),
        (F(1, 10), F(0), None),
        (F(1, 10), None, None),
        (None, F(1, 2), None),
    ],
)
def test_pace(attained: Fraction | None, progress: Fraction | None, expected: Fraction | None) -> None:
    assert pace.pace(attained, progress) == expected


@pytest.mark.parametrize(
    ("actual", "progress", "expected"),
    [
        (450, F(1, 2), F(900)),
        (-30, F(1, 3), F(-90)),
        (0, F(1, 2), F(0)),
        (450, F(0), None),
        (450, None, None),
    ],
)
def test_landing(actual: int, progress: Fraction | None, expected: Fraction | None) -> None:
    assert pace.landing(actual, progress) == expected


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([], ()),
        ([None, None], (None, None)),
        ([80, 95, None, 80, 10], (2, 1, None, 2, 4)),
        ([0, -5, 0], (1, 3, 1)),
        ([F(1, 2), Decimal("0.5"), 1], (2, 2, 1)),
    ],
)
def test_rank_shares_places_and_skips_the_next(
    values: list[int | None], places: tuple[int | None, ...]
) -> None:
    assert pace.rank(values) == places


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (Decimal("1.00"), "green"),
        (F(999, 1000), "amber"),
        (Decimal("0.9"), "amber"),
        (F(899, 1000), "red"),
        (0, "red"),
        (Decimal(-1), "red"),
        (None, None),
    ],
)
def test_light(ratio: Fraction | None, expected: pace.Light | None) -> None:
    assert pace.light(ratio, 1, Decimal("0.9")) == expected


def test_amber_above_green_is_refused() -> None:
    with pytest.raises(ValueError, match="above green"):
        pace.light(1, Decimal("0.9"), 1)


@given(AMOUNTS, st.integers(1, 10**9), st.integers(1, 60))
def test_the_required_rate_on_all_remaining_days_closes_the_gap(
    actual: Decimal, target: int, days: int
) -> None:
    required = pace.required_per_day(target, actual, days)
    assert required is not None
    assert pace.gap(F(actual) + required * days, target) == 0


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=30))
def test_a_place_is_one_more_than_the_number_of_better_values(values: list[int | None]) -> None:
    known = [value for value in values if value is not None]
    expected = tuple(None if v is None else 1 + sum(other > v for other in known) for v in values)
    assert pace.rank(values) == expected


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 1000), min_size=1))
def test_landing_on_plan_is_the_plan(plan: dict[date, int]) -> None:
    whole = sum(plan.values())
    for as_of in plan:
        progress = pace.time_progress(plan, as_of)
        if progress:
            assert pace.landing(pace.plan_to_date(plan, as_of), progress) == whole
