"""sb_incentives and sb_kpis as people type them: shares, amounts, words in both languages, names without case."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from salesbook.book.model import Incentive
from salesbook.book.reading import read
from tests.snapshots import block, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.reading import Reading
    from salesbook.book.values import Value

D = Decimal
OLD = ("tier", "rate", "reward", "penalty", "note")


def reading(*rows: Sequence[Value], headings: Sequence[str], table: str = "sb_incentives") -> Reading:
    return read(snapshot(reps("Li Wei", "王芳"), block(table, *rows, headings=headings)))


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.cell) for problem in found.problems]


def test_a_table_with_the_first_columns_alone_says_what_it_always_said() -> None:
    found = reading(("保底", 0.01, None, 500, "扣"), ("力争", "1.5%", "1,000", None, None), headings=OLD)
    assert found.problems == ()
    assert found.book is not None
    first, second = found.book.incentives
    assert (first.tier, first.rate, first.penalty, first.note) == ("floor", D("0.01"), 500, "扣")
    assert (second.tier, second.rate, second.reward) == ("target", D("0.015"), 1000)
    assert (first.rule, first.every, first.group, first.basis, first.prorate) == ("tier", "", "", "", False)


def test_a_rule_in_words_of_either_language() -> None:
    headings = ("rule", "metric", "group", "by", "lower", "every", "basis", "reward", "prorate", "tier")
    rows = (
        ("冠军奖", "Revenue", "li wei", "完成率", "80%", "按月", "全额", "1万", "是", None),
        ("Per piece", "订单数", None, "Amount", 15.0, "whole plan", None, 50.0, None, None),
    )
    found = reading(*rows, headings=headings)
    assert found.problems == ()
    assert found.book is not None
    one, two = found.book.incentives
    assert (one.rule, one.metric, one.group) == ("champion", "revenue", "Li Wei")
    assert (one.lower, one.every) == (D("0.80"), "month")
    assert (one.reward, one.prorate, one.basis) == (10_000, True, "whole")
    assert (two.rule, two.metric, two.by, two.lower, two.every) == ("piece", "orders", "amount", 15, "plan")
    assert {repair.value for repair in found.repairs} == {D("0.80"), D(10_000)}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"lower": "八成"}, "not-a-number"),
        ({"lower": 50_000}, "bound-not-a-share"),
        ({"lower": -0.1}, "negative-number"),
        ({"lower": 1, "upper": 1}, "bounds-turned"),
        ({}, "incentive-without-bound"),
        ({"rule": "冠军奖"}, "incentive-incomplete"),
        ({"rule": "单品奖", "rate": 0.1}, "incentive-incomplete"),
        ({"rule": "新人保底"}, "incentive-incomplete"),
        ({"rule": "罚站"}, "unknown-choice"),
        ({"lower": 0, "group": "没有"}, "unknown-group"),
    ],
)
def test_what_cannot_be_is_refused_at_its_cell(row: dict[str, Value], code: str) -> None:
    headings = ("tier", *row, "note")
    found = reading((None, *row.values(), "x"), headings=headings)
    assert [problem.code for problem in found.problems] == [code]
    assert found.book is not None
    assert found.book.incentives == ()


def test_the_same_step_of_the_same_scale_may_not_come_twice_but_rules_may() -> None:
    tiers = reading(("力争", 0.1), ("力争", 0.2), headings=("tier", "rate"))
    assert codes(tiers) == [("duplicate", "B6")]
    apart = reading(("力争", 0.1, "月"), ("力争", 0.2, "季"), headings=("tier", "rate", "every"))
    assert apart.problems == ()
    rules = reading(("达标奖", None, 5), ("达标奖", None, 5), headings=("rule", "tier", "reward"))
    assert rules.problems == ()
    assert rules.book is not None
    assert [type(rule) for rule in rules.book.incentives] == [Incentive, Incentive]


def test_indicators_with_what_is_usual_filled_in() -> None:
    headings = ("indicator", "weight", "target", "rule", "steps", "source", "measure")
    rows = (
        ("销售", "30%", None, None, None, "实绩", "业绩"),
        ("报告", 0.2, 100, "分档", "80%=60；100%=100", None, None),
        ("转化", 0.5, 30, None, None, "过程", "成交/进店"),
    )
    found = reading(*rows, headings=headings, table="sb_kpis")
    assert found.problems == ()
    assert found.book is not None
    sales, reports, won = found.book.kpis
    assert (sales.weight, sales.rule, sales.better, sales.floor, sales.cap) == (D("0.30"), "ratio", "higher", 0, 100)
    assert (sales.source, sales.measure) == ("actuals", "revenue")
    assert reports.steps == ((D("0.8"), 60), (1, 100))
    assert (won.source, won.measure) == ("process", "成交/进店")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"weight": -0.1, "target": 1}, "negative-number"),
        ({"weight": 1}, "incentive-incomplete"),
        ({"weight": 1, "target": 1, "rule": "线性"}, "incentive-incomplete"),
        ({"weight": 1, "target": 1, "rule": "分档"}, "incentive-incomplete"),
        ({"weight": 1, "target": 1, "steps": "100%=100; 80%=60"}, "steps-unreadable"),
        ({"weight": 1, "target": 1, "steps": "80%=60; 80%=70"}, "steps-unreadable"),
        ({"weight": 1, "source": "过程"}, "incentive-incomplete"),
        ({"weight": 1, "source": "实绩", "measure": "心情"}, "unknown-measure"),
        ({"weight": 1, "target": 3, "rule": "线性", "zero": 3}, "zero-is-target"),
        ({"weight": 1, "target": 3, "floor": 9, "cap": 5}, "score-bounds-turned"),
    ],
)
def test_indicators_that_cannot_be_scored_are_refused(row: dict[str, Value], code: str) -> None:
    found = reading(("拜访", *row.values()), headings=("indicator", *row), table="sb_kpis")
    assert [problem.code for problem in found.problems] == [code]
