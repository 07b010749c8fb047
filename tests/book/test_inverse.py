"""What is carried out can be taken back, to the cell; and the way back survives being written as text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage, PutRows, RemovePage, TrimRows
from salesbook.book.inverse import from_text, inverse, to_text
from salesbook.book.page import Area, Cell, Page, PageTable
from salesbook.book.snapshot import Snapshot, TableBlock
from salesbook.book.values import ErrorValue, Formula
from salesbook.hosts.memory import MemoryHost

if TYPE_CHECKING:
    from salesbook.book.changes import Change

HEADINGS = ("a", "b", "mine")
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.text(max_size=8),
    st.dates(),
    st.datetimes(),
)
rows = st.lists(st.tuples(scalars, scalars, scalars), min_size=1, max_size=6).map(tuple)


def snapshot(data: tuple[tuple[object, ...], ...]) -> Snapshot:
    block = TableBlock("sb_history", "History", 4, 1, HEADINGS, data)  # type: ignore[arg-type]
    return Snapshot(tables={"sb_history": block}, sheets=("History",))


def changes() -> st.SearchStrategy[Change]:
    part = st.lists(st.tuples(scalars, scalars), max_size=6).map(tuple)
    return st.one_of(
        part.map(lambda r: PutRows("sb_history", ("a", "b"), r)),
        part.map(lambda r: AppendRows("sb_history", ("b", "a"), r)),
        scalars.map(lambda v: PutCells("sb_history", {(0, 1): v})),
        st.integers(0, 3).map(lambda n: TrimRows("sb_history", n)),
    )


@given(rows, changes())
def test_the_inverse_brings_every_cell_back(data: tuple[tuple[object, ...], ...], change: Change) -> None:
    before = snapshot(data)
    todo = ChangeSet((change,))
    back = from_text(to_text(inverse(before, todo)))
    host = MemoryHost(before)
    there = host.read()
    host.apply(todo)
    host.apply(back)
    filled = [row for row in host.read().tables["sb_history"].rows if any(v is not None for v in row)]
    assert filled == [row for row in there.tables["sb_history"].rows if any(v is not None for v in row)]


@given(rows)
def test_the_users_own_column_keeps_its_cells_in_rows_that_stay(data: tuple[tuple[object, ...], ...]) -> None:
    after = applied(snapshot(data), ChangeSet((PutRows("sb_history", ("a", "b"), ((1, 2),)),)))
    assert after.tables["sb_history"].rows == ((1, 2, data[0][2]),)


def page(key: str, value: object) -> Page:
    cells = {(1, 1): Cell("heading"), (2, 1): Cell(value)}  # type: ignore[arg-type]
    return Page(key, key.title(), cells, tables=(PageTable("sb_plan", Area(1, 1, 2, 1), ("heading",)),))


def test_a_new_page_is_taken_away_and_a_replaced_one_gets_its_rows_back() -> None:
    first = ChangeSet((PutPage(page("plan", 1)),))
    assert inverse(Snapshot(), first) == ChangeSet((RemovePage("plan"),))
    before = applied(Snapshot(), first)
    back = inverse(before, ChangeSet((PutPage(page("plan", 2)),)))
    assert back == ChangeSet((PutRows("sb_plan", ("heading",), ((1,),)),))


def test_rows_appended_to_an_empty_table_take_its_empty_row_and_go_again() -> None:
    before = snapshot(((None, None, None),))
    todo = ChangeSet((AppendRows("sb_history", ("a", "b"), ((4, 5),)),))
    after = applied(before, todo)
    assert after.tables["sb_history"].rows == ((4, 5, None),)
    assert applied(after, inverse(before, todo)) == before


def test_changes_are_taken_back_in_the_opposite_order() -> None:
    before = snapshot(((1, 2, 3),))
    todo = ChangeSet((AppendRows("sb_history", ("a", "b"), ((4, 5),)), PutCells("sb_history", {(0, 0): 9})))
    assert [type(c) for c in inverse(before, todo).changes] == [PutCells, TrimRows]


@pytest.mark.parametrize(
    "value",
    [Decimal("68.68"), date(2026, 5, 1), datetime(2026, 5, 1, 8, 30), "=1+1", True, None, Formula("SUM(A1)", 3)],
    ids=str,
)
def test_every_kind_of_value_survives_as_text(value: object) -> None:
    todo = ChangeSet((PutCells("t", {(0, 0): value}),))  # type: ignore[dict-item]
    read = from_text(to_text(todo))
    assert read == todo
    assert type(read.changes[0].cells[0, 0]) is type(value)  # type: ignore[union-attr]


def test_an_error_cell_comes_back_empty_for_it_was_never_ours() -> None:
    before = snapshot(((ErrorValue("#REF!"), 2, 3),))
    back = inverse(before, ChangeSet((PutRows("sb_history", HEADINGS, ()),)))
    assert back == ChangeSet((PutRows("sb_history", HEADINGS, ((None, 2, 3),)),))


@pytest.mark.parametrize("damaged", ["", "!!!!", "AAAA", to_text(ChangeSet())[:-6]])
def test_a_damaged_text_is_refused(damaged: str) -> None:
    with pytest.raises(ValueError):
        from_text(damaged)
