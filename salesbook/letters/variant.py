"""A template for one number of rows per block: all that does not change between letters is packed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.letters import around
from salesbook.letters.drawn import drop_attributes, shared_used
from salesbook.letters.expand import Expansion, Reckoned, layout_of
from salesbook.letters.filling import Filling
from salesbook.letters.identity import Properties
from salesbook.package.archive import Archive
from salesbook.package.cells import CellWriter
from salesbook.package.markup import child_of
from salesbook.package.mould import Mould

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from salesbook.letters.expand import Sheet
    from salesbook.letters.rows import Rows
    from salesbook.letters.template import Template
    from salesbook.package.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Variant:
    """Ready to be stamped: the package with all that letters share, and the sheet that is filled."""

    mould: Mould
    fillings: Mapping[str, Filling]
    """Part -> the sheet that stands there, ready to be filled."""
    properties: str
    """The part of the document's properties; "" when the template has none."""
    custom: Properties
    """The document's own further properties, where the seal is."""


def compiled(template: Template, counts: Mapping[str, int]) -> Variant:
    """The template with `counts` rows per block."""
    layout = layout_of(template.names, counts)
    sheets = {name: Expansion(template, name, layout, counts).sheet() for name in template.parts}
    workbook = template.workbook()
    unknown = any(isinstance(h, Reckoned) and h.program is None for sheet in sheets.values() for h in sheet.holes)
    unknown |= _move_other_sheets(workbook, template, layout)
    for name, part in template.parts.items():
        around.move_drawings(workbook.parts, part, name, layout)
        around.move_tables(workbook.parts, part, layout[name])
    around.move_names(workbook.root, layout)
    _recalculate(workbook, wanted=unknown)
    custom = Properties(workbook.parts)
    workbook.save()
    _forget_words(workbook, template, sheets.values())
    properties = next((r.target for r in workbook.parts.relations("") if r.kind == "core-properties"), "")
    archive = Archive(workbook.parts.archive.content())  # so that all its members are packed
    mould = Mould(archive, tuple(filter(None, (*template.parts.values(), properties, custom.part))))
    fillings = {
        part: Filling(sheets[name], CellWriter(from_1904=workbook.from_1904, sheet=name))
        for name, part in template.parts.items()
    }
    return Variant(mould, fillings, properties, custom)


def _forget_words(workbook: Workbook, template: Template, sheets: Iterable[Sheet]) -> None:
    """Of the texts that cells share, those stay that some cell still shows."""
    others = (shared_used(workbook.parts.xml(part)) for part in _others(workbook, template))
    template.texts.keep_only(workbook.parts, set().union(*others, *(sheet.shared for sheet in sheets)))


def _others(workbook: Workbook, template: Template) -> list[str]:
    """The parts of the worksheets beside those that a letter fills."""
    return [t.part for t in workbook.tabs if t.kind == "worksheet" and t.part not in template.parts.values()]


def _move_other_sheets(workbook: Workbook, template: Template, layout: Mapping[str, Rows]) -> bool:
    """Other sheets' formulas over the letter; whether there are any."""
    found = False
    for part in _others(workbook, template):
        root = workbook.parts.xml(part)
        moved = [around.move_other_sheet(root, rows, sheet) for sheet, rows in layout.items()]
        if any(moved):
            workbook.parts.put_xml(part, root)
            found = True
    return found


def _recalculate(workbook: Workbook, *, wanted: bool) -> None:
    """Ask for a calculation on opening only where a result is missing: otherwise Excel would ask to save on closing."""
    workbook.recalculate()
    workbook.forget_order()
    settings = child_of(workbook.root, "calcPr")
    if settings is not None and not wanted:
        drop_attributes(settings, "fullCalcOnLoad")
