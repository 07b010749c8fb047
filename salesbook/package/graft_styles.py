"""Styles of another workbook as styles of this one: cell formats, named styles, looks of rules, styles of tables."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from salesbook.package.damage import DamagedPartError, whole
from salesbook.package.markup import child_of, drop_attributes, element, main

if TYPE_CHECKING:
    from lxml.etree import _Element

    from salesbook.package.styles import StyleBook

_PARTS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_NORMAL = "Normal"


class StyleMove:
    """Gives, for an index in the other workbook's styles, the index of the same look in this one's.

    Colours of the theme stay colours of the theme: the sheet takes on this workbook's, as it does in Excel.
    """

    def __init__(self, source: _Element, book: StyleBook) -> None:
        self._source = source
        self._book = book
        self._formats: dict[int, int] = {}
        self._named: dict[int, int] = {}
        self._differences: dict[int, int] = {}

    def cell(self, index: int) -> int:
        """A cell's format."""
        if index not in self._formats:
            xf = self._format("cellXfs", index)
            xf.set("xfId", str(self._style(whole(self._entry("cellXfs", index), "xfId"))))
            self._formats[index] = self._book.added("cellXfs", xf)
        return self._formats[index]

    def difference(self, index: int) -> int:
        """The look of a rule or of an element of a table."""
        if index not in self._differences:
            self._differences[index] = self._book.added("dxfs", copy.deepcopy(self._entry("dxfs", index)))
        return self._differences[index]

    def table_style(self, name: str) -> None:
        """Bring a style of tables that somebody made; Excel's own, and one of a name that is here, need nothing."""
        styles = child_of(self._source, "tableStyles")
        found = next((n for n in styles if n.get("name") == name), None) if styles is not None else None
        here = self._book.entries("tableStyles")
        if found is None or any(n.get("name") == name for n in here):
            return
        made = copy.deepcopy(found)
        for part in made.iter(main("tableStyleElement")):
            if part.get("dxfId") is not None:
                part.set("dxfId", str(self.difference(whole(part, "dxfId"))))
        here.append(made)

    def _style(self, index: int) -> int:
        """The named style that a cell's format stands on: the one of its name, else it is brought along."""
        if index not in self._named:
            name = _name_of(self._source, index)
            here = _index_of(self._book.root, name)
            self._named[index] = self._brought(index, name) if here is None else here
        return self._named[index]

    def _brought(self, index: int, name: str) -> int:
        styles = self._book.entries("cellStyleXfs")
        styles.append(self._format("cellStyleXfs", index))
        position = len(styles) - 1
        old = _style_node(self._source, index)
        made = element("cellStyle", name=name) if old is None else copy.deepcopy(old)
        made.set("xfId", str(position))
        self._book.entries("cellStyles").append(made)
        return position

    def _format(self, tag: str, index: int) -> _Element:
        """A format with its font, fill, border and number format as they are called here."""
        xf = copy.deepcopy(self._entry(tag, index))
        for attribute, parts in _PARTS:
            part = copy.deepcopy(self._entry(parts, whole(xf, attribute)))
            xf.set(attribute, str(self._book.added(parts, part)))
        code = self._own_code(whole(xf, "numFmtId"))
        if code is not None:
            xf.set("numFmtId", str(self._book.format_id(code)))
        drop_attributes(xf, "xfId")
        return xf

    def _own_code(self, number: int) -> str | None:
        """The code of a number format that the workbook defines; Excel's own have the same number everywhere."""
        for node in self._source.iterfind(f"{main('numFmts')}/{main('numFmt')}"):
            if whole(node, "numFmtId") == number:
                return node.get("formatCode", "General")
        return None

    def _entry(self, tag: str, index: int) -> _Element:
        entries = child_of(self._source, tag)
        if entries is None or index >= len(entries):
            raise DamagedPartError(f"{tag} has no entry {index}")
        return entries[index]


def _style_node(root: _Element, index: int) -> _Element | None:
    styles = root.iterfind(f"{main('cellStyles')}/{main('cellStyle')}")
    return next((n for n in styles if whole(n, "xfId") == index), None)


def _name_of(root: _Element, index: int) -> str:
    """A style that nobody named is taken for the normal one."""
    node = _style_node(root, index)
    return _NORMAL if node is None else node.get("name", _NORMAL)


def _index_of(root: _Element, name: str) -> int | None:
    for node in root.iterfind(f"{main('cellStyles')}/{main('cellStyle')}"):
        if node.get("name", "").casefold() == name.casefold():
            return whole(node, "xfId")
    return 0 if name == _NORMAL else None
