"""Random changes of random workbooks: exactly the cells that a change names are others afterwards."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage, PutRows, TrimRows
from salesbook.book.inverse import inverse
from salesbook.book.values import address
from salesbook.package.apply import applied
from salesbook.package.reading import snapshot
from tests.package.pages_to_put import table_page
from tests.package.rich_workbook import raw_members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.changes import Change

    Cells = dict[tuple[int, int], Any]

HEADINGS = ("Name", "Target", "Own")
OURS = HEADINGS[:2]
TOUCHABLE = {
    "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml", "xl/styles.xml",
}  # fmt: skip
VALUE = st.integers(-(10**9), 10**9) | st.text("abc字 <&", min_size=1, max_size=5) | st.booleans()
ROW = st.tuples(VALUE, VALUE)
PAGE = table_page("next", "Next", "sb_next", OURS, [("Wang", 1), ("Li", None)])


class Given:
    """A workbook with a table sb_reps somewhere on its first sheet, other cells beside it, and another sheet."""

    def __init__(self, top: int, left: int, rows: list[tuple[Any, Any, Any]], beside: Mapping[int, Any]) -> None:
        self.top, self.left, self.rows = top, left, rows
        work = openpyxl.Workbook()
        team = work.worksheets[0]
        for row, line in enumerate((HEADINGS, *rows), top):
            for column, value in enumerate(line, left):
                team.cell(row, column).value = value
        for row, value in beside.items():
            team.cell(row, left + 4).value = value
        last = top + len(rows)
        team.add_table(Table(displayName="sb_reps", ref=f"{address(top, left)}:{address(last, left + 2)}"))
        other = work.create_sheet("Other")
        other["B2"], other["B3"] = 1, "=B2*2"
        out = io.BytesIO()
        work.save(out)
        self.content = out.getvalue()

    def with_rows(self, cells: Cells, first: int, rows: list[tuple[Any, ...]]) -> Cells:
        """Cells after rows were written from a data row on, counted from 0."""
        new = dict(cells)
        for row, line in enumerate(rows, self.top + 1 + first):
            new |= {(row, column): value for column, value in enumerate(line, self.left)}
        return {at: value for at, value in new.items() if value is not None}

    def expected(self, cells: Cells, change: Change) -> Cells:
        """What a person would have after doing by hand what the change says."""
        match change:
            case PutCells(_, contents):
                new = dict(cells) | {(self.top + 1 + r, self.left + c): v for (r, c), v in contents.items()}
                return {at: value for at, value in new.items() if value is not None}
            case PutRows(_, _, rows):
                gone = len(self.rows) - len(rows)
                return self.with_rows(cells, 0, [*rows, *[(None, None)] * gone])
            case AppendRows(_, _, rows):
                return self.with_rows(cells, len(self.rows), list(rows))
            case TrimRows(_, count):
                return self.with_rows(cells, count, [(None, None, None)] * (len(self.rows) - count))
        return cells


WORKBOOK = st.builds(
    Given, st.integers(1, 4), st.integers(1, 28), st.lists(st.tuples(VALUE, VALUE, st.none() | VALUE), min_size=1,
    max_size=5), st.dictionaries(st.integers(1, 12), VALUE, max_size=4),
)  # fmt: skip


@st.composite
def edits(draw: Any) -> tuple[Given, Change]:
    work = draw(WORKBOOK)
    some = st.tuples(st.integers(0, len(work.rows) - 1), st.integers(0, 2))
    change = draw(
        st.builds(lambda cells: PutCells("sb_reps", cells), st.dictionaries(some, VALUE, min_size=1, max_size=4))
        | st.builds(lambda rows: PutRows("sb_reps", OURS, tuple(rows)), st.lists(ROW, min_size=1, max_size=7))
        | st.builds(lambda rows: AppendRows("sb_reps", OURS, tuple(rows)), st.lists(ROW, max_size=4))
        | st.builds(lambda count: TrimRows("sb_reps", count), st.integers(1, len(work.rows)))
        | st.just(PutPage(PAGE))
    )
    return work, change


def by_openpyxl(content: bytes) -> dict[str, Cells]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: {(c.row, c.column): c.value for row in sheet.iter_rows() for c in row if c.value is not None}
        for sheet in book
    }


def by_calamine(content: bytes) -> dict[str, Cells]:
    book = python_calamine.load_workbook(io.BytesIO(content))
    return {
        name: {
            (row, column): value
            for row, line in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1)
            for column, value in enumerate(line, 1)
            if value != ""
        }
        for name in book.sheet_names
    }


@settings(max_examples=80, deadline=None)
@given(edits())
def test_exactly_what_a_change_says_is_changed(edit):
    work, change = edit
    after = applied(work.content, ChangeSet((change,)))
    for read in (by_openpyxl, by_calamine):
        before, now = read(work.content), read(after)
        assert now["Sheet"] == work.expected(before["Sheet"], change)
        assert now["Other"] == before["Other"]
    old, new = raw_members(work.content), raw_members(after)
    assert {name: new.get(name) for name in old if name not in TOUCHABLE} == {
        name: raw for name, raw in old.items() if name not in TOUCHABLE
    }


@settings(max_examples=80, deadline=None)
@given(edits())
def test_a_change_and_its_inverse_leave_the_same_cells(edit):
    work, change = edit
    changes = ChangeSet((change,))
    before = snapshot(work.content)
    there = applied(work.content, changes)
    back = applied(there, inverse(before, changes))
    assert by_openpyxl(back) == by_openpyxl(work.content)
    assert snapshot(back).tables == before.tables


@settings(max_examples=20, deadline=None)
@given(edits())
def test_the_same_change_gives_the_same_bytes(edit):
    work, change = edit
    assert applied(work.content, ChangeSet((change,))) == applied(work.content, ChangeSet((change,)))
