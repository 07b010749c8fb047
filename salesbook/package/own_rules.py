"""Which conditional formats on a sheet of ours are ours: Excel keeps no mark of who made a rule.

Ours are of four kinds. A rule is ours when one that the page is now to get reads the same but for its cells. Without
one, an expression is ours by the colours of our named styles; a bar by its full length, which Excel's window does not
offer; a scale or a set of icons by numbers as all of its points. All others are the user's, and stay when a page is
drawn anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.package.damage import whole
from salesbook.package.markup import child_of, local, main

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from salesbook.package.styles import StyleBook

Signature = tuple[str, ...]

_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?\d+|\d+")


def signature(rule: _Element) -> Signature:
    """What a rule says, but for where: its kind, its formulas without cells and numbers, its points and colours."""
    found = [rule.get("type", "")]
    for node in rule.iter():
        match local(node):
            case "formula":
                found.append(_CELL.sub("@", node.text or ""))
            case "cfvo":
                found.append(node.get("type", ""))
            case "color":
                found.append(node.get("rgb", ""))
            case "iconSet":
                found.append(node.get("iconSet", "3TrafficLights1"))
    return tuple(found)


def ours_among(rules: Iterable[_Element], new: Iterable[_Element], styles: StyleBook) -> list[_Element]:
    """Those of the rules that are ours, by the rules that the page is to get and by the looks of our styles."""
    coming = {signature(rule) for rule in new}
    looks = {_colours(look) for look in styles.own_looks()} - {("", "")}
    return [
        rule for rule in rules
        if signature(rule) in coming or _has_look_of_ours(rule, looks, styles) or _drawn_as_ours(rule)
    ]  # fmt: skip


def _drawn_as_ours(rule: _Element) -> bool:
    if child_of(rule, "extLst") is not None:
        return False
    match rule.get("type"):
        case "dataBar":
            bar = child_of(rule, "dataBar")
            return bar is not None and (bar.get("minLength"), bar.get("maxLength")) == ("0", "100")
        case "colorScale" | "iconSet" as kind:
            points = [n.get("type") for n in rule.iter(main("cfvo"))]
            return set(points[1 if kind == "iconSet" else 0 :]) == {"num"}
    return False


def _has_look_of_ours(rule: _Element, looks: set[Signature], styles: StyleBook) -> bool:
    if rule.get("type") != "expression" or rule.get("dxfId") is None:
        return False
    entries = styles.entries("dxfs")
    index = whole(rule, "dxfId")
    return index < len(entries) and _colours(entries[index]) in looks


def _colours(look: _Element) -> Signature:
    """The colours of a look's font and fill; Excel may write the rest of it in another way."""
    font = look.find(f"{main('font')}/{main('color')}")
    fill = look.find(f"{main('fill')}/{main('patternFill')}/{main('bgColor')}")
    return tuple("" if node is None else node.get("rgb", node.get("theme", "")) for node in (font, fill))
