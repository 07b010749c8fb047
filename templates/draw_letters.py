"""Draws the shipped commitment sheets, templates/letter-*.xlsx, as they were first.

    python templates/draw_letters.py [FOLDER]

The files are the truth: people edit them in Excel. This program is how they came about, and how to begin again.
Names and placeholders are explained in templates/README.md; labels stand in templates/texts/letters.toml.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from salesbook.texts import LANGUAGES, Language, text

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
        horizontal=look.across, vertical="center", wrap_text=look.wrap or None,
        shrink_to_fit=not look.wrap or None, indent=look.indent if look.across != "center" else 0,
    )
    cell.number_format = FORMATS[look.format]
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
        return colors.value(across="center")
    return colors.number(kind, across="center" if kind in ("date", "day", "share") else "right")


def table(
    sheet: Sheet, colors: Palette, block: str, columns: Sequence[Column], *,
    labels: dict[str, str] | None = None, height: float = 21,
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
    return sheet.put(20, *parts)


def others(sheet: Sheet, colors: Palette, columns: Sequence[Column], last: int) -> None:
    """The plan's other metrics, a row each under the totals; hidden when there are none."""
    rest = [Part(None, columns[-1][2] + 1, last, colors.value())] if columns[-1][2] < last else []
    row = sheet.put(20, *prototype(colors, columns), *rest)
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


def finish(sheet: Sheet, last: int) -> Any:
    """Print set-up: everything on one page, in the middle of it."""
    page = sheet.page
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "portrait"
    page.page_setup.fitToWidth = page.page_setup.fitToHeight = 1
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top = page.page_margins.bottom = 0.45
    page.page_margins.header = page.page_margins.footer = 0.2
    page.print_area = f"A1:{get_column_letter(last)}{sheet.row - 1}"
    return sheet.book


def gap(sheet: Sheet, height: float = 7) -> None:
    sheet.put(height)


# --- 责任书 ---------------------------------------------------------------------------------------------------------

NAVY = Palette(strong="1F3864", pale="EAF0F8", line="A6B4C8")
FORMAL_WIDTHS = (14, 14, 12.5, 15, 15, 15, 12.5, 12.5)
PERIODS: tuple[Column, ...] = (
    ("period", 1, 1, "label"), ("span", 2, 3, "label"), ("floor", 4, 4, "int"), ("target", 5, 5, "int"),
    ("stretch", 6, 6, "int"), ("share", 7, 8, "share"),
)
METRICS: tuple[Column, ...] = (
    ("metric", 1, 1, "label"), ("unit", 2, 3, "label"), ("floor", 4, 4, "int"), ("target", 5, 5, "int"),
    ("stretch", 6, 6, "int"),
)
PROCESS: tuple[Column, ...] = (
    ("channel", 1, 2, "label"), ("stage", 3, 4, "label"), ("count", 5, 6, "int"), ("per_day", 7, 8, "int"),
)
MEASURES: tuple[Column, ...] = (
    ("measure", 1, 3, "label"), ("unit", 4, 4, "label"), ("target", 5, 6, "number"), ("actual", 7, 8, "number"),
)
MEASURE_LABELS = {"target": "measure_target", "actual": "measure_actual"}
INCENTIVES: tuple[Column, ...] = (
    ("tier", 1, 1, "label"), ("amount", 2, 2, "int"), ("rate", 3, 3, "percent"), ("reward", 4, 4, "money"),
    ("payout", 5, 5, "money"), ("penalty", 6, 6, "money"), ("note", 7, 8, "note"),
)
ACTIONS: tuple[Column, ...] = (
    ("task", 1, 3, "text"), ("resource", 4, 5, "text"), ("owner", 6, 6, "label"), ("start", 7, 7, "date"),
    ("due", 8, 8, "date"),
)


def formal(language: Language) -> Any:
    sheet = begin(text("letters", "drawn.formal.sheet", language), language, FORMAL_WIDTHS)
    formal_top(sheet)
    formal_targets(sheet)
    formal_details(sheet)
    formal_close(sheet)
    return finish(sheet, 8)


