"""Our sheets come into a workbook of the user's own: after theirs, beside theirs, instead of none of theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from salesbook.book.applied import applied
from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.inverse import inverse
from salesbook.book.reading import language_of, read
from salesbook.book.snapshot import Snapshot, TableBlock
from salesbook.errors import errors_in
from salesbook.jobs.adopt import AdoptRequest, adopt
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.journal import journaled
from salesbook.jobs.new import KINDS, NewRequest, period_of, rows_of
from salesbook.jobs.track import TrackRequest, track
from salesbook.jobs.undo import UndoRequest, undo

TODAY = date(2026, 11, 22)
MINE = Snapshot(sheets=("Summary", "Notes"), names={"rate": "Summary!$A$1"}, label="mine.xlsx")


def adopted(request: AdoptRequest, before: Snapshot = MINE) -> Snapshot:
    outcome = adopt(before, request, TODAY)
    assert not errors_in(outcome.problems)
    return applied(before, outcome.changes)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_sheets_that_a_kind_needs_come_after_the_users_own(kind, language):
    after = adopted(AdoptRequest(kind, language))
    assert after.sheets[:2] == MINE.sheets
    assert list(after.pages)[:6] == ["guide", "settings", "goals", "team", "dimensions", "calendar"]
    assert set(after.tables) == {name for name in rows_of(NewRequest(kind, language)) if name in CATALOGUE}


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_plan_has_settings_and_days_and_no_rows_of_anybody(kind):
    after = adopted(AdoptRequest(kind, "en"))
    settings = read(after).book.settings
    period = period_of(kind, TODAY)
    assert (settings.kind, settings.start, settings.end) == (kind, period.start, period.end)
    assert (settings.company, settings.issuer, settings.plan) == ("", "", "")
    filled = {name for name, block in after.tables.items() if not block.is_empty}
    assert filled == {"sb_settings", "sb_calendar"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_plan_is_read_without_any_problem(kind):
    assert read(adopted(AdoptRequest(kind, "zh"))).problems == ()


def test_the_days_are_those_of_today():
    spans = {kind: period_of(kind, TODAY) for kind in KINDS}
    assert {kind: (str(p.start), str(p.end)) for kind, p in spans.items()} == {
        "year": ("2026-01-01", "2026-12-31"),
        "quarter": ("2026-10-01", "2026-12-31"),
        "campaign": ("2026-11-01", "2026-11-30"),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_the_one_of_a_new_workbook_and_works(kind):
    before = adopted(AdoptRequest(kind, "en", example=True))
    assert [len(before.tables[name].rows) for name in before.tables] == [
        max(len(rows), 1) for rows in rows_of(NewRequest(kind, "en")).values()
    ]
    split = decompose(before, DecomposeRequest(), TODAY)
    assert not errors_in(split.problems)
    planned = applied(before, split.changes)
    tracked = track(planned, TrackRequest(read(planned).book.settings.end), TODAY)
    assert not errors_in(tracked.problems)
    assert {"track.week", "track.day"} <= applied(planned, tracked.changes).pages.keys()


def test_a_sheet_whose_name_the_user_has_gets_a_name_of_its_own_and_the_guide_leads_there():
    before = replace(MINE, sheets=("目标", "设置", "设置 (2)"))
    outcome = adopt(before, AdoptRequest("year", "zh"), TODAY)
    after = applied(before, outcome.changes)
    assert (after.pages["goals"].sheet, after.pages["settings"].sheet) == ("目标 (2)", "设置 (3)")
    assert [(p.code, p.words["title"], p.words["tab"]) for p in outcome.problems] == [
        ("tab-name-taken", "设置", "设置 (3)"), ("tab-name-taken", "目标", "目标 (2)")
    ]  # fmt: skip
    guide = outcome.changes.changes[0].page
    assert "目标 (2)" in [link.sheet for link in guide.links]
    assert "目标" not in [link.sheet for link in guide.links]


def test_later_sheets_avoid_the_users_names_too_and_formulas_know_it():
    before = replace(MINE, sheets=("Rep × month", "Tracking (weeks)"))
    ready = adopted(AdoptRequest("quarter", "en", example=True), before)
    split = decompose(ready, DecomposeRequest(), TODAY)
    planned = applied(ready, split.changes)
    assert planned.pages["view.rep_month"].sheet == "Rep × month (2)"
    guide = next(c.page for c in split.changes.changes if isinstance(c, PutPage) and c.page.key == "guide")
    formulas = [str(cell.content) for cell in guide.cells.values()]
    assert any("'Rep × month (2)'!" in formula for formula in formulas)
    assert not any("'Rep × month'!" in formula for formula in formulas)
    tracked = applied(planned, track(planned, TrackRequest(date(2026, 5, 22)), TODAY).changes)
    assert tracked.pages["track.week"].sheet == "Tracking (weeks) (2)"


def test_everything_in_the_way_is_named_at_once_and_nothing_is_changed():
    theirs = TableBlock("SB_Goals", "Summary", 3, 2, ("Goal",), (("Run",),))
    names = {"Sb_As_Of": "Summary!$A$1"}
    before = replace(MINE, tables={"SB_Goals": theirs}, names=names, closed="structure-protected")
    outcome = adopt(before, AdoptRequest("year", "en"), TODAY)
    assert not outcome.changes
    assert [p.code for p in outcome.problems] == ["structure-protected", "table-name-ours", "defined-name-ours"]
    assert str(outcome.problems[1].place) == "Summary!B3"


def test_a_workbook_is_adopted_once():
    once = adopted(AdoptRequest("year", "en"))
    outcome = adopt(once, AdoptRequest("quarter", "en"), TODAY)
    assert [p.code for p in outcome.problems] == ["already-salesbook"]
    assert not outcome.changes


def test_undo_takes_the_sheets_away_again_and_the_workbook_can_be_adopted_anew():
    outcome = adopt(MINE, AdoptRequest("year", "zh"), TODAY)
    after = applied(MINE, journaled(MINE, outcome, "adopt", datetime(2026, 11, 22, 9)))
    assert after.tables["sb_journal"].headings[0] == CATALOGUE["sb_journal"].columns[0].zh
    back = applied(after, undo(after, UndoRequest(), TODAY).changes)
    assert set(back.pages) == {"journal", "undo"}
    again = applied(back, adopt(back, AdoptRequest("quarter", "zh"), TODAY).changes)
    assert "goals" in again.pages
    assert again.tables["sb_journal"].rows == back.tables["sb_journal"].rows


def test_sheets_of_ours_that_are_still_there_are_left_as_they_are():
    """Someone deleted the settings: they come back, the goals stay."""
    full = adopted(AdoptRequest("year", "en", example=True))
    lost = Snapshot(
        {name: block for name, block in full.tables.items() if name != "sb_settings"},
        {key: place for key, place in full.pages.items() if key != "settings"},
        tuple(sheet for sheet in full.sheets if sheet != "Settings"),
    )
    outcome = adopt(lost, AdoptRequest("year", "en"), TODAY)
    assert [change.page.key for change in outcome.changes.changes] == ["settings"]
    assert applied(lost, outcome.changes).tables["sb_goals"] == full.tables["sb_goals"]


def test_the_inverse_of_adopting_is_the_workbook_as_it_was():
    outcome = adopt(MINE, AdoptRequest("campaign", "en"), TODAY)
    after = applied(MINE, outcome.changes)
    assert applied(after, inverse(MINE, outcome.changes)) == MINE


def test_the_language_is_the_one_asked_for():
    assert language_of(adopted(AdoptRequest("year", "en"))) == "en"
    assert language_of(adopted(AdoptRequest("year", "zh"))) == "zh"


def test_an_adopted_plan_is_a_change_like_any_other():
    outcome = adopt(MINE, AdoptRequest("year", "en"), TODAY)
    assert isinstance(outcome.changes, ChangeSet)
    assert [(line.said("en"), line.before, line.after) for line in outcome.summary] == [
        ("Sheets", 2, 16), ("Period", None, "2026-01-01 … 2026-12-31")
    ]  # fmt: skip
