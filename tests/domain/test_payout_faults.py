"""Gaps, overlaps, leaps and falls are found where they are, and only there."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.payout import Scale, Step, paid
from salesbook.domain.payout_faults import jumps, seams

D = Decimal
CENT = D("0.01")


def step(lower: int, upper: int | None = None, rate: str = "0") -> Step:
    return Step(D(lower), D(rate), upper=None if upper is None else D(upper))


def test_steps_that_meet_or_have_no_end_have_no_seam() -> None:
    assert seams([step(0, 100), step(100, 200), step(200)]) == ()
    assert seams([step(0), step(100), step(200)]) == ()
    assert seams([]) == ()


def test_gaps_and_overlaps_are_named_by_their_amounts() -> None:
    found = seams([step(0, 90), step(100, 220), step(200)])
    assert [(seam.kind, seam.start, seam.end) for seam in found] == [("gap", 90, 100), ("overlap", 200, 220)]


def test_a_cliff_is_a_leap_beyond_the_slope() -> None:
    scale = Scale((step(0, rate="0.01"), Step(D(120_000), D("0.015"), D(500))))
    found = jumps(lambda amount: paid(scale, amount), [D(120_000)], D(1))
    assert [(jump.below, str(jump.before), str(jump.after), jump.falls) for jump in found] == [
        (119_999, "1199.99", "2300.00", False)
    ]


def test_marginal_rates_have_no_cliffs_however_steep() -> None:
    scale = Scale((step(0, rate="0.01"), step(100, rate="0.9")), "marginal")
    assert jumps(lambda amount: paid(scale, amount), [D(0), D(100)], D(1)) == ()


def test_a_rate_that_falls_is_named() -> None:
    scale = Scale((step(0, rate="0.03"), step(100, rate="0.02")))
    found = jumps(lambda amount: paid(scale, amount), [D(100)], D(1))
    assert [(jump.falls, str(jump.before), str(jump.after)) for jump in found] == [(True, "2.97", "2.00")]


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    """Any scale at all, with gaps and falling rates as they come."""
    count = draw(st.integers(1, 4))
    bounds = sorted(draw(st.lists(st.integers(0, 1000), min_size=count, max_size=count)))
    steps = []
    for lower in bounds:
        upper = draw(st.none() | st.integers(lower + 1, 1100).map(D))
        rate, reward, penalty = (draw(st.decimals(0, 1, places=2)) for _ in range(3))
        steps.append(Step(D(lower), rate, reward * 100, penalty * 100, upper))
    return Scale(tuple(steps), draw(st.sampled_from(["whole", "marginal"])), draw(st.none() | st.just(D(50))))


@given(scales(), st.lists(st.decimals(-10, 1200, places=2), min_size=2, max_size=10))
def test_a_payout_falls_only_where_the_check_says_so(scale: Scale, sold: list[Decimal]) -> None:
    bounds = [step.lower for step in scale.steps] + [step.upper for step in scale.steps if step.upper is not None]

    def pays(amount: Decimal) -> Decimal:
        return paid(scale, amount)

    amounts = sorted([*sold, *bounds, *(bound - CENT for bound in bounds)])
    fallen = [higher for lower, higher in pairwise(amounts) if pays(higher) < pays(lower)]
    assert bool(fallen) == any(jump.falls for jump in jumps(pays, bounds, D(1)))
