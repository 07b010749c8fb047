"""sb_holds: slices on several axes, tiers, kinds, and rows that contradict each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from salesbook.book.reading import read
from tests.snapshots import block, settings, snapshot

if TYPE_CHECKING:
    from salesbook.book.values import Value

DAY = date(2026, 1, 5)
HEADINGS = ("metric", "scope", "period", "tier", "kind", "value", "growth")


def codes(*rows: tuple[Value, ...]) -> list[str]:
    return [problem.code for problem in read(snapshot(block("sb_holds", *rows, headings=HEADINGS))).problems]


def test_a_row_says_slice_kind_and_number() -> None:
    rows = block(
        "sb_holds",
        ("销售额", "产品线=厨电, 姓名=李伟", "2026年二季度", "保底", "锁定", "1.2万", None, "已签", "陈总", DAY),
        ("Revenue", None, "2026", None, "at most", None, "20%", None, None, None),
    )
    found = read(snapshot(rows))
    assert found.problems == ()
    assert found.book is not None
    first, second = found.book.holds
    assert list(first.scope.items()) == [("rep", "李伟"), ("product", "厨电")]
    assert (first.period, first.tier, first.kind) == ("2026Q2", "floor", "hold")
    assert (first.value, first.growth) == (12_000, None)
    assert (first.reason, first.owner, first.day, str(first.place)) == ("已签", "陈总", DAY, "锁定!F5")
    assert (dict(second.scope), second.period, second.tier, second.kind) == ({}, "", "target", "max")
    assert (second.value, second.growth) == (None, Decimal("0.2"))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("销售额", "李伟", None, None, "锁定", 1), "scope-unreadable"),
        (("销售额", "人员=李伟, 人员=王芳", None, None, "锁定", 1), "scope-axis-twice"),
        (("销售额", "人员=李维", None, None, "锁定", 1), "unknown-rep"),
        (("销售额", "颜色=红", None, None, "锁定", 1), "unknown-choice"),
        (("销售额", None, "2027Q1", None, "锁定", 1), "period-outside-plan"),
        (("销售额", None, None, "中档", "锁定", 1), "unknown-choice"),
        (("销售额", None, None, None, "大约", 1), "unknown-choice"),
        (("销售额", None, None, None, None, 1), "blank-cell"),
        (("销售额", None, None, None, "下限", -1), "negative-number"),
        (("销售额", None, None, None, "下限", 0.5), "hold-not-whole-units"),
        (("销售额", None, None, None, "下限", None), "hold-without-value"),
        (("销售额", None, None, None, "锁定", None, 0.1), "hold-with-growth"),
        (("销售额", None, None, None, "上限", 5, 0.1), "hold-value-and-growth"),
    ],
)
def test_one_thing_wrong_is_one_problem(row: tuple[Value, ...], code: str) -> None:
    assert codes(row) == [code]


def test_other_metrics_count_in_ones() -> None:
    rows = block("sb_holds", ("订单数", "锁定", 7), headings=("metric", "kind", "value"))
    goals = block("sb_goals", ("销售额", 1_000_000), headings=("metric", "target"))
    assert read(snapshot(settings(unit=1000), goals, rows)).problems == ()


def lis(kind: str, value: int, tier: str | None = None) -> tuple[Value, ...]:
    return ("销售额", "人员=李伟", None, tier, kind, value)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ((lis("下限", 5), lis("上限", 5)), []),
        ((lis("下限", 6), lis("上限", 5)), ["holds-cross"]),
        ((lis("上限", 5), lis("下限", 6)), ["holds-cross"]),
        ((lis("锁定", 5), lis("下限", 6)), ["holds-cross"]),
        ((lis("锁定", 5), lis("上限", 4)), ["holds-cross"]),
        ((lis("锁定", 5), lis("锁定", 5)), ["duplicate"]),
        ((lis("锁定", 5), lis("锁定", 6, "力争")), ["duplicate"]),
        ((lis("锁定", 6, "保底"), lis("锁定", 5, "冲刺")), ["holds-cross"]),
        ((lis("锁定", 5, "保底"), lis("锁定", 6, "冲刺")), []),
        ((lis("上限", 6, "保底"), lis("上限", 5, "冲刺")), []),
        ((lis("下限", 6, "冲刺"), lis("上限", 5, "保底")), []),
    ],
)
def test_rows_of_one_slice_that_contradict_each_other(rows: tuple[tuple[Value, ...], ...], wrong: list[str]) -> None:
    assert codes(*rows) == wrong


def test_the_order_of_conditions_does_not_matter() -> None:
    product = "产品线=厨电, 人员=李伟", "人员=李伟，产品线=厨电"
    assert codes(*(("销售额", scope, None, None, "锁定", 5) for scope in product)) == ["duplicate"]
