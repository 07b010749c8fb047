"""The zip file that a workbook is: members that are not touched are copied as the compressed bytes they are."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, NoReturn

from salesbook.errors import InputError, Place, Problem
from salesbook.package.zip_records import LOCAL, Written, compressed, info_for, stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_MEMBERS = 20_000
_MAX_SIZE = 2 << 30
_MAX_RATIO = 100
_SMALL = 32 << 20


class Archive:
    """A package's members by name: read, put, drop, and the bytes of the whole.

    Raises InputError when the bytes are not a sound, open zip archive.
    """

    def __init__(self, content: bytes, label: str = "") -> None:
        self.label = label
        self._content = content
        self._zip = self._opened(content)
        self._members = {info.filename: info for info in self._sound_members()}
        self._put: dict[str, bytes] = {}
        self._dropped: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._put or (name in self._members and name not in self._dropped)

    def names(self) -> Iterator[str]:
        """All members: the content types, where readers look for them, then the file's in its order, then new ones."""
        kept = (n for n in self._members if n not in self._dropped)
        yield from sorted(kept, key=lambda name: name != "[Content_Types].xml")
        yield from (n for n in self._put if n not in self._members)

    def read(self, name: str) -> bytes:
        """A member's bytes, as last put."""
        if name in self._put:
            return self._put[name]
        self.require(name)
        info = self._members[name]
        content = _inflated(info, self._raw(info))
        if content is None:
            self._refuse("not-a-workbook")
        return content

    def require(self, name: str) -> None:
        """Raises InputError (`part-missing`) when there is no such member."""
        if name not in self:
            self._refuse("part-missing", part=name)

    def put(self, name: str, content: bytes) -> None:
        """Replace a member or add one."""
        self._dropped.discard(name)
        if name not in self._put and self._holds(name, content):
            return
        self._put[name] = content

    def _holds(self, name: str, content: bytes) -> bool:
        """Whether the file's own member is exactly that."""
        info = self._members.get(name)
        same = info is not None and info.file_size == len(content) and zlib.crc32(content) == info.CRC
        return same and self.read(name) == content

    def drop(self, name: str) -> None:
        """Take a member away."""
        self._put.pop(name, None)
        if name in self._members:
            self._dropped.add(name)

    def content(self) -> bytes:
        """The whole archive, written anew around the untouched members' compressed bytes."""
        written = Written()
        for name in self.names():
            written.add(*self.packed(name))
        return written.content()

    def packed(self, name: str) -> tuple[zipfile.ZipInfo, bytes]:
        """A member's description and compressed bytes."""
        if name in self._put:
            return compressed(info_for(name, self._members.get(name)), self._put[name])
        info = self._members[name]
        return info, self._raw(info)

    def _raw(self, info: zipfile.ZipInfo) -> bytes:
        """The compressed bytes as they stand in the file."""
        at = info.header_offset
        if not 0 <= at <= len(self._content) - LOCAL.size:
            self._refuse("not-a-workbook")
        name_length, extra_length = struct.unpack_from("<HH", self._content, at + 26)
        start = at + LOCAL.size + name_length + extra_length
        if self._content[at : at + 4] != b"PK\3\4" or start + info.compress_size > len(self._content):
            self._refuse("not-a-workbook")
        return self._content[start : start + info.compress_size]

    def _opened(self, content: bytes) -> zipfile.ZipFile:
        if content.startswith(_OLE):
            encrypted = "EncryptedPackage".encode("utf-16-le") in content
            self._refuse("password-protected" if encrypted else "legacy-xls")
        try:
            return zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            self._refuse("not-a-workbook")

    def _sound_members(self) -> list[zipfile.ZipInfo]:
        members = [info for info in self._zip.infolist() if not info.is_dir()]
        folded = {info.filename.casefold() for info in members}
        if len(folded) < len(members) or any(_climbs(info.filename) for info in members):
            self._refuse("not-a-workbook")
        if any(info.flag_bits & 1 for info in members):
            self._refuse("password-protected")
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in members):
            self._refuse("not-a-workbook")
        if len(members) > _MAX_MEMBERS or _is_bomb(members):
            self._refuse("too-large-inside")
        return members

    def _refuse(self, code: str, **words: object) -> NoReturn:
        raise InputError(Problem(code, Place(file=self.label), {"file": self.label, **words}))


def bundled(members: Mapping[str, bytes]) -> bytes:
    """An archive of the members as they are, not compressed: for a reader that is to see these and nothing else."""
    written = Written()
    for name, content in members.items():
        written.add(*stored(info_for(name), content))
    return written.content()


def _climbs(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _is_bomb(members: list[zipfile.ZipInfo]) -> bool:
    """Unpacked it would be huge, or a member is large and packed beyond what sheets ever are."""
    sizes = [(info.file_size, info.compress_size) for info in members]
    whole = (sum(size for size, _ in sizes), sum(packed for _, packed in sizes))
    return whole[0] > _MAX_SIZE or any(size > _SMALL and size > _MAX_RATIO * packed for size, packed in (whole, *sizes))


def _inflated(info: zipfile.ZipInfo, packed: bytes) -> bytes | None:
    """A member's bytes; None when they are not exactly as many as the directory says, with its checksum."""
    content = packed
    if info.compress_type == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-15)
        try:
            content = inflate.decompress(packed, info.file_size + 1)
        except zlib.error:
            return None
        if not inflate.eof and inflate.decompress(inflate.unconsumed_tail, 1):
            return None
    return content if len(content) == info.file_size and zlib.crc32(content) == info.CRC else None
