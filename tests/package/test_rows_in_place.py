"""Rows of a table inside a user's sheet: put, appended, cut off; styles, own columns and rules follow."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.filters import AutoFilter

from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage, PutRows, TrimRows
from salesbook.book.values import Formula
from salesbook.errors import InputError
from salesbook.package.apply import applied, drawn
from salesbook.package.archive import Archive
from salesbook.package.cells import as_read
from salesbook.package.reading import snapshot
from salesbook.package.styles import looks
from tests.package.pages_to_put import table_page
from tests.package.rich_workbook import rich_workbook

# openpyxl says that it would lose the sparklines; that is why the package is not written with it.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")

RICH = rich_workbook()


def after(*changes, content: bytes = RICH) -> bytes:
    return applied(content, ChangeSet(changes))


def team(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))["Team"]


def rows(content: bytes, table: str = "sb_reps"):
    return snapshot(content).tables[table].rows


def refused(*changes, content: bytes = RICH) -> str:
    with pytest.raises(InputError) as caught:
        after(*changes, content=content)
    return caught.value.problems[0].code


def by_user(edit) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(RICH))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def unzipped(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


def test_columns_that_are_not_written_keep_their_cells_in_their_rows():
    new = after(PutRows("sb_reps", ("Target", "Name"), ((1, "A"), (2, "B"), (3, "C"), (4, "D"))))
    assert rows(new) == (
        ("A", 1, date(2024, 5, 1), "likes tea"),
        ("B", 2, date(2023, 1, 9), None),
        ("C", 3, None, "new"),
        ("D", 4, None, None),
    )


def test_new_rows_look_like_the_last_one():
    sheet = team(after(AppendRows("sb_reps", ("Name", "Target"), (("Sun", 5),))))
    assert sheet["B7"].font.b
    assert sheet["C7"].font.color.rgb == sheet["C6"].font.color.rgb == "FF336699"


def test_the_table_its_filter_its_rules_and_names_end_where_the_rows_end():
    content = after(AppendRows("sb_reps", ("Name",), (("Sun",), ("Qian",))))
    sheet = team(content)
    assert sheet.tables["sb_reps"].ref == "B3:E8"
    assert [str(r.sqref) for r in sheet.conditional_formatting] == ["C4:C8"]
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["C4:C8"]
    assert snapshot(content).names["all_targets"] == "'Team'!$C$4:$C$8"


def test_formulas_charts_and_sparklines_over_whole_columns_follow_the_table():
    def edit(book):
        book["Team"]["H5"] = '=SUM($C$4:$C$6)+C4+SUM(C4:C5)+SUM(Own!C4:C6)&"C4:C7"'
        book["Own"]["A9"] = "=SUM(Team!C4:C6,Team!$B$3:E6,Team!G4:G6)"
        book["Own"]["A10"] = "=SUM(C4:C6)"

    content = after(AppendRows("sb_reps", ("Name",), (("Sun",), ("Qian",))), content=by_user(edit))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["Team"]["H4"].value == "=SUM(C4:C8)"
    assert book["Team"]["H5"].value == '=SUM($C$4:$C$8)+C4+SUM(C4:C5)+SUM(Own!C4:C6)&"C4:C7"'
    assert book["Own"]["A9"].value == "=SUM(Team!C4:C8,Team!$B$3:E8,Team!G4:G6)"
    assert book["Own"]["A10"].value == "=SUM(C4:C6)"
    again = after(TrimRows("sb_reps", 3), content=content)
    assert openpyxl.load_workbook(io.BytesIO(again))["Own"]["A9"].value == "=SUM(Team!C4:C6,Team!$B$3:E6,Team!G4:G6)"
    longer = after(AppendRows("sb_reps", ("Name",), (("Sun",),)))
    assert b">Team!C4:C7<" in unzipped(longer, "xl/worksheets/sheet1.xml")  # the sparkline's


def test_fewer_rows_end_the_table_earlier_and_leave_own_cells_on_the_sheet():
    content = after(PutRows("sb_reps", ("Name", "Target", "Since"), (("A", 1, None),)))
    sheet = team(content)
    assert sheet.tables["sb_reps"].ref == "B3:E4"
    assert [sheet[a].value for a in ("B5", "C6", "E6")] == [None, None, "new"]
    assert sheet["G4"].value == "beside"


def test_what_became_shorter_grows_back_over_its_own_columns():
    names = ("Name", "Target", "Since")
    old = rows(RICH)
    short = after(PutRows("sb_reps", names, (("A", 1, None),)))
    again = after(PutRows("sb_reps", names, tuple(r[:3] for r in old)), content=short)
    assert rows(again) == old


def test_no_rows_leave_one_empty_row_into_which_the_next_are_appended():
    empty = after(PutRows("sb_reps", ("Name", "Target", "Since", "My note"), ()))
    assert rows(empty) == ((None,) * 4,)
    again = after(AppendRows("sb_reps", ("Name",), (("Sun",),)), content=empty)
    assert rows(again) == (("Sun", None, None, None),)
    assert team(again).tables["sb_reps"].ref == "B3:E4"


def test_trimming_takes_back_what_was_appended():
    longer = after(AppendRows("sb_reps", ("Name",), (("Sun",), ("Qian",))))
    back = after(TrimRows("sb_reps", 3), content=longer)
    assert rows(back) == rows(RICH)
    assert team(back).tables["sb_reps"].ref == "B3:E6"


def test_single_cells_are_replaced_in_their_style():
    content = after(PutCells("sb_reps", {(1, 1): Decimal("68.68"), (2, 0): "=cmd"}))
    assert rows(content)[1][1] == 68.68
    sheet = team(content)
    assert sheet["B6"].value == "=cmd"
    assert sheet["B6"].data_type == "s"
    assert sheet["B6"].font.b


def test_content_below_a_table_that_must_grow_is_named_and_nothing_is_written():
    content = by_user(lambda book: book["Team"].__setitem__("C8", "total"))
    with pytest.raises(InputError) as caught:
        after(AppendRows("sb_reps", ("Name", "Target"), (("Sun", 1), ("Qian", 2))), content=content)
    problem = caught.value.problems[0]
    assert (problem.code, str(problem.place), problem.words["cells"]) == ("content-below-table", "Team!C8", "C8")
    assert refused(PutRows("sb_reps", ("Name", "Target"), (("x", 1),) * 5), content=content) == "content-below-table"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (PutRows("sb_none", ("Name",), ()), "table-missing"),
        (PutRows("sb_reps", ("Nam",), ()), "column-missing"),
        (PutRows("sb_reps", ("Target",), ((10**17,),)), "number-too-large"),
        (PutRows("sb_reps", ("Name",), (("x" * 32_768,),)), "text-too-long"),
        (PutRows("sb_reps", ("Since",), ((date(1899, 1, 1),),)), "date-too-early"),
    ],
)
def test_what_cannot_be_written_is_refused_by_name(change, code):
    assert refused(change) == code


def test_a_table_with_a_total_row_does_not_change_its_length():
    content = by_user(lambda book: setattr(book["Team"].tables["sb_reps"], "totalsRowCount", 1))
    assert refused(AppendRows("sb_reps", ("Name",), (("x",),) * 3), content=content) == "table-has-totals"


def test_days_and_numbers_read_back_as_what_they_are_whatever_the_column_looked_like():
    content = after(PutRows("sb_reps", ("Target", "Since"), ((date(2026, 1, 2), 5), (1, datetime(2026, 1, 2, 6, 30)))))
    assert [r[1:3] for r in rows(content)[:2]] == [(date(2026, 1, 2), 5), (1, datetime(2026, 1, 2, 6, 30))]


def test_a_shared_formula_is_written_out_before_a_cell_of_its_group_is_replaced():
    content = shared_formulas()
    sheet = team(after(PutCells("sb_reps", {(0, 1): 7}), content=content))
    assert [sheet[a].value for a in ("C4", "C5", "C6")] == [7, "=G5*2", "=G6*2"]


def test_part_of_an_array_formula_is_not_replaced():
    content = edited_sheet(lambda s: s.replace("<f>SUM(C4:C6)</f>", '<f t="array" ref="C4:H4">SUM(C4:C6)</f>'))
    assert refused(PutCells("sb_reps", {(0, 1): 7}), content=content) == "array-formula"


def test_rows_over_part_of_an_array_formula_are_not_put():
    content = edited_sheet(lambda s: s.replace("<f>SUM(C4:C6)</f>", '<f t="array" ref="C4:H4">SUM(C4:C6)</f>'))
    assert refused(PutRows("sb_reps", ("Target",), ((1,),)), content=content) == "array-formula"


def test_excel_calculates_anew_after_a_change():
    archive = Archive(RICH)
    archive.put("xl/workbook.xml", re.sub(rb"<calcPr[^>]*/>", b"", archive.read("xl/workbook.xml")))
    content = after(PutCells("sb_reps", {(0, 1): 7}), content=archive.content())
    assert b'fullCalcOnLoad="1"' in unzipped(content, "xl/workbook.xml")


def test_rows_that_a_filter_hid_are_shown_once_other_rows_stand_there():
    def edit(book):
        sheet = book["Team"]
        sheet.row_dimensions[5].hidden = True
        sheet.tables["sb_reps"].autoFilter = AutoFilter(ref="B3:E6")
        sheet.tables["sb_reps"].autoFilter.add_filter_column(0, ["Wang", "Zhao"])

    content = after(PutRows("sb_reps", ("Name",), (("A",), ("B",), ("C",))), content=by_user(edit))
    sheet = team(content)
    assert not sheet.row_dimensions[5].hidden
    assert sheet.row_dimensions[5].height == 33
    assert not sheet.tables["sb_reps"].autoFilter.filterColumn


def test_days_are_written_in_the_workbooks_own_date_system():
    content = by_user(lambda book: setattr(book, "epoch", CALENDAR_MAC_1904))
    put = after(PutCells("sb_reps", {(2, 2): date(2026, 3, 4), (2, 3): datetime(1904, 1, 3, 12)}), content=content)
    assert rows(put)[2][2:] == (date(2026, 3, 4), datetime(1904, 1, 3, 12))


def test_rows_with_nothing_but_computed_cells_count_as_empty():
    def edit(book):
        sheet = book["Team"]
        sheet["E6"] = "=1+1"
        sheet["B6"] = sheet["C6"] = None

    content = edited_results(by_user(edit))
    assert len(rows(content)) == 2
    assert rows(after(AppendRows("sb_reps", ("Name",), (("Sun",),)), content=content))[2][0] == "Sun"


def edited_results(content: bytes) -> bytes:
    """The workbook with a stored result for the formula in E6, as Excel would have saved it."""
    archive = Archive(content)
    sheet = archive.read("xl/worksheets/sheet1.xml")
    archive.put("xl/worksheets/sheet1.xml", re.sub(rb"<f>1\+1</f><v\s*/?>(</v>)?", b"<f>1+1</f><v>2</v>", sheet))
    return archive.content()


def shared_formulas() -> bytes:
    def edit(sheet: str) -> str:
        master, child = '<f t="shared" ref="C4:C6" si="0">G4*2</f>', '<f t="shared" si="0"/>'
        for address, formula in (("C4", master), ("C5", child), ("C6", child)):
            begin = sheet.index(f'<c r="{address}"')
            value = sheet.index("<v>", begin)
            sheet = sheet[:value] + formula + sheet[value:]
        return sheet

    return edited_sheet(edit)


def edited_sheet(edit) -> bytes:
    archive = Archive(RICH)
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert edit(sheet) != sheet
    archive.put("xl/worksheets/sheet1.xml", edit(sheet).encode())
    return archive.content()


@pytest.mark.parametrize(
    "edit",
    [
        lambda s: s.replace('<row r="4"', '<row r="x"'),
        lambda s: s.replace('<c r="C4"', '<c r="4"'),
        lambda s: s.replace("<sheetData>", "<sheetData><!-- x -->"),
    ],
)
def test_a_sheet_written_in_an_unusual_way_is_refused(edit):
    assert refused(PutCells("sb_reps", {(0, 1): 7}), content=edited_sheet(edit)) == "unusual-sheet"


TEXTS = st.text(max_size=20)
CONTENTS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.decimals(-(10**9), 10**9, places=2),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    TEXTS,
)
BASE = drawn(looks(), [table_page("t", "T", "sb_t", ["a", "b"], [("x", 1)])])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CONTENTS, CONTENTS), min_size=1, max_size=5))
def test_whatever_is_put_reads_back(contents):
    put = after(PutRows("sb_t", ("a", "b"), tuple(contents)), content=BASE)
    expected = [tuple(as_read(v) for v in row) for row in contents]
    while len(expected) > 1 and expected[-1] == (None, None):
        expected.pop()
    assert rows(put, "sb_t") == tuple(expected)


@settings(max_examples=30, deadline=None)
@given(CONTENTS)
def test_a_formula_reads_back_as_its_stored_result(result):
    put = after(PutPage(table_page("u", "U", "sb_u", ["a", "b"], [("x", Formula("1+1", result))])), content=BASE)
    assert rows(put, "sb_u") == (("x", as_read(result)),)
