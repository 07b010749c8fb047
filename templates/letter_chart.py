"""The small chart of a letter: the rep's curve, beside the sentences that say where the number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from letter_parts import Look, Part, section
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

if TYPE_CHECKING:
    from letter_parts import Palette, Sheet


@dataclass(frozen=True)
class Curve:
    """Where the periods stand that a chart shows: their row, and the columns of names and tiers."""

    row: int
    names: int
    floor: int
    target: int
    stretch: int


def why_and_curve(sheet: Sheet, colors: Palette, titles: tuple[str, str], split: int, last: int, tiers: Curve) -> None:
    """Side by side: where the number comes from, and the rep's curve."""
    section(sheet, colors, (titles[0], 1, split), (titles[1], split + 1, last))
    said = Look(border="", wrap=True, size=10.5, indent=0, top=True)
    row = sheet.put(98, Part("{why}", 1, split, said, "why"), Part(None, split + 1, last, Look(border="")))
    sheet.page.add_chart(curve(sheet, colors, tiers), None)
    chart = sheet.page._charts[-1]
    chart.anchor = TwoCellAnchor(
        editAs="twoCell", _from=AnchorMarker(col=split, row=row - 1), to=AnchorMarker(col=last, row=row)
    )


def curve(sheet: Sheet, colors: Palette, at: Curve) -> Any:
    """Columns of the target by period, the floor and the stretch as lines."""
    bars, lines = BarChart(), LineChart()
    bars.type, bars.gapWidth = "col", 60
    names = Reference(sheet.page, min_col=at.names, min_row=at.row)
    for chart, column, color in (
        (bars, at.target, colors.strong), (lines, at.floor, "8C8C8C"), (lines, at.stretch, "E0A100"),
    ):
        values = Reference(sheet.page, min_col=column, min_row=at.row - 1, max_row=at.row)
        chart.add_data(values, titles_from_data=True)
        chart.set_categories(names)
        _coloured(chart.series[-1], color, line=chart is lines)
    bars += lines
    bars.legend.position = "t"
    bars.legend.txPr = _small()
    bars.y_axis.numFmt, bars.y_axis.number_format = None, "#,##0"
    bars.y_axis.scaling.min = 0
    bars.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E5E5E5", w=6350))
    for axis in (bars.x_axis, bars.y_axis):
        axis.delete, axis.txPr = False, _small()
        axis.spPr = GraphicalProperties(ln=LineProperties(solidFill="BFBFBF", w=6350))
    bars.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    return bars


def _coloured(series: Any, color: str, *, line: bool) -> None:
    if not line:
        series.graphicalProperties = GraphicalProperties(solidFill=color)
        return
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=color, w=15875))
    series.smooth = False
    series.marker.symbol = "none"


def _small() -> RichText:
    """Labels of a small chart."""
    small = CharacterProperties(sz=700, solidFill="595959")
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=small), endParaRPr=small)])
