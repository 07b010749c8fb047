"""Chart parts: the plots of a page's chart, with the values that its cells have."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.page import FORMATS
from salesbook.book.values import quoted
from salesbook.package.cells import as_read, serial
from salesbook.package.markup import parsed, serialised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.book.page import Area, Chart, Page, Series
    from salesbook.book.values import Value

_PALETTE = ("1F4E79", "5B9BD5", "ED7D31", "A5A5A5", "FFC000", "70AD47")
_ACCENT, _GREY, _LINE = "1F4E79", "595959", "E3E8ED"


def chart_xml(chart: Chart, page: Page, tab: str) -> bytes:
    """The chart part; carries the values that its cells have, so that it shows before anything recalculates."""
    from openpyxl.xml.functions import tostring

    drawn = _plot(chart, [s for s in chart.series if not (s.line and chart.kind != "line")], chart.kind, page, tab)
    over = [s for s in chart.series if s.line and chart.kind != "line"]
    if over:
        drawn += _plot(chart, over, "line", page, tab)
    return serialised(parsed(tostring(drawn._write())))


def _plot(chart: Chart, series: Sequence[Series], kind: str, page: Page, tab: str) -> Any:
    from openpyxl.chart import BarChart, LineChart

    plot: Any = LineChart() if kind == "line" else BarChart()
    if kind != "line":
        plot.type = "bar" if kind == "bar" else "col"
        plot.gapWidth = 60
    if kind == "stacked":
        plot.grouping, plot.overlap = "stacked", 100
    plot.title = _title(chart.title) if chart.title else None
    plot.roundedCorners = False
    _set_legend(plot, chart)
    _set_axes(plot, chart, kind)
    if kind != "line" and not _has_negative(chart, page):
        plot.y_axis.scaling.min = 0  # the height of a column is its value: some programs would begin higher
    plot.x_axis.number_format = _category_format(page, chart.categories)
    plot.series = [_series(chart, s, kind, page, tab) for s in series]
    return plot


def _has_negative(chart: Chart, page: Page) -> bool:
    shown = (value for series in chart.series for value in _values(page, series.values))
    return any(isinstance(value, int | float | Decimal) and value < 0 for value in shown)


def _series(chart: Chart, series: Series, kind: str, page: Page, tab: str) -> Any:
    from openpyxl.chart.data_source import NumDataSource, NumRef
    from openpyxl.chart.series import Series as Drawn
    from openpyxl.chart.series import SeriesLabel

    place = chart.series.index(series)
    color = series.color or _PALETTE[place % len(_PALETTE)]
    drawn: Any = Drawn(idx=place, order=place, tx=SeriesLabel(v=series.name))
    cache = _numbers(list(_values(page, series.values)), chart.number_format)
    drawn.val = NumDataSource(numRef=NumRef(f=_reference(tab, series.values), numCache=cache))
    drawn.cat = _categories(page, chart.categories, tab)
    if kind == "line":
        drawn.spPr = _outline(color, 2.25, dashed=series.dashed)
        drawn.smooth = False
        drawn.marker.symbol = "none"
    else:
        drawn.spPr = _filled(color)
        drawn.invertIfNegative = False
    return drawn


def _categories(page: Page, area: Area, tab: str) -> Any:
    from openpyxl.chart.data_source import AxDataSource, NumRef, StrData, StrRef, StrVal

    values = list(_values(page, area))
    if not all(isinstance(v, str) or v is None for v in values):
        cache = _numbers(values, _category_format(page, area))
        return AxDataSource(numRef=NumRef(f=_reference(tab, area), numCache=cache))
    points = [StrVal(idx=i, v=v) for i, v in enumerate(values) if v is not None]
    return AxDataSource(strRef=StrRef(f=_reference(tab, area), strCache=StrData(ptCount=len(values), pt=points)))


def _category_format(page: Page, area: Area) -> str:
    """The number format of the first category's cell: days are shown as the cells show them."""
    cell = page.cells.get((area.row, area.column))
    return FORMATS.get(cell.style.partition(":")[2] if cell else "", FORMATS["general"])


def _numbers(values: Sequence[Value], code: str) -> Any:
    from openpyxl.chart.data_source import NumData, NumVal

    plain = [serial(v) if isinstance(v, date) else v for v in values]
    points = [NumVal(idx=i, v=v) for i, v in enumerate(plain) if isinstance(v, int | float) and not isinstance(v, bool)]
    return NumData(formatCode=code, ptCount=len(values), pt=points)


def _values(page: Page, area: Area) -> Iterator[Value]:
    for row in range(area.row, area.last_row + 1):
        for column in range(area.column, area.last_column + 1):
            cell = page.cells.get((row, column))
            yield as_read(cell.content) if cell else None


def _reference(tab: str, area: Area) -> str:
    return f"{quoted(tab)}!{area.fixed()}"


def _outline(color: str, points: float, *, dashed: bool = False) -> Any:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    line = LineProperties(w=round(points * 12_700), solidFill=color, prstDash="dash" if dashed else None)
    return GraphicalProperties(ln=line)


def _filled(color: str) -> Any:
    from openpyxl.chart.shapes import GraphicalProperties

    return GraphicalProperties(noFill=True) if color == "none" else GraphicalProperties(solidFill=color)


def _title(text: str) -> Any:
    from openpyxl.chart.title import title_maker

    title: Any = title_maker(text)
    title.overlay = False
    for paragraph in title.tx.rich.p:
        paragraph.pPr.defRPr = _letters(12, _ACCENT, bold=True)
        for run in paragraph.r:
            run.rPr = _letters(12, _ACCENT, bold=True)
    return title


def _set_legend(plot: Any, chart: Chart) -> None:
    if len(chart.series) == 1 or not chart.legend:
        plot.legend = None
    else:
        plot.legend.position = "b"
        plot.legend.txPr = _text(9, _GREY)


def _set_axes(plot: Any, chart: Chart, kind: str) -> None:
    plot.y_axis.number_format = chart.number_format
    plot.y_axis.majorGridlines.spPr = _outline(_LINE, 0.75)
    for axis in (plot.x_axis, plot.y_axis):
        axis.delete = False
        axis.txPr = _text(9, _GREY)
        axis.spPr = _outline(_LINE, 0.75)
    plot.x_axis.tickLblPos = "low"  # below the plot, also where values fall below 0
    if kind == "bar":  # the first category on top, the values' axis below
        plot.x_axis.scaling.orientation = "maxMin"
        plot.y_axis.crosses = "max"


def _text(points: float, color: str) -> Any:
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties

    letters = _letters(points, color)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])


def _letters(points: float, color: str, *, bold: bool = False) -> Any:
    from openpyxl.drawing.text import CharacterProperties

    return CharacterProperties(sz=round(points * 100), b=bold, solidFill=color)
