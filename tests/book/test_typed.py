"""What people type: numbers, percentages, rates, counts and dates, read exactly or refused by name."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.typed import Unreadable, parse_count, parse_date, parse_number, parse_percent, parse_rate

if TYPE_CHECKING:
    from collections.abc import Callable

D = Decimal
FULL_WIDTH = str.maketrans("0123456789.,-+()%", "０１２３４５６７８９．，－＋（）％")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (12, "12"),
        (68.68, "68.68"),
        (-0.5, "-0.5"),
        (1e22, "10000000000000000000000"),
        (D("12.30"), "12.30"),
        (D("1.2E+4"), "12000"),
        (numpy.float64(68.68), "68.68"),
        (numpy.int64(7), "7"),
        ("1.2万", "12000"),
        ("1.2 万", "12000"),
        ("３亿", "300000000"),
        ("50千", "50000"),
        ("2百万", "2000000"),
        ("5千万", "50000000"),
        ("0.5万亿", "500000000000"),
        ("1.2万元", "12000"),
        ("5w", "50000"),
        ("3K", "3000"),
        ("1.5m", "1500000"),
        ("2bn", "2000000000"),
        ("1,234", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("１２３", "123"),
        ("１，２３４．５", "1234.5"),
        ("  42\u3000", "42"),
        ("\u00a042\u200b", "42"),
        ("－5", "-5"),
        ("\u22125", "-5"),
        ("- 5", "-5"),
        ("+5", "5"),
        ("(1,234)", "-1234"),
        ("（1,234）", "-1234"),
        ("¥1,200", "1200"),
        ("￥ 1,200.00", "1200.00"),
        ("-¥1,200", "-1200"),
        ("¥-1,200", "-1200"),
        ("(¥1,200)", "-1200"),
        ("1200元", "1200"),
        ("RMB 1,200", "1200"),
        ("$99.9", "99.9"),
        ("30%", "0.30"),
        ("３０％", "0.30"),
        ("-12.5 %", "-0.125"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("123456789012345678901234567890.12", "123456789012345678901234567890.12"),
    ],
)
def test_numbers_are_read_exactly(typed: object, number: str) -> None:
    found = parse_number(typed)
    assert found == D(number)
    assert "E" not in str(found)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (" \u3000", "empty"),
        (None, "empty"),
        ("abc", "not-a-number"),
        ("-", "not-a-number"),
        ("()", "not-a-number"),
        ("(-5)", "not-a-number"),
        ("-¥-5", "not-a-number"),
        ("--5", "not-a-number"),
        ("1.2.3", "not-a-number"),
        ("1万2千", "not-a-number"),
        ("30%万", "not-a-number"),
        ("三万", "not-a-number"),
        ("10²", "not-a-number"),
        ("①", "not-a-number"),
        ("1 234", "not-a-number"),
        ("nan", "not-a-number"),
        ("inf", "not-a-number"),
        ("1,23,4", "misplaced-separator"),
        ("1,2345", "misplaced-separator"),
        ("1.234,5", "misplaced-separator"),
        (",123", "misplaced-separator"),
        ("1,23万", "misplaced-separator"),
        ("1.2E+08", "scientific-notation"),
        (True, "not-a-number"),
        (math.nan, "not-a-number"),
        (math.inf, "not-a-number"),
        (D("NaN"), "not-a-number"),
        ([1], "not-a-number"),
        (date(2026, 3, 4), "became-a-date"),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(typed: object, reason: str) -> None:
    assert refusal(parse_number, typed).reason == reason


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("30%", "0.3"),
        ("30 %", "0.3"),
        ("３０％", "0.3"),
        (0.3, "0.3"),
        ("0.3", "0.3"),
        (1, "1"),
        (0, "0"),
        (-0.05, "-0.05"),
        ("-5%", "-0.05"),
        ("120%", "1.2"),
        ("66.7%", "0.667"),
    ],
)
def test_percentages(typed: object, share: str) -> None:
    assert parse_percent(typed) == D(share)


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        (30, ("30%", "3000%")),
        ("３０", ("30%", "3000%")),
        (1.2, ("1.2%", "120%")),
        (-30.0, ("-30%", "-3000%")),
        ("1,200", ("1200%", "120000%")),
    ],
)
def test_a_bare_number_over_one_is_ambiguous_and_the_choices_are_listed(
    typed: object, choices: tuple[str, ...]
) -> None:
    refused = refusal(parse_percent, typed)
    assert (refused.reason, refused.choices) == ("ambiguous-percent", choices)
    assert all(choice in refused.words[language] for choice in choices for language in ("zh", "en"))


def test_ratios_may_be_allowed_over_one() -> None:
    assert parse_percent(1.2, largest=3) == D("1.2")
    assert refusal(lambda typed: parse_percent(typed, largest=3), 120).reason == "ambiguous-percent"


@pytest.mark.parametrize(
    ("typed", "rate"),
    [
        ("30/100", "0.3"),
        ("６０／２００", "0.3"),
        (" 1 / 4 ", "0.25"),
        ("1,000/2,000", "0.5"),
        ("30%", "0.3"),
        (0.3, "0.3"),
    ],
)
def test_rates(typed: object, rate: str) -> None:
    assert parse_rate(typed) == D(rate)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("40/0", "not-a-rate"),
        ("40/", "empty"),
        ("1/2/3", "not-a-number"),
        ("a/b", "not-a-number"),
        (30, "ambiguous-percent"),
        (datetime(2026, 3, 30), "became-a-date"),
    ],
)
def test_what_is_no_rate(typed: object, reason: str) -> None:
    assert refusal(parse_rate, typed).reason == reason


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        (12, 12),
        (12.0, 12),
        (0.1 * 3 * 10, 3),
        (2.0**50, 2**50),
        (-3, -3),
        ("1.2万", 12000),
        ("1,234", 1234),
        ("5.00", 5),
    ],
)
def test_counts_are_whole_as_excel_shows_them(typed: object, count: int) -> None:
    found = parse_count(typed)
    assert found == count
    assert isinstance(found, int)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (2.5, "not-whole"),
        (2.00001, "not-whole"),
        ("1.5", "not-whole"),
        ("30%", "not-whole"),
        ("", "empty"),
        (False, "not-a-number"),
        (math.nan, "not-a-number"),
    ],
)
def test_what_is_no_count(typed: object, reason: str) -> None:
    assert refusal(parse_count, typed).reason == reason


@pytest.mark.parametrize(
    "typed",
    [
        date(2026, 5, 1),
        datetime(2026, 5, 1, 23, 59),
        pandas.Timestamp("2026-05-01 08:00"),
        "2026-05-01",
        "2026-5-1",
        "2026/5/1",
        "2026.5.1",
        "2026年5月1日",
        "2026年05月01号",
        "2026 年 5 月 1 日",
        "２０２６－０５－０１",
        "20260501",
        " 2026-05-01 ",
        "2026-05-01 18:30",
        "2026-05-01T18:30:00.123",
        "2026年5月1日 18:30",
        "20260501 00:00:00",
        46143,
        46143.75,
        20260501,
        20260501.0,
    ],
)
def test_dates(typed: object) -> None:
    found = parse_date(typed)
    assert found == date(2026, 5, 1)
    assert type(found) is date


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (None, "empty"),
        (pandas.NaT, "empty"),
        ("五月", "not-a-date"),
        ("5月", "not-a-date"),
        ("2026年5月", "not-a-date"),
        ("2026-05", "not-a-date"),
        ("2026-05/01", "not-a-date"),
        ("2026-05-0110:30", "not-a-date"),
        ("46143", "not-a-date"),
        ("5月1日", "date-without-year"),
        ("５月１日", "date-without-year"),
        ("5/1", "date-without-year"),
        ("2026-02-30", "no-such-day"),
        ("2025年2月29日", "no-such-day"),
        ("20261301", "no-such-day"),
        ("99/99/2026", "no-such-day"),
        ("0/0/0000", "no-such-day"),
        ("1026-05-01", "date-out-of-range"),
        (20261301, "no-such-day"),
        (0, "not-a-date"),
        (2026, "not-a-date"),
        (36525, "not-a-date"),
        (73051, "not-a-date"),
        (-1234567, "not-a-date"),
        (20260501.5, "not-a-date"),
        (True, "not-a-date"),
        (math.nan, "not-a-date"),
        (time(8, 30), "not-a-date"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(typed: object, reason: str) -> None:
    assert refusal(parse_date, typed).reason == reason


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("5/1/2026", ("2026-05-01", "2026-01-05")),
        ("12/31/2026", ("2026-12-31",)),
        ("26-05-01", ("2001-05-26", "2026-05-01")),
        ("5.1.26", ("2026-05-01", "2026-01-05", "2005-01-26")),
    ],
)
def test_an_unclear_order_is_refused_with_the_days_it_may_mean(typed: str, choices: tuple[str, ...]) -> None:
    refused = refusal(parse_date, typed)
    assert (refused.reason, refused.choices) == ("ambiguous-date", choices)
    assert all(choice in refused.words["en"] for choice in choices)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_number_survives_every_way_of_writing_it(number: Decimal) -> None:
    plain = f"{number:f}"
    grouped = f"{number:,f}"
    ways = (number, plain, grouped, plain.translate(FULL_WIDTH), f" {grouped} ", f"¥{plain}", f"{plain}元")
    for written in ways:
        assert parse_number(written) == number
    if number < 0:
        assert parse_number(f"({grouped.removeprefix('-')})") == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_survives(number: float) -> None:
    assert float(parse_number(number)) == number


@given(
    st.integers(-(10**15), 10**15),
    st.sampled_from([("万", 4), ("亿", 8), ("千万", 7), ("k", 3), ("%", -2)]),
)
def test_a_unit_moves_the_point_and_loses_nothing(thousandths: int, unit: tuple[str, int]) -> None:
    written = D(thousandths).scaleb(-3)
    assert parse_number(f"{written:f}{unit[0]}") == written.scaleb(unit[1])


@given(st.integers(), st.booleans())
def test_a_count_survives(count: int, grouped: bool) -> None:
    assert parse_count(f"{count:,}" if grouped else count) == count


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.times())
def test_a_date_survives_every_way_of_writing_it(day: date, at: time) -> None:
    y, m, d = day.year, day.month, day.day
    ways = [day.isoformat(), f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{day:%Y%m%d}"]
    for way in ways:
        assert parse_date(way) == parse_date(f"{way} {at}") == parse_date(way.translate(FULL_WIDTH)) == day
    assert parse_date(datetime.combine(day, at)) == day


@given(st.text(alphabet="0123456789.,-+()¥%万亿千元年月日/: eE", max_size=14))
def test_any_text_is_read_or_refused_with_words(text: str) -> None:
    for parse in (parse_number, parse_percent, parse_rate, parse_count, parse_date):
        found = read(parse, text)
        assert isinstance(found, Decimal | int | date) or all(found[language] for language in ("zh", "en"))


def read(parse: Callable[[Any], Any], text: str) -> Any:
    """What was read, or the words of the refusal."""
    try:
        return parse(text)
    except Unreadable as refused:
        return refused.words


def refusal(parse: Callable[[Any], object], typed: object) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        parse(typed)
    assert set(caught.value.words) == {"zh", "en"}
    return caught.value
