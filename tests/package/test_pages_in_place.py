"""Pages put, replaced and removed in a workbook that the user has made their own."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Font

from salesbook.book.changes import ChangeSet, PutPage, PutRows, RemovePage
from salesbook.book.inverse import inverse
from salesbook.book.page import (
    Area,
    Cell,
    Chart,
    DataBarRule,
    ExpressionRule,
    IconRule,
    Link,
    Page,
    PrintSetup,
    ScaleRule,
    Series,
    Validation,
)
from salesbook.book.values import Formula
from salesbook.errors import InputError
from salesbook.hosts.memory import MemoryHost
from salesbook.package.apply import applied, drawn
from salesbook.package.archive import Archive
from salesbook.package.parts import Parts
from salesbook.package.reading import snapshot
from salesbook.package.styles import looks
from tests.package.pages_to_put import plain_page, table_page

PLAN = table_page("plan", "Plan", "sb_plan", ["Name", "Target"], [("Wang", 1), ("Li", 2)])
VIEW = plain_page(
    "view.rep",
    "View",
    ["Rep", "Sum"],
    ["Wang", Formula("SUM('Plan'!B4:B5)", 3)],
    ["Li", 5],
    rules=(
        ExpressionRule(Area(2, 1, 2, 2), "$B2>10", "bad", stop=True),
        DataBarRule(Area(2, 2, 3, 2), low=0, high=1),
        IconRule(Area(2, 2, 3, 2), 0.9, 1),
        ScaleRule(Area(2, 2, 3, 2), 0, 0.5, 1),
    ),
    validations=(Validation(Area(2, 1, 3, 1), "list", '"Wang,Li"', message="pick one", strict=True),),
    charts=(Chart("column", "Sums", Area(2, 1, 3, 1), (Series("Sum", Area(2, 2, 3, 2)),), (1, 4)),),
    links=(Link(1, 1, "Plan", "B4"),),
    names={"sb_total": Area(2, 2, 2, 2)},
    merges=(Area(3, 1, 3, 2),),
    freeze=(2, 2),
    widths={1: 20, 2: 12},
    row_levels={3: 1},
    print_setup=PrintSetup(landscape=True, title_rows=(1, 1), title_columns=(1, 1)),
    tab_color="1F4E79",
)
BASE = drawn(looks(), [PLAN, VIEW])
BARE = drawn(looks(), [PLAN, replace(VIEW, charts=())])
"""Without the chart, for edits by openpyxl, which does not keep a chart's name as Excel does."""


def after(*changes, content: bytes = BASE) -> bytes:
    return applied(content, ChangeSet(changes))


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def by_user(edit, content: bytes = BARE) -> bytes:
    """The workbook after the user changed it and saved."""
    book = opened(content)
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def renamed(old: str, new: str, content: bytes = BASE) -> bytes:
    """The workbook after Excel renamed a tab: it follows the new name in names, formulas and links."""
    archive = Archive(content)
    for part in [n for n in archive.names() if n.startswith("xl/") and n.endswith(".xml")]:
        text = archive.read(part).decode()
        text = text.replace(f"'{old}'!", "'" + new.replace("'", "''") + "'!")
        archive.put(part, text.replace(f' name="{old}" sheetId', f' name="{new}" sheetId').encode())
    return archive.content()


def problem(*changes, content: bytes = BASE):
    with pytest.raises(InputError) as caught:
        after(*changes, content=content)
    return caught.value.problems[0]


def test_a_new_page_shows_everything_it_says():
    sheet = opened(BASE)["View"]
    assert sheet["B2"].value == "=SUM('Plan'!B4:B5)"
    assert sheet.freeze_panes == "B2"
    assert sheet.column_dimensions["A"].width == 20
    assert sheet.row_dimensions[3].outlineLevel == 1
    assert [str(m) for m in sheet.merged_cells.ranges] == ["A3:B3"]
    assert sheet["A1"].hyperlink.location == "'Plan'!B4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.sheet_properties.tabColor.rgb == "FF1F4E79"
    assert not sheet.sheet_view.showGridLines
    assert len(sheet._charts) == 1
    assert sheet.data_validations.dataValidation[0].formula1 == '"Wang,Li"'
    kinds = [rule.type for block in sheet.conditional_formatting for rule in block.rules]
    assert sorted(kinds) == ["colorScale", "dataBar", "expression", "iconSet"]


