"""WHY: every leaf of every plan, and every slice, comes to exactly the number that stands in the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutCells
from salesbook.book.reading import read
from salesbook.domain.why import explain
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.journal import journaled
from salesbook.jobs.plan_build import build_plan
from salesbook.jobs.rebalance import RebalanceRequest, rebalance
from salesbook.jobs.spread import SpreadRequest, spread_slice
from salesbook.jobs.spread_method import Typed
from salesbook.jobs.why import WhyRequest, why
from salesbook.jobs.why_leaves import told
from salesbook.jobs.why_reasons import season_policy
from salesbook.letters.content import Issue, letter_of
from tests.jobs.plans import TODAY, goal, members, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.domain.why import Why

TIERS = ("floor", "target", "stretch")
NAMES = ("Li", "Wang", "Zhao")


def planned(rows: dict[str, Any], **more: Any) -> Snapshot:
    """A workbook that has been split."""
    before = snapshot(rows, more)
    outcome = decompose(before, DecomposeRequest(), TODAY)
    assert outcome.changes, outcome.problems
    return applied(before, outcome.changes)


def past(*rows: tuple[int, str, str, int]) -> list[dict[str, Any]]:
    """Sales of 2025: month, rep, region, amount."""
    return [{"date": date(2025, m, 10), "rep": rep, "region": region, "amount": v} for m, rep, region, v in rows]


def explained(book: Snapshot, part: str = "", tier: str = "target") -> Why:
    answer = why(book, WhyRequest(part, tier=tier))
    assert answer.explained is not None, answer.problems
    return answer.explained.why


@st.composite
def books(draw: st.DrawFn) -> Snapshot:
    """Plans of two or three reps in two regions: with or without history, goals inside, ramps, joiners, a hedge."""
    team = [
        {
            "name": name, "region": draw(st.sampled_from(("East", "West"))),
            "ramp": draw(st.sampled_from((None, 0.5, 0.8, "50%, 75%, 100%"))),
            "weight": draw(st.sampled_from((None, 1, 1.3))),
            "start": draw(st.sampled_from((None, date(2026, 3, 9)))),
            "end": draw(st.sampled_from((None, None, date(2026, 9, 18)))),
        }
        for name in NAMES[: draw(st.integers(2, 3))]
    ]  # fmt: skip
    total = draw(st.integers(1_000, 99_999)) * 10
    goals = [goal(total, floor=total * 8 // 10, stretch=total * 13 // 10)]
    if draw(st.booleans()):
        goals.append(goal(total // 4 // 10 * 10, period="2026Q1"))
    history = past(*((m, r["name"], r["region"], draw(st.integers(1, 500))) for r in team for m in range(1, 13)))
    return snapshot(
        {
            "sb_goals": goals, "sb_reps": team, "sb_members": members("region", "East", "West"),
            **({"sb_history": history} if draw(st.booleans()) else {}),
        },
        {"flex": draw(st.sampled_from((0, 0.1))), "season": draw(st.sampled_from(("auto", "days", "equal")))},
    )  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_every_leaf_and_every_sum_of_a_plan_comes_to_its_cell(before: Snapshot) -> None:
    outcome = decompose(before, DecomposeRequest(), TODAY)
    if not outcome.changes:
        return
    book = read(applied(before, outcome.changes)).book
    assert book is not None
    (facts,) = build_plan(book).facts
    for tier in TIERS:
        everything = told(book, facts, tier)
        for key, leaf in everything.leaves.items():
            found = explain(everything.total, [leaf])
            assert found.planned == cell(book, key, tier)
            assert everything.total + sum(layer.effect for layer in found.layers) == found.handed_down
            assert found.layer("since").effect == 0
        whole = explain(everything.total, tuple(everything.leaves.values()))
        assert whole.planned == sum(getattr(row, tier) for row in book.plan) == everything.total


def cell(book: Book, key: tuple[str, ...], tier: str) -> int:
    return sum(getattr(row, tier) for row in book.plan if (row.period, row.rep, row.region) == key)


def two_reps(**more: Any) -> dict[str, Any]:
    return {"sb_goals": [goal(120_000, floor=100_000, stretch=150_000)], "sb_reps": reps("Li", "Wang", **more)}


def test_the_factors_of_a_plan_that_can_be_worked_by_hand() -> None:
    """Li weighs 1 of 4; March has its selling days of the year's; nothing else is asked."""
    team = [{"name": "Li", "weight": 1}, {"name": "Wang", "weight": 3}]
    book = planned({"sb_goals": [goal(2_610_000)], "sb_reps": team}, season="days", axes=("rep",))
    found = explained(book, "rep=Li, month=2026-03")
    assert found.parent == 2_610_000
    assert (found.layer("share").factor, found.layer("days").factor) == (
        pytest.approx(1 / 4), pytest.approx(22 / 261),
    )  # fmt: skip
    assert found.layer("season").factor == found.layer("ramp").factor == 1
    assert found.planned == 55_000


