"""China's calendar of 2025 and 2026 as the State Council announced it, and what is not known."""

from __future__ import annotations

import re
from datetime import date

import pytest

from salesbook.book.holidays import holiday_days
from salesbook.domain.calendar import SellingCalendar
from salesbook.domain.period import dates

ANNOUNCED = {
    2025: [
        ("01-01", "01-01", ""),
        ("01-28", "02-04", "01-26 02-08"),
        ("04-04", "04-06", ""),
        ("05-01", "05-05", "04-27"),
        ("05-31", "06-02", ""),
        ("10-01", "10-08", "09-28 10-11"),
    ],
    2026: [
        ("01-01", "01-03", "01-04"),
        ("02-15", "02-23", "02-14 02-28"),
        ("04-04", "04-06", ""),
        ("05-01", "05-05", "05-09"),
        ("06-19", "06-21", ""),
        ("09-25", "09-27", ""),
        ("10-01", "10-07", "09-20 10-10"),
    ],
}


@pytest.mark.parametrize("year", ANNOUNCED)
def test_each_day_of_the_year_is_free_or_worked_as_announced(year: int) -> None:
    def day(text: str) -> date:
        return date.fromisoformat(f"{year}-{text}")

    free = {each for first, last, _ in ANNOUNCED[year] for each in dates(day(first), day(last))}
    worked = {day(text) for _, _, swapped in ANNOUNCED[year] for text in swapped.split()}
    calendar = SellingCalendar(days={d.day: d.factor for d in holiday_days([year], "zh").days})
    for each in dates(date(year, 1, 1), date(year, 12, 31)):
        expected = each in worked or (each.weekday() < 5 and each not in free)
        assert calendar.factor(each) == expected, each


def test_swapped_workdays_are_weekends_with_factor_one() -> None:
    found = [d for d in holiday_days([2026], "en").days if d.kind == "workday"]
    assert [str(d.day) for d in found] == [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]  # fmt: skip
    assert all(d.factor == 1 and d.day.weekday() >= 5 for d in found)
    assert found[0].note == "Workday (for 2026-01-02 off)"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh", ["元旦", "调休放假（2026-01-04 上班）", "调休上班（补 2026-01-02）"]),
        ("en", ["New Year's Day", "Day off (worked on 2026-01-04)", "Workday (for 2026-01-02 off)"]),
    ],
)
def test_names_in_both_languages(language: str, names: list[str]) -> None:
    january = [d for d in holiday_days([2026], language).days if d.day.month == 1]  # type: ignore[arg-type]
    assert [d.note for d in january] == names
    assert [d.kind for d in january] == ["holiday", "holiday", "workday"]


def test_english_names_hold_no_chinese_and_no_unclear_dates() -> None:
    notes = " ".join(d.note for d in holiday_days([2025, 2026], "en").days)
    assert not re.search(r"[\u4e00-\u9fff]|\d/\d", notes)


def test_a_workday_in_december_belongs_to_its_own_year() -> None:
    days = {d.day: d for d in holiday_days([2011], "zh").days}
    assert days[date(2011, 12, 31)].note == "调休上班（补 2012-01-03）"
    assert all(day.year == 2011 for day in days)
    assert date(2011, 12, 31) not in {d.day for d in holiday_days([2012], "zh").days}


def test_an_unannounced_year_gives_nothing_and_is_named() -> None:
    found = holiday_days([2026, 2099, 2098], "zh")
    assert found.unknown == (2098, 2099)
    assert {d.day.year for d in found.days} == {2026}


def test_days_come_once_and_in_order() -> None:
    days = [d.day for d in holiday_days([2026, 2025, 2026], "zh").days]
    assert days == sorted(set(days))


def test_another_country_by_its_code() -> None:
    found = holiday_days([2026], "en", country="US")
    assert found.unknown == ()
    assert ("2026-07-04", "Independence Day") in {(str(d.day), d.note) for d in found.days}
    german = {str(d.day): d.note for d in holiday_days([2026], "zh", country="DE").days}
    assert german["2026-10-03"] == "Tag der Deutschen Einheit"
