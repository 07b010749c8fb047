"""Files from anywhere: what they hold is refused by name, without the time or the memory that it asks for."""

from __future__ import annotations

import io
import os
import struct
import tracemalloc
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from salesbook.book.changes import AppendRows, ChangeSet
from salesbook.errors import InputError
from salesbook.package.apply import applied, drawn
from salesbook.package.archive import Archive
from salesbook.package.reading import snapshot
from salesbook.package.styles import looks
from tests.package.fuzz import run
from tests.package.mutations import unzipped, zipped
from tests.package.pages_to_put import table_page

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = table_page("team", "Team", "sb_reps", ["Name", "Target"], [("Wang", 1), ("Li", 2)])
PLAN = drawn(looks(), (PAGE,))
SHEET, TABLE, BOOK = "xl/worksheets/sheet2.xml", "xl/tables/table1.xml", "xl/workbook.xml"
TYPES, RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
WANG = ChangeSet((AppendRows("sb_reps", ("Name",), (("Wang",),)),))
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(20)
) + b"]>"  # fmt: skip
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
MEGABYTE = 1 << 20


def edited(part: str, *changes: tuple[bytes, bytes]) -> bytes:
    """The workbook with pieces of a part replaced."""
    archive = Archive(PLAN)
    content = archive.read(part)
    for old, new in changes:
        assert old in content, f"{part} has no {old!r}"
        content = content.replace(old, new)
    archive.put(part, content)
    return archive.content()


def without(part: str) -> bytes:
    return zipped([(name, content) for name, content in unzipped(PLAN) if name != part])


def with_member(name: str, content: bytes) -> bytes:
    return zipped([*unzipped(PLAN), (name, content)])


def with_sizes(part: str, *, size: int, packed: int | None = None) -> bytes:
    """The workbook with a member's sizes in the directory replaced by lies."""
    content = bytearray(PLAN)
    at = content.rindex(part.encode()) - 46
    struct.pack_into("<I", content, at + 24, size)
    if packed is not None:
        struct.pack_into("<I", content, at + 20, packed)
    return bytes(content)


def longer_than_it_says() -> bytes:
    """A sheet of 64 MB whose first bytes are what the directory says, checksum included."""
    sheet = Archive(PLAN).read(SHEET)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeeze.compress(sheet + bytes(64 * MEGABYTE)) + squeeze.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in unzipped(PLAN):
            archive.writestr(name, packed if name == SHEET else content)
    content = bytearray(out.getvalue())
    at = content.rindex(SHEET.encode()) - 46
    struct.pack_into("<H", content, at + 10, zipfile.ZIP_DEFLATED)
    struct.pack_into("<I", content, at + 16, zlib.crc32(sheet))
    struct.pack_into("<I", content, at + 24, len(sheet))
    return bytes(content)


def in_utf_16(part: str, before: bytes) -> bytes:
    archive = Archive(PLAN)
    text = (before + archive.read(part).partition(b"?>")[2]).decode()
    archive.put(part, text.encode("utf-16"))
    return archive.content()