def formal_top(sheet: Sheet) -> None:
    side = Look(border="", color="595959", size=10.5, across="right", indent=0)
    title = Look(border="", size=24, bold=True, color=NAVY.strong, across="center")
    sheet.name("area_logo", 1, 2, (1, 2))
    sheet.put(22, Part("{company}", 3, 6, Look(border="", size=12, across="center", color="404040")),
              Part("{serial}", 7, 8, side, "serial"))
    sheet.put(40, Part(sheet.say("formal.title"), 3, 6, title), Part(sheet.say("version_of"), 7, 8, side))
    sheet.put(5, *[Part(None, 1, 8, Look(border="", fill=NAVY.strong))])
    gap(sheet, 6)
    facts(
        sheet, NAVY,
        (("formal.party_a", "company", (1, 2, 3)), ("formal.party_b", "rep", (4, 5, 6)), ("id", "id", (7, 8, 8))),
        (("issuer", "issuer", (1, 2, 3)), ("team", "team", (4, 5, 6)), ("manager", "manager", (7, 8, 8))),
        (("formal.plan", "plan", (1, 2, 3)), ("region", "region", (4, 5, 6)), ("metric", "metric", (7, 8, 8))),
        (("term", "period", (1, 2, 3)), ("issued", "issued", (4, 5, 6)), ("version", "version", (7, 8, 8))),
    )


def section(sheet: Sheet, colors: Palette, *titles: tuple[str, int, int]) -> int:
    """A gap and a heading (or several side by side); answers the row where the section begins."""
    gap(sheet, 9)
    sheet.put(23, *[Part(sheet.say(key), a, b, colors.heading()) for key, a, b in titles])
    return sheet.row - 2


def formal_targets(sheet: Sheet) -> None:
    section(sheet, NAVY, ("formal.targets", 1, 8))
    row = table(sheet, NAVY, "periods", PERIODS)
    totals(sheet, NAVY, row, (1, 3), PERIODS[2:5], 8)
    others(sheet, NAVY, METRICS, 8)
    section(sheet, NAVY, ("formal.why", 1, 8))
    said = Look(border="", wrap=True, size=10.5, indent=0)
    sheet.put(36, Part("{why}", 1, 8, said, "why"))


def formal_details(sheet: Sheet) -> None:
    first = section(sheet, NAVY, ("formal.process", 1, 8))
    row = table(sheet, NAVY, "process", PROCESS)
    sheet.name("section_process", 1, 8, (first, row))
    first = section(sheet, NAVY, ("formal.measures", 1, 8))
    row = table(sheet, NAVY, "measures", MEASURES, labels=MEASURE_LABELS)
    sheet.name("section_measures", 1, 8, (first, row))
    first = section(sheet, NAVY, ("formal.incentives", 1, 8))
    row = table(sheet, NAVY, "incentives", INCENTIVES, height=27)
    sheet.page.cell(row, 5).value = f"=ROUND(B{row}*C{row}+D{row},2)"
    sheet.name("section_incentives", 1, 8, (first, row))
    first = section(sheet, NAVY, ("formal.actions", 1, 8))
    row = table(sheet, NAVY, "actions", ACTIONS)
    sheet.name("section_actions", 1, 8, (first, row))


def formal_close(sheet: Sheet) -> None:
    section(sheet, NAVY, ("formal.clauses", 1, 8))
    clause = Look(border="", size=10.5, indent=0)
    for key in ("formal.clause_1", "formal.clause_2", "formal.clause_3", "formal.copies"):
        sheet.put(20, Part(sheet.say(key), 1, 8, clause))
    gap(sheet, 10)
    signatures(sheet, NAVY, ("formal.sign_a", 1, 4), ("formal.sign_b", 5, 8), "formal.date_of")
    gap(sheet, 5)
    sheet.put(16, Part(sheet.say("foot"), 1, 8, Look(border="", size=9, color="7F7F7F", across="right", indent=0)))


