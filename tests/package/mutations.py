"""Small damage done to a workbook's bytes by chance: to the zip file, to its members, to their tags and attributes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Members = list[tuple[str, bytes]]

_ATTRIBUTE = re.compile(rb'="([^"]*)"')
_NUMBER = re.compile(rb"[0-9]+")
_TAG = re.compile(rb"<[^<>]+>")
_TEXT = re.compile(rb">([^<>]+)<")
_VALUES = (
    b"", b" ", b"-1", b"0", b"1", b"2", b"7", b"65536", b"1048576", b"1048577", b"4294967296", b"9" * 30, b"1e309",
    b"NaN", b"A0", b"A1", b"XFD1048576", b"XFE1", b"A1:XFD1048576", b"C5:A1", b"A1:", b"$A$1 B2", b"#REF!", b"true",
    b"&amp;", b"&lt;x&gt;", b"&#0;", b"&#x1F4A5;", b"&x;", b"\xff\xfe", b"\xe4\xbd\xa0", b"../../x", b"/xl/x.xml",
    b"rId1", b"rId999", b"sb_reps", b"Team!$A$1:$B$2", b"'", b"_x0000_", b"_xD800_", b"inlineStr", b"str", b"e", b"s",
    b"shared", b"array", b"A" * 40_000,
)  # fmt: skip
_BITS = (
    b"<", b">", b"/", b"&", b'"', b"\0", b"]]>", b"<![CDATA[", b"<!--", b"<?x?>", b"</c>", b"</row>", b"<c>", b"<row>",
    b"<sheetData/>", b"<v/>", b"<f/>", b'<f t="shared" si="0"/>', b'<c r="XFD1048576"><v>1</v></c>', b"<a>" * 3_000,
    b'<!DOCTYPE a [<!ENTITY b "bbbb">]>', b"<x:c>", b"\xef\xbb\xbf", b"\xff\xfe<\0",
)  # fmt: skip
_NAMES = ("../x.xml", "/x.xml", "XL/WORKBOOK.XML", "xl/workbook.bin", "xl/sharedStrings.xml", "xl/styles.xml", "x\0y")


def mutated(content: bytes, chance: Random) -> bytes:
    """The bytes with one to four small damages."""
    members = unzipped(content)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        chance.choices((_change_member, _change_list), (9, 1))[0](members, chance)
    whole = zipped(members)
    return _damaged_bytes(whole, chance) if chance.random() < 0.15 else whole


def unzipped(content: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def zipped(members: Members) -> bytes:
    """Quickly, whatever the names are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name or "x")
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.NameToInfo.pop(info.filename, None)  # two of one name, without the warning
            archive.writestr(info, content)
    return out.getvalue()


def _change_member(members: Members, chance: Random) -> None:
    at = chance.randrange(len(members))
    name, content = members[at]
    if not name.endswith((".xml", ".rels")):
        at = chance.randrange(len(members))
        name, content = members[at]
    members[at] = (name, chance.choices(_IN_MEMBERS, (8, 3, 3, 3, 3, 2))[0](content, chance))


def _change_list(members: Members, chance: Random) -> None:
    at, other = chance.randrange(len(members)), chance.randrange(len(members))
    match chance.randrange(5):
        case 0:
            del members[at]
        case 1:
            members.append(members[at])
        case 2:
            members[at] = (chance.choice(_NAMES), members[at][1])
        case 3:
            members[at] = (members[at][0], members[other][1])
        case _:
            members[at] = (members[other][0], members[at][1])
    if not members:
        members.append(("x", b""))


def _replaced(pattern: re.Pattern[bytes], group: int) -> Callable[[bytes, Random], bytes]:
    """Put a value in the place of one found by the pattern."""

    def act(content: bytes, chance: Random) -> bytes:
        found = list(pattern.finditer(content))
        if not found:
            return content + chance.choice(_BITS)
        start, end = chance.choice(found).span(group)
        values = (chance.choice(_VALUES), str(chance.randrange(40)).encode(), content[start:end] * 2)
        return content[:start] + chance.choices(values, (6, 3, 1))[0] + content[end:]

    return act


def _moved_tag(content: bytes, chance: Random) -> bytes:
    """Drop, double or move a tag."""
    found = list(_TAG.finditer(content))
    if not found:
        return content
    one, other = chance.choice(found), chance.choice(found)
    if chance.random() < 0.4:
        return content[: one.start()] + content[one.end() :]
    return content[: other.start()] + one[0] + content[other.start() :]


def _inserted(content: bytes, chance: Random) -> bytes:
    at = chance.choice((0, len(content), chance.randint(0, len(content)), chance.randint(0, len(content))))
    return content[:at] + chance.choice(_BITS) + content[at:]


def _damaged_bytes(content: bytes, chance: Random) -> bytes:
    """Flip, cut, double or overwrite bytes."""
    if not content:
        return b"\0"
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 1, 2, 4, 40, 400)))
    match chance.randrange(4):
        case 0:
            return content[:start] + bytes([content[start] ^ 1 << chance.randrange(8)]) + content[start + 1 :]
        case 1:
            return content[:start] + content[end:]
        case 2:
            return content[:end] + content[start:end] + content[end:]
        case _:
            return content[:start] + chance.randbytes(end - start) + content[end:]


_IN_MEMBERS = (
    _replaced(_ATTRIBUTE, 1), _replaced(_TEXT, 1), _replaced(_NUMBER, 0), _moved_tag, _inserted, _damaged_bytes,
)  # fmt: skip
