"""Price, volume and mix as a live table, and the bridge from target to actual as a chart over live cells."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.page import Area, Chart, Series
from salesbook.book.values import Formula, address
from salesbook.sheets.formulas import span
from salesbook.sheets.gap_figures import NOTHING, PRODUCT, number, rounded
from salesbook.sheets.track_figures import PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.values import Content
    from salesbook.domain.gap import Sold
    from salesbook.sheets.gap_sheet import GapSheet

    Step = tuple[str, str, Fraction]
    """What a step is called, the formula of its change, and what that comes to."""

PLANNED_QUANTITY, PLANNED_PRICE, PLANNED, SOLD_QUANTITY, SOLD, BY_QUANTITY, BY_PRICE, OTHER, GAP = range(2, 11)
TARGET_CELL, ACTUAL_CELL = "$A$6", "$C$6"
LEVEL, BASE, DOWN, UP, WHOLE = range(3, 8)
CHART_AT, CHART_TO = 5, 12
COLORS = {"whole": "1F4E79", "down": "C0504D", "up": "70AD47"}


def add_priced(sheet: GapSheet, row: int) -> tuple[list[Step], int]:
    """The table of product lines; the steps of the bridge, and the row below the table."""
    gap, draw = sheet.gap, sheet.drawing
    sheet.section(row, sheet.say("priced"))
    keys = (
        "product", "planned-quantity", "planned-price", "planned-amount", "actual-quantity", "actual-amount",
        "quantity-effect", "price-effect", "other-effect", "gap",
    )  # fmt: skip
    draw.put_row(row + 1, 1, (sheet.say(f"column.{key}") for key in keys), "heading")
    draw.heights[row + 1] = 32.0
    names = sorted({*gap.planned_sold, *gap.actual_sold})
    first, total = row + 2, row + 2 + len(names)
    for at, name in enumerate(names, start=first):
        _product(sheet, at, name)
    steps = _totals(sheet, first, total, names)
    notes = ("plan-prices" if gap.with_quantities else "last-year-prices", "rule")
    for below, note in enumerate(notes, start=total + 1):
        draw.put(below, 1, sheet.say(f"note.{note}"), "note")
    return steps, total + 5


def _product(sheet: GapSheet, at: int, name: str) -> None:
    """A product line: planned and sold, and what its quantity and its price did."""
    gap, draw = sheet.gap, sheet.drawing
    planned, sold = gap.planned_sold.get(name), gap.actual_sold.get(name)
    draw.put(at, 1, name or sheet.say("unnamed"), "output")
    draw.put(at, PLANNED_PRICE, _price(sheet, at, name), "output:money")
    draw.put(at, PLANNED_QUANTITY, _planned_quantity(sheet, at, name, planned), "output:int")
    amount = int(planned.amount) if planned else 0
    of_plan = sheet.of("sb_plan", PRODUCT, at, name)
    draw.put(at, PLANNED, Formula(sheet.handed_down("revenue", of_plan), amount), "output:int")
    of_sales = sheet.of("sb_actuals", PRODUCT, at, name)
    quantity, amount_sold = (sold.quantity or NOTHING, sold.amount) if sold else (NOTHING, NOTHING)
    draw.put(at, SOLD_QUANTITY, Formula(sheet.sold("quantity", of_sales), number(quantity)), "output:int")
    draw.put(at, SOLD, Formula(sheet.sold("amount", of_sales), number(amount_sold)), "output:int")
    draw.put_row(at, BY_QUANTITY, (0, 0, 0), "output:quiet")
    for column, (formula, result) in _effects(at, planned, sold, name in _priced(sheet)).items():
        draw.put(at, column, Formula(formula, number(result)), "output:int")


def _price(sheet: GapSheet, at: int, name: str) -> Content:
    """Of the plan itself, or as last year's sales had it; empty where there is none."""
    price = sheet.gap.planned_prices.get(name)
    if price is None or name not in sheet.gap.planned_sold:
        return None
    if not sheet.gap.with_quantities:
        return float(price)
    quotient = f"{address(at, PLANNED)}/{address(at, PLANNED_QUANTITY)}"
    return Formula(f"ROUND({quotient},{PLACES})", number(rounded(price)))


