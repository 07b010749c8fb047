"""Joiners, leavers and ramps: targets for the days that people are there, and what leavers leave stays visible."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.domain.period import months
from salesbook.errors import errors_in
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.issue import IssueRequest, issue
from salesbook.jobs.track import TrackRequest, track
from salesbook.sheets.views import view_page
from tests.jobs.plans import TODAY, goal, members, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

DAILY = {"axes": ("rep",), "weekend": 1, "season": "days"}
REST = "Unassigned"


def planned(rows: dict[str, Any], **settings_: Any) -> tuple[Snapshot, Book, Any]:
    """A plan by calendar days once it is split: the workbook, its book, and what the split answered."""
    before = snapshot(rows, {**DAILY, **settings_})
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert not errors_in(outcome.problems), [p.message("en") for p in outcome.problems]
    after = applied(before, outcome.changes)
    book = read(after).book
    assert book is not None
    return after, book, outcome


def by(book: Book, *keys: str) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for row in book.plan:
        found[tuple(getattr(row, key) for key in keys) if len(keys) > 1 else getattr(row, keys[0])] += row.target
    return found


def test_a_leaver_has_the_days_until_the_last_and_the_rest_is_unassigned() -> None:
    """10 a day for each of two; Li leaves on 31 May: 151 days, 214 left. Wang has no more than before."""
    team = [*reps("Li", end=date(2026, 5, 31)), *reps("Wang")]
    _, book, _ = planned({"sb_goals": [goal(7300)], "sb_reps": team})
    assert by(book, "rep") == {"Li": 1510, "Wang": 3650, REST: 2140}
    assert by(book, "rep", "period")["Li", "2026-06"] == 0
    assert by(book, "rep", "period")[REST, "2026-05"] == 0
    assert {row.rep for row in book.days if row.day > date(2026, 5, 31)} == {"Wang", REST}
    assert {row.rep for row in book.days if row.day <= date(2026, 5, 31)} == {"Li", "Wang"}


def test_someone_who_leaves_within_a_month_has_part_of_it() -> None:
    team = [*reps("Li", end=date(2026, 6, 12)), *reps("Wang")]
    month = {"start": date(2026, 6, 1), "end": date(2026, 6, 30)}
    _, book, _ = planned({"sb_goals": [goal(600)], "sb_reps": team}, **month)
    assert by(book, "rep") == {"Li": 120, "Wang": 300, REST: 180}
    days = {(row.rep, row.day.day): row.target for row in book.days}
    assert days["Li", 12] == 10
    assert ("Li", 13) not in days
    assert (REST, 12) not in days
    assert days[REST, 13] == 10


def test_someone_who_joins_has_only_the_days_from_the_first_and_nothing_is_unassigned() -> None:
    team = [*reps("Li", start=date(2026, 4, 11)), *reps("Wang")]
    month = {"start": date(2026, 4, 1), "end": date(2026, 4, 30)}
    _, book, _ = planned({"sb_goals": [goal(500)], "sb_reps": team}, **month)
    assert by(book, "rep") == {"Li": 200, "Wang": 300}
    assert min(row.day for row in book.days if row.rep == "Li") == date(2026, 4, 11)


def test_whoever_left_before_the_plan_has_no_part_and_leaves_nothing() -> None:
    team = [*reps("Li", end=date(2025, 12, 31)), *reps("Wang")]
    _, book, outcome = planned({"sb_goals": [goal(1000)], "sb_reps": team})
    assert by(book, "rep") == {"Wang": 1000}
    (said,) = [p for p in outcome.problems if p.code == "rep-outside-plan"]
    assert said.place.cell == "H5"


def test_a_ramp_by_months_counts_from_the_start() -> None:
    """Half in April, three quarters in May, then full: 15 + 23.25 + 30 of 99.25 + 91 days; Wang has 91."""
    team = [*reps("Li", start=date(2026, 4, 1), ramp="50%, 75%, 100%"), *reps("Wang")]
    quarter = {"start": date(2026, 4, 1), "end": date(2026, 6, 30)}
    _, book, _ = planned({"sb_goals": [goal(63_700)], "sb_reps": team}, **quarter)
    found = by(book, "rep", "period")
    assert sum(v for (rep, _), v in found.items() if rep == "Li") == round(63_700 * 68.25 / (68.25 + 91))
    months_ = by(book, "period")
    for month, part in (("2026-04", Fraction(1, 2)), ("2026-05", Fraction(3, 4)), ("2026-06", Fraction(1))):
        assert abs(found["Li", month] - months_[month] * part / (part + 1)) < 1_000
    early, late = (sum(r.target for r in book.days if r.rep == "Li" and r.day.month == m) for m in (4, 6))
    assert early < late


def test_a_ramp_without_a_start_counts_from_the_plan_s_first_day() -> None:
    _, book, _ = planned({"sb_goals": [goal(1000)], "sb_reps": [*reps("Li", ramp="0, 1"), *reps("Wang")]})
    assert by(book, "rep", "period")["Li", "2026-01"] == 0
    assert by(book, "rep", "period")["Li", "2026-02"] > 0


def test_fixed_regions_stay_exact_when_people_leave_and_their_rest_stays_there() -> None:
    team = [
        *reps("Li", region="East", end=date(2026, 3, 31)), *reps("Wang", region="East"),
        *reps("Zhao", region="West", end=date(2026, 9, 30)), *reps("Qian", region="West"),
    ]  # fmt: skip
    rows = {"sb_goals": [goal(100_003)], "sb_reps": team, "sb_members": members("region", East=0.6, West=0.4)}
    _, book, outcome = planned(rows, axes=("rep", "region"))
    assert by(book, "region") == {"East": 60_002, "West": 40_001}
    assert by(book, "region", "rep")["East", REST] > by(book, "region", "rep")["West", REST] > 0
    east = by(book, "region", "rep")["East", "Li"]
    assert abs(east - 60_002 * Fraction(90, 730)) <= 1  # 90 of 365 days, of two people
    assert by(book, "rep")["Wang"] == 30_001
    assert by(book, "rep")["Qian"] in (20_000, 20_001)
    line = next(line for line in outcome.summary if "unassigned" in line.said("en"))
    assert line.after == by(book, "rep")[REST]


def test_unassigned_is_a_line_of_views_and_tracking_and_gets_no_letter() -> None:
    team = [*reps("Li", end=date(2026, 5, 31)), *reps("Wang")]
    after, book, _ = planned({"sb_goals": [goal(7300)], "sb_reps": team})
    from salesbook.book.references import Refs

    shown = {cell.content for cell in view_page("view.rep_month", book, Refs("en", after.tables)).cells.values()
             if isinstance(cell.content, str)}  # fmt: skip
    assert REST in shown
    tracked = track(after, TrackRequest(date(2026, 3, 1)), TODAY)
    assert not errors_in(tracked.problems)
    issued = issue(after, IssueRequest(), TODAY)
    files = issued.files
    assert "planned-rep-not-in-team" not in [p.code for p in issued.problems]
    assert len(files) == 2
    assert not any(REST in file.name for file in files)


def test_unassigned_is_called_so_in_chinese_too() -> None:
    before = snapshot({"sb_goals": [goal(1000)], "sb_reps": reps("李伟", end=date(2026, 6, 30))}, DAILY, "zh")
    book = read(applied(before, decompose(before, DecomposeRequest(), TODAY).changes)).book
    assert book is not None
    assert {row.rep for row in book.plan} == {"李伟", "未分配"}


def test_what_is_unassigned_may_have_a_goal_and_a_hold_while_somebody_leaves() -> None:
    team = [*reps("Li", end=date(2026, 5, 31)), *reps("Wang")]
    held = {"metric": "revenue", "scope": "rep=Unassigned", "period": "2026-12", "tier": "target", "kind": "hold"}
    rows = {"sb_goals": [goal(7300), goal(1000, "rep=Unassigned")], "sb_reps": team,
            "sb_holds": [{**held, "value": 77}]}  # fmt: skip
    _, book, _ = planned(rows)
    assert by(book, "rep")[REST] == 1000
    assert by(book, "rep", "period")[REST, "2026-12"] == 77
    before = snapshot({**rows, "sb_reps": reps("Li", "Wang")}, DAILY)
    codes = {p.code for p in decompose(before, DecomposeRequest(), TODAY).problems}
    assert "unknown-rep" in codes


@pytest.mark.parametrize("name", ["Unassigned", "未分配", "unassigned"])
def test_nobody_is_called_unassigned(name: str) -> None:
    before = snapshot({"sb_goals": [goal(1000)], "sb_reps": reps(name, "Li")}, DAILY)
    assert "rep-name-reserved" in [p.code for p in decompose(before, DecomposeRequest(), TODAY).problems]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.none() | st.integers(0, 200), st.none() | st.integers(0, 364)), min_size=1, max_size=4),
    st.integers(1, 10**6),
)
def test_whoever_comes_and_goes_the_total_the_months_and_the_days_are_exact(
    spans: list[tuple[int | None, int | None]], total: int
) -> None:
    first = date(2026, 1, 1).toordinal()
    team = reps("Stays")
    for n, (joined, left) in enumerate(spans):
        start = None if joined is None else date.fromordinal(first + joined)
        end = None if left is None else date.fromordinal(first + max(left, joined or 0))
        team += reps(f"Rep {n}", start=start, end=end)
    _, book, _ = planned({"sb_goals": [goal(total)], "sb_reps": team})
    assert sum(row.target for row in book.plan) == sum(row.target for row in book.days) == total
    alone = planned({"sb_goals": [goal(total)], "sb_reps": reps("Stays")})[1]
    assert by(book, "period") == by(alone, "period")
    for (joined, left), n in zip(spans, range(len(spans)), strict=True):
        mine = [row.day.toordinal() - first for row in book.days if row.rep == f"Rep {n}"]
        assert all((joined or 0) <= day for day in mine)
        assert left is None or all(day <= max(left, joined or 0) for day in mine)
    for month in months(date(2026, 1, 1), date(2026, 12, 31)):
        days = sum(row.target for row in book.days if row.day in month)
        assert days == by(book, "period")[month.key]
