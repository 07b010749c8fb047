"""Results of formulas, exactly as Excel shows them, and the references in them as rows are repeated."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import salesbook.letters
from salesbook.letters.reckon import NotUnderstoodError, ReckoningError, program
from salesbook.letters.references import each_area, moved
from salesbook.letters.rows import Rows

MODULES = [f"salesbook.letters.{m.name}" for m in pkgutil.iter_modules(salesbook.letters.__path__)]


@pytest.mark.parametrize("module", MODULES)
def test_examples_of_the_letters_room_hold(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


EXPRESSIONS = st.recursive(
    st.integers(0, 999).map(str),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*", " * ", " - "]), inner).map("".join)
    | inner.map(lambda text: f"({text})")
    | inner.map(lambda text: f"-({text})"),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_arithmetic_is_pythons(text: str) -> None:
    assert program(text)({}.get) == eval(text)


@given(st.decimals(-10**9, 10**9, places=4), st.integers(0, 3))
def test_round_goes_half_away_from_zero(value: Decimal, places: int) -> None:
    rounded = program(f"ROUND(A1,{places})")({"A1": value}.get)
    assert rounded == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def test_round_at_the_half() -> None:
    assert program("ROUND(A1,2)")({"A1": Decimal("2.345")}.get) == Decimal("2.35")
    assert program("ROUND(A1,0)")({"A1": Decimal("-2.5")}.get) == -3


@given(st.lists(st.integers(-(10**12), 10**12) | st.none() | st.text(max_size=3), min_size=1, max_size=20))
def test_sums_take_numbers_and_pass_over_the_rest(values: list[int | str | None]) -> None:
    cells = {f"B{row}": value for row, value in enumerate(values, start=1)}
    numbers = [v for v in values if isinstance(v, int)]
    assert program(f"SUM($B$1:B{len(values)})")(cells.get) == sum(numbers)
    assert program(f"MAX(B1:B{len(values)})-MIN(B1:B{len(values)})")(cells.get) == max(numbers, default=0) - min(
        numbers, default=0
    )


@pytest.mark.parametrize(
    ("formula", "error"), [("1/A1", "#DIV/0!"), ("A2+1", "#VALUE!"), ("10%/(A1*2)", "#DIV/0!"), ("A3", "")]
)
def test_what_excel_shows_as_an_error_is_one(formula: str, error: str) -> None:
    cells = {"A1": 0, "A2": "text", "A3": 7}
    if error:
        with pytest.raises(ReckoningError, match=error):
            program(formula)(cells.get)
    else:
        assert program(formula)(cells.get) == 7


@pytest.mark.parametrize(
    "formula",
    [
        "IF(A1,1,2)", "SUM(A1", "A1:A3", "ROUND(A1)", "Other!A1", '"text"', "", "1+", "A1 B1", "SUM(A1,)", "2^3",
        "TODAY()",
    ],
)
def test_anything_else_is_left_to_excel(formula: str) -> None:
    with pytest.raises(NotUnderstoodError):
        program(formula)


@given(st.dictionaries(st.integers(1, 20), st.integers(1, 9), max_size=5), st.integers(1, 25), st.integers(0, 6))
def test_areas_cover_all_copies_of_their_rows_and_nothing_else(copies: dict[int, int], first: int, more: int) -> None:
    rows = Rows(copies)
    start, _, end = moved(f"B{first}:C{first + more}", rows).partition(":")
    covered = set(range(int(start[1:]), int(end[1:]) + 1))
    wanted = {n for row in range(first, first + more + 1) for n in range(rows.first(row), rows.last(row) + 1)}
    assert covered == wanted
    assert rows.first(first + 1) == rows.last(first) + 1


@pytest.mark.parametrize(
    "formula", ['"A3"&"it""s A3"', "LOG10(5)", "Other!A3", "'My A3'!A3:B9", "A3B", "tab[A3]", "A3(1)"]
)
def test_what_is_no_reference_to_the_sheet_stays(formula: str) -> None:
    assert each_area(formula, "T", lambda area, _: f"<{area}>") == formula


def test_references_that_name_the_sheet_are_found() -> None:
    formula = "T!A3+'T'!$B$3:B4+A3"
    assert each_area(formula, "T", lambda area, _: "x") == "T!x+'T'!x+x"
    assert each_area(formula, "T", lambda area, _: "x", here=False) == "T!x+'T'!x+A3"
