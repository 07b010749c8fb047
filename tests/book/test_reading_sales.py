"""Past and actual sales are read by columns; nothing on them is dropped in silence."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.reading import read
from tests.snapshots import block, reps, settings, snapshot

COLUMNS = ("date", "rep", "channel", "order_no", "quantity", "amount", "cost")


def test_columns_are_typed_and_of_one_length() -> None:
    rows = [
        (datetime(2025, 5, 1), "李伟", None, 4711.0, 2, 10.5, None),
        ("2025/5/2", "王芳", "直销", "A2", "3", "1,234.5", 7),
    ]
    found = read(snapshot(block("sb_history", *rows, headings=COLUMNS)))
    history = found.book.history
    assert found.problems == ()
    assert history.dates == (date(2025, 5, 1), date(2025, 5, 2))
    assert history.amounts == (Decimal("10.5"), Decimal("1234.5"))
    assert history.quantities == (Decimal(2), Decimal(3))
    assert (history.order_nos, history.costs) == (("4711", "A2"), (None, Decimal(7)))
    assert history.axes == {"rep": ("李伟", "王芳"), "channel": ("", "直销")}


def test_a_row_that_cannot_be_read_is_left_out_of_every_column() -> None:
    rows = [(date(2025, 5, 1), "李伟", "直销", "A1", 1, "?", 1), (date(2025, 5, 2), "王芳", "代理", "A2", 2, 20, 2)]
    found = read(snapshot(block("sb_history", *rows, headings=COLUMNS)))
    assert [p.code for p in found.problems] == ["not-a-number"]
    history = found.book.history
    columns = (
        history.dates,
        history.amounts,
        history.quantities,
        history.order_nos,
        history.costs,
        *history.axes.values(),
    )
    assert {len(column) for column in columns} == {1}
    assert history.axes["rep"] == ("王芳",)


def test_an_unknown_rep_is_named_once_with_all_that_hangs_on_it_and_is_kept() -> None:
    rows = [(date(2025, 5, day), rep, amount) for day, rep, amount in ((1, "赵", 5), (2, "李伟", 7), (3, "赵", 0.25))]
    found = read(snapshot(block("sb_history", *rows, headings=("date", "rep", "amount"))))
    (problem,) = found.problems
    assert (problem.code, problem.words["count"], problem.words["amount"]) == ("unknown-in-sales", 2, "5.25")
    assert found.book.history.axes["rep"] == ("赵", "李伟", "赵")


def test_names_are_written_as_the_team_writes_them() -> None:
    sales = block("sb_actuals", (date(2026, 5, 1), "LI WEI ", 5), headings=("date", "rep", "amount"))
    found = read(snapshot(reps("Li Wei"), sales))
    assert (found.problems, found.book.actuals.axes["rep"]) == ((), ("Li Wei",))


def test_actuals_before_the_plan_are_noticed_and_history_before_it_is_not() -> None:
    rows = [(date(2025, 12, 31), 5)]
    for table, expected in (("sb_actuals", ["sales-outside-plan"]), ("sb_history", [])):
        found = read(snapshot(settings(), block(table, *rows, headings=("date", "amount"))))
        assert [p.code for p in found.problems] == expected


def test_a_flood_of_one_problem_is_cut_and_counted() -> None:
    rows = [(date(2025, 5, 1), "?")] * 100
    found = read(snapshot(block("sb_history", *rows, headings=("date", "amount"))))
    codes = [p.code for p in found.problems]
    assert codes.count("not-a-number") + found.problems[-1].words["count"] == 100
    assert codes[-1] == "and-more"


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), max_size=30))
def test_the_sum_of_amounts_is_exact_though_cells_are_floats(amounts: list[Decimal]) -> None:
    rows = [(date(2025, 5, 1), float(a)) for a in amounts]
    found = read(snapshot(block("sb_history", *rows, headings=("date", "amount"))))
    assert sum(found.book.history.amounts) == sum(amounts)
