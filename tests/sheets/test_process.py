"""The process sheet: what the team needs, who has how much of it, and whether it leads to the plan's orders."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.model import Book, Member, ProcessRow, Rate
from salesbook.book.references import Refs
from salesbook.book.values import Formula
from salesbook.domain.funnel import backwards
from salesbook.errors import Place
from salesbook.sheets.process_lines import process_difference, process_lines, process_reps, selling_days
from salesbook.sheets.process_view import CHECK, NEEDED, PER_DAY, SUM, TEAM_ROW, process_page
from tests.sheets.sheet_books import campaign_book, funnel_book, region_book

if TYPE_CHECKING:
    from salesbook.book.page import Page


def shown(page: Page, row: int, column: int) -> object:
    content = page.cells[row, column].content
    return content.result if isinstance(content, Formula) else content


def lines(page: Page) -> dict[tuple[object, object], tuple[object, ...]]:
    """Channel and stage -> needed, per day, sum of the reps."""
    rows = (row for row, column in sorted(page.cells) if column == SUM and row > TEAM_ROW + 1)
    found = {}
    for row in rows:
        if (row, NEEDED) in page.cells and page.cells[row, 1].style in ("output", "subtotal", "total"):
            at = shown(page, row, 1), shown(page, row, 2)
            found.setdefault(at, tuple(shown(page, row, column) for column in (NEEDED, PER_DAY, SUM)))
    return found


FIELD = (
    ("Residential", "Invitations", 60, 40),
    ("Decorator", "Invitations", 50, 35),
    ("Alliance", "Invitations", 100, 10),
    ("Walk-in", "Visits", 200, 60),
)
"""The field's campaign: channel, what it starts with and how many of it, orders."""


def field_book() -> Book:
    """The campaign as the field tells it, all of it one rep's in one phase, channels in the order told."""
    base = campaign_book("en")
    first = base.plan[0]
    plan = tuple(replace(first, metric="orders", channel=name, target=orders) for name, _, _, orders in FIELD)
    rates = tuple(
        Rate(name, start, "Orders", Decimal(str(orders / asked)), Place()) for name, start, asked, orders in FIELD
    )
    process = tuple(
        ProcessRow(first.period, first.rep, name, stage, count, 1)
        for name, start, asked, orders in reversed(FIELD)
        for stage, count in ((start, asked), ("Orders", orders))
    )
    members = tuple(Member("channel", name) for name, *_ in FIELD)
    return replace(base, plan=base.plan + plan, rates=rates, process=process, members=members)


def test_the_field_s_campaign_can_be_read_off() -> None:
    page = process_page(field_book(), Refs("en"))
    read = lines(page)
    for name, start, asked, orders in FIELD:
        assert read[name, start][::2] == (asked, asked)
        assert read[name, "Orders"][::2] == (orders, orders)
    assert list(read.items())[8:11] == [
        (("Total", "Invitations"), (210, 17, 210)),
        (("Total", "Visits"), (200, 16, 200)),
        (("Total", "Orders"), (145, 12, 145)),
    ]
    assert [at[0] for at in read][:8:2] == [name for name, *_ in FIELD]
    assert shown(page, 3, 2) == 0


def test_days_without_a_target_are_no_selling_days() -> None:
    book = field_book()
    rep = book.process[0].rep
    first = next(row for row in book.days if row.rep == rep)
    off = replace(book, days=tuple(replace(row, target=0) if row == first else row for row in book.days))
    assert selling_days(book)[rep] - selling_days(off)[rep] == 1
    assert shown(process_page(off, Refs("en")), 3, 4) == selling_days(off)[rep]


def test_orders_too_many_in_one_channel_do_not_make_up_for_too_few_in_another() -> None:
    book = field_book()
    more = {"Alliance": 3, "Walk-in": -3}
    process = tuple(
        replace(row, count=row.count + more.get(row.channel, 0)) if row.stage == "Orders" else row
        for row in book.process
    )
    assert process_difference(replace(book, process=process)) == 6


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reps_counts_are_those_of_the_table_and_sum_to_the_team_s(language: str) -> None:
    book = funnel_book(language)  # type: ignore[arg-type]
    page = process_page(book, Refs(language))  # type: ignore[arg-type]
    found = process_lines(book)
    first = next(row for row, column in page.cells if column == 1 and shown(page, row, 1) == process_reps(book)[0])
    of_rep: Counter[str] = Counter()
    for row in book.process:
        of_rep[row.rep] += row.count
    for row, rep in enumerate(process_reps(book), start=first):
        across = [shown(page, row, 3 + n) for n in range(len(found))]
        assert sum(across) == of_rep[rep]  # type: ignore[arg-type]
        assert sum(shown(page, row, 3 + len(found) + n) for n in range(3)) == of_rep[rep]  # type: ignore[misc]
    below = first + len(process_reps(book))
    assert [shown(page, below, 3 + n) for n in range(len(found))] == [line.total for line in found]


def test_channels_without_rates_of_their_own_stand_together() -> None:
    book = funnel_book("en")
    orders = [row for row in book.plan if row.metric == "orders"]
    found = {(line.channel, line.stage): line for line in process_lines(book)}
    assert found["", "Orders"].needed == sum(row.target for row in orders if row.channel == "B~C")
    assert found["<5%", "Orders"].needed == sum(row.target for row in orders if row.channel == "<5%")
    assert process_difference(book) == 0


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.integers(1, 99), st.integers(1, 99))
def test_rounding_each_rep_up_never_gives_less_than_the_team_needs(parts: list[int], one: int, two: int) -> None:
    base = region_book("en")
    rates = (
        Rate("", "Leads", "Visits", Decimal(one) / 100, Place()),
        Rate("", "Visits", "Orders", Decimal(two) / 100, Place()),
    )
    plan = tuple(replace(base.plan[0], metric="orders", rep=f"R{n}", target=part) for n, part in enumerate(parts))
    process = tuple(
        ProcessRow("2026-05", row.rep, "", stage, count, 1)
        for row in plan
        for stage, count in backwards(row.target, rates).items()
    )
    book = replace(base, plan=base.plan + plan, rates=rates, process=process)
    for line in process_lines(book):
        assert line.needed is not None
        assert line.needed <= line.total < line.needed + len(parts)
    assert process_difference(book) == 0


def test_orders_that_are_not_those_of_the_plan_show_in_the_check() -> None:
    book = funnel_book("en")
    last = next(n for n, row in enumerate(book.process) if row.stage == "Orders")
    changed = replace(book.process[last], count=book.process[last].count + 3)
    book = replace(book, process=(*book.process[:last], changed, *book.process[last + 1 :]))
    assert CHECK == "B3"
    assert shown(process_page(book, Refs("en")), 3, 2) == process_difference(book) == 3


def test_rates_that_lead_elsewhere_leave_the_need_open() -> None:
    book = funnel_book("en")
    renamed = tuple(replace(rate, stage="Calls") if rate.stage == "Invitations" else rate for rate in book.rates)
    found = {(line.channel, line.stage): line for line in process_lines(replace(book, rates=renamed))}
    assert found["<5%", "Invitations"].needed is None
    assert found["<5%", "Visits*"].needed is None
    assert found["<5%", "Orders"].needed is not None
    assert lines(process_page(replace(book, rates=renamed), Refs("en")))["<5%", "Invitations"][0] is None


def test_without_process_targets_the_sheet_says_so() -> None:
    page = process_page(replace(funnel_book("en"), process=()), Refs("en"))
    assert "No process targets" in str(shown(page, 3, 1))
    assert shown(page, 3, 2) == 0
