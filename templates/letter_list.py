"""责任书签署名单: the list of all letters of an issue, for the team's meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from letter_parts import Column, Look, Palette, Part, begin, finish, gap, table, totals

from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.texts import Language

SLATE = Palette(strong="334155", pale="EEF2F6", line="B6C2CF")
WIDTHS = (6, 18, 14, 24, 8, 15, 15, 15, 13, 18)
PEOPLE: tuple[Column, ...] = (
    ("number", 1, 1, "label"), ("rep", 2, 2, "text"), ("team", 3, 3, "text"), ("serial", 4, 4, "label"),
    ("version", 5, 5, "label"), ("floor", 6, 6, "int"), ("target", 7, 7, "int"), ("stretch", 8, 8, "int"),
    ("signed", 9, 9, "date"), ("state", 10, 10, "label"),
)  # fmt: skip
LABELS = {"number": "list.number", "serial": "list.serial", "signed": "list.signed", "state": "list.state"}


def meeting_list(language: Language) -> Any:
    """A4 across, as many pages as it takes, the head of the table on each."""
    sheet = begin(text("letters", "drawn.list.sheet", language), language, WIDTHS)
    side = Look(border="", size=10, color="595959", across="right", indent=0)
    title = Look(border="", size=20, bold=True, color=SLATE.strong, indent=0)
    sheet.put(20, Part("{company}", 1, 5, Look(border="", size=11, color="595959", indent=0)),
              Part(sheet.say("list.issued"), 6, 10, side))  # fmt: skip
    sheet.put(36, Part(sheet.say("list.title"), 1, 7, title), Part("{plan}", 8, 10, side))
    sheet.put(4, Part(None, 1, 10, Look(border="", fill=SLATE.strong)))
    gap(sheet, 8)
    row = table(sheet, SLATE, "people", PEOPLE, labels=LABELS, height=24)
    totals(sheet, SLATE, row, (1, 5), PEOPLE[5:8], 10)
    book = finish(sheet, 10, tall=0, repeat=(row - 1, row - 1))
    sheet.page.page_setup.orientation = "landscape"
    return book
