"""The walk over real orders agrees with pandas on the raw file, and says what is dirty in it.

The data is not part of the project: the folder is given by SALESBOOK_DATA, or stands in ../shared/data/adventureworks.
"""

from __future__ import annotations

import os
import runpy
import shutil
from collections import Counter
from datetime import date
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


SECOND_QUARTER = ("2020-04", "2020-05", "2020-06")


@pytest.fixture(scope="module")
def held(book: Book) -> Book:
    """The book split again with three holds and two bounds beside the three reps' own targets."""
    from dataclasses import replace

    from salesbook.book.model import Hold
    from salesbook.jobs.plan_build import build_plan

    holds = (
        Hold("revenue", {"region": "Northwest"}, "2020Q2", "hold", value=1_250_000),
        Hold("revenue", {"rep": "Linda Mitchell", "product": "Clothing"}, "", "hold", value=150_001),
        Hold("revenue", {"product": "Bikes", "channel": "Warehouse"}, "2020-03", "hold", value=900_000),
        Hold("revenue", {"region": "Canada"}, "2020-12", "max", value=600_000),
        Hold("revenue", {"channel": "Specialty Bike Shop"}, "", "min", growth=Decimal("0.3")),
    )
    asked = replace(book, holds=holds)
    found = build_plan(asked)
    assert [p.code for p in found.problems if p.severity == "error"] == []
    return replace(asked, plan=found.rows)


def planned(book: Book, tier: str = "target", **of: str | tuple[str, ...]) -> int:
    wanted = {key: (name,) if isinstance(name, str) else name for key, name in of.items()}
    rows = (row for row in book.plan if all(getattr(row, key) in names for key, names in wanted.items()))
    return sum(getattr(row, tier) for row in rows)


def test_holds_and_bounds_over_real_months_reps_regions_products_and_channels(held: Book, orders: pd.DataFrame) -> None:
    assert planned(held, region="Northwest", period=SECOND_QUARTER) == 1_250_000
    assert planned(held, rep="Linda Mitchell", product="Clothing") == 150_001
    assert planned(held, product="Bikes", channel="Warehouse", period="2020-03") == 900_000
    assert planned(held, region="Canada", period="2020-12") <= 600_000
    shops = orders[(orders["order_date"].str[:4] == "2019") & (orders["channel"] == "Specialty Bike Shop")]
    assert planned(held, channel="Specialty Bike Shop") >= sum(shops["amount"], Decimal(0)) * Decimal("1.3")


def test_every_other_margin_stays_exact_beside_holds(held: Book, book: Book, orders: pd.DataFrame) -> None:
    test_the_goal_is_last_year_and_a_fifth(held, orders)
    test_the_three_reps_keep_their_own_targets_month_by_month(held)
    test_leaves_lie_only_where_somebody_sold_and_keep_the_order_of_the_tiers(held, orders)
    for tier in ("floor", "stretch"):
        assert planned(held, tier) == planned(book, tier)


def test_the_days_of_a_quarter_follow_the_running_total(held: Book) -> None:
    """Every rep's and the company's running totals stay within a unit of the exact ones."""
    import numpy as np

    from salesbook.book.timeline import calendar_of
    from salesbook.domain.apportion import apportion_running
    from salesbook.domain.period import dates
    from salesbook.domain.split_days import split_days

    weights = np.array([float(w) for w in calendar_of(held).weights(list(dates(date(2020, 4, 1), date(2020, 6, 30))))])
    totals = [planned(held, rep=rep.name, period=SECOND_QUARTER) for rep in held.reps]
    days = split_days(totals, weights).values
    assert days.sum(axis=1).tolist() == totals
    assert days.sum(axis=0).tolist() == apportion_running(sum(totals), weights.tolist())
    exact = np.outer(totals, np.cumsum(weights) / weights.sum())
    assert np.abs(np.cumsum(days, axis=1) - exact).max() < 1.1
