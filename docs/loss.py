"""What opening, changing ten cells and saving loses: openpyxl and salesbook over a folder of workbooks.

    python docs/loss.py FOLDER [OUT.md]

Every .xlsx and .xlsm below the folder is opened, up to ten numbers on its first worksheet are replaced by other
numbers, and it is saved; once with openpyxl, once with salesbook. Both results are compared with the file: the bytes of
each part, and how many there are of the things that people put into workbooks. Prints a table, or writes it to OUT.md.
"""

from __future__ import annotations

import io
import re
import signal
import sys
import warnings
import zipfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from salesbook.package.sheet import Sheet

    Parts = dict[str, bytes]
    Cells = dict[tuple[int, int], float]

CELLS = 10
PATIENCE = 60
"""Seconds for one file and one library."""

SHEETS = r"xl/worksheets/[^/]+\.xml"
FEATURES: dict[str, tuple[str, str]] = {
    "pictures": (r"xl/media/.*", ""),
    "shapes and text boxes": (r"xl/drawings/.*\.xml", r"<(?:\w+:)?(?:sp|cxnSp|grpSp)[\s>]"),
    "charts": (r"xl/charts/chart[^/]*\.xml", ""),
    "charts of the newer kinds": (r"xl/charts/chartEx[^/]*\.xml", ""),
    "chart styles and colours": (r"xl/charts/(?:style|colors)[^/]*\.xml", ""),
    "SmartArt": (r"xl/diagrams/.*", ""),
    "comments": (r"xl/(?:worksheets/)?comments[^/]*\.xml|xl/comments/.*\.xml", r"<(?:\w+:)?comment\s"),
    "threaded comments": (r"xl/threadedComments/.*", ""),
    "pivot tables": (r"xl/pivotTables/[^/]+\.xml", ""),
    "pivot caches": (r"xl/pivotCache/pivotCacheDefinition[^/]+\.xml", ""),
    "slicers": (r"xl/slicers/[^/]+\.xml", ""),
    "timelines": (r"xl/timelines/[^/]+\.xml", ""),
    "sparklines": (SHEETS, r"<x14:sparkline>"),
    "tables": (r"xl/tables/[^/]+\.xml", ""),
    "conditional formats": (SHEETS, r"<(?:\w+:)?cfRule\s"),
    "validations": (SHEETS, r"<(?:\w+:)?dataValidation\s"),
    "extensions of sheets": (SHEETS, r"<ext\s"),
    "stored results of formulas": (SHEETS, r"</f><v[^>]*>[^<]|<f[^>]*/><v[^>]*>[^<]"),
    "partly formatted texts": (r"xl/sharedStrings\.xml|" + SHEETS, r"<(?:\w+:)?rPr>"),
    "form controls": (r"xl/ctrlProps/.*", ""),
    "ActiveX controls": (r"xl/activeX/[^/]+\.xml", ""),
    "embedded objects": (r"xl/embeddings/.*", ""),
    "macros": (r"xl/vbaProject\.bin", ""),
    "ribbon parts": (r"customUI/.*\.xml", ""),
    "external links": (r"xl/externalLinks/[^/]+\.xml", ""),
    "connections": (r"xl/connections\.xml", r"<(?:\w+:)?connection\s"),
    "query tables": (r"xl/queryTables/[^/]+\.xml", ""),
    "XML maps": (r"xl/xmlMaps\.xml", r"<(?:\w+:)?Map\s"),
    "custom XML": (r"customXml/item\d+\.xml", ""),
    "printer settings": (r"xl/printerSettings/.*", ""),
    "protected ranges": (SHEETS, r"<(?:\w+:)?protectedRange\s"),
    "dynamic arrays": (r"xl/metadata\.xml", r"<(?:\w+:)?bk>"),
    "defined names": (r"xl/workbook\.xml", r"<(?:\w+:)?definedName\s"),
}
"""What people see -> the parts that hold it, and how each piece begins in them ("": the part itself is the piece)."""


