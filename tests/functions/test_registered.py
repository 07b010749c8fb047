"""The functions through xlwings' own CallUDF and converters, with what Excel sends."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from salesbook.functions.answers import ExcelError
from salesbook.functions.arguments import OMITTED
from salesbook.functions.listed import functions
from tests.excel.udf import call_udf


@pytest.mark.parametrize(
    ("weights", "parts"),
    [
        (1.0, 100.0),
        (((1.0, 1.0),), (50.0, 50.0)),
        (((1.0,), (3.0,)), ((25.0,), (75.0,))),
        (((1.0, 1.0), (1.0, 1.0)), ((25.0, 25.0), (25.0, 25.0))),
        (((Decimal("1.0000"), None),), (100.0, 0.0)),
        (((1.0, "x"),), ExcelError.VALUE.value),
        (((1.0, ExcelError.NA.value),), ExcelError.NA.value),
    ],
    ids=["single cell", "row", "column", "block", "currency and empty", "word", "error value"],
)
def test_excels_shapes_come_back_as_excels_shapes(weights, parts) -> None:
    assert call_udf("SB_SPLIT", 100.0, weights, OMITTED) == parts


def test_dates_come_as_dates_or_as_numbers() -> None:
    may = (datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 31, tzinfo=UTC))
    left_out = [OMITTED] * 3
    assert (
        call_udf("SB_SELLINGDAYS", *may, *left_out) == call_udf("SB_SELLINGDAYS", 46143.0, 46173.0, *left_out) == 21.0
    )


def test_every_function_can_be_called_and_never_raises() -> None:
    for function in functions():
        left_out = [OMITTED] * len(function.arguments)
        answer = call_udf(function.name, *left_out)
        assert isinstance(answer, float | int | str | tuple), function.name


def test_error_values_are_whole_numbers_and_all_others_are_not() -> None:
    """So that the wrapper in VBA can tell them apart."""
    answer = call_udf("SB_PACE", ((45.0,), ("x",), (60.0,)), 100.0, 0.5)
    assert answer == ((0.9,), (ExcelError.VALUE.value,), (1.2,))
    assert [type(value) for (value,) in answer] == [float, int, float]
