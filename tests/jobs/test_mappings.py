"""Saved mappings: kept once, found again by name or by the file's headings; and what files bring that is not plain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.inverse import inverse
from salesbook.book.pasted import read_export
from salesbook.book.pasted_sales import Asked
from salesbook.book.reading import read
from salesbook.jobs.import_sales import ImportRequest, import_sales
from tests.snapshots import block, goals, reps, snapshot

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

TODAY = date(2026, 1, 1)
HEADINGS = "Day,Who,Zone,Net,Gross,Memo"
FILE = f"{HEADINGS}\n2026-01-02,李伟,E.,90,100,x\n2026-01-03,王芳,N.,45,50,\n"
ASKED = Asked(
    columns={"date": "Day", "rep": "Who", "region": "Zone", "amount": "Net"},
    values={("region", "E."): "华东", ("region", "N."): "华北"},
)


def start() -> Snapshot:
    members = block("sb_members", ("区域", "华东"), ("区域", "华北"), headings=("axis", "member"))
    return snapshot(goals(), reps(), members, block("sb_actuals", (None,)))


def brought(found: Snapshot, content: str, asked: Asked | None = None, *, mapping: str = "", save: str = "") -> Outcome:
    export = read_export(content.encode(), "orders.csv")
    return import_sales(found, ImportRequest("sb_actuals", export, asked or Asked(), mapping, save), TODAY)


def book(found: Snapshot) -> Book:
    reading = read(found)
    assert not reading.errors, [problem.message("en") for problem in reading.errors]
    assert reading.book is not None
    return reading.book


def saved() -> Snapshot:
    before = start()
    outcome = brought(before, FILE, ASKED, save="ERP")
    assert not outcome.problems
    return applied(before, outcome.changes)


def test_what_was_said_of_a_file_is_kept_heading_by_heading() -> None:
    rows = [(r.mapping, r.column, r.heading, r.spelled, r.member) for r in book(saved()).mappings]
    assert rows == [
        ("ERP", "date", "Day", "", ""), ("ERP", "rep", "Who", "", ""), ("ERP", "region", "Zone", "", ""),
        ("ERP", "amount", "Net", "", ""), ("ERP", "", "Gross", "", ""), ("ERP", "", "Memo", "", ""),
        ("ERP", "region", "", "E.", "华东"), ("ERP", "region", "", "N.", "华北"),
    ]  # fmt: skip


def test_the_next_file_of_the_same_headings_is_understood_by_itself_and_says_so() -> None:
    before = saved()
    outcome = brought(before, f"{HEADINGS}\n2026-01-05,李伟,E.,7,8,\n")
    assert [problem.code for problem in outcome.problems] == ["mapping-used"]
    sales = book(applied(before, outcome.changes)).actuals
    assert (sales.amounts[-1], sales.axes["region"][-1]) == (Decimal(7), "华东")


def test_a_file_with_one_heading_more_or_less_is_not_taken_for_the_same() -> None:
    for headings, cells in ((f"{HEADINGS},More", ",,"), (HEADINGS.removesuffix(",Memo"), "")):
        outcome = brought(saved(), f"{headings}\n2026-01-05,李伟,E.,7,8{cells}\n")
        assert "mapping-used" not in [problem.code for problem in outcome.problems]


def test_by_its_name_a_mapping_serves_a_file_with_more_headings_in_another_order() -> None:
    before = saved()
    outcome = brought(before, "More,Net,Zone,Day,Who\n,7,N.,2026-01-05,王芳\n", mapping="erp")
    assert not outcome.problems
    sales = book(applied(before, outcome.changes)).actuals
    assert (sales.amounts[-1], sales.axes["region"][-1], sales.axes["rep"][-1]) == (Decimal(7), "华北", "王芳")


def test_what_people_say_comes_before_what_the_mapping_says() -> None:
    before = saved()
    outcome = brought(before, f"{HEADINGS}\n2026-01-05,李伟,E.,7,8,\n", Asked(columns={"amount": "Gross"}))
    assert book(applied(before, outcome.changes)).actuals.amounts[-1] == Decimal(8)


def test_the_same_mapping_saved_again_changes_nothing_and_another_one_takes_its_place() -> None:
    before = saved()
    assert not brought(before, FILE, ASKED, save="ERP").changes
    outcome = brought(before, FILE, Asked(columns={"amount": "Gross"}), save="erp")
    rows = [row for row in book(applied(before, outcome.changes)).mappings if row.column == "amount"]
    assert [(row.mapping, row.heading) for row in rows] == [("erp", "Gross")]


def test_a_mapping_that_was_saved_goes_away_with_what_was_imported() -> None:
    before = saved()
    changes = brought(before, FILE.replace("90", "91"), ASKED, save="Shop").changes
    assert {row.mapping for row in book(applied(before, changes)).mappings} == {"ERP", "Shop"}
    back = applied(applied(before, changes), inverse(before, changes))
    assert book(back).mappings == book(before).mappings
    assert book(back).actuals == book(before).actuals


# -- corrections, returns, partial days, late entries, duplicates ----------------------------------------------------

PLAIN = "日期,姓名,订单号,金额\n"


def test_a_return_is_a_negative_row_of_its_own_and_lowers_the_sum() -> None:
    before = start()
    outcome = brought(before, PLAIN + "2026-01-02,李伟,A1,100\n2026-01-05,李伟,A1,-30\n")
    assert sum(book(applied(before, outcome.changes)).actuals.amounts) == Decimal(70)


def test_a_later_part_of_a_day_adds_only_what_is_new() -> None:
    morning = PLAIN + "2026-01-02,李伟,A1,100\n"
    first = start()
    half = applied(first, brought(first, morning).changes)
    evening = brought(half, morning + "2026-01-02,王芳,A2,50\n")
    amounts = book(applied(half, evening.changes)).actuals.amounts
    assert sorted(amounts) == [Decimal(50), Decimal(100)]


def test_a_late_entry_counts_on_its_own_day() -> None:
    first = start()
    known = applied(first, brought(first, PLAIN + "2026-01-09,李伟,A9,10\n").changes)
    late = applied(known, brought(known, PLAIN + "2026-01-02,李伟,A2,20\n").changes)
    assert set(zip(book(late).actuals.dates, book(late).actuals.amounts, strict=True)) == {
        (date(2026, 1, 9), Decimal(10)), (date(2026, 1, 2), Decimal(20)),
    }  # fmt: skip


def test_an_order_number_that_was_there_with_another_amount_is_added_and_named() -> None:
    first = start()
    known = applied(first, brought(first, PLAIN + "2026-01-02,李伟,A1,100\n").changes)
    outcome = brought(known, PLAIN + "2026-01-02,李伟,A1,120\n")
    assert [problem.code for problem in outcome.problems] == ["orders-seen-before"]
    assert sum(book(applied(known, outcome.changes)).actuals.amounts) == Decimal(220)
    corrected = PLAIN + "2026-01-02,李伟,A1,-100\n"
    right = applied(applied(known, outcome.changes), brought(applied(known, outcome.changes), corrected).changes)
    assert sum(book(right).actuals.amounts) == Decimal(120)


def test_the_same_file_a_second_time_changes_nothing() -> None:
    first = start()
    content = PLAIN + "2026-01-02,李伟,A1,100\n2026-01-02,李伟,A1,100\n2026-01-05,李伟,,-30\n"
    known = applied(first, brought(first, content).changes)
    assert len(book(known).actuals) == 3
    assert not brought(known, content).changes
