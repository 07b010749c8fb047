"""An open workbook: few round trips whatever its size, Excel as it was afterwards, and plain words when it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage, PutRows
from salesbook.errors import HostError
from salesbook.hosts.file import FileHost
from salesbook.hosts.live import LiveHost
from salesbook.package.apply import drawn
from salesbook.package.open_book import OpenBook
from salesbook.package.styles import looks
from tests.excel.com import TRIPS
from tests.excel.fake import shown
from tests.excel.open_books import open_book
from tests.hosts.test_every_host import GOALS, HEADINGS, PLAN, TEAM, tables

PLAIN = drawn(looks(), [TEAM, GOALS])
STATE = ("ScreenUpdating", "EnableEvents", "DisplayAlerts", "Calculation", "StatusBar")
APPEND = ChangeSet((AppendRows("sb_reps", ("姓名",), (("Sun",),)),))


def state(app) -> dict[str, object]:
    return {name: app._kept[name] for name in STATE}


def trips(call) -> int:
    TRIPS.clear()
    call()
    return TRIPS.total()


def test_excel_is_as_it_was_after_a_change() -> None:
    book, app = open_book(PLAIN)
    app._kept["Calculation"] = -4135
    before = state(app)
    LiveHost(book).apply(ChangeSet((PutPage(PLAN), *APPEND.changes)))
    assert state(app) == before
    assert [one.name for one in app.books] == ["plan.xlsx"], "the rendered workbook is closed again"


@pytest.mark.parametrize("where", ["Formula", "Evaluate"])
def test_excel_is_as_it_was_after_a_refusal(where) -> None:
    book, app = open_book(PLAIN)
    before, stood = state(app), shown(app.books[0])
    app.refusing[where] = -2147418111
    with pytest.raises(HostError) as caught:
        LiveHost(book).apply(ChangeSet((PutCells("sb_reps", {(0, 1): 7}),)))
    assert caught.value.problems[0].code == "excel-busy"
    assert state(app) == before
    assert shown(app.books[0]) == stood


def test_a_cell_that_is_being_edited_is_said_plainly() -> None:
    book, app = open_book(PLAIN)
    app.refusing["SaveCopyAs"] = -2146777998
    with pytest.raises(HostError) as caught:
        LiveHost(book).read()
    assert [p.code for p in caught.value.problems] == ["excel-busy"]


def test_what_excel_refuses_half_way_leaves_a_copy_from_before(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    book, app = open_book(PLAIN)
    host = LiveHost(book)
    stood = tables(host.read())
    twice = ChangeSet((PutCells("sb_reps", {(0, 0): "x"}), PutCells("sb_reps", {(1, 0): "y"})))
    answer, calls = app.answer, []

    def second_write_fails(what: str) -> None:
        calls.append(what)
        if calls.count("Formula") == 2:
            app.refusing["Formula"] = -2146827284
        answer(what)

    app.__dict__["answer"] = second_write_fails
    with pytest.raises(HostError) as caught:
        host.apply(twice)
    assert [p.code for p in caught.value.problems] == ["excel-refused", "excel-stopped"]
    assert tables(FileHost(caught.value.problems[1].words["copy"]).read()) == stood


def test_a_read_only_workbook_is_refused() -> None:
    book, app = open_book(PLAIN)
    app.books[0].__dict__["read_only"] = True
    with pytest.raises(HostError) as caught:
        LiveHost(book).apply(APPEND)
    assert [p.code for p in caught.value.problems] == ["excel-read-only"]


def with_team(change) -> bytes:
    package = OpenBook(PLAIN)
    change(package)
    return package.content()


def test_a_protected_sheet_is_refused_before_anything_is_touched() -> None:
    from salesbook.package.markup import element

    book, app = open_book(with_team(lambda p: p.sheet("团队").put(element("sheetProtection", sheet=1))))
    stood = shown(app.books[0])
    both = ChangeSet((AppendRows("sb_goals", HEADINGS, (("a", 1, None),)), *APPEND.changes))
    with pytest.raises(HostError) as caught:
        LiveHost(book).apply(both)
    assert [(p.code, p.place.sheet) for p in caught.value.problems] == [("sheet-protected", "团队")]
    assert shown(app.books[0]) == stood
    LiveHost(book).apply(ChangeSet(both.changes[:1]))
    assert shown(app.books[0]).tables["sb_goals"].rows == (("a", 1, None),)


def test_rows_that_a_filter_hides_are_shown_before_they_are_written() -> None:
    from salesbook.package.markup import element, main

    def hide(package: OpenBook) -> None:
        table = package.tables["sb_reps"]
        column = element("filterColumn", colId=0)
        table.root.find(main("autoFilter")).append(column)
        package.save_table(table)

    book, app = open_book(with_team(hide))
    TRIPS.clear()
    LiveHost(book).apply(ChangeSet((PutRows("sb_reps", HEADINGS, (("a", 1, date(2026, 1, 1)),)),)))
    assert TRIPS["ListObject.ShowAllData()"] == 1
    assert shown(app.books[0]).tables["sb_reps"].rows == (("a", 1, date(2026, 1, 1)),)


def test_tables_that_changed_since_they_were_read_are_not_overwritten() -> None:
    book, _ = open_book(PLAIN)
    host, other = LiveHost(book), LiveHost(book)
    host.read()
    other.apply(APPEND)
    with pytest.raises(HostError) as caught:
        host.apply(APPEND)
    assert [p.code for p in caught.value.problems] == ["changed-meanwhile"]


def test_text_stays_text_whatever_it_looks_like() -> None:
    texts = ["=1+1", "3/4", "007", "1e5", "TRUE", "#N/A", "+86", "-", "@x", "'quoted", "5%", "王 五"]
    book, app = open_book(PLAIN)
    LiveHost(book).apply(ChangeSet((PutRows("sb_reps", ("姓名",), tuple((text,) for text in texts)),)))
    assert [row[0] for row in shown(app.books[0]).tables["sb_reps"].rows] == texts


@pytest.mark.parametrize("rows", [10, 1_000])
def test_round_trips_do_not_grow_with_the_rows(rows) -> None:
    many = tuple((f"rep{n}", n, date(2026, 1, 1)) for n in range(rows))
    book, _ = open_book(PLAIN)
    host = LiveHost(book)
    host.apply(ChangeSet((PutRows("sb_reps", HEADINGS, many),)))
    assert trips(host.read) == 1
    again = ChangeSet((PutRows("sb_reps", HEADINGS, many[::-1]),))
    assert trips(lambda: host.apply(again)) == 15


def test_a_redrawn_page_keeps_what_the_user_wrote_beside_it() -> None:
    from dataclasses import replace

    from salesbook.book.page import Cell

    book, app = open_book(PLAIN)
    app.books[0].sheet("团队").range(_area("F9"))._put(9, {6: "mine"})
    redrawn = replace(TEAM, cells={**TEAM.cells, (1, 1): Cell("Team", "title")})
    LiveHost(book).apply(ChangeSet((PutPage(redrawn),)))
    cells = {c.column: c.xml for c in app.books[0].package.sheet("团队").cells(9)}
    assert "mine" in cells[6]
    assert "Team" in app.books[0].package.sheet("团队").cells(1)[0].xml


def _area(reference: str):
    from salesbook.package.areas import area_of

    return area_of(reference)
