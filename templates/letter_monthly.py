"""月度目标责任书: one period of a plan, by week or day, short enough to be signed at the first meeting of a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from letter_chart import Curve, why_and_curve
from letter_columns import ACTIONS, CUSTOMERS, MEASURES, METRICS, PERIODS, PROCESS
from letter_parts import (
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

from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.texts import Language

TEAL = Palette(strong="0B6E6E", pale="E6F3F2", line="9CC5C2")
WIDTHS = (13, 13, 13, 15, 15, 15, 14, 14)
TIERS = (("6B7C85", "floor"), ("0B6E6E", "target"), ("C77700", "stretch"))


def monthly(language: Language) -> Any:
    """The workbook: the letter, and the rep's own tracking sheet behind it."""
    sheet = begin(text("letters", "drawn.monthly.sheet", language), language, WIDTHS)
    _top(sheet)
    _cards(sheet)
    _targets(sheet)
    _details(sheet)
    _close(sheet)
    finish(sheet, 8)
    return tracking(sheet, TEAL)


def _top(sheet: Sheet) -> None:
    side = Look(border="", color="595959", size=10.5, across="right", indent=0)
    title = Look(border="", size=22, bold=True, color=TEAL.strong, indent=0)
    sheet.name("area_logo", 6, 6, (1, 2))
    sheet.put(20, Part("{company}", 1, 5, Look(border="", size=11, color="595959", indent=0)),
              Part("{serial}", 7, 8, side, "serial"))  # fmt: skip
    sheet.put(36, Part(sheet.say("monthly.title"), 1, 5, title), Part(sheet.say("version_of"), 7, 8, side))
    sheet.put(4, Part(None, 1, 8, Look(border="", fill=TEAL.strong)))
    gap(sheet, 6)
    facts(
        sheet, TEAL,
        (("rep", "rep", (1, 2, 3)), ("team", "team", (4, 5, 6)), ("id", "id", (7, 8, 8))),
        (("term", "period", (1, 2, 3)), ("issuer", "issuer", (4, 5, 6)), ("manager", "manager", (7, 8, 8))),
        (("formal.plan", "plan", (1, 2, 3)), ("issued", "issued", (4, 5, 6)), ("version", "version", (7, 8, 8))),
    )  # fmt: skip


def _cards(sheet: Sheet) -> None:
    """The three totals, large."""
    gap(sheet, 8)
    spans = ((1, 3), (4, 5), (6, 8))
    looks = [Look(border="", fill=fill, color="FFFFFF", across="center", bold=True, size=12) for fill, _ in TIERS]
    numbers = [
        Look(border="", fill=fill, color="FFFFFF", across="center", bold=True, size=20, format="card")
        for fill, _ in TIERS
    ]
    names = [sheet.say(key) for _, key in TIERS]
    totals_of = ["{" + key + "_total}" for _, key in TIERS]
    sheet.put(22, *[Part(name, *span, look) for name, span, look in zip(names, spans, looks, strict=True)])
    sheet.put(36, *[Part(total, *span, look) for total, span, look in zip(totals_of, spans, numbers, strict=True)])


def _targets(sheet: Sheet) -> None:
    section(sheet, TEAL, ("monthly.targets", 1, 8))
    row = table(sheet, TEAL, "periods", PERIODS, height=20)
    totals(sheet, TEAL, row, (1, 3), PERIODS[2:5], 8)
    others(sheet, TEAL, METRICS, 8)
    why_and_curve(sheet, TEAL, ("formal.why", "curve"), 4, 8, Curve(row, 1, 4, 5, 6))


def _details(sheet: Sheet) -> None:
    first = section(sheet, TEAL, ("monthly.process", 1, 8))
    row = table(sheet, TEAL, "process", PROCESS)
    sheet.name("section_process", 1, 8, (first, row))
    first = section(sheet, TEAL, ("formal.measures", 1, 8))
    row = table(sheet, TEAL, "measures", MEASURES, labels={"target": "measure_target", "actual": "measure_actual"})
    sheet.name("section_measures", 1, 8, (first, row))
    customers(sheet, TEAL, CUSTOMERS, 8)
    first = section(sheet, TEAL, ("formal.actions", 1, 8))
    row = table(sheet, TEAL, "actions", ACTIONS)
    sheet.name("section_actions", 1, 8, (first, row))


def _close(sheet: Sheet) -> None:
    gap(sheet, 9)
    said = Look(border="", size=10.5, indent=0, wrap=True)
    sheet.put(34, Part(sheet.say("monthly.promise"), 1, 8, said))
    gap(sheet, 6)
    signatures(sheet, TEAL, ("monthly.sign_rep", 1, 4), ("monthly.sign_manager", 5, 8), "formal.date_of")
    foot(sheet, 4, 8, "monthly.copies")
