"""The zip file that a workbook is: members that are not touched are copied as the compressed bytes they are."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, NoReturn

from salesbook.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
LEVEL = 4
"""Half the time of zlib's usual 6, for files that are a twentieth larger."""
_MAX_MEMBERS = 20_000
_MAX_SIZE = 2 << 30
_MAX_RATIO = 100
_SMALL = 32 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WINDOWS_FILE = 0


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
        return _written(self._packed(name) for name in self.names())

    def _packed(self, name: str) -> tuple[zipfile.ZipInfo, bytes]:
        if name in self._put:
            return _compressed(name, self._put[name], self._members.get(name))
        info = self._members[name]
        return info, self._raw(info)

    def _raw(self, info: zipfile.ZipInfo) -> bytes:
        """The compressed bytes as they stand in the file."""
        at = info.header_offset
        if not 0 <= at <= len(self._content) - _LOCAL.size:
            self._refuse("not-a-workbook")
        name_length, extra_length = struct.unpack_from("<HH", self._content, at + 26)
        start = at + _LOCAL.size + name_length + extra_length
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
    return _written(
        (_described(zipfile.ZipInfo(name, _EPOCH), content, content), content) for name, content in members.items()
    )


def _written(members: Iterable[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    """An archive of members, each as its compressed bytes."""
    pieces: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for info, packed in members:
        head = _local_header(info)
        central.append(_central_record(info, offset))
        pieces += (head, packed)
        offset += len(head) + len(packed)
    directory = b"".join(central)
    end = _END.pack(0x06054B50, 0, 0, len(central), len(central), len(directory), offset, 0)
    return b"".join((*pieces, directory, end))


def _described(info: zipfile.ZipInfo, content: bytes, packed: bytes) -> zipfile.ZipInfo:
    info.CRC, info.file_size, info.compress_size = zlib.crc32(content), len(content), len(packed)
    return info


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


def _compressed(name: str, content: bytes, old: zipfile.ZipInfo | None) -> tuple[zipfile.ZipInfo, bytes]:
    # A fixed time stamp: the same changes give the same bytes.
    info = zipfile.ZipInfo(name, old.date_time if old else _EPOCH)
    info.create_system = old.create_system if old else _WINDOWS_FILE
    squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    packed = squeeze.compress(content) + squeeze.flush()
    info.compress_type = zipfile.ZIP_DEFLATED
    return _described(info, content, packed), packed


def _encoded(info: zipfile.ZipInfo) -> tuple[bytes, int]:
    """The member's name in bytes, and the flags that say how: bit 11 for UTF-8; bit 3 (sizes after the data) never."""
    if info.filename.isascii():
        return info.filename.encode("ascii"), 0
    return info.filename.encode("utf-8"), 0x800


def _stamp(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (max(year, 1980) - 1980) << 9 | month << 5 | day


def _local_header(info: zipfile.ZipInfo) -> bytes:
    name, flags = _encoded(info)
    time, day = _stamp(info)
    sizes = (info.CRC, info.compress_size, info.file_size)
    return _LOCAL.pack(0x04034B50, 20, flags, info.compress_type, time, day, *sizes, len(name), 0) + name


def _central_record(info: zipfile.ZipInfo, offset: int) -> bytes:
    name, flags = _encoded(info)
    time, day = _stamp(info)
    made = 20 | info.create_system << 8
    sizes = (info.CRC, info.compress_size, info.file_size)
    tail = (len(name), 0, 0, 0, info.internal_attr, info.external_attr, offset)
    return _CENTRAL.pack(0x02014B50, made, 20, flags, info.compress_type, time, day, *sizes, *tail) + name
