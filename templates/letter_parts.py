"""What the templates of letters are drawn with: looks, rows, tables, print set-up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from salesbook.texts import Language, text

if TYPE_CHECKING:
    from collections.abc import Sequence

FONT = "Microsoft YaHei"
FORMATS = {
    "int": "#,##0_x;[Red]-#,##0_x;0_x",
    "card": "#,##0",
    "money": '#,##0.00_x;[Red]-#,##0.00_x;"—"_x',
    "percent": "0.0##%_x",
    "ratio": "0.0%_x",
    "share": "0.0%",
    "number": "#,##0.##_x",
    "date": "yyyy-mm-dd",
    "day": "m-d",
    "weekday": "m-d aaa",
    "text": "General",
}
"""Numbers keep off the border by _x, the width of an x: every program that prints knows it, unlike an indent."""


@dataclass(frozen=True)
class Look:
    """How a cell looks: font size and colour, fill, alignment, border ("all", "under", "")."""

    size: float = 11
    bold: bool = False
    color: str = "262626"
    fill: str = ""
    across: str = "left"
    wrap: bool = False
    border: str = "all"
    format: str = "text"
    line: str = "BFBFBF"
    indent: int = 1
    top: bool = False
    open: bool = False
    """Not locked: the rep fills it in."""


@dataclass(frozen=True)
class Part:
    """One entry of a row: what stands there, over which columns, how it looks, and its slot if it has one."""

    content: object
    first: int
    last: int
    look: Look
    slot: str = ""


@dataclass
class Sheet:
    """The sheet while it is drawn from the top: `row` is the next free one."""

    book: Any
    page: Any
    language: Language
    row: int = 1
    names: dict[str, str] = field(default_factory=dict)

    def say(self, key: str) -> str:
        return text("letters", f"drawn.{key}", self.language)

    def put(self, height: float, *parts: Part) -> int:
        """Draw one row and go to the next; answers the row drawn."""
        self.page.row_dimensions[self.row].height = height
        for part in parts:
            self._draw(part)
        self.row += 1
        return self.row - 1

    def name(self, name: str, first: int, last: int, rows: tuple[int, int]) -> None:
        """A workbook-wide name for a block of cells."""
        corner = f"${get_column_letter(first)}${rows[0]}"
        other = f"${get_column_letter(last)}${rows[1]}"
        area = corner if corner == other else f"{corner}:{other}"
        self.book.defined_names[name] = DefinedName(name, attr_text=f"'{self.page.title}'!{area}")

    def _draw(self, part: Part) -> None:
        for column in range(part.first, part.last + 1):
            dress(self.page.cell(self.row, column), part.look)
        self.page.cell(self.row, part.first).value = part.content
        if part.last > part.first:
            self.page.merge_cells(
                start_row=self.row, end_row=self.row, start_column=part.first, end_column=part.last
            )
        if part.slot:
            self.name(f"slot_{part.slot}", part.first, part.first, (self.row, self.row))


def dress(cell: Any, look: Look) -> None:
    """Give a cell its look; what does not wrap shrinks, so that no number shows as ####."""
    cell.font = Font(name=FONT, size=look.size, bold=look.bold, color=look.color)
    cell.alignment = Alignment(
        horizontal=look.across, vertical="top" if look.top else "center", wrap_text=look.wrap or None,
        shrink_to_fit=not look.wrap or None, indent=look.indent if look.across != "center" else 0,
    )
    cell.number_format = FORMATS[look.format]
    cell.protection = Protection(locked=not look.open)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    side = Side(style="thin", color=look.line)
    if look.border == "all":
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    elif look.border == "under":
        cell.border = Border(bottom=side)


@dataclass(frozen=True)
class Palette:
    """The colours of one template and the looks made of them."""

    strong: str
    pale: str
    line: str

    def label(self, **more: Any) -> Look:
        return Look(**{"fill": self.pale, "color": "404040", "line": self.line, "across": "center", **more})

    def value(self, **more: Any) -> Look:
        return Look(**{"line": self.line, **more})

    def number(self, kind: str = "int", **more: Any) -> Look:
        return Look(**{"line": self.line, "across": "right", "format": kind, "indent": 0, **more})

    def heading(self, **more: Any) -> Look:
        return Look(**{"bold": True, "color": self.strong, "size": 12, "border": "under", "indent": 0,
                       "line": self.strong, **more})

    def head(self, **more: Any) -> Look:
        return Look(**{"fill": self.strong, "color": "FFFFFF", "bold": True, "across": "center", "line": self.line,
                       **more})

    def total(self, kind: str = "int", **more: Any) -> Look:
        return Look(**{"fill": self.pale, "bold": True, "across": "right", "format": kind, "line": self.line,
                       "indent": 0, **more})


Column = tuple[str, int, int, str]
"""A table's column: its field, its first and last column on the sheet, its format."""


def heads(sheet: Sheet, colors: Palette, columns: Sequence[Column], labels: dict[str, str]) -> list[Part]:
    return [Part(sheet.say(labels.get(key, key)), a, b, colors.head(size=10.5)) for key, a, b, _ in columns]


def prototype(colors: Palette, columns: Sequence[Column]) -> list[Part]:
    """The row that is repeated: a placeholder per cell."""
    return [Part("{" + key + "}", a, b, looks(colors, kind)) for key, a, b, kind in columns]


