"""What is not ours comes out of every change as it went in."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage, PutRows, RemovePage
from salesbook.book.values import Formula
from salesbook.package.apply import applied
from salesbook.package.plain_cells import put_plain_cells
from salesbook.package.reading import snapshot
from tests.package.pages_to_put import table_page
from tests.package.rich_workbook import raw_members, rich_workbook

# openpyxl says that it would lose the sparklines; that is why the package is not written with it.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")

PAGE = table_page("plan", "Plan", "sb_plan", ["Name", "Target"], [("Wang", 1), ("Li", 2)])
CHANGES = {
    "put rows": PutRows("sb_reps", ("Name", "Target"), (("Sun", 1), ("Qian", 2))),
    "append rows": AppendRows("sb_reps", ("Name",), (("Sun",),)),
    "put cells": PutCells("sb_reps", {(0, 1): 101}),
    "put a page": PutPage(PAGE),
}
SHARED = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml", "xl/calcChain.xml"}
CHAIN = "xl/calcChain.xml"
TEAM = {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml"}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_members_that_a_change_does_not_concern_keep_their_compressed_bytes(change):
    before = rich_workbook()
    old, new = raw_members(before), raw_members(applied(before, ChangeSet((change,))))
    touchable = SHARED | (set() if isinstance(change, PutPage) else TEAM)
    kept = set(old) - touchable
    assert {"xl/worksheets/sheet2.xml", "xl/charts/chart1.xml", "xl/vbaProject.bin", "xl/media/image1.png"} <= kept
    assert {name: new.get(name) for name in kept} == {name: old[name] for name in kept}


def test_the_changed_sheet_keeps_its_surroundings():
    new = applied(rich_workbook(), ChangeSet((CHANGES["put rows"],)))
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    for kept in ("x14:sparkline>", "<legacyDrawing", 'topLeftCell="A4"', ">SUM(C4:C5)<", 'ht="33"'):
        assert kept in sheet


def members_of_the_chain(content: bytes) -> list[str]:
    """Parts that speak of the calculation chain."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [n for n in archive.namelist() if n == CHAIN or b"calcChain" in archive.read(n)]


@pytest.mark.parametrize("name", ["put rows", "append rows", "put cells"])
def test_the_calculation_chain_stays_byte_for_byte_while_formulas_stay_where_they_were(name):
    before, after = rich_workbook(), applied(rich_workbook(), ChangeSet((CHANGES[name],)))
    assert raw_members(after)[CHAIN] == raw_members(before)[CHAIN]
    assert set(members_of_the_chain(after)) == set(members_of_the_chain(before))
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


@pytest.mark.parametrize(
    "change",
    [
        PutCells("sb_reps", {(0, 1): Formula("1+1", 2)}), PutRows("sb_reps", ("Target",), ((Formula("1+1", 2),),)),
        PutPage(PAGE),
    ],
    ids=["a cell", "rows", "a tab"],
)  # fmt: skip
def test_the_calculation_chain_goes_with_all_that_speaks_of_it_when_formulas_come(change):
    assert members_of_the_chain(applied(rich_workbook(), ChangeSet((change,)))) == []


def test_the_calculation_chain_goes_when_a_formula_goes():
    own = rich_workbook()
    assert members_of_the_chain(put_plain_cells(own, {"Own": {(2, 1): 1}})) == []
    assert members_of_the_chain(put_plain_cells(own, {"Own": {(2, 1): Formula("A1*3", 1)}})) != []
    assert members_of_the_chain(put_plain_cells(own, {"Own": {(2, 2): 1}})) != []


def test_a_page_put_and_removed_leaves_the_parts_that_were_there():
    before = rich_workbook()
    there = applied(before, ChangeSet((PutPage(PAGE),)))
    back = applied(there, ChangeSet((RemovePage("plan"),)))
    assert set(raw_members(back)) == set(raw_members(before)) - {CHAIN}
    assert snapshot(back).tables == snapshot(before).tables
    assert snapshot(back).names == snapshot(before).names


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_openpyxl_reads_the_same_of_the_users_own_sheet(change):
    before, after = rich_workbook(), applied(rich_workbook(), ChangeSet((change,)))
    old, new = (openpyxl.load_workbook(io.BytesIO(content))["Own"] for content in (before, after))
    assert [[c.value for c in row] for row in new.iter_rows()] == [[c.value for c in row] for row in old.iter_rows()]
    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert new["B9"].comment.text == "a note"
    assert len(new._charts) == 1
    assert new.protection.sheet
