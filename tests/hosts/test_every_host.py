"""Hosts differ in where the workbook lives, in nothing else: the same changes give the same tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbook.book.changes import AddSheet, AppendRows, ChangeSet, PutCells, PutPage, PutRows, RemovePage, TrimRows
from salesbook.book.inverse import inverse
from salesbook.book.page import Area, Cell, Page, PageTable
from salesbook.book.values import Formula
from salesbook.errors import InputError
from salesbook.hosts.file import FileHost
from salesbook.hosts.memory import MemoryHost
from salesbook.package.apply import drawn
from salesbook.package.styles import looks
from tests.excel.open_books import live_host

if TYPE_CHECKING:
    from salesbook.book.snapshot import Snapshot
    from salesbook.hosts.base import Host

HEADINGS = ("姓名", "目标", "日期")


def page(key: str, title: str, name: str, *rows) -> Page:
    """A page with one table, its header in row 2."""
    lines = [HEADINGS, *(rows or [(None,) * 3])]
    cells = {(r, c): Cell(v, "input") for r, line in enumerate(lines, 2) for c, v in enumerate(line, 1)}
    table = PageTable(name, Area(2, 1, 1 + len(lines), 3), HEADINGS)
    return Page(key, title, {(1, 1): Cell(title, "title"), **cells}, tables=(table,))


TEAM = page("team", "团队", "sb_reps", ("张三", 100, date(2026, 1, 1)), ("=李四", Decimal("68.68"), None))
GOALS = page("goals", "目标", "sb_goals")
PLAN = page("plan", "It's a plan", "sb_plan", ("王五", Formula("1+1", 2), datetime(2026, 1, 1, 12)))


@pytest.fixture(params=["memory", "file", "live"])
def host(request, tmp_path) -> Host:
    if request.param == "memory":
        return MemoryHost.create([TEAM, GOALS])
    if request.param == "live":
        return live_host([TEAM, GOALS])
    return FileHost.create(tmp_path / "book.xlsx", [TEAM, GOALS])


def tables(snapshot: Snapshot):
    return {name: (t.sheet, t.row, t.column, t.headings, t.rows) for name, t in snapshot.tables.items()}


OTHER = drawn(looks(), [replace(PLAN, tables=())])
CHANGES = {
    "put rows": (PutRows("sb_reps", HEADINGS, (("a", 1, None), ("b", 2.5, date(2026, 2, 2)), ("c", None, None))),),
    "put some columns": (PutRows("sb_reps", ("目标", "姓名"), ((1, "a"), (2, "b"), (3, "c"))),),
    "put fewer rows": (PutRows("sb_reps", HEADINGS, (("a", 1, None),)),),
    "put no rows": (PutRows("sb_reps", HEADINGS, ()),),
    "append": (AppendRows("sb_reps", ("姓名",), (("Sun",), ("Qian",))),),
    "append to an empty table": (AppendRows("sb_goals", HEADINGS, (("Sun", 1, None),)),),
    "append nothing": (AppendRows("sb_reps", HEADINGS, ()),),
    "trim": (TrimRows("sb_reps", 1),),
    "trim all": (TrimRows("sb_reps", 0),),
    "put cells": (PutCells("sb_reps", {(0, 1): 7, (1, 2): date(2026, 5, 1), (0, 2): None}),),
    "clear the last row's cells": (PutCells("sb_reps", {(1, 0): None, (1, 1): None}),),
    "put a new page": (PutPage(PLAN, after="team"),),
    "put new pages whose titles are taken": (
        PutPage(replace(PLAN, title="目标")),
        PutPage(replace(PLAN, key="more", title="目标", tables=()), after="team"),
    ),
    "add a sheet of another workbook": (AddSheet("own.1", "目标", "It's a plan", OTHER, "other.xlsx"),),
    "put a page again": (PutPage(page("team", "团队", "sb_reps", ("x", 1, None))),),
    "put a page whose table goes": (PutPage(replace(TEAM, tables=())),),
    "remove a page": (RemovePage("goals"),),
    "remove what is not there": (RemovePage("none"),),
    "several in their order": (
        PutPage(PLAN),
        PutRows("sb_plan", HEADINGS, (("a", 1, None),)),
        AppendRows("sb_plan", HEADINGS, (("b", 2, None),)),
        RemovePage("goals"),
    ),
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_a_file_reads_as_memory_does_after_the_same_changes(changes, tmp_path):
    memory, file = MemoryHost.create([TEAM, GOALS]), FileHost.create(tmp_path / "book.xlsx", [TEAM, GOALS])
    for each in (memory, file):
        each.apply(ChangeSet(changes))
    assert tables(file.read()) == tables(memory.read())
    assert file.read().pages == memory.read().pages or any(
        isinstance(c, PutRows | AppendRows | TrimRows) for c in changes
    )
    assert file.read().sheets == memory.read().sheets


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_an_open_workbook_reads_as_memory_does_after_the_same_changes(changes):
    memory, live = MemoryHost.create([TEAM, GOALS]), live_host([TEAM, GOALS])
    for each in (memory, live):
        each.apply(ChangeSet(changes))
    assert tables(live.read()) == tables(memory.read())
    assert live.read().pages.keys() == memory.read().pages.keys()
    assert live.read().sheets == memory.read().sheets


@pytest.mark.parametrize("name", [n for n in CHANGES if "page" not in n and n != "several in their order"])
def test_the_inverse_brings_the_tables_back(host, name):
    before = host.read()
    changes = ChangeSet(CHANGES[name])
    back = inverse(before, changes)
    host.apply(changes)
    host.apply(back)
    assert tables(host.read()) == tables(before)


def test_cells_of_other_columns_outlast_a_table_that_becomes_shorter_and_long_again(host):
    before = host.read()
    shorter = ChangeSet((PutRows("sb_reps", ("姓名",), (("a",),)),))
    host.apply(shorter)
    assert host.read().tables["sb_reps"].rows == (("a", 100, date(2026, 1, 1)),)
    host.apply(inverse(before, shorter))
    assert tables(host.read()) == tables(before)


def test_a_new_page_is_taken_back_by_its_inverse(host):
    before = host.read()
    changes = ChangeSet((PutPage(PLAN, after="team"),))
    host.apply(changes)
    assert host.read().sheets == ("团队", "It's a plan", "目标")
    host.apply(inverse(before, changes))
    assert host.read().sheets == before.sheets
    assert tables(host.read()) == tables(before)


def test_a_sheet_of_another_workbook_is_taken_back_by_its_inverse(host):
    before = host.read()
    changes = ChangeSet(CHANGES["add a sheet of another workbook"])
    host.apply(changes)
    assert host.read().sheets == ("团队", "目标", "目标 (2)")
    host.apply(inverse(before, changes))
    assert host.read() == before


def test_a_host_reads_what_pages_say(host):
    block = host.read().tables["sb_reps"]
    assert block.rows == (("张三", 100, date(2026, 1, 1)), ("=李四", 68.68, None))
    assert (block.sheet, block.row, block.column, block.headings) == ("团队", 2, 1, HEADINGS)
    assert str(block.place(1, 1)) == "团队!B4"
    assert host.read().tables["sb_goals"].is_empty


REFUSED = {
    "table-missing": (PutRows("sb_none", HEADINGS, ()),),
    "column-missing": (AppendRows("sb_reps", ("nobody",), (("x",),)),),
    "table-elsewhere": (PutPage(replace(TEAM, key="other", title="Other")),),
    "last-sheet": (RemovePage("team"), RemovePage("goals")),
}


@pytest.mark.parametrize("code", REFUSED)
def test_changes_are_carried_out_all_or_none(host, code):
    before = host.read()
    good = PutCells("sb_reps", {(0, 0): "changed"})
    with pytest.raises(InputError) as caught:
        host.apply(ChangeSet((good, *REFUSED[code])))
    assert [p.code for p in caught.value.problems] == [code]
    assert host.read() == before


ROW = st.tuples(st.text(max_size=5), st.none() | st.integers(0, 99), st.none() | st.dates(date(2000, 1, 1)))
STEP = st.one_of(
    st.builds(lambda rows: PutRows("sb_reps", HEADINGS, tuple(rows)), st.lists(ROW, max_size=4)),
    st.builds(lambda rows: AppendRows("sb_reps", HEADINGS, tuple(rows)), st.lists(ROW, max_size=3)),
    st.builds(lambda count: TrimRows("sb_reps", count), st.integers(0, 5)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=4))
def test_any_steps_leave_both_hosts_with_the_same_tables(tmp_path, steps):
    memory = MemoryHost.create([TEAM, GOALS])
    file = FileHost.create(tmp_path / "book.xlsx", [TEAM, GOALS], overwrite=True)
    for step in steps:
        memory.apply(ChangeSet((step,)))
    file.apply(ChangeSet(tuple(steps)))
    assert tables(file.read()) == tables(memory.read())