def test_formulas_carry_their_results_so_that_nothing_has_to_recalculate():
    book = openpyxl.load_workbook(io.BytesIO(BASE), data_only=True)
    assert book["View"]["B2"].value == 3


def test_an_expression_rule_has_the_look_of_its_role():
    sheet = opened(BASE)["View"]
    rule = next(r for block in sheet.conditional_formatting for r in block.rules if r.type == "expression")
    assert rule.stopIfTrue
    assert rule.dxf.fill.bgColor.rgb == "FFFBD5D5"
    assert rule.dxf.font.color.rgb == "FF9C0006"


def test_putting_a_page_twice_is_putting_it_once():
    once, twice = after(PutPage(VIEW)), after(PutPage(VIEW), PutPage(VIEW))
    with zipfile.ZipFile(io.BytesIO(once)) as a, zipfile.ZipFile(io.BytesIO(twice)) as b:
        assert {n: a.read(n) for n in a.namelist()} == {n: b.read(n) for n in b.namelist()}


def test_a_page_stays_where_the_user_moved_it_and_under_the_name_they_gave_it():
    moved = by_user(lambda book: book.move_sheet("My view", -1), renamed("View", "My view"))
    content = after(PutPage(replace(VIEW, charts=())), content=moved)
    assert opened(content).sheetnames == ["My view", "Plan"]
    assert snapshot(content).pages["view.rep"].sheet == "My view"


def test_formulas_and_links_follow_a_page_that_was_renamed():
    content = after(PutPage(VIEW), content=renamed("Plan", "It's mine"))
    sheet = opened(content)["View"]
    assert sheet["B2"].value == "=SUM('It''s mine'!B4:B5)"
    assert sheet["A1"].hyperlink.location == "'It''s mine'!B4"


def test_what_the_user_put_beside_and_below_a_page_stays():
    def edit(book):
        sheet = book["View"]
        sheet["H2"], sheet["A9"] = "=B2*2", "my remark"
        sheet["H2"].font = openpyxl.styles.Font(color="FF00FF00")
        sheet.column_dimensions["H"].width = 44
        sheet.conditional_formatting.add("H2:H5", openpyxl.formatting.rule.CellIsRule("equal", ["1"]))

    longer = replace(VIEW, cells={**VIEW.cells, (4, 1): Cell("new row")})
    sheet = opened(after(PutPage(longer), content=by_user(edit)))["View"]
    assert [sheet[a].value for a in ("H2", "A9", "A4")] == ["=B2*2", "my remark", "new row"]
    assert sheet["H2"].font.color.rgb == "FF00FF00"
    assert sheet.column_dimensions["H"].width == 44
    assert "H2:H5" in {str(block.sqref) for block in sheet.conditional_formatting}


def test_a_shorter_page_leaves_nothing_of_the_longer_one():
    content = after(PutPage(plain_page("view.rep", "View", ["Rep"])))
    sheet = opened(content)["View"]
    assert [c.value for row in sheet.iter_rows() for c in row if c.value is not None] == ["Rep"]
    assert not sheet.conditional_formatting
    assert not sheet.data_validations.dataValidation
    assert not sheet._charts
    assert "sb_total" not in snapshot(content).names
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [n for n in archive.namelist() if "chart" in n or "drawing" in n]


def test_a_page_that_would_run_over_the_users_cells_is_refused_naming_them():
    content = by_user(lambda book: book["View"].__setitem__("C3", "mine"))
    wider = replace(VIEW, cells={**VIEW.cells, (3, 3): Cell("ours")})
    found = problem(PutPage(wider), content=content)
    assert (found.code, str(found.place), found.words["cells"]) == ("user-content-in-the-way", "View!C3", "C3")


def test_a_page_with_things_of_the_users_is_not_removed():
    content = by_user(lambda book: book["View"].__setitem__("J9", "mine"))
    found = problem(RemovePage("view.rep"), content=content)
    assert (found.code, found.words["things"]) == ("page-holds-more", "J9")


