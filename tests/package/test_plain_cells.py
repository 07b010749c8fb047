"""Cells of any worksheet are replaced, and nothing else."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.errors import InputError
from salesbook.package.archive import Archive
from salesbook.package.plain_cells import put_plain_cells
from tests.package.rich_workbook import raw_members, rich_workbook

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")
BEFORE = rich_workbook()
CHANGED = {"xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
CONTENT = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text("aZ<&\n 字", max_size=9)


def values(content: bytes) -> dict[str, dict[str, object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {s.title: {c.coordinate: c.value for row in s.iter_rows() for c in row if c.value is not None} for s in book}


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 8)), CONTENT, max_size=12))
def test_exactly_the_named_cells_change(cells):
    cells = {at: content for at, content in cells.items() if at not in {(1, 4), (2, 3), (2, 4)}}  # a merged area
    after = put_plain_cells(BEFORE, {"own": cells})
    expected = values(BEFORE)
    for (row, column), content in cells.items():
        name = f"{chr(64 + column)}{row}"
        expected["Own"].pop(name, None)
        if content not in (None, ""):
            expected["Own"][name] = content
    assert values(after) == expected
    old, new = raw_members(BEFORE), raw_members(after)
    chain = {"xl/calcChain.xml"} if (2, 1) in cells else set()  # the formula on the sheet is gone
    kept = set(old) - CHANGED - chain
    assert {n: new.get(n) for n in kept} == {n: old[n] for n in kept}
    assert chain.isdisjoint(new)


def test_a_cell_keeps_its_look():
    after = put_plain_cells(BEFORE, {"Team": {(4, 4): 45_000, (4, 2): "Sun"}})
    team = openpyxl.load_workbook(io.BytesIO(after))["Team"]
    assert team["B4"].font.bold
    assert team["D4"].number_format == openpyxl.load_workbook(io.BytesIO(BEFORE))["Team"]["D4"].number_format


def test_a_part_of_an_array_formula_is_refused():
    archive = Archive(BEFORE)
    sheet = archive.read("xl/worksheets/sheet2.xml")
    spread = sheet.replace(b"<f>A1*2</f>", b'<f t="array" ref="A2:B2">A1*{1,2}</f>')
    assert spread != sheet
    archive.put("xl/worksheets/sheet2.xml", spread)
    with pytest.raises(InputError) as caught:
        put_plain_cells(archive.content(), {"Own": {(2, 2): 1}})
    assert caught.value.problems[0].code == "array-formula"


def test_a_tab_that_is_not_there_is_a_mistake_of_the_callers():
    with pytest.raises(KeyError):
        put_plain_cells(BEFORE, {"None": {(1, 1): 1}})


def test_a_sheet_without_references_is_changed_as_others_are():
    archive = Archive(BEFORE)
    part = "xl/worksheets/sheet2.xml"
    begin = re.search(rb"(.*<sheetData>).*(?=</sheetData>)", archive.read(part), re.DOTALL)
    rows = b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert begin
    archive.put(part, begin[1] + rows + archive.read(part)[begin.end() :])
    after = put_plain_cells(archive.content(), {"Own": {(1, 2): 7, (3, 1): "x"}})
    assert values(after)["Own"] == {"A1": 1, "B1": 7, "A2": 3, "A3": "x"}


def test_a_sheet_whose_elements_have_a_prefix_is_changed_as_others_are():
    archive = Archive(BEFORE)
    text = archive.read("xl/worksheets/sheet2.xml").decode()
    prefixed = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).replace('xmlns="', 'xmlns:x="')
    archive.put("xl/worksheets/sheet2.xml", prefixed.encode())
    after = put_plain_cells(archive.content(), {"Own": {(1, 1): 7, (5, 1): "x"}})
    expected = values(BEFORE)
    expected["Own"] |= {"A1": 7, "A5": "x"}
    assert values(after) == expected