def signatures(
    sheet: Sheet, colors: Palette, left: tuple[str, int, int], right: tuple[str, int, int], date_of: str
) -> None:
    """Two fields side by side: the room to sign, and the date below."""
    look = Look(border="", size=11, fill=colors.pale)
    sheet.put(44, *[Part(sheet.say(key), a, b, look) for key, a, b in (left, right)])
    sheet.put(28, *[Part(sheet.say(date_of), a, b, look) for _, a, b in (left, right)])


# --- 军令状 ---------------------------------------------------------------------------------------------------------

CRIMSON = Palette(strong="B3131B", pale="FDF3E1", line="D9B98C")
GOLD = "F2C94C"
CAMPAIGN_WIDTHS = (12.3,) * 9
PHASES: tuple[Column, ...] = (
    ("period", 1, 2, "label"), ("span", 3, 3, "label"), ("floor", 4, 5, "int"), ("target", 6, 7, "int"),
    ("stretch", 8, 9, "int"),
)
ALSO: tuple[Column, ...] = (
    ("metric", 1, 2, "label"), ("unit", 3, 3, "label"), ("floor", 4, 5, "int"), ("target", 6, 7, "int"),
    ("stretch", 8, 9, "int"),
)
CHANNELS: tuple[Column, ...] = (
    ("channel", 1, 3, "label"), ("entry", 4, 5, "int"), ("orders", 6, 7, "int"), ("ratio", 8, 8, "ratio"),
    ("per_day", 9, 9, "int"),
)
PRIZES: tuple[Column, ...] = (
    ("tier", 1, 1, "label"), ("amount", 2, 3, "int"), ("rate", 4, 4, "percent"), ("reward", 5, 5, "money"),
    ("payout", 6, 7, "money"), ("penalty", 8, 9, "money"),
)
STEPS: tuple[Column, ...] = (
    ("task", 1, 4, "text"), ("resource", 5, 6, "text"), ("owner", 7, 7, "label"), ("start", 8, 8, "day"),
    ("due", 9, 9, "day"),
)


def campaign(language: Language) -> Any:
    sheet = begin(text("letters", "drawn.campaign.sheet", language), language, CAMPAIGN_WIDTHS)
    campaign_top(sheet)
    cards = campaign_cards(sheet)
    total = campaign_tables(sheet)
    for column, source in zip((1, 4, 7), (4, 6, 8), strict=True):
        sheet.page.cell(cards, column).value = f"={get_column_letter(source)}{total}"
    campaign_close(sheet)
    return finish(sheet, 9)


def campaign_top(sheet: Sheet) -> None:
    red = {"border": "", "fill": CRIMSON.strong}
    side = Look(size=10.5, color="FFFFFF", across="right", **red)
    rows = (
        (26, Part("{company}", 3, 7, Look(size=13, color="FFFFFF", across="center", **red), "company"),
         Part("{serial}", 8, 9, side, "serial")),
        (54, Part(sheet.say("campaign.title"), 3, 7, Look(size=38, bold=True, color="FFFFFF", across="center", **red)),
         Part(sheet.say("version_of"), 8, 9, side)),
        (28, Part("{plan}", 3, 7, Look(size=14, bold=True, color=GOLD, across="center", **red), "plan"),
         Part("{issued}", 8, 9, Look(size=10.5, color="FFFFFF", across="right", format="date", **red), "issued")),
    )
    sheet.name("area_logo", 1, 2, (1, 3))
    for height, *parts in rows:
        sheet.put(height, Part(None, 1, 2, Look(**red)), *parts)
    sheet.put(6, Part(None, 1, 9, Look(border="", fill=GOLD)))
    gap(sheet, 8)
    pledge = Look(border="", size=15, bold=True, color=CRIMSON.strong, across="center", wrap=True)
    sheet.put(50, Part(sheet.say("campaign.pledge"), 1, 9, pledge))
    facts(
        sheet, CRIMSON,
        (("rep", "rep", (1, 2, 3)), ("id", "id", (4, 5, 6)), ("team", "team", (7, 8, 9))),
        (("term", "period", (1, 2, 3)), ("region", "region", (4, 5, 6)), ("manager", "manager", (7, 8, 9))),
        (("metric", "metric", (1, 2, 3)), ("issuer", "issuer", (4, 5, 6)), ("version", "version", (7, 8, 9))),
    )


