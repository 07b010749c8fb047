"""Letters: a template compiled once and stamped per rep, against other libraries, and against writing the bytes."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from benchmarks import letter_ways
from benchmarks.child import spent
from benchmarks.data import scratch
from benchmarks.letter_template import REPS, letters, stamp
from benchmarks.measure import Measure
from benchmarks.npm_ways import LIBRARIES, npm_way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import ProcessPoolExecutor
    from pathlib import Path

    from benchmarks.letter_ways import Way

MADE = 20
"""Letters per round against other libraries."""
MANY = 10_000
OTHERS: tuple[tuple[str, str, Callable[[], Way | None], float], ...] = (
    ("openpyxl", "openpyxl: load, fill, save", letter_ways.openpyxl_fill, 1 / 30),
    ("xlsxwriter", "XlsxWriter: build from nothing", letter_ways.xlsxwriter_build, 1 / 10),
    ("excelize", "excelize: open, fill, save", letter_ways.excelize_fill, 1 / 8),
    ("xltpl", "xltpl: render", letter_ways.xltpl_render, 1 / 8),
    *((name, f"npm {name}: fill, save", partial(npm_way, name), 1 / 8) for name in LIBRARIES),
)


def measures(orders: Path) -> Iterator[Measure | str]:  # noqa: ARG001
    """One letter per rep, 30 rows, 141 cells that differ; with a logo, a chart, merged cells, conditional formats."""
    for name, against, way, goal in OTHERS:
        make = way()
        if make is None:
            how = f"npm install {name}" if name in LIBRARIES else "pip install salesbook[bench]"
            yield f"{name} is not installed ({how}): not compared."
        else:
            yield Measure(f"letters.{name}", _each(_ours), _each(make), goal, f"{against}, {MADE} letters")
    yield Measure("letters.disk", _to_disk(_ours), _to_disk(_made), 3, f"writing the same bytes, {MADE * 10} files")
    yield Measure(
        "letters.memory", lambda: spent(stamped, 0, MANY)[1], lambda: spent(stamped, 0, MANY // 10)[1], 1.05,
        f"the memory of {MANY // 10:,} letters, for {MANY:,}", rounds=3, unit="MB", cold=True,
    )  # fmt: skip
    yield Measure("letters.two-processes", _in_processes(2), _in_processes(1), 1 / 1.7, "one process, 4,000 letters")


def _ours(rep: int) -> bytes:
    return stamp()(letters()[rep])


@cache
def _made(rep: int) -> bytes:
    return _ours(rep)


def _each(way: Way) -> Callable[[], None]:
    def make() -> None:
        for rep in range(MADE):
            way(rep)

    return make


def _to_disk(way: Callable[[int], bytes]) -> Callable[[], None]:
    folder = scratch()

    def make() -> None:
        for number in range(MADE * 10):
            (folder / f"{number}.xlsx").write_bytes(way(number % REPS))

    return make


def stamped(first: int, count: int) -> int:
    """Stamp letters and drop each; gives how many bytes they had."""
    return sum(len(_ours(number % REPS)) for number in range(first, first + count))


@cache
def _workers(count: int) -> ProcessPoolExecutor:
    """Processes that are there and have compiled the template."""
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(count)
    list(pool.map(stamped, [0] * count * 4, [10] * count * 4))
    return pool


def _in_processes(count: int, total: int = 4_000) -> Callable[[], None]:
    def make() -> None:
        list(_workers(count).map(stamped, [0] * 8, [total // 8] * 8))

    return make
