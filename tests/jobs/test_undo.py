"""Every command leaves a line in the journal and can be taken back, one after the other, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.changes import Line, Outcome
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.journal import KEPT, journal_rows, journaled, undo_rows
from salesbook.jobs.track import TrackRequest, track
from salesbook.jobs.undo import UndoRequest, undo
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Value

WHEN = datetime(2026, 1, 5, 9, 30)
RECORDS = {"sb_journal", "sb_undo"}


def start(language: str = "en") -> Snapshot:
    return snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li", "Wang")}, language=language)  # type: ignore[arg-type]


def done(before: Snapshot, outcome: Outcome, command: str) -> Snapshot:
    assert outcome.changes
    return applied(before, journaled(before, outcome, command, WHEN))


def decomposed(before: Snapshot) -> Snapshot:
    return done(before, decompose(before, DecomposeRequest(), TODAY), "decompose")


def undone(before: Snapshot) -> Snapshot:
    outcome = undo(before, UndoRequest(), TODAY)
    assert not outcome.problems
    return applied(before, outcome.changes)


def tables(of: Snapshot) -> dict[str, tuple[tuple[Value, ...], ...]]:
    return {name: block.rows for name, block in of.tables.items() if name not in RECORDS}


def test_undo_takes_a_whole_decompose_back() -> None:
    before = start()
    after = decomposed(before)
    assert "sb_plan" in after.tables
    back = undone(after)
    assert tables(back) == tables(before)
    assert set(back.pages) - {"journal", "undo"} == set(before.pages)


def test_commands_are_taken_back_one_after_the_other() -> None:
    states = [start()]
    states.append(decomposed(states[-1]))
    states.append(done(states[-1], track(states[-1], TrackRequest(TODAY), TODAY), "track"))
    states.append(decomposed(states[-1]))
    here = states[-1]
    for earlier in reversed(states[:-1]):
        here = undone(here)
        assert tables(here) == tables(earlier)
    assert [p.code for p in undo(here, UndoRequest(), TODAY).problems] == ["nothing-to-undo"]


def test_the_journal_says_what_was_done_in_the_workbooks_language() -> None:
    after = decomposed(start("zh"))
    (row,) = journal_rows(after)
    seq, when, command, what, before, total, mark = row
    assert (seq, when, command, before, total, mark) == (1, "2026-01-05 09:30:00", "decompose", 0, 1200, None)
    assert "销售额" in str(what)
    assert [row[-1] for row in journal_rows(undone(after))] == ["是"]


def test_a_line_that_was_taken_back_stays_in_the_journal_and_the_next_counts_on() -> None:
    again = decomposed(undone(decomposed(start())))
    assert [(row[0], row[-1]) for row in journal_rows(again)] == [(1, "Yes"), (2, None)]


def test_only_the_last_commands_are_kept() -> None:
    here = start()
    for _ in range(KEPT + 2):
        here = decomposed(here)
    assert len({row[0] for row in undo_rows(here)}) == KEPT
    assert len(journal_rows(here)) == KEPT + 2


def test_a_damaged_record_is_said_and_nothing_happens() -> None:
    from dataclasses import replace

    after = decomposed(start())
    block = after.tables["sb_undo"]
    damaged = tuple((row[0], row[1], "???") for row in block.rows)
    broken = replace(after, tables={**after.tables, "sb_undo": replace(block, rows=damaged)})
    outcome = undo(broken, UndoRequest(), TODAY)
    assert [p.code for p in outcome.problems] == ["undo-not-kept"]
    assert not outcome.changes


def test_the_journal_says_what_was_done_with_its_numbers() -> None:
    outcome = Outcome(summary=(Line("Revenue", 0, 1_234_567), Line("As of", None, "2026-05-02"), Line("Only words")))
    before = start()
    after = applied(before, journaled(before, outcome, "track", WHEN))
    assert journal_rows(after)[-1][3] == "Revenue 0 → 1,234,567; As of 2026-05-02; Only words"
