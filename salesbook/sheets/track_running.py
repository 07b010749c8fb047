"""The running totals below the tracking grid: what was due and what was sold so far, by bucket."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.values import Formula, address
from salesbook.sheets.track_cells import bucket_numbers
from salesbook.sheets.track_figures import PLACES
from salesbook.sheets.track_layout import AT, FIRST_BUCKET, FIRST_ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesbook.sheets.drawing import Drawing
    from salesbook.sheets.track_layout import Grid


def running_row(grid: Grid) -> int:
    """The row of the targets so far; the actuals so far stand below it."""
    return grid.last_row + 1


def running_numbers(grid: Grid) -> Iterator[tuple[int, Decimal | str]]:
    """By bucket: target and actual up to its end; the actual of buckets that are to come is blank."""
    planned, sold = 0, Decimal(0)
    for number, bucket in enumerate(grid.span.buckets):
        target, actual = bucket_numbers(grid, grid.lines[0], number)
        planned, sold = planned + target, sold + actual
        yield planned, "" if bucket.start > grid.as_of else sold


def add_running(drawing: Drawing, grid: Grid) -> None:
    """Draw the two rows."""
    row = running_row(grid)
    for below, key in enumerate(("target", "actual"), start=row):
        drawing.put_row(below, 1, [None] * (FIRST_BUCKET - 1), "subtotal")
        drawing.put(below, AT["which"], grid.say(f"running.{key}"), "subtotal")
    for column, (planned, sold) in enumerate(running_numbers(grid), start=FIRST_BUCKET):
        drawing.put(row, column, Formula(_so_far(FIRST_ROW, column), planned), "subtotal:int")
        own = address(FIRST_ROW + 1, column)
        formula = f'IF({own}="","",ROUND({_so_far(FIRST_ROW + 1, column)},{PLACES}))'
        drawing.put(row + 1, column, Formula(formula, sold), "subtotal:int")


def _so_far(row: int, column: int) -> str:
    return f"SUM({address(row, FIRST_BUCKET, fixed='column')}:{address(row, column)})"
