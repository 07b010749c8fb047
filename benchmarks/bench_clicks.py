"""Round trips between Python and Excel per click, counted over a stand-in for Excel; and functions by array.

A trip to a real Excel takes about a tenth of a millisecond to some milliseconds; what is counted here is how many.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from benchmarks.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZES = (10, 1_000, 20_000)
MOST = {"decompose": 60, "track": 40, "check": 25, "why": 12}
CELLS = 10_000


def measures(orders: Path) -> Iterator[Measure]:  # noqa: ARG001
    for verb, most in MOST.items():
        for size in SIZES:
            yield Measure(
                f"clicks.{verb}.{size}", partial(_trips, verb, size), lambda most=most: most, 1.0,
                "what a click may cost", rounds=1, unit="trips", cold=True,
            )  # fmt: skip
    yield Measure("functions.array", _by_array, _by_cell, 1 / 50, f"{CELLS:,} calls of one cell", rounds=3)


@cache
def workbook(rows: int) -> bytes:
    """The example's year, split and tracked, with so many rows of actuals."""
    from datetime import date

    from salesbook.book.changes import AppendRows, ChangeSet
    from salesbook.jobs.decompose import DecomposeRequest, decompose
    from salesbook.jobs.new import NewRequest, new
    from salesbook.jobs.track import TrackRequest, track
    from salesbook.package.apply import applied, drawn
    from salesbook.package.reading import snapshot
    from salesbook.package.styles import looks

    content = drawn(looks(), new(NewRequest("year", "en", None)))
    day = date(2026, 5, 20)
    content = applied(content, decompose(snapshot(content), DecomposeRequest(), day).changes, "plan.xlsx")
    content = applied(content, track(snapshot(content), TrackRequest(as_of=day), day).changes, "plan.xlsx")
    tables = snapshot(content).tables
    reps = [str(row[tables["sb_reps"].headings.index("Name")]) for row in tables["sb_reps"].rows]
    sold = [(date(2026, 1 + at % 5, 1 + at % 28), reps[at % len(reps)], 100 + at % 900) for at in range(rows)]
    return applied(content, ChangeSet((AppendRows("sb_actuals", ("Date", "Rep", "Amount"), tuple(sold)),)), "plan.xlsx")


@cache
def _trips(verb: str, size: int) -> int:
    from tests.excel.clicks import trips_of

    return trips_of(workbook(size), verb)


def _by_array() -> object:
    from tests.excel.udf import call_udf

    return call_udf("SB_PACE", tuple((float(n),) for n in range(CELLS)), 100.0, 0.5)


def _by_cell() -> object:
    from tests.excel.udf import call_udf

    return [call_udf("SB_PACE", float(n), 100.0, 0.5) for n in range(CELLS)]
