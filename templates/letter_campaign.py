"""军令状: the pledge for a campaign, bold and in one look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from letter_chart import Curve, why_and_curve
from letter_parts import (
    Column,
    Look,
    Palette,
    Part,
    Sheet,
    begin,
    customers,
    facts,
    finish,
    foot,
    gap,
    others,
    section,
    signatures,
    table,
    totals,
)
from letter_tracking import tracking
from openpyxl.utils import get_column_letter

from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.texts import Language

CRIMSON = Palette(strong="B3131B", pale="FDF3E1", line="D9B98C")
GOLD = "F2C94C"
WIDTHS = (12.3,) * 9
PHASES: tuple[Column, ...] = (
    ("period", 1, 1, "label"), ("span", 2, 3, "label"), ("floor", 4, 5, "int"), ("target", 6, 7, "int"),
    ("stretch", 8, 9, "int"),
)  # fmt: skip
ALSO: tuple[Column, ...] = (
    ("metric", 1, 1, "label"), ("unit", 2, 3, "label"), ("floor", 4, 5, "int"), ("target", 6, 7, "int"),
    ("stretch", 8, 9, "int"),
)  # fmt: skip
CHANNELS: tuple[Column, ...] = (
    ("channel", 1, 2, "label"), ("entry", 3, 4, "int"), ("orders", 5, 6, "int"), ("ratio", 7, 7, "ratio"),
    ("per_week", 8, 8, "int"), ("per_day", 9, 9, "int"),
)  # fmt: skip
MEASURES: tuple[Column, ...] = (
    ("measure", 1, 3, "label"), ("unit", 4, 5, "label"), ("target", 6, 7, "number"), ("actual", 8, 9, "number"),
)  # fmt: skip
MEASURE_LABELS = {"target": "measure_target", "actual": "measure_actual"}
PRIZES: tuple[Column, ...] = (
    ("tier", 1, 1, "label"), ("amount", 2, 3, "int"), ("rate", 4, 4, "percent"), ("reward", 5, 5, "money"),
    ("payout", 6, 6, "money"), ("penalty", 7, 7, "money"), ("step", 8, 9, "note"),
)  # fmt: skip
CUSTOMERS: tuple[Column, ...] = (
    ("customer", 1, 3, "text"), ("tier", 4, 4, "label"), ("target", 5, 6, "int"), ("visits", 7, 7, "label"),
    ("note", 8, 9, "text"),
)  # fmt: skip
STEPS: tuple[Column, ...] = (
    ("task", 1, 4, "text"), ("resource", 5, 6, "text"), ("owner", 7, 7, "label"), ("start", 8, 8, "day"),
    ("due", 9, 9, "day"),
)  # fmt: skip


def campaign(language: Language) -> Any:
    """The workbook: the pledge, and the rep's own tracking sheet behind it."""
    sheet = begin(text("letters", "drawn.campaign.sheet", language), language, WIDTHS)
    _top(sheet)
    cards = _cards(sheet)
    total = _tables(sheet)
    for column, source in zip((1, 4, 7), (4, 6, 8), strict=True):
        sheet.page.cell(cards, column).value = f"={get_column_letter(source)}{total}"
    _close(sheet)
    finish(sheet, 9)
    return tracking(sheet, CRIMSON)


def _top(sheet: Sheet) -> None:
    red = {"border": "", "fill": CRIMSON.strong}
    side = Look(size=10.5, color="FFFFFF", across="right", **red)
    rows = (
        (26, Part("{company}", 3, 7, Look(size=13, color="FFFFFF", across="center", **red), "company"),
         Part("{serial}", 8, 9, side, "serial")),
        (54, Part(sheet.say("campaign.title"), 3, 7, Look(size=38, bold=True, color="FFFFFF", across="center", **red)),
         Part(sheet.say("version_of"), 8, 9, side)),
        (28, Part("{plan}", 3, 7, Look(size=14, bold=True, color=GOLD, across="center", **red), "plan"),
         Part("{issued}", 8, 9, Look(size=10.5, color="FFFFFF", across="right", format="date", **red), "issued")),
    )  # fmt: skip
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
    )  # fmt: skip


def _cards(sheet: Sheet) -> int:
    """Three cards with the totals; answers the row of the numbers."""
    gap(sheet, 9)
    fills = (("7A6A58", "floor"), ("D98A1F", "target"), (CRIMSON.strong, "stretch"))

    def card(column: int, content: object, fill: str, **more: Any) -> Part:
        look = {"border": "", "fill": fill, "color": "FFFFFF", "across": "center", "bold": True, **more}
        return Part(content, column, column + 2, Look(**look))

    places = list(zip((1, 4, 7), fills, strict=True))
    sheet.put(24, *[card(c, sheet.say(f"campaign.{key}"), fill, size=13) for c, (fill, key) in places])
    row = sheet.put(42, *[card(c, None, fill, size=24, format="card") for c, (fill, _) in places])
    promises = (("{" + key + "_promise}", c, fill) for c, (fill, key) in places)
    sheet.put(20, *[card(c, promise, fill, size=10.5, bold=False) for promise, c, fill in promises])
    return row


def _tables(sheet: Sheet) -> int:
    """The tables; answers the row of the phases' totals."""
    section(sheet, CRIMSON, ("campaign.phases", 1, 9))
    periods = table(sheet, CRIMSON, "periods", PHASES, labels={"period": "phase"}, height=20)
    total = totals(sheet, CRIMSON, periods, (1, 3), PHASES[2:], 9)
    others(sheet, CRIMSON, ALSO, 9)
    first = section(sheet, CRIMSON, ("campaign.channels", 1, 9))
    labels = {"entry": "campaign.entry", "orders": "campaign.orders"}
    row = table(sheet, CRIMSON, "channels", CHANNELS, height=20, labels=labels)
    last = totals(sheet, CRIMSON, row, (1, 2), CHANNELS[1:3], 9)
    sheet.name("section_channels", 1, 9, (first, last))
    first = section(sheet, CRIMSON, ("campaign.measures", 1, 9))
    row = table(sheet, CRIMSON, "measures", MEASURES, labels=MEASURE_LABELS)
    sheet.name("section_measures", 1, 9, (first, row))
    first = section(sheet, CRIMSON, ("campaign.incentives", 1, 3), ("basis", 4, 9))
    row = table(sheet, CRIMSON, "incentives", PRIZES, height=20)
    sheet.page.cell(row, 8).value = "{step}\n{note}"
    sheet.name("section_incentives", 1, 9, (first, row))
    customers(sheet, CRIMSON, CUSTOMERS, 9)
    first = section(sheet, CRIMSON, ("campaign.actions", 1, 9))
    row = table(sheet, CRIMSON, "actions", STEPS)
    sheet.name("section_actions", 1, 9, (first, row))
    why_and_curve(sheet, CRIMSON, ("campaign.why", "curve"), 4, 9, Curve(periods, 1, 4, 6, 8))
    return total


def _close(sheet: Sheet) -> None:
    gap(sheet, 6)
    sheet.put(22, Part(sheet.say("campaign.oath"), 1, 9, Look(border="", size=11, across="center")))
    slogan = Look(border="", size=22, bold=True, color=CRIMSON.strong, across="center")
    sheet.put(44, Part(sheet.say("campaign.slogan"), 1, 9, slogan))
    signatures(sheet, CRIMSON, ("campaign.sign_rep", 1, 5), ("campaign.sign_issuer", 6, 9), "campaign.date_of")
    foot(sheet, 5, 9, "campaign.copies")
