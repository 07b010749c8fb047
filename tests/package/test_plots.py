"""Columns begin at zero, so that their heights compare; with a value below it the axis is left to the program."""

from __future__ import annotations

import pytest

from salesbook.book.page import Area, Cell, Chart, Page, Series
from salesbook.package.plots import chart_xml


def page(*values: int) -> Page:
    cells = {(row, 1): Cell(f"m{row}") for row in range(1, len(values) + 1)}
    return Page("p", "P", cells | {(row, 2): Cell(value) for row, value in enumerate(values, start=1)})


def xml(kind: str, *values: int) -> bytes:
    last = len(values)
    chart = Chart(kind, "t", Area(1, 1, last, 1), (Series("s", Area(1, 2, last, 2)),), at=(1, 4))  # type: ignore[arg-type]
    return chart_xml(chart, page(*values), "P")


@pytest.mark.parametrize("kind", ["column", "bar", "stacked"])
def test_columns_begin_at_zero_unless_a_value_lies_below(kind: str) -> None:
    assert b'min val="0"' in xml(kind, 19, 16)
    assert b"min val" not in xml(kind, 19, -1)


def test_lines_are_left_to_the_program() -> None:
    assert b"min val" not in xml("line", 19, 16)