def _planned_quantity(sheet: GapSheet, at: int, name: str, planned: Sold | None) -> Content:
    if planned is None or planned.quantity is None:
        return None
    if sheet.gap.with_quantities:
        formula = sheet.handed_down("quantity", sheet.of("sb_plan", PRODUCT, at, name))
    else:
        formula = f"ROUND({address(at, PLANNED)}/{address(at, PLANNED_PRICE)},{PLACES})"
    return Formula(formula, number(planned.quantity))


def _priced(sheet: GapSheet) -> set[str]:
    """The product lines whose planned and real prices can be compared."""
    planned, sold = sheet.gap.planned_sold, sheet.gap.actual_sold
    return {
        name for name, plan in planned.items()
        if plan.quantity and plan.quantity > 0 and (name not in sold or sold[name].quantity is not None)
    }  # fmt: skip


def _effects(at: int, planned: Sold | None, sold: Sold | None, priced: bool) -> dict[int, tuple[str, Fraction]]:
    """Column -> formula and result of what quantity, price and the rest did, and of their sum, the gap.

    The price takes what the rounded effect of the quantity leaves, so that they come to the gap.
    """
    cell = {c: address(at, c) for c in range(PLANNED_QUANTITY, GAP + 1)}
    gap = (sold.amount if sold else NOTHING) - (planned.amount if planned else NOTHING)
    total = (f"ROUND({cell[SOLD]}-{cell[PLANNED]},{PLACES})", gap)
    if not priced or planned is None or not planned.quantity:
        return {OTHER: total, GAP: total}
    quantity = (sold.quantity or NOTHING) if sold else NOTHING
    more = rounded((quantity - planned.quantity) * planned.amount / planned.quantity)
    pieces = f"({cell[SOLD_QUANTITY]}-{cell[PLANNED_QUANTITY]})*{cell[PLANNED]}/{cell[PLANNED_QUANTITY]}"
    return {
        BY_QUANTITY: (f"ROUND({pieces},{PLACES})", more),
        BY_PRICE: (f"ROUND({cell[GAP]}-{cell[BY_QUANTITY]},{PLACES})", gap - more),
        GAP: total,
    }


def _totals(sheet: GapSheet, first: int, total: int, names: Sequence[str]) -> list[Step]:
    """The sums of all product lines; volume and mix are taken apart from the sum of the quantity effects."""
    gap, draw = sheet.gap, sheet.drawing
    priced = _priced(sheet)
    effects = [_effects(0, gap.planned_sold.get(n), gap.actual_sold.get(n), n in priced) for n in names]
    results = {c: sum((of[c][1] for of in effects if c in of), NOTHING) for c in (BY_QUANTITY, BY_PRICE, OTHER, GAP)}
    results |= {PLANNED: Fraction(gap.target), SOLD: gap.actual}
    draw.put(total, 1, sheet.say("total"), "total")
    for column in (PLANNED_QUANTITY, PLANNED_PRICE, SOLD_QUANTITY):
        draw.put(total, column, None, "total")
    for column, result in results.items():
        formula = f"ROUND(SUM({span(first, column, total - 1, column)}),{PLACES})"
        draw.put(total, column, Formula(formula, number(result)), "total:int")
    volume, worth = _volume(first, total, [name in priced for name in names]), rounded(gap.price_volume_mix.volume)
    steps = [
        (sheet.say("part.volume"), volume, worth),
        (sheet.say("part.mix"), f"{address(total, BY_QUANTITY)}-{volume}", results[BY_QUANTITY] - worth),
        (sheet.say("part.price"), address(total, BY_PRICE), results[BY_PRICE]),
        (sheet.say("column.other-effect"), address(total, OTHER), results[OTHER]),
    ]
    return steps if results[OTHER] else steps[:-1]


