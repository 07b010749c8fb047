"""VBA modules read back from a project, by another reader than the one that wrote them: olefile and the specification.

[MS-OVBA] 2.4.1: a container of chunks of up to 4,096 bytes, each of tokens: bytes or copies of earlier ones.
"""

from __future__ import annotations

import io
import struct
import warnings


def modules(project: bytes) -> dict[str, bytes]:
    """The source of each module by its name, attributes included."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import olefile
    with olefile.OleFileIO(io.BytesIO(project)) as file:
        folder = _decompressed(file.openstream("VBA/dir").read())
        return {name: _decompressed(file.openstream(f"VBA/{name}").read()[offset:]) for name, offset in _listed(folder)}


def _listed(folder: bytes) -> list[tuple[str, int]]:
    """Names of streams and where their sources begin, from the records of the dir stream."""
    found, at, name = [], 0, ""
    while at + 6 <= len(folder):
        kind, size = struct.unpack_from("<HI", folder, at)
        if kind == 0x0009:  # PROJECTVERSION says 4 and has 6
            size = 6
        body = folder[at + 6 : at + 6 + size]
        if kind == 0x001A:
            name = body.decode("ascii")
        if kind == 0x0031:
            found.append((name, struct.unpack("<I", body)[0]))
        at += 6 + size
    return found


def _decompressed(data: bytes) -> bytes:
    assert data[0] == 1, "not a compressed container"
    out, at = bytearray(), 1
    while at < len(data):
        (header,) = struct.unpack_from("<H", data, at)
        end = at + (header & 0x0FFF) + 3
        if header & 0x8000:
            _chunk(data[at + 2 : end], out)
        else:
            out += data[at + 2 : at + 2 + 4096]
        at = end
    return bytes(out)


def _chunk(data: bytes, out: bytearray) -> None:
    start, at = len(out), 0
    while at < len(data):
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                return
            if not flags >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", data, at)
            at += 2
            length_bits = 16 - max((len(out) - start - 1).bit_length(), 4)
            length, offset = (token & ((1 << length_bits) - 1)) + 3, (token >> length_bits) + 1
            for _ in range(length):
                out.append(out[-offset])
