"""The letter that is made: the shipped one with a logo, a chart and conditional formats; 30 rows, one rep each."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from salesbook.book.model import Rep
from salesbook.letters.stamp import Stamp
from salesbook.letters.template import Template
from tests.letters.books import book, letter, shipped

if TYPE_CHECKING:
    from salesbook.letters.letter import Letter

PERIODS = 30
REPS = 50
_LOGO = (160, 60)


@cache
def letters() -> tuple[Letter, ...]:
    """What goes into the letters of so many reps."""
    reps = tuple(Rep(f"代表{n:02}", f"E{n:03}", "一队", "王芳", region="华东") for n in range(REPS))
    of = book(PERIODS, reps)
    return tuple(letter(of, rep.name) for rep in reps)


@cache
def stamp() -> Stamp:
    """Compiled once."""
    return Stamp(Template(template(), "letter.xlsx"))


@cache
def template() -> bytes:
    """The shipped template with things added as a person would in Excel."""
    import openpyxl
    from openpyxl.chart import BarChart, Reference
    from openpyxl.drawing.image import Image
    from openpyxl.formatting.rule import CellIsRule, DataBarRule

    work = openpyxl.load_workbook(io.BytesIO(shipped()))
    (name, area), *_ = work.defined_names["block_periods"].destinations
    _keep_only(work, name)
    sheet, row = work[name], int(area.rpartition("$")[2])
    sheet.add_image(Image(io.BytesIO(logo())), "J2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=row, max_row=row))
    sheet.add_chart(chart, "J10")
    sheet.conditional_formatting.add(f"D{row}:D{row}", DataBarRule("num", 0, "max", color="5B9BD5"))
    sheet.conditional_formatting.add(f"E{row}:E{row}", CellIsRule("lessThan", ["1000"]))
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


def _keep_only(work: Any, name: str) -> None:
    """Take the other sheets of the template away, with the names that lead to them."""
    for other in [sheet for sheet in work if sheet.title != name]:
        work.remove(other)
    for key, defined in list(work.defined_names.items()):
        if any(title != name for title, _ in defined.destinations):
            del work.defined_names[key]


@cache
def logo() -> bytes:
    """A picture of 28 kB that does not compress."""
    width, height = _LOGO
    chance = Random(1)
    lines = b"".join(b"\0" + chance.randbytes(width * 3) for _ in range(height))
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(lines, 1)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@cache
def finished() -> bytes:
    """A letter as it is stamped: what other libraries open and fill again."""
    return stamp()(letters()[0])


@cache
def changing() -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The cells that differ from rep to rep, with each rep's value; formulas are left as they are."""
    import openpyxl

    sheets = [openpyxl.load_workbook(io.BytesIO(stamp()(one))).active for one in letters()]
    found = []
    for cells in zip(*(sheet.iter_rows() for sheet in sheets), strict=True):
        for same in zip(*cells, strict=True):
            values = tuple(cell.value for cell in same)
            if len(set(values)) > 1 and same[0].data_type != "f":
                found.append((same[0].coordinate, values))
    return tuple(found)
