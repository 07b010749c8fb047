"""What lies on and around a letter's sheet, moved as its rows are repeated: merges, rules, names, pictures, charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.letters.drawn import drop_attributes
from salesbook.letters.references import corners, each_area, moved
from salesbook.package.areas import area_of
from salesbook.package.markup import CHART, DRAWING, element, local, main

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from salesbook.letters.rows import Rows
    from salesbook.package.parts import Parts

_REFERENCES = ("ref", "sqref", "activeCell", "topLeftCell")
_FORMULAS = ("formula", "formula1", "formula2")
_EXTENDED = "{http://schemas.microsoft.com/office/excel/2006/main}"
"""The namespace of areas and formulas in the sheet's extensions."""


def move_sheet(root: _Element, rows: Rows, sheet: str) -> None:
    """Everything on the sheet beside its cells."""
    _repeat_merges(root, rows)
    nodes = [node for part in root if local(part) not in ("sheetData", "mergeCells") for node in part.iter()]
    for node in nodes:  # before the areas move: a formula is written for the first cell of its areas
        _move_formula(node, rows, sheet)
    for node in nodes:
        _move_areas(node, rows)
    for node in root.iterfind(f"{main('rowBreaks')}/{main('brk')}"):
        node.set("id", str(rows.last(int(node.get("id", "1")))))


def _move_areas(node: _Element, rows: Rows) -> None:
    for attribute in _REFERENCES:
        if node.get(attribute):
            node.set(attribute, _moved_list(node.get(attribute, ""), rows))
    if node.tag == f"{_EXTENDED}sqref" and node.text:
        holder = node.getparent()
        single = holder is not None and local(holder) == "sparkline"
        node.text = moved(node.text, rows) if single else _moved_list(node.text, rows)


def _moved_list(areas: str, rows: Rows) -> str:
    """A space-separated list of areas, each covering all copies of its rows."""
    return " ".join(moved(area, rows, alone=True) for area in areas.split())


def _move_formula(node: _Element, rows: Rows, sheet: str) -> None:
    if not node.text or not (local(node) in _FORMULAS or node.tag == f"{_EXTENDED}f"):
        return
    top = _first_row(node)
    node.text = each_area(node.text, sheet, lambda area, alone: moved(area, rows, alone=alone, row=top))


def _first_row(node: _Element) -> int:
    """The first row of the areas that a rule or a validation is for; 0 where it names none."""
    holder = node.getparent()
    while holder is not None:
        areas = holder.get("sqref") or holder.findtext(f"{_EXTENDED}sqref") or ""
        if areas:
            return area_of(areas.split()[0]).row
        holder = holder.getparent()
    return 0


def _repeat_merges(root: _Element, rows: Rows) -> None:
    """A merged area within a repeated row is merged in every copy; one across rows covers all copies."""
    holder = root.find(main("mergeCells"))
    if holder is None:
        return
    old = [node.get("ref", "") for node in holder]
    holder[:] = [element("mergeCell", ref=ref) for area in old for ref in _merge(area, rows)]
    holder.set("count", str(len(holder)))


def _merge(area: str, rows: Rows) -> list[str]:
    first, last = corners(area)
    if first.row != last.row:
        return [moved(area, rows)]
    return [
        f"{first.at(rows.first(first.row) + copy)}:{last.at(rows.first(first.row) + copy)}"
        for copy in range(rows.count(first.row))
    ]


def over_other_sheet(formula: str, sheet: str, rows: Rows) -> str:
    """A formula whose references to another sheet follow that sheet's rows."""
    return each_area(formula, sheet, lambda area, alone: moved(area, rows, alone=alone), here=False)


def move_names(book: _Element, layout: Mapping[str, Rows]) -> None:
    """The workbook's defined names, print areas included."""
    for node in book.iterfind(f"{main('definedNames')}/{main('definedName')}"):
        for sheet, rows in layout.items():
            node.text = _named_area(node.text or "", sheet, rows)


def _named_area(text: str, sheet: str, rows: Rows) -> str:
    return each_area(text, sheet, lambda area, _: _fixed(area, rows), here=False)


def _fixed(area: str, rows: Rows) -> str:
    """A name's area: a single repeated row becomes all its copies."""
    if area.replace("$", "").replace(":", "").isdigit():
        first, last = (int(part.strip("$")) for part in area.split(":"))
        return f"${rows.first(first)}:${rows.last(last)}"
    return moved(area, rows, alone=True)


def move_drawings(parts: Parts, part: str, sheet: str, layout: Mapping[str, Rows]) -> None:
    """Pictures and charts stay beside the rows they were put beside; charts show the rows they showed."""
    rows = layout[sheet]
    for drawing in (r.target for r in parts.relations(part) if r.kind == "drawing"):
        root = parts.xml(drawing)
        for node in root.iterfind(f"*/*/{{{DRAWING}}}row"):
            node.text = str(rows.first(int(node.text or 0) + 1) - 1)
        parts.put_xml(drawing, root)
        for chart in (r.target for r in parts.relations(drawing) if r.kind == "chart"):
            move_chart(parts, chart, layout)


def move_chart(parts: Parts, part: str, layout: Mapping[str, Rows]) -> None:
    """A chart's references; what it had stored of the template's numbers goes."""
    root = parts.xml(part)
    for node in root.iter(f"{{{CHART}}}f"):
        text = node.text or ""
        for sheet, rows in layout.items():
            text = _shown_area(text, sheet, rows)
        if text != node.text:
            node.text = text
            holder = node.getparent()
            assert holder is not None
            holder[:] = [node]
    parts.put_xml(part, root)


def _shown_area(text: str, sheet: str, rows: Rows) -> str:
    return each_area(text, sheet, lambda area, _: moved(area, rows, alone=True), here=False)


def move_tables(parts: Parts, part: str, rows: Rows) -> None:
    """Excel tables of the template that lie over or below a repeated row."""
    for table in (r.target for r in parts.relations(part) if r.kind == "table"):
        root = parts.xml(table)
        for node in (root, *root.iterfind(main("autoFilter"))):
            node.set("ref", moved(node.get("ref", "A1"), rows))
        parts.put_xml(table, root)


def move_other_sheet(root: _Element, rows: Rows, sheet: str) -> bool:
    """Another sheet's formulas over the letter's sheet; whether there were any: their results are not known here."""
    changed = False
    for cell in root.iterfind(f"{main('sheetData')}/{main('row')}/{main('c')}"):
        formula = cell.find(main("f"))
        if formula is None or not formula.text:
            continue
        hits: list[str] = []

        def move(area: str, alone: bool, hits: list[str] = hits) -> str:
            hits.append(area)
            return moved(area, rows, alone=alone)

        formula.text = each_area(formula.text, sheet, move, here=False)
        value = cell.find(main("v"))
        if hits and value is not None:
            cell.remove(value)
            drop_attributes(cell, "t")
        changed = changed or bool(hits)
    return changed
