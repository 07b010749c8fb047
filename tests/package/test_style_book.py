"""Styles: ours are added to the workbook's own, and the workbook's say goes first."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Font, NamedStyle

from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.page import FORMATS, Cell
from salesbook.package.apply import applied
from salesbook.package.archive import Archive
from salesbook.package.markup import element, parsed
from salesbook.package.styles import StyleBook, is_date_format, looks
from tests.package.pages_to_put import plain_page

LOOKS = Archive(looks()).read("xl/styles.xml")
ROLES = re.findall(rb'<cellStyle name="sb ([^"]+)"', LOOKS) or re.findall(rb'name="sb ([^"]+)"', LOOKS)
CONTRACT = [
    *("title", "subtitle", "section", "heading", "text", "note", "link", "band", "muted"),
    *("input", "output", "subtotal", "total", "held", "changed", "problem", "check"),
    *("good", "warn", "bad", "kpi", "kpi-label", "paper", "signature"),
]


def users_workbook() -> bytes:
    """A workbook with styles of its own, among them one of ours that the user changed."""
    book = openpyxl.Workbook()
    book["Sheet"]["A1"] = "x"
    book["Sheet"]["A1"].font = Font(name="Comic Sans MS", size=30)
    book.add_named_style(NamedStyle("sb input", font=Font(color="FF00FF00", size=17)))
    book["Sheet"]["A2"].style = "sb input"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_cells(**styles: str):
    """The user's workbook with a page of one row of cells in styles."""
    cells = {(1, i): Cell("x", style) for i, style in enumerate(styles.values(), 1)}
    content = applied(users_workbook(), ChangeSet((PutPage(plain_page("p", "Page", cells=cells)),)))
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("role", CONTRACT)
def test_the_base_workbook_has_every_role(role):
    assert role.encode() in ROLES


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_stand_on_a_role(form):
    book = with_cells(a=f"output:{form}")
    assert book["Page"]["A1"].number_format == FORMATS[form]
    assert book["Page"]["A1"].style == "sb output"


def test_a_role_is_copied_with_its_look():
    cell = with_cells(a="problem")["Page"]["A1"]
    assert (cell.style, cell.font.color.rgb, cell.fill.fgColor.rgb) == ("sb problem", "FF9C0006", "FFFFC7CE")
    assert cell.border.left.style == "thin"


def test_a_role_that_the_user_changed_keeps_the_users_look():
    cell = with_cells(a="input:int")["Page"]["A1"]
    assert (cell.font.color.rgb, cell.font.sz) == ("FF00FF00", 17)


def test_the_users_own_styles_stay():
    cell = with_cells(a="total")["Sheet"]["A1"]
    assert (cell.font.name, cell.font.sz) == ("Comic Sans MS", 30)


def test_nothing_is_added_twice():
    styles = StyleBook(parsed(LOOKS))
    first = styles.index("input:date"), styles.rule("bad")
    size = len(styles.xml())
    again = StyleBook(parsed(styles.xml()))
    assert (again.index("input:date"), again.rule("bad")) == first
    assert len(again.xml()) == size


def test_a_number_in_a_day_cell_and_a_day_in_a_number_cell_get_a_format_of_their_own():
    styles = StyleBook(parsed(LOOKS))
    day, number = styles.index("input:date"), styles.index("input:int")
    assert styles.fitted(day, date(2026, 1, 1)) == day
    assert styles.fitted(number, 5) == number
    assert styles.fitted(day, "text") == day
    assert styles.fitted(day, True) == day
    assert styles.fitted(day, 5) != day
    assert styles.fitted(number, date(2026, 1, 1)) == day


@pytest.mark.parametrize(
    ("code", "is_day"),
    [
        ("General", False),
        ("0.00", False),
        ("#,##0;[Red]-#,##0", False),
        ('0 "days"', False),
        ("m/d", True),
        ("[$-804]yyyy年m月d日", True),
        ("[h]:mm", True),
        ("@", False),
        ("0.0%", False),
    ],
)
def test_formats_that_show_days_are_known(code, is_day):
    assert is_date_format(code) is is_day


def test_unknown_formats_are_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="format"):
        StyleBook(parsed(LOOKS)).index("input:roman")


def test_a_workbook_that_gave_excels_own_format_another_meaning_gets_a_format_of_its_own():
    root = parsed(LOOKS)
    book = StyleBook(root)
    assert book.format_id("General") == 0
    book.entries("numFmts").append(element("numFmt", numFmtId=0, formatCode="dd.mm.yyyy"))
    assert book.format_id("General") >= 164
