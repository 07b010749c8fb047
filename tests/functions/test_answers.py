"""What each function answers: shapes, exactness, and Excel's own errors where something cannot be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.functions.answers import ExcelError
from salesbook.functions.boundary import last_error
from salesbook.functions.listed import functions

SB = {function.name: function.call for function in functions()}
weights = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=20)


@given(st.integers(-(10**12), 10**12), weights)
def test_parts_sum_to_the_total_in_the_shape_of_the_weights(total, shares) -> None:
    down = SB["SB_SPLIT"](float(total), tuple((share,) for share in shares))
    beside = SB["SB_SPLIT"](float(total), (tuple(shares),))
    assert len(down) == len(shares)
    assert len(beside[0]) == len(shares)
    assert sum(value for (value,) in down) == total
    assert tuple(value for (value,) in down) == beside[0]


def test_a_residue_is_named_in_either_language() -> None:
    thirds = ((1.0, 1.0, 1.0),)
    assert SB["SB_SPLIT"](100.0, thirds, "给最后的") == SB["SB_SPLIT"](100.0, thirds, "last") == ((33.0, 33.0, 34.0),)
    assert SB["SB_SPLIT"](100.0, thirds, "nobody") == ((ExcelError.VALUE,),)


def test_money_and_typed_fractions_are_exact() -> None:
    """0.1 is a tenth, not the binary number nearest to it; currency cells come as Decimal."""
    assert SB["SB_SPLIT"](10.0, (0.1, 0.2, 0.7)) == ((1.0, 2.0, 7.0),)
    assert SB["SB_PAYOUT"](Decimal("120333.0000"), ((0.0, 0.015),)) == ((1805.0,),)


@given(st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=2, max_size=5))
def test_a_fitted_block_meets_both_margins(block) -> None:
    rows = [sum(line) for line in block]
    columns = [sum(line[at] for line in block) for at in range(3)]
    moved = tuple(tuple(float(value) + 0.5 for value in line) for line in block)
    found = SB["SB_FIT"](moved, tuple((float(total),) for total in rows), (tuple(map(float, columns)),))
    assert [sum(line) for line in found] == rows
    assert [sum(line[at] for line in found) for at in range(3)] == columns


def test_margins_that_do_not_meet_are_an_error() -> None:
    assert SB["SB_FIT"](((1.0, 1.0),), 3.0, ((1.0, 1.0),)) == ((ExcelError.NUM,),)
    assert "by 1" in last_error("en")
    assert SB["SB_FIT"](((1.0, 1.0),), 3.0, 3.0) == ((ExcelError.VALUE,),)


def test_selling_days_know_holidays_and_swapped_workdays() -> None:
    may_day = (date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5))
    assert SB["SB_SELLINGDAYS"](46143.0, 46173.0, (may_day,), date(2026, 5, 9)) == ((19.0,),)
    assert SB["SB_SELLINGDAYS"](date(2026, 5, 2), date(2026, 5, 3), None, None, (tuple([1.0] * 7),)) == ((2.0,),)
    starts = ((date(2026, 5, 1),), (None,), (date(2026, 6, 30),))
    assert SB["SB_SELLINGDAYS"](starts, date(2026, 5, 31)) == ((21.0,), ("",), (ExcelError.VALUE,))


def test_time_progress_follows_the_plans_curve() -> None:
    plan = ((46143.0, 30.0), (46144.0, 70.0))
    days, units = ((plan[0][0],), (plan[1][0],)), ((plan[0][1],), (plan[1][1],))
    assert SB["SB_TIMEPROGRESS"](days, units, ((46142.0, 46143.0, 46144.0),)) == ((0.0, 0.3, 1.0),)
    assert SB["SB_TIMEPROGRESS"](days, 1.0, 46143.0) == ((ExcelError.VALUE,),)
    assert SB["SB_TIMEPROGRESS"](46143.0, 0.0, 46143.0) == ((ExcelError.NA,),)


def test_one_bad_cell_leaves_the_others_alone() -> None:
    actual = ((45.0,), ("x",), (ExcelError.DIV0.value,), (None,), (60.0,))
    assert SB["SB_PACE"](actual, 100.0, 0.5) == ((0.9,), (ExcelError.VALUE,), (ExcelError.DIV0,), ("",), (1.2,))
    assert SB["SB_PACE"](45.0, 0.0, 0.5) == ((ExcelError.NA,),)
    assert SB["SB_PACE"](((1.0,), (2.0,)), ((1.0,), (2.0,), (3.0,)), 0.5) == ((ExcelError.VALUE,),)


def test_rows_and_columns_go_along_with_each_other() -> None:
    found = SB["SB_PACE"](((10.0,), (20.0,)), ((100.0, 50.0),), 0.5)
    assert found == ((0.2, 0.4), (0.4, 0.8))


def test_a_forecast_needs_three_buckets_that_are_over() -> None:
    assert SB["SB_FORECAST"]((1.0, 1.0, 1.0), (1.0, 1.0, None)) == ((ExcelError.NA,),)
    expected, low, high = SB["SB_FORECAST"]((100.0, 100.0, 100.0, 300.0), (90.0, 110.0, 100.0, None))[0]
    assert low < expected == 600.0 < high


def test_a_funnel_has_a_column_for_each_number_of_orders() -> None:
    found = SB["SB_FUNNEL"](((10.0, 20.0),), ((0.5,), (0.3,)))
    assert found == ((67.0, 134.0), (34.0, 67.0), (10.0, 20.0))
    assert SB["SB_FUNNEL"](10.0, 1.5) == ((ExcelError.NUM,),)
    assert "over 100 %" in last_error("en")


@pytest.mark.parametrize(
    ("basis", "cap", "pays"), [("whole", None, 4500.0), ("超额累进", None, 2500.0), ("marginal", 2000.0, 2000.0)]
)
def test_a_ladder_pays_by_its_basis_and_cap(basis, cap, pays) -> None:
    assert SB["SB_PAYOUT"](150_000.0, ((0.0, 0.01), (100_000.0, 0.03)), basis, cap) == ((pays,),)


def test_a_ladder_goes_upwards() -> None:
    assert SB["SB_PAYOUT"](1.0, ((5.0, 0.1), (0.0, 0.2))) == ((ExcelError.NUM,),)
    assert SB["SB_PAYOUT"](1.0, 5.0) == ((ExcelError.VALUE,),)


def test_scores_by_ratio_line_and_steps() -> None:
    assert SB["SB_SCORE"](4.0, 2.0, None, "lower") == ((50.0,),)
    assert SB["SB_SCORE"](3.0, 0.0, "线性", "越低越好", 5.0) == ((40.0,),)
    steps = ((0.8, 60.0), (1.0, 100.0))
    assert SB["SB_SCORE"](((79.0,), (80.0,), (100.0,)), 100.0, "step", None, None, steps) == ((0.0,), (60.0,), (100.0,))
    assert SB["SB_SCORE"](150.0, 100.0, None, None, None, None, None, 120.0) == ((120.0,),)


def test_ranks_share_places() -> None:
    assert SB["SB_RANK"]((80.0, 95.0, None, 80.0, 10.0)) == ((2.0, 1.0, "", 2.0, 4.0),)


amounts = st.lists(st.integers(0, 10**6), min_size=3, max_size=3)


@given(amounts, amounts, amounts, amounts)
def test_the_parts_of_a_gap_come_to_the_gap(pq, pa, q, a) -> None:
    found = SB["SB_GAP"](*(tuple(map(float, line)) for line in (pq, pa, q, a)))
    assert abs(sum(Fraction(value) for _, value in found) - (sum(a) - sum(pa))) < Fraction(1, 1000)


def test_parts_and_layers_are_named_in_the_persons_language(monkeypatch) -> None:
    facts = (("Li", 0.5, 0.5, 0.5, 1.0, 250.0, 250.0, 250.0, -10.0, 20.0),)
    monkeypatch.setenv("SALESBOOK_LANG", "zh")
    assert [name for name, *_ in SB["SB_WHY"](1000.0, facts)][:2] == ["占比", "销售日"]
    assert SB["SB_GAP"](1.0, 1.0, 1.0, 1.0)[0] == ("量", 0.0)
    monkeypatch.setenv("SALESBOOK_LANG", "en")
    layers = SB["SB_WHY"](1000.0, facts)
    assert layers[-1] == ("Hedge", "", 20.0, 270.0)
    assert 1000.0 + sum(effect for _, _, effect, _ in layers) == 270.0
    assert SB["SB_WHY"](1000.0, ((1.0, 2.0),)) == ((ExcelError.VALUE,),)


def test_a_number_that_no_cell_can_hold_is_refused() -> None:
    assert SB["SB_SPLIT"](float(2**62), 1.0) == ((float(2**62),),)
    assert SB["SB_SPLIT"](float(2**62), (1.0, 2.0)) == ((ExcelError.NUM,),)
