"""The zip file: read safely, written around what is not touched."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.changes import ChangeSet, PutPage, PutRows
from salesbook.errors import InputError
from salesbook.package.apply import applied
from salesbook.package.archive import Archive
from tests.package.pages_to_put import plain_page
from tests.package.rich_workbook import rich_workbook

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\\/\0:"), min_size=1, max_size=8)
MEMBERS = st.dictionaries(NAMES.map(lambda n: f"xl/{n}.xml"), st.binary(max_size=200), min_size=1, max_size=6)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def refused(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        Archive(content, "a.xlsx")
    return caught.value.problems[0].code


def folds_apart(names: list[str]) -> bool:
    return len({n.casefold() for n in names}) == len(names) and not any(".." in n.split("/") for n in names)


@given(MEMBERS.filter(lambda m: folds_apart(list(m))), st.binary(max_size=50))
def test_members_put_dropped_and_kept_are_what_a_reader_finds(members, new):
    archive = Archive(zipped(members))
    first = next(iter(members))
    archive.drop(first)
    archive.put("new.xml", new)
    expected = {n: c for n, c in members.items() if n != first} | {"new.xml": new}
    assert unzipped(archive.content()) == expected
    assert set(archive.names()) == set(expected)


def test_the_same_changes_give_the_same_bytes():
    def changed() -> bytes:
        archive = Archive(zipped({"a.xml": b"1"}))
        archive.put("b.xml", b"2")
        return archive.content()

    content = changed()
    assert content == changed()


def test_stored_members_stay_stored():
    archive = Archive(zipped({"a.png": b"1" * 100, "b.xml": b"2"}, zipfile.ZIP_STORED))
    archive.put("b.xml", b"3")
    assert b"1" * 100 in archive.content()


def test_a_streamed_archive_whose_sizes_follow_the_data_is_read_and_written():
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"x" * 50)
    assert unzipped(Archive(out.getvalue()).content()) == {"a.xml": b"x" * 50}


def test_content_types_come_first():
    content = Archive(zipped({"a.xml": b"", "[Content_Types].xml": b""})).content()
    assert list(unzipped(content)) == ["[Content_Types].xml", "a.xml"]


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", "xl/../../a.xml", "xl\\a.xml"])
def test_members_that_climb_out_of_the_package_are_refused(name):
    content = zipped({"x" * len(name): b""}).replace(b"x" * len(name), name.encode())
    assert refused(content) == "not-a-workbook"


def test_two_members_of_one_name_are_refused():
    assert refused(zipped({"a.xml": b"1", "A.xml": b"2"})) == "not-a-workbook"


def test_an_encrypted_member_is_refused():
    content = bytearray(zipped({"a.xml": b"1"}))
    flags = content.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", content, flags, 1)
    assert refused(bytes(content)) == "password-protected"


def test_a_damaged_member_is_refused_when_it_is_read():
    content = zipped({"a.xml": b"12345"}, zipfile.ZIP_STORED).replace(b"12345", b"12346")
    with pytest.raises(InputError) as caught:
        Archive(content).read("a.xml")
    assert caught.value.problems[0].code == "not-a-workbook"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/tables/table1.xml"])
def test_a_part_that_is_no_longer_xml_is_refused_as_damaged(part):
    archive = Archive(rich_workbook(), "a.xlsx")
    archive.put(part, archive.read(part)[:-9])
    change = PutRows("sb_reps", ("Target",), ((date(2026, 1, 1),),))
    with pytest.raises(InputError) as caught:
        applied(archive.content(), ChangeSet((change, PutPage(plain_page("p", "P", ["x"])))), "a.xlsx")
    assert caught.value.problems[0].code == "not-a-workbook"