def test_a_ramp_is_a_layer_of_its_own_and_the_others_carry_the_rest() -> None:
    team = [{"name": "Li", "ramp": 0.5}, {"name": "Wang"}]
    book = planned({"sb_goals": [goal(1_500)], "sb_reps": team}, axes=("rep",), season="equal")
    li, wang = (explained(book, f"rep={name}") for name in ("Li", "Wang"))
    assert (li.planned, wang.planned) == (500, 1_000)
    assert li.layer("share").factor == wang.layer("share").factor
    assert (li.layer("ramp").factor, wang.layer("ramp").factor) == (pytest.approx(0.5), 1)


def test_a_joiner_counts_for_the_days_that_are_left() -> None:
    team = [{"name": "Li", "start": date(2026, 7, 1)}, {"name": "Wang"}]
    book = planned({"sb_goals": [goal(12_000)], "sb_reps": team}, axes=("rep",), season="days")
    half = explained(book, "rep=Li").layer("ramp").factor
    assert half == pytest.approx(132 / 261)
    assert explained(book, "rep=Li, quarter=2026Q1").planned == 0


def test_what_a_leaver_leaves_can_be_asked_for_by_its_name() -> None:
    team = [{"name": "Li", "end": date(2026, 6, 30)}, {"name": "Wang"}]
    book = planned({"sb_goals": [goal(12_000)], "sb_reps": team}, axes=("rep",), season="equal")
    li, rest = explained(book, "rep=Li"), explained(book, "rep=Unassigned")
    assert (li.planned, rest.planned) == (3_000, 3_000)
    assert li.layer("share").factor == rest.layer("share").factor
    assert li.layer("ramp").factor == Fraction(1, 2)
    assert li.layer("ramp").reached == rest.layer("ramp").reached


def test_a_ramp_by_months_is_told_as_it_was_typed() -> None:
    team = [{"name": "Li", "start": date(2026, 1, 1), "ramp": "50%, 75%, 100%"}, {"name": "Wang"}]
    book = planned({"sb_goals": [goal(12_000)], "sb_reps": team}, axes=("rep",), season="equal")
    answer = why(book, WhyRequest("rep=Li, month=2026-02"))
    assert answer.explained is not None
    assert answer.explained.why.layer("ramp").factor == Fraction(3, 4)
    assert answer.explained.reasons["ramp"][0]["en"] == "Li counts as 50% → 75% → 100% of a full rep"


def test_a_slice_of_a_quarter_is_the_sum_of_its_months() -> None:
    book = planned(two_reps())
    quarter = explained(book, "姓名=Li，季度=2026年一季度", "stretch")
    months = [explained(book, f"rep=Li, month=2026-0{m}", "stretch") for m in (1, 2, 3)]
    assert quarter.planned == sum(month.planned for month in months)
    for number, layer in enumerate(quarter.layers[2:], start=2):
        assert layer.reached == sum(month.layers[number].reached for month in months)


def test_what_fixed_a_total_is_named_with_its_place() -> None:
    rows = {
        "sb_goals": [goal(120_000), goal(30_000, "region=East", "2026Q1"), goal(40_000, period="2026-02")],
        "sb_reps": [{"name": "Li", "region": "East"}, {"name": "Wang", "region": "West"}],
        "sb_members": members("region", East=0.4, West=0.6),
    }
    answer = why(planned(rows), WhyRequest("rep=Li, month=2026-02"))
    assert answer.explained is not None
    said = [reason["en"] for reason in answer.explained.reasons["fit"]]
    assert any("Period 2026-02 is fixed at 40,000 (goal at Goals!G7)" in line for line in said), said
    assert any("Region East is fixed at 48,000 (share at Dimensions!B5)" in line for line in said), said
    assert any(line.startswith("Region East, Period 2026-02 is fixed at 21,976 (goal at Goals!G6)") for line in said)


