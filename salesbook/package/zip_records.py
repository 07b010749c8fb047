"""The records of a zip file: what stands before each member, and the directory at the end."""

from __future__ import annotations

import struct
import zipfile
import zlib
from copy import copy
from dataclasses import dataclass, field

LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
LEVEL = 4
"""Half the time of zlib's usual 6, for files that are a twentieth larger."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""A fixed time stamp: the same changes give the same bytes."""
_WINDOWS_FILE = 0


@dataclass(slots=True)
class Written:
    """An archive as far as it is written: its members so far, and their records in the directory."""

    pieces: list[bytes] = field(default_factory=list)
    directory: list[bytes] = field(default_factory=list)
    size: int = 0
    count: int = 0

    def add(self, info: zipfile.ZipInfo, packed: bytes) -> None:
        """Add a member as its compressed bytes."""
        head = _local_header(info)
        self.directory.append(_central_record(info, self.size))
        self.pieces += (head, packed)
        self.size += len(head) + len(packed)
        self.count += 1

    def joined(self) -> Written:
        """The same in one piece; what is added to it is not added here."""
        return Written([b"".join(self.pieces)], [b"".join(self.directory)], self.size, self.count)

    def content(self) -> bytes:
        """The bytes of the whole."""
        directory = b"".join(self.directory)
        end = _END.pack(0x06054B50, 0, 0, self.count, self.count, len(directory), self.size, 0)
        return b"".join((*self.pieces, directory, end))


def info_for(name: str, old: zipfile.ZipInfo | None = None) -> zipfile.ZipInfo:
    """How a member is described that is written anew: as the one before it, where there was one."""
    info = zipfile.ZipInfo(name, old.date_time if old else _EPOCH)
    info.create_system = old.create_system if old else _WINDOWS_FILE
    return info


def compressed(info: zipfile.ZipInfo, content: bytes, level: int = LEVEL) -> tuple[zipfile.ZipInfo, bytes]:
    """A member's description and bytes, compressed."""
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -15)
    packed = squeeze.compress(content) + squeeze.flush()
    return _described(info, content, packed, zipfile.ZIP_DEFLATED), packed


def stored(info: zipfile.ZipInfo, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    """A member's description and bytes as they are."""
    return _described(info, content, content, zipfile.ZIP_STORED), content


def _described(info: zipfile.ZipInfo, content: bytes, packed: bytes, method: int) -> zipfile.ZipInfo:
    new = copy(info)
    new.compress_type = method
    new.CRC, new.file_size, new.compress_size = zlib.crc32(content), len(content), len(packed)
    return new


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
    return LOCAL.pack(0x04034B50, 20, flags, info.compress_type, time, day, *sizes, len(name), 0) + name


def _central_record(info: zipfile.ZipInfo, offset: int) -> bytes:
    name, flags = _encoded(info)
    time, day = _stamp(info)
    made = 20 | info.create_system << 8
    sizes = (info.CRC, info.compress_size, info.file_size)
    tail = (len(name), 0, 0, 0, info.internal_attr, info.external_attr, offset)
    return _CENTRAL.pack(0x02014B50, made, 20, flags, info.compress_type, time, day, *sizes, *tail) + name
