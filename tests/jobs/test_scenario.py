"""Scenarios over both hosts: kept, compared, promoted, deleted and taken back; nothing of the workbook's is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutCells, PutPage, PutRows
from salesbook.book.reading import read
from salesbook.book.snapshot import Snapshot, TableBlock
from salesbook.book.values import Formula
from salesbook.errors import errors_in
from salesbook.hosts.file import FileHost
from salesbook.hosts.memory import MemoryHost
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fresh import BlankRequest, blank
from salesbook.jobs.journal import journaled
from salesbook.jobs.scenario import ScenarioRequest, delete, listing, promote, save
from salesbook.jobs.scenario_compare import CompareRequest, compare
from salesbook.jobs.scenario_drivers import KEYS
from salesbook.jobs.scenario_store import INPUTS, Scenario, stored, stored_rows
from salesbook.jobs.undo import UndoRequest, undo
from salesbook.sheets.scenario_page import KEY
from tests.jobs.plans import TODAY, YEAR, goal, members, reps

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.changes import Outcome
    from salesbook.book.model import Book
    from salesbook.hosts.base import Host

ROWS: dict[str, list[dict[str, Any]]] = {
    "sb_goals": [goal(1200)],
    "sb_reps": [*reps("Li", weight=1), *reps("Wang", weight=1)],
    "sb_members": members("region", East=0.5, West=0.5),
    "sb_holds": [],
}
WHEN = datetime(2026, 1, 5, 9, 30)


@pytest.fixture(params=["memory", "file"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    pages = blank(BlankRequest("en", YEAR, ROWS, country=""))
    if request.param == "memory":
        return MemoryHost.create(pages)
    return FileHost.create(tmp_path / "plan.xlsx", pages)


def run(host: Host, job: Any, request: Any) -> Outcome:
    """The job as the command line carries it out, with its line in the journal."""
    before = host.read()
    outcome: Outcome = job(before, request, TODAY)
    assert not errors_in(outcome.problems), [p.message("en") for p in outcome.problems]
    if outcome.changes:
        host.apply(outcome.changes if job is undo else journaled(before, outcome, job.__name__, WHEN))
    return outcome


def cell(host: Host, table: str, row: int, heading: str, value: Any) -> None:
    """Type a value into a table."""
    column = host.read().tables[table].headings.index(heading)
    host.apply(ChangeSet((PutCells(table, {(row, column): value}),)))


def book_of(host: Host) -> Book:
    book = read(host.read()).book
    assert book is not None
    return book


def two_scenarios(host: Host) -> None:
    """Base: 1,200, both alike. Bold: 1,500, Wang twice as much as Li, East 60 %."""
    run(host, decompose, DecomposeRequest())
    run(host, save, ScenarioRequest("Base"))
    cell(host, "sb_goals", 0, "Target", 1500)
    cell(host, "sb_reps", 1, "Weight", 2)
    cell(host, "sb_members", 0, "Share", 0.6)
    cell(host, "sb_members", 1, "Share", 0.4)
    run(host, decompose, DecomposeRequest())
    run(host, save, ScenarioRequest("Bold"))


def tables(snapshot: Snapshot, names: tuple[str, ...] = (*INPUTS, "sb_plan", "sb_days")) -> dict[str, Any]:
    return {name: snapshot.tables[name].rows for name in names if name in snapshot.tables}


def by(book: Book, *keys: str) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for row in book.plan:
        found[tuple(getattr(row, key) for key in keys)] += row.target
    return found


# -- kept ------------------------------------------------------------------------------------------------------------


def test_a_saved_scenario_holds_the_inputs_and_the_plan(host: Host) -> None:
    two_scenarios(host)
    there = stored(host.read())
    assert [scenario.name for scenario in there.values()] == ["Base", "Bold"]
    assert {scenario.saved for scenario in there.values()} == {TODAY}
    bold = there["bold"]
    assert bold.tables["sb_plan"].rows == host.read().tables["sb_plan"].rows
    assert {"sb_settings", "sb_goals", "sb_reps", "sb_members", "sb_plan"} <= bold.tables.keys()
    assert "sb_history" not in bold.tables


def test_saving_changes_nothing_but_adds_rows_and_is_taken_back(host: Host) -> None:
    run(host, decompose, DecomposeRequest())
    before = tables(host.read())
    run(host, save, ScenarioRequest("Base"))
    run(host, save, ScenarioRequest("Again"))
    assert tables(host.read()) == before
    run(host, undo, UndoRequest())
    assert [s.name for s in stored(host.read()).values()] == ["Base"]
    run(host, undo, UndoRequest())
    assert stored(host.read()) == {}
    assert "scenarios" not in host.read().pages


def test_a_name_that_is_taken_is_replaced_only_when_told(host: Host) -> None:
    two_scenarios(host)
    refused = save(host.read(), ScenarioRequest("BASE"), TODAY)
    assert [p.code for p in refused.problems] == ["scenario-exists"]
    assert not refused.changes
    outcome = run(host, save, ScenarioRequest("BASE", replace=True))
    assert [(line.before, line.after) for line in outcome.summary] == [(1200, 1500)]
    assert [s.name for s in stored(host.read()).values()] == ["BASE", "Bold"]


def test_a_plan_that_no_longer_follows_from_its_inputs_is_kept_with_a_warning(host: Host) -> None:
    run(host, decompose, DecomposeRequest())
    cell(host, "sb_reps", 1, "Weight", 3)
    outcome = run(host, save, ScenarioRequest("Base"))
    assert [p.code for p in outcome.problems] == ["scenario-not-split"]
    assert outcome.changes


def test_without_a_plan_there_is_nothing_to_keep(host: Host) -> None:
    outcome = save(host.read(), ScenarioRequest("Base"), TODAY)
    assert [p.code for p in outcome.problems] == ["no-plan"]


def test_the_list_has_every_scenario_and_the_present_plan(host: Host) -> None:
    two_scenarios(host)
    lines = listing(host.read(), ScenarioRequest(), TODAY).summary
    assert [(line.said("en"), line.after) for line in lines] == [
        ("Base (saved 2026-01-05)", 1200),
        ("Bold (saved 2026-01-05)", 1500),
        ("The present plan", 1500),
    ]


def test_a_deleted_scenario_is_gone_and_comes_back_by_undo(host: Host) -> None:
    two_scenarios(host)
    run(host, delete, ScenarioRequest("base"))
    assert [s.name for s in stored(host.read()).values()] == ["Bold"]
    run(host, undo, UndoRequest())
    assert [s.name for s in stored(host.read()).values()] == ["Base", "Bold"]


def test_deleting_the_last_one_leaves_none(host: Host) -> None:
    run(host, decompose, DecomposeRequest())
    run(host, save, ScenarioRequest("Base"))
    run(host, delete, ScenarioRequest("Base"))
    assert stored(host.read()) == {}


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False), st.dates(), st.text(max_size=20),
)  # fmt: skip


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=5), st.text(min_size=1, max_size=10))
def test_a_stored_scenario_is_read_back_as_it_was(rows: list[tuple[Any, ...]], name: str) -> None:
    kept = Scenario(name, TODAY, {"sb_goals": PutRows("sb_goals", ("Target", "Mine", "Note"), tuple(rows))})
    assert stored(with_rows(stored_rows(kept))) == {name.casefold(): kept}


def test_a_long_table_is_kept_in_several_cells_none_longer_than_excel_allows() -> None:
    noise = Random(7)
    rows = tuple((f"{noise.random()}", float(n), None) for n in range(9_000))
    kept = Scenario("Long", TODAY, {"sb_plan": PutRows("sb_plan", ("Period", "Target", "Mine"), rows)})
    cells = stored_rows(kept)
    assert len(cells) > 1
    assert all(len(str(row[4])) <= 32_767 for row in cells)
    assert stored(with_rows(list(reversed(cells))))["long"] == kept


def with_rows(rows: list[tuple[Any, ...]]) -> Snapshot:
    """A workbook that has these rows of sb_scenarios."""
    headings = ("Scenario", "Saved", "Table", "Part", "Data")
    return Snapshot({"sb_scenarios": TableBlock("sb_scenarios", "Scenario data", 4, 1, headings, tuple(rows))})


# -- promoted ----------------------------------------------------------------------------------------------------------


def test_a_promoted_scenario_is_the_plan_and_the_plan_so_far_is_kept(host: Host) -> None:
    two_scenarios(host)
    base = stored(host.read())["base"]
    outcome = run(host, promote, ScenarioRequest("Base"))
    after = host.read()
    for name in ("sb_goals", "sb_reps", "sb_members"):
        assert after.tables[name].rows == base.tables[name].rows, name
    book = book_of(host)
    assert by(book, "rep") == {("Li",): 600, ("Wang",): 600}
    assert sum(row.target for row in book.days) == 1200
    assert {row.version for row in book.plan} == {3} == {book.settings.version}
    kept = stored(after)["v2 2026-01-05"]
    assert kept.tables["sb_plan"].rows == stored(after)["bold"].tables["sb_plan"].rows
    assert (outcome.summary[0].before, outcome.summary[0].after) == (1500, 1200)


def test_promoting_is_taken_back_whole(host: Host) -> None:
    two_scenarios(host)
    before = tables(host.read())
    run(host, promote, ScenarioRequest("Base", keep="Before"))
    assert tables(host.read()) != before
    assert "before" in stored(host.read())
    run(host, undo, UndoRequest())
    assert tables(host.read()) == before
    assert "before" not in stored(host.read())


def test_the_day_of_tracking_belongs_to_the_workbook(host: Host) -> None:
    two_scenarios(host)
    row = next(i for i, r in enumerate(host.read().tables["sb_settings"].rows) if r[0] == "As of")
    cell(host, "sb_settings", row, "Value", date(2026, 3, 3))
    run(host, promote, ScenarioRequest("Base"))
    assert book_of(host).settings.as_of == date(2026, 3, 3)


def test_a_column_of_the_user_s_own_comes_back_with_its_rows_and_a_later_one_stays() -> None:
    host = MemoryHost.create(blank(BlankRequest("en", YEAR, ROWS, country="")))
    run(host, decompose, DecomposeRequest())
    host = MemoryHost(with_column(host.read(), "Mine", ("a", "b")))
    run(host, save, ScenarioRequest("Base"))
    changed = with_column(host.read(), "Later", ("x", "y"))
    block = changed.tables["sb_reps"]
    at = block.headings.index("Mine")
    rows = tuple((*row[:at], "changed", *row[at + 1 :]) for row in block.rows)
    host = MemoryHost(replace(changed, tables={**changed.tables, "sb_reps": replace(block, rows=rows)}))
    run(host, promote, ScenarioRequest("Base", keep="Before"))
    found = host.read().tables["sb_reps"]
    assert [row[-2:] for row in found.rows] == [("a", "x"), ("b", "y")]
    kept = stored(host.read())["before"].tables["sb_reps"]
    assert [row[-2:] for row in kept.rows] == [("changed", "x"), ("changed", "y")]


def with_column(snapshot: Snapshot, heading: str, values: tuple[str, ...]) -> Snapshot:
    """The team with one more column."""
    block = snapshot.tables["sb_reps"]
    rows = tuple((*row, value) for row, value in zip(block.rows, values, strict=True))
    wider = replace(block, headings=(*block.headings, heading), rows=rows)
    return replace(snapshot, tables={**snapshot.tables, "sb_reps": wider})


def test_an_input_table_that_came_later_is_emptied(host: Host) -> None:
    run(host, decompose, DecomposeRequest())
    run(host, save, ScenarioRequest("Base"))
    phases = [{"phase": "All", "start": YEAR["start"], "end": YEAR["end"]}]
    pages = blank(BlankRequest("en", YEAR, {**ROWS, "sb_phases": phases}, country=""))
    host.apply(ChangeSet(tuple(PutPage(page) for page in pages if page.key == "calendar")))
    assert book_of(host).phases
    run(host, promote, ScenarioRequest("Base"))
    assert book_of(host).phases == ()
    assert len({row.period for row in book_of(host).plan}) == 12


def test_two_promotions_on_a_day_keep_both_plans(host: Host) -> None:
    two_scenarios(host)
    run(host, promote, ScenarioRequest("Base"))
    run(host, promote, ScenarioRequest("Bold"))
    assert list(stored(host.read())) == ["base", "bold", "v2 2026-01-05", "v3 2026-01-05"]
    assert by(book_of(host), "rep") == {("Li",): 500, ("Wang",): 1000}


# -- compared ----------------------------------------------------------------------------------------------------


def numbers(host: Host) -> dict[str, tuple[Any, ...]]:
    """The lines of the sheet: label -> A, B, difference, change."""
    from salesbook.book.references import Refs
    from salesbook.sheets.scenario_page import scenario_page

    page = scenario_page(book_of(host), Refs("en", host.read().tables))
    found = {}
    for (row, column), shown in page.cells.items():
        if column == 1 and isinstance(page.cells.get((row, 2), shown).content, Formula):
            contents = [page.cells[row, c].content for c in range(2, 6)]
            found[str(shown.content)] = tuple(c.result if isinstance(c, Formula) else c for c in contents)
    return found


def test_two_scenarios_side_by_side(host: Host) -> None:
    two_scenarios(host)
    outcome = run(host, compare, CompareRequest("Base", "Bold"))
    lines = numbers(host)
    assert lines["Revenue"] == (1200, 1500, 300, 0.25)
    assert lines["Li"] == (600, 500, -100, pytest.approx(-1 / 6))
    assert lines["Wang"] == (600, 1000, 400, pytest.approx(2 / 3))
    assert lines["East"] == (600, 900, 300, 0.5)
    assert lines["West"] == (600, 600, 0, 0)
    months = [lines[f"2026-{month:02}"] for month in range(1, 13)]
    assert [sum(month[i] for month in months) for i in range(3)] == [1200, 1500, 300]
    assert outcome.summary[-1].after == 4
    assert KEY in host.read().pages


def test_the_inputs_that_differ_are_named_with_both_values(host: Host) -> None:
    two_scenarios(host)
    run(host, compare, CompareRequest("Base", "Bold"))
    found = [(d.place, d.row, d.column, d.a, d.b) for d in book_of(host).drivers]
    assert found == [
        ("Scenario", "", "", "Base", "Bold"),
        ("Goals", "Revenue", "Target", "1,200", "1,500"),
        ("Team", "Wang", "Weight", "1", "2"),
        ("Dimensions", "Region · East", "Share", "50%", "60%"),
        ("Dimensions", "Region · West", "Share", "50%", "40%"),
    ]


def test_rows_that_only_one_has_are_named_whole(host: Host) -> None:
    run(host, decompose, DecomposeRequest())
    run(host, save, ScenarioRequest("Base"))
    hold = [{"metric": "revenue", "scope": "rep=Li", "period": "2026-01", "tier": "target", "kind": "hold",
             "value": 77, "reason": "Signed"}]  # fmt: skip
    pages = blank(BlankRequest("en", YEAR, {**ROWS, "sb_holds": hold}, country=""))
    host.apply(ChangeSet(tuple(PutPage(page) for page in pages if page.key == "holds")))
    run(host, decompose, DecomposeRequest())
    run(host, compare, CompareRequest("Base"))
    (_, driver) = book_of(host).drivers
    assert (driver.place, driver.column, driver.a) == ("Holds", "The row", "—")
    assert driver.row == "Revenue · rep=Li · 2026-01 · Target · Hold"
    assert driver.b == "77 · Signed"
    assert numbers(host)["2026-01"][0] > 0


def test_a_scenario_against_the_present_plan_under_any_word_for_it(host: Host) -> None:
    two_scenarios(host)
    for word in ("", "present", "当前", "."):
        run(host, compare, CompareRequest("Base", word))
        assert book_of(host).drivers[0].b == "Present plan v2"
    assert numbers(host)["Revenue"][:2] == (1200, 1500)


def test_another_comparison_takes_the_sheet_s_place_and_undo_brings_the_first_back(host: Host) -> None:
    two_scenarios(host)
    run(host, compare, CompareRequest("Base", "Bold"))
    first = (numbers(host), host.read().tables["sb_drivers"].rows)
    run(host, compare, CompareRequest("Bold", "Base"))
    assert numbers(host)["Revenue"] == (1500, 1200, -300, pytest.approx(-0.2))
    run(host, undo, UndoRequest())
    assert (numbers(host), host.read().tables["sb_drivers"].rows) == first
    run(host, undo, UndoRequest())
    assert not {KEY, "compared"} & host.read().pages.keys()


def test_plans_over_other_periods_and_people_are_compared_by_all_of_them(host: Host) -> None:
    run(host, decompose, DecomposeRequest())
    run(host, save, ScenarioRequest("Year"))
    row = next(i for i, r in enumerate(host.read().tables["sb_settings"].rows) if r[0] == "Start")
    cell(host, "sb_settings", row, "Value", date(2026, 7, 1))
    cell(host, "sb_reps", 1, "Name", "Zhao")
    run(host, decompose, DecomposeRequest())
    run(host, compare, CompareRequest("Year"))
    lines = numbers(host)
    assert lines["Wang"][1] == 0
    assert lines["Zhao"][0] == 0
    assert lines["Zhao"][3] == ""
    assert lines["2026-01"][1] == 0
    assert list(lines)[1:13] == [f"2026-{month:02}" for month in range(1, 13)]


def test_an_unknown_scenario_is_answered_with_those_that_there_are(host: Host) -> None:
    two_scenarios(host)
    for outcome in (
        compare(host.read(), CompareRequest("Base", "Bald"), TODAY),
        promote(host.read(), ScenarioRequest("Bald"), TODAY),
    ):
        (said,) = outcome.problems
        assert said.code == "scenario-unknown"
        assert "Bold" in said.message("en")
        assert not outcome.changes


def test_a_name_is_never_a_formula(host: Host) -> None:
    run(host, decompose, DecomposeRequest())
    run(host, save, ScenarioRequest("=1+1"))
    run(host, compare, CompareRequest("=1+1"))
    assert host.read().tables["sb_drivers"].rows[0][3] == "=1+1"


def test_tables_whose_rows_repeat_have_a_key_of_their_own() -> None:
    from salesbook.book.catalogue import CATALOGUE

    for name in INPUTS:
        table = CATALOGUE[name]
        keys = KEYS.get(name, table.unique)
        assert keys, name
        assert {table.column(key).key for key in keys} == set(keys)


def test_a_damaged_scenario_is_said_and_nothing_changes() -> None:
    from salesbook.errors import InputError

    host = MemoryHost.create(blank(BlankRequest("en", YEAR, ROWS, country="")))
    two_scenarios(host)
    snapshot = host.read()
    block = snapshot.tables["sb_scenarios"]
    rows = ((*block.rows[0][:4], "damaged"), *block.rows[1:])
    broken = replace(snapshot, tables={**snapshot.tables, "sb_scenarios": replace(block, rows=rows)})
    with pytest.raises(InputError) as caught:
        promote(broken, ScenarioRequest("Base"), TODAY)
    assert [p.code for p in caught.value.problems] == ["scenario-damaged"]
    assert applied(snapshot, promote(snapshot, ScenarioRequest("Base"), TODAY).changes) != snapshot
