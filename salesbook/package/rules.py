"""Conditional formats and validations of a page as the sheet's XML holds them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from salesbook.book.page import DataBarRule, ExpressionRule, IconRule
from salesbook.package.areas import LAST_ROW, areas_of, holds, without
from salesbook.package.damage import whole
from salesbook.package.markup import child_of, element, main
from salesbook.package.own_rules import ours_among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element

    from salesbook.book.page import Area, Rule, ScaleRule, Validation
    from salesbook.package.sheet import Sheet
    from salesbook.package.styles import StyleBook

DAYS_TO_1904 = 1_462
"""By how many days Excel's two ways of counting days differ."""
_LIST_LIMIT = 255
_PROMPT_LIMIT = 255
_MARK = "salesbook"
"""The title of the window that a wrong entry opens: by it our validations are told from the user's."""


def replace_rules(
    sheet: Sheet, area: Area, rules: Iterable[Rule], styles: StyleBook, named: Callable[[str], str]
) -> None:
    """Put a page's conditional formats in place of ours in an area; the user's stay, and go before ours."""
    new = [(rule, _rule(rule, 0, styles, named)) for rule in rules]
    blocks = [b for b in sheet.root.findall(main("conditionalFormatting")) if _keeps_to(b, area)]
    there = [rule for block in blocks for rule in block.iter(main("cfRule"))]
    for rule in ours_among(there, (node for _, node in new), styles):
        rule.getparent().remove(rule)  # type: ignore[union-attr]
    for block in blocks:
        if child_of(block, "cfRule") is None:
            sheet.root.remove(block)
    taken = [whole(n, "priority") for n in sheet.root.iter(main("cfRule"))]
    for priority, (wanted, node) in enumerate(new, max(taken, default=0) + 1):
        node.set("priority", str(priority))
        block = element("conditionalFormatting", sqref=wanted.area)
        block.append(node)
        _add_block(sheet, block)


def replace_validations(
    sheet: Sheet, area: Area, validations: Iterable[Validation], named: Callable[[str], str], *, from_1904: bool = False
) -> None:
    """Put what may be typed in place of ours in an area; the user's stay, also on cells that had one of ours.

    Bounds of dates are given as Excel counts days from 1900.
    """
    new = [(v, _validation(_counted_from_1904(v) if from_1904 else v, named)) for v in validations]
    coming = {_said(node) for _, node in new}
    for node in list(sheet.root.iter(main("dataValidation"))):
        if _keeps_to(node, area) and (node.get("errorTitle") == _MARK or _said(node) in coming):
            node.getparent().remove(node)  # type: ignore[union-attr]
    taken = [a for node in sheet.root.iter(main("dataValidation")) for a in areas_of(node.get("sqref", ""))]
    _put_validations(sheet, [node for rule, node in new if _placed(node, rule.area, taken)])


def _said(node: _Element) -> tuple[str | None, ...]:
    """What a validation says, but for where."""
    return (node.get("type"), node.findtext(main("formula1")), node.findtext(main("formula2")))


def _placed(node: _Element, area: Area, taken: Iterable[Area]) -> bool:
    """Set the validation's cells to those of its area that have no other one, as no cell can have two; whether any."""
    left = [area]
    for hole in taken:
        left = [part for whole_part in left for part in without(whole_part, hole)]
    node.set("sqref", " ".join(map(str, left)))
    return bool(left)


def _keeps_to(node: _Element, area: Area) -> bool:
    """Whether a rule begins in an area and keeps to its columns.

    Ours may reach below what we wrote, so that rows typed there look right; those of whole columns are the user's.
    """
    return all(_begins_in(a, area) for a in areas_of(node.get("sqref", "")))


def _begins_in(area: Area, owned: Area) -> bool:
    columns = owned.column <= area.column and area.last_column <= owned.last_column
    return columns and holds(owned, area.row, area.column) and area.last_row < LAST_ROW