def test_a_page_that_other_formulas_use_is_not_removed():
    found = problem(RemovePage("plan"))
    assert (found.code, found.words["name"], found.words["users"]) == ("still-referred-to", "Plan", "View")
    content = after(RemovePage("plan"), RemovePage("view.rep"), PutPage(plain_page("x", "X", ["x"])))
    assert snapshot(content).sheets == ("X",)


def test_the_last_sheet_is_not_removed():
    content = drawn(looks(), [PLAN])
    assert problem(RemovePage("plan"), content=content).code == "last-sheet"


def test_removing_a_page_that_is_not_there_changes_nothing():
    assert snapshot(after(RemovePage("none"))) == snapshot(BASE)


def test_new_pages_come_after_the_one_they_follow_and_names_of_sheets_move_along():
    new = plain_page("first", "First", ["x"])
    content = after(PutPage(new, after="plan"))
    book = opened(content)
    assert book.sheetnames == ["Plan", "First", "View"]
    assert book["View"].print_title_rows == "$1:$1"
    assert not book["First"].print_title_rows


def test_a_new_page_does_not_take_the_name_of_a_users_sheet():
    content = after(PutPage(plain_page("new", "vIEW", ["x"])))
    assert opened(content).sheetnames == ["Plan", "View", "vIEW (2)"]
    assert snapshot(content).pages["new"].sheet == "vIEW (2)"


def test_a_page_that_could_not_have_its_title_still_means_itself_by_it():
    content = by_user(lambda book: book.create_sheet("Goals"))
    selfish = Page("new", "Goals", {(1, 1): Cell(7), (2, 1): Cell(Formula("'Goals'!A1", 7))})
    assert opened(after(PutPage(selfish), content=content))["Goals (2)"]["A2"].value == "='Goals (2)'!A1"


def test_pages_that_swapped_their_tabs_names_are_told_apart():
    content = renamed("Old", "View", renamed("View", "Plan", renamed("Plan", "Old")))
    view = plain_page("view.rep", "View", [Formula("SUM('View'!B4:B5)", 3)])
    assert opened(after(PutPage(view), content=content))["Plan"]["A1"].value == "=SUM('View'!B4:B5)"


def test_a_table_that_moved_to_another_sheet_is_not_doubled():
    other = replace(PLAN, key="other", title="Other")
    assert problem(PutPage(other)).code == "table-elsewhere"


def with_notes(book):
    sheet = book["Plan"]
    sheet["C3"], sheet["C4"], sheet["C5"] = "My note", "good", "better"
    table = sheet.tables["sb_plan"]
    table.ref = table.autoFilter.ref = "A3:C5"
    table.tableColumns.append(openpyxl.worksheet.table.TableColumn(id=3, name="My note"))


def test_a_column_that_the_user_added_to_a_table_stays_in_it_when_the_page_is_put_again():
    content = after(PutPage(PLAN), content=by_user(with_notes))
    block = snapshot(content).tables["sb_plan"]
    assert block.headings == ("Name", "Target", "My note")
    assert block.rows == (("Wang", 1, "good"), ("Li", 2, "better"))


def test_a_page_put_with_fewer_rows_is_taken_back_beside_a_column_of_the_users():
    content = by_user(with_notes)
    shorter = PutPage(table_page("plan", "Plan", "sb_plan", ["Name", "Target"], [("Sun", 3)]))
    there = after(shorter, content=content)
    assert snapshot(there).tables["sb_plan"].rows == (("Sun", 3, "good"),)
    back = applied(there, inverse(snapshot(content), ChangeSet((shorter,))))
    assert snapshot(back).tables["sb_plan"].rows == (("Wang", 1, "good"), ("Li", 2, "better"))


def test_rows_that_a_table_gained_belong_to_its_page():
    longer = after(PutRows("sb_plan", ("Name",), (("a",), ("b",), ("c",), ("d",))))
    assert snapshot(longer).pages["plan"].area == "A1:B7"
    again = after(PutPage(PLAN), content=longer)
    assert snapshot(again).tables["sb_plan"] == snapshot(BASE).tables["sb_plan"]
    assert opened(again)["Plan"]["A7"].value is None


