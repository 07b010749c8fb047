"""Exports are read whatever wrote them, and their columns found by what people call them."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.pasted import Export, read_export
from salesbook.book.pasted_cells import is_nothing, typed
from salesbook.book.pasted_columns import match_columns
from salesbook.book.pasted_goals import month_heading
from salesbook.errors import InputError

HISTORY = CATALOGUE["sb_history"]
ROWS = [["日期", "客户", "金额"], ["2026-01-01", "甲，乙", "5"], ["2026-01-02", "丙", "6.5"]]


def csv_text(separator: str = ",") -> str:
    return "\n".join(separator.join(row) for row in ROWS) + "\n"


def headings(*names: str) -> Export:
    return Export("x.csv", names, ((),) * len(names))


def xlsx(*rows: list[object], empty_sheet_first: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("数据") if empty_sheet_first else book.active
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_is_read_in_any_usual_encoding_with_any_usual_separator(encoding: str, separator: str) -> None:
    export = read_export(csv_text(separator).encode(encoding), "x.csv")
    assert export.headings == ("日期", "客户", "金额")
    assert [list(column) for column in export.columns] == [
        ["2026-01-01", "2026-01-02"], ["甲，乙", "丙"], ["5", "6.5"]
    ]  # fmt: skip
    assert (len(export), export.row) == (2, 2)


def test_lines_above_the_headings_are_passed_over_and_rows_keep_their_numbers() -> None:
    export = read_export(("销售报表\n\n" + csv_text()).encode(), "x.csv")
    assert export.headings == ("日期", "客户", "金额")
    assert (export.row, export.place(0, 2).cell) == (4, "C4")


def test_quoted_cells_may_hold_separators_and_line_ends() -> None:
    export = read_export(b'a,b\n"x, y","one\ntwo"\n', "x.csv")
    assert [list(c) for c in export.columns] == [["x, y"], ["one\ntwo"]]


def test_short_rows_are_filled_and_separators_at_the_end_are_nothing() -> None:
    export = read_export(b"a,b\n1\n2,3,\n", "x.csv")
    assert [[str(v) if not is_nothing(v) else None for v in c] for c in export.columns] == [["1", "2"], [None, "3"]]


def test_headings_alone_are_an_export_without_rows() -> None:
    assert len(read_export(b"a,b\n", "x.csv")) == 0


def test_texts_that_look_like_numbers_or_gaps_stay_as_they_are() -> None:
    export = read_export(b"id,name\n007,NA\n1e5,null\n", "x.csv")
    assert [list(c) for c in export.columns] == [["007", "1e5"], ["NA", "null"]]


def test_a_sheet_gives_its_cells_as_they_are() -> None:
    day = datetime(2026, 1, 1)
    export = read_export(xlsx(["报表"], ["日期", "客户", "金额"], [day, "甲", 5.5], [day, None, 6]), "x.xlsx")
    assert (export.headings, export.row) == (("日期", "客户", "金额"), 3)
    assert [c[0] for c in export.columns] == [day.date(), "甲", 5.5]
    assert is_nothing(export.columns[1][1])


def test_the_first_sheet_that_holds_something_counts() -> None:
    assert read_export(xlsx(["a", "b"], [1, 2], empty_sheet_first=True), "x.xlsx").headings == ("a", "b")


def test_a_file_with_a_zips_beginning_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        read_export(b"PK\x03\x04 and no more", "x.xlsx")
    assert [p.code for p in refused.value.problems] == ["export-unreadable"]


@example([["", ";;;", ";;;"]])
@given(st.lists(st.lists(st.text('ab,;"\n 甲1', max_size=5), min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_csv_wrote_is_read_back(rows: list[list[str]]) -> None:
    import csv

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["h1", "h2", "h3"], *rows])
    export = read_export(stream.getvalue().encode(), "x.csv")
    assert [list(c) for c in zip(*export.columns, strict=True)] == rows


def test_columns_are_found_by_what_people_call_them() -> None:
    export = headings("下单日期", "Sales_Rep", "Territory", "Total Cost", "Net", "QTY", "SalesAmount", "客户名称")
    found = match_columns(export, HISTORY)
    assert {key: export.headings[at] for key, at in found.columns.items()} == {
        "date": "下单日期", "rep": "Sales_Rep", "region": "Territory", "cost": "Total Cost", "quantity": "QTY",
        "amount": "SalesAmount", "client": "客户名称",
    }  # fmt: skip
    assert found.problems == ()


def test_a_columns_own_name_comes_before_what_else_it_is_called() -> None:
    found = match_columns(headings("date", "amount", "category", "product"), HISTORY)
    assert found.columns["product"] == 3
    assert [p.code for p in found.problems] == ["heading-chosen"]


def test_what_people_say_comes_first_and_asks_for_no_notice() -> None:
    found = match_columns(headings("date", "amount", "category", "product"), HISTORY, {"product": "Category"})
    assert (found.columns["product"], found.problems) == (2, ())


def test_customer_is_the_client_and_not_the_customer_type() -> None:
    found = match_columns(headings("date", "amount", "customer"), HISTORY)
    assert (found.columns.get("client"), found.columns.get("customer")) == (2, None)


def test_a_heading_serves_one_column_only() -> None:
    found = match_columns(headings("date", "销售额", "销售"), HISTORY, {"quantity": "销售额"})
    assert found.columns == {"quantity": 1, "date": 0, "rep": 2}
    assert [p.code for p in found.problems] == ["export-column-missing"]


def test_each_distinct_cell_is_understood_once() -> None:
    asked: list[object] = []

    def convert(value: object) -> object:
        asked.append(value)
        return value

    found = typed(["a", "b", "a", "NULL", "a"], convert)
    assert (found.values, asked) == (["a", "b", "a", None, "a"], ["a", "b"])


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_known_by_their_usual_headings(month: int) -> None:
    english = date(2026, month, 1).strftime("%b")
    for heading in (f"M{month:02}", f"m{month}", f"{month}月", f"{month:02}", english):
        assert month_heading(heading) == (0, month)
    assert month_heading(f"2026-{month:02}") == (2026, month)


@pytest.mark.parametrize("heading", ["Rep", "M13", "Year", "2026", "2026Q1", "Margin", "Decimal", "合计", "Mayor"])
def test_other_headings_are_no_months(heading: str) -> None:
    assert month_heading(heading) is None