def campaign_cards(sheet: Sheet) -> int:
    """Three cards with the totals; answers the row of the numbers."""
    gap(sheet, 9)
    fills = (("7A6A58", "floor"), ("D98A1F", "target"), (CRIMSON.strong, "stretch"))

    def card(column: int, content: object, fill: str, **more: Any) -> Part:
        return Part(content, column, column + 2, Look(**{"border": "", "fill": fill, "color": "FFFFFF",
                                                         "across": "center", "bold": True, **more}))

    places = list(zip((1, 4, 7), fills, strict=True))
    sheet.put(24, *[card(c, sheet.say(f"campaign.{key}"), fill, size=13) for c, (fill, key) in places])
    row = sheet.put(42, *[card(c, None, fill, size=24, format="card") for c, (fill, _) in places])
    sheet.put(20, *[card(c, "{" + key + "_promise}", fill, size=10.5, bold=False)
                    for c, (fill, key) in places])
    return row


def campaign_tables(sheet: Sheet) -> int:
    """The tables; answers the row of the phases' totals."""
    section(sheet, CRIMSON, ("campaign.phases", 1, 9))
    row = table(sheet, CRIMSON, "periods", PHASES, labels={"period": "phase"}, height=23)
    total = totals(sheet, CRIMSON, row, (1, 3), PHASES[2:], 9)
    others(sheet, CRIMSON, ALSO, 9)
    first = section(sheet, CRIMSON, ("campaign.channels", 1, 9))
    row = table(sheet, CRIMSON, "channels", CHANNELS, height=22,
                labels={"entry": "campaign.entry", "orders": "campaign.orders"})
    last = totals(sheet, CRIMSON, row, (1, 3), CHANNELS[1:3], 9)
    sheet.name("section_channels", 1, 9, (first, last))
    first = section(sheet, CRIMSON, ("campaign.incentives", 1, 9))
    row = table(sheet, CRIMSON, "incentives", PRIZES, height=22)
    sheet.page.cell(row, 6).value = f"=ROUND(B{row}*D{row}+E{row},2)"
    sheet.name("section_incentives", 1, 9, (first, row))
    first = section(sheet, CRIMSON, ("campaign.actions", 1, 9))
    row = table(sheet, CRIMSON, "actions", STEPS)
    sheet.name("section_actions", 1, 9, (first, row))
    return total


def campaign_close(sheet: Sheet) -> None:
    section(sheet, CRIMSON, ("campaign.why", 1, 9))
    said = Look(border="", size=10.5, wrap=True, indent=0)
    sheet.put(30, Part("{why}", 1, 9, said, "why"))
    gap(sheet, 6)
    sheet.put(22, Part(sheet.say("campaign.oath"), 1, 9, Look(border="", size=11, across="center")))
    slogan = Look(border="", size=22, bold=True, color=CRIMSON.strong, across="center")
    sheet.put(44, Part(sheet.say("campaign.slogan"), 1, 9, slogan))
    signatures(sheet, CRIMSON, ("campaign.sign_rep", 1, 5), ("campaign.sign_issuer", 6, 9), "campaign.date_of")
    gap(sheet, 5)
    small = Look(border="", size=9, color="7F7F7F")
    sheet.put(16, Part(sheet.say("campaign.copies"), 1, 4, small),
              Part(sheet.say("foot"), 5, 9, Look(border="", size=9, color="7F7F7F", across="right", indent=0)))


def main(folder: Path) -> None:
    """Draw all four."""
    for kind, draw in (("formal", formal), ("campaign", campaign)):
        for language in LANGUAGES:
            draw(language).save(folder / f"letter-{kind}.{language}.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
