"""Days and weeks: the rep's own tracking sheet, and letters for one period of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.model import Book, DayRow
from salesbook.letters.content import Issue, Writer
from salesbook.letters.handed import Leaf, Tiers
from salesbook.letters.letter import PROMISED_FIELDS, PROMISED_SLOTS, content_hash
from salesbook.letters.returned import ID_NAMES, INPUTS, RETURN
from salesbook.letters.spans import cut
from tests.letters.books import DAY, REPS, book, letter, named, named_rows, opened, settings, shipped, stamped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.model import PlanRow
    from salesbook.letters.letter import Letter


def spread(rows: Sequence[PlanRow]) -> tuple[DayRow, ...]:
    """Each leaf over its weekdays, what is left over on the first of them."""
    return tuple(day for row in rows for day in _days(row))


def _days(row: PlanRow) -> list[DayRow]:
    days = [row.start + timedelta(n) for n in range((row.end - row.start).days + 1)]
    work = [day for day in days if day.weekday() < 5]

    def of(total: int, index: int) -> int:
        return total // len(work) + (total % len(work) if index == 0 else 0)

    return [
        DayRow(row.metric, day, row.rep, of(row.floor, i), of(row.target, i), of(row.stretch, i), of(row.hedge, i))
        for i, day in enumerate(work)
    ]


def daily(months: int, **more: Any) -> Book:
    """The book with its days."""
    plain = book(months, **more)
    return replace(plain, days=spread(plain.plan))


def for_period(ours: Book, period: str, kind: str = "monthly") -> Letter:
    found = Writer(ours, Issue(kind, DAY, Fraction(22), period)).letter(REPS[0])
    assert found
    return found


def test_a_short_plan_is_tracked_by_day_and_a_longer_one_by_week() -> None:
    assert len(letter(daily(1)).blocks["tracking"]) == 31
    weeks = letter(daily(3)).blocks["tracking"]
    assert {(row["start"].weekday(), row["end"].weekday()) for row in weeks[1:4]} == {(0, 6)}  # type: ignore[union-attr]
    assert [row["period"] for row in weeks[:6]] == ["2026-01"] * 5 + ["2026-02"]


def test_rows_come_to_each_period_s_target_with_the_hedge_and_leave_no_day_out() -> None:
    one = letter(daily(4, hedge=31))
    rows = one.blocks["tracking"]
    for period in one.blocks["periods"]:
        own = [r for r in rows if period["start"] <= r["start"] <= period["end"]]  # type: ignore[operator]
        assert sum(r["target"] for r in own) == period["target"]  # type: ignore[misc]
    assert rows[0]["start"] == one.slots["start"]
    assert rows[-1]["end"] == one.slots["end"]
    assert all(b["start"] - a["end"] == timedelta(1) for a, b in pairwise(rows))  # type: ignore[operator]


def test_days_that_do_not_come_to_the_plan_are_not_shown() -> None:
    ours = daily(3)
    stale = replace(ours, days=tuple(replace(d, target=d.target + 1) if d.day.month == 2 else d for d in ours.days))
    rows = [row for row in letter(stale).blocks["tracking"] if row["period"] == "2026-02"]
    assert [(row["start"], row["end"]) for row in rows] == [(date(2026, 2, 1), date(2026, 2, 28))]


@given(st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.integers(0, 80), st.data())
def test_parts_tile_the_period_and_sum_to_it(start: date, length: int, data: st.DataObject) -> None:
    end = start + timedelta(length)
    amounts = data.draw(st.lists(st.integers(0, 9), min_size=length + 1, max_size=length + 1))
    days = [DayRow("revenue", start + timedelta(i), "A", n, n * 2, n * 3) for i, n in enumerate(amounts)]
    whole = Leaf("P", start, end, Tiers(sum(amounts), 2 * sum(amounts), 3 * sum(amounts)))
    for size in ("day", "week"):
        parts = cut(whole, days, size)  # type: ignore[arg-type]
        assert sum((part.tiers for part in parts), Tiers()) == whole.tiers
        assert (parts[0].start, parts[-1].end) == (start, end)
        assert all(b.start - a.end == timedelta(1) for a, b in pairwise(parts))


def test_the_sheet_has_the_table_and_the_names_by_which_it_is_read_back() -> None:
    one = letter(daily(3))
    workbook = opened(stamped(one), values=True)
    sheet = workbook["我的追踪表"]
    head = sheet[sheet.tables["sb_return"].ref]
    assert tuple(cell.value for cell in head[0]) == RETURN.headings("zh")
    assert len(head) - 1 == len(one.blocks["tracking"])
    said = {name: named(workbook, name) for name in ID_NAMES}
    assert said == {
        "return_rep": "李伟", "return_id": "E001", "return_serial": one.serial, "return_version": 1,
        "return_hash": one.digest,
    }  # fmt: skip


def test_only_the_rep_s_own_cells_can_be_filled_in() -> None:
    workbook = opened(stamped(letter(daily(3))))
    sheet = workbook["我的追踪表"]
    assert sheet.protection.sheet
    rows = sheet[sheet.tables["sb_return"].ref][1:]
    keys = [column.key for column in RETURN.columns]
    for row in rows:
        assert {key for key, cell in zip(keys, row, strict=True) if not cell.protection.locked} == set(INPUTS)
    area = next(str(rule.sqref) for rule in sheet.data_validations.dataValidation)
    assert area.split()[0] == f"F{rows[0][0].row}:F{rows[-1][0].row}"


def test_cumulated_columns_carry_their_results() -> None:
    workbook = opened(stamped(letter(daily(3))), values=True)
    rows = named_rows(workbook, "block_tracking")
    total = 0
    for row in rows:
        total += row[3]
        assert row[4] == total
    assert {row[6] for row in rows} == {0}


def test_a_letter_for_a_month_shows_its_weeks_and_promises_no_money() -> None:
    one = for_period(daily(3), "2026-02")
    assert [p["period"] for p in one.blocks["periods"]] == ["第1周", "第2周", "第3周", "第4周"]
    assert one.slots["target_total"] == 1020
    assert sum(p["target"] for p in one.blocks["periods"]) == 1020  # type: ignore[misc]
    assert (one.slots["start"], one.slots["end"]) == (date(2026, 2, 1), date(2026, 2, 28))
    assert one.blocks["incentives"] == ()
    assert "target_promise" not in one.slots
    assert one.serial == "SB-202602-V1-E001"
    assert len(one.blocks["tracking"]) == 28
    assert str(one.slots["why_spread"]) == "本期占您全部目标 3,060 的约33.3%。"


def test_a_short_phase_is_shown_by_day() -> None:
    ours = daily(1)
    days = (date(2026, 1, 5), date(2026, 1, 7))
    plan = tuple(replace(row, period="爆发期", start=days[0], end=days[1]) for row in ours.plan)
    ours = replace(ours, plan=plan, days=spread(plan), settings=settings(start=days[0], end=days[1]))
    one = for_period(ours, "爆发期")
    assert [p["period"] for p in one.blocks["periods"]] == ["第1天", "第2天", "第3天"]
    assert one.serial == "SB-2026P1-V1-E001"


def test_the_check_code_is_that_of_the_promise_alone() -> None:
    ours = daily(3)
    later = replace(ours, settings=settings(version=7, company="别的", end=date(2026, 3, 31)))
    assert letter(ours).digest == letter(later).digest
    assert letter(ours).serial != letter(later).serial
    assert for_period(ours, "2026-01").digest != letter(ours).digest
    richer = replace(ours, incentives=(replace(ours.incentives[0], rate=ours.incentives[1].rate), *ours.incentives[1:]))
    assert letter(richer).digest != letter(ours).digest
    busier = replace(ours, process=tuple(replace(row, count=row.count + 1) for row in ours.process))
    assert letter(busier).digest != letter(ours).digest
    deeper = replace(ours, measures=tuple(replace(m, target=Decimal(1)) for m in ours.measures))
    assert letter(deeper).digest != letter(ours).digest
    measured = replace(ours, measures=tuple(replace(m, actual=None) for m in ours.measures))
    assert letter(measured).digest == letter(ours).digest


def test_process_targets_are_told_by_week_and_day() -> None:
    row = letter(book(1)).blocks["process"][0]
    assert (row["count"], row["per_week"], row["per_day"]) == (100, 23, 1)


def test_the_next_step_says_how_much_more_brings_how_much() -> None:
    one = letter(book(12))
    floor, target, stretch = one.blocks["incentives"]
    assert floor["next_amount"] == target["amount"] - floor["amount"]  # type: ignore[operator]
    assert floor["next_payout"] == target["payout"] - floor["payout"]  # type: ignore[operator]
    assert floor["step"] == f"再增 {floor['next_amount']:,}，多得 {floor['next_payout']:,.2f}"
    assert (stretch["next_amount"], stretch["step"]) == (None, "")
    assert one.slots["basis"] == "全额提成：按所达档位的比例计算全部业绩"


def test_marginal_pay_is_that_of_the_slices() -> None:
    ours = book(12)
    rules = tuple(replace(rule, basis="marginal", reward=None) for rule in ours.incentives)
    one = letter(replace(ours, incentives=rules))
    floor, target, _ = one.blocks["incentives"]
    slice_ = target["amount"] - floor["amount"]  # type: ignore[operator]
    assert floor["payout"] == 0  # the floor's rate begins at the floor
    assert target["payout"] == round(slice_ * rules[0].rate, 2)  # type: ignore[operator]
    assert str(one.slots["basis"]).startswith("超额累进")


def test_an_action_of_the_rep_s_own_is_called_so() -> None:
    assert [a["owner"] for a in letter(book(1)).blocks["actions"]] == ["本人", ""]


def test_the_curve_follows_the_periods() -> None:
    import io
    import re
    import zipfile

    with zipfile.ZipFile(io.BytesIO(stamped(letter(daily(5)), shipped()))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    areas = re.findall(r"<(?:c:)?f>'责任书'!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)</", chart)
    assert {int(last) - int(first) for _, first, last in areas} == {4}
    assert {column for column, *_ in areas} == {"A", "D", "E", "F"}


@pytest.mark.parametrize(("block", "field"), [(b, f) for b, fields in PROMISED_FIELDS.items() for f in fields])
def test_whatever_is_promised_is_in_the_check_code(block: str, field: str) -> None:
    ours = daily(2)
    orders = tuple(replace(row, metric="orders", target=7) for row in ours.plan)
    one = letter(replace(ours, plan=(*ours.plan, *orders)))
    first, *others = one.blocks[block]
    assert field in first
    moved = replace(one, blocks={**one.blocks, block: ({**first, field: "something else"}, *others)})
    assert content_hash(moved) != content_hash(one)


@pytest.mark.parametrize("slot", PROMISED_SLOTS)
def test_so_is_whoever_promises_and_what_it_is_about(slot: str) -> None:
    one = letter(daily(2))
    assert slot in one.slots
    assert content_hash(replace(one, slots={**one.slots, slot: "something else"})) != content_hash(one)
