"""责任书: the commitment sheet for a year or a quarter, with parties and clauses, in two copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from letter_chart import Curve, why_and_curve
from letter_columns import ACTIONS, CUSTOMERS, MEASURES, METRICS, PERIODS, PROCESS
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

from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.texts import Language

NAVY = Palette(strong="1F3864", pale="EAF0F8", line="A6B4C8")
WIDTHS = (14, 14, 12.5, 15, 15, 15, 12.5, 14.5)
MEASURE_LABELS = {"target": "measure_target", "actual": "measure_actual"}
INCENTIVES: tuple[Column, ...] = (
    ("tier", 1, 1, "label"), ("amount", 2, 2, "int"), ("rate", 3, 3, "percent"), ("reward", 4, 4, "money"),
    ("payout", 5, 5, "money"), ("penalty", 6, 6, "money"), ("step", 7, 8, "note"),
)  # fmt: skip


def formal(language: Language) -> Any:
    """The workbook: the letter, and the rep's own tracking sheet behind it."""
    sheet = begin(text("letters", "drawn.formal.sheet", language), language, WIDTHS)
    _top(sheet)
    _targets(sheet)
    _details(sheet)
    _close(sheet)
    finish(sheet, 8)
    return tracking(sheet, NAVY)


def _top(sheet: Sheet) -> None:
    side = Look(border="", color="595959", size=10.5, across="right", indent=0)
    title = Look(border="", size=24, bold=True, color=NAVY.strong, across="center")
    sheet.name("area_logo", 1, 2, (1, 2))
    sheet.put(22, Part("{company}", 3, 6, Look(border="", size=12, across="center", color="404040")),
              Part("{serial}", 7, 8, side, "serial"))  # fmt: skip
    sheet.put(40, Part(sheet.say("formal.title"), 3, 6, title), Part(sheet.say("version_of"), 7, 8, side))
    sheet.put(5, *[Part(None, 1, 8, Look(border="", fill=NAVY.strong))])
    gap(sheet, 6)
    facts(
        sheet, NAVY,
        (("formal.party_a", "company", (1, 2, 3)), ("formal.party_b", "rep", (4, 5, 6)), ("id", "id", (7, 8, 8))),
        (("issuer", "issuer", (1, 2, 3)), ("team", "team", (4, 5, 6)), ("manager", "manager", (7, 8, 8))),
        (("formal.plan", "plan", (1, 2, 3)), ("region", "region", (4, 5, 6)), ("metric", "metric", (7, 8, 8))),
        (("term", "period", (1, 2, 3)), ("issued", "issued", (4, 5, 6)), ("version", "version", (7, 8, 8))),
    )  # fmt: skip


def _targets(sheet: Sheet) -> None:
    section(sheet, NAVY, ("formal.targets", 1, 8))
    row = table(sheet, NAVY, "periods", PERIODS)
    totals(sheet, NAVY, row, (1, 3), PERIODS[2:5], 8)
    others(sheet, NAVY, METRICS, 8)
    why_and_curve(sheet, NAVY, ("formal.why", "curve"), 4, 8, Curve(row, 1, 4, 5, 6))


def _details(sheet: Sheet) -> None:
    first = section(sheet, NAVY, ("formal.process", 1, 8))
    row = table(sheet, NAVY, "process", PROCESS)
    sheet.name("section_process", 1, 8, (first, row))
    first = section(sheet, NAVY, ("formal.measures", 1, 8))
    row = table(sheet, NAVY, "measures", MEASURES, labels=MEASURE_LABELS)
    sheet.name("section_measures", 1, 8, (first, row))
    first = section(sheet, NAVY, ("formal.incentives", 1, 3), ("basis", 4, 8))
    row = table(sheet, NAVY, "incentives", INCENTIVES, height=24)
    sheet.page.cell(row, 7).value = "{step}\n{note}"
    sheet.name("section_incentives", 1, 8, (first, row))
    customers(sheet, NAVY, CUSTOMERS, 8)
    first = section(sheet, NAVY, ("formal.actions", 1, 8))
    row = table(sheet, NAVY, "actions", ACTIONS)
    sheet.name("section_actions", 1, 8, (first, row))


def _close(sheet: Sheet) -> None:
    section(sheet, NAVY, ("formal.clauses", 1, 8))
    clause = Look(border="", size=10.5, indent=0, wrap=True)
    for key in ("formal.clause_1", "formal.clause_2", "formal.clause_3", "formal.copies"):
        sheet.put(19, Part(sheet.say(key), 1, 8, clause))
    gap(sheet, 10)
    signatures(sheet, NAVY, ("formal.sign_a", 1, 4), ("formal.sign_b", 5, 8), "formal.date_of")
    foot(sheet, 1, 8)
