"""What the user put on a sheet of ours is there after it was drawn anew: shapes, charts, notes and extensions."""

from __future__ import annotations

import re

import pytest

from salesbook.book.changes import ChangeSet, PutPage
from salesbook.package.apply import applied, drawn
from salesbook.package.archive import Archive
from salesbook.package.parts import Parts, relations_part
from salesbook.package.styles import looks
from tests.package.rich_workbook import PIXEL
from tests.package.test_pages_in_place import PLAN, VIEW

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NEWER = "http://schemas.microsoft.com/office/2017/10/relationships"
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHAPE = (
    '<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0'
    "</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0"
    "</xdr:rowOff></xdr:to>{}<xdr:clientData/></xdr:twoCellAnchor>"
)
TEXT_BOX = SHAPE.format(
    '<xdr:sp textlink=""><xdr:nvSpPr><xdr:cNvPr id="50" name="Remark"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr/></xdr:sp>'
)
OWN_CHART = SHAPE.format(
    '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="51" name="Chart 7"/><xdr:cNvGraphicFramePr/>'
    '</xdr:nvGraphicFramePr><xdr:xfrm/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    f'xmlns:r="{OFFICE}" r:id="rId77"/></a:graphicData></a:graphic></xdr:graphicFrame>'
)
PICTURE = SHAPE.format(
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="52" name="Logo"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE}" r:embed="rId78"/>'
    "</xdr:blipFill><xdr:spPr/></xdr:pic>"
)
EXTENSION = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:sparklineGroups/></ext></extLst>'
)
BELONGING = {
    "xl/comments9.xml": ("comments", OFFICE, b"<comments/>"),
    "xl/threadedComments/threadedComment9.xml": ("threadedComment", NEWER, b"<ThreadedComments/>"),
    "xl/drawings/vmlDrawing9.vml": ("vmlDrawing", OFFICE, b"<xml/>"),
    "xl/media/back.png": ("image", OFFICE, PIXEL),
    "xl/pivotTables/pivotTable9.xml": ("pivotTable", OFFICE, b"<pivotTableDefinition/>"),
    "xl/slicers/slicer9.xml": ("slicer", OFFICE, b"<slicers/>"),
    "xl/customProperty9.bin": ("customProperty", OFFICE, b"\x00"),
}
IN_DRAWING = {"xl/charts/chart99.xml": b"<c/>", "xl/media/logo.png": PIXEL}


def with_things_of_the_users() -> bytes:
    """The workbook after Excel saved what somebody put on the view."""
    archive = Archive(drawn(looks(), [PLAN, VIEW]))
    sheet = next(n for n in archive.names() if n.startswith("xl/worksheets/sheet") and b"<drawing" in archive.read(n))
    drawing = next(r.target for r in Parts(archive).relations(sheet) if r.kind == "drawing")
    for name, content in [*((name, content) for name, (_, _, content) in BELONGING.items()), *IN_DRAWING.items()]:
        archive.put(name, content)
    related(archive, sheet, 60, [(f"{types}/{kind}", name) for name, (kind, types, _) in BELONGING.items()])
    related(archive, drawing, 77, [(f"{OFFICE}/{k}", n) for k, n in zip(("chart", "image"), IN_DRAWING, strict=True)])
    insert(archive, drawing, "</xdr:wsDr>", f"{TEXT_BOX}{OWN_CHART}{PICTURE}")
    kept = "".join(f'<{tag} r:id="rId{n}" xmlns:r="{OFFICE}"/>' for tag, n in (("legacyDrawing", 62), ("picture", 63)))
    insert(archive, sheet, "</worksheet>", kept + EXTENSION)
    return archive.content()


def related(archive: Archive, part: str, first: int, targets: list[tuple[str, str]]) -> None:
    nodes = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="/{name}"/>'
        for number, (kind, name) in enumerate(targets, first)
    )
    insert(archive, relations_part(part), "</Relationships>", "".join(nodes))


def insert(archive: Archive, part: str, before: str, new: str) -> None:
    text = archive.read(part).decode()
    assert before in text
    archive.put(part, text.replace(before, new + before).encode())


@pytest.fixture(scope="module")
def put_twice() -> Archive:
    once = applied(with_things_of_the_users(), ChangeSet((PutPage(VIEW),)))
    return Archive(applied(once, ChangeSet((PutPage(VIEW),))))


def sheet_of(archive: Archive) -> str:
    sheets = (n for n in archive.names() if n.startswith("xl/worksheets/sheet"))
    return next(n for n in sheets if b"<legacyDrawing" in archive.read(n))


@pytest.mark.parametrize("name", [*BELONGING, *IN_DRAWING])
def test_its_parts_are_there_as_they_were(put_twice: Archive, name: str) -> None:
    content = BELONGING[name][2] if name in BELONGING else IN_DRAWING[name]
    assert put_twice.read(name) == content
    assert Parts(put_twice).owners(name)


def test_the_sheet_still_leads_to_them(put_twice: Archive) -> None:
    kinds = {r.kind for r in Parts(put_twice).relations(sheet_of(put_twice))}
    assert {kind for kind, _, _ in BELONGING.values()} <= kinds
    xml = put_twice.read(sheet_of(put_twice))
    assert xml.index(b"<drawing") < xml.index(b"<legacyDrawing") < xml.index(b"<picture") < xml.index(b"<extLst")
    assert b"sparklineGroups" in xml


def test_shapes_pictures_and_charts_stay_beside_our_new_chart(put_twice: Archive) -> None:
    parts = Parts(put_twice)
    drawing = next(r.target for r in parts.relations(sheet_of(put_twice)) if r.kind == "drawing")
    names = re.findall(rb'name="([^"]+)"', put_twice.read(drawing))
    assert sorted(names) == [b"Chart 7", b"Logo", b"Remark", b"sb chart 1"]
    ids = re.findall(rb'cNvPr id="(\d+)"', put_twice.read(drawing))
    assert len(set(ids)) == len(ids)
