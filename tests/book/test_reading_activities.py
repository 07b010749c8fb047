"""sb_activities: what was done at each stage, by rep, channel and day."""

from __future__ import annotations

from datetime import date

from salesbook.book.reading import read
from tests.snapshots import block, reps, snapshot


def test_rows_are_read_with_names_as_the_team_spells_them() -> None:
    typed = ("2026-01-06", "Wang", None, "Visit", "-1")
    rows = block("sb_activities", (date(2026, 1, 5), "li", None, "Visit", 8), typed)
    reading = read(snapshot(reps("Li", "Wang"), rows))
    assert not reading.problems
    assert reading.book is not None
    found = [(a.day.day, a.rep, a.channel, a.stage, a.count) for a in reading.book.activities]
    assert found == [(5, "Li", "", "Visit", 8), (6, "Wang", "", "Visit", -1)]


def test_an_unknown_rep_and_half_a_visit_are_refused_in_their_cells() -> None:
    day = date(2026, 1, 5)
    rows = block("sb_activities", (day, "Zhao", None, "Visit", 8), (day, "Li", None, "Visit", 0.5))
    reading = read(snapshot(reps("Li"), rows))
    assert [(p.code, p.place.cell) for p in reading.problems] == [("unknown-rep", "C5"), ("not-a-whole-number", "F6")]
