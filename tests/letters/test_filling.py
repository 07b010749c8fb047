"""Holes of a sheet: every kind of value arrives as itself; formulas that cannot be reckoned have no result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from salesbook.errors import InputError
from salesbook.letters.letter import Letter
from salesbook.letters.stamp import Stamp
from salesbook.letters.template import Template
from tests.letters.books import D, book, letter, named, opened, saved, shipped, stamped

STAMP = Stamp(Template(shipped()))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


def in_region(value: Any) -> Letter:
    return Letter("李伟", "S-1", 1, date(2026, 1, 5), "", {"rep": "李伟", "region": value}, {})


def shown(value: Any) -> Any:
    """What python-calamine reads in the region's slot."""
    import io

    content = STAMP(in_region(value))
    (name, area), *_ = opened(content).defined_names["slot_region"].destinations
    column, row = area.replace("$", "")[0], int(area.rpartition("$")[2])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name)
    return sheet.to_python(skip_empty_area=False)[row - 1][ord(column) - 65]


@given(TEXTS)
@example(" led")
@example("two  blanks \n and a line")
@example("_x000a_")
def test_a_text_arrives_with_all_its_blanks(text: str) -> None:
    assert shown(text) == text


def test_values_that_are_equal_to_python_are_told_apart() -> None:
    same = [1, True, D("1.0"), "1", D(1), 1]
    assert [type(shown(value)) for value in same] == [float, bool, float, str, float, float]


@pytest.mark.parametrize(("value", "code"), [(date(1850, 1, 1), "date-too-early"), ("x" * 40_000, "text-too-long")])
def test_what_no_cell_can_hold_is_named_with_its_place(value: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        STAMP(in_region(value))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.cell != "", problem.place.sheet != "") == (code, True, True)


def test_formulas_that_refer_to_each_other_in_a_circle_stay_without_a_result() -> None:
    workbook = opened(shipped())
    sheet = workbook.active
    sheet["P1"], sheet["P2"], sheet["P3"] = "=P2+1", "=P1*2", "=SUM(P1:P2)"
    content = stamped(letter(book()), saved(workbook))
    assert [opened(content).active[at].value for at in ("P1", "P2", "P3")] == ["=P2+1", "=P1*2", "=SUM(P1:P2)"]
    assert [opened(content, values=True).active[at].value for at in ("P1", "P2", "P3")] == [None, None, None]


def test_days_are_counted_as_the_template_counts_them() -> None:
    workbook = opened(shipped())
    workbook.epoch = datetime(1904, 1, 1)
    one = letter(book())
    again = opened(stamped(replace(one, slots={**one.slots, "region": date(2026, 1, 5)}), saved(workbook)))
    assert named(again, "slot_region") in (44_565, datetime(2026, 1, 5))
