"""A template for one number of rows per block: all that does not change between letters is packed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.letters import around
from salesbook.letters.drawn import drop_attributes, shared_used
from salesbook.letters.expand import Expansion, Reckoned
from salesbook.letters.filling import Filling
from salesbook.package.archive import Archive
from salesbook.package.cells import CellWriter
from salesbook.package.markup import child_of
from salesbook.package.mould import Mould

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.letters.rows import Rows
    from salesbook.letters.template import Template
    from salesbook.package.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Variant:
    """Ready to be stamped: the package with all that letters share, and the sheet that is filled."""

    mould: Mould
    part: str
    properties: str
    """The part of the document's properties; "" when the template has none."""
    filling: Filling


def compiled(template: Template, counts: Mapping[str, int]) -> Variant:
    """The template with `counts` rows per block."""
    work = Expansion(template, counts)
    sheet = work.sheet()
    workbook = template.workbook()
    unknown = any(isinstance(hole, Reckoned) and hole.program is None for hole in sheet.holes)
    unknown |= _move_other_sheets(workbook, template, work.rows)
    around.move_drawings(workbook.parts, template.part, work.rows, template.names.sheet)
    around.move_tables(workbook.parts, template.part, work.rows)
    around.move_names(workbook.root, template.names.sheet, work.rows)
    _recalculate(workbook, wanted=unknown)
    workbook.save()
    used = set(sheet.shared).union(*(shared_used(workbook.parts.xml(p)) for p in _others(workbook, template)))
    template.texts.keep_only(workbook.parts, used)
    properties = next((r.target for r in workbook.parts.relations("") if r.kind == "core-properties"), "")
    archive = Archive(workbook.parts.archive.content())  # so that all its members are packed
    mould = Mould(archive, tuple(filter(None, (template.part, properties))))
    writer = CellWriter(from_1904=workbook.from_1904, sheet=template.names.sheet)
    return Variant(mould, template.part, properties, Filling(sheet, writer))


def _others(workbook: Workbook, template: Template) -> list[str]:
    """The parts of the worksheets beside the letter's."""
    return [t.part for t in workbook.tabs if t.kind == "worksheet" and t.part != template.part]


def _move_other_sheets(workbook: Workbook, template: Template, rows: Rows) -> bool:
    """Other sheets' formulas over the letter; whether there are any."""
    found = False
    for part in _others(workbook, template):
        root = workbook.parts.xml(part)
        if around.move_other_sheet(root, rows, template.names.sheet):
            workbook.parts.put_xml(part, root)
            found = True
    return found


def _recalculate(workbook: Workbook, *, wanted: bool) -> None:
    """Ask for a calculation on opening only where a result is missing: otherwise Excel would ask to save on closing."""
    workbook.recalculate()
    settings = child_of(workbook.root, "calcPr")
    if settings is not None and not wanted:
        drop_attributes(settings, "fullCalcOnLoad")
