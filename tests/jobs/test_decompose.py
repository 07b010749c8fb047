"""Decompose: goals, shares and history go in; exact leaves, days and process targets come out."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.new import KINDS, NewRequest, new
from tests.jobs.plans import TODAY, goal, members, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot


def planned(before: Snapshot) -> Book:
    """The book after decomposing, read back from the tables that were put."""
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert outcome.changes, [p.message("en") for p in outcome.problems]
    found = read(applied(before, outcome.changes))
    assert found.book is not None
    assert found.errors == ()
    return found.book


def codes(before: Snapshot) -> list[str]:
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert not outcome.changes
    return [p.code for p in outcome.problems if p.severity == "error"]


def by(book: Book, *keys: str, tier: str = "target", metric: str = "revenue") -> dict[Any, int]:
    found: Counter[Any] = Counter()
    for row in book.plan:
        if row.metric == metric:
            key = tuple(getattr(row, k) for k in keys)
            found[key[0] if len(key) == 1 else key] += getattr(row, tier)
    return dict(found)


def total(book: Book, tier: str = "target") -> int:
    return sum(getattr(row, tier) for row in book.plan)


# -- what the field guide says -----------------------------------------------------------------------------------


def examples() -> dict[tuple[str, str], Snapshot]:
    from salesbook.book.changes import ChangeSet, PutPage
    from salesbook.book.snapshot import Snapshot

    return {
        (kind, language): applied(
            Snapshot(), ChangeSet(tuple(PutPage(page) for page in new(NewRequest(kind, language, "CN"))))  # type: ignore[arg-type]
        )
        for kind in KINDS
        for language in ("zh", "en")
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_year_of_a_billion_adds_up_on_every_axis(language: str) -> None:
    book = planned(examples()["year", language])
    assert total(book) == 1_000_000_000
    quarters: Counter[int] = Counter()
    for row in book.plan:
        quarters[(row.start.month - 1) // 3] += row.target
    assert set(quarters.values()) == {250_000_000}
    assert sorted(by(book, "region").values()) == [150_000_000, 200_000_000, 250_000_000, 400_000_000]
    assert total(book, "floor") == 900_000_000
    assert total(book, "stretch") == 1_100_000_000


def test_the_quarter_has_its_line_its_thirds_and_its_hedge_beside_them() -> None:
    book = planned(examples()["quarter", "zh"])
    whole = total(book)
    assert max(Decimal(v) / whole for v in by(book, "product").values()) == Decimal("0.4")
    assert Decimal(by(book, "product")["云服务"]) / whole == Decimal("0.3")
    assert set(by(book, "period").values()) == {whole // 3}
    assert sum(row.hedge for row in book.plan) == whole // 10


def test_the_campaign_brings_the_orders_of_each_channel_and_the_work_before_them() -> None:
    book = planned(examples()["campaign", "en"])
    orders = by(book, "channel", metric="orders")
    assert sorted(orders.values()) == [10, 35, 40, 60]
    stages = {row.stage for row in book.process}
    assert len(stages) >= 2
    for channel, wanted in orders.items():
        counts = [row.count for row in book.process if row.channel == channel and not row.stage.startswith("Order")]
        assert sum(counts) >= wanted


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_plan_the_same_per_period(kind: str) -> None:
    plans = [planned(examples()[kind, language]) for language in ("zh", "en")]
    for metric in ("revenue", "orders"):
        months = [list(by(book, "period", metric=metric).values()) for book in plans]
        assert months[0] == months[1]


# -- goals, shares, weights --------------------------------------------------------------------------------------


def test_goals_of_quarters_and_months_inside_the_year_stay_as_typed() -> None:
    rows = {
        "sb_goals": [goal(1200), goal(500, period="2026Q1"), goal(200, period="2026-02"), goal(77, period="2026-12")],
        "sb_reps": reps("Li", "Wang", "Zhao"),
    }
    months = by(planned(snapshot(rows)), "period")
    assert months["2026-02"] == 200
    assert months["2026-12"] == 77
    assert sum(months[f"2026-0{m}"] for m in (1, 2, 3)) == 500
    assert sum(months.values()) == 1200


def test_a_reps_own_goals_hold_and_the_others_carry_the_rest() -> None:
    rows = {
        "sb_goals": [goal(1200), goal(301, "rep=Li"), goal(50, "rep=Li", "2026-03"), goal(7, "rep=Wang", "2026-03")],
        "sb_reps": reps("Li", "Wang", "Zhao"),
    }
    cells = by(planned(snapshot(rows)), "rep", "period")
    assert cells["Li", "2026-03"] == 50
    assert cells["Wang", "2026-03"] == 7
    assert sum(v for (rep, _), v in cells.items() if rep == "Li") == 301


def test_shares_are_met_exactly_and_the_rest_goes_by_weight() -> None:
    weights = [{"axis": "region", "member": name, "weight": weight} for name, weight in (("North", 2), ("South", 1))]
    dimension = [*members("region", East=0.3, West=0.25), *weights]
    rows = {"sb_goals": [goal(1000)], "sb_reps": reps("Li", "Wang"), "sb_members": dimension}
    assert by(planned(snapshot(rows)), "region") == {"East": 300, "West": 250, "North": 300, "South": 150}


def test_shares_go_down_a_tree_of_members() -> None:
    dimension = [
        {"axis": "product", "member": "Kitchen", "share": 0.6}, {"axis": "product", "member": "Bath", "share": 0.4},
        {"axis": "product", "member": "Oven", "parent": "Kitchen", "share": 0.25},
        {"axis": "product", "member": "Hob", "parent": "Kitchen"},
    ]  # fmt: skip
    rows = {"sb_goals": [goal(1000)], "sb_reps": reps("Li"), "sb_members": dimension}
    found = planned(snapshot(rows, {"axes": ("rep", "product")}))
    assert by(found, "product") == {"Oven": 150, "Hob": 450, "Bath": 400}


def test_a_rep_sells_in_the_reps_own_region_only() -> None:
    rows = {
        "sb_goals": [goal(1000)],
        "sb_reps": [*reps("Li", region="East"), *reps("Wang", "Zhao", region="West")],
        "sb_members": members("region", East=0.5, West=0.5),
    }
    cells = by(planned(snapshot(rows)), "rep", "region")
    assert cells == {("Li", "East"): 500, ("Wang", "West"): 250, ("Zhao", "West"): 250}


def test_weights_divide_a_region_exactly_whatever_the_months_and_products_ask_for() -> None:
    rows = {
        "sb_goals": [goal(1_000_000)],
        "sb_reps": [
            *reps("Li", region="East", weight=1.2), *reps("Wang", "Zhao", region="East", weight=1.8),
            *reps("Sun", "Zhou", region="West"),
        ],
        "sb_members": [*members("region", East=0.4, West=0.6), *members("product", Oven=0.35, Hob=0.65)],
    }  # fmt: skip
    book = planned(snapshot(rows, {"axes": ("rep", "region", "product"), "floor": Decimal("0.9")}))
    assert by(book, "rep") == {"Li": 100_000, "Wang": 150_000, "Zhao": 150_000, "Sun": 300_000, "Zhou": 300_000}
    assert by(book, "rep", tier="floor")["Li"] == 90_000
    assert by(book, "product") == {"Oven": 350_000, "Hob": 650_000}


def test_every_target_is_a_whole_multiple_of_the_unit() -> None:
    rows = {"sb_goals": [goal(1_234_000)], "sb_reps": reps("Li", "Wang", "Zhao")}
    book = planned(snapshot(rows, {"unit": 1000, "flex": Decimal("0.1")}))
    assert all(v % 1000 == 0 for row in book.plan for v in (row.floor, row.target, row.stretch, row.hedge))
    assert all(day.target % 1000 == 0 for day in book.days)
    assert sum(row.hedge for row in book.plan) == 123_000


def test_one_rep_and_one_month_is_a_plan_too() -> None:
    rows = {"sb_goals": [goal(7)], "sb_reps": reps("Li")}
    book = planned(snapshot(rows, {"start": date(2026, 5, 1), "end": date(2026, 5, 31)}))
    assert by(book, "rep", "period") == {("Li", "2026-05"): 7}


def test_a_target_smaller_than_the_number_of_leaves_still_adds_up() -> None:
    rows = {"sb_goals": [goal(5)], "sb_reps": reps("Li", "Wang", "Zhao")}
    assert total(planned(snapshot(rows))) == 5


@pytest.mark.parametrize("whole", range(12))
def test_a_handful_of_units_keeps_every_tier_exact_and_in_order(whole: int) -> None:
    rows = {"sb_goals": [goal(whole)], "sb_reps": reps("Li"), "sb_members": members("region", "East", "West", "North")}
    for row in rows["sb_members"]:
        row["weight"] = 1
    book = planned(snapshot(rows, {"floor": Decimal("0.8"), "stretch": Decimal("1.25")}))
    goals = book.goals[0]
    assert (total(book, "floor"), total(book), total(book, "stretch")) == (goals.floor, whole, goals.stretch)
    assert all(row.floor <= row.target <= row.stretch for row in book.plan)


def test_a_damaged_plan_is_simply_made_anew() -> None:
    from dataclasses import replace

    before = snapshot({"sb_goals": [goal(1200)], "sb_reps": reps("Li", "Wang")})
    once = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    block = once.tables["sb_plan"]
    nonsense = tuple(tuple("?" for _ in row) for row in block.rows)
    damaged = replace(once, tables={**once.tables, "sb_plan": replace(block, rows=nonsense)})
    assert total(planned(damaged)) == 1200


def test_somebody_who_joins_in_may_has_nothing_before() -> None:
    rows = {
        "sb_goals": [goal(12_000)],
        "sb_reps": [*reps("Li"), *reps("Wang", start=date(2026, 5, 15), end=date(2026, 10, 31))],
    }
    book = planned(snapshot(rows))
    mine = {row.period for row in book.plan if row.rep == "Wang" and row.target}
    assert mine == {f"2026-{m:02}" for m in range(5, 11)}
    assert min(d.day for d in book.days if d.rep == "Wang" and d.target) >= date(2026, 5, 15)


# -- history -----------------------------------------------------------------------------------------------------


def sale(day: date, rep: str, amount: int, region: str | None = None) -> dict[str, Any]:
    return {"date": day, "rep": rep, "region": region, "amount": amount}


def test_shares_come_from_the_last_twelve_months_of_history() -> None:
    history = [sale(date(2024, 6, 1), "Li", 900)]
    each = (("Li", 30), ("Wang", 10))
    history += [sale(date(2025, m, 10), rep, amount) for m in range(1, 13) for rep, amount in each]
    rows = {"sb_goals": [goal(4000)], "sb_reps": reps("Li", "Wang"), "sb_history": history}
    assert by(planned(snapshot(rows, {"axes": ("rep",)})), "rep") == {"Li": 3000, "Wang": 1000}


def test_a_new_rep_with_a_weight_gets_that_many_average_parts() -> None:
    history = [sale(date(2025, m, 10), rep, 10) for m in range(1, 13) for rep in ("Li", "Wang")]
    rows = {
        "sb_goals": [goal(2500)],
        "sb_reps": [*reps("Li", "Wang"), *reps("Zhao", weight=0.5)],
        "sb_history": history,
    }
    assert by(planned(snapshot(rows, {"axes": ("rep",)})), "rep") == {"Li": 1000, "Wang": 1000, "Zhao": 500}


def test_a_rep_without_history_and_weight_is_named_and_given_nothing() -> None:
    history = [sale(date(2025, m, 10), "Li", 10) for m in range(1, 13)]
    rows = {"sb_goals": [goal(2500)], "sb_reps": reps("Li", "Zhao"), "sb_history": history}
    outcome = decompose(snapshot(rows, {"axes": ("rep",)}), DecomposeRequest(), TODAY)
    assert [p.words["rep"] for p in outcome.problems if p.code == "rep-without-base"] == ["Zhao"]


def test_returns_that_outweigh_the_sales_are_refused_by_name() -> None:
    history = [sale(date(2025, 3, 1), "Li", 10), sale(date(2025, 3, 1), "Wang", -5)]
    rows = {"sb_goals": [goal(2500)], "sb_reps": reps("Li", "Wang"), "sb_history": history}
    assert codes(snapshot(rows, {"axes": ("rep",)})) == ["negative-base"]


# -- what cannot be ----------------------------------------------------------------------------------------------


def test_months_of_twenty_million_do_not_pass_for_a_billion() -> None:
    rows = {
        "sb_goals": [
            goal(1_000_000_000), *(goal(250_000_000, period=f"2026Q{q}") for q in range(1, 5)),
            *(goal(20_000_000, period=f"2026-{m:02}") for m in range(1, 13)),
        ],
        "sb_reps": reps("Li"),
    }  # fmt: skip
    outcome = decompose(snapshot(rows), DecomposeRequest(), TODAY)
    wrong = [p for p in outcome.problems if p.code == "parts-do-not-add-up"]
    assert len(wrong) == 4
    assert all("190,000,000" in p.message("en") and p.place.cell for p in wrong)
    assert not outcome.changes


def test_fixed_parts_over_their_total_are_said_with_the_excess() -> None:
    march = [goal(100, period="2026-03"), goal(60, "rep=Li", "2026-03"), goal(70, "rep=Wang", "2026-03")]
    rows = {"sb_goals": [goal(1200), *march], "sb_reps": reps("Li", "Wang", "Zhao")}
    outcome = decompose(snapshot(rows), DecomposeRequest(), TODAY)
    assert not outcome.changes
    assert any("30" in p.message("en") for p in outcome.problems if p.severity == "error")


def test_only_parts_and_no_whole_is_no_plan() -> None:
    rows = {"sb_goals": [goal(100, period="2026-03")], "sb_reps": reps("Li")}
    assert codes(snapshot(rows)) == ["no-whole-goal"]


# -- properties --------------------------------------------------------------------------------------------------


@st.composite
def plans(draw: st.DrawFn) -> Snapshot:
    names = draw(st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=5, unique=True))
    team = [{"name": n, "weight": draw(st.integers(1, 9))} for n in names]
    regions = draw(st.lists(st.sampled_from(["East", "West", "North"]), min_size=1, max_size=3, unique=True))
    dimension = [{"axis": "region", "member": r, "weight": draw(st.integers(1, 5))} for r in regions]
    whole = draw(st.integers(0, 10**7))
    months = draw(st.lists(st.sampled_from(["2026-01", "2026-05", "2026-09"]), max_size=2, unique=True))
    goals = [goal(whole), *(goal(draw(st.integers(0, whole // 4)), period=month) for month in months)]
    flex = draw(st.sampled_from([Decimal(0), Decimal("0.1")]))
    tiers = {"floor": Decimal("0.8"), "stretch": Decimal("1.25"), "flex": flex}
    return snapshot({"sb_goals": goals, "sb_reps": team, "sb_members": dimension}, tiers)


@settings(max_examples=25, deadline=None)
@given(plans())
def test_every_tier_adds_up_and_keeps_its_order_in_leaves_and_days(before: Snapshot) -> None:
    goals = read(before)
    assert goals.book is not None
    whole = goals.book.goals[0]
    outcome = decompose(before, DecomposeRequest(), TODAY)
    found = read(applied(before, outcome.changes)).book
    assert found is not None
    for tier in ("floor", "target", "stretch"):
        assert total(found, tier) == getattr(whole, tier)
        assert sum(getattr(day, tier) for day in found.days) == getattr(whole, tier)
    assert all(row.floor <= row.target <= row.stretch for row in (*found.plan, *found.days))
    for part in goals.book.goals[1:]:
        assert by(found, "period").get(part.period, 0) == part.target


@settings(max_examples=15, deadline=None)
@given(plans())
def test_decomposing_twice_gives_the_same_plan_as_the_next_version(before: Snapshot) -> None:
    once = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    twice = applied(once, decompose(once, DecomposeRequest(), TODAY).changes)
    first, second = read(once).book, read(twice).book
    assert first is not None
    assert second is not None
    assert [(r.period, r.rep, r.region, r.target) for r in first.plan] == [
        (r.period, r.rep, r.region, r.target) for r in second.plan
    ]
    assert second.settings.version == first.settings.version + 1


def test_a_rep_stays_in_the_region_of_the_team_sheet_whatever_history_says() -> None:
    """Li sold in both regions; Wang and Zhao have no history, and nobody sold in Zhao's region."""
    team = [
        {"name": "Li", "region": "East", "weight": 1}, {"name": "Wang", "region": "East", "weight": 1},
        {"name": "Zhao", "region": "West", "weight": 1},
    ]
    sale = {"date": date(2025, 3, 1), "rep": "Li", "amount": Decimal(100)}
    sold = [{**sale, "region": "East"}, {**sale, "region": "North"}]
    regions = members("region", "East", "North", "West")
    before = snapshot({"sb_goals": [goal(900)], "sb_reps": team, "sb_members": regions, "sb_history": sold})
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert "reps-in-several-regions" not in {p.code for p in outcome.problems}
    assert by(planned(before), "rep", "region") == {("Li", "East"): 300, ("Wang", "East"): 300, ("Zhao", "West"): 300}


def test_without_goals_nothing_is_put_in_the_place_of_an_old_plan() -> None:
    assert codes(snapshot({"sb_reps": reps("Li")})) == ["no-goals"]


def test_a_plan_without_anybody_in_the_team_is_split_over_time_and_says_so() -> None:
    before = snapshot({"sb_goals": [goal(1200)]})
    assert "nobody-in-team" in {p.code for p in decompose(before, DecomposeRequest(), TODAY).problems}
    assert total(planned(before)) == 1200
