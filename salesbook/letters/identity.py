"""Whose letter a file is and how it is sealed, in the document's own properties (docProps/custom.xml).

Excel shows them under File, Info, Properties, Advanced, and keeps them on saving, as LibreOffice does. A company's own
properties in a template stay. No property is longer than the 255 characters that Excel allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.package.markup import cell_text, local, parsed, serialised, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from salesbook.letters.letter import Letter
    from salesbook.letters.sealed import Seal
    from salesbook.package.parts import Parts

PART = "docProps/custom.xml"
_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_EMPTY = f'<Properties xmlns="{_NS}" xmlns:vt="{_VT}"/>'.encode()
_PREFIX = "salesbook-"
_LONGEST = 250
_BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose letter it is, and how it was sealed. `sheets` are the tabs that are sealed, the letter's own first."""

    rep: str
    id: str
    serial: str
    version: int
    period: str
    hash: str
    seal: str
    marks: str
    sheets: tuple[str, ...]


def identity_of(letter: Letter, seal: Seal, sheets: tuple[str, ...]) -> Identity:
    """What is written into a letter's file."""
    return Identity(
        letter.rep, str(letter.slots.get("id", "")), letter.serial, letter.version, letter.period, letter.digest,
        seal.digest, seal.marks, sheets,
    )  # fmt: skip


class Properties:
    """A template's own properties, to which a letter's are added."""

    def __init__(self, parts: Parts) -> None:
        """Makes room for the part, where the template has none."""
        self.part = next((r.target for r in parts.relations("") if r.kind == "custom-properties"), "")
        if not self.part:
            self.part = PART
            parts.archive.put(PART, _EMPTY)
            parts.declare(PART, _TYPE)
            parts.relate("", "custom-properties", PART)
        root = parts.xml(self.part)
        for node in [n for n in root if n.get("name", "").startswith(_PREFIX)]:
            root.remove(node)
        self._next = max((int(n.get("pid", "1")) for n in root), default=1) + 1
        text = serialised(root).decode("utf-8")
        head, _, end = text.rpartition("</") if len(root) else (text.removesuffix("/>") + ">", "", "Properties>")
        self._head, self._end = head, f"</{end}"

    def text(self, identity: Identity) -> str:
        """The part's XML for a letter."""
        made = (
            f'<property xmlns="{_NS}" xmlns:vt="{_VT}" fmtid="{_FORMAT}" pid="{pid}" name="{name}">'
            f"<vt:lpwstr>{cell_text(value)}</vt:lpwstr></property>"
            for pid, (name, value) in enumerate(_named(identity).items(), start=self._next)
        )
        return "".join((self._head, *made, self._end))


def _named(identity: Identity) -> dict[str, str]:
    """Property -> value; long values in numbered pieces."""
    values = {
        "rep": identity.rep, "id": identity.id, "serial": identity.serial, "version": str(identity.version),
        "period": identity.period, "hash": identity.hash, "seal": identity.seal,
        "sheets": _BETWEEN.join(identity.sheets), "marks": identity.marks,
    }  # fmt: skip
    return {f"{_PREFIX}{key}": piece for key, value in values.items() for key, piece in _pieces(key, value)}


def _pieces(key: str, value: str) -> Iterator[tuple[str, str]]:
    """The value under its name, or in pieces under name-1, name-2 …; an empty one not at all."""
    cut = [value[at : at + _LONGEST] for at in range(0, len(value), _LONGEST)]
    yield from [(key, value)] if len(cut) == 1 else ((f"{key}-{n}", piece) for n, piece in enumerate(cut, start=1))


def read_identity(parts: Parts) -> Identity | None:
    """What a file says of itself; None where it is no letter of ours."""
    part = next((r.target for r in parts.relations("") if r.kind == "custom-properties"), "")
    if not part or part not in parts.archive:
        return None
    found = {
        node.get("name", "").removeprefix(_PREFIX): unescaped("".join(str(t) for t in node.itertext()))
        for node in parsed(parts.archive.read(part))
        if local(node) == "property" and node.get("name", "").startswith(_PREFIX)
    }
    version = found.get("version", "")
    if not (found.get("serial") and found.get("seal") and version.isascii() and version.isdigit()):
        return None
    return Identity(
        _joined(found, "rep"), found.get("id", ""), found["serial"], int(version), found.get("period", ""),
        found.get("hash", ""), found["seal"], _joined(found, "marks"), tuple(_joined(found, "sheets").split(_BETWEEN)),
    )  # fmt: skip


def _joined(found: Mapping[str, str], key: str) -> str:
    """A value, put together from its pieces."""
    if key in found:
        return found[key]
    pieces, number = [], 1
    while f"{key}-{number}" in found:
        pieces.append(found[f"{key}-{number}"])
        number += 1
    return "".join(pieces)
