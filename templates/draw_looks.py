"""Draws templates/looks.xlsx, the workbook that every new one starts from: theme, named cell styles, a legend of them.

Run it once to have a file to begin with; after that the file is the truth and may be edited in Excel
(Home > Cell Styles > sb …). Drawing it again loses such edits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

FONT = "Microsoft YaHei"
ACCENT = "1F4E79"
INK = "262626"
GREY = "7F7F7F"
LINE = "D0D7DE"


@dataclass(frozen=True)
class Look:
    """How a role looks and what the legend says about it."""

    role: str
    note: str
    size: float = 10
    bold: bool = False
    italic: bool = False
    color: str = INK
    fill: str = ""
    line: str = ""
    """Which sides are ruled: any of "tblr"; upper case for the accent colour."""
    align: str = ""
    wrap: bool = False
    indent: int = 0
    underline: bool = False
    number_format: str = "General"


LOOKS = (
    Look("title", "Title of a sheet", size=16, bold=True, color=ACCENT),
    Look("subtitle", "What stands under the title", color=GREY),
    Look("section", "Heading of a part of a sheet", size=12, bold=True, color=ACCENT, line="B"),
    Look(
        "heading", "Heading of a column", bold=True, color="FFFFFF", fill=ACCENT, line="tblr", align="center", wrap=True
    ),
    Look(
        "subheading",
        "Second row of headings",
        bold=True,
        color=ACCENT,
        fill="DDE8F3",
        line="tblr",
        align="center",
        wrap=True,
    ),
    Look("text", "Text in a block of cells", line="tblr"),
    Look("wrap", "Long text", line="tblr", wrap=True),
    Look("input", "Yours to fill in", color="1F3F8F", fill="FFF9E0", line="tblr"),
    Look("output", "Computed", line="tblr"),
    Look("subtotal", "Sum of a group", bold=True, fill="F3F6F9", line="tblr"),
    Look("total", "Sum", bold=True, fill="EAF0F6", line="Tblr"),
    Look("held", "Held: stays as it is", bold=True, color="5B3F8C", fill="E9E2F5", line="tblr"),
    Look("changed", "Changed by hand", bold=True, color="9C5700", fill="FFE9C7", line="tblr"),
    Look("problem", "Something is wrong here", bold=True, color="9C0006", fill="FFC7CE", line="tblr"),
    Look("check", "A check: reads 0 or a tick", size=9, color="2E7D32", fill="F2F7F2", line="tblr", align="center"),
    Look("note", "A remark", size=9, italic=True, color=GREY),
    Look("good", "On target", color="1E6B32", fill="D5EFDB", line="tblr"),
    Look("warn", "Behind, can be caught up", color="8A5A00", fill="FFF0C2", line="tblr"),
    Look("bad", "Far behind", color="9C0006", fill="FBD5D5", line="tblr"),
    Look("muted", "Does not count now", color="A6A6A6", fill="F5F5F5", line="tblr"),
    Look("band", "Every other row, or a day off", fill="F3F6F9", line="tblr"),
    Look("link", "Leads to a place", color="0563C1", underline=True),
    Look("kpi", "A large number", size=20, bold=True, color=ACCENT, fill="F3F6F9", align="center"),
    Look("kpi-label", "What the large number is", size=9, color=GREY, fill="F3F6F9", align="center"),
    Look("poster", "A line of the ranking poster", size=22, bold=True, line="b"),
    Look("poster-place", "A place on the ranking poster", size=22, bold=True, color=GREY, line="b", align="center"),
    Look(
        "poster-first", "The champion on the poster", size=40, bold=True, color="7A4B00", fill="FFE08A", align="center"
    ),
    Look("paper", "Text of a letter", size=11, wrap=True),
    Look("paper-title", "Title of a letter", size=20, bold=True, align="center"),
    Look("signature", "A line to sign on", size=11, line="b"),
)

SIDES = {"t": "top", "b": "bottom", "l": "left", "r": "right"}


def border(line: str) -> Border:
    drawn = {}
    for side in line:
        accent = side.isupper()
        drawn[SIDES[side.lower()]] = Side("medium" if accent else "thin", color=ACCENT if accent else LINE)
    return Border(**drawn)


def named_style(look: Look) -> NamedStyle:
    return NamedStyle(
        name=f"sb {look.role}",
        font=Font(
            name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=f"FF{look.color}",
            underline="single" if look.underline else None,
        ),
        fill=PatternFill("solid", fgColor=f"FF{look.fill}") if look.fill else PatternFill(),
        border=border(look.line),
        alignment=Alignment(
            horizontal=look.align or None, vertical="center", wrap_text=look.wrap or None, indent=look.indent
        ),
        number_format=look.number_format,
    )  # fmt: skip


def base() -> Workbook:
    """A workbook whose default font is ours, so that row heights and column widths follow it."""
    book = Workbook()
    book._fonts[0] = Font(name=FONT, size=10, family=2)  # type: ignore[attr-defined]
    book._named_styles["Normal"].font = Font(name=FONT, size=10, family=2)  # type: ignore[attr-defined]
    return book


def draw() -> Workbook:
    book = base()
    book.properties.creator = "salesbook"
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    sheet = book.active
    assert sheet is not None
    sheet.title = "looks"
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 22
    sheet.column_dimensions["C"].width = 48
    for style in map(named_style, LOOKS):
        book.add_named_style(style)
    for row, (look, example) in enumerate(zip(LOOKS, [1234567] * len(LOOKS), strict=True), 2):
        sheet.cell(row, 1, f"sb {look.role}").style = f"sb {look.role}"
        sheet.cell(row, 2, example).style = f"sb {look.role}"
        sheet.cell(row, 3, look.note)
    return book


if __name__ == "__main__":
    draw().save(Path(__file__).with_name("looks.xlsx"))
