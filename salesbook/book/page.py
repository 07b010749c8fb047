"""A sheet of ours as data: cells, styles by name, tables, conditional formats, charts and print set-up.

Rows and columns are counted from 1. A style is "role" or "role:format": roles are the named cell styles of
templates/looks.xlsx without their "sb " prefix (title, heading, input, output, held, changed, problem …), formats
are the keys of `FORMATS`. Hosts and the package writer turn this into Excel's own parts; nothing here knows sales.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from salesbook.book.values import Content, address

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS: Mapping[str, str] = {
    "text": "@",
    "general": "General",
    "int": "#,##0_ ;[Red]-#,##0_ ;0_ ",
    "quiet": "#,##0_ ;[Red]-#,##0_ ;;@",
    "money": "#,##0.00_ ;[Red]-#,##0.00_ ;0.00_ ",
    "percent": "0.0%_ ",
    "percent0": "0%_ ",
    "percent2": "0.0##%_ ",
    "measure": "[>=1000]#,##0_ ;General_ ",
    "bound": "[<=10]0%_ ;#,##0_ ",
    "factor": "0.00_ ",
    "date": "yyyy-mm-dd_ ",
    "day": "m/d",
    "month": "yyyy-mm",
    "check": '[Red]+#,##0;[Red]-#,##0;"✓"',
    "moved": '"↑"0_ ;[Red]"↓"0_ ;"→"_ ',
    "hidden": ";;;",
}
"""Number formats by name. `quiet` shows nothing for zero, `hidden` nothing at all; what stands at the right border
ends in a space (_ ) that keeps it off the line. `bound`: a share up to ten times the target, above it an amount."""


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells, both corners included."""

    row: int
    column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        first = address(self.row, self.column)
        last = address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    def fixed(self) -> str:
        """With dollar signs, as names and charts write it."""
        first = address(self.row, self.column, fixed="row column")
        last = address(self.last_row, self.last_column, fixed="row column")
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell and its style."""

    content: Content
    style: str = ""


@dataclass(frozen=True, slots=True)
class PageTable:
    """An Excel table on a page; its header and data cells are among the page's cells."""

    name: str
    area: Area
    headings: tuple[str, ...]
    filtered: bool = True


@dataclass(frozen=True, slots=True)
class ExpressionRule:
    """Cells of the area for which the formula (written for its first cell) is true get the style's look."""

    area: Area
    formula: str
    style: str
    stop: bool = False


@dataclass(frozen=True, slots=True)
class DataBarRule:
    """A bar in each cell, from `low` to `high` (None: the smallest / largest value)."""

    area: Area
    color: str = "5B9BD5"
    low: float | None = 0
    high: float | None = None


@dataclass(frozen=True, slots=True)
class IconRule:
    """One of three icons: below `amber`, from `amber`, from `green`; Excel's name of the set."""

    area: Area
    amber: float
    green: float
    icons: Literal["3TrafficLights1", "3Arrows", "3Flags", "3Symbols"] = "3TrafficLights1"
    show_value: bool = True


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """A heat map from `low` over `middle` to `high`, with the colours of its three points."""

    area: Area
    low: float
    middle: float
    high: float
    colors: tuple[str, str, str] = ("F8696B", "FFEB84", "63BE7B")


Rule = ExpressionRule | DataBarRule | IconRule | ScaleRule


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be typed: a list ("source" a quoted list or a range), or a whole / decimal / date in bounds."""

    area: Area
    kind: Literal["list", "whole", "decimal", "date"]
    source: str
    second: str = ""
    message: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars: its name, and the cells it shows (on the page's own sheet)."""

    name: str
    values: Area
    color: str = ""
    dashed: bool = False
    line: bool = False
    """In a bar chart: this series is drawn as a line over the bars."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart over live cells of the same page."""

    kind: Literal["line", "bar", "column", "stacked"]
    """stacked: columns, each series on top of the one before; the colour "none" leaves a part of them invisible."""
    title: str
    categories: Area
    series: tuple[Series, ...]
    at: tuple[int, int]
    width: float = 18.0
    """Centimetres."""
    height: float = 9.0
    number_format: str = "#,##0"
    to: tuple[int, int] | None = None
    """The cell at whose upper left corner the chart ends, whatever the columns measure; None: by width and height."""
    legend: bool = True
    """Whether several series are named below the chart."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a place in the workbook."""

    row: int
    column: int
    sheet: str
    cell: str = "A1"


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """A4; fitted to `wide` pages in width and `tall` in height (0: as many as needed)."""

    landscape: bool = False
    wide: int = 1
    tall: int = 0
    title_rows: tuple[int, int] | None = None
    title_columns: tuple[int, int] | None = None
    header: str = ""
    footer: str = "&P / &N"
    area: Area | None = None
    """All that is printed; None leaves it to the user."""
    breaks: tuple[int, ...] = ()
    """Rows that begin a new printed page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `key` is its fixed ASCII name, by which it is found again whatever its tab is called."""

    key: str
    title: str
    cells: Mapping[tuple[int, int], Cell]
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    tables: tuple[PageTable, ...] = ()
    rules: tuple[Rule, ...] = ()
    validations: tuple[Validation, ...] = ()
    charts: tuple[Chart, ...] = ()
    links: tuple[Link, ...] = ()
    names: Mapping[str, Area] = field(default_factory=dict)
    """Workbook-wide defined names on this page."""
    freeze: tuple[int, int] | None = None
    """The first row and column that scroll."""
    row_levels: Mapping[int, int] = field(default_factory=dict)
    column_levels: Mapping[int, int] = field(default_factory=dict)
    print_setup: PrintSetup = field(default_factory=PrintSetup)
    tab_color: str = ""
    gridlines: bool = False
    state: Literal["visible", "hidden", "veryHidden"] = "visible"

    def area(self) -> Area:
        """The smallest block that holds all cells; A1 for an empty page."""
        rows = [r for r, _ in self.cells] or [1]
        columns = [c for _, c in self.cells] or [1]
        return Area(1, 1, max(rows), max(columns))