def test_rules_that_reach_below_a_page_are_not_doubled_when_it_is_put_again():
    page = replace(PLAN, rules=(ExpressionRule(Area(4, 1, 500, 2), "$A4=1", "good"),))
    content = after(PutPage(page), PutPage(page))
    assert [str(b.sqref) for b in opened(content)["Plan"].conditional_formatting] == ["A4:B500"]


def test_a_picture_of_the_users_stays_beside_our_new_charts():
    archive = Archive(BASE)
    shape = (
        b'<xdr:oneCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:from>'
        b"<xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        b'<xdr:ext cx="9" cy="9"/><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="9" name="My arrow"/><xdr:cNvSpPr/></xdr:nvSpPr>'
        b"<xdr:spPr/></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>"
    )
    drawing = archive.read("xl/drawings/drawing1.xml")
    archive.put("xl/drawings/drawing1.xml", drawing.replace(b"</xdr:wsDr>", shape + b"</xdr:wsDr>"))
    content = after(PutPage(VIEW), content=archive.content())
    with zipfile.ZipFile(io.BytesIO(content)) as new:
        names = new.read("xl/drawings/drawing1.xml")
    assert names.count(b'name="My arrow"') == 1
    assert names.count(b'name="sb chart 1"') == 1
    assert problem(RemovePage("view.rep"), content=content).words["things"] == "My arrow"


def test_a_header_cell_that_differs_from_its_column_is_a_mistake_of_the_program():
    wrong = replace(PLAN, cells={**PLAN.cells, (3, 1): Cell("Nome")})
    with pytest.raises(ValueError, match="header cells"):
        after(PutPage(wrong))


def test_an_unknown_role_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="no cell style"):
        after(PutPage(plain_page("w", "W", ["x"], cells={(1, 1): Cell(1, "glitter")})))


def test_a_table_of_the_users_where_a_page_will_be_is_named():
    def edit(book):
        sheet = book["View"]
        sheet["A8"], sheet["A9"] = "mine", 1
        sheet.add_table(openpyxl.worksheet.table.Table(displayName="my_table", ref="A8:A9"))

    longer = replace(VIEW, charts=(), cells={**VIEW.cells, **{(row, 2): Cell(row) for row in range(4, 12)}})
    assert problem(PutPage(longer), content=by_user(edit)).words["cells"] == "A8, A9"
    found = problem(RemovePage("view.rep"), content=by_user(edit))
    assert found.words["things"] == "A8, A9, my_table"


def test_notes_on_a_page_stay_when_it_is_put_again_and_keep_it_from_being_removed():
    note = openpyxl.comments.Comment("asked for more", "boss")
    content = by_user(lambda book: setattr(book["View"]["A2"], "comment", note))
    again = after(PutPage(replace(VIEW, charts=())), content=content)
    assert opened(again)["View"]["A2"].comment.text == "asked for more"
    assert "comments" in str(problem(RemovePage("view.rep"), content=again).words["things"])


def test_a_table_that_formulas_use_does_not_go_with_its_page():
    view = plain_page("view.rep", "View", [Formula("SUM(sb_plan[Target])", 3)])
    content = drawn(looks(), [PLAN, view])
    found = problem(PutPage(replace(PLAN, tables=())), content=content)
    assert (found.code, found.words["name"]) == ("still-referred-to", "sb_plan")


@pytest.mark.parametrize(
    ("rule", "xml"),
    [
        (Validation(Area(1, 1, 1, 1), "whole", "1", "9"), {"type": "whole", "formula1": "1", "formula2": "9"}),
        (Validation(Area(1, 1, 1, 1), "decimal", "0"), {"operator": "greaterThanOrEqual", "errorStyle": "warning"}),
        (Validation(Area(1, 1, 1, 1), "date", "46023", strict=True), {"type": "date", "errorStyle": None}),
    ],
)
def test_what_may_be_typed_is_said_as_excel_says_it(rule, xml):
    page = plain_page("p", "P", ["x"], validations=(rule,))
    found = opened(drawn(looks(), [page]))["P"].data_validations.dataValidation[0]
    assert {name: getattr(found, name) for name in xml} == xml


def test_a_written_out_list_is_no_longer_than_excel_allows():
    page = plain_page("p", "P", ["x"], validations=(Validation(Area(1, 1, 1, 1), "list", '"' + "x" * 256 + '"'),))
    with pytest.raises(ValueError, match="255"):
        drawn(looks(), [page])


