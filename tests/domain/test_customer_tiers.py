"""Tiers of customers: by hand-worked rules, and never lower for more revenue."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.customer_tiers import (
    CUSTOMER_TIERS,
    PAYMENTS,
    Conditions,
    Facts,
    Place,
    fulfils,
    ordered,
    places,
    rule_of,
)

RULES = (
    Conditions("opportunity"),
    Conditions("core", top=Fraction(1, 2)),
    Conditions("strategic", top=Fraction(1, 5), payment="fair"),
    Conditions("potential", growth=Fraction(1, 10)),
    Conditions("potential", potential=Fraction(3, 10)),
)
FACTS = st.builds(
    Facts, st.integers(0, 6).map(Decimal), st.none() | st.fractions(-1, 1), st.none() | st.integers(0, 5).map(Decimal),
    st.sampled_from(("", *PAYMENTS)),
)  # fmt: skip
MANY = st.lists(FACTS, min_size=1, max_size=8)


def tiers(known: dict[str, Facts]) -> dict[str, str]:
    at = places(known)
    found = {name: rule_of(facts, at[name], RULES) for name, facts in known.items()}
    return {name: rule.tier for name, rule in found.items() if rule}


def test_the_first_rule_from_the_highest_tier_that_holds_gives_the_tier() -> None:
    known = {
        "first": Facts(Decimal(100), payment="good"), "late": Facts(Decimal(90), payment="poor"),
        "grows": Facts(Decimal(20), Fraction(1, 10)), "promising": Facts(Decimal(10), potential=Decimal(500)),
        "small": Facts(Decimal(5), Fraction(9, 100), Decimal(1)), "none": Facts(),
    }  # fmt: skip
    assert tiers(known) == {
        "first": "strategic", "late": "core", "grows": "core", "promising": "potential", "small": "opportunity",
        "none": "opportunity",
    }  # fmt: skip


def test_a_payment_that_nobody_knows_is_no_reason_against_a_tier_and_an_unknown_growth_is_none_for_one() -> None:
    rule = Conditions("core", growth=Fraction(0), payment="good")
    assert fulfils(Facts(growth=Fraction(0)), Place(), rule)
    assert not fulfils(Facts(), Place(), rule)
    assert not fulfils(Facts(growth=Fraction(0), payment="fair"), Place(), rule)


def test_rules_of_a_tier_stay_in_their_order() -> None:
    assert [rule.tier for rule in ordered(RULES)] == ["strategic", "core", "potential", "potential", "opportunity"]
    assert ordered(RULES)[2].growth is not None


@given(MANY, st.integers(1, 6), st.data())
def test_no_customer_falls_by_buying_more(facts: list[Facts], more: int, data: st.DataObject) -> None:
    known = {str(n): one for n, one in enumerate(facts)}
    name = data.draw(st.sampled_from(sorted(known)))
    one = known[name]
    richer = known | {name: Facts(one.revenue + more, one.growth, one.potential, one.payment)}
    assert CUSTOMER_TIERS.index(tiers(richer)[name]) <= CUSTOMER_TIERS.index(tiers(known)[name])


@given(MANY)
def test_of_two_customers_alike_the_one_with_more_revenue_stands_no_lower(facts: list[Facts]) -> None:
    known = {str(n): Facts(one.revenue, Fraction(0), None, "good") for n, one in enumerate(facts)}
    found = tiers(known)
    by_revenue = sorted(known, key=lambda name: -known[name].revenue)
    heights = [CUSTOMER_TIERS.index(found[name]) for name in by_revenue]
    assert heights == sorted(heights)


@given(MANY, st.integers(0, 99))
def test_the_order_of_customers_does_not_matter(facts: list[Facts], seed: int) -> None:
    known = {str(n): one for n, one in enumerate(facts)}
    names = sorted(known)
    Random(seed).shuffle(names)
    assert tiers({name: known[name] for name in names}) == tiers(known)
