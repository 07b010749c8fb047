"""A click on a real workbook: the same tables as in the file, and as many round trips for many rows as for few."""

from __future__ import annotations

import pytest

from benchmarks.bench_clicks import workbook
from salesbook.hosts.file import FileHost
from salesbook.hosts.live import LiveHost
from tests.excel.clicks import JOBS, click, trips_of
from tests.excel.open_books import open_book
from tests.hosts.test_every_host import tables

PLAN = workbook(10)


@pytest.mark.parametrize("verb", JOBS)
def test_excel_and_the_file_have_the_same_tables_afterwards(verb, tmp_path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(PLAN)
    file = FileHost(path)
    file.apply(JOBS[verb](file.read()).changes)
    book, app = open_book(PLAN)
    live = LiveHost(book)
    click(live, verb, app)
    found, wanted = tables(live.read()), tables(file.read())
    for kept_by_the_click in ("sb_journal", "sb_undo"):
        found.pop(kept_by_the_click, None)
        wanted.pop(kept_by_the_click, None)
    assert found == wanted
    assert set(file.read().pages) <= set(live.read().pages)


@pytest.mark.parametrize("verb", JOBS)
def test_a_click_costs_the_same_for_many_rows(verb) -> None:
    few, many = (trips_of(workbook(rows), verb) for rows in (10, 500))
    assert few == many


def test_why_only_reads() -> None:
    assert trips_of(PLAN, "why") == 3
