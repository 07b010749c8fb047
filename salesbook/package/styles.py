"""The styles part: named cell styles "sb <role>", number formats over them, and the looks of rules.

A role's look comes from the workbook itself when it has the named style, so people may change it in Excel; otherwise it
is copied from templates/looks.xlsx.
"""

from __future__ import annotations

import copy
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from salesbook import resources
from salesbook.book.page import FORMATS
from salesbook.book.values import Formula
from salesbook.package.damage import DamagedPartError, whole
from salesbook.package.markup import child_of, drop_attributes, element, main, parsed, place_child, serialised

if TYPE_CHECKING:
    from lxml.etree import _Element

    from salesbook.book.values import Content

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
)  # fmt: skip
_PARTS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_APPLY = ("applyNumberFormat", "applyFont", "applyFill", "applyBorder", "applyAlignment", "applyProtection")
_FIRST_OWN_FORMAT = 164
_BUILT_IN = {"General": 0, "0%": 9, "@": 49}
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NO_CODE = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\.|_.|\*.', re.IGNORECASE)


@cache
def looks() -> bytes:
    """The base workbook, as templates/looks.xlsx holds it."""
    return resources.template("looks.xlsx").read_bytes()


@cache
def _looks_styles() -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(looks())) as base:
        return base.read("xl/styles.xml")


class StyleBook:
    """The styles of one workbook; adds what is missing and gives the indexes that cells and rules carry."""

    def __init__(self, root: _Element) -> None:
        self.root = _elements_only(root)
        self._looks = parsed(_looks_styles())
        self._indexes: dict[str, int] = {}
        self._rules: dict[str, int] = {}
        self._fitted: dict[tuple[int, bool], int] = {}
        self._set_in: dict[int, int] = {}
        self._dates: dict[int, bool] = {}
        self._known: dict[str, dict[bytes, int]] = {}

    def xml(self) -> bytes:
        """The part's bytes."""
        for node in self.root:
            if node.get("count") is not None:
                node.set("count", str(len(node)))
        return serialised(self.root)

    def index(self, style: str) -> int:
        """The index that a cell of the style "role" or "role:format" carries; 0 for "".

        Raises ValueError for a role that templates/looks.xlsx does not have, or an unknown format.
        """
        if not style:
            return 0
        if style not in self._indexes:
            role, _, form = style.partition(":")
            if form and form not in FORMATS:
                raise ValueError(f"no such format: {style}")
            self._indexes[style] = self._cell_format(self._named(role), FORMATS.get(form))
        return self._indexes[style]

    def rule(self, role: str) -> int:
        """The index of the look that a conditional format gives for a role: its fill and the colour of its font."""
        role = role.partition(":")[0]
        if role not in self._rules:
            named = _entry(self.entries("cellStyleXfs"), self._named(role))
            self._rules[role] = self.added("dxfs", self._difference(named))
        return self._rules[role]

    def own_looks(self) -> list[_Element]:
        """The looks that rules have from our named styles, as far as the workbook has these."""
        named = child_of(self.root, "cellStyles")
        ours = (n for n in (() if named is None else named) if n.get("name", "").casefold().startswith("sb "))
        return [self._difference(_entry(self.entries("cellStyleXfs"), whole(n, "xfId"))) for n in ours]

    def set_in(self, index: int, content: Content) -> int:
        """The index, or for text in a bordered cell one that sets it in from the border: a number in the cell before
        would otherwise touch it. Cells whose style says how they are aligned stay as they are."""
        text = content.result if isinstance(content, Formula) else content
        if not isinstance(text, str):
            return index
        if index not in self._set_in:
            self._set_in[index] = self._indented(index)
        return self._set_in[index]

    def _indented(self, index: int) -> int:
        xf = copy.deepcopy(_entry(self.entries("cellXfs"), index))
        alignment = child_of(xf, "alignment")
        if xf.get("borderId", "0") == "0" or (alignment is not None and alignment.get("horizontal")):
            return index
        if alignment is None:
            alignment = element("alignment")
            xf.insert(0, alignment)
        alignment.set("horizontal", "left")
        alignment.set("indent", "1")
        xf.set("applyAlignment", "1")
        return self.added("cellXfs", xf)

    def fitted(self, index: int, content: Content) -> int:
        """The index, or one like it under which the content (or result) reads back as what it is: days as days."""
        kind = type(content)
        if kind is str or content is None:
            return index
        if isinstance(content, Formula):
            return self.fitted(index, content.result)
        if kind not in self._shown_as_days:
            return index
        key = (index, self._shown_as_days[kind])
        if key not in self._fitted:
            same = self._shows_days(index) == key[1]
            self._fitted[key] = index if same else self._with_format(index, FORMATS["date" if key[1] else "general"])
        return self._fitted[key]

    _shown_as_days: ClassVar = {date: True, datetime: True, int: False, float: False, Decimal: False}

    def _named(self, role: str) -> int:
        """The position of the role's named style among cellStyleXfs, copied from looks.xlsx when missing."""
        name = f"sb {role}"
        found = _style_position(self.root, name)
        if found is not None:
            return found
        source = _style_position(self._looks, name)
        if source is None:
            raise ValueError(f"templates/looks.xlsx has no cell style {name!r}")
        position = self._copied(source)
        styles = self.entries("cellStyles")
        styles.append(element("cellStyle", name=name, xfId=position))
        return position

    def _copied(self, source: int) -> int:
        """Copy a style of looks.xlsx with its font, fill, border and number format."""
        xf = copy.deepcopy(_child(self._looks, "cellStyleXfs")[source])
        for attribute, tag in _PARTS:
            part = _child(self._looks, tag)[int(xf.get(attribute, "0"))]
            xf.set(attribute, str(self.added(tag, copy.deepcopy(part))))
        xf.set("numFmtId", str(self.format_id(_format_code(self._looks, int(xf.get("numFmtId", "0"))))))
        drop_attributes(xf, *_APPLY)
        styles = self.entries("cellStyleXfs")
        styles.append(xf)
        return len(styles) - 1

    def _cell_format(self, named: int, code: str | None) -> int:
        xf = copy.deepcopy(_entry(self.entries("cellStyleXfs"), named))
        xf.set("xfId", str(named))
        if code is not None:
            xf.set("numFmtId", str(self.format_id(code)))
        drop_attributes(xf, *_APPLY)
        xf.set("applyNumberFormat", "1")
        if child_of(xf, "alignment") is not None:
            xf.set("applyAlignment", "1")
        return self.added("cellXfs", xf)

    def _with_format(self, index: int, code: str) -> int:
        xf = copy.deepcopy(_entry(self.entries("cellXfs"), index))
        xf.set("numFmtId", str(self.format_id(code)))
        xf.set("applyNumberFormat", "1")
        return self.added("cellXfs", xf)

    def _shows_days(self, index: int) -> bool:
        if index not in self._dates:
            formats = self.entries("cellXfs")
            number = whole(formats[index], "numFmtId") if index < len(formats) else 0
            self._dates[index] = number in _BUILT_IN_DATES or is_date_format(_format_code(self.root, number))
        return self._dates[index]

    def format_id(self, code: str) -> int:
        """The id of a number format, added when the workbook does not know it."""
        if code in _BUILT_IN and _format_code(self.root, _BUILT_IN[code]) == code:
            return _BUILT_IN[code]
        formats = self.entries("numFmts")
        for node in formats:
            if node.get("formatCode") == code:
                return whole(node, "numFmtId")
        number = max((whole(n, "numFmtId") for n in formats), default=0)
        number = max(number + 1, _FIRST_OWN_FORMAT)
        formats.append(element("numFmt", numFmtId=number, formatCode=code))
        return number

    def _difference(self, named: _Element) -> _Element:
        """The dxf of a named style: colour and weight of its font, its fill."""
        dxf = element("dxf")
        font = _entry(_child(self.root, "fonts"), whole(named, "fontId"))
        kept = [copy.deepcopy(n) for n in font if n.tag in (main("b"), main("color"))]
        if kept:
            node = element("font")
            node.extend(kept)
            dxf.append(node)
        fill = _entry(_child(self.root, "fills"), whole(named, "fillId"))
        color = fill.find(f"{main('patternFill')}/{main('fgColor')}")
        if color is not None:
            dxf.append(_rule_fill(color))
        return dxf

    def entries(self, tag: str) -> _Element:
        found = child_of(self.root, tag)
        if found is None:
            found = element(tag, count=0)
            place_child(self.root, found, _ORDER)
        return found

    def added(self, tag: str, node: _Element) -> int:
        """The position of an entry in a list of the styles, added when no equal one is there."""
        entries = self.entries(tag)
        if tag not in self._known:
            self._known[tag] = {}
            for position, entry in enumerate(entries):
                self._known[tag].setdefault(_canonical(entry), position)
        known, wanted = self._known[tag], _canonical(node)
        if wanted not in known:
            entries.append(node)
            known[wanted] = len(entries) - 1
        return known[wanted]


