"""Parts of another package that a sheet leads to, copied under names that are free here: drawings, charts, pictures."""

from __future__ import annotations

import copy
import posixpath
import re
from typing import TYPE_CHECKING

from salesbook.package.formula_text import in_part
from salesbook.package.parts import relations_part
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from salesbook.package.parts import Parts, Relation
    from salesbook.texts import Language

CARRIED = {
    "chart", "chartColorStyle", "chartEx", "chartStyle", "chartUserShapes", "comments", "diagramColors", "diagramData",
    "diagramDrawing", "diagramLayout", "diagramQuickStyle", "drawing", "hdphoto", "hyperlink", "image",
    "printerSettings", "table", "themeOverride", "vmlDrawing",
}  # fmt: skip
"""Kinds of parts that a sheet can bring along; what else there may be is refused by its name."""

_NAMED = {
    "activeXControlBinary": "control", "control": "control", "ctrlProp": "control", "oleObject": "object",
    "package": "object", "pivotTable": "pivot", "queryTable": "query", "slicer": "slicer", "timeline": "slicer",
    "threadedComment": "thread", "xmlMaps": "xml", "tableSingleCells": "xml",
}  # fmt: skip
_NUMBERED = re.compile(r"\d*(\.\w+)$")
_MACRO = re.compile(rb'\bmacro="[^"]')
_CONTROL = re.compile(rb'ObjectType="(?!Note")')


def cannot_come(parts: Parts, sheet: str) -> Iterator[Mapping[Language, str]]:
    """What a sheet leads to that cannot be brought along, in words."""
    for part, kind in reached(parts, sheet):
        if kind not in CARRIED:
            yield in_each("graft", f"thing.{_NAMED.get(kind, 'other')}", kind=kind)
        elif kind == "drawing" and _MACRO.search(parts.archive.read(part)):
            yield in_each("graft", "thing.macro")
        elif kind == "vmlDrawing" and _CONTROL.search(parts.archive.read(part)):
            yield in_each("graft", "thing.control")


def reached(parts: Parts, sheet: str) -> Iterator[tuple[str, str]]:
    """All parts that a sheet leads to, once each, the nearest first, with the kind of the way there."""
    seen, waiting = {sheet}, [sheet]
    while waiting:
        for relation in parts.relations(waiting.pop(0)):
            if not relation.external and relation.target not in seen and relation.target in parts.archive:
                seen.add(relation.target)
                if relation.kind in CARRIED:
                    waiting.append(relation.target)
                yield relation.target, relation.kind


class PartsMove:
    """Copies parts from one package to another; formulas in charts speak as `change` says."""

    def __init__(self, source: Parts, target: Parts, change: Callable[[str], str]) -> None:
        self._source = source
        self._target = target
        self._change = change
        self._copied: dict[str, str] = {}

    def relations(self, old: str, new: str) -> None:
        """Give the new part the relationships of the old one, their ids unchanged, to copies of what they lead to."""
        place = relations_part(old)
        if place not in self._source.archive:
            return
        root = copy.deepcopy(self._source.xml(place))
        nodes = [n for n in root if isinstance(n.tag, str)]
        for node, relation in zip(nodes, self._source.relations(old), strict=True):
            node.set("Target", self._target_of(node.get("Target", ""), relation))
        self._target.put_relations(new, root)

    def _target_of(self, said: str, relation: Relation) -> str:
        """A copy of a part; what is no part, such as a place in the workbook that a shape leads to, is only said."""
        if said.startswith("#"):
            return f"#{self._change(said[1:])}"
        there = not relation.external and relation.target in self._source.archive
        return f"/{self._copy(relation.target)}" if there else said

    def _copy(self, old: str) -> str:
        if old not in self._copied:
            stem, ending = posixpath.splitext(old)
            new = self._target.free_name(_NUMBERED.sub(r"{}\1", f"{stem}{ending}".replace("{", "").replace("}", "")))
            self._copied[old] = new
            content = self._source.archive.read(old)
            self._target.archive.put(new, in_part(content, self._change) if ending == ".xml" else content)
            self._target.declare(new, self._source.content_type(old))
            self.relations(old, new)
        return self._copied[old]