def _volume(first: int, total: int, marks: Sequence[bool]) -> str:
    """(sold − planned quantity) × planned amount ÷ planned quantity, over the product lines with a price."""
    priced = f"--({span(first, PLANNED_QUANTITY, total - 1, PLANNED_QUANTITY)}>0)"
    if not all(marks):  # one that has a price but sales without quantities stays out, as its effects are 0
        changed = [str(int(mark)) for mark in marks]
        priced += f",{{{';'.join(changed)}}}"
    quantity, amount, sold = (
        f"SUMPRODUCT({priced},{span(first, c, total - 1, c)})" for c in (PLANNED_QUANTITY, PLANNED, SOLD_QUANTITY)
    )
    return f"ROUND(IF({quantity}=0,0,({sold}-{quantity})*{amount}/{quantity}),{PLACES})"


def add_bridge(sheet: GapSheet, row: int, steps: Sequence[Step]) -> None:
    """The bridge: target, the steps, actual; beside it the chart, whose floating columns stand on invisible ones."""
    gap, draw = sheet.gap, sheet.drawing
    sheet.section(row, sheet.say("bridge"))
    heads = ("step", "change", "level", "base", "down", "up", "whole")
    draw.put_row(row + 1, 1, (sheet.say(f"column.{key}") for key in heads), "heading")
    _level(sheet, row + 2, sheet.say("column.target"), TARGET_CELL, Fraction(gap.target))
    level = Fraction(gap.target)
    for at, (name, formula, change) in enumerate(steps, start=row + 3):
        _step(sheet, at, name, formula, change, level)
        level += change
    last = row + 3 + len(steps)
    _level(sheet, last, sheet.say("column.actual"), ACTUAL_CELL, gap.actual)
    draw.charts.append(_chart(sheet, row, row + 2, last))


def _level(sheet: GapSheet, at: int, name: str, cell: str, value: Fraction) -> None:
    """Where the bridge begins or ends."""
    draw = sheet.drawing
    draw.put_row(at, 1, (name, None), "subtotal")
    for column in (LEVEL, WHOLE):
        draw.put(at, column, Formula(cell, number(value)), "subtotal:int")
    for column in (BASE, DOWN, UP):
        draw.put(at, column, 0, "subtotal:quiet")


def _step(sheet: GapSheet, at: int, name: str, formula: str, change: Fraction, before: Fraction) -> None:
    draw, after = sheet.drawing, before + change
    draw.put(at, 1, name, "output")
    draw.put(at, 2, Formula(f"ROUND({formula},{PLACES})", number(change)), "output:int")
    own, above, here = address(at, 2), address(at - 1, LEVEL), address(at, LEVEL)
    draw.put(at, LEVEL, Formula(f"ROUND({above}+{own},{PLACES})", number(after)), "output:int")
    floating = {
        BASE: (f"MIN({above},{here})", min(before, after)),
        DOWN: (f"MAX(-{own},0)", max(-change, NOTHING)),
        UP: (f"MAX({own},0)", max(change, NOTHING)),
    }
    for column, (text, result) in floating.items():
        draw.put(at, column, Formula(text, number(result)), "output:quiet")
    draw.put(at, WHOLE, 0, "output:quiet")


def _chart(sheet: GapSheet, row: int, first: int, last: int) -> Chart:
    names = Area(first, 1, last, 1)
    say = sheet.say
    series = (
        Series(say("column.base"), Area(first, BASE, last, BASE), "none"),
        Series(say("column.whole"), Area(first, WHOLE, last, WHOLE), COLORS["whole"]),
        Series(say("column.down"), Area(first, DOWN, last, DOWN), COLORS["down"]),
        Series(say("column.up"), Area(first, UP, last, UP), COLORS["up"]),
    )
    at, to = (row + 1, CHART_TO - 4), (row + 16, CHART_TO)
    return Chart("stacked", say("bridge"), names, series, at=at, to=to, legend=False)
