"""Changing a few cells of a large workbook, from file to file: time and memory, each way in a process of its own."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.big_workbook import write
from benchmarks.child import spent
from benchmarks.data import scratch
from benchmarks.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SHEETS, ROWS, COLUMNS = 50, 3_000, 10
CHANGED = 20
"""Sheets that are changed, and cells changed on each."""
LONG = 100_000
WIDE = 12


def measures(orders: Path) -> Iterator[Measure | str]:  # noqa: ARG001
    big, long = _workbook(SHEETS, ROWS, COLUMNS), _workbook(1, LONG, WIDE)
    size = f"{SHEETS} sheets, {SHEETS * ROWS * COLUMNS:,} cells"
    yield from _both("files.edit", big, with_openpyxl, (1 / 10, 1 / 4), f"openpyxl: {size}")
    if find_spec("excelize"):
        yield from _both("files.edit-excelize", big, with_excelize, (1 / 2, 1), f"excelize: {size}")
    else:
        yield "excelize is not installed (pip install salesbook[bench]): not compared."
    yield _measure("files.long-sheet", with_salesbook, pack_again, long, 0, 2, f"inflate and deflate: {LONG:,} rows")


def _both(
    name: str, path: Path, reference: Callable[[Path], None], goals: tuple[float, float], against: str
) -> Iterator[Measure]:
    for at, (unit, what) in enumerate((("ms", "time"), ("MB", "memory"))):
        yield _measure(f"{name}.{what}", with_salesbook, reference, path, at, goals[at], against, unit)


def _measure(
    name: str, ours: Callable[[Path], None], theirs: Callable[[Path], None], path: Path, at: int, goal: float,
    against: str, unit: str = "ms",
) -> Measure:  # fmt: skip
    turn = iter(range(1_000_000))  # a run is shared by the time and the memory that are read from it

    def amount(way: Callable[[Path], None]) -> float:
        return _spent(way, path, next(turn) // 2)[at]

    return Measure(name, lambda: amount(ours), lambda: amount(theirs), goal, against, 3, unit, cold=True)


@cache
def _spent(way: Callable[[Path], None], path: Path, turn: int) -> tuple[float, float]:  # noqa: ARG001
    return spent(way, path)


@cache
def _workbook(sheets: int, rows: int, columns: int) -> Path:
    path = scratch() / f"big{sheets}.xlsx"
    write(path, sheets, rows, columns)
    return path


def _cells(path: Path) -> dict[str, dict[tuple[int, int], float]]:
    """What is changed: 20 cells each on the first 20 sheets that there are."""
    sheets = min(CHANGED, SHEETS if path.stem == f"big{SHEETS}" else 1)
    return {f"Data{s}": {(n * 97 + 5, 4): n + 0.5 for n in range(CHANGED)} for s in range(1, sheets + 1)}


def with_salesbook(path: Path) -> None:
    from salesbook.package.plain_cells import put_plain_cells

    path.with_suffix(".ours.xlsx").write_bytes(put_plain_cells(path.read_bytes(), _cells(path)))


def with_openpyxl(path: Path) -> None:
    import openpyxl

    work = openpyxl.load_workbook(path)
    for sheet, cells in _cells(path).items():
        for (row, column), value in cells.items():
            work[sheet].cell(row, column).value = value
    work.save(path.with_suffix(".theirs.xlsx"))


def with_excelize(path: Path) -> None:
    import excelize

    work = excelize.open_file(str(path))
    for sheet, cells in _cells(path).items():
        for (row, column), value in cells.items():
            work.set_cell_value(sheet, f"{chr(64 + column)}{row}", value)
    work.save_as(str(path.with_suffix(".theirs.xlsx")))
    work.close()


def pack_again(path: Path) -> None:
    """Read the file, inflate the sheet, deflate it at the level that we write with, write the file."""
    import zipfile

    from salesbook.package.zip_records import LEVEL

    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    packed = squeeze.compress(sheet) + squeeze.flush()
    path.with_suffix(".theirs.xlsx").write_bytes(content[: len(content) - len(packed)] + packed)
