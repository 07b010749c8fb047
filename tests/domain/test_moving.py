"""Moves between two parts: what leaves one comes to the other, place by place."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.moving import Mover, TooLittleError, move

APR, MAY = ("2026-04",), ("2026-05",)


def test_what_leaves_a_month_comes_to_the_same_month() -> None:
    li = [Mover("Li 4", 60, APR), Mover("Li 5", 40, MAY)]
    wu = [Mover("Wu 4", 10, APR), Mover("Wu 5", 90, MAY)]
    assert move(li, wu, 10, "out").values == {"Li 4": 54, "Li 5": 36, "Wu 4": 16, "Wu 5": 94}
    assert move(li, wu, 10, "in").values == {"Li 4": 66, "Li 5": 44, "Wu 4": 4, "Wu 5": 86}


def test_within_a_month_the_followers_keep_their_proportions() -> None:
    li = [Mover("Li", 50, APR)]
    others = [Mover("Wu", 30, APR), Mover("Xu", 10, APR)]
    assert move(li, others, 20, "in").values == {"Li": 70, "Wu": 15, "Xu": 5}


def test_what_a_month_cannot_give_others_do_and_it_is_said() -> None:
    li = [Mover("Li 4", 60, APR), Mover("Li 5", 40, MAY)]
    wu = [Mover("Wu 4", 2, APR), Mover("Wu 5", 90, MAY)]
    found = move(li, wu, 10, "in")
    assert found.values == {"Li 4": 66, "Li 5": 44, "Wu 4": 0, "Wu 5": 82}
    assert found.wider == 4


def test_held_cells_take_no_part() -> None:
    li = [Mover("Li 4", 60, APR, held=True), Mover("Li 5", 40, MAY)]
    wu = [Mover("Wu 4", 10, APR), Mover("Wu 5", 90, MAY, held=True)]
    found = move(li, wu, 10, "out")
    assert found.values == {"Li 4": 60, "Li 5": 30, "Wu 4": 20, "Wu 5": 90}
    assert found.wider == 10


def test_takers_without_values_share_equally_and_it_is_said() -> None:
    found = move([Mover("Li", 9, APR)], [Mover("Wu", 0, APR), Mover("Xu", 0, APR)], 4, "out")
    assert (found.values, found.equal) == ({"Li": 5, "Wu": 2, "Xu": 2}, True)


@pytest.mark.parametrize("way", ["out", "in"])
def test_nobody_gives_more_than_there_is(way: str) -> None:
    one, other = [Mover("a", 7), Mover("b", 5, held=True)], [Mover("c", 7), Mover("d", 5, held=True)]
    with pytest.raises(TooLittleError) as wrong:
        move(one, other, 8, way)  # type: ignore[arg-type]
    assert (wrong.value.asked, wrong.value.has) == (8, 7)


def test_nothing_moves_into_what_is_held() -> None:
    with pytest.raises(TooLittleError) as wrong:
        move([Mover("a", 7)], [Mover("b", 5, held=True)], 3, "out")
    assert wrong.value.has == 0


parts = st.lists(st.tuples(st.integers(0, 99), st.sampled_from([APR, MAY]), st.booleans()), min_size=1, max_size=6)


@given(parts, parts, st.integers(0, 200), st.sampled_from(["out", "in"]))
def test_the_sum_of_both_keeps_and_so_does_each_place_where_it_can(
    one: list[tuple[int, tuple[str, ...], bool]], other: list[tuple[int, tuple[str, ...], bool]], amount: int, way: str
) -> None:
    leaders = [Mover(f"l{n}", *drawn) for n, drawn in enumerate(one)]
    followers = [Mover(f"f{n}", *drawn) for n, drawn in enumerate(other)]
    try:
        found = move(leaders, followers, amount, way)  # type: ignore[arg-type]
    except TooLittleError:
        return
    everybody = [*leaders, *followers]
    assert sum(found.values.values()) == sum(mover.value for mover in everybody)
    assert min(found.values.values()) >= 0
    assert all(found.values[mover.key] == mover.value for mover in everybody if mover.held)
    moved = sum(found.values[mover.key] - mover.value for mover in leaders)
    assert moved == (-amount if way == "out" else amount)
    by_place: Counter[tuple[str, ...]] = Counter()
    for mover in everybody:
        by_place[mover.where] += found.values[mover.key] - mover.value
    assert found.wider or not any(by_place.values())
