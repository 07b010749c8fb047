"""Moulds: what is cast is what an archive with the same members holds."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from salesbook.package.archive import Archive
from salesbook.package.mould import Mould

CONTENTS = st.binary(max_size=60) | st.binary(min_size=3_000, max_size=3_100)
MEMBERS = st.fixed_dictionaries({f"xl/{name}.xml": CONTENTS for name in "abc"})


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@given(MEMBERS, st.lists(st.tuples(CONTENTS, CONTENTS), min_size=1, max_size=3))
def test_each_cast_holds_the_same_members_and_its_own_contents(members, casts):
    mould = Mould(Archive(zipped(members)), ("xl/b.xml", "xl/new.xml"))
    for own, new in casts:
        differing = {"xl/b.xml": own, "xl/new.xml": new}
        cast = mould.cast(differing)
        assert unzipped(cast) == members | differing
        assert cast == mould.cast(differing)


def test_a_cast_is_an_archive_that_we_read_ourselves():
    mould = Mould(Archive(zipped({"xl/a.xml": b"same", "xl/b.xml": b"old"})), ("xl/b.xml",))
    archive = Archive(mould.cast({"xl/b.xml": b"<x/>" * 1_000}))
    assert (archive.read("xl/a.xml"), archive.read("xl/b.xml")) == (b"same", b"<x/>" * 1_000)
