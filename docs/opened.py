"""Whether other programs open what salesbook changed: LibreOffice, openpyxl and python-calamine over foreign workbooks.

    python docs/opened.py FOLDER [--count 150] [--check PROGRAM] [--names FILE]

Of the .xlsx and .xlsm files below the folder, so many that are spread evenly are changed (up to ten numbers on the
first worksheet, as docs/loss.py does). Each is converted by LibreOffice before and after the change: what it could open
it must still open, with the same values in all cells but the ten and those that formulas compute. openpyxl and
python-calamine read both as well. PROGRAM, if one is given, is run on each file before and after: lines that it prints
for the second alone are counted. Prints a table; --names writes the files of each kind of difference to FILE.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Values = dict[tuple[str, int, int], Any]
    Cells = dict[tuple[int, int], float]

LIBRE_OFFICE = (
    "opened by LibreOffice before and after", "… the same values but for the changed ones",
    "… formulas calculated anew", "… tables drawn anew from changed cells (pivot tables, subtotals)",
    "… other values", "opened by LibreOffice before, and not after", "not opened by LibreOffice before",
)  # fmt: skip
MOST_CELLS = 2_000_000
"""A sheet whose last used cell is further away than that is not compared cell by cell."""
DAYS_TO_1904 = 1_462
BATCH = 10
PATIENCE = 60
"""Seconds for a batch of conversions, and for a single file where a batch did not come through."""


@dataclass
class Edited:
    """A file and its changed self, under the same name in two folders."""

    source: Path
    name: str
    sheet: str
    cells: Cells
    before: bytes
    after: bytes


@dataclass
class Report:
    """Names of files by what was found of them."""

    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, name: str) -> None:
        self.found[kind].append(name)

    def count(self, kind: str) -> int:
        return len(self.found[kind])


def main() -> None:
    """Change, convert, compare, print."""
    warnings.simplefilter("ignore")
    asked = _parser().parse_args()
    report = Report()
    edited = list(changed_files(asked.folder, asked.count))
    with tempfile.TemporaryDirectory(prefix="opened-") as folder:
        converted = {kind: convert(edited, kind, Path(folder)) for kind in ("before", "after")}
        for one in edited:
            compare_converted(one, converted, report)
            compare_read(one, report)
            if asked.check:
                compare_checked(one, asked.check, Path(folder), report)
    sys.stdout.write(as_markdown(len(edited), report, checked=bool(asked.check)))
    if asked.names:
        lines = [f"{kind}: {name}" for kind, names in report.found.items() for name in names]
        asked.names.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--check", metavar="PROGRAM")
    parser.add_argument("--names", type=Path, metavar="FILE")
    return parser


def changed_files(folder: Path, count: int) -> Iterator[Edited]:
    """Files that can be changed, evenly spread over the folder."""
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".xlsx", ".xlsm") and p.is_file())
    done = 0
    for number, path in enumerate(paths):
        if done * len(paths) <= number * count and (one := changed(path, done)):
            done += 1
            yield one


def changed(path: Path, number: int) -> Edited | None:
    """The file with ten numbers changed; None where it has none, or cannot be changed."""
    from docs.loss import numbers_on_first_sheet, with_salesbook
    from salesbook.errors import SalesbookError

    before = path.read_bytes()
    sheet, cells = numbers_on_first_sheet(before)
    if not sheet or not cells:
        return None
    try:
        after = with_salesbook(before, sheet, cells)
    except SalesbookError:
        return None
    return Edited(path, f"{number:04}{path.suffix.lower()}", sheet, cells, before, after)


def convert(edited: list[Edited], kind: str, folder: Path) -> dict[str, Path]:
    """What LibreOffice makes of the files, by their names; those that it cannot open are missing."""
    given, made = folder / kind, folder / f"{kind}-converted"
    given.mkdir()
    made.mkdir()
    for one in edited:
        (given / one.name).write_bytes(getattr(one, kind))
    files = sorted(given.iterdir())
    for at in range(0, len(files), BATCH):
        batch = files[at : at + BATCH]
        run_soffice(batch, made, folder / "profile")
        for file in batch:
            if not (made / f"{file.stem}.xlsx").exists():
                run_soffice([file], made, folder / "profile")
    return {file.stem: file for file in made.iterdir()}


def run_soffice(files: list[Path], out: Path, profile: Path) -> None:
    """Convert files to .xlsx; one that does not come through is simply not there afterwards."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        sys.exit("LibreOffice is not installed.")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), *map(str, files)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        end_group(child)


def end_group(child: subprocess.Popen[bytes]) -> None:
    """End a stuck process of ours with those that it started."""
    import os
    import signal

    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def compare_converted(one: Edited, converted: dict[str, dict[str, Path]], report: Report) -> None:
    stem = Path(one.name).stem
    before, after = (converted[kind].get(stem) for kind in ("before", "after"))
    if before is None or after is None:
        report.add(LIBRE_OFFICE[6 if before is None else 5], one.source.name)
        return
    old, new = (by_calamine(path.read_bytes()) for path in (before, after))
    different = differing(one, old, new)
    report.add(LIBRE_OFFICE[0], one.source.name)
    report.add(LIBRE_OFFICE[kind_of(one, different)], one.source.name)


