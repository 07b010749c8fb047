"""Periods: names, fiscal years, ISO weeks over the new year, ranges cut without gap or overlap."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain import period as p
from salesbook.domain.period import Period, PeriodError, parse_period
from salesbook.texts import in_each

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
FISCAL = st.integers(1, 12)
RANGES = st.tuples(DAYS, st.integers(0, 800)).map(lambda r: (r[0], r[0] + timedelta(days=r[1])))


@pytest.mark.parametrize(
    ("text", "key", "kind", "start", "end"),
    [
        ("2026", "2026", "year", "2026-01-01", "2026-12-31"),
        ("FY2026", "2026", "year", "2026-01-01", "2026-12-31"),
        ("2026年", "2026", "year", "2026-01-01", "2026-12-31"),
        ("2026财年", "2026", "year", "2026-01-01", "2026-12-31"),
        ("2026年度", "2026", "year", "2026-01-01", "2026-12-31"),
        ("2026H1", "2026H1", "half", "2026-01-01", "2026-06-30"),
        ("2026上半年", "2026H1", "half", "2026-01-01", "2026-06-30"),
        ("2026年下半年", "2026H2", "half", "2026-07-01", "2026-12-31"),
        ("2026Q2", "2026Q2", "quarter", "2026-04-01", "2026-06-30"),
        ("2026 q2", "2026Q2", "quarter", "2026-04-01", "2026-06-30"),
        ("2026-Q2", "2026Q2", "quarter", "2026-04-01", "2026-06-30"),
        ("2026年二季度", "2026Q2", "quarter", "2026-04-01", "2026-06-30"),
        ("2026年第2季度", "2026Q2", "quarter", "2026-04-01", "2026-06-30"),
        ("2026年第四季度", "2026Q4", "quarter", "2026-10-01", "2026-12-31"),
        ("2026-05", "2026-05", "month", "2026-05-01", "2026-05-31"),
        ("2026年5月", "2026-05", "month", "2026-05-01", "2026-05-31"),
        ("2026年05月份", "2026-05", "month", "2026-05-01", "2026-05-31"),
        ("2026/5", "2026-05", "month", "2026-05-01", "2026-05-31"),
        ("２０２６－０２", "2026-02", "month", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2026-W18", "2026-W18", "week", "2026-04-27", "2026-05-03"),
        ("2026年第18周", "2026-W18", "week", "2026-04-27", "2026-05-03"),
        ("2026-W53", "2026-W53", "week", "2026-12-28", "2027-01-03"),
        ("2026-W01", "2026-W01", "week", "2025-12-29", "2026-01-04"),
        ("2026-05-01", "2026-05-01", "day", "2026-05-01", "2026-05-01"),
        ("2026/5/1", "2026-05-01", "day", "2026-05-01", "2026-05-01"),
        (" 2026年5月1日 ", "2026-05-01", "day", "2026-05-01", "2026-05-01"),
    ],
)
def test_a_name_means_its_period(text: str, key: str, kind: p.Kind, start: str, end: str) -> None:
    expected = Period(key, kind, date.fromisoformat(start), date.fromisoformat(end))
    assert parse_period(text) == expected


@pytest.mark.parametrize(
    ("text", "fiscal_start", "start", "end"),
    [
        ("FY2026", 4, "2026-04-01", "2027-03-31"),
        ("2026", 4, "2026-04-01", "2027-03-31"),
        ("2026H2", 4, "2026-10-01", "2027-03-31"),
        ("2026Q1", 4, "2026-04-01", "2026-06-30"),
        ("2026Q4", 4, "2027-01-01", "2027-03-31"),
        ("FY2026", 12, "2026-12-01", "2027-11-30"),
        ("2026Q1", 12, "2026-12-01", "2027-02-28"),
        ("FY2026", 7, "2026-07-01", "2027-06-30"),
        ("2026-02", 4, "2026-02-01", "2026-02-28"),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_in_which_it_starts(
    text: str, fiscal_start: int, start: str, end: str
) -> None:
    found = parse_period(text, fiscal_start)
    assert (found.start, found.end) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not-a-period"),
        ("五一", "not-a-period"),
        ("2026Q5", "not-a-period"),
        ("2026H3", "not-a-period"),
        ("26-05", "not-a-period"),
        ("2026年上半", "not-a-period"),
        ("2026-05/01", "not-a-period"),
        ("2026-13", "no-such-period"),
        ("2026-00", "no-such-period"),
        ("2026-02-30", "no-such-period"),
        ("2025-W53", "no-such-period"),
        ("1234", "year-out-of-range"),
        ("9999", "year-out-of-range"),
    ],
)
def test_what_is_no_period_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_period(text)
    assert caught.value.reason == reason
    assert caught.value.given == text


@pytest.mark.parametrize("fiscal_start", [0, 13, -1])
def test_a_fiscal_year_starts_in_a_month_that_exists(fiscal_start: int) -> None:
    with pytest.raises(PeriodError, match="no-such-month"):
        parse_period("2026", fiscal_start)


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    backwards = date(2026, 5, 2), date(2026, 5, 1)
    for cut in (p.months, p.quarters, p.weeks, p.days):
        with pytest.raises(PeriodError, match="end-before-start"):
            cut(*backwards)
    with pytest.raises(PeriodError, match="end-before-start"):
        Period("五一", "phase", *backwards)


def test_months_are_clipped_to_the_campaign() -> None:
    found = p.months(date(2026, 4, 25), date(2026, 5, 7))
    assert found == (
        Period("2026-04", "month", date(2026, 4, 25), date(2026, 4, 30)),
        Period("2026-05", "month", date(2026, 5, 1), date(2026, 5, 7)),
    )


def test_weeks_of_a_month_sum_to_the_month() -> None:
    found = p.weeks(date(2026, 5, 1), date(2026, 5, 31))
    assert [w.key for w in found] == ["2026-W18", "2026-W19", "2026-W20", "2026-W21", "2026-W22"]
    assert [w.length for w in found] == [3, 7, 7, 7, 7]


def test_iso_weeks_run_over_the_new_year() -> None:
    turn = {day: p.week_of(day).key for day in p.dates(date(2026, 12, 27), date(2027, 1, 4))}
    assert list(turn.values()) == ["2026-W52"] + ["2026-W53"] * 7 + ["2027-W01"]


def test_quarters_of_a_fiscal_year() -> None:
    found = p.quarters(date(2026, 4, 1), date(2027, 3, 31), fiscal_start=4)
    assert [q.key for q in found] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert [len(p.months(q.start, q.end)) for q in found] == [3, 3, 3, 3]


def test_within_counts_both_ends() -> None:
    quarter = parse_period("2026Q2")
    assert p.within(parse_period("2026-06"), quarter)
    assert p.within(quarter, quarter)
    assert not p.within(parse_period("2026-W27"), quarter)
    assert date(2026, 6, 30) in quarter
    assert date(2026, 7, 1) not in quarter


@given(RANGES, FISCAL)
def test_every_cut_covers_the_range_without_gap_or_overlap(span: tuple[date, date], fiscal: int) -> None:
    start, end = span
    cuts = (
        p.months(start, end),
        p.weeks(start, end),
        p.days(start, end),
        p.quarters(start, end, fiscal),
        p.halves(start, end, fiscal),
        p.years(start, end, fiscal),
    )
    for found in cuts:
        assert found[0].start == start
        assert found[-1].end == end
        assert all(b.start - a.end == timedelta(days=1) for a, b in pairwise(found))
        assert len({period.key for period in found}) == len(found)


@given(DAYS, FISCAL)
def test_a_key_is_a_name_of_its_own_period(day: date, fiscal: int) -> None:
    of_day = (p.day_of(day), p.week_of(day), p.month_of(day))
    fiscal_ones = (p.quarter_of(day, fiscal), p.half_of(day, fiscal), p.year_of(day, fiscal))
    for period in of_day + fiscal_ones:
        assert day in period
        assert parse_period(period.key, fiscal) == period


@given(DAYS, FISCAL)
def test_quarters_nest_in_halves_and_halves_in_years(day: date, fiscal: int) -> None:
    month, quarter = p.month_of(day), p.quarter_of(day, fiscal)
    half, year = p.half_of(day, fiscal), p.year_of(day, fiscal)
    assert p.within(month, quarter)
    assert p.within(quarter, half)
    assert p.within(half, year)
    assert year.start.month == fiscal


@given(st.text(alphabet="0123456789FYHQW年月日季度上下半第一二周-/. ", max_size=12), FISCAL)
def test_any_text_is_a_period_or_refused(text: str, fiscal: int) -> None:
    found = read(text, fiscal)
    if isinstance(found, Period):
        assert parse_period(found.key, fiscal) == found
    else:
        assert in_each("reasons", found, given=text)["zh"]


def read(text: str, fiscal: int) -> Period | str:
    """The period, or the reason of the refusal."""
    try:
        return parse_period(text, fiscal)
    except PeriodError as refused:
        return refused.reason
