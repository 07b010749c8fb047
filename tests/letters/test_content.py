"""What a letter says: handed-down numbers, their sums, why they are so, and nothing that is not the rep's."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.model import Phase, Rep, Sales
from salesbook.domain.payout import Terms, payout_at
from salesbook.letters.content import Issue, letter_of
from salesbook.letters.letter import content_hash
from salesbook.letters.serial import serial_of
from salesbook.letters.why import percent
from tests.letters.books import DAY, REPS, D, book, letter, plan, process, settings


def everything(one: Any) -> str:
    """All that a letter says, as one text."""
    return json.dumps([dict(one.slots), one.blocks], ensure_ascii=False, default=str)


def test_target_and_stretch_are_handed_down_with_the_hedge_and_the_floor_without() -> None:
    plain, hedged = letter(book(3)), letter(book(3, hedge=100))
    assert hedged.slots["floor_total"] == plain.slots["floor_total"] == sum(909 + 9 * m for m in range(3))
    assert hedged.slots["target_total"] == plain.slots["target_total"] + 300  # type: ignore[operator]
    assert hedged.slots["stretch_total"] == plain.slots["stretch_total"] + 300  # type: ignore[operator]
    assert [p["target"] for p in hedged.blocks["periods"]] == [1110, 1120, 1130]


def test_the_hedge_is_neither_told_nor_can_it_be_derived_from_the_companys_total() -> None:
    ours = book(3, hedge=777)
    said = everything(letter(ours))
    company = sum(row.target for row in ours.plan)
    handed = company + 777 * len(ours.plan)
    plain = sum(row.target for row in ours.plan if row.rep == "李伟")
    numbers = {found.strip(".,").replace(",", "") for found in re.findall(r"[\d.,]+", said)}
    assert str(plain + 3 * 777) in numbers
    assert not numbers & {str(number) for number in (777, 3 * 777, company, handed, plain)}
    assert "以公司下达的销售额目标为基数" in said


@given(st.integers(1, 24), st.integers(0, 5000))
def test_periods_sum_to_the_totals_and_shares_to_one(months: int, hedge: int) -> None:
    one = letter(book(months, hedge=hedge))
    for tier in ("floor", "target", "stretch"):
        assert sum(p[tier] for p in one.blocks["periods"]) == one.slots[f"{tier}_total"]  # type: ignore[misc]
    assert sum(p["share"] for p in one.blocks["periods"]) == pytest.approx(Decimal(1))  # type: ignore[misc]


def test_why_names_the_companys_goal_and_the_exact_shares() -> None:
    ours = book(1, reps=[replace(r, region=region) for r, region in zip(REPS, ("华东", "华东", "华南"), strict=True)])
    rows = tuple(replace(row, target=t, hedge=0) for row, t in zip(ours.plan, (250, 750, 1000), strict=True))
    one = letter(replace(ours, plan=rows))
    assert one.slots["why_from"] == "明远家居销售额目标 2,000 元，华东占50%，您承担其中的25%。"


def test_a_share_that_is_not_whole_is_called_about() -> None:
    ours = book(1)
    rows = tuple(replace(row, region="", target=t) for row, t in zip(ours.plan, (1, 1, 1), strict=True))
    assert letter(replace(ours, plan=rows)).slots["why_from"] == "明远家居销售额目标 3 元，您承担约33.3%。"


def test_a_rep_in_several_regions_is_told_the_share_of_the_plan() -> None:
    ours = book(2)
    rows = tuple(replace(row, region=f"区{i}", target=10) for i, row in enumerate(ours.plan))
    one = letter(replace(ours, plan=rows, reps=tuple(replace(r, region="") for r in ours.reps)))
    assert one.slots["why_from"] == "明远家居销售额目标 60 元，您承担约33.3%。"
    assert one.slots["region"] == "区0、区1"


@pytest.mark.parametrize(
    ("season", "history", "said"),
    [
        ("auto", True, "共分 3 个月"),
        ("history", True, "各月按历史淡旺季与销售日分配"),
        ("history", False, "共分 3 个月"),
        ("days", False, "各月按销售日分配"),
        ("equal", False, "各月平均分配"),
    ],
)
def test_how_it_is_spread_is_said_only_where_it_is_certain(season: str, history: bool, said: str) -> None:
    past = Sales((DAY,), (D(1),), (None,), ("",)) if history else Sales()
    ours = book(3, history=past, settings=settings(season=season, end=date(2026, 3, 31)))
    sentence = str(letter(ours).slots["why_spread"])
    assert sentence == f"{said}，2026年3月最高，占约33.7%，2026年1月最低，占约33%。"
    changed = replace(ours, plan=tuple(replace(row, target_change=1) for row in ours.plan))
    assert str(letter(changed).slots["why_spread"]).startswith("共分 3 个月，")


def test_equal_periods_have_no_highest_and_no_lowest() -> None:
    ours = book(3)
    one = letter(replace(ours, plan=tuple(replace(row, target=100) for row in ours.plan)))
    assert one.slots["why_spread"] == "共分 3 个月。"


def test_phases_are_called_by_their_names() -> None:
    ours = book(2, phases=(Phase("蓄水", DAY, DAY), Phase("爆发", DAY, DAY)))
    names = {"2026-01": "蓄水", "2026-02": "爆发"}
    one = letter(replace(ours, plan=tuple(replace(row, period=names[row.period]) for row in ours.plan)))
    assert [p["period"] for p in one.blocks["periods"]] == ["蓄水", "爆发"]
    assert str(one.slots["why_spread"]).startswith("共分 2 个阶段，爆发最高")


def test_a_ramp_is_told_to_the_rep_whom_it_touches() -> None:
    ours = book(1, reps=(replace(REPS[0], ramp=D("0.6")), REPS[1]))
    assert str(letter(ours).slots["why_from"]).endswith("，已计入爬坡系数60%。")
    assert "爬坡" not in str(letter(ours, "欧阳娜娜").slots["why_from"])


@given(st.fractions(0, 1, max_denominator=5000))
def test_a_percentage_is_called_about_exactly_when_it_is_rounded(part: Fraction) -> None:
    said = percent(part, "en")
    shown = Fraction(said.removeprefix("about ").removesuffix(" %")) / 100
    assert abs(shown - part) <= Fraction(1, 2000)
    assert said.startswith("about ") == (shown != part)


def test_payouts_are_those_of_the_handed_down_tiers() -> None:
    one = letter(book(12, hedge=100))
    for row, tier in zip(one.blocks["incentives"], ("floor", "target", "stretch"), strict=True):
        assert row["amount"] == one.slots[f"{tier}_total"]
        terms = Terms(tier, row["amount"], row["rate"], row["reward"])  # type: ignore[arg-type]
        assert row["payout"] == payout_at(terms)
    assert one.slots["floor_promise"] == "达成应得 " + f"{one.blocks['incentives'][0]['payout']:,.2f}"


def test_actions_are_the_reps_own_the_teams_and_those_of_nobody() -> None:
    ours = book(1)
    team = replace(ours.actions[0], task="队内", owner="一队")
    one = letter(replace(ours, actions=(*ours.actions, team)))
    assert [a["task"] for a in one.blocks["actions"]] == ["老客户回访", "开放日", "队内"]
    assert "私事" not in everything(one)


def test_customers_are_the_rep_s_own_and_nobody_else_s() -> None:
    one = letter(book(1))
    (row,) = one.blocks["customers"]
    assert row == {"customer": "恒远制造", "tier": "战略", "target": 2400, "visits": "每周 1 次", "note": "二期"}
    assert "江城" not in everything(one)
    assert "无主" not in everything(one)


def test_process_targets_are_summed_over_periods_and_spread_over_the_selling_days() -> None:
    ours = book(2)
    twice = (*ours.process, *(replace(row, period="2026-02") for row in ours.process))
    one = letter(replace(ours, process=twice))
    assert [(r["channel"], r["stage"], r["count"], r["per_day"]) for r in one.blocks["process"]][:3] == [
        ("小区拓展", "环节1", 200, 1), ("小区拓展", "环节2", 100, 1), ("小区拓展", "环节3", 66, 1),
    ]
    assert [(r["channel"], r["entry"], r["orders"]) for r in one.blocks["channels"]] == [
        ("小区拓展", 200, 66), ("自然客流", 200, 66),
    ]
    assert (one.slots["entry_stage"], one.slots["order_stage"]) == ("环节1", "环节3")


def test_stages_that_differ_by_channel_are_both_named() -> None:
    rows = process(REPS[:1], 2)
    rows = (*(replace(r, stage="进店") if r.channel == "自然客流" and r.stage == "环节1" else r for r in rows),)
    assert letter(book(1, process=rows)).slots["entry_stage"] == "环节1 / 进店"


def test_the_plans_other_metrics_have_a_row_each() -> None:
    ours = book(2)
    orders = tuple(replace(row, metric="orders", target=7, hedge=1) for row in ours.plan)
    one = letter(replace(ours, plan=(*ours.plan, *orders)))
    (row,) = one.blocks["metrics"]
    assert (row["metric"], row["unit"], row["target"]) == ("订单数", "单", 16)


def test_a_metric_that_the_settings_do_not_name_is_the_plans_first() -> None:
    ours = book(1)
    one = letter(replace(ours, plan=tuple(replace(row, metric="orders") for row in ours.plan)))
    assert (one.slots["metric"], one.slots["unit"]) == ("订单数", "单")


def test_a_rep_without_a_target_gets_no_letter() -> None:
    ours = book(1)
    assert letter_of(ours, Rep("新人"), Issue("formal", DAY, Fraction(250))) is None
    nothing = tuple(replace(row, floor=0, target=0, stretch=0) for row in ours.plan)
    assert letter_of(replace(ours, plan=nothing), REPS[0], Issue("formal", DAY, Fraction(250))) is None


@pytest.mark.parametrize(
    ("ids", "serials"),
    [
        (("e1", "E2", "9"), ["E1", "E2", "9"]),
        (("E1", "", "E3"), ["001", "002", "003"]),
        (("E1", "e1", "E3"), ["001", "002", "003"]),
        (("E/1", "E2", "E3"), ["001", "002", "003"]),
    ],
)
def test_serials_are_distinct_and_by_staff_id_only_where_all_have_one(ids: tuple[str, ...], serials: list[str]) -> None:
    reps = tuple(replace(rep, id=one) for rep, one in zip(REPS, ids, strict=True))
    ours = book(1, reps=reps)
    assert [serial_of(ours, rep) for rep in reps] == [f"SB-2026-V1-{last}" for last in serials]


def test_the_fingerprint_changes_with_any_number_and_not_with_the_day() -> None:
    one = letter(book(3))
    later = letter_of(book(3), REPS[0], Issue("formal", date(2026, 2, 1), Fraction(250)))
    assert later
    assert content_hash(one) == content_hash(later)
    moved = replace(book(3), plan=(replace(plan(REPS, 3)[0], target=1011), *plan(REPS, 3)[1:]))
    assert content_hash(letter(moved)) != content_hash(one)
    assert one.value("hash") == content_hash(one)[:12]


def test_english_letters_are_english() -> None:
    one = letter(book(2, settings=settings(language="en", company="", end=date(2026, 2, 28))))
    assert one.slots["why"] == (
        "The company plans revenue of 12,090, 华东 carries about 50.1 %, and your part of that is about 33.5 %. "
        "It is spread over 2 months, the highest being 2026-02 with about 50.2 %, the lowest 2026-01 with about 49.8 %."
    )
    assert one.title == "Commitment 李伟 2026 v1"
    assert one.slots["period"] == "2026-01-01 to 2026-02-28"