def looks(colors: Palette, kind: str) -> Look:
    if kind in ("text", "note"):
        return colors.value(wrap=True, size=9 if kind == "note" else 10.5)
    if kind == "label":
        return colors.value(across="center", wrap=True, size=10.5)
    return colors.number(kind, across="center" if kind in ("date", "day", "share") else "right")


def table(
    sheet: Sheet, colors: Palette, block: str, columns: Sequence[Column], *,
    labels: dict[str, str] | None = None, height: float = 19,
) -> int:
    """A table's head and its prototype row under the block's name; answers the prototype's row."""
    sheet.put(height, *heads(sheet, colors, columns, labels or {}))
    row = sheet.put(height, *prototype(colors, columns))
    sheet.name(f"block_{block}", columns[0][1], columns[-1][2], (row, row))
    return row


def totals(sheet: Sheet, colors: Palette, row: int, label: tuple[int, int], sums: Sequence[Column], last: int) -> int:
    """The row under a block: live sums, and empty cells up to the last column."""
    parts = [Part(sheet.say("total"), *label, colors.total(across="center"))]
    for _, a, b, kind in sums:
        letters = get_column_letter(a)
        parts.append(Part(f"=SUM({letters}{row}:{letters}{row})", a, b, colors.total(kind)))
    if sums[-1][2] < last:
        parts.append(Part(None, sums[-1][2] + 1, last, colors.total()))
    return sheet.put(19, *parts)


CUSTOMER_LABELS = {"tier": "customer_tier", "target": "customer_target"}


def customers(sheet: Sheet, colors: Palette, columns: Sequence[Column], last: int) -> None:
    """The rep's customers, a row each; hidden when there are none."""
    first = section(sheet, colors, ("customers", 1, last))
    row = table(sheet, colors, "customers", columns, labels=CUSTOMER_LABELS)
    sheet.name("section_customers", 1, last, (first, row))


def others(sheet: Sheet, colors: Palette, columns: Sequence[Column], last: int) -> None:
    """The plan's other metrics, a row each under the totals; hidden when there are none."""
    rest = [Part(None, columns[-1][2] + 1, last, colors.value())] if columns[-1][2] < last else []
    row = sheet.put(19, *prototype(colors, columns), *rest)
    sheet.name("block_metrics", 1, last, (row, row))
    sheet.name("section_metrics", 1, last, (row, row))


def facts(sheet: Sheet, colors: Palette, *rows: Sequence[tuple[str, str, tuple[int, int, int]]]) -> None:
    """Rows of label and slot: the label's key, the slot, and the columns (label, first, last)."""
    for row in rows:
        parts = []
        for key, slot, (label, first, last) in row:
            kind = "date" if slot == "issued" else "text"
            parts.append(Part(sheet.say(key), label, label, colors.label()))
            parts.append(Part("{" + slot + "}", first, last, colors.value(format=kind, wrap=True), slot))
        sheet.put(22, *parts)


def begin(title: str, language: Language, widths: Sequence[float]) -> Sheet:
    """A workbook of one A4 portrait page without grid lines."""
    book = Workbook()
    book._named_styles["Normal"].font = Font(name=FONT, size=11)
    book.properties.creator = "salesbook"
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    page = book.active
    page.title = title
    page.sheet_view.showGridLines = False
    for index, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    return Sheet(book, page, language)


def finish(sheet: Sheet, last: int, *, tall: int = 2, repeat: tuple[int, int] | None = None) -> Any:
    """Print set-up: A4 portrait, as wide as the page, on at most `tall` pages (0: any number); rows that repeat."""
    page = sheet.page
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, tall
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top, page.page_margins.bottom = 0.45, 0.55
    page.page_margins.header, page.page_margins.footer = 0.2, 0.25
    page.oddFooter.center.text = sheet.say("pages")
    page.oddFooter.center.size = 8
    page.print_area = f"A1:{get_column_letter(last)}{sheet.row - 1}"
    if repeat:
        page.print_title_rows = f"{repeat[0]}:{repeat[1]}"
    return sheet.book


def gap(sheet: Sheet, height: float = 7) -> None:
    sheet.put(height)


def section(sheet: Sheet, colors: Palette, *titles: tuple[str, int, int]) -> int:
    """A gap and a heading (or several side by side); answers the row where the section begins."""
    gap(sheet, 6)
    aside = colors.heading(size=9, bold=False, color="595959", across="right")
    sheet.put(
        21, *[Part(sheet.say(key), a, b, aside if key == "basis" else colors.heading()) for key, a, b in titles]
    )
    return sheet.row - 2


def signatures(
    sheet: Sheet, colors: Palette, left: tuple[str, int, int], right: tuple[str, int, int], date_of: str
) -> None:
    """Two fields side by side in one row, which no page break can part: the room to sign, the date below."""
    look = Look(border="", size=11, fill=colors.pale, wrap=True)
    said = "{}\n\n\n{}"
    sheet.put(74, *[Part(said.format(sheet.say(key), sheet.say(date_of)), a, b, look) for key, a, b in (left, right)])


def foot(sheet: Sheet, first: int, last: int, copies: str = "") -> None:
    """The last line: the serial number, the version and the check code."""
    small = {"border": "", "size": 9, "color": "7F7F7F"}
    parts = [Part(sheet.say("foot"), first, last, Look(across="right", indent=0, **small))]
    if copies:
        parts.insert(0, Part(sheet.say(copies), 1, first - 1, Look(**small)))
    gap(sheet, 5)
    sheet.put(16, *parts)
