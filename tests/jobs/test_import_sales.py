"""Every row of an export goes somewhere, once, with its amount to the cent."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.book.applied import applied
from salesbook.book.pasted import read_export
from salesbook.book.pasted_sales import Asked
from salesbook.jobs.import_sales import ImportRequest, import_sales
from salesbook.texts import text
from tests.snapshots import block, reps, settings, snapshot

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot

TODAY = date(2026, 1, 1)
DAYS = [date(2025, 5, day) for day in range(1, 6)]
SALE = st.tuples(
    st.sampled_from(DAYS), st.sampled_from(["李伟", "王芳"]), st.sampled_from(["A1", "A2", ""]),
    st.decimals(-1000, 1000, places=2),
)  # fmt: skip


def exported(rows: list[tuple[object, ...]], headings: str = "日期,姓名,订单号,金额") -> bytes:
    return "\n".join([headings, *(",".join(map(str, row)) for row in rows), ""]).encode()


def imported(found: Snapshot, content: bytes, asked: Asked | None = None, table: str = "sb_history") -> Outcome:
    return import_sales(found, ImportRequest(table, read_export(content, "orders.csv"), asked or Asked()), TODAY)


def line(outcome: Outcome, key: str) -> object:
    what = text("import", key, "zh")
    return next((each.after for each in outcome.summary if each.said("zh") == what), 0)


def empty() -> Snapshot:
    return snapshot(block("sb_history", (None,)))


def amounts(found: Snapshot) -> list[Decimal]:
    table = found.tables["sb_history"]
    at = table.headings.index("金额")
    return [row[at] for row in table.rows]


def stored_as_excel_does(found: Snapshot) -> Snapshot:
    """The same workbook as it is read back from a file: numbers are floats, days have a time."""

    def cell(value: object) -> object:
        if isinstance(value, Decimal):
            return float(value)
        return datetime(value.year, value.month, value.day) if isinstance(value, date) else value

    table = found.tables["sb_history"]
    rows = tuple(tuple(cell(v) for v in row) for row in table.rows)
    return replace(found, tables={**found.tables, "sb_history": replace(table, rows=rows)})


@given(st.lists(SALE, min_size=1, max_size=12))
def test_a_file_that_is_imported_twice_adds_nothing(rows: list[tuple[object, ...]]) -> None:
    first = imported(empty(), exported(rows))
    once = stored_as_excel_does(applied(empty(), first.changes))
    again = imported(once, exported(rows))
    assert not again.changes
    assert (line(again, "imported"), line(again, "already")) == (0, len(rows))


@given(st.lists(SALE, min_size=1, max_size=8), st.lists(SALE, min_size=1, max_size=8))
def test_of_a_longer_file_only_the_rows_beyond_those_already_there_are_added(
    old: list[tuple[object, ...]], new: list[tuple[object, ...]]
) -> None:
    once = applied(empty(), imported(empty(), exported(old)).changes)
    twice = applied(once, imported(once, exported([*new, *old])).changes)
    assert Counter(amounts(twice)) == Counter(row[-1] for row in [*old, *new])


@given(st.lists(SALE, min_size=1, max_size=12), st.sampled_from(DAYS))
def test_every_row_and_every_cent_is_accounted_for(rows: list[tuple[object, ...]], since: date) -> None:
    gaps = [(DAYS[0], "李伟", "A9", "NULL"), ("", "李伟", "A9", "12.34")]
    outcome = imported(empty(), exported([*rows, *gaps]), Asked(since=since))
    parts = [line(outcome, key) for key in ("imported", "already", "skipped", "outside")]
    assert line(outcome, "read") == sum(parts) == len(rows) + 2
    sums = [line(outcome, f"{key}-amount") for key in ("imported", "already", "skipped", "outside")]
    assert line(outcome, "read-amount") == sum(sums) == sum(row[-1] for row in rows) + Decimal("12.34")
    assert line(outcome, "imported-amount") == sum(row[-1] for row in rows if row[0] >= since)


def test_two_equal_rows_in_one_file_are_two_sales() -> None:
    row = (DAYS[0], "李伟", "A1", 5)
    assert line(imported(empty(), exported([row, row])), "imported") == 2


def test_rows_go_into_the_columns_of_the_table_as_the_table_calls_them() -> None:
    table = block("sb_history", (None,), headings=("Amount", "我的备注", "Date"))
    (change,) = imported(
        snapshot(table), exported([(DAYS[0], "李伟", "A1", "1,234.5")]).replace(b"1,234.5", b'"1,234.5"')
    ).changes.changes
    assert change.headings == ("Date", "Amount")
    assert change.rows == ((DAYS[0], Decimal("1234.5")),)


def test_a_table_that_is_not_there_yet_gets_its_sheet() -> None:
    found = applied(snapshot(), imported(snapshot(), exported([(DAYS[0], "李伟", "A1", 5)])).changes)
    assert amounts(found) == [5]
    assert found.tables["sb_history"].headings[0] == "日期"


def test_amounts_and_costs_are_multiplied_and_quantities_are_not() -> None:
    content = exported([(DAYS[0], "1.5", 2, 1)], "日期,金额,数量,成本")
    (change,) = imported(empty(), content, Asked(factor=Decimal(1000))).changes.changes
    cells = dict(zip(change.headings, change.rows[0], strict=True))
    assert (cells["金额"], cells["数量"], cells["成本"]) == (1500, 2, 1000)


def test_reps_may_be_given_by_their_ids() -> None:
    team = block("sb_reps", ("7001", "李伟"), headings=("id", "name"))
    content = exported([(DAYS[0], 7001, 5)], "日期,编码,金额")
    outcome = imported(snapshot(team, block("sb_history", (None,))), content, Asked({"rep": "编码"}))
    cells = dict(zip(outcome.changes.changes[0].headings, outcome.changes.changes[0].rows[0], strict=True))
    assert (cells["姓名"], outcome.problems) == ("李伟", ())


def test_a_spelling_is_merged_only_when_asked() -> None:
    content = exported([(DAYS[0], "Warehouse", 5), (DAYS[1], "Ware House", 7)], "日期,渠道,金额")
    silent = imported(empty(), content)
    assert [p.code for p in silent.problems] == ["two-spellings"]
    assert [row[4] for row in silent.changes.changes[0].rows] == ["Warehouse", "Ware House"]
    asked = imported(empty(), content, Asked(values={("channel", "Ware House"): "Warehouse"}))
    assert asked.problems == ()
    assert [row[4] for row in asked.changes.changes[0].rows] == ["Warehouse", "Warehouse"]


def test_a_known_name_is_kept_even_if_the_file_has_the_other_spelling_only() -> None:
    content = exported([(DAYS[0], "liwei", 5)], "日期,姓名,金额")
    (problem,) = imported(snapshot(reps("Li Wei"), block("sb_history", (None,))), content).problems
    assert (problem.code, problem.words["options"]) == ("two-spellings", '--value rep:"liwei"="Li Wei"')


def test_names_are_written_as_the_team_writes_them() -> None:
    content = exported([(DAYS[0], "LI WEI", 5)], "日期,姓名,金额")
    outcome = imported(snapshot(reps("Li Wei"), block("sb_history", (None,))), content)
    assert (outcome.problems, outcome.changes.changes[0].rows[0][1]) == ((), "Li Wei")


@pytest.mark.parametrize(
    "content", [exported([(DAYS[0], "李伟", "A1", "五元")]), exported([("5/1/2025", "李伟", "A1", 5)])]
)
def test_nothing_is_imported_with_a_cell_that_cannot_be_understood(content: bytes) -> None:
    outcome = imported(empty(), content)
    assert ([p.code for p in outcome.problems], outcome.changes.changes) == (["export-cell-unreadable"], ())


def test_blank_lines_are_no_rows_and_totals_are_named() -> None:
    content = exported([(DAYS[0], "李伟", "A1", 5), ("", "", "", ""), ("合计：", "", "", 5)])
    outcome = imported(empty(), content)
    assert [p.code for p in outcome.problems] == ["export-rows-of-totals"]
    assert (line(outcome, "read"), line(outcome, "imported")) == (2, 1)


def test_nothing_is_imported_into_a_table_with_errors() -> None:
    table = block("sb_history", ("?", 5), headings=("date", "amount"))
    outcome = imported(snapshot(table), exported([(DAYS[0], "李伟", "A1", 5)]))
    assert ([p.code for p in outcome.problems], bool(outcome.changes)) == (["not-a-date"], False)


def test_the_workbooks_other_troubles_do_not_stand_in_the_way() -> None:
    from tests.snapshots import goals

    found = snapshot(settings(), goals(("?", "?", "?", "?")), block("sb_history", (None,)))
    assert line(imported(found, exported([(DAYS[0], "李伟", "A1", 5)])), "imported") == 1
