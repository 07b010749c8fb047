"""track and reading: on the real orders, with 100,000 sales and 300 reps × 365 days, and the forecast's past errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.big_plan import AS_OF, SALES, planned, sold
from benchmarks.measure import Measure
from benchmarks.plans import filled_plan, tracked
from salesbook.book.reading import read
from salesbook.hosts.file import FileHost
from salesbook.jobs.track import TrackRequest, track

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHEET, FEW = "Actuals", 20_000
LINEAR = 1.3
"""What the larger of two sizes may take beyond its share: a little, for memory that no longer fits the caches."""


def measures(orders: Path) -> Iterator[Measure | str]:
    """The real workbook holds all 57,851 orders: the history beside the actuals is read too."""
    import pandas as pd

    host = filled_plan(orders)
    yield from _errors(host)
    yield Measure(
        "track.file",
        lambda: tracked(host),
        lambda: pd.read_excel(host.path, sheet_name=["Past sales", "Actuals"], engine="openpyxl"),
        1,
        "pandas.read_excel (openpyxl) of history and actuals",
        rounds=3,
    )
    yield from _reading()
    yield Measure(
        "track.300-reps",
        _refreshed,
        lambda: pd.read_excel(planned(), sheet_name=[SHEET, "Daily targets"], engine="openpyxl"),
        1,
        "pandas.read_excel (openpyxl) of 100,000 actuals and 109,500 daily targets",
        rounds=1,
    )


def _reading() -> Iterator[Measure]:
    """Reading 100,000 sales back: as a snapshot, and as typed and checked values."""
    import pandas as pd

    path = sold(SALES)
    yield Measure("read.snapshot", lambda: FileHost(path).read(), _bare, 1.5, "bare python-calamine of the sheet")
    yield Measure(
        "read.sheet",
        lambda: FileHost(path).read(),
        lambda: pd.read_excel(path, sheet_name=SHEET, engine="openpyxl"),
        0.1,
        "pandas.read_excel (openpyxl) of the sheet",
        rounds=1,
    )
    yield Measure(
        "read.typed",
        lambda: read(FileHost(path).read()),
        lambda: pd.read_excel(path, sheet_name=SHEET, engine="openpyxl"),
        0.1,
        "pandas.read_excel (openpyxl) of the sheet",
        rounds=1,
    )
    yield Measure(
        "read.growth",
        lambda: read(FileHost(path).read()),
        lambda: read(FileHost(sold(FEW)).read()),
        SALES / FEW * LINEAR,
        f"the same with {FEW:,} sales instead of {SALES:,}",
        rounds=3,
    )


def _bare() -> object:
    import python_calamine

    return python_calamine.load_workbook(str(sold(SALES))).get_sheet_by_name(SHEET).to_python()


def _refreshed() -> None:
    host = FileHost(planned())
    outcome = track(host.read(), TrackRequest(AS_OF), AS_OF)
    assert outcome.changes, [problem.message("en") for problem in outcome.problems]
    host.apply(outcome.changes)


def _errors(host: FileHost) -> Iterator[str]:
    """The mean error of each method when it was tried on the years before the plan, best first."""
    from salesbook.sheets.forecast_figures import Forecast

    book = read(host.read()).book
    assert book is not None
    errors = {name: error for name, error in Forecast(book).errors.items() if error}
    yield "forecast, mean |landing − truth| ÷ truth on past years, told after each quarter:"
    for name, error in sorted(errors.items(), key=lambda pair: pair[1].mean):
        yield f"  {name:<12} {error.mean:6.1%}  ({error.tries} tries)"
    yield from (() if errors else ("  the history is too short to try any",))
