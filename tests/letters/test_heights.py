"""Rows grow with the texts that wrap in them, so that nothing is cut off on paper."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from salesbook.letters.heights import Wrapped, units
from tests.letters.books import book, letter, opened, settings, shipped, stamped


def height_of(task: str) -> float:
    """The height of the row of an action in a letter."""
    ours = book(3)
    one = letter(replace(ours, actions=(replace(ours.actions[1], task=task),)))
    workbook = opened(stamped(one))
    row = next(c.row for line in workbook.active.iter_rows() for c in line if c.value == task)
    return float(workbook.active.row_dimensions[row].height)


def test_a_row_grows_with_its_text_and_never_falls_below_the_templates() -> None:
    template = opened(shipped())
    (_, area), *_ = template.defined_names["block_actions"].destinations
    base = template.active.row_dimensions[int(area.rpartition("$")[2])].height
    heights = [height_of(task) for task in ("短", "较长的任务" * 8, "很长的任务" * 30, "一\n二\n三\n四")]
    assert heights[0] == base
    assert base < heights[1] < heights[2]
    assert heights[3] > base
    assert height_of("极长" * 4000) <= 409


def test_a_row_whose_texts_do_not_wrap_keeps_its_height() -> None:
    short, wide = (
        opened(stamped(letter(book(3, settings=settings(company=name))), shipped("campaign")))
        for name in ("明远", "明" * 90)
    )
    first = [short.active.row_dimensions[r].height for r in range(1, 40)]
    assert [wide.active.row_dimensions[r].height for r in range(1, 40)] == first


@given(st.text(max_size=80), st.text(max_size=80), st.floats(2, 60))
def test_more_text_never_needs_less_room(text: str, more: str, width: float) -> None:
    cell = Wrapped("A1", width, 10)
    assert units(text + more) == units(text) + units(more)
    assert cell.height(text + more) >= cell.height(text)