def is_date_format(code: str) -> bool:
    """Whether a number format shows a day or a time.

    >>> is_date_format("yyyy-mm-dd"), is_date_format('#,##0.00"day"'), is_date_format("[Red]0")
    (True, False, False)
    """
    return bool(re.search("[ymdhs]", _NO_CODE.sub("", code.partition(";")[0]), re.IGNORECASE)) and code != "General"


def _rule_fill(color: _Element) -> _Element:
    """A dxf's solid fill: unlike a cell's, its colour is the background."""
    fill, pattern = element("fill"), element("patternFill", patternType="solid")
    front, back = copy.deepcopy(color), copy.deepcopy(color)
    back.tag = main("bgColor")
    pattern.extend([front, back])
    fill.append(pattern)
    return fill


def _elements_only(root: _Element) -> _Element:
    """The styles without comments: entries are known by their position."""
    from lxml import etree

    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return root


def _child(root: _Element, tag: str) -> _Element:
    found = child_of(root, tag)
    if found is None:
        raise DamagedPartError(f"the styles part has no {tag}")
    return found


def _entry(entries: _Element, position: int) -> _Element:
    if position >= len(entries):
        raise DamagedPartError(f"no entry {position} of {len(entries)}")
    return entries[position]


def _style_position(root: _Element, name: str) -> int | None:
    for node in root.iterfind(f"{main('cellStyles')}/{main('cellStyle')}"):
        if node.get("name", "").casefold() == name.casefold():
            return whole(node, "xfId")
    return None


def _format_code(root: _Element, number: int) -> str:
    for node in root.iterfind(f"{main('numFmts')}/{main('numFmt')}"):
        if node.get("numFmtId") == str(number):
            return node.get("formatCode", "General")
    return next((code for code, n in _BUILT_IN.items() if n == number), "General")


def _canonical(node: _Element) -> bytes:
    """An entry's meaning, independent of prefixes and the order of attributes."""
    from lxml import etree

    return etree.tostring(parsed(etree.tostring(node, with_tail=False)), method="c14n", exclusive=True)
