"""A page in the making: cells and the rest are collected, then frozen into a `Page`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from salesbook.book.page import Area, Cell, Page, PageTable, PrintSetup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from salesbook.book.page import Chart, Link, Rule, Validation
    from salesbook.book.values import Content

TITLE_HEIGHT = 30.0
HEADING_HEIGHT = 24.0
EMPTY = Cell(None)


@dataclass(slots=True)
class Drawing:
    """Collects what a page shows. Rows and columns are counted from 1."""

    key: str
    title: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    tables: list[PageTable] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    names: dict[str, Area] = field(default_factory=dict)
    freeze: tuple[int, int] | None = None
    row_levels: dict[int, int] = field(default_factory=dict)
    print_setup: PrintSetup = field(default_factory=PrintSetup)
    tab_color: str = ""
    state: Literal["visible", "hidden", "veryHidden"] = "visible"

    def put(self, row: int, column: int, content: Content, style: str = "") -> None:
        """Write one cell."""
        self.cells[row, column] = Cell(content, style)

    def put_row(self, row: int, column: int, contents: Iterable[Content], style: str = "") -> None:
        """Write cells side by side, from the given one on, all in one style."""
        for at, content in enumerate(contents, start=column):
            self.put(row, at, content, style)

    def heads(self, title: str, hint: str = "") -> None:
        """The title in row 1 and the line below that says what the sheet is for."""
        self.put(1, 1, title, "title")
        self.heights[1] = TITLE_HEIGHT
        if hint:
            self.put(2, 1, hint, "subtitle")

    def table(
        self,
        name: str,
        at: tuple[int, int],
        headings: Sequence[str],
        rows: Sequence[Sequence[Content]],
        styles: Sequence[str],
    ) -> Area:
        """An Excel table with its heading at the given cell; without rows it gets an empty one.

        Returns the area of its data.
        """
        row, column = at
        self.put_row(row, column, headings, "heading")
        self.heights[row] = HEADING_HEIGHT
        for below, cells in enumerate(rows or [(None,) * len(headings)], start=row + 1):
            for beside, (content, style) in enumerate(zip(cells, styles, strict=True), start=column):
                self.put(below, beside, content, style)
        last = Area(row, column, row + max(len(rows), 1), column + len(headings) - 1)
        self.tables.append(PageTable(name, last, tuple(headings)))
        return Area(row + 1, column, last.last_row, last.last_column)

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Merge cells; the covered ones take the style of the first, so that the border goes all round."""
        style = self.cells.get((row, column), EMPTY).style
        for r in range(row, last_row + 1):
            for c in range(column, last_column + 1):
                self.cells.setdefault((r, c), Cell(None, style))
        self.merges.append(Area(row, column, last_row, last_column))

    def page(self) -> Page:
        """The page as it now stands."""
        return Page(
            key=self.key,
            title=self.title,
            cells=dict(self.cells),
            widths=dict(self.widths),
            heights=dict(self.heights),
            merges=tuple(self.merges),
            tables=tuple(self.tables),
            rules=tuple(self.rules),
            validations=tuple(self.validations),
            charts=tuple(self.charts),
            links=tuple(self.links),
            names=dict(self.names),
            freeze=self.freeze,
            row_levels=dict(self.row_levels),
            print_setup=self.print_setup,
            tab_color=self.tab_color,
            state=self.state,
        )
