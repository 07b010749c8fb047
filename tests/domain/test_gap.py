"""The parts of a gap: worked by hand, and summing to the gap whatever the numbers are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.gap import BrokenFunnelError, Sold, by_member, by_stage, price_volume_mix, whole_parts

F = Fraction
NAMES = st.sampled_from("abcdef")
AMOUNTS = st.integers(-1000, 10_000).map(lambda n: F(n, 4))
QUANTITIES = st.one_of(st.none(), st.integers(-5, 400).map(lambda n: F(n, 2)))
LISTS = st.dictionaries(NAMES, st.builds(Sold, QUANTITIES, AMOUNTS))


def _parts(plan: dict[str, Sold], sold: dict[str, Sold]) -> dict[str, Fraction]:
    return price_volume_mix(plan, sold).parts()


@pytest.mark.parametrize(
    ("plan", "sold", "wanted"),
    [
        pytest.param((10, 1000), (8, 800), {"volume": -200}, id="fewer-at-the-same-price"),
        pytest.param((10, 1000), (10, 900), {"price": -100}, id="cheaper"),
        pytest.param((10, 1000), (12, 1080), {"volume": 200, "price": -120}, id="more-but-cheaper"),
        pytest.param((10, 1000), (-1, -100), {"volume": -1100}, id="returns-outweigh-sales"),
        pytest.param((10, 1000), (0, 30), {"volume": -1000, "price": 30}, id="money-without-goods"),
    ],
)
def test_one_member(plan: tuple[int, int], sold: tuple[int, int], wanted: dict[str, int]) -> None:
    found = _parts({"a": Sold(F(plan[0]), F(plan[1]))}, {"a": Sold(F(sold[0]), F(sold[1]))})
    assert {name: part for name, part in found.items() if part} == wanted


def test_the_same_quantity_in_a_cheaper_member_is_mix() -> None:
    plan = {"dear": Sold(F(5), F(500)), "cheap": Sold(F(5), F(250))}
    sold = {"dear": Sold(F(3), F(300)), "cheap": Sold(F(7), F(350))}
    assert _parts(plan, sold) == {"volume": 0, "mix": -100, "price": 0, "new": 0, "rest": 0}


def test_a_member_that_nobody_planned_is_new_and_changes_no_other_part() -> None:
    plan, sold = {"a": Sold(F(5), F(500))}, {"a": Sold(F(4), F(400))}
    assert _parts(plan, sold | {"n": Sold(F(2), F(70))}) == _parts(plan, sold) | {"new": 70}


def test_without_quantities_the_difference_is_the_rest() -> None:
    assert _parts({"a": Sold(None, F(500))}, {"a": Sold(F(4), F(420))})["rest"] == -80
    assert _parts({"a": Sold(F(5), F(500))}, {"a": Sold(None, F(420))})["rest"] == -80


def test_without_sales_the_gap_is_minus_the_plan() -> None:
    found = _parts({"a": Sold(F(5), F(500)), "b": Sold(F(1), F(10))}, {})
    assert found["volume"] == sum(found.values()) == -510


@given(LISTS, LISTS)
def test_price_volume_mix_sums_to_the_gap(plan: dict[str, Sold], sold: dict[str, Sold]) -> None:
    gap = sum(s.amount for s in sold.values()) - sum(s.amount for s in plan.values())
    assert sum(_parts(plan, sold).values()) == gap


@given(LISTS, LISTS)
def test_the_order_of_members_is_irrelevant(plan: dict[str, Sold], sold: dict[str, Sold]) -> None:
    turned = dict(reversed(plan.items())), dict(reversed(sold.items()))
    assert price_volume_mix(*turned) == price_volume_mix(plan, sold)


@given(st.dictionaries(NAMES, AMOUNTS), st.dictionaries(NAMES, AMOUNTS))
def test_members_sum_to_the_gap_and_the_worst_comes_first(plan: dict[str, F], sold: dict[str, F]) -> None:
    found = by_member(plan, sold)
    assert sum(found.values()) == sum(sold.values()) - sum(plan.values())
    assert list(found.values()) == sorted(found.values())


def test_stages_by_hand() -> None:
    """100 visits → 40 offers → 10 orders of 1,000 planned; 90 → 45 → 9 of 900 done: a gap of −1,900."""
    parts = by_stage([F(100), F(40), F(10), F(10_000)], [F(90), F(45), F(9), F(8_100)])
    assert parts == (-1_000, 2_250, -2_250, -900)


def test_a_stage_that_was_not_reached_keeps_its_planned_rate() -> None:
    assert by_stage([F(100), F(40), F(4_000)], [F(0), F(0), F(0)]) == (-4_000, 0, 0)


def test_orders_out_of_nothing_are_refused_by_the_position_of_their_stage() -> None:
    with pytest.raises(BrokenFunnelError) as caught:
        by_stage([F(10), F(5), F(100)], [F(0), F(2), F(10)])
    assert caught.value.stage == 1


COUNTS = st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=1, max_size=5)


@given(COUNTS)
def test_stages_sum_to_the_gap_of_the_last_number(pairs: list[tuple[int, int]]) -> None:
    plan, done = ([F(pair[side]) for pair in pairs] for side in (0, 1))
    assert sum(by_stage(plan, done)) == done[-1] - plan[-1]


@given(st.dictionaries(NAMES, st.fractions(-1000, 1000, max_denominator=50)))
def test_whole_parts_sum_to_the_rounded_gap_and_stay_near(parts: dict[str, Fraction]) -> None:
    whole = whole_parts(parts)
    assert abs(sum(whole.values()) - sum(parts.values())) <= F(1, 2)
    assert all(abs(whole[name] - part) < 1 for name, part in parts.items())
    assert whole_parts(dict(reversed(parts.items()))) == whole
