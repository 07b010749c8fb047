"""Spreading: every method and every rule for bases against tables worked by hand, and what holds for all of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.share_out import Item, OverheldError, share_out
from salesbook.domain.spread import METHODS, Bound, BoundError, Cell, Method, spread
from salesbook.domain.spread_bases import CancellingBasesError, NegativeBasesError, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence


def cells(*values: int, held: Sequence[int] = (), bases: Sequence[object] = ()) -> list[Cell]:
    """Cells a, b, c …; `held` by position, `bases` for a reference."""
    return [
        Cell(chr(97 + at), value, "", Fraction(str(bases[at])) if bases else Fraction(0), at in held)
        for at, value in enumerate(values)
    ]


def table(*rows: tuple[str, str, int]) -> list[Cell]:
    """Cells as (group, name, value)."""
    return [Cell(f"{group} {name}", value, group) for group, name, value in rows]


def new(found: Sequence[Cell], code: str, value: int | None = None, **more: object) -> tuple[int, ...]:
    return spread(found, Method(code, value, **more)).values  # type: ignore[arg-type]


QUARTER = table(("1", "A", 60), ("1", "B", 40), ("2", "A", 10), ("2", "B", 30), ("3", "A", 0), ("3", "B", 0))
"""Three months with two products each; the third has nothing yet."""


# -- each method, worked by hand -------------------------------------------------------------------------------------


def test_proportional_keeps_the_proportions() -> None:
    # 20 : 30 : 50 of 150 = 30, 45, 75; of 101 = 20.2, 30.3, 50.5 -> the unit goes to the largest remainder, .5
    assert new(cells(20, 30, 50), "P", 150) == (30, 45, 75)
    assert new(cells(20, 30, 50), "P", 101) == (20, 30, 51)


def test_relative_proportional_takes_the_references_proportions() -> None:
    # 1.5 : 4.5 : 0 of 100 = 25, 75, 0, whatever the cells have
    assert new(cells(20, 30, 50, bases=(1.5, 4.5, 0)), "RP", 100) == (25, 75, 0)


def test_equal_gives_each_the_same() -> None:
    # 100 / 3 = 33.33…: all remainders and shares alike, so the unit goes to the first key
    assert new(cells(0, 5, 9), "S", 100) == (34, 33, 33)


def test_equal_by_group_gives_each_group_the_same_and_keeps_the_proportions_within() -> None:
    # 100 per month: 60 : 40; 25 : 75; the empty third equally
    assert new(QUARTER, "S", 300) == (60, 40, 25, 75, 50, 50)


def test_weights_need_not_sum_to_a_hundred() -> None:
    # 3 : 1 of 200 = 150, 50, within the months 60 : 40 and 10 : 30; the third weighs nothing
    weights = {"1": Fraction(3), "2": Fraction(1)}
    assert new(QUARTER, "W", 200, weights=weights) == (90, 60, 12, 38, 0, 0)


def test_repeat_puts_the_same_value_into_each() -> None:
    assert new(cells(1, 2, 3), "R", 7) == (7, 7, 7)
    assert new(QUARTER, "R", 40) == (24, 16, 10, 30, 20, 20)


def test_percent_change_of_each() -> None:
    # 21, 31.5, 52.5 = 105: the one unit goes to the larger of the equal remainders
    assert new(cells(20, 30, 50), "P%", rate=Fraction(5, 100)) == (21, 31, 53)
    assert new(cells(20, 30, 50), "P%", rate=Fraction(-10, 100)) == (18, 27, 45)


def test_percent_change_is_reconciled_to_a_whole_that_is_given() -> None:
    assert new(cells(20, 30, 50), "P%", 200, rate=Fraction(5, 100)) == (40, 60, 100)


def test_straight_line_from_a_start_to_an_end() -> None:
    # 10, 20, 30 for the months
    assert new(QUARTER, "SL", start=Fraction(10), end=Fraction(30)) == (6, 4, 5, 15, 15, 15)
    # the same line, scaled to a whole of 600: 100, 200, 300
    assert new(cells(0, 0, 0), "SL", 600, start=Fraction(10), end=Fraction(30)) == (100, 200, 300)


def test_straight_line_over_one_cell_is_its_start() -> None:
    assert new(cells(4), "SL", start=Fraction(10), end=Fraction(30)) == (10,)


def test_growth_compounds() -> None:
    # 100, 110, 121
    assert new(cells(0, 0, 0), "GR", start=Fraction(100), rate=Fraction(1, 10)) == (100, 110, 121)
    # with a whole: 331 : 3.31 = 100 per unit
    assert new(cells(0, 0, 0), "GR", 662, start=Fraction(1), rate=Fraction(1, 10)) == (200, 220, 242)


def test_a_pattern_is_repeated() -> None:
    assert new(cells(0, 0, 0, 0, 0, 0), "PT", 260, pattern=(Fraction(4), Fraction(4), Fraction(5))) == (
        40, 40, 50, 40, 40, 50,
    )  # fmt: skip


def test_clear_empties_all_that_is_not_held() -> None:
    assert new(cells(20, 30, 50, held=(1,)), "C") == (0, 30, 0)


# -- actions ---------------------------------------------------------------------------------------------------------


def test_adding_spreads_what_is_added() -> None:
    assert new(cells(20, 30, 50), "P", 10, action="add") == (22, 33, 55)
    assert new(cells(20, 30, 50), "S", 9, action="add") == (23, 33, 53)


def test_subtracting_spreads_what_is_taken_away() -> None:
    assert new(cells(20, 30, 50), "P", 10, action="subtract") == (18, 27, 45)
    # 20 each, but the first has only 5: the others take 27.5 each, the unit more goes to the smaller key
    assert new(cells(5, 50, 50), "S", 60, action="subtract") == (0, 22, 23)


def test_more_than_there_is_cannot_be_taken_away() -> None:
    with pytest.raises(OverheldError) as wrong:
        new(cells(20, 30, held=(1,)), "P", 21, action="subtract")
    assert (wrong.value.total, wrong.value.fixed, wrong.value.least) == (21, 20, False)


# -- holds and bounds ------------------------------------------------------------------------------------------------


def test_held_cells_keep_their_value_and_the_rest_absorbs() -> None:
    # 150 - 30 = 120 over 20 : 50 = 34.29, 85.71
    assert new(cells(20, 30, 50, held=(1,)), "P", 150) == (34, 30, 86)


def test_an_equal_split_counts_what_is_held_into_its_group() -> None:
    held = [Cell("1 A", 60, "1", held=True), Cell("1 B", 40, "1"), Cell("2 A", 10, "2")]
    assert new(held, "S", 200) == (60, 40, 100)
    assert new(held, "S", 100) == (60, 0, 40)  # 50 each, but the first group holds 60


def test_holds_that_fix_more_than_the_whole_are_named_with_the_amount() -> None:
    with pytest.raises(OverheldError) as wrong:
        new(cells(500, 320, 10, held=(0, 1)), "P", 800)
    assert (wrong.value.fixed, wrong.value.total, wrong.value.least) == (820, 800, True)


def test_a_bound_stops_its_cells_and_the_others_take_the_rest() -> None:
    most = [Bound("most", frozenset("ab"), high=60)]
    # 40, 60, 100 -> a and b to 60 in their proportions, c takes the rest
    assert spread(cells(20, 30, 50), Method("P", 200), most).values == (24, 36, 140)
    least = [Bound("least", frozenset("a"), low=70)]
    assert spread(cells(20, 30, 50), Method("P", 200), least).values == (70, 49, 81)


def test_the_side_that_is_missed_by_more_is_stopped_first() -> None:
    # 50, 50: a's most of 20 frees 30 for b; b's least of 60 is met by that, so only a's bound is reached
    bounds = [Bound("a", frozenset("a"), high=20), Bound("b", frozenset("b"), low=60)]
    found = spread(cells(1, 1), Method("P", 100), bounds[:1])
    assert found.values == (20, 80)
    found = spread(cells(1, 1, 1), Method("P", 150), bounds)
    assert (found.values, found.bound) == ((20, 65, 65), ("a",))


def test_a_bound_that_nothing_else_can_make_up_for_is_refused() -> None:
    with pytest.raises(BoundError) as wrong:
        spread(cells(1, 1), Method("P", 100), [Bound("all", frozenset("ab"), high=90)])
    assert (wrong.value.bound.name, wrong.value.value) == ("all", 100)


def test_without_a_whole_a_bound_needs_nobody_to_make_up_for_it() -> None:
    bounds = [Bound("all", frozenset("ab"), high=90)]
    assert spread(cells(50, 50), Method("P%", rate=Fraction(1, 10)), bounds).values == (45, 45)


# -- bases of zero and below -----------------------------------------------------------------------------------------


def test_all_bases_zero_are_equal_and_said() -> None:
    found = spread(cells(0, 0, 0), Method("P", 10))
    assert (found.values, found.equal) == ((4, 3, 3), True)


def test_some_bases_zero_stay_zero_and_are_named() -> None:
    found = spread(cells(0, 10, 30), Method("P", 80))
    assert (found.values, found.equal, found.zero) == ((0, 20, 60), False, ("a",))


def test_when_only_empty_cells_are_free_they_share_equally_and_it_is_said() -> None:
    found = spread(cells(40, 0, 0, held=(0,)), Method("P", 100))
    assert (found.values, found.equal) == ((40, 30, 30), True)


def test_negative_bases_are_refused_by_name() -> None:
    with pytest.raises(NegativeBasesError) as wrong:
        new(cells(1, 1, 1, bases=(10, -2, 5)), "RP", 100)
    assert wrong.value.cells == {"b": -2}


def test_negative_bases_count_as_zero_or_by_their_size_where_that_is_chosen() -> None:
    found = cells(1, 1, 1, bases=(10, -5, 5))
    assert new(found, "RP", 60, negative="zero") == (40, 0, 20)
    assert new(found, "RP", 60, negative="absolute") == (30, 15, 15)


def test_bases_that_come_to_zero_are_refused_by_name() -> None:
    found = cells(1, 1, 1, bases=(5, -5, 0))
    for negative in ("abort", "zero"):
        with pytest.raises(CancellingBasesError) as wrong:
            new(found, "RP", 10, negative=negative)
        assert wrong.value.cells == {"a": 5, "b": -5}
    assert new(found, "RP", 10, negative="absolute") == (5, 5, 0)


def test_bases_that_are_all_negative_are_no_zeros() -> None:
    with pytest.raises(NegativeBasesError):
        weigh({"a": Fraction(-1), "b": Fraction(-2)}, "zero")


# -- residues --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("residue", "values"),
    [
        ("largest-remainder", (3, 3, 4)),
        ("largest", (3, 3, 4)),
        ("smallest", (4, 3, 3)),
        ("last", (3, 3, 4)),
        ("cell:b", (3, 4, 3)),
    ],
)
def test_the_residue_goes_where_the_policy_says(residue: str, values: tuple[int, ...]) -> None:
    assert new(cells(10, 10, 11), "P", 10, residue=residue) == values


# -- what holds for all ----------------------------------------------------------------------------------------------

numbers = st.lists(st.tuples(st.integers(0, 500), st.booleans(), st.integers(0, 3)), min_size=1, max_size=9)


def made(drawn: Sequence[tuple[int, bool, int]], *, grouped: bool) -> list[Cell]:
    return [
        Cell(f"k{at}", value, f"g{group}" if grouped else "", Fraction(value * 3 + at, 7), held)
        for at, (value, held, group) in enumerate(drawn)
    ]


@given(numbers, st.sampled_from(["P", "RP", "S", "PT"]), st.integers(0, 3000), st.booleans(), st.randoms())
def test_a_whole_comes_out_exactly_held_cells_stay_and_the_order_does_not_matter(
    drawn: list[tuple[int, bool, int]], code: str, extra: int, grouped: bool, random: object
) -> None:
    found = made(drawn, grouped=grouped)
    held = sum(cell.value for cell in found if cell.held)
    if all(cell.held for cell in found):
        extra = 0
    method = Method(code, held + extra, pattern=(Fraction(4), Fraction(5)))
    values = spread(found, method).values
    assert sum(values) == held + extra
    assert min(values) >= 0
    assert all(value == cell.value for value, cell in zip(values, found, strict=True) if cell.held)
    mixed = list(zip(found, values, strict=True))
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert spread([cell for cell, _ in mixed], method).values == tuple(value for _, value in mixed)


@given(numbers, st.integers(0, 3000), st.integers(2, 50))
def test_scaling_the_bases_changes_nothing(drawn: list[tuple[int, bool, int]], total: int, by: int) -> None:
    plain = [Cell(f"k{at}", 0, base=Fraction(base, 3)) for at, (base, _, _) in enumerate(drawn)]
    scaled = [Cell(cell.key, 0, base=cell.base * by) for cell in plain]
    assert spread(plain, Method("RP", total)).values == spread(scaled, Method("RP", total)).values


@given(numbers, st.sampled_from(["P", "RP", "S"]), st.integers(0, 3000))
def test_the_same_spread_a_second_time_changes_nothing(
    drawn: list[tuple[int, bool, int]], code: str, extra: int
) -> None:
    found = made([(value, False, group) for value, _, group in drawn], grouped=code == "S")
    once = spread(found, Method(code, extra)).values
    again = [Cell(c.key, value, c.group, c.base) for c, value in zip(found, once, strict=True)]
    assert spread(again, Method(code, extra)).values == once


@given(numbers, st.integers(0, 3000))
def test_a_cell_without_a_base_changes_nothing_for_the_others(drawn: list[tuple[int, bool, int]], total: int) -> None:
    found = [Cell(f"k{at}", value + 1) for at, (value, _, _) in enumerate(drawn)]
    more = [*found, Cell("j", 0)]
    assert spread(more, Method("P", total)).values == (*spread(found, Method("P", total)).values, 0)


@given(numbers, st.integers(0, 3000))
def test_a_part_is_less_than_a_unit_from_its_share(drawn: list[tuple[int, bool, int]], total: int) -> None:
    found = [Cell(f"k{at}", value) for at, (value, _, _) in enumerate(drawn)]
    whole = sum(cell.value for cell in found)
    if whole:
        for cell, value in zip(found, spread(found, Method("P", total)).values, strict=True):
            assert abs(value - Fraction(total * cell.value, whole)) < 1


@given(numbers, st.integers(0, 600), st.data())
def test_adding_and_taking_away_the_same_share_meets_bounds_and_zero(
    drawn: list[tuple[int, bool, int]], amount: int, data: st.DataObject
) -> None:
    found = made(drawn, grouped=False)
    free = sum(cell.value for cell in found if not cell.held)
    taken = min(amount, free)
    less = spread(found, Method(data.draw(st.sampled_from(["P", "S"])), taken, "subtract")).values
    assert sum(less) == sum(cell.value for cell in found) - taken
    assert min(less) >= 0


bounded = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=8)


@given(bounded, st.data())
def test_shares_lie_within_bounds_and_sum_exactly(drawn: list[tuple[int, int, int]], data: st.DataObject) -> None:
    items = [Item(f"k{at}", Fraction(w), low, low + more) for at, (w, low, more) in enumerate(drawn)]
    least, most = sum(i.low for i in items), sum(i.high or 0 for i in items)
    total = data.draw(st.integers(least, most))
    parts = share_out(total, items)
    assert sum(parts) == total
    assert all(item.low <= part <= (item.high or 0) for item, part in zip(items, parts, strict=True))


@pytest.mark.parametrize("code", METHODS)
def test_every_method_leaves_held_cells_alone(code: str) -> None:
    method = Method(code, 100, pattern=(Fraction(1),), start=Fraction(3), end=Fraction(9), rate=Fraction(1, 10),
                    weights={"a": Fraction(1), "b": Fraction(2), "c": Fraction(0)})  # fmt: skip
    if code == "C":
        method = Method("C")
    assert spread(cells(20, 30, 50, held=(2,), bases=(1, 2, 3)), method).values[2] == 50
