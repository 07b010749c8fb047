"""Which cells of the tracking grid are green, amber, red or grey: LibreOffice evaluates the rules, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator

from salesbook.book.page import ExpressionRule
from salesbook.book.references import Refs
from salesbook.book.values import address
from salesbook.sheets.track_layout import FIRST_BUCKET, Grid, grids_of
from salesbook.sheets.tracking import tracking_page
from tests.libreoffice.drawn import workbook
from tests.sheets.sheet_books import year_book

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.page import Page
    from salesbook.sheets.track_lines import GridLine
    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

AS_OF = date(2026, 5, 13)
BESIDE = 300
"""Where the rules are written as formulas: in the same rows, as they ask for the row they are in."""


@dataclass(frozen=True)
class Spot:
    row: int
    column: int


def actual_spots(grid: Grid) -> dict[Spot, tuple[GridLine, int]]:
    """The cells with what reps sold: line and bucket."""
    return {
        Spot(line.row + 1, FIRST_BUCKET + number): (line, number)
        for line in grid.reps
        for number in range(len(grid.span.buckets))
    }


def expected(grid: Grid, line: GridLine, number: int) -> str:
    """The look that the house rules give a rep's bucket: by what was sold of the target, once it is over."""
    bucket = grid.span.buckets[number]
    target = grid.ledger.target(line.name, bucket.start, bucket.end)
    if bucket.start > grid.as_of or not target:
        return "muted"
    if bucket.end > grid.as_of:
        return ""
    share = Fraction(grid.ledger.actual(line.name, bucket.start, bucket.end)) / target
    settings = grid.book.settings
    return "good" if share >= settings.green else "warn" if share >= settings.amber else "bad"


def rules_at(page: Page, spot: Spot) -> list[ExpressionRule]:
    """The rules over a cell, the first one first."""
    return [
        rule
        for rule in page.rules
        if isinstance(rule, ExpressionRule)
        and rule.area.row <= spot.row <= rule.area.last_row
        and rule.area.column <= spot.column <= rule.area.last_column
    ]


def looks(page: Page, path: Path, calc: Calc, spots: list[Spot]) -> dict[Spot, str]:
    """The look of each cell: that of the first rule that holds."""
    work = load_workbook(path)
    sheet = work[page.title]
    places: dict[Spot, list[tuple[str, str]]] = {}
    for spot in spots:
        for number, rule in enumerate(rules_at(page, spot)):
            origin = address(rule.area.row, rule.area.column)
            formula = Translator(f"={rule.formula}", origin=origin).translate_formula(address(spot.row, spot.column))
            at = address(spot.row, BESIDE + 8 * (spot.column - FIRST_BUCKET) + number)
            sheet[at] = f"=IF({formula[1:]},1,0)"
            places.setdefault(spot, []).append((at, rule.style))
    ruled = path.with_name(f"ruled-{path.name}")
    work.save(ruled)
    fresh = calc.recalculated(ruled)
    return {
        spot: next((style for at, style in found if fresh.get((page.title, at))), "") for spot, found in places.items()
    }


@pytest.mark.parametrize("which", [0, 1], ids=["weeks", "days"])
def test_every_cell_of_the_grid_has_the_colour_of_what_was_sold_of_its_target(
    which: int, calc: Calc, tmp_path: Path
) -> None:
    book = year_book("en", 3, as_of=AS_OF)
    path = workbook(book, tmp_path / f"lights-{which}.xlsx").path
    grid = grids_of(book, Refs("en"))[which]
    wanted = {spot: expected(grid, *of) for spot, of in actual_spots(grid).items()}
    assert "muted" in wanted.values()
    assert {"good", "bad"} & set(wanted.values())
    assert looks(tracking_page(grid), path, calc, list(wanted)) == wanted
