"""XML as the parts of a package use it: namespaces, safe parsing, and the escapes of spreadsheet text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from salesbook.package.damage import DamagedPartError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"

_DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_ENCODINGS = {b"utf-8", b"us-ascii", b"ascii"}
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TEXT_LIMIT = 32_767
"""Characters that Excel allows in a cell."""


def main(tag: str) -> str:
    """The qualified name of an element of the spreadsheet namespace."""
    return f"{{{MAIN}}}{tag}"


def office(name: str) -> str:
    """The qualified name of a relationship attribute such as r:id."""
    return f"{{{OFFICE}}}{name}"


def parsed(xml: bytes) -> _Element:
    """The root of a part. Raises DamagedPartError for what is no XML, for a DTD, for another encoding than UTF-8.

    Entities need a DTD, which no part may have; nesting, names and texts have libxml2's limits.
    """
    from lxml import etree

    refuse_dtd(xml)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedPartError(str(error)) from error


def refuse_dtd(xml: bytes) -> None:
    """Raises DamagedPartError for a part with a DTD, or in an encoding in which one could hide."""
    declared = _DECLARED.match(xml)
    if b"<!DOCTYPE" in xml or b"\0" in xml[:64] or (declared and declared[1].lower() not in _ENCODINGS):
        raise DamagedPartError("a DTD, or an encoding that no part has")


def serialised(root: _Element) -> bytes:
    """A part's bytes, with the declaration that Excel writes."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def element(tag: str, **attributes: object) -> _Element:
    """An element of the spreadsheet namespace.

    >>> element("sheetPr", name="x").attrib["name"]
    'x'
    """
    from lxml import etree

    spaces: dict[Any, str] = {None: MAIN}
    return etree.Element(main(tag), {k: str(v) for k, v in attributes.items()}, nsmap=spaces)


def related(tag: str, relation_id: str, **attributes: object) -> _Element:
    """An element that leads to a part by its r:id; the prefix is the usual one, as some readers insist on it."""
    from lxml import etree

    spaces: dict[Any, str] = {None: MAIN, "r": OFFICE}
    node = etree.Element(main(tag), {k: str(v) for k, v in attributes.items()}, nsmap=spaces)
    node.set(office("id"), relation_id)
    return node


def drop_attributes(node: _Element, *names: str) -> None:
    """Remove attributes, where they are there."""
    for name in names:
        if name in node.attrib:
            del node.attrib[name]


def local(node: _Element) -> str:
    """The name of an element without its namespace; "" for comments and processing instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def cell_text(text: str) -> str:
    """Text as it stands in a cell's XML: control characters as _xHHHH_, a literal _xHHHH_ protected, markup escaped.

    >>> cell_text("a\\x00<b> _x0041_")
    'a_x0000_&lt;b&gt; _x005F_x0041_'
    """
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(lambda m: f"_x{ord(m[0][0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute_text(text: str) -> str:
    """Text as a double-quoted attribute of the spreadsheet's strings holds it.

    >>> attribute_text('a "b"\\nc')
    'a &quot;b&quot;_x000a_c'
    """
    return cell_text(text).replace('"', "&quot;").replace("\n", "_x000a_").replace("\t", "&#9;")


def unescaped(text: str) -> str:
    """The text that _xHHHH_ escapes stand for.

    >>> unescaped("a_x000a_b")
    'a\\nb'
    """
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def place_child(root: _Element, child: _Element, order: tuple[str, ...]) -> None:
    """Insert a child where the schema's sequence wants it, replacing one of the same name."""
    for old in [n for n in root if local(n) == local(child)]:
        root.remove(old)
    rank = order.index(local(child))
    for at, node in enumerate(root):
        if local(node) in order and order.index(local(node)) > rank:
            root.insert(at, child)
            return
    last = max((i for i, n in enumerate(root) if local(n) in order), default=-1)
    root.insert(last + 1, child)


def child_of(root: _Element, tag: str) -> _Element | None:
    """The first child of the spreadsheet namespace with a name."""
    return root.find(main(tag))


def drop_child(root: _Element, tag: str) -> None:
    """Remove all children with a name."""
    for node in root.findall(main(tag)):
        root.remove(node)
