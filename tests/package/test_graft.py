"""A sheet of another workbook, brought in: it looks, computes and prints as it did, and nobody else notices."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

from salesbook.book.changes import AddSheet, ChangeSet, RemovePage
from salesbook.errors import InputError
from salesbook.package.apply import applied
from salesbook.package.archive import Archive
from salesbook.package.parts import Parts
from tests.package.rich_workbook import PIXEL, raw_members

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
GROWING = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template() -> bytes:
    """A workbook whose second sheet has one of everything that can come along."""
    book = Workbook()
    book.active.title = "Cover"
    book["Cover"]["A1"] = "first text"
    sheet = book.create_sheet("My form")
    book.add_named_style(NamedStyle("Boss", font=Font(name="Georgia", size=15, color="FF112233")))
    sheet["A1"] = "=1+1"
    sheet["A1"].style = "Boss"
    sheet["B1"] = "wide <text> & more"
    sheet["B1"].font = Font(name="Courier New", italic=True, color="FF0000FF")
    sheet["B1"].fill = PatternFill("solid", fgColor="FFFFEE00")
    sheet["B1"].border = Border(bottom=Side("double", color="FF00AA00"))
    sheet["B1"].alignment = Alignment(horizontal="right", wrap_text=True, indent=2)
    sheet["B1"].protection = Protection(locked=False)
    sheet["C1"] = 0.25
    sheet["C1"].number_format = '0.000" pct"'
    sheet["D1"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"))
    for row, cells in enumerate([("Name", "Sum"), ("a", 1), ("b", 2)], 4):
        for column, value in enumerate(cells, 1):
            sheet.cell(row, column, value)
    table = Table(displayName="Lines", ref="A4:B6", tableStyleInfo=TableStyleInfo("TableStyleMedium4"))
    sheet.add_table(table)
    sheet["C4"] = "=SUM(Lines[Sum])+'My form'!B5*rate"
    sheet["C5"] = '="Lines[Sum] is not one, nor My form!A1"'
    sheet["C6"] = "=floor_of_all"
    red = CellIsRule("greaterThan", ["'My form'!$B$5"], font=Font(color="FFFF0000"))
    sheet.conditional_formatting.add("B5:B6", red)
    sheet.add_data_validation(DataValidation("list", formula1="'My form'!$A$5:$A$6", sqref="E1:E4"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=4, max_row=6), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    sheet.add_image(Image(io.BytesIO(PIXEL)), "F20")
    sheet["A5"].comment = Comment("a note", "boss")
    sheet["A2"].hyperlink = "https://example.com/x?a=1&b=2"
    sheet["A3"].hyperlink = openpyxl.worksheet.hyperlink.Hyperlink("A3", location="'My form'!B5")
    sheet.merge_cells("A8:C9")
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[4].height = 40
    sheet.freeze_panes = "B5"
    sheet.print_area = "A1:C9"
    sheet.print_title_rows = "4:4"
    sheet.page_setup.orientation = "landscape"
    sheet.oddHeader.center.text = "Secret"
    book.defined_names["rate"] = DefinedName("rate", attr_text="'My form'!$C$1")
    book.defined_names["floor_of_all"] = DefinedName("floor_of_all", attr_text="rate*2")
    book.defined_names["unused"] = DefinedName("unused", attr_text="Cover!$A$1")
    return saved(book)


def users_own() -> bytes:
    """Another workbook, in which the names are taken and the styles are others."""
    book = Workbook()
    book.active.title = "Mine"
    book["Mine"]["A1"] = "=Lines2+rate"
    book["Mine"]["A1"].font = Font(name="Comic Sans MS", size=22)
    book["Mine"]["A1"].number_format = '0.0" own"'
    book["Mine"].append(["Lines", None])
    book["Mine"]["A5"], book["Mine"]["A6"] = "Head", 1
    book["Mine"].add_table(Table(displayName="Lines", ref="A5:A6"))
    book["Mine"].conditional_formatting.add("A6", CellIsRule("equal", ["1"], fill=PatternFill("solid")))
    book.defined_names["rate"] = DefinedName("rate", attr_text="Mine!$A$6")
    return saved(book)


def sharing_texts(content: bytes) -> bytes:
    """As Excel stores texts: in one list, each cell with its number there."""
    archive, texts = Archive(content), []

    def listed(found: re.Match[str]) -> str:
        texts.append(f"<si>{found[1]}</si>")
        return f't="s"><v>{len(texts) - 1}</v>'

    for name in [n for n in archive.names() if n.startswith("xl/worksheets/sheet")]:
        xml = re.sub(r't="inlineStr"><is>(.*?)</is>', listed, archive.read(name).decode(), flags=re.DOTALL)
        archive.put(name, xml.encode())
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts = Parts(archive)
    part = parts.free_name("xl/sharedStrings.xml")
    archive.put(part, f'<sst xmlns="{main}">{"".join(texts)}</sst>'.encode())
    parts.declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml")
    parts.relate("xl/workbook.xml", "sharedStrings", part)
    return archive.content()


TEMPLATE, MINE = sharing_texts(template()), sharing_texts(users_own())


def brought(
    content: bytes = TEMPLATE, sheet: str = "My form", title: str = "My form", into: bytes = MINE, key: str = "own.1"
) -> bytes:
    return applied(into, ChangeSet((AddSheet(key, title, sheet, content, "form.xlsx"),)), "mine.xlsx")


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)


def edited(content: bytes, part: str, old: str, new: str) -> bytes:
    archive = Archive(content)
    text = archive.read(part).decode()
    assert old in text, f"{part} has no {old}"
    archive.put(part, text.replace(old, new).encode())
    return archive.content()


def refused(content: bytes, sheet: str = "My form", into: bytes = MINE):
    with pytest.raises(InputError) as caught:
        brought(content, sheet, into=into)
    return caught.value.problems[0]


def test_every_cell_looks_and_reads_as_it_did():
    old, new = opened(TEMPLATE)["My form"], opened(brought())["My form"]
    for row in old.iter_rows(max_row=9, max_col=5):
        for cell in row:
            there = new[cell.coordinate]
            for look in ("font", "fill", "border", "alignment", "number_format", "protection", "style"):
                assert repr(getattr(there, look)) == repr(getattr(cell, look)), (cell.coordinate, look)
            if cell.data_type != "f":
                assert there.value == cell.value, cell.coordinate
    assert str(new["D1"].value) == "plain bold"


def test_formulas_mean_the_same_cells_and_tables_under_their_new_names():
    sheet = opened(brought(title="Form 2"))["Form 2"]
    assert sheet["C4"].value == "=SUM(Lines_2[Sum])+'Form 2'!B5*rate"
    assert sheet["C5"].value == '="Lines[Sum] is not one, nor My form!A1"'
    assert list(sheet.tables) == ["Lines_2"]
    assert sheet.data_validations.dataValidation[0].formula1 == "'Form 2'!$A$5:$A$6"
    (rule,) = sheet.conditional_formatting
    assert rule.rules[0].formula == ["'Form 2'!$B$5"]
    assert rule.rules[0].dxf.font.color.rgb == "FFFF0000"
    assert sheet["A3"].hyperlink.location == "'Form 2'!B5"
    assert sheet["A2"].hyperlink.target == "https://example.com/x?a=1&b=2"


def test_a_name_that_is_taken_becomes_the_sheets_own_and_one_that_is_used_comes_along():
    book = opened(brought())
    assert book.defined_names["rate"].attr_text == "Mine!$A$6"
    assert book["My form"].defined_names["rate"].attr_text == "'My form'!$C$1"
    assert book["My form"].defined_names["floor_of_all"].attr_text == "rate*2"
    assert "unused" not in book.defined_names


def test_what_stands_around_the_cells_comes_along():
    sheet = opened(brought())["My form"]
    assert sheet.column_dimensions["B"].width == 33
    assert sheet.row_dimensions[4].height == 40
    assert sheet.freeze_panes == "B5"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A8:C9"]
    assert (sheet.print_area, sheet.print_title_rows) == ("'My form'!$A$1:$C$9", "$4:$4")
    assert (sheet.page_setup.orientation, sheet.oddHeader.center.text) == ("landscape", "Secret")
    assert sheet["A5"].comment.text == "a note"
    assert len(sheet._images) == 1
    (chart,) = sheet._charts
    assert chart.series[0].val.numRef.f == "'My form'!$B$5:$B$6"


def test_nobody_else_notices():
    before, after = raw_members(MINE), raw_members(brought())
    assert [name for name in before.keys() - GROWING if after.get(name) != before[name]] == []
    old, new = opened(MINE)["Mine"], opened(brought())["Mine"]
    for look in ("font", "number_format", "value"):
        assert repr(getattr(new["A1"], look)) == repr(getattr(old["A1"], look))
    (rule,) = new.conditional_formatting
    assert rule.rules[0].dxf.fill.fill_type == "solid"


def test_tables_have_ids_of_their_own_and_texts_no_share_in_the_workbooks():
    archive = Archive(brought())
    tables = [archive.read(n) for n in archive.names() if n.startswith("xl/tables/")]
    ids = [re.search(rb' id="(\d+)"', table)[1] for table in tables]
    assert len(set(ids)) == len(ids) == 2
    sheet = max(n for n in archive.names() if n.startswith("xl/worksheets/sheet"))
    assert b't="s"' not in archive.read(sheet)
    assert b"first text" not in b"".join(archive.read(n) for n in archive.names())


def test_taken_back_it_leaves_nothing():
    with_it = brought(into=brought(title="First"), key="own.2")
    assert opened(with_it).sheetnames == ["Mine", "First", "My form"]
    without = applied(with_it, ChangeSet((RemovePage("own.2"),)))
    with zipfile.ZipFile(io.BytesIO(without)) as archive, zipfile.ZipFile(io.BytesIO(brought(title="First"))) as one:
        assert len(archive.namelist()) == len(one.namelist())


def test_taken_back_alone_the_parts_are_those_from_before():
    without = applied(brought(), ChangeSet((RemovePage("own.1"),)))
    assert raw_members(without).keys() == raw_members(MINE).keys()
    book = opened(without)
    assert (book.sheetnames, list(book.defined_names)) == (["Mine"], ["rate"])


def test_it_is_not_taken_back_while_others_use_its_names():
    book = opened(brought())
    book.defined_names["corner"] = DefinedName("corner", attr_text="'My form'!$B$5")
    book["Mine"]["A8"] = "=corner*2"
    with pytest.raises(InputError) as caught:
        applied(saved(book), ChangeSet((RemovePage("own.1"),)))
    assert (caught.value.problems[0].code, caught.value.problems[0].words["name"]) == ("still-referred-to", "corner")


def test_a_style_of_tables_that_somebody_made_comes_along_with_its_looks():
    style = (
        '<dxfs count="1"><dxf><font><b/><color rgb="FF123456"/></font></dxf></dxfs><tableStyles count="1">'
        '<tableStyle name="Ours" pivot="0" count="1"><tableStyleElement type="headerRow" dxfId="0"/></tableStyle>'
        "</tableStyles>"
    )
    content = Archive(template())
    styles = content.read("xl/styles.xml").decode()
    styles = re.sub(r"<dxfs.*?</dxfs>|<tableStyles[^>]*/>", "", styles, flags=re.DOTALL)
    content.put("xl/styles.xml", styles.replace("</cellStyles>", f"</cellStyles>{style}").encode())
    table = edited(content.content(), "xl/tables/table1.xml", "TableStyleMedium4", "Ours")
    made = Archive(brought(table)).read("xl/styles.xml").decode()
    index = int(re.search(r'name="Ours".*?dxfId="(\d+)"', made, re.DOTALL)[1])
    looks = re.findall(r"<dxf>.*?</dxf>", made, re.DOTALL)
    assert "FF123456" in looks[index]


KINDS = {
    "pivotTable": "a pivot table",
    "slicer": "a slicer or timeline",
    "ctrlProp": "a form control or ActiveX control",
    "oleObject": "an embedded object",
    "threadedComment": "threaded comments",
    "webExtension": "webExtension",
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_come_is_named(kind):
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = f'<Relationship Id="rId99" Type="{office}/{kind}" Target="/xl/{kind}1.xml"/></Relationships>'
    content = edited(TEMPLATE, "xl/worksheets/_rels/sheet2.xml.rels", "</Relationships>", related)
    archive = Archive(content)
    archive.put(f"xl/{kind}1.xml", b"<x/>")
    problem = refused(archive.content())
    assert (problem.code, problem.words["things"]["en"]) == ("sheet-cannot-come", KINDS[kind])


def test_a_shape_that_runs_a_macro_is_named():
    content = edited(TEMPLATE, "xl/drawings/drawing1.xml", "<graphicFrame", '<graphicFrame macro="[0]!Go"')
    assert refused(content).words["things"]["en"] == "macros"


def test_days_that_count_from_another_year_are_named():
    content = edited(TEMPLATE, "xl/workbook.xml", "<workbookPr/>", '<workbookPr date1904="1"/>')
    assert "1904" in refused(content).words["things"]["en"]


def test_a_table_of_ours_does_not_come():
    content = edited(TEMPLATE, "xl/tables/table1.xml", 'displayName="Lines"', 'displayName="sb_plan"')
    assert refused(content).words["things"]["zh"] == "我们的表格 sb_plan"


def test_what_the_formulas_speak_of_must_be_here():
    part = "xl/worksheets/sheet2.xml"
    lost = edited(TEMPLATE, part, "<f>1+1</f>", "<f>Cover!A1+[1]Book!B2+Other[x]+unused</f>")
    problem = refused(lost)
    assert (problem.code, problem.words["missing"]) == ("sheet-refers-elsewhere", "Cover, [1]Book!, Other")
    here = edited(TEMPLATE, part, "<f>1+1</f>", "<f>mine!A6+LINES[Sum]</f>")
    assert opened(brought(here))["My form"]["A1"].value == "='mine'!A6+Lines_2[Sum]"


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are():
    problem = refused(TEMPLATE, "Nope")
    assert (problem.code, problem.words["there"]) == ("no-such-sheet", "Cover, My form")


def test_a_refused_sheet_leaves_the_workbook_as_it_is():
    before = bytes(MINE)
    refused(TEMPLATE, "Nope", into=MINE)
    assert before == MINE


def test_texts_written_with_a_prefix_and_over_several_lines_are_read():
    shared = (
        '<x:sst xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:si><x:t xml:space="preserve"> led &amp; kept </x:t></x:si></x:sst>'
    )
    book = Workbook()
    book.active["A1"] = "x"
    content = edited(sharing_texts(saved(book)), "xl/worksheets/sheet1.xml", "<v>0</v></c>", "\n  <v>0</v>\n </c>")
    archive = Archive(content)
    archive.put("xl/sharedStrings.xml", shared.encode())
    assert opened(brought(archive.content(), "Sheet", "New"))["New"]["A1"].value == " led & kept "


def test_damage_in_the_other_workbook_is_said_of_that_one():
    content = edited(TEMPLATE, "xl/worksheets/sheet2.xml", ' s="1"', ' s="999"')
    problem = refused(content)
    assert (problem.code, problem.place.file) == ("not-a-workbook", "form.xlsx")
