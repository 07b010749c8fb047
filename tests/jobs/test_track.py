"""Track: puts the grids and the as-of date; text that is a number becomes one; nothing without a plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import AppendRows, ChangeSet
from salesbook.book.reading import read
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.track import TrackRequest, track
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.snapshot import Snapshot

AS_OF = date(2026, 3, 31)


def planned() -> Snapshot:
    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li", "Wang")})
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def tracked(before: Snapshot, as_of: date = AS_OF) -> Snapshot:
    return applied(before, track(before, TrackRequest(as_of), TODAY).changes)


def test_without_a_plan_there_is_nothing_to_track() -> None:
    outcome = track(snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li")}), TrackRequest(AS_OF), TODAY)
    assert [p.code for p in outcome.problems] == ["no-plan"]
    assert not outcome.changes


def test_the_grids_a_table_for_actuals_and_the_date_are_put() -> None:
    after = tracked(planned())
    assert {"track.week", "track.day"} <= set(after.pages)
    assert after.tables["sb_actuals"].is_empty
    book = read(after).book
    assert book is not None
    assert book.settings.as_of == AS_OF


def test_actuals_up_to_the_day_count_and_later_ones_do_not() -> None:
    rows = ((date(2026, 1, 8), "Li", 100), (date(2026, 3, 31), "Wang", Decimal("20.5")), (date(2026, 4, 1), "Li", 7))
    there = tracked(planned())
    sold = applied(there, ChangeSet((AppendRows("sb_actuals", ("Date", "Rep", "Amount"), rows),)))
    outcome = track(sold, TrackRequest(AS_OF), TODAY)
    assert [line.after for line in outcome.summary] == [AS_OF, 1200, Decimal("120.5"), 3]


def test_text_that_is_a_number_or_a_date_becomes_one() -> None:
    there = tracked(planned())
    typed = applied(
        there, ChangeSet((AppendRows("sb_actuals", ("Date", "Rep", "Amount"), (("2026年1月8日", "Li", "1.2万"),)),))
    )
    row = tracked(typed).tables["sb_actuals"].rows[0]
    assert date(2026, 1, 8) in row
    assert 12000 in row


def test_a_day_outside_the_plan_is_pointed_out() -> None:
    outcome = track(planned(), TrackRequest(date(2027, 1, 1)), TODAY)
    assert [p.code for p in outcome.problems] == ["as-of-outside-plan"]
    assert outcome.changes