@dataclass
class Tally:
    """What a library did to the files that it could save."""

    saved: int = 0
    parts: int = 0
    same: int = 0
    changed: int = 0
    lost: int = 0
    files_with_loss: int = 0
    features: Counter[str] = field(default_factory=Counter)
    feature_files: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    """Files whose other cells do not read as before."""


@dataclass
class Corpus:
    """All that is said at the end."""

    files: int = 0
    without_numbers: int = 0
    held: Counter[str] = field(default_factory=Counter)
    tallies: dict[str, Tally] = field(default_factory=lambda: {"openpyxl": Tally(), "salesbook": Tally()})


def main(folder: Path, out: Path | None = None) -> None:
    """Go through the folder and say what was lost."""
    warnings.simplefilter("ignore")
    corpus = Corpus()
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".xlsx", ".xlsm") and p.is_file()):
        look_at(path, corpus)
    table = as_markdown(corpus)
    if out:
        out.write_text(table, encoding="utf-8")
    else:
        sys.stdout.write(table)


def look_at(path: Path, corpus: Corpus) -> None:
    """Change a file with both libraries and compare."""
    corpus.files += 1
    content = path.read_bytes()
    sheet, cells = numbers_on_first_sheet(content)
    if sheet and not cells:
        corpus.without_numbers += 1
        return
    before = parts_of(content)
    corpus.held.update({name: 1 for name, count in features(before).items() if count})
    for name, tally in corpus.tallies.items():
        after = saved(tally, EDITS[name], content, sheet, cells)
        if after is not None:
            compare(tally, before, after, meant(content, sheet))
            if name == "salesbook" and values_but(content, sheet, cells) != values_but(after, sheet, cells):
                tally.wrong.append(path.name)


def numbers_on_first_sheet(content: bytes) -> tuple[str, Cells]:
    """The first worksheet's name, and its first cells that hold typed numbers with others in their place."""
    from salesbook.errors import SalesbookError
    from salesbook.package.open_book import OpenBook

    name = ""
    try:
        book = OpenBook(content)
        name = next((t.name for t in book.workbook.tabs if t.kind == "worksheet"), "")
        sheet = book.sheet(name) if name else None
        found = numbers_of(sheet) if sheet else []
    except (SalesbookError, ValueError):
        return name, {(1, 1): 1.5}
    return name, {at: 7_000.25 + i for i, at in enumerate(found)}


def numbers_of(sheet: Sheet) -> list[tuple[int, int]]:
    """Its first cells that hold typed numbers, and no part of the result of an array formula."""
    from itertools import islice

    found = ((n, c.column) for n in list(sheet.rows) for c in sheet.cells(n) if is_number(c.xml))
    return list(islice((at for at in found if can_change(sheet, *at)), CELLS))


def can_change(sheet: Sheet, row: int, column: int) -> bool:
    from salesbook.book.page import Area
    from salesbook.errors import InputError

    try:
        sheet.make_room(Area(row, column, row, column))
    except InputError:
        return False
    return True


def is_number(xml: str) -> bool:
    head = xml.partition(">")[0]
    return "<f" not in xml and "<v>" in xml and " t=" not in head


def with_openpyxl(content: bytes, sheet: str, cells: Cells) -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=b"vbaProject.bin" in content)
    tab = book[sheet] if sheet else book.worksheets[0]
    for (row, column), value in cells.items():
        tab.cell(row, column).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_salesbook(content: bytes, sheet: str, cells: Cells) -> bytes:
    from salesbook.package.open_book import OpenBook
    from salesbook.package.plain_cells import put_plain_cells

    if not sheet:
        sheet = next(t.name for t in OpenBook(content).workbook.tabs if t.kind == "worksheet")
    return put_plain_cells(content, {sheet: dict(cells)})


EDITS: dict[str, Callable[[bytes, str, Cells], bytes]] = {"openpyxl": with_openpyxl, "salesbook": with_salesbook}


def saved(tally: Tally, edit: Callable[[bytes, str, Cells], bytes], *given: Any) -> bytes | None:
    """The new bytes; None where the library refused or failed, which is counted by its reason."""
    from salesbook.errors import SalesbookError

    try:
        with patience():
            return edit(*given)
    except SalesbookError as error:
        tally.refused[error.problems[0].code] += 1
    except Exception as error:  # whatever another library raises
        tally.refused[type(error).__name__] += 1
    return None