def test_a_total_that_is_the_sum_of_goals_says_so() -> None:
    quarters = [goal(10_000, "rep=Li", f"2026Q{number}") for number in range(1, 5)]
    answer = why(planned({**two_reps(), "sb_goals": [goal(120_000), *quarters]}), WhyRequest("rep=Li"))
    assert answer.explained is not None
    said = answer.explained.reasons["fit"][0]["en"]
    assert said.startswith("Rep Li is fixed at 40,000 (the sum of its 4 goals for parts of the plan, from Goals!G6 on)")


def test_where_the_base_came_from_is_told() -> None:
    rows = {**two_reps(), "sb_history": past(*((m, "Li", "East", 3) for m in range(1, 13)), (5, "Wang", "East", 12))}
    told_of = why(planned(rows), WhyRequest("rep=Li")).explained
    assert told_of is not None
    assert "past sales of 2025-01-01 … 2025-12-10 (13 rows)" in told_of.reasons["share"][0]["en"]
    without = why(planned(two_reps()), WhyRequest("rep=Li")).explained
    assert without is not None
    assert without.reasons["share"][0]["zh"] == "没有历史，也没有占比与权重：均分"


def test_inputs_changed_since_are_a_layer_and_a_notice() -> None:
    book = planned(two_reps())
    target = book.tables["sb_goals"].headings.index("Target")
    moved = applied(book, ChangeSet((PutCells("sb_goals", {(0, target): 132_000}),)))
    answer = why(moved, WhyRequest("rep=Li"))
    assert [problem.code for problem in answer.problems] == ["why-moved"]
    assert answer.explained is not None
    found = answer.explained.why
    assert (found.parent, found.planned, found.layer("since").effect) == (132_000, 60_000, -6_000)


def test_the_hedge_lies_on_top_of_target_and_stretch_and_not_of_the_floor() -> None:
    book = planned(two_reps(), flex=0.1)
    assert [explained(book, "", tier).layer("hedge").effect for tier in TIERS] == [0, 12_000, 12_000]
    assert explained(book).handed_down == 132_000


def test_a_change_by_hand_is_a_layer() -> None:
    book = planned(two_reps())
    read_book = read(book).book
    assert read_book is not None
    (facts,) = build_plan(read_book).facts
    first = read_book.plan[0]
    changed = replace(first, target=first.target - 7, target_change=-7)
    everything = told(replace(read_book, plan=(changed, *read_book.plan[1:])), facts, "target")
    leaf = everything.leaves[first.period, first.rep]
    found = explain(everything.total, [leaf])
    assert (found.layer("change").effect, found.layer("since").effect, found.planned) == (-7, 0, first.target - 7)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("rep=Lee", "unknown-rep"),
        ("Li", "scope-unreadable"),
        ("channel=Dealer", "why-axis-not-split"),
        ("week=2026-W10", "why-no-leaves"),
        ("month=2031-01", "period-outside-plan"),
    ],
)
def test_slices_that_are_not_there_are_refused(part: str, code: str) -> None:
    answer = why(planned(two_reps()), WhyRequest(part))
    assert answer.explained is None
    assert [problem.code for problem in answer.problems] == [code]


def test_there_is_nothing_to_explain_before_the_first_split() -> None:
    answer = why(snapshot(two_reps()), WhyRequest())
    assert [problem.code for problem in answer.problems] == ["no-plan"]


def test_other_metrics_are_named() -> None:
    answer = why(planned(two_reps()), WhyRequest(metric="orders"))
    assert [problem.code for problem in answer.problems] == ["why-no-metric"]
    assert "Revenue" in answer.problems[0].message("en")


def by_hand(before: Snapshot, part: str, value: int) -> Snapshot:
    """The workbook after a number was spread over a slice by hand, with its line in the journal."""
    request = SpreadRequest(part, Typed("R", value=str(value)))
    outcome = spread_slice(before, request, TODAY)
    assert outcome.changes, outcome.problems
    return applied(before, journaled(before, outcome, "spread", datetime(2026, 1, 7, 9, 30)))


