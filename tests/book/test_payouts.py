"""Statements from a book: whose rules apply, over which days, with which targets; every line by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.achieved import Achieved
from salesbook.book.asked_period import asked_period, period_of_suffix, periods_of, suffix_of, whole_plan
from salesbook.book.incentives import ladders, nearest, promised, scale_for
from salesbook.book.model import Book, DayRow, Incentive, Phase, PlanRow, Rep, Sales
from salesbook.book.payouts import Payouts
from salesbook.domain.payout import paid
from salesbook.domain.period import Period
from salesbook.errors import Problem
from tests.sheets.sheet_books import settings as settings_of

D = Decimal
MAY = Period("2026-05", "month", date(2026, 5, 1), date(2026, 5, 31))
TEAM = (
    Rep("Li", team="East", role="Senior", start=date(2020, 1, 1)),
    Rep("Wang", team="East", start=date(2020, 1, 1)),
    Rep("Zhao", team="West", start=date(2026, 5, 15)),
)
TARGETS = {"Li": 1000, "Wang": 2000, "Zhao": 1700}
"""Per day of May on which the rep is there: 31,000, 62,000 and 17 × 1,700 = 28,900 for the month."""


def sales(*rows: tuple[object, ...]) -> Sales:
    """Rep, amount, and perhaps day of May, product, order number, quantity and cost."""
    filled = [(*row, *(1, "", "", None, None)[len(row) - 2 :]) for row in rows]
    rep, amount, day, product, number, quantity, cost = zip(*filled, strict=True) if filled else [()] * 7
    return Sales(
        tuple(date(2026, 5, d) for d in day), tuple(D(str(a)) for a in amount),
        tuple(None if q is None else D(str(q)) for q in quantity), tuple(number),
        {"rep": tuple(rep), "product": tuple(product)}, tuple(None if c is None else D(str(c)) for c in cost),
    )  # fmt: skip


def book(*rules: Incentive, sold: Sales | None = None, **more: Any) -> Book:
    """A plan for May with the same target every day; floor is 80 %, stretch 120 %."""
    days, plan = [], []
    for rep in TEAM:
        target = TARGETS[rep.name]
        for n in range(1, 32):
            day = date(2026, 5, n)
            if rep.start is None or rep.start <= day:
                days.append(DayRow("revenue", day, rep.name, target * 4 // 5, target, target * 6 // 5))
        whole = sum(row.target for row in days if row.rep == rep.name)
        for product, part in (("Kitchens", whole // 4), ("Doors", whole - whole // 4)):
            leaf = (part * 4 // 5, part, part * 6 // 5)
            plan.append(PlanRow("revenue", "2026-05", MAY.start, MAY.end, rep.name, "", product, "", "", *leaf))
    given_: dict[str, Any] = {
        "reps": TEAM, "incentives": rules, "actuals": sold or Sales(), "days": tuple(days), "plan": tuple(plan),
    }  # fmt: skip
    return Book(settings_of("en", MAY.start, MAY.end), **(given_ | more))


def total(of: Book, rep: str, period: Period = MAY) -> str:
    payouts = Payouts(Achieved(of), period)
    return str(payouts.statement(next(r for r in of.reps if r.name == rep)).total)


def tiers(**more: Any) -> tuple[Incentive, ...]:
    return (
        Incentive("floor", D("0.01"), penalty=D(500), **more),
        Incentive("target", D("0.02"), D(100), **more),
        Incentive("stretch", D("0.03"), D(300), **more),
    )


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (-100, "-500.00"), (0, "-500.00"), ("24799.99", "-500.00"), (24_800, "248.00"), (30_999, "309.99"),
        (31_000, "720.00"), ("37199.99", "844.00"), (37_200, "1416.00"),
    ],
)  # fmt: skip
def test_tiers_are_those_handed_down_to_the_rep(amount: object, expected: str) -> None:
    assert total(book(*tiers(), sold=sales(("Li", amount))), "Li") == expected


def test_returns_are_taken_off_what_was_sold() -> None:
    assert total(book(*tiers(), sold=sales(("Li", 31_000), ("Li", "-0.01", 9))), "Li") == "310.00"


def test_a_joiner_is_measured_by_the_target_of_the_days_there() -> None:
    joined = book(*tiers(), sold=sales(("Zhao", 28_900, 20)))
    assert total(joined, "Zhao") == "678.00"  # 28,900 × 2 % + 100: just the target of 17 days
    prorated = book(*tiers(prorate=True), sold=sales(("Zhao", 28_900, 20)))
    assert total(prorated, "Zhao") == "632.84"  # the reward by 17 of 31 days: 54.84
    missed = book(*tiers(prorate=True), sold=sales(("Zhao", 100, 20)))
    assert total(missed, "Zhao") == "-274.19"


def test_shares_of_the_target_and_amounts_are_bounds_too() -> None:
    share = Incentive(rate=D("0.1"), lower=D("0.5"))
    assert total(book(share, sold=sales(("Li", 15_499))), "Li") == "0.00"
    assert total(book(share, sold=sales(("Li", 15_500))), "Li") == "1550.00"
    amount = Incentive(rate=D("0.1"), lower=D(20_000), by="amount")
    assert total(book(amount, sold=sales(("Li", 19_999))), "Li") == "0.00"
    assert total(book(amount, sold=sales(("Li", 20_000))), "Li") == "2000.00"


def test_the_first_basis_named_is_that_of_the_scale() -> None:
    rows = (Incentive(rate=D("0.1"), lower=D(0), basis="marginal"), Incentive(rate=D("0.2"), lower=D(1)))
    assert total(book(*rows, sold=sales(("Li", 32_000))), "Li") == "3300.00"


def test_of_rules_of_a_kind_the_nearest_counts() -> None:
    everybody, east, senior, li = (
        Incentive(rate=D(rate), lower=D(0), group=group)
        for rate, group in (("0.01", ""), ("0.02", "East"), ("0.03", "Senior"), ("0.04", "Li"))
    )
    sold = sales(("Li", 100), ("Wang", 100), ("Zhao", 100, 20))
    assert [total(book(everybody, east, senior, li, sold=sold), rep.name) for rep in TEAM] == ["4.00", "2.00", "1.00"]
    assert [total(book(everybody, senior, sold=sold), rep.name) for rep in TEAM] == ["3.00", "1.00", "1.00"]
    assert nearest((everybody, li), TEAM[0]) == (li,)


def test_rules_of_another_product_metric_or_period_stand_beside() -> None:
    one, other = Incentive(rate=D("0.01"), lower=D(0)), Incentive(rate=D("0.5"), lower=D(0), product="Doors")
    sold = sales(("Li", 100, 1, "Kitchens"), ("Li", 10, 2, "Doors"))
    assert total(book(one, other, sold=sold), "Li") == "6.10"


def test_a_rule_counts_sales_and_targets_of_its_own_days() -> None:
    early = Incentive("target", D("0.1"), end=date(2026, 5, 10))
    late = Incentive("target", D("0.2"), start=date(2026, 5, 11))
    sold = sales(("Li", 10_000, 10), ("Li", 20_999, 11))
    assert total(book(early, late, sold=sold), "Li") == "1000.00"
    assert total(book(early, late, sold=sales(("Li", 10_000, 10), ("Li", 21_000, 11))), "Li") == "5200.00"
    assert total(book(Incentive("floor", D(1), end=date(2026, 4, 30)), sold=sold), "Li") == "0.00"


def test_rules_are_settled_for_their_own_kind_of_period() -> None:
    rule = Incentive(rate=D("0.1"), lower=D(0), every="quarter")
    of = book(rule, sold=sales(("Li", 100)))
    assert total(of, "Li") == "0.00"
    quarter = Period("2026Q2", "quarter", date(2026, 4, 1), date(2026, 6, 30))
    assert total(of, "Li", quarter) == "10.00"


def test_an_accelerator_begins_at_stretch_if_nothing_else_is_said() -> None:
    rule = Incentive(rule="accelerator", rate=D("0.5"))
    assert total(book(rule, sold=sales(("Li", 37_200))), "Li") == "0.00"
    assert total(book(rule, sold=sales(("Li", 37_300))), "Li") == "50.00"


def test_pieces_and_orders_are_counted() -> None:
    orders = Incentive(rule="piece", metric="orders", reward=D(50), lower=D(1), by="amount")
    sold = sales(("Li", 10, 1, "", "A"), ("Li", 20, 1, "", "A"), ("Li", 30, 2, "", "B"), ("Li", 5), ("Li", -5))
    assert total(book(orders, sold=sold), "Li") == "50.00"
    quantity = Incentive(rule="piece", metric="quantity", reward=D(2))
    assert total(book(quantity, sold=sales(("Li", 9, 1, "", "", 3), ("Li", 9, 1, "", "", 4.5))), "Li") == "15.00"


def test_profit_is_amounts_less_costs() -> None:
    rule = Incentive(rule="spiff", metric="profit", rate=D("0.1"), product="Doors")
    sold = sales(("Li", 100, 1, "Doors", "", None, 60), ("Li", 50, 1, "Doors"), ("Li", 9, 1, "Other", "", None, 1))
    assert total(book(rule, sold=sold), "Li") == "4.00"
    assert Achieved(book(sold=sold)).costless(MAY.start, MAY.end) == 1


def test_a_team_bonus_is_for_all_of_a_team_that_is_at_its_target() -> None:
    rule = Incentive(rule="team", reward=D(300), rate=D("0.01"))
    sold = sales(("Li", 93_000), ("Zhao", 28_899, 20))
    assert [total(book(rule, sold=sold), rep.name) for rep in TEAM] == ["1230.00", "300.00", "0.00"]


def test_the_champion_has_the_highest_attainment_of_those_at_the_bound() -> None:
    rule = Incentive(rule="champion", reward=D(1000), lower=D(1))
    sold = sales(("Li", 31_000), ("Wang", 62_001), ("Zhao", 28_000, 20))
    assert [total(book(rule, sold=sold), rep.name) for rep in TEAM] == ["0.00", "1000.00", "0.00"]
    assert [total(book(rule), rep.name) for rep in TEAM] == ["0.00", "0.00", "0.00"]
    west = replace(rule, group="West", lower=D("0.5"))
    assert [total(book(rule, west, sold=sold), rep.name) for rep in TEAM] == ["0.00", "1000.00", "1000.00"]


def test_a_penalty_a_cap_and_a_guarantee() -> None:
    lost = Incentive(rule="penalty", penalty=D(200), tier="target")
    assert total(book(lost, sold=sales(("Li", 30_999))), "Li") == "-200.00"
    cap = Incentive(rule="cap", cap=D(500))
    assert total(book(*tiers(), cap, sold=sales(("Li", 37_200))), "Li") == "500.00"
    sure = Incentive(rule="guarantee", reward=D(3100), months=3, prorate=True)
    assert [total(book(*tiers(), sure), rep.name) for rep in TEAM] == ["-500.00", "-500.00", "1700.00"]


def test_a_guarantee_ends_after_its_months() -> None:
    sure = Incentive(rule="guarantee", reward=D(3100), months=1, prorate=True)
    april = replace(TEAM[2], start=date(2026, 4, 16))
    assert total(book(sure, reps=(april,)), "Zhao") == "1500.00"  # until the 15th of May
    long_ago = replace(TEAM[2], start=date(2026, 3, 1))
    assert total(book(sure, reps=(long_ago,)), "Zhao") == "0.00"


def test_a_threshold_takes_what_it_does_not_keep() -> None:
    gate = Incentive(rule="threshold", lower=D("0.9"), rate=D("0.5"))
    assert total(book(*tiers(), gate, sold=sales(("Li", 27_899))), "Li") == "139.50"
    assert total(book(*tiers(), gate, sold=sales(("Li", 27_900))), "Li") == "279.00"


def test_who_has_no_target_can_reach_no_tier() -> None:
    newcomer = Rep("Sun", team="West")
    of = book(*tiers(), Incentive(rate=D("0.01"), lower=D(0)), reps=(newcomer,), sold=sales(("Sun", 100)))
    assert total(of, "Sun") == "1.00"


def test_everybody_with_a_part_in_the_period_has_a_statement() -> None:
    gone = Rep("Gone", end=date(2026, 4, 30))
    back = Rep("Back", end=date(2026, 4, 30))
    of = book(*tiers(), reps=(*TEAM, gone, back), sold=sales(("Back", -50)))
    names = [statement.rep.name for statement in Payouts(Achieved(of), MAY).statements()]
    assert names == ["Li", "Wang", "Zhao", "Back"]


def test_commitment_sheets_promise_the_tiers_of_the_whole_plan() -> None:
    own = Incentive("target", D("0.5"), group="Li")
    monthly = Incentive("target", D("0.9"), every="week")
    of = book(*tiers(), own, monthly)
    assert promised(of, TEAM[0]) == (own,)
    assert promised(of, TEAM[1]) == tiers()
    scale = scale_for(of, TEAM[1], {"floor": 80, "target": 100, "stretch": 120})
    assert scale is not None
    assert str(paid(scale, 100)) == "102.00"
    assert scale_for(book(monthly), TEAM[1], {"floor": 80, "target": 100, "stretch": 120}) is None


def test_rows_of_one_metric_group_product_period_and_validity_are_one_scale() -> None:
    rows = (*tiers(), *tiers(product="Doors"), *tiers(every="month"), *tiers(start=date(2026, 5, 9)))
    assert [len(ladder.rows) for ladder in ladders(rows)] == [3, 3, 3, 3]


def test_periods_are_asked_for_by_name_and_cut_to_the_plan() -> None:
    of = book(phases=(Phase("Peak", date(2026, 5, 1), date(2026, 5, 3)),))
    assert asked_period("", of) == whole_plan(of.settings) == MAY
    peak = asked_period("Peak", of)
    assert isinstance(peak, Period)
    assert (peak.kind, peak.end) == ("phase", date(2026, 5, 3))
    week = asked_period("2026-W18", of)
    assert isinstance(week, Period)
    assert (week.start, week.end) == (date(2026, 5, 1), date(2026, 5, 3))
    bad, outside = asked_period("someday", of), asked_period("2027-01", of)
    assert isinstance(bad, Problem)
    assert isinstance(outside, Problem)
    assert [bad.code, outside.code] == ["period-unreadable", "period-outside-plan"]
    assert suffix_of(MAY, of) == ""
    assert suffix_of(peak, of) == ".phase_20260501_20260503"
    assert period_of_suffix(".phase_20260501_20260503", of) == peak
    assert period_of_suffix(".week_20260501_20260503", of) == week
    assert period_of_suffix(".month_20200101_20200131", of) is None
    assert [period.key for period in periods_of("week", of, MAY)][:2] == ["2026-W18", "2026-W19"]


amounts = st.dictionaries(st.sampled_from(["Li", "Wang", "Zhao"]), st.integers(-50_000, 120_000), max_size=3)
every_rule = (
    *tiers(), Incentive(rule="accelerator", rate=D("0.05")), Incentive(rule="team", reward=D(300)),
    Incentive(rule="champion", reward=D(1000), lower=D(1)), Incentive(rule="penalty", penalty=D(50), tier="target"),
    Incentive(rule="threshold", lower=D("0.5"), rate=D("0.5")), Incentive(rule="cap", cap=D(3000)),
    Incentive(rule="guarantee", reward=D(900), months=2, prorate=True), Incentive(rule="fixed", reward=D(70)),
    Incentive(rule="spiff", rate=D("0.01"), product="Doors"),
)  # fmt: skip


@settings(max_examples=60)
@given(amounts, st.sampled_from(["Li", "Wang", "Zhao"]), st.integers(0, 60_000))
def test_no_payout_falls_when_its_rep_sells_more(sold: dict[str, int], rep: str, more: int) -> None:
    less = book(*every_rule, sold=sales(*((name, amount, 20) for name, amount in sold.items())))
    raised = sold | {rep: sold.get(rep, 0) + more}
    greater = book(*every_rule, sold=sales(*((name, amount, 20) for name, amount in raised.items())))
    assert D(total(greater, rep)) >= D(total(less, rep))


@settings(max_examples=40)
@given(amounts)
def test_every_statement_is_the_sum_of_its_lines_in_whole_cents(sold: dict[str, int]) -> None:
    of = book(*every_rule, sold=sales(*((name, amount, 20) for name, amount in sold.items())))
    for statement in Payouts(Achieved(of), MAY).statements():
        assert statement.lines
        assert sum(line.amount for line in statement.lines) == statement.total
        assert all(line.amount.as_tuple().exponent == -2 for line in statement.lines)
