"""The walk over real orders agrees with pandas on the raw file, and says what is dirty in it.

The data is not part of the project: the folder is given by SALESBOOK_DATA, or stands in ../shared/data/adventureworks.
"""

from __future__ import annotations

import os
import runpy
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.reading import read
from salesbook.hosts.file import FileHost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from salesbook.book.model import Book

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "adventureworks.py"
DATA = Path(os.environ.get("SALESBOOK_DATA", ROOT.parent / "shared" / "data" / "adventureworks"))

pytestmark = pytest.mark.skipif(
    not (DATA / "orders.csv").is_file() or not EXAMPLE.is_file(),
    reason="the real orders are not here: set SALESBOOK_DATA to the folder that holds orders.csv",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("adventureworks")
    main: Callable[[Path, Path], None] = runpy.run_path(str(EXAMPLE))["main"]
    main(DATA, folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def book(out: Path) -> Book:
    found = read(FileHost(out / "plan.xlsx").read())
    assert found.book is not None
    assert found.errors == ()
    return found.book


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    import pandas as pd

    raw = pd.read_csv(DATA / "orders.csv", dtype=str, keep_default_na=False)
    raw["amount"] = [Decimal(text) for text in raw["sales_amount"]]
    raw["channel"] = raw["channel"].replace("Ware House", "Warehouse")
    return raw


def sums(rows: pd.DataFrame, column: str) -> dict[str, Decimal]:
    return {name: sum(part["amount"], Decimal(0)) for name, part in rows.groupby(column)}


def summed(book: Book, table: str, axis: str) -> dict[str, Decimal]:
    sales = getattr(book, table)
    found: dict[str, Decimal] = {}
    for member, amount in zip(sales.axes[axis], sales.amounts, strict=True):
        found[member] = found.get(member, Decimal(0)) + amount
    return found


@pytest.mark.parametrize(
    ("axis", "column"), [("rep", "rep"), ("region", "territory"), ("product", "category"), ("channel", "channel")]
)
@pytest.mark.parametrize(
    ("table", "first", "last"), [("history", "2017-07-01", "2019-12-31"), ("actuals", "2020-01-01", "2020-05-31")]
)
def test_imported_sums_are_those_of_the_raw_file(
    book: Book, orders: pd.DataFrame, table: str, first: str, last: str, axis: str, column: str
) -> None:
    rows = orders[(orders["order_date"] >= first) & (orders["order_date"] <= last)]
    assert len(getattr(book, table)) == len(rows)
    assert summed(book, table, axis) == sums(rows, column)


def test_the_goal_is_last_year_and_a_fifth(book: Book, orders: pd.DataFrame) -> None:
    last_year = sum(orders[orders["order_date"].str[:4] == "2019"]["amount"], Decimal(0))
    exact = last_year * Decimal("1.2")
    assert sum(row.target for row in book.plan) == exact.quantize(Decimal(1), "ROUND_HALF_UP")


def test_the_three_reps_keep_their_own_targets_month_by_month(book: Book) -> None:
    import pandas as pd

    raw = pd.read_csv(DATA / "targets.csv", dtype=str, keep_default_na=False)
    raw = raw[raw["Year"] == "2020"]
    assert len(raw) == 3
    planned: Counter[tuple[str, str]] = Counter()
    for row in book.plan:
        planned[row.rep, row.period] += row.target
    for _, target in raw.iterrows():
        for month in range(1, 13):
            assert planned[target["Rep"], f"2020-{month:02}"] == int(target[f"M{month:02}"]) * 1000


def test_leaves_lie_only_where_somebody_sold_and_keep_the_order_of_the_tiers(book: Book, orders: pd.DataFrame) -> None:
    year = orders[orders["order_date"].str[:4] == "2019"]
    sold = set(zip(year["rep"], year["territory"], year["category"], year["channel"], strict=True))
    leaves = {(row.rep, row.region, row.product, row.channel) for row in book.plan}
    assert leaves <= sold
    assert all(0 <= row.floor <= row.target <= row.stretch for row in book.plan)


def test_days_come_to_the_leaves_of_every_rep_and_month(book: Book) -> None:
    for tier in ("floor", "target", "stretch"):
        months: Counter[tuple[str, str]] = Counter()
        for row in book.plan:
            months[row.rep, row.period] += getattr(row, tier)
        for day in book.days:
            months[day.rep, f"{day.day:%Y-%m}"] -= getattr(day, tier)
        assert not any(months.values())


def test_every_rep_with_a_target_has_a_letter(out: Path, book: Book) -> None:
    assert len(list((out / "letters").glob("*.xlsx"))) == len({row.rep for row in book.plan}) == 17
    assert {issued.rep for issued in book.issued} == {row.rep for row in book.plan}


def test_what_is_dirty_is_said(out: Path) -> None:
    report = (out / "report.txt").read_text(encoding="utf-8")
    for said in (
        "Warehouse (25,915", "Ware House (611",  # one channel in two spellings
        "Rows of orders.csv without a cost: 76",
        "Rows of targets.csv for years outside the plan, left out: 31, of which without a name: 1",
        "Reps whose history lies in several regions",
        "Reps without any sales in some month of the base year",
    ):  # fmt: skip
        assert said in report


def test_importing_the_same_file_again_changes_nothing(out: Path) -> None:
    from salesbook.jobs.import_sales import ImportRequest, import_sales

    example: dict[str, Any] = runpy.run_path(str(EXAMPLE))
    first, last = example["ACTUALS"]
    asked = example["Asked"](example["COLUMNS"], example["ONE_CHANNEL"], since=first, until=last)
    again = ImportRequest("sb_actuals", example["read_export"](DATA / "orders.csv"), asked)
    assert not import_sales(FileHost(out / "plan.xlsx").read(), again, example["AS_OF"]).changes


def test_the_grid_shows_the_actuals_up_to_its_day(out: Path, orders: pd.DataFrame) -> None:
    import openpyxl

    counted = orders[(orders["order_date"] >= "2020-01-01") & (orders["order_date"] <= "2020-03-31")]
    workbook = openpyxl.load_workbook(out / "plan.xlsx", data_only=True)
    page = workbook.defined_names["_sb_page.track.week"].attr_text
    cells = (cell.value for row in workbook[page.rsplit("!", 1)[0].strip("'")].iter_rows() for cell in row)
    shown = {round(float(value), 2) for value in cells if isinstance(value, int | float)}
    workbook.close()
    assert round(float(sum(counted["amount"], Decimal(0))), 2) in shown
