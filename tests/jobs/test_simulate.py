"""Simulating: payouts by attainment and scenario as statements would have them, and leaps by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.book.changes import AppendRows, ChangeSet, PutPage
from salesbook.book.page import Page
from salesbook.book.simulated import LANDING, SHARES, Scenario, Simulation
from salesbook.book.values import Formula
from salesbook.jobs.settle import SettleRequest, settle
from salesbook.jobs.simulate import SimulateRequest, simulate
from tests.book.test_payouts import MAY, book, sales, tiers
from tests.jobs.plans import TODAY
from tests.jobs.test_settle import planned

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot

D = Decimal


def simulation(*rules: Any, **more: Any) -> Simulation:
    return Simulation(book(*rules, **more), MAY)


def paid(of: Simulation, scenario: Scenario) -> list[str]:
    return [str(amount) for amount in of.paid(scenario).values()]


def test_everybody_at_an_attainment_is_paid_by_it() -> None:
    of = simulation(*tiers())
    assert paid(of, Scenario(D("0.79"))) == ["-500.00", "-500.00", "-500.00"]
    assert paid(of, Scenario(D(1))) == ["720.00", "1340.00", "678.00"]  # 2 % of 31,000, 62,000 and 28,900, and 100
    assert paid(of, Scenario(tier="target")) == paid(of, Scenario(D(1)))
    assert paid(of, Scenario(tier="stretch")) == paid(of, Scenario(D("1.2")))


def test_the_present_pace_is_what_was_sold_and_the_rest_at_that_pace() -> None:
    of = simulation(*tiers(), sold=sales(("Li", 12_000, 10), ("Wang", 5000, 3), ("Zhao", 100, 20)))
    at = replace(of.book, settings=replace(of.book.settings, as_of=date(2026, 5, 10)))
    landing = Simulation(at, MAY).scenarios()[LANDING]
    sold = [str(Simulation(at, MAY).sold(landing, rep)) for rep in ("Li", "Wang", "Zhao")]
    assert sold == ["37200.00", "15500.00", "28900.00"]  # 120 % of 31,000; 25 % of 62,000; nothing due yet: the target


def test_the_pace_is_as_of_the_last_sale_where_no_day_is_set_and_unknown_without_sales() -> None:
    assert simulation(*tiers(), sold=sales(("Li", 1, 7), ("Li", 1, 3))).as_of == date(2026, 5, 7)
    assert LANDING not in simulation(*tiers()).scenarios()


def test_champions_and_rules_of_other_periods_are_counted_apart() -> None:
    from salesbook.book.model import Incentive

    champion = Incentive(rule="champion", reward=D(1000), lower=D(1))
    weekly = Incentive(rule="fixed", reward=D(10), every="week")
    of = simulation(*tiers(), champion, weekly)
    assert paid(of, Scenario(D(1))) == ["720.00", "1340.00", "678.00"]
    assert of.champions(Scenario(D(1))) == 1000
    assert of.champions(Scenario(D("0.99"))) == 0
    assert of.others(Scenario(D(1))) == 10 * (5 + 5 + 3)  # Li and Wang in five weeks, Zhao in three


def run(before: Snapshot, period: str = "2026-05") -> Outcome:
    return simulate(before, SimulateRequest(period), TODAY)


def page_of(outcome: Outcome) -> Page:
    pages = (getattr(change, "page", None) for change in outcome.changes.changes)
    return next(page for page in pages if isinstance(page, Page) and page.key.startswith("pay.simulation"))


def test_the_sheet_shows_what_statements_would_pay() -> None:
    outcome = run(planned())
    page = page_of(outcome)
    shown = {cell.content.result for cell in page.cells.values() if isinstance(cell.content, Formula)}
    assert {D("510.00"), D("30.00"), D("-100.00")} <= shown
    assert SHARES[0] == D("0.8")
    assert [(line.said("en"), line.after) for line in outcome.summary] == [
        ("Cost of the plan: Floor", D("1020.00")),  # the goal gives no floor: it is the target
        ("Cost of the plan: Target", D("1020.00")),
        ("Cost of the plan: Stretch", D("60.00")),
    ]


def test_leaps_and_falls_are_warned_of_with_amounts_and_their_row() -> None:
    found = run(planned()).problems
    assert [(p.code, p.place.cell, p.message("en")) for p in found] == [
        ("payout-falls", "D6", "Li: at 1,499 of Revenue the payout is 514.99, at 1,500 it falls to 30.00."),
        ("payout-leaps", "D5", "Li: at 999 of Revenue the payout is -100.00, at 1,000 it is 510.00."),
    ]


def test_marginal_rates_leap_nowhere() -> None:
    rules = ({"lower": 0, "rate": 0.01, "basis": "marginal"}, {"lower": 1, "rate": 0.05}, {"lower": 1.2, "rate": 0.09})
    assert run(planned(*rules), "").problems == ()


def test_a_period_without_rules_and_one_that_is_none_are_refused() -> None:
    assert [p.code for p in run(planned(), "2026Q2").problems] == ["nothing-settled"]
    assert [p.code for p in run(planned(), "never").problems] == ["period-unreadable"]


def test_the_sheet_is_drawn_anew_with_the_others() -> None:
    from salesbook.jobs.track import TrackRequest, track

    before = planned()
    there = applied(before, run(before).changes)
    sold = applied(there, ChangeSet((AppendRows("sb_actuals", ("Date", "Rep", "Amount"), ((TODAY, "Li", 90),)),)))
    changes = track(sold, TrackRequest(date(2026, 5, 10)), TODAY).changes
    assert "pay.simulation.month_20260501_20260531" in {c.page.key for c in changes.changes if isinstance(c, PutPage)}


def test_a_table_with_the_old_columns_alone_is_simulated_and_settled() -> None:
    there = planned({"tier": "floor", "rate": 0.01, "penalty": 5}, {"tier": "target", "rate": 0.02, "reward": 7})
    block = there.tables["sb_incentives"]
    kept = [block.headings.index(heading) for heading in ("Tier", "Rate", "Reward", "Penalty", "Note")]
    old = replace(
        block,
        headings=tuple(block.headings[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in block.rows),
    )
    before = replace(there, tables={**there.tables, "sb_incentives": old})
    page = page_of(run(before, ""))
    rates = {cell.content.text for cell in page.cells.values() if isinstance(cell.content, Formula)}
    assert {"INDEX(sb_incentives[Rate],1)", "INDEX(sb_incentives[Rate],2)"} <= rates
    assert not any("[From]" in text or "[Cap]" in text for text in rates)
    year = settle(before, SettleRequest(), date(2027, 1, 5))
    assert (year.summary[0].said("en"), year.summary[0].after) == ("Payout for 2026", -10)
