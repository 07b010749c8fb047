"""Reading: what stands in a workbook's tables, and what nobody can know."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from salesbook.book.values import ErrorValue, Formula, Unstored
from salesbook.package.apply import drawn
from salesbook.package.archive import Archive
from salesbook.package.reading import snapshot
from salesbook.package.styles import looks
from tests.package.pages_to_put import table_page
from tests.package.rich_workbook import rich_workbook

PAGE = table_page("t", "T", "sb_t", ["a", "b"], [("x", Formula("1/4", 0.25)), ("y", Formula("LOWER(A4)", ""))])
BASE = drawn(looks(), [PAGE])


def edited(*pairs: tuple[str, str], part: str = "xl/worksheets/sheet2.xml", content: bytes = BASE) -> bytes:
    archive = Archive(content)
    text = archive.read(part).decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    archive.put(part, text.encode())
    return archive.content()


def column_b(content: bytes) -> list[object]:
    return [row[1] for row in snapshot(content).tables["sb_t"].rows]


def test_formulas_read_as_their_stored_results():
    assert column_b(BASE) == [0.25, None]


def test_a_formula_without_a_stored_result_is_said():
    content = edited(("<f>1/4</f><v>0.25</v>", "<f>1/4</f>"))
    assert column_b(content) == [Unstored("1/4"), None]


def test_error_values_are_said_whether_computed_or_typed():
    computed = edited(("><f>1/4</f><v>0.25</v>", ' t="e"><f>1/0</f><v>#DIV/0!</v>'))
    typed = edited(("><f>1/4</f><v>0.25</v>", ' t="e"><v>#N/A</v>'))
    assert column_b(computed)[0] == ErrorValue("#DIV/0!")
    assert column_b(typed)[0] == ErrorValue("#N/A")


def test_text_that_looks_like_an_error_is_text():
    assert column_b(drawn(looks(), [table_page("t", "T", "sb_t", ["a", "b"], [("x", "#REF!")])])) == ["#REF!"]


def test_a_part_written_with_a_prefix_is_read():
    archive = Archive(edited(("<f>1/4</f><v>0.25</v>", "<f>1/4</f>")))
    text = archive.read("xl/worksheets/sheet2.xml").decode()
    head, body = text.split("?>", 1)
    for tag in ("worksheet", "sheetData", "row", "c", "f", "v", "is", "t"):
        body = (
            body.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>").replace(f"</{tag}>", f"</x:{tag}>")
        )
    body = body.replace(
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml',
        'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml',
    )
    archive.put("xl/worksheets/sheet2.xml", (head + "?>" + only_data(body)).encode())
    assert column_b(archive.content())[0] == Unstored("1/4")


def only_data(body: str) -> str:
    """The sheet's root and rows alone: what stands around them needs no prefix for the test."""
    start, end = body.index("<x:sheetData"), body.index("</x:sheetData>")
    root = body[: body.index(">") + 1]
    return root + body[start:end] + "</x:sheetData></x:worksheet>"


def test_places_names_and_merges_are_read():
    content = edited(
        (
            "</sheetData>",
            '</sheetData><mergeCells count="2"><mergeCell ref="A4:B4"/><mergeCell ref="D1:E1"/></mergeCells>',
        )
    )
    found = snapshot(content, "plan.xlsx")
    block = found.tables["sb_t"]
    assert block.merged == ("A4:B4",)
    assert str(block.place(1, 1)) == "T!B5"
    assert (found.label, found.sheets) == ("plan.xlsx", ("T",))


def test_only_our_tables_are_read_and_names_are_the_workbooks():
    found = snapshot(rich_workbook())
    assert list(found.tables) == ["sb_reps"]
    assert found.tables["sb_reps"].rows[0] == ("Wang", 100, date(2024, 5, 1), "likes tea")
    assert found.names == {"my_rate": "Own!$A$1", "all_targets": "Team!$C$4:$C$6"}
    assert found.pages == {}


def test_whole_numbers_are_int_and_others_the_shortest_float():
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [["sb", "x"], ["1", 1.0], ["2", 68.68], ["3", datetime(2026, 1, 1)], ["4", True], ["5", 1e300]]
    for row in rows:
        sheet.append(row)
    sheet.add_table(Table(displayName="sb_t", ref="A1:B6"))
    out = io.BytesIO()
    book.save(out)
    values = column_b(out.getvalue())
    assert [repr(v) for v in values] == ["1", "68.68", "datetime.date(2026, 1, 1)", "True", "1e+300"]


@pytest.mark.parametrize("from_1904", [True, False])
def test_both_date_systems_are_read(from_1904):
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b"])
    sheet.append(["x", date(2026, 3, 1)])
    sheet.add_table(Table(displayName="sb_t", ref="A1:B2"))
    out = io.BytesIO()
    book.save(out)
    assert column_b(out.getvalue()) == [date(2026, 3, 1)]


def test_a_table_that_reaches_below_the_sheets_last_row_reads_as_empty_there():
    content = edited(
        ('ref="A3:B5"', 'ref="A3:C9"'),
        ("</tableColumns>", '<tableColumn id="3" name="c"/></tableColumns>'),
        part="xl/tables/table1.xml",
    )
    block = snapshot(content).tables["sb_t"]
    assert block.headings == ("a", "b", "c")
    assert block.rows == (("x", 0.25, None), ("y", None, None))