@pytest.mark.parametrize(("freeze", "pane"), [((1, 1), None), ((4, 1), "A4"), ((1, 3), "C1"), (None, None)])
def test_rows_and_columns_are_frozen_above_and_left_of_the_first_that_scroll(freeze, pane):
    assert opened(drawn(looks(), [plain_page("p", "P", ["x"], freeze=freeze)]))["P"].freeze_panes == pane


def test_a_hidden_page_is_never_the_active_one():
    book = opened(drawn(looks(), [replace(PLAN, state="veryHidden"), VIEW]))
    assert (book["Plan"].sheet_state, book.active.title) == ("veryHidden", "View")


@pytest.mark.parametrize("title", ["a/b", "x" * 32, "'quoted", "History", "a[1]", ""])
def test_a_title_that_excel_refuses_is_a_mistake_of_the_program(title):
    with pytest.raises(ValueError, match="name for a sheet"):
        drawn(looks(), [plain_page("p", title, ["x"])])


@pytest.mark.parametrize("kind", ["line", "bar", "column"])
def test_charts_say_what_they_show_and_carry_its_values(kind):
    page = plain_page(
        "p",
        "P",
        ["a", 1, 5],
        ["b", 2.5, None],
        charts=(
            Chart(
                kind,
                "",
                Area(1, 1, 2, 1),
                (Series("s", Area(1, 2, 2, 2)), Series("t", Area(1, 3, 2, 3), line=True)),
                (4, 1),
            ),
        ),
    )
    with zipfile.ZipFile(io.BytesIO(drawn(looks(), [page]))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert "'P'!$A$1:$A$2" in chart
    assert "'P'!$C$1:$C$2" in chart
    assert "<v>2.5</v>" in chart
    assert chart.count("<lineChart>") == 1
    assert chart.count("<barChart>") == (kind != "line")


def test_a_new_workbook_does_not_say_who_made_its_base():
    with zipfile.ZipFile(io.BytesIO(BASE)) as archive:
        assert "docProps/core.xml" not in archive.namelist()


def test_rows_that_the_user_typed_below_a_table_belong_to_its_page():
    def edit(book):
        sheet = book["Plan"]
        sheet["A6"], sheet["B6"] = "typed", 7
        sheet.tables["sb_plan"].ref = sheet.tables["sb_plan"].autoFilter.ref = "A3:B6"

    content = by_user(edit)
    assert len(snapshot(content).tables["sb_plan"].rows) == 3
    again = after(PutPage(PLAN), content=content)
    assert snapshot(again).tables["sb_plan"].rows == (("Wang", 1), ("Li", 2))
    assert opened(again)["Plan"]["A6"].value is None


def test_the_active_tab_stays_the_same_when_tabs_before_it_come_and_go():
    content = by_user(lambda book: setattr(book, "active", book["View"]))
    more = after(PutPage(plain_page("first", "First", ["x"]), after="plan"), content=content)
    assert opened(more).active.title == "View"
    assert opened(after(RemovePage("first"), content=more)).active.title == "View"


def test_a_users_formula_that_shares_ours_keeps_its_meaning():
    archive = Archive(BASE)
    sheet = archive.read("xl/worksheets/sheet3.xml").decode()
    shared = sheet.replace("<f>SUM('Plan'!B4:B5)</f>", '<f t="shared" ref="B2:C2" si="0">A2*2</f>')
    own = shared.replace("<v>3</v></c>", '<v>3</v></c><c r="C2"><f t="shared" si="0"/><v>6</v></c>')
    assert own != shared != sheet
    archive.put("xl/worksheets/sheet3.xml", own.encode())
    assert opened(after(PutPage(VIEW), content=archive.content()))["View"]["C2"].value == "=B2*2"
    short = plain_page("view.rep", "View", ["Rep"])
    assert opened(after(PutPage(short), content=archive.content()))["View"]["C2"].value == "=B2*2"


def test_a_link_to_the_web_on_a_cell_of_ours_goes_with_the_cell():
    content = by_user(lambda book: setattr(book["View"]["A2"], "hyperlink", "https://example.org/"))
    again = after(PutPage(replace(VIEW, charts=())), content=content)
    assert opened(again)["View"]["A2"].hyperlink is None
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert not any(b"example.org" in archive.read(n) for n in archive.namelist())


def test_tables_have_ids_of_their_own():
    other = table_page("o", "Other", "sb_other", ["x"], [])
    tables = [t for sheet in opened(drawn(looks(), [PLAN, other])) for t in sheet.tables.values()]
    assert len({t.id for t in tables}) == len(tables) == 2


def test_what_excel_keeps_with_a_chart_goes_with_it():
    archive = Archive(BASE)
    parts = Parts(archive)
    archive.put("xl/charts/style1.xml", b"<x/>")
    parts.relate("xl/charts/chart1.xml", "chartStyle", "xl/charts/style1.xml")
    content = after(PutPage(replace(VIEW, charts=())), content=archive.content())
    with zipfile.ZipFile(io.BytesIO(content)) as new:
        assert not [n for n in new.namelist() if n.startswith("xl/charts")]


def test_days_along_a_charts_axis_are_shown_as_their_cells_show_them():
    cells = {(n, 1): Cell(date(2026, 5, n), "heading:day") for n in (1, 2)} | {(n, 2): Cell(n) for n in (1, 2)}
    chart = Chart("line", "", Area(1, 1, 2, 1), (Series("s", Area(1, 2, 2, 2)),), (4, 1))
    content = drawn(looks(), [plain_page("p", "P", cells=cells, charts=(chart,))])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/charts/chart1.xml").decode()
    assert "<formatCode>m/d</formatCode>" in xml
    assert "<v>46143</v>" in xml


def test_a_rule_that_the_user_put_on_a_page_stays_and_goes_first():
    def edit(book):
        rule = CellIsRule("greaterThan", ["3"], font=Font(color="FF123456"))
        book["View"].conditional_formatting.add("B2:B3", rule)
        book["View"].conditional_formatting.add("B2:B3", FormulaRule(["$B2=7"], font=Font(u="single")))
        scale = ColorScaleRule("min", None, "FFFF0000", end_type="max", end_color="FF00FF00")
        book["View"].conditional_formatting.add("B2:B3", scale)

    mine = by_user(edit)
    once = after(PutPage(replace(VIEW, charts=())), content=mine)
    again = after(PutPage(replace(VIEW, charts=())), content=once)
    for content in (once, again):
        rules = [r for block in opened(content)["View"].conditional_formatting for r in block.rules]
        ranked = [r.type for r in sorted(rules, key=lambda rule: rule.priority)]
        assert ranked[:3] == ["cellIs", "expression", "colorScale"]
        assert ranked[3:] == ["expression", "dataBar", "iconSet", "colorScale"]


def test_rules_of_ours_are_known_by_their_look_when_the_page_has_none_any_more():
    bare = after(PutPage(replace(VIEW, rules=(), charts=())), content=BARE)
    assert not opened(bare)["View"].conditional_formatting


@pytest.mark.parametrize("change", [PutPage(plain_page("new", "New", ["x"])), RemovePage("plan")], ids=["put", "drop"])
@pytest.mark.parametrize("closed", ["structure-protected", "shared-workbook"])
def test_where_no_sheet_may_come_or_go_every_host_says_so_and_pages_are_still_drawn_anew(change, closed):
    archive = Archive(BARE)
    if closed == "structure-protected":
        lock = b'<workbookProtection lockStructure="1"/>'
        archive.put("xl/workbook.xml", archive.read("xl/workbook.xml").replace(b"<workbookProtection/>", lock))
    else:
        archive.put("xl/revisions/revisionHeaders.xml", b"<headers/>")
        Parts(archive).relate("xl/workbook.xml", "revisionHeaders", "xl/revisions/revisionHeaders.xml")
    content = archive.content()
    assert problem(change, content=content).code == closed
    assert after(PutPage(PLAN), content=content)
    memory = MemoryHost(snapshot(content))
    memory.apply(ChangeSet((PutPage(PLAN),)))
    with pytest.raises(InputError) as caught:
        memory.apply(ChangeSet((change,)))
    assert caught.value.problems[0].code == closed
