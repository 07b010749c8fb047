"""The heat map of regions × months: attainment of each, live over plan and actuals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from salesbook.book.page import Area
from salesbook.book.values import Formula, address
from salesbook.sheets.formulas import same_as, sumifs
from salesbook.sheets.heat import scale
from salesbook.sheets.sums import members, plan_rows
from salesbook.sheets.track_figures import PLACES, sold_column
from salesbook.sheets.view_parts import are_months
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.sheets.drawing import Drawing
    from salesbook.sheets.track_layout import Grid

REGION = "region"
Span = tuple[date, date]


def has_regions(book: Book) -> bool:
    """Whether regions are planned and sold."""
    return any(row.region for row in plan_rows(book)) and any(book.actuals.axes.get(REGION, ()))


@dataclass(frozen=True)
class _Regions:
    """What was planned and sold by region in each period of the plan; the region None is all of them."""

    weeks: Grid

    @cached_property
    def periods(self) -> dict[Span, str]:
        """The plan's own periods, by their days."""
        return dict(sorted(((row.start, row.end), row.period) for row in plan_rows(self.weeks.book)))

    @cached_property
    def planned(self) -> dict[tuple[str | None, Span], int]:
        found: dict[tuple[str | None, Span], int] = {}
        for row in plan_rows(self.weeks.book):
            for key in ((row.region, (row.start, row.end)), (None, (row.start, row.end))):
                found[key] = found.get(key, 0) + row.target + row.hedge
        return found

    @cached_property
    def sold(self) -> dict[tuple[str | None, Span], Decimal]:
        """Up to the as-of day."""
        sales = self.weeks.book.actuals
        found: dict[tuple[str | None, Span], Decimal] = {}
        amounts = sales.quantities if sold_column(self.weeks.book) == "quantity" else sales.amounts
        days: dict[tuple[str, date], Decimal] = {}
        for day, region, amount in zip(sales.dates, sales.axes[REGION], amounts, strict=True):
            days[region, day] = days.get((region, day), Decimal(0)) + (amount or 0)
        for (region, day), amount in days.items():
            for span in self.periods:
                if span[0] <= day <= min(span[1], self.weeks.as_of):
                    for key in ((region, span), (None, span)):
                        found[key] = found.get(key, Decimal(0)) + amount
        return found

    def progress(self, span: Span) -> float:
        """How much of a period's target was due by the as-of day, by the daily targets of everybody."""
        ledger, (start, end) = self.weeks.ledger, span
        whole = ledger.target(None, start, end)
        return ledger.target(None, start, min(end, self.weeks.as_of)) / whole if whole else 0.0

    def attained(self, region: str | None, span: Span) -> float | str:
        due = self.planned.get((region, span), 0) * self.progress(span)
        if span[0] > self.weeks.as_of or due <= 0:
            return ""
        exact = self.sold.get((region, span), Decimal(0)).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)
        return float(exact) / due


def add_regions(drawing: Drawing, weeks: Grid, row: int) -> int:
    """The heading in `row`, a line for each region and one for all of them; the row below."""
    regions, language = _Regions(weeks), weeks.refs.language
    period = text("sheets", "word.period.month" if are_months(weeks.book) else "word.period.phase", language)
    width = len(regions.periods) + 1
    title = text("wall", "regions.section", language, period=period)
    drawing.put_row(row, 1, (title, *[None] * (max(width, 14) - 1)), "section")
    drawing.heights[row] = 22.0
    _headings(drawing, regions, row + 1)
    at = row + 5
    for name in (*members(weeks.book, REGION), None):
        _line(drawing, regions, name, at, row + 1)
        at += 1
    drawing.rules.append(scale(Area(row + 5, 2, at - 1, width), weeks.book.settings))
    drawing.put(at, 1, text("wall", "regions.note", language), "note")
    return at + 1


def _headings(drawing: Drawing, regions: _Regions, row: int) -> None:
    """Period, first and last day, and how much of its target was due."""
    language, formulas = regions.weeks.refs.language, regions.weeks.formulas
    heads = (
        text("wall", "regions.region", language),
        text("wall", "years.start", language),
        text("wall", "years.end", language),
        text("wall", "regions.progress", language),
    )
    for below, words in enumerate(heads):
        drawing.put(row + below, 1, words, "subheading" if below else "heading")
    for column, (span, label) in enumerate(regions.periods.items(), start=2):
        drawing.put(row, column, label, "heading")
        for below, day in enumerate(span, start=1):
            drawing.put(row + below, column, day, "subheading:date")
        start, end = address(row + 1, column), address(row + 2, column)
        due = formulas.target("", start, f"MIN({end},sb_as_of)")
        whole = formulas.target("", start, end)
        formula = f"IF(({whole})=0,0,({due})/({whole}))"
        drawing.put(row + 3, column, Formula(formula, regions.progress(span)), "subheading:percent0")


def _line(drawing: Drawing, regions: _Regions, name: str | None, at: int, head: int) -> None:
    language = regions.weeks.refs.language
    style = "total" if name is None else "output"
    shown = text("wall", "wall.all", language) if name is None else name or text("wall", "wall.unnamed", language)
    drawing.put(at, 1, shown, style)
    for column, span in enumerate(regions.periods, start=2):
        formula = _formula(regions, name, at, column, head)
        drawing.put(at, column, Formula(formula, regions.attained(name, span)), f"{style}:percent")


def _formula(regions: _Regions, name: str | None, at: int, column: int, head: int) -> str:
    """Sold up to the as-of day over the part of the target that was due."""
    book, refs, formulas = regions.weeks.book, regions.weeks.refs, regions.weeks.formulas
    start, end, progress = (address(head + n, column, fixed="row") for n in (1, 2, 3))
    wanted = same_as(address(at, 1, fixed="column"), name or "")

    def of(table: str) -> tuple[tuple[str, str], ...]:
        return () if name is None else ((refs.column(table, REGION), wanted),)

    day = refs.column("sb_actuals", "date")
    days = ((day, f'">="&{start}'), (day, f'"<"&MIN({end},sb_as_of)+1'))
    sold = f"ROUND({sumifs(refs.column('sb_actuals', sold_column(book)), *of('sb_actuals'), *days)},{PLACES})"
    first, last = formulas.period
    where = (formulas.metric["sb_plan"], *of("sb_plan"), (first, f'"="&{start}'), (last, f'"="&{end}'))
    planned = "+".join(sumifs(one, *where) for one in formulas.handed_down["sb_plan"])
    due = f"({planned})*{progress}"
    return f'IF({start}>sb_as_of,"",IF({due}<=0,"",{sold}/({due})))'