def with_dtd(part: str, dtd: bytes, use: tuple[bytes, bytes]) -> bytes:
    return edited(part, (b"?>", b"?>" + dtd), use)


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
DEEP = b"<ext>" * 100_000 + b"</ext>" * 100_000
READ: dict[str, tuple[Callable[[], bytes], str]] = {
    "a member that unpacks to a thousand times its size": (
        lambda: with_member("xl/media/a.png", bytes(64 * MEGABYTE)), "too-large-inside",
    ),
    "many members that do so together": (
        lambda: zipped([*unzipped(PLAN), *((f"xl/{n}.xml", bytes(31 * MEGABYTE)) for n in range(5))]),
        "too-large-inside",
    ),
    "a size beyond all measure": (lambda: with_sizes(SHEET, size=0xFFFFFFF0), "too-large-inside"),
    "a member that is longer than it says": (longer_than_it_says, "not-a-workbook"),
    "a member that is shorter than it says": (lambda: with_sizes(SHEET, size=99_999), "not-a-workbook"),
    "a member that reaches beyond the file": (
        lambda: with_sizes(SHEET, size=999, packed=9_999_999), "not-a-workbook",
    ),
    "entities of entities in the workbook": (
        lambda: with_dtd(BOOK, LAUGHS, (b"<sheets>", b'<fileVersion appName="&t;"/><sheets>')), "not-a-workbook",
    ),
    "entities of entities in a table": (
        lambda: with_dtd(TABLE, LAUGHS, (b'name="Name"', b'name="&t;"')), "not-a-workbook",
    ),
    "entities of entities in a sheet": (
        lambda: with_dtd(SHEET, LAUGHS, (b"<v>1</v>", b"<v>&t;</v>")), "not-a-workbook",
    ),
    "an entity from outside": (lambda: with_dtd(TABLE, OUTSIDE, (b'name="Name"', b'name="&a;"')), "not-a-workbook"),
    "a DTD in another encoding": (lambda: in_utf_16(BOOK, LAUGHS), "not-a-workbook"),
    "a name that climbs out": (lambda: with_member("../a.xml", b""), "not-a-workbook"),
    "a name from the root": (lambda: with_member("/a.xml", b""), "not-a-workbook"),
    "a relationship that climbs out": (
        lambda: edited(RELATIONS, (b"/xl/worksheets/sheet2.xml", b"../../../etc/passwd")), "part-missing",
    ),
    "one cell at the end of the sheet": (lambda: edited(SHEET, (b"</sheetData>", FAR)), "not-a-workbook"),
    "one cell at the end of the sheet, written otherwise": (
        lambda: edited(SHEET, (b"</sheetData>", FAR.replace(b' r="', b"\tr = '").replace(b'"', b"'"))),
        "not-a-workbook",
    ),
    "a cell beyond the end": (
        lambda: edited(SHEET, (b"</sheetData>", FAR.replace(b"1048576", b"4294967290"))), "not-a-workbook",
    ),
    "a table beyond the end": (lambda: edited(TABLE, (b'ref="A3:B5"', b'ref="A3:B99999999"')), "not-a-workbook"),
    "a table with fewer columns than its area": (
        lambda: edited(TABLE, (b'ref="A3:B5"', b'ref="A3:XFD1048576"')), "not-a-workbook",
    ),
    "elements within elements without end": (
        lambda: edited(BOOK, (b"</workbook>", b"<extLst>" + DEEP + b"</extLst></workbook>")), "not-a-workbook",
    ),
    "a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                   "password-protected"),
    "the old format": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "legacy-xls"),
    "a document that is no workbook": (
        lambda: edited(TYPES, (b"spreadsheetml.sheet.main", b"wordprocessingml.document.main")), "not-a-workbook",
    ),
    "no content type": (lambda: edited(TYPES, (b"/xl/workbook.xml", b"/xl/other.xml")), "not-a-workbook"),
    "two members of one name": (lambda: with_member(SHEET, b"<worksheet/>"), "not-a-workbook"),
    "two members whose names differ in case": (lambda: with_member(SHEET.upper(), b"<worksheet/>"), "not-a-workbook"),
    "no content types": (lambda: without(TYPES), "not-a-workbook"),
    "no workbook": (lambda: without(BOOK), "not-a-workbook"),
    "no sheet": (lambda: without(SHEET), "part-missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_hostile_file_is_refused_by_name_with_little_memory(name):
    make, code = READ[name]
    content = make()
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as caught:
            snapshot(content, "plan.xlsx")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [p.code for p in caught.value.problems] == [code]
    assert peak < 16 * MEGABYTE


def test_a_missing_part_that_is_needed_for_writing_is_refused():
    with pytest.raises(InputError) as caught:
        applied(without("xl/styles.xml"), WANG, "plan.xlsx")
    assert caught.value.problems[0].code == "part-missing"


def test_an_archive_within_the_archive_is_carried_along_unopened():
    inner = zipped([("a", bytes(64 * MEGABYTE))])
    content = applied(with_member("xl/embeddings/a.xlsx", inner), WANG)
    assert Archive(content).read("xl/embeddings/a.xlsx") == inner
    assert len(snapshot(content).tables["sb_reps"].rows) == 3


def test_a_table_that_reaches_to_the_end_of_the_sheet_is_as_long_as_its_rows():
    block = snapshot(edited(TABLE, (b'ref="A3:B5"', b'ref="A3:B1048576"'))).tables["sb_reps"]
    assert block.rows == (("Wang", 1), ("Li", 2))


def test_cells_that_never_end_are_passed_over_once():
    content = edited(SHEET, (b"</row></sheetData>", b'<c r="C5"><f>' * 200_000 + b"</row></sheetData>"))
    for act, code in ((lambda: applied(content, WANG), "unusual-sheet"), (lambda: snapshot(content), "not-a-workbook")):
        with pytest.raises(InputError) as caught:
            act()
        assert caught.value.problems[0].code == code


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the cases run in a child process that is forked")
def test_damaged_workbooks_are_read_or_refused():
    outcome = run(7, range(1_500))
    assert outcome.failed == {}
    assert {"read", "changed", "not-a-workbook", "part-missing"} <= set(outcome.ended)