def kind_of(one: Edited, different: set[tuple[str, int, int]]) -> int:
    """Which line of the table the differing cells belong to."""
    if not different:
        return 1
    if different <= formula_cells(one.after):
        return 2
    return 3 if b"pivotTable" in one.after else 4


def compare_read(one: Edited, report: Report) -> None:
    for name, read in (("openpyxl", by_openpyxl), ("python-calamine", by_calamine)):
        try:
            old = read(one.before)
        except Exception:  # whatever another library raises
            report.add(f"not read by {name} before", one.source.name)
            continue
        try:
            new = read(one.after)
        except Exception:
            report.add(f"read by {name} before, and not after", one.source.name)
            continue
        put = all(is_put(new.get((one.sheet, *at), v), v) for at, v in one.cells.items())
        wrong = differing(one, old, new) or not put
        report.add(f"read {'otherwise' if wrong else 'the same'} by {name}", one.source.name)


def compare_checked(one: Edited, program: str, folder: Path, report: Report) -> None:
    before, after = (set(checked(content, program, folder / one.name)) for content in (one.before, one.after))
    report.add("with new findings" if after - before else "without new findings", one.source.name)
    for line in sorted(after - before):
        report.add("finding", f"{one.source.name}: {line}")


def checked(content: bytes, program: str, path: Path) -> Iterable[str]:
    """The lines that a program says of a file, but for those that name the file alone."""
    path.write_bytes(content)
    said = subprocess.run([program, str(path)], capture_output=True, text=True, check=False, timeout=PATIENCE).stdout
    return (line.strip() for line in said.splitlines() if str(path) not in line)


def differing(one: Edited, old: Values, new: Values) -> set[tuple[str, int, int]]:
    """The cells that differ and were not changed."""
    meant = {(one.sheet, row, column) for row, column in one.cells}
    return {at for at in old.keys() | new.keys() if at not in meant and not same(old.get(at), new.get(at))}


def is_put(read: Any, number: float) -> bool:
    """Whether a cell reads as the number put there; one that looks like a day reads as the day."""
    if not isinstance(read, date):
        return bool(read == number)
    days = (read - datetime(1899, 12, 30)) / timedelta(days=1)
    return abs(days - number) in (0, DAYS_TO_1904)


def same(old: Any, new: Any) -> bool:
    return old == new or (old != old and new != new)  # NaN is no error here


def by_calamine(content: bytes) -> Values:
    """Every cell's value as python-calamine reads it; sheets that reach too far are left out."""
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(content))
    sheets = ((name, book.get_sheet_by_name(name)) for name in book.sheet_names)
    return {
        (name, row, column): value
        for name, sheet in sheets
        if sheet.total_height * sheet.total_width <= MOST_CELLS
        for row, line in enumerate(sheet.to_python(skip_empty_area=False), 1)
        for column, value in enumerate(line, 1)
        if value != ""
    }


def by_openpyxl(content: bytes) -> Values:
    """Every cell's content as openpyxl reads it: formulas are read as such."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        (sheet.title, row, column): getattr(cell.value, "text", cell.value)
        for sheet in book.worksheets
        for (row, column), cell in sheet._cells.items()  # those that there are; the sheet may reach far
        if cell.value is not None
    }


def formula_cells(content: bytes) -> set[tuple[str, int, int]]:
    """Where formulas and the results of array formulas stand; none where openpyxl cannot read the file."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
    except Exception:
        return set()
    cells = ((sheet.title, at, cell.value) for sheet in book.worksheets for at, cell in sheet._cells.items())
    return {(title, *at) for title, corner, value in cells for at in reach(corner, value)}


def reach(corner: tuple[int, int], value: Any) -> Iterator[tuple[int, int]]:
    """The cells that the formula in a cell computes."""
    from openpyxl.utils import range_boundaries

    if hasattr(value, "ref"):
        left, top, right, bottom = range_boundaries(value.ref)
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    elif isinstance(value, str) and value.startswith("="):
        yield corner


def as_markdown(count: int, report: Report, *, checked: bool) -> str:
    """The table."""
    kinds = [*LIBRE_OFFICE]
    for name in ("openpyxl", "python-calamine"):
        kinds += [f"read the same by {name}", f"read otherwise by {name}"]
        kinds += [f"not read by {name} before", f"read by {name} before, and not after"]
    kinds += ["without new findings", "with new findings"] if checked else []
    lines = [f"| {count} workbooks, changed by salesbook | files |", "|---|---|"]
    return "\n".join([*lines, *(f"| {kind} | {report.count(kind)} |" for kind in kinds)]) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