def test_who_reads_a_number_changed_by_hand_is_told_when_and_how() -> None:
    book = by_hand(planned(two_reps()), "rep=Li, month=2026-05", 9_999)
    answer = why(book, WhyRequest("rep=Li, month=2026-05"))
    assert answer.explained is not None
    assert answer.explained.why.planned == 9_999
    said = [reason["en"] for reason in answer.explained.reasons["change"]]
    assert said[1].startswith("2026-01-07 09:30:00 spread: Rep Li, Period 2026-05, target ")
    other = why(book, WhyRequest("rep=Li, month=2026-06")).explained
    assert other is not None
    assert "change" not in other.reasons


def test_changes_that_a_split_has_dropped_are_told_of_no_more() -> None:
    book = by_hand(planned(two_reps()), "rep=Li, month=2026-05", 9_999)
    outcome = decompose(book, DecomposeRequest(drop_changes=True), TODAY)
    dropped = journaled(book, outcome, "decompose --drop-changes", datetime(2026, 1, 7, 9, 31))
    answer = why(by_hand(applied(book, dropped), "rep=Li, month=2026-05", 8_888), WhyRequest("rep=Li, month=2026-05"))
    assert answer.explained is not None
    said = [reason["en"] for reason in answer.explained.reasons["change"][1:]]
    assert len(said) == 1
    assert "8,888" in said[0]


def test_what_was_carried_is_told_of_and_a_mere_closing_is_not() -> None:
    sold = [{"date": date(2026, 1, 7), "rep": rep, "amount": 1} for rep in ("Li", "Wang")]
    book = planned({**two_reps(), "sb_actuals": sold})
    for policy, clock in (("none", 30), ("next", 31)):
        outcome = rebalance(book, RebalanceRequest(date(2026, 1, 31), policy), TODAY)
        book = applied(book, journaled(book, outcome, "rebalance", datetime(2026, 2, 1, 9, clock)))
    answer = why(book, WhyRequest("rep=Li, month=2026-02"))
    assert answer.explained is not None
    said = [reason["en"] for reason in answer.explained.reasons["change"][1:]]
    assert [line.split(": ")[0] for line in said] == ["2026-02-01 09:31:00 rebalance"]


def test_changes_by_hand_stay_their_own_layer_after_the_next_split() -> None:
    book = by_hand(planned(two_reps()), "rep=Li, month=2026-05", 9_999)
    again = applied(book, decompose(book, DecomposeRequest(), TODAY).changes)
    before, after = (explained(one, "rep=Li, month=2026-05") for one in (book, again))
    assert before.layer("change") == after.layer("change")
    assert (after.planned, after.layer("since").effect) == (9_999, 0)


def test_a_hold_is_named_with_its_reason_its_owner_and_its_place() -> None:
    hold = {
        "metric": "revenue", "scope": "rep=Li", "period": "2026-05", "kind": "hold", "value": 7_000,
        "reason": "tender", "owner": "Zhou", "date": date(2026, 1, 3),
    }  # fmt: skip
    answer = why(planned({**two_reps(), "sb_holds": [hold]}), WhyRequest("rep=Li, month=2026-05"))
    assert answer.explained is not None
    assert answer.explained.why.planned == 7_000
    said = [reason["en"] for reason in answer.explained.reasons["fit"]]
    wanted = "Rep Li, Period 2026-05: Hold 7,000 (tender · Zhou · 2026-01-03 · Holds!"
    assert any(line.startswith(wanted) for line in said)


def test_a_letter_and_why_say_the_same_of_where_a_number_comes_from() -> None:
    book = planned({**two_reps(), "sb_history": past(*((m, "Li", "East", m) for m in range(1, 13)))}, axes=("rep",))
    answer = why(book, WhyRequest("rep=Li"))
    found = read(book).book
    assert answer.explained is not None
    assert found is not None
    letter = letter_of(found, found.reps[0], Issue("formal", TODAY, Fraction(1), season=season_policy(found)))
    assert letter is not None
    assert answer.explained.letter == letter.slots["why"]
    assert "past seasons" in answer.explained.letter