@contextmanager
def patience() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)


def parts_of(content: bytes) -> Parts:
    """The parts by name; none of a file that is no readable zip archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}
    except Exception:  # damaged and encrypted files are in every corpus
        return {}


def features(parts: Parts) -> Counter[str]:
    """How many there are of each thing."""
    found: Counter[str] = Counter()
    for name, (place, begins) in FEATURES.items():
        pattern = re.compile(begins.encode())
        held = (c for part, c in parts.items() if re.fullmatch(place, part, re.IGNORECASE))
        found[name] = sum(len(pattern.findall(content)) if begins else 1 for content in held)
    return found


def meant(content: bytes, sheet: str) -> set[str]:
    """The parts that an edit means to change: the sheet, and the workbook, which is to calculate anew."""
    from salesbook.package.open_book import OpenBook

    if not sheet:
        return set()
    book = OpenBook(content)
    return {book.workbook.part, book.part(sheet)}


def compare(tally: Tally, before: Parts, after: bytes, meant: set[str]) -> None:
    """Count parts that are the same, changed and gone, and things that are fewer than before."""
    new = parts_of(after)
    others = [name for name in before if name not in meant]
    lost = sum(name not in new for name in others)
    same = sum(new.get(name) == before[name] for name in others)
    tally.saved += 1
    tally.parts += len(others)
    tally.same += same
    tally.lost += lost
    tally.changed += len(others) - same - lost
    now = features(new)
    fewer = {name: count - now[name] for name, count in features(before).items() if now[name] < count}
    tally.features.update(fewer)
    tally.feature_files.update(dict.fromkeys(fewer, 1))
    tally.files_with_loss += bool(fewer)


def values_but(content: bytes, sheet: str, cells: Cells) -> dict[str, list[list[Any]]]:
    """All values of all sheets as python-calamine reads them, without the cells that were changed."""
    import python_calamine

    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        found = {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}
    except python_calamine.CalamineError:
        return {}
    for row, column in cells if sheet in found else ():
        found[sheet][row - 1][column - 1] = None
    return found


def as_markdown(corpus: Corpus) -> str:
    """The tables."""
    theirs, ours = corpus.tallies["openpyxl"], corpus.tallies["salesbook"]
    lines = [
        f"{corpus.files} workbooks, {corpus.without_numbers} of them without numbers on the first sheet and left out.",
        "",
        "| | openpyxl | salesbook |",
        "|---|---|---|",
        f"| files saved | {theirs.saved:,} | {ours.saved:,} |",
        f"| parts that were not to be changed | {theirs.parts:,} | {ours.parts:,} |",
        f"| … the same bytes afterwards | {theirs.same:,} | {ours.same:,} |",
        f"| … changed | {theirs.changed:,} | {ours.changed:,} |",
        f"| … gone (or under another name) | {theirs.lost:,} | {ours.lost:,} |",
        f"| files that lost something below | {theirs.files_with_loss:,} | {ours.files_with_loss:,} |",
        f"| files whose other cells read differently (python-calamine) | – | {len(ours.wrong):,} |",
        "",
        "| lost: pieces (files of those that have any) | openpyxl | salesbook |",
        "|---|---|---|",
    ]
    for name in FEATURES:
        if corpus.held[name]:
            counts = (
                f"{t.features[name]:,} ({t.feature_files[name]} of {corpus.held[name]})" if t.features[name] else "0"
                for t in (theirs, ours)
            )
            lines.append(f"| {name} | {' | '.join(counts)} |")
    lines += ["", "| not saved because | openpyxl | salesbook |", "|---|---|---|"]
    for reason in sorted({*theirs.refused, *ours.refused}):
        lines.append(f"| {reason} | {theirs.refused[reason] or ''} | {ours.refused[reason] or ''} |")
    if ours.wrong:
        lines += ["", f"Read differently: {', '.join(ours.wrong)}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else None)
