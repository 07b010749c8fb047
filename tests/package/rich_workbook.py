"""A workbook as people have them: other sheets, charts, pictures, notes, rules, extensions, a macro project.

Made by openpyxl, with members and elements added by hand that openpyxl cannot write. Its sheet Team holds sb_reps with
a column of the user's own; the sheet Own holds everything else.
"""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SPARKLINES = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup>'
    "<x14:sparklines><x14:sparkline><xm:f>Team!C4:C6</xm:f><xm:sqref>J2</xm:sqref></x14:sparkline></x14:sparklines>"
    "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
CALC_CHAIN = (
    b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A2" i="2"/><c r="H4" i="1"/>'
    b"</calcChain>"
)


def rich_workbook() -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    team = book.active
    assert team is not None
    _fill_team(team)
    _fill_own(book)
    book.defined_names["my_rate"] = DefinedName("my_rate", attr_text="Own!$A$1")
    book.defined_names["all_targets"] = DefinedName("all_targets", attr_text="Team!$C$4:$C$6")
    stream = io.BytesIO()
    book.save(stream)
    return _with_what_openpyxl_cannot_write(stream.getvalue())


def _fill_team(team) -> None:
    team.title = "Team"
    team["A1"] = "My team"
    for column, heading in enumerate(["Name", "Target", "Since", "My note"], 2):
        team.cell(3, column, heading)
    rows = [
        ("Wang", 100, date(2024, 5, 1), "likes tea"),
        ("Li", 200.5, date(2023, 1, 9), None),
        ("Zhao", 300, None, "new"),
    ]
    for number, row in enumerate(rows, 4):
        for column, value in enumerate(row, 2):
            cell = team.cell(number, column, value)
            cell.font = Font(bold=column == 2, color="FF336699")
    team.add_table(Table(displayName="sb_reps", ref="B3:E6"))
    team.conditional_formatting.add(
        "C4:C6", CellIsRule(operator="lessThan", formula=["150"], fill=PatternFill("solid"))
    )
    picks = DataValidation(type="whole", operator="greaterThan", formula1="0", sqref="C4:C6")
    team.add_data_validation(picks)
    team["G4"] = "beside"
    team["H4"] = "=SUM(C4:C6)"
    team["B4"].comment = Comment("asked for more", "boss")
    team.row_dimensions[5].height = 33
    team.freeze_panes = "A4"


def _fill_own(book: Workbook) -> None:
    own = book.create_sheet("Own")
    own["A1"] = 0.5
    own["A2"] = "=A1*2"
    own["A3"] = "text & <more>"
    own.merge_cells("C1:D2")
    for row in range(5, 9):
        own.cell(row, 1, row)
    chart = BarChart()
    chart.add_data(Reference(own, min_col=1, min_row=5, max_row=8))
    own.add_chart(chart, "F2")
    own["B9"].comment = Comment("a note", "boss")
    own.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="B1:B4"))
    own.protection.sheet = True


def _with_what_openpyxl_cannot_write(content: bytes) -> bytes:
    """Sparklines, a picture, custom XML, a macro project, a calculation chain, printer settings."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, _edited(info.filename, old.read(info)))
        new.writestr("xl/media/image1.png", PIXEL, zipfile.ZIP_STORED)
        new.writestr("customXml/item1.xml", "<data>kept</data>")
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not really macros")
        new.writestr("xl/calcChain.xml", CALC_CHAIN)
    return out.getvalue()


def _edited(name: str, content: bytes) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    if name == "[Content_Types].xml":
        text = text.replace(
            "</Types>",
            '<Default Extension="png" ContentType="image/png"/>'
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            f'<Override PartName="/xl/calcChain.xml" ContentType="{main}.calcChain+xml"/></Types>',
        )
    elif name == "xl/_rels/workbook.xml.rels":
        text = text.replace(
            "</Relationships>",
            f'<Relationship Id="rId77" Type="{office}/calcChain" Target="calcChain.xml"/></Relationships>',
        )
    elif name == "xl/worksheets/sheet1.xml":
        text = text.replace("</worksheet>", f"{SPARKLINES}</worksheet>")
    return text.encode("utf-8", "surrogateescape")


def raw_members(content: bytes) -> dict[str, tuple[int, bytes]]:
    """Each member's way of compression and its bytes as they lie in the file, found without our own code."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            start = info.header_offset
            name, extra = (int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28))
            begin = start + 30 + name + extra
            found[info.filename] = (info.compress_type, content[begin : begin + info.compress_size])
    return found
