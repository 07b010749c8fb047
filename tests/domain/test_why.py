"""The layers of a number: they come to it exactly, in truth and as printed, whatever the slice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.why import DIFFERENCES, FACTORS, LeafFacts, explain, rounded, shown_effects

parts = st.fractions(min_value=0, max_value=1, max_denominator=500)
counts = st.integers(min_value=-(10**12), max_value=10**12)


@st.composite
def leaves(draw: st.DrawFn) -> list[LeafFacts]:
    """Leaves of a few people in a few periods, each combination once; anything may be zero."""
    people = draw(st.lists(st.sampled_from("ABCD"), min_size=1, unique=True))
    periods = range(draw(st.integers(1, 4)))
    share = {person: draw(parts) for person in people}
    return [
        LeafFacts(
            (person,), share[person], draw(parts), draw(parts), draw(parts), draw(st.fractions(0, 10**6)),
            draw(counts), draw(counts), draw(counts), draw(st.integers(0, 10**6)),
        )
        for person in people
        for _ in periods
    ]  # fmt: skip


@given(st.integers(0, 10**12), leaves())
def test_the_layers_come_to_the_cell_and_to_what_is_handed_down(parent: int, of: list[LeafFacts]) -> None:
    why = explain(parent, of)
    assert tuple(layer.key for layer in why.layers) == FACTORS + DIFFERENCES
    assert parent + sum(layer.effect for layer in why.layers) == why.handed_down
    assert why.handed_down - why.layer("hedge").effect == why.planned == sum(leaf.planned for leaf in of)
    reached = Fraction(parent)
    for layer in why.layers:
        assert reached + layer.effect == layer.reached
        if layer.factor is not None:
            assert reached * layer.factor == layer.reached
        reached = layer.reached


@given(st.integers(0, 10**12), leaves(), st.integers(0, 4))
def test_what_is_printed_adds_up_line_by_line(parent: int, of: list[LeafFacts], places: int) -> None:
    why = explain(parent, of)
    running = Decimal(parent)
    for effect, reached in shown_effects(why, places):
        running += effect
        assert running == reached
    assert running == why.handed_down


@given(st.integers(1, 10**9), leaves(), leaves())
def test_two_slices_apart_come_to_the_sum_of_both(parent: int, one: list[LeafFacts], other: list[LeafFacts]) -> None:
    apart = [replace(leaf, members=(leaf.members[0].lower(),)) for leaf in other]
    both = explain(parent, one + apart)
    first, second = explain(parent, one), explain(parent, apart)
    for layer in both.layers:
        assert layer.reached == first.layer(layer.key).reached + second.layer(layer.key).reached


def test_a_leaf_by_hand() -> None:
    """12,000,000 × 5 % × 19/240 × a season of 1.2 × half a rep, met 1 % higher; made 31 of 30.3; by hand 2 less."""
    leaf = LeafFacts(
        ("Li",), Fraction(1, 20), Fraction(19, 240), Fraction(19, 200), Fraction(1, 2), Fraction(28_785),
        28_790, 28_000, -790, 2_800,
    )  # fmt: skip
    why = explain(12_000_000, [leaf])
    assert [layer.factor for layer in why.layers[:5]] == [
        Fraction(1, 20), Fraction(19, 240), Fraction(6, 5), Fraction(1, 2), Fraction(101, 100),
    ]  # fmt: skip
    assert [layer.reached for layer in why.layers] == [
        600_000, 47_500, 57_000, 28_500, 28_785, 28_790, 28_790, 28_000, 30_800,
    ]  # fmt: skip
    assert (why.planned, why.handed_down) == (28_000, 30_800)


def test_a_share_counts_once_however_many_periods_there_are() -> None:
    month = LeafFacts(("Li",), Fraction(1, 4), Fraction(1, 2), Fraction(1, 2), Fraction(1), Fraction(125), 125, 125)
    why = explain(1000, [month, month])
    assert why.layer("share").factor == Fraction(1, 4)
    assert why.layer("days").factor == 1


def test_out_of_nothing_there_is_no_factor() -> None:
    leaf = LeafFacts(("Wu",), Fraction(0), Fraction(1), Fraction(1), Fraction(1), Fraction(7), 7, 7)
    layer = explain(100, [leaf]).layer("fit")
    assert (layer.factor, layer.effect) == (None, 7)


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half(value: Fraction, places: int) -> None:
    shown = rounded(value, places)
    assert abs(Fraction(shown) - value) <= Fraction(1, 2 * 10**places)
    assert Fraction(rounded(-value, places)) == -Fraction(shown)
