"""The bottleneck is where a return to target brings most; worked by hand, and never below nothing."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.bottleneck import bottleneck, standings

RATES = st.lists(st.fractions(Fraction(1, 20), 1, max_denominator=20), min_size=1, max_size=4)


def test_by_hand() -> None:
    """100 visits planned, half to an offer, a fifth of those to an order; done: 90, 45, 6."""
    found = standings(100, [Fraction(1, 2), Fraction(1, 5)], [90, 45, 6])
    assert [stage.rate for stage in found] == [None, Fraction(1, 2), Fraction(2, 15)]
    assert [stage.brings for stage in found] == [Fraction(100, 90) * 6 - 6, 0, 3]
    assert bottleneck(found) == 2


def test_as_planned_there_is_no_bottleneck() -> None:
    assert bottleneck(standings(100, [Fraction(1, 2), Fraction(1, 5)], [100, 50, 10])) is None


def test_a_stage_that_nothing_came_to_is_valued_at_the_target_rates_after_it() -> None:
    found = standings(100, [Fraction(1, 2), Fraction(1, 5)], [60, 0, 0])
    assert [stage.brings for stage in found] == [0, 6, 0]
    assert bottleneck(found) == 1


def test_nothing_done_yet_starts_at_the_top() -> None:
    found = standings(100, [Fraction(1, 2)], [0, 0])
    assert [stage.brings for stage in found] == [50, 0]
    assert [stage.rate for stage in found] == [None, None]


@given(RATES, st.integers(0, 500), st.data())
def test_a_return_never_brings_less_than_nothing_and_equal_counts_have_no_rate_above_one(
    rates: list[Fraction], target: int, data: st.DataObject
) -> None:
    done = [data.draw(st.integers(0, 300))]
    for _ in rates:
        done.append(data.draw(st.integers(0, done[-1])))
    found = standings(target, rates, done)
    assert all(stage.brings >= 0 for stage in found)
    assert all(stage.rate is None or 0 <= stage.rate <= 1 for stage in found)


@given(RATES, st.integers(1, 500))
def test_doing_exactly_the_planned_counts_leaves_nothing_to_bring(rates: list[Fraction], scale: int) -> None:
    counts = [Fraction(scale)]
    for rate in rates:
        counts.append(counts[-1] * rate)
    common = scale * 20 ** len(rates)
    whole = [int(count * common) for count in counts]
    if all(Fraction(n) == count * common for n, count in zip(whole, counts, strict=True)):
        assert bottleneck(standings(whole[0], rates, whole)) is None
