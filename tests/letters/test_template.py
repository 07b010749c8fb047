"""Templates as people change them: what still works, and what is refused with its place."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from salesbook.errors import InputError
from salesbook.letters import templates
from salesbook.letters.slots import REQUIRED
from salesbook.letters.template import Template
from tests.letters.books import book, letter, named, named_rows, opened, saved, shipped, stamped

if TYPE_CHECKING:
    from collections.abc import Callable

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one point."""
SHEET = "xl/worksheets/sheet1.xml"


def edited(change: Callable[[Workbook], None], content: bytes | None = None) -> bytes:
    """The shipped template as a person would change it."""
    workbook = opened(content or shipped())
    change(workbook)
    return saved(workbook)


def put_name(workbook: Workbook, name: str, area: str, sheet: str = "责任书") -> None:
    workbook.defined_names[name] = DefinedName(name, attr_text=f"'{sheet}'!{area}")


def small(**cells: Any) -> Workbook:
    """A plain template: the required names in column A, a block in row 7; further cells by address."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "T"
    for row, name in enumerate(REQUIRED[:4], start=1):
        sheet.cell(row, 1).value = "?"
        put_name(workbook, name, f"$A${row}", "T")
    for column, key in enumerate(("period", "floor", "target", "stretch"), start=1):
        sheet.cell(7, column).value = "{" + key + "}"
    put_name(workbook, "block_periods", "$A$7:$D$7", "T")
    for address, value in cells.items():
        sheet[address] = value
    return workbook


def codes(content: bytes) -> list[tuple[str, str]]:
    """What is wrong: codes and places."""
    with pytest.raises(InputError) as caught:
        Template(content, "t.xlsx")
    return [(p.code, str(p.place)) for p in caught.value.problems]


# --- changes that people make ----------------------------------------------------------------------------------------


def test_a_moved_slot_is_filled_where_it_is_now() -> None:
    def move(workbook: Workbook) -> None:
        put_name(workbook, "slot_rep", "$J$3")

    assert stamped_cell(edited(move), "J3") == "李伟"


def stamped_cell(content: bytes, address: str, months: int = 3, *, values: bool = True) -> Any:
    return opened(stamped(letter(book(months)), content), values=values).worksheets[0][address].value


def test_a_second_sheet_is_kept_and_its_formulas_over_the_letter_move() -> None:
    def add(workbook: Workbook) -> None:
        sheet = workbook.create_sheet("附件")
        sheet["A1"] = "条款全文"
        sheet["A2"] = "='责任书'!D13"  # the totals' row under the periods
        sheet["A3"] = "=SUM('责任书'!E12:E12)"

    content = edited(add)
    row = opened(content).defined_names["block_periods"].attr_text.rpartition("$")[2]
    assert row == "12", "the shipped template's block moved: adapt the formulas above"
    made = opened(stamped(letter(book(3)), content))
    assert made["附件"]["A1"].value == "条款全文"
    assert made["附件"]["A2"].value == "='责任书'!D15"
    assert made["附件"]["A3"].value == "=SUM('责任书'!E12:E14)"


def test_a_formula_that_only_excel_knows_asks_for_a_recalculation() -> None:
    content = stamped(letter(book(3)), saved(small(F1='=IF(B7>0,"yes","no")')))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")
    assert opened(content)["T"]["F1"].value == '=IF(B7>0,"yes","no")'


@pytest.mark.parametrize(("anchor", "row"), [("A2", 2), ("C30", 32)])
def test_a_picture_stays_beside_the_rows_it_was_put_beside(anchor: str, row: int) -> None:
    workbook = small(A30="below")
    workbook.active.add_image(Image(io.BytesIO(DOT)), anchor)
    made = opened(stamped(letter(book(3)), saved(workbook)))
    (picture,) = made.active._images
    assert picture.anchor._from.row + 1 == row
    assert picture._data() == DOT


def test_a_chart_shows_all_rows_of_the_block() -> None:
    workbook = small()
    chart = BarChart()
    chart.add_data(Reference(workbook.active, min_col=3, min_row=7, max_row=7))
    workbook.active.add_chart(chart, "F20")
    with zipfile.ZipFile(io.BytesIO(stamped(letter(book(12)), saved(workbook)))) as archive:
        drawn = archive.read("xl/charts/chart1.xml").decode()
    assert "'T'!$C$7:$C$18" in drawn


def test_rules_validations_merges_breaks_and_print_area_move_along() -> None:
    workbook = small(A9="sum", B9="=SUM(B7:B7)", A12="end")
    sheet = workbook.active
    red = PatternFill("solid", bgColor="FF0000")
    sheet.conditional_formatting.add("B7:D7", CellIsRule(operator="lessThan", formula=["B9"], fill=red))
    sheet.conditional_formatting.add("A12", FormulaRule(formula=["$B$9>100"], fill=red))
    check = DataValidation("list", formula1="$A$9:$A$12")
    check.add("B12")
    sheet.add_data_validation(check)
    sheet.merge_cells("A12:D12")
    sheet.merge_cells("E7:F7")
    sheet.print_area = "A1:D12"
    sheet.print_title_rows = "1:2"
    made = opened(stamped(letter(book(5)), saved(workbook)))
    sheet = made.active
    rules = {str(r.sqref): r.rules[0].formula for r in sheet.conditional_formatting}
    assert rules == {"B7:D11": ["B13"], "A16": ["$B$13>100"]}
    (validation,) = sheet.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("B16", "$A$13:$A$16")
    assert {str(m) for m in sheet.merged_cells.ranges} == {"A16:D16", *(f"E{r}:F{r}" for r in range(7, 12))}
    assert sheet.print_area == "'T'!$A$1:$D$16"
    assert sheet.print_title_rows == "$1:$2"
    assert (sheet["B13"].value, sheet["A16"].value) == ("=SUM(B7:B11)", "end")


def test_formulas_of_the_blocks_own_row_mean_each_copy() -> None:
    template = saved(small(E7="=C7/SUM(C$7:C$7)", F7="=SUM(B$7:B7)", A8="all", B8="=SUM(C7)+B1"))
    made = opened(stamped(letter(book(3)), template))["T"]
    assert [made[f"E{r}"].value for r in (7, 8, 9)] == [f"=C{r}/SUM(C$7:C$9)" for r in (7, 8, 9)]
    assert [made[f"F{r}"].value for r in (7, 8, 9)] == [f"=SUM(B$7:B{r})" for r in (7, 8, 9)]
    assert made["B10"].value == "=SUM(C7:C9)+B1"
    shown = opened(stamped(letter(book(3)), template), values=True)["T"]
    assert [shown[f"F{r}"].value for r in (7, 8, 9)] == [909, 1827, 2754]
    assert shown["E7"].value == pytest.approx(1010 / 3060)


def test_words_in_texts_are_said_and_a_lone_word_keeps_its_type() -> None:
    template = saved(small(F1="{rep} — {target_total} — {issued}", F2="{target_total}", F3="{{rep}}", F4="{1} {X}"))
    made = opened(stamped(letter(book(3)), template), values=True)["T"]
    assert [made[f"F{r}"].value for r in (1, 2, 3, 4)] == [
        "李伟 — 3,060 — 2026-01-05", 3060, "{李伟}", "{1} {X}",
    ]


def test_two_blocks_side_by_side_have_as_many_rows_as_the_longer_one() -> None:
    workbook = small(F7="{measure}", G7="in {unit}", H7="=1+1")
    put_name(workbook, "block_measures", "$F$7:$H$7", "T")
    made = opened(stamped(letter(book(4)), saved(workbook)))["T"]
    assert [made[f"F{r}"].value for r in range(7, 11)] == ["平均单值", "配套率", None, None]
    assert [made[f"G{r}"].value for r in range(7, 11)] == ["in 元", "in %", None, None]
    assert [made[f"H{r}"].value for r in range(7, 11)] == ["=1+1", "=1+1", None, None]
    assert [made[f"A{r}"].value for r in range(7, 11)] == [f"2026年{m}月" for m in (1, 2, 3, 4)]


def test_placeholders_do_not_stay_in_the_shared_texts() -> None:
    content = with_shared_texts(saved(small(F1="{rep}", F2="stays")))
    assert b"{rep}" in zipped(content, "xl/sharedStrings.xml")
    made = stamped(letter(book(3)), content)
    assert b"{" not in zipped(made, "xl/sharedStrings.xml")
    assert opened(made)["T"]["F1"].value == "李伟"
    assert opened(made)["T"]["F2"].value == "stays"


def zipped(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


def with_shared_texts(content: bytes) -> bytes:
    """The workbook with its texts moved to shared ones, as Excel saves it."""
    import re

    parts = {n: zipped(content, n) for n in zipfile.ZipFile(io.BytesIO(content)).namelist()}
    items: list[str] = []

    def share(found: re.Match[str]) -> str:
        items.append(found[2])
        return f'<c r="{found[1]}" t="s"><v>{len(items) - 1}</v></c>'

    sheet = parts[SHEET].decode()
    inline = r'<c r="(\w+)" t="inlineStr"><is>(.*?)</is></c>'
    if re.search(inline, sheet):
        sheet = re.sub(inline, share, sheet)
        space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        texts = f'<sst {space}>{"".join(f"<si>{t}</si>" for t in items)}</sst>'
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        tie = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        parts[SHEET] = sheet.encode()
        parts["xl/sharedStrings.xml"] = texts.encode()
        types = parts["[Content_Types].xml"].decode()
        declared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        parts["[Content_Types].xml"] = types.replace("</Types>", declared).encode()
        ties = parts["xl/_rels/workbook.xml.rels"].decode()
        tied = f'<Relationship Id="rIdT" Type="{tie}" Target="sharedStrings.xml"/></Relationships>'
        parts["xl/_rels/workbook.xml.rels"] = ties.replace("</Relationships>", tied).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(("cells", "written"), [
    (("B9", "C9", "D9"), ["SUM(B7:B9)", "SUM(C7:C9)", "SUM(D7:D9)"]),
    (("B9", "B10"), ["SUM(B7:B9)", "SUM(B10:B10)"]),
])
def test_shared_formulas_are_written_out_before_rows_move(cells: tuple[str, ...], written: list[str]) -> None:
    content = saved(small(**dict.fromkeys(cells, "@")))
    sheet = zipped(content, SHEET).decode()
    for number, cell in enumerate(cells):
        master = f' ref="{cells[0]}:{cells[-1]}" si="0">SUM(B7:B7)</f>' if number == 0 else ' si="0"/>'
        start = sheet.index(f'<c r="{cell}"')
        end = sheet.index("</c>", start)
        sheet = f'{sheet[:start]}<c r="{cell}"><f t="shared"{master}<v>0</v>{sheet[end:]}'
    made = opened(stamped(letter(book(3)), replaced(content, SHEET, sheet.encode())))["T"]
    below = [address.replace("10", "12").replace("9", "11") for address in cells]
    assert [made[cell].value for cell in below] == [f"={text}" for text in written]


def replaced(content: bytes, part: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return buffer.getvalue()


def test_names_are_found_whatever_their_case() -> None:
    workbook = small()
    del workbook.defined_names["slot_rep"]
    put_name(workbook, "Slot_REP", "$A$1", "T")
    assert stamped_cell(saved(workbook), "A1") == "李伟"


def test_a_merged_slot_may_be_named_as_a_whole() -> None:
    workbook = small()
    workbook.active.merge_cells("A1:C1")
    put_name(workbook, "slot_rep", "$A$1:$C$1", "T")
    assert stamped_cell(saved(workbook), "A1") == "李伟"


@pytest.mark.parametrize("kind", templates.KINDS)
def test_shipped_templates_are_sound_in_both_languages_with_the_same_names(kind: str) -> None:
    zh, en = (set(opened(shipped(kind, language)).defined_names) for language in ("zh", "en"))
    assert zh == en
    assert set(REQUIRED) <= zh
    for language in ("zh", "en"):
        assert Template(shipped(kind, language)).names.sheet


def test_long_names_and_rows_keep_every_cell() -> None:
    ours = book(3)
    reps = (replace(ours.reps[0], team="很长的团队名称" * 10),)
    made = opened(stamped(letter(replace(ours, reps=reps))))
    assert named(made, "slot_team") == "很长的团队名称" * 10
    assert len(named_rows(made, "block_periods")) == 3


# --- what is refused ------------------------------------------------------------------------------------------------


def test_all_problems_come_in_one_pass() -> None:
    workbook = small(F1="{reep}", B7="{flor}")
    del workbook.defined_names["slot_serial"]
    put_name(workbook, "slot_teem", "$A$9", "T")
    put_name(workbook, "block_actions", "$A$9:$B$10", "T")
    put_name(workbook, "slot_team", "$H$1:$H$2", "T")
    workbook.defined_names["slot_id"] = DefinedName("slot_id", attr_text="#REF!")
    workbook.create_sheet("U")
    put_name(workbook, "slot_version", "$A$1", "U")
    workbook.active.merge_cells("J1:K2")
    put_name(workbook, "slot_manager", "$K$1", "T")
    assert sorted(codes(saved(workbook))) == [
        ("block-not-one-row", "T!A9:B10"),
        ("lost-slot", "t.xlsx"),
        ("missing-slot", "T"),
        ("slot-in-merged-area", "T!K1"),
        ("slot-not-one-cell", "T!H1:H2"),
        ("slot-on-other-sheet", "U!A1"),
        ("unknown-slot", "T!A9"),
        ("unknown-slot", "T!B7"),
        ("unknown-slot", "T!F1"),
    ]


def test_a_workbook_without_any_name_lacks_all_required_ones() -> None:
    assert codes(saved(Workbook())) == [("missing-slot", "t.xlsx")] * len(REQUIRED)


def test_an_unknown_word_is_answered_with_what_was_probably_meant() -> None:
    with pytest.raises(InputError) as caught:
        Template(saved(small(F1="{reep}")))
    assert "{rep}" in caught.value.problems[0].remedy("zh")


def test_what_is_no_workbook_is_refused_by_the_package() -> None:
    assert codes(b"nothing of the kind")[0][0] == "not-a-workbook"


def test_a_template_that_is_not_there_is_named(tmp_path: Any) -> None:
    with pytest.raises(InputError) as caught:
        templates.read_template(tmp_path / "ours.xlsx")
    assert caught.value.problems[0].code == "template-not-found"
    assert "ours.xlsx" in caught.value.problems[0].message("en")
