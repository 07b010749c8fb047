"""Native charts of a page: chart parts, and the drawing that places them among what the user drew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.package.damage import whole
from salesbook.package.markup import CHART, DRAWING, office, parsed, related
from salesbook.package.plots import chart_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

    from salesbook.book.page import Chart, Page
    from salesbook.package.parts import Parts
    from salesbook.package.sheet import Sheet

OUR_CHART = "sb chart "
"""Names of our charts in a drawing begin so; what is called otherwise is the user's."""

_EMU_PER_CM = 360_000
_MAIN_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = f'<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{_MAIN_DRAWING}"/>'.encode()
_CORNER = (
    "<xdr:{tag}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
    "<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{tag}>"
)
_EXTENT = '<xdr:ext cx="{width}" cy="{height}"/>'
_ANCHOR = (
    f'<xdr:{{kind}} xmlns:xdr="{DRAWING}" xmlns:a="{_MAIN_DRAWING}">'
    '{place}<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
    '<xdr:cNvPr id="{id}" name="{name}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
    '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
    f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" xmlns:r="{_OFFICE}" r:id="{{relation}}"/>'
    "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:{kind}>"
)


def put_charts(parts: Parts, part: str, sheet: Sheet, page: Page, tab: str) -> None:
    """Draw the page's charts in place of those that it had; pictures and shapes of the user's stay."""
    drawing = _drawing_of(parts, part)
    if drawing:
        _drop_ours(parts, drawing)
    if page.charts:
        drawing = drawing or _new_drawing(parts, part, sheet)
        root = parts.xml(drawing)
        for number, chart in enumerate(page.charts, 1):
            _, relation_id = parts.add("chart", chart_xml(chart, page, tab), drawing)
            root.append(parsed(_anchor(chart, number, relation_id, _free_id(root)).encode()))
        parts.put_xml(drawing, root)
    elif drawing and not len(parts.xml(drawing)):
        _drop_drawing(parts, part, sheet, drawing)


def foreign_shapes(parts: Parts, part: str) -> list[str]:
    """The names of pictures, shapes and charts on a sheet that are not ours."""
    drawing = _drawing_of(parts, part)
    names = (_shape_name(a) for a in parts.xml(drawing)) if drawing else ()
    return [name for name in names if not name.startswith(OUR_CHART)]


def drop_charts(parts: Parts, part: str, sheet: Sheet) -> None:
    """Take our charts away from a sheet, and the drawing when nothing else is on it."""
    drawing = _drawing_of(parts, part)
    if drawing:
        _drop_ours(parts, drawing)
        if not len(parts.xml(drawing)):
            _drop_drawing(parts, part, sheet, drawing)


def _drawing_of(parts: Parts, part: str) -> str | None:
    return next((r.target for r in parts.relations(part) if r.kind == "drawing"), None)


def _new_drawing(parts: Parts, part: str, sheet: Sheet) -> str:
    drawing, relation_id = parts.add("drawing", _EMPTY, part)
    sheet.put(related("drawing", relation_id))
    return drawing


def _drop_drawing(parts: Parts, part: str, sheet: Sheet, drawing: str) -> None:
    parts.unrelate(part, *(r.id for r in parts.relations(part) if r.target == drawing))
    parts.remove(drawing)
    sheet.drop("drawing")


def _drop_ours(parts: Parts, drawing: str) -> None:
    root = parts.xml(drawing)
    for anchor in [a for a in root if _shape_name(a).startswith(OUR_CHART)]:
        for frame in anchor.iter(f"{{{CHART}}}chart"):
            _drop_chart(parts, drawing, frame.get(office("id"), ""))
        root.remove(anchor)
    parts.put_xml(drawing, root)


def _drop_chart(parts: Parts, drawing: str, relation_id: str) -> None:
    """Remove a chart with the style and colour parts that Excel gave it."""
    relation = parts.relation(drawing, relation_id)
    if relation is None:
        return
    for belonging in parts.relations(relation.target):
        if belonging.kind in ("chartStyle", "chartColorStyle"):
            parts.remove(belonging.target)
    parts.unrelate(drawing, relation_id)
    parts.remove(relation.target)


def _shape_name(anchor: _Element) -> str:
    found = next(anchor.iter(f"{{{DRAWING}}}cNvPr"), None)
    return "" if found is None else found.get("name", "")


def _free_id(root: _Element) -> int:
    return max((whole(n, "id") for n in root.iter(f"{{{DRAWING}}}cNvPr")), default=1) + 1


def _anchor(chart: Chart, number: int, relation_id: str, shape_id: int) -> str:
    kind = "twoCellAnchor" if chart.to else "oneCellAnchor"
    place = _corner("from", chart.at) + (_corner("to", chart.to) if chart.to else _extent(chart))
    return _ANCHOR.format(kind=kind, place=place, relation=relation_id, id=shape_id, name=f"{OUR_CHART}{number}")


def _corner(tag: str, at: tuple[int, int]) -> str:
    row, column = at
    return _CORNER.format(tag=tag, row=row - 1, column=column - 1)


def _extent(chart: Chart) -> str:
    return _EXTENT.format(width=round(chart.width * _EMU_PER_CM), height=round(chart.height * _EMU_PER_CM))