def _put_validations(sheet: Sheet, nodes: list[_Element]) -> None:
    block = sheet.child("dataValidations")
    if block is None:
        block = element("dataValidations")
        sheet.put(block)
    block.extend(nodes)
    if len(block):
        block.set("count", str(len(block)))
    else:
        sheet.drop("dataValidations")


def _counted_from_1904(rule: Validation) -> Validation:
    bounds = (rule.source, rule.second) if rule.kind == "date" else ()
    if not any(bound.isdecimal() for bound in bounds):
        return rule
    source, second = (str(int(bound) - DAYS_TO_1904) if bound.isdecimal() else bound for bound in bounds)
    return replace(rule, source=source, second=second)


def _add_block(sheet: Sheet, block: _Element) -> None:
    """Append a conditionalFormatting behind its siblings; there may be many, so `Sheet.put` would replace them."""
    siblings = sheet.root.findall(main("conditionalFormatting"))
    if siblings:
        siblings[-1].addnext(block)
    else:
        sheet.put(block)


def _rule(rule: Rule, priority: int, styles: StyleBook, named: Callable[[str], str]) -> _Element:
    if isinstance(rule, ExpressionRule):
        node = element("cfRule", type="expression", dxfId=styles.rule(rule.style), priority=priority)
        if rule.stop:
            node.set("stopIfTrue", "1")
        node.append(_texted("formula", named(rule.formula)))
        return node
    if isinstance(rule, DataBarRule):
        return _wrapped("dataBar", priority, _data_bar(rule))
    if isinstance(rule, IconRule):
        return _wrapped("iconSet", priority, _icons(rule))
    return _wrapped("colorScale", priority, _scale(rule))


def _wrapped(kind: str, priority: int, inner: _Element) -> _Element:
    node = element("cfRule", type=kind, priority=priority)
    node.append(inner)
    return node


def _data_bar(rule: DataBarRule) -> _Element:
    node = element("dataBar", minLength=0, maxLength=100)
    node.append(_point("min", rule.low))
    node.append(_point("max", rule.high))
    node.append(element("color", rgb=f"FF{rule.color}"))
    return node


def _icons(rule: IconRule) -> _Element:
    node = element("iconSet", iconSet=rule.icons)
    if not rule.show_value:
        node.set("showValue", "0")
    node.append(element("cfvo", type="percent", val=0))
    node.append(_point("num", rule.amber))
    node.append(_point("num", rule.green))
    return node


def _scale(rule: ScaleRule) -> _Element:
    node = element("colorScale")
    node.extend([_point("num", v) for v in (rule.low, rule.middle, rule.high)])
    node.extend([element("color", rgb=f"FF{color}") for color in rule.colors])
    return node


def _point(otherwise: str, value: float | None) -> _Element:
    return element("cfvo", type=otherwise) if value is None else element("cfvo", type="num", val=value)


def _validation(rule: Validation, named: Callable[[str], str]) -> _Element:
    if rule.kind == "list" and rule.source.startswith('"') and len(rule.source) > _LIST_LIMIT + 2:
        raise ValueError(f"{rule.area}: a written-out list holds at most {_LIST_LIMIT} characters; refer to cells")
    node = element("dataValidation", type=rule.kind)
    if not rule.strict:
        node.set("errorStyle", "warning")
    if rule.kind != "list" and not rule.second:
        node.set("operator", "greaterThanOrEqual")
    for name in ("allowBlank", "showInputMessage", "showErrorMessage"):
        node.set(name, "1")
    node.set("errorTitle", _MARK)
    if rule.message:
        node.set("prompt", rule.message[:_PROMPT_LIMIT])
    node.set("sqref", str(rule.area))
    node.append(_texted("formula1", named(rule.source)))
    if rule.second:
        node.append(_texted("formula2", named(rule.second)))
    return node


def _texted(tag: str, text: str) -> _Element:
    node = element(tag)
    node.text = text
    return node
