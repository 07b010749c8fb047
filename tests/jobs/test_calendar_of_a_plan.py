"""Holidays that fill the calendar, years that nobody knows yet, phases beside each other and free days between."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.errors import errors_in
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fill_calendar import HolidaysRequest, fill_calendar
from salesbook.jobs.new import NewRequest, empty
from salesbook.jobs.track import TrackRequest, track
from salesbook.sheets.track_spans import long_span
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

ONE = {"sb_goals": [goal(1200)], "sb_reps": reps("Li")}


def book_of(found: Snapshot) -> Book:
    book = read(found).book
    assert book is not None
    return book


def planned(rows: dict[str, Any], settings: dict[str, Any]) -> Book:
    before = snapshot({**ONE, **rows}, {"axes": ("rep",), **settings})
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert not errors_in(outcome.problems), [p.message("en") for p in outcome.problems]
    return book_of(applied(before, outcome.changes))


# -- holidays ----------------------------------------------------------------------------------------------------


def test_missing_holidays_are_added_and_days_that_are_there_stay() -> None:
    own = [{"date": date(2026, 10, 1), "kind": "event", "factor": 2, "note": "We sell on National Day"}]
    before = snapshot({**ONE, "sb_calendar": own}, {"weekend": 0})
    outcome = fill_calendar(before, HolidaysRequest("CN"), TODAY)
    book = book_of(applied(before, outcome.changes))
    assert book.settings.holidays == "CN"
    days = {day.day: day for day in book.calendar}
    assert days[date(2026, 10, 1)].factor == 2
    assert days[date(2026, 10, 2)].factor == 0
    assert days[date(2026, 10, 10)].kind == "workday"
    assert len(days) == len(book.calendar)
    assert [(line.before, line.after) for line in outcome.summary] == [(1, len(days))]
    again = fill_calendar(applied(before, outcome.changes), HolidaysRequest(), TODAY)
    assert not again.changes


def test_a_year_that_nobody_knows_is_said_with_the_calendar_s_place_and_the_table_counts() -> None:
    own = [{"date": date(2080, 1, 1), "kind": "holiday", "note": "New Year"}]
    settings = {"start": date(2080, 1, 1), "end": date(2080, 12, 31)}
    before = snapshot({**ONE, "sb_calendar": own}, settings)
    outcome = fill_calendar(before, HolidaysRequest("CN"), TODAY)
    (said,) = outcome.problems
    assert (said.code, said.severity, str(said.place)) == ("holidays-not-announced", "notice", "Calendar!A4")
    assert [day.day for day in book_of(applied(before, outcome.changes)).calendar] == [date(2080, 1, 1)]


def test_an_empty_plan_for_a_year_that_is_not_announced_says_so() -> None:
    from salesbook.jobs.new import without_holidays

    (said,) = without_holidays(NewRequest("year", "zh"), date(2080, 3, 1))
    assert said.words["years"] == 2080
    assert without_holidays(NewRequest("year", "zh", ""), date(2080, 3, 1)) == ()
    assert without_holidays(NewRequest("year", "en"), date(2026, 3, 1)) == ()


@pytest.mark.parametrize(
    ("language", "country", "holiday", "shown"),
    [
        ("zh", None, date(2026, 2, 16), "CN"),
        ("en", None, date(2026, 12, 25), "GB"),
        ("en", "US", date(2026, 11, 26), "US"),
        ("en", "", None, ""),
    ],
)
def test_a_new_workbook_has_the_holidays_of_a_country(
    language: Any, country: str | None, holiday: date | None, shown: str
) -> None:
    from salesbook.book.changes import ChangeSet, PutPage
    from salesbook.book.snapshot import Snapshot

    pages = empty(NewRequest("year", language, country), TODAY)
    book = book_of(applied(Snapshot(), ChangeSet(tuple(PutPage(page) for page in pages))))
    days = {day.day for day in book.calendar}
    assert book.settings.holidays == shown
    assert (holiday in days) if holiday else not days
    assert (date(2026, 2, 17) in days) == (language == "zh")


def test_an_event_counts_by_its_factor() -> None:
    events = [
        {"date": date(2026, 6, 18), "kind": "event", "factor": 3},
        {"date": date(2026, 6, 19), "kind": "holiday"},
        {"date": date(2026, 6, 20), "kind": "workday"},
    ]
    june = {"start": date(2026, 6, 1), "end": date(2026, 6, 30)}  # 22 weekdays: one of 3, one of 0, and a Saturday
    book = planned({"sb_calendar": events, "sb_goals": [goal(2400)]}, june)
    days = {row.day.day: row.target for row in book.days}
    assert (days[17], days[18], days[20]) == (100, 300, 100)
    assert 19 not in days
    assert 21 not in days


# -- the season ----------------------------------------------------------------------------------------------------


def history_before_spring_festival() -> list[dict[str, Any]]:
    """One a day in 2025; three a day in the fourteen days before 29 January, nothing on it and the six days after."""
    rows = []
    for number in range(365):
        day = date.fromordinal(date(2025, 1, 1).toordinal() + number)
        apart = (day - date(2025, 1, 29)).days
        amount = 3 if -14 <= apart < 0 else 0 if 0 <= apart < 7 else 1
        rows += [{"date": day, "rep": "Li", "amount": amount}] if amount else []
    return rows


def by_month(book: Book) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in book.plan:
        found[row.period] += row.target
    return found


@pytest.mark.parametrize(("country", "months"), [("CN", (31_000, 49_000, 31_000)), ("none", (None, None, None))])
def test_spring_festival_moves_the_season_of_a_plan(country: str, months: tuple[int | None, ...]) -> None:
    rows = {"sb_history": history_before_spring_festival(), "sb_goals": [goal(386_000)]}
    before = snapshot({**ONE, **rows}, {"axes": ("rep",), "season": "history"})
    if country == "CN":
        before = applied(before, fill_calendar(before, HolidaysRequest("CN"), TODAY).changes)
    outcome = decompose(before, DecomposeRequest(), TODAY)
    found = by_month(book_of(applied(before, outcome.changes)))
    said = next(line for line in outcome.summary if "history" in line.said("en"))
    assert said.after == 1
    assert ("festivals" in said.said("en")) == (country == "CN")
    if country == "CN":
        assert tuple(found[f"2026-0{n}"] for n in (1, 2, 3)) == months
    else:
        assert found["2026-01"] > found["2026-02"]


def test_history_shorter_than_the_plan_is_said_and_selling_days_decide() -> None:
    march = [{"date": date(2025, 3, 3), "rep": "Li", "amount": 10}]
    settings = {"axes": ("rep",), "weekend": 1}
    before = snapshot({**ONE, "sb_history": march, "sb_goals": [goal(365)]}, settings)
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert "season-history-too-short" in [p.code for p in outcome.problems]
    assert by_month(book_of(applied(before, outcome.changes)))["2026-02"] == 28


# -- phases --------------------------------------------------------------------------------------------------------


def phase(name: str, first: int, last: int, note: str = "") -> dict[str, Any]:
    return {"phase": name, "start": date(2026, 4, first), "end": date(2026, 4, last), "note": note}


APRIL = {"start": date(2026, 4, 1), "end": date(2026, 4, 30), "weekend": 1}


@pytest.mark.parametrize("note", ["parallel", "并行", "Parallel: live shows"])
def test_phases_marked_as_parallel_may_share_days(note: str) -> None:
    rows = {"sb_phases": [phase("Main", 1, 30), phase("Live", 11, 20, note)], "sb_goals": [goal(4000)]}
    book = planned(rows, APRIL)
    assert by_month(book) == {"Main": 3000, "Live": 1000}
    days = {row.day.day: row.target for row in book.days}
    assert len(days) == len(book.days) == 30
    assert (days[10], days[11], days[20], days[21]) == (100, 200, 200, 100)
    assert long_span(book).unit == "week"


def test_phases_that_share_days_without_a_mark_are_refused_with_their_place() -> None:
    rows = {**ONE, "sb_phases": [phase("Main", 1, 30), phase("Live", 11, 20)]}
    (said,) = errors_in(decompose(snapshot(rows, APRIL), DecomposeRequest(), TODAY).problems)
    assert (said.code, said.words["first"], said.words["second"]) == ("phases-overlap", "Main", "Live")
    assert said.place.cell == "F6"


@pytest.mark.parametrize("marked", ["before", "after"])
def test_free_days_between_phases_need_a_mark(marked: str) -> None:
    notes = {"before": ("空档", ""), "after": ("", "gap")}[marked]
    rows = {"sb_phases": [phase("One", 1, 10, notes[0]), phase("Two", 21, 30, notes[1])]}
    book = planned(rows, APRIL)
    assert {row.day.day for row in book.days} == {*range(1, 11), *range(21, 31)}


def test_free_days_without_a_mark_are_refused_with_their_place() -> None:
    rows = {**ONE, "sb_phases": [phase("One", 1, 10), phase("Two", 21, 30, "Singapore")]}
    (said,) = errors_in(decompose(snapshot(rows, APRIL), DecomposeRequest(), TODAY).problems)
    assert (said.code, said.words["start"], said.words["end"]) == (
        "phases-gap",
        date(2026, 4, 11),
        date(2026, 4, 20),
    )
    assert said.place.cell == "F6"


def test_tracking_of_parallel_phases_agrees_with_the_plan() -> None:
    rows = {**ONE, "sb_phases": [phase("Main", 1, 30), phase("Live", 11, 20, "parallel")]}
    before = snapshot(rows, {"axes": ("rep",), **APRIL})
    after = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    outcome = track(after, TrackRequest(date(2026, 4, 12)), TODAY)
    assert not errors_in(outcome.problems)
    assert "track.week" in applied(after, outcome.changes).pages
