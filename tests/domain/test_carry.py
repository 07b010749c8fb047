"""A shortfall carried: every unit is somewhere, within bounds, and a policy does what its name says."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.carry import POLICIES, Carried, Open, Policy, absorb, carry


@st.composite
def places(draw: st.DrawFn) -> Open:
    target = draw(st.integers(0, 500))
    least = draw(st.integers(0, target))
    most = draw(st.one_of(st.none(), st.integers(target, 900)))
    return Open(target, least, most)


LATER = st.lists(places(), max_size=6)
AMOUNT = st.integers(-2000, 2000)
CAPS = st.fractions(0, 1, max_denominator=20)


@given(AMOUNT, LATER, st.sampled_from(POLICIES), CAPS)
def test_every_unit_is_laid_somewhere_or_left(amount: int, later: list[Open], policy: Policy, cap: Fraction) -> None:
    found = carry(amount, later, policy, cap)
    assert sum(found.targets) + found.left == sum(place.target for place in later) + amount
    assert abs(found.left) <= abs(amount)


@given(AMOUNT, LATER, st.sampled_from(POLICIES), CAPS)
def test_bounds_hold_and_nothing_moves_against_the_amount(
    amount: int, later: list[Open], policy: Policy, cap: Fraction
) -> None:
    for place, target in zip(later, carry(amount, later, policy, cap).targets, strict=True):
        assert place.least <= target
        assert place.most is None or target <= place.most
        assert (target - place.target) * amount >= 0


@given(AMOUNT, LATER)
def test_nothing_is_left_while_there_is_room(amount: int, later: list[Open]) -> None:
    found = absorb(amount, later)
    if found.left:
        full = zip(later, found.targets, strict=True)
        assert all(target == (place.most if amount > 0 else place.least) or not place.target for place, target in full)


@given(st.integers(0, 2000), LATER, CAPS)
def test_a_cap_is_a_share_of_each_target(amount: int, later: list[Open], cap: Fraction) -> None:
    found = carry(amount, later, "capped", cap)
    assert all(new - place.target <= place.target * cap for place, new in zip(later, found.targets, strict=True))


@given(AMOUNT, LATER)
def test_the_policy_none_moves_nothing(amount: int, later: list[Open]) -> None:
    assert carry(amount, later, "none") == Carried(tuple(place.target for place in later), amount)


@pytest.mark.parametrize(
    ("policy", "wanted", "left"),
    [("none", (100, 100), 60), ("next", (130, 100), 30), ("season", (130, 130), 0), ("capped", (110, 110), 40)],
)
def test_policies_by_hand(policy: Policy, wanted: tuple[int, ...], left: int) -> None:
    """60 behind; two months of 100, the first at most 130; the cap is a tenth."""
    assert carry(60, [Open(100, most=130), Open(100)], policy, Fraction(1, 10)) == Carried(wanted, left)


def test_held_places_keep_their_number() -> None:
    assert absorb(50, [Open(100, 100, 100), Open(100)]).targets == (100, 150)


def test_without_a_period_to_come_all_is_left() -> None:
    assert carry(50, [], "season") == Carried((), 50)
