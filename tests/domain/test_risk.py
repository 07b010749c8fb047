"""Exposure: hand-worked, summed, and ranked whatever the order of the rows."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.risk import Exposed, landings, ranks

RISKS = st.lists(
    st.builds(
        Exposed, st.fractions(0, 1), st.integers(0, 10**9).map(Fraction), st.integers(0, 10**9).map(Fraction)
    ),
    max_size=7,
)


def test_cover_takes_from_the_effect_before_the_probability_does() -> None:
    one = Exposed(Fraction(1, 4), Fraction(1_000_000), Fraction(200_000))
    assert (one.net, one.exposure) == (800_000, 200_000)
    assert Exposed(Fraction(1, 2), Fraction(10), Fraction(11)).exposure == 0


@given(RISKS)
def test_ranks_are_a_permutation_by_exposure(risks: list[Exposed]) -> None:
    found = ranks([one.exposure for one in risks])
    assert sorted(found) == list(range(1, len(risks) + 1))
    by_rank = [one.exposure for _, one in sorted(zip(found, risks, strict=True), key=lambda pair: pair[0])]
    assert by_rank == sorted(by_rank, reverse=True)


@given(RISKS, st.integers(0, 10**10).map(Fraction))
def test_the_last_landing_is_all_that_may_happen_below_the_first(risks: list[Exposed], landing: Fraction) -> None:
    nets = [one.net for one in risks]
    assert landings(landing, nets)[-1:] == ((landing - sum(nets),) if nets else ())
    assert all(0 <= one.exposure <= one.net <= one.effect for one in risks)
