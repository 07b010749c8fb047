"""A package's parts and what ties them together: content types and relationships."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.package.damage import damage_named
from salesbook.package.markup import OFFICE, parsed, serialised

if TYPE_CHECKING:
    from lxml.etree import _Element

    from salesbook.package.archive import Archive

_TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_NO_RELATIONS = f'<Relationships xmlns="{_RELS_NS}"/>'.encode()
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

CONTENT_TYPES = {
    "worksheet": f"{_SPREADSHEET}.worksheet+xml",
    "table": f"{_SPREADSHEET}.table+xml",
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}
"""Content types of the parts that we add, by the last word of their relationship's type."""

FOLDERS = {
    "worksheet": "xl/worksheets/sheet{}.xml",
    "table": "xl/tables/table{}.xml",
    "drawing": "xl/drawings/drawing{}.xml",
    "chart": "xl/charts/chart{}.xml",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: its id, the last word of its type (worksheet, table …) and the part it leads to."""

    id: str
    kind: str
    target: str
    external: bool = False


def relations_part(part: str) -> str:
    """Where the relationships of a part stand.

    >>> relations_part("xl/workbook.xml")
    'xl/_rels/workbook.xml.rels'
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _relation(part: str, node: _Element) -> Relation:
    target, external = node.get("Target", ""), node.get("TargetMode") == "External"
    kind = node.get("Type", "").rpartition("/")[2]
    return Relation(node.get("Id", ""), kind, target if external else _resolved(part, target), external)


class Parts:
    """The parts of a package, over its archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def xml(self, part: str) -> _Element:
        """The parsed root of a part. Raises InputError when it is damaged."""
        with damage_named(self.archive.label):
            return parsed(self.archive.read(part))

    def put_xml(self, part: str, root: _Element) -> None:
        self.archive.put(part, serialised(root))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What a part leads to, in the file's order."""
        place = relations_part(part)
        if place not in self.archive:
            return ()
        return tuple(_relation(part, node) for node in self.xml(place) if isinstance(node.tag, str))

    def relation(self, part: str, relation_id: str) -> Relation | None:
        return next((r for r in self.relations(part) if r.id == relation_id), None)

    def content_type(self, part: str) -> str:
        """What kind of content a part is declared to be; "" for none."""
        ending = part.rpartition(".")[2].casefold()
        found = ""
        for node in self.xml(_TYPES):
            if node.get("PartName", "").casefold() == f"/{part}".casefold():
                return node.get("ContentType", "")
            if node.get("Extension", "").casefold() == ending:
                found = node.get("ContentType", "")
        return found

    def add(self, kind: str, content: bytes, owner: str) -> tuple[str, str]:
        """Add a new part of a kind that we write, tied to its owner: its name and the relationship's id."""
        part = self.free_name(FOLDERS[kind])
        self.archive.put(part, content)
        self.declare(part, CONTENT_TYPES[kind])
        return part, self.relate(owner, kind, part)

    def relate(self, owner: str, kind: str, part: str) -> str:
        """Tie an existing part to an owner; gives the new relationship's id."""
        from lxml import etree

        place = relations_part(owner)
        root = self.xml(place) if place in self.archive else parsed(_NO_RELATIONS)
        taken = {node.get("Id") for node in root}
        relation_id = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        etree.SubElement(
            root, f"{{{_RELS_NS}}}Relationship", {"Id": relation_id, "Type": f"{OFFICE}/{kind}", "Target": f"/{part}"}
        )
        self.put_relations(owner, root)
        return relation_id

    def unrelate(self, owner: str, *relation_ids: str) -> None:
        """Untie parts from their owner; the parts themselves stay."""
        place = relations_part(owner)
        root = self.xml(place)
        for node in [n for n in root if n.get("Id") in relation_ids]:
            root.remove(node)
        if len(root):
            self.put_xml(place, root)
        else:
            self.archive.drop(place)

    def remove(self, part: str) -> None:
        """Take a part away with its relationships and its content type; not what it leads to."""
        self.archive.drop(part)
        self.archive.drop(relations_part(part))
        root = self.xml(_TYPES)
        for node in [n for n in root if n.get("PartName") == f"/{part}"]:
            root.remove(node)
        self.put_xml(_TYPES, root)

    def owners(self, part: str) -> list[str]:
        """Which relationship parts still lead to a part."""
        found = []
        for name in self.archive.names():
            if name.endswith(".rels"):
                folder, file = posixpath.split(name)
                owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
                found += [owner for r in self.relations(owner) if not r.external and r.target == part]
        return found

    def put_relations(self, owner: str, root: _Element) -> None:
        """Write the relationships of a part."""
        place = relations_part(owner)
        if place not in self.archive:
            self._declare_relations()
        self.put_xml(place, root)

    def _declare_relations(self) -> None:
        """Some writers declare each relationship part by itself and not the ending that new ones have."""
        from lxml import etree

        root = self.xml(_TYPES)
        if not any(n.get("Extension", "").casefold() == "rels" for n in root):
            root.insert(0, etree.Element(f"{{{_TYPES_NS}}}Default", {"Extension": "rels", "ContentType": _RELATIONS}))
            self.put_xml(_TYPES, root)

    def declare(self, part: str, content_type: str) -> None:
        """Say what a new part holds."""
        from lxml import etree

        root = self.xml(_TYPES)
        etree.SubElement(root, f"{{{_TYPES_NS}}}Override", {"PartName": f"/{part}", "ContentType": content_type})
        self.put_xml(_TYPES, root)

    def free_name(self, pattern: str) -> str:
        """A name that no part has, whatever the case: the pattern with the first free number."""
        taken = {name.lower() for name in self.archive.names()}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)
