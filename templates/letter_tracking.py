"""目标追踪表: the rep's own sheet behind each letter: targets by day or week, and cells that the rep fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from letter_parts import Look, Palette, Part, Sheet, finish, gap
from openpyxl.formatting.rule import DataBarRule, FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from salesbook.letters.returned import INPUTS, RETURN

if TYPE_CHECKING:
    from salesbook.texts import Language

WIDTHS = (12, 12, 12, 14, 15, 15, 15, 11, 15, 28)
LAST = len(WIDTHS)
INPUT_FILL = "FFF9DB"
FORMATS = {"date": "date", "int": "int", "amount": "int", "percent": "share", "text": "text"}
FORMULAS = {
    "due": "=SUM(D${row}:D{row})", "done": "=SUM(F${row}:F{row})",
    "attainment": "=IFERROR(SUM(F${row}:F{row})/SUM(D${row}:D{row}),0)",
}  # fmt: skip
IDS = ("rep", "id", "serial", "version", "hash")


def tracking(letter: Sheet, colors: Palette) -> Any:
    """Add the sheet to a letter's workbook."""
    page = letter.book.create_sheet(letter.say("tracking.sheet"))
    page.sheet_view.showGridLines = False
    for index, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    sheet = Sheet(letter.book, page, letter.language)
    _top(sheet, colors)
    sums = _sums(sheet, colors)
    row = _table(sheet, colors)
    _live(sheet, sums, row)
    _allow(sheet, row)
    finish(sheet, LAST, tall=0, repeat=(row - 1, row - 1))
    page.freeze_panes = f"A{row}"
    return letter.book


def _top(sheet: Sheet, colors: Palette) -> None:
    title = Look(border="", size=18, bold=True, color=colors.strong, indent=0)
    side = Look(border="", size=10, color="595959", across="right", indent=0)
    sheet.put(34, Part(sheet.say("tracking.title"), 1, 7, title), Part("{company}", 8, 10, side))
    sheet.put(4, Part(None, 1, LAST, Look(border="", fill=colors.strong)))
    gap(sheet, 5)
    label, value = colors.label(size=10), colors.value(size=10, wrap=True)
    places = ((1, 2, 3), (4, 5, 5), (6, 7, 8), (9, 10, 10))
    parts = []
    for key, (at, first, last) in zip(("rep", "id", "serial", "version"), places, strict=True):
        parts += [Part(sheet.say(key), at, at, label), Part("{" + key + "}", first, last, value)]
        sheet.name(f"return_{key}", first, first, (sheet.row, sheet.row))
    sheet.put(20, *parts)
    look = colors.value(size=8, color="7F7F7F", wrap=True)
    sheet.name("return_hash", 2, 2, (sheet.row, sheet.row))
    sheet.put(18, Part(sheet.say("hash"), 1, 1, label), Part("{fingerprint}", 2, LAST, look))
    gap(sheet, 4)
    hint = Look(border="", size=10, wrap=True, indent=0)
    sheet.put(34, Part(sheet.say("tracking.hint"), 1, LAST, hint))
    gap(sheet, 4)


def _sums(sheet: Sheet, colors: Palette) -> int:
    """Totals above the table, which may be long; answers their row."""
    heads = ("target", "tracking.done", "tracking.attainment", "tracking.my_number", "tracking.difference")
    places = ((1, 3), (4, 5), (6, 6), (7, 9), (10, 10))
    sheet.put(20, *[Part(sheet.say(key), *at, colors.head(size=10.5)) for key, at in zip(heads, places, strict=True)])
    kinds = ("card", "card", "share", "card", "card")
    looks = (colors.total(kind, across="center", size=13) for kind in kinds)
    row = sheet.put(28, *[Part(None, *at, look) for look, at in zip(looks, places, strict=True)])
    gap(sheet, 8)
    return row


def _table(sheet: Sheet, colors: Palette) -> int:
    """The table that comes back; answers the row that is repeated."""
    heads = RETURN.headings(sheet.language)
    look = colors.head(size=10, wrap=True)
    sheet.put(30, *[Part(head, at, at, look) for at, head in enumerate(heads, start=1)])
    cells = (_cell(sheet.row, column.key) for column in RETURN.columns)
    looks = (_look(colors, column.key, column.kind) for column in RETURN.columns)
    parts = [Part(cell, at, at, look) for at, (cell, look) in enumerate(zip(cells, looks, strict=True), start=1)]
    row = sheet.put(18, *parts)
    sheet.name("block_tracking", 1, LAST, (row, row))
    sheet.page.add_table(Table(displayName=RETURN.name, ref=f"A{row - 1}:{get_column_letter(LAST)}{row}"))
    return row


def _cell(row: int, key: str) -> str | None:
    if key in INPUTS:
        return None
    return FORMULAS[key].format(row=row) if key in FORMULAS else "{" + key + "}"


def _look(colors: Palette, key: str, kind: str) -> Look:
    form = FORMATS[kind]
    more: dict[str, Any] = {"fill": INPUT_FILL, "open": True} if key in INPUTS else {}
    if form == "text":
        return colors.value(size=10, wrap=key == "comment", across="left" if more else "center", **more)
    return colors.number(form, size=10, across="center" if form in ("date", "share") else "right", **more)


def _live(sheet: Sheet, sums: int, row: int) -> None:
    """The totals over the table."""
    page = sheet.page
    page.cell(sums, 1).value = f"=SUM(D{row}:D{row})"
    page.cell(sums, 4).value = f"=SUM(F{row}:F{row})"
    page.cell(sums, 6).value = f"=IFERROR(SUM(F{row}:F{row})/SUM(D{row}:D{row}),0)"
    page.cell(sums, 7).value = f"=SUM(I{row}:I{row})"
    page.cell(sums, 10).value = f"=SUM(I{row}:I{row})-SUM(D{row}:D{row})"
    faded = FormulaRule(formula=[f"ISBLANK($F{row})"], font=Font(color="D0D0D0"))
    page.conditional_formatting.add(f"G{row}:H{row}", faded)
    bar = DataBarRule("num", 0, "num", 1, color="9BC2E6", showValue=True)
    page.conditional_formatting.add(f"H{row}:H{row}", bar)


def _allow(sheet: Sheet, row: int) -> None:
    """Only numbers in the number cells; what is not the rep's is locked, without a password."""
    page, language = sheet.page, sheet.language
    rule = DataValidation(
        type="decimal", operator="between", formula1="-1000000000000", formula2="1000000000000",
        errorTitle=sheet.say("tracking.only_numbers"), error=sheet.say("tracking.only_numbers_hint"),
    )  # fmt: skip
    rule.showErrorMessage = True
    for key in ("actual", "my_number"):
        at = get_column_letter(_column(key, language))
        rule.add(f"{at}{row}")
    page.add_data_validation(rule)
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = page.protection.formatCells = False


def _column(key: str, language: Language) -> int:
    return RETURN.headings(language).index(RETURN.column(key).heading(language)) + 1
