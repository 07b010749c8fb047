"""What the package and the hosts refuse: workbooks, places on sheets, cells, files."""

from __future__ import annotations

import errno
import io
import tempfile
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage, PutRows, RemovePage
from salesbook.book.page import Area, Cell, Page, PageTable
from salesbook.book.values import Formula
from salesbook.errors import Problem, SalesbookError
from salesbook.hosts.file import FileHost
from salesbook.hosts.folder import write_files
from salesbook.hosts.writing import read_whole, refuse_open_elsewhere, replace_whole
from salesbook.package.apply import applied, drawn
from salesbook.package.archive import Archive
from salesbook.package.open_book import OpenBook
from salesbook.package.reading import snapshot
from salesbook.package.styles import looks

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.changes import Change

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEAM = Page(
    "team",
    "Team",
    {(1, 1): Cell("Name"), (1, 2): Cell("Target"), (2, 1): Cell("Wang"), (2, 2): Cell(1)},
    tables=(PageTable("sb_reps", Area(1, 1, 2, 2), ("Name", "Target")),),
)
VIEW = Page("view", "View", {(1, 1): Cell(Formula("'Team'!B2", 1))})
WANG = AppendRows("sb_reps", ("Name",), (("Wang",),))
SHEET, TABLE, BOOK = "xl/worksheets/sheet2.xml", "xl/tables/table1.xml", "xl/workbook.xml"


def refused(act: Callable[[], object]) -> Problem:
    """The first problem that an action raises."""
    try:
        act()
    except SalesbookError as error:
        return error.problems[0]
    raise AssertionError("nothing was refused")


def opening(content: bytes) -> Callable[[], Problem]:
    return lambda: refused(lambda: snapshot(content, "plan.xlsx"))


def changing(*changes: Change, pages: tuple[Page, ...] = (TEAM,), **edits: tuple[str, str]) -> Callable[[], Problem]:
    """Changes to a workbook of pages, of which parts were edited by hand: sheet, table or book."""
    return lambda: refused(lambda: applied(edited(drawn(looks(), pages), **edits), ChangeSet(changes), "plan.xlsx"))


def edited(content: bytes, **edits: tuple[str, str]) -> bytes:
    archive = Archive(content, "plan.xlsx")
    for name, (old, new) in edits.items():
        part = {"sheet": SHEET, "table": TABLE, "book": BOOK}[name]
        text = archive.read(part).decode()
        assert old in text, f"{part} has no {old}"
        archive.put(part, text.replace(old, new).encode())
    return archive.content()


def opening_edited(name: str, old: str, new: str) -> Callable[[], Problem]:
    def run() -> Problem:
        return opening(edited(drawn(looks(), (TEAM,)), **{name: (old, new)}))()

    return run


def lacking_its_sheet() -> Problem:
    archive = Archive(drawn(looks(), (TEAM,)))
    archive.drop(SHEET)
    return opening(archive.content())()


def binary() -> Problem:
    archive = Archive(drawn(looks(), (TEAM,)))
    archive.put("xl/workbook.bin", b"")
    archive.put("_rels/.rels", archive.read("_rels/.rels").replace(b"xl/workbook.xml", b"xl/workbook.bin"))
    return opening(archive.content())()


def bomb() -> Problem:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(65 << 20))
    return opening(out.getvalue())()


def on_disk(act: Callable[[Path], object], *, file: bool = True) -> Callable[[], Problem]:
    """What an action on plan.xlsx meets; the folder is called D:\\targets in what people read."""

    def run() -> Problem:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "plan.xlsx"
            if file:
                path.write_bytes(b"old")
            problem = refused(lambda: act(path))
            place = str(path.resolve().parent)
            return replace(problem, words={k: shortened(v, folder, place) for k, v in problem.words.items()})

    return run


def shortened(word: object, *folders: str) -> object:
    for folder in folders:
        word = word.replace(folder, "targets").replace("\\", "/") if isinstance(word, str) else word
    return word


def failing(number: int, reason: str) -> Callable[[Path], None]:
    def act(path: Path) -> None:
        with mock.patch("os.fsync", side_effect=OSError(number, reason)):
            replace_whole(path, b"new")

    return act


def changed_meanwhile() -> Problem:
    with tempfile.TemporaryDirectory() as folder:
        host = FileHost.create(Path(folder) / "plan.xlsx", (TEAM,))
        host.read()
        FileHost(host.path).apply(ChangeSet((WANG,)))
        return refused(lambda: host.apply(ChangeSet((WANG,))))


def unreadable(path: Path) -> None:
    with mock.patch.object(Path, "read_bytes", side_effect=PermissionError):
        read_whole(path)


def locked(path: Path) -> None:
    path.with_name("~$plan.xlsx").write_bytes(b"")
    refuse_open_elsewhere(path)


CASES: dict[str, Callable[[], Problem]] = {
    "not-a-workbook": opening(b"name,target\n"),
    "password-protected": opening(OLE + "EncryptedPackage".encode("utf-16-le")),
    "legacy-xls": opening(OLE),
    "binary-workbook": binary,
    "strict-workbook": opening_edited(
        "book", "schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main"
    ),
    "too-large-inside": bomb,
    "part-missing": lacking_its_sheet,
    "unusual-sheet": changing(WANG, sheet=('<row r="2"', '<row r="x"')),
    "content-below-table": changing(
        WANG, sheet=("</sheetData>", '<row r="3"><c r="B3"><v>1</v></c></row></sheetData>')
    ),
    "sheet-full": changing(
        WANG,
        table=('ref="A1:B2"', 'ref="A1:B1048576"'),
        sheet=('<row r="2"><c r="A2"', '<row r="1048576"><c r="A1048576"'),
    ),
    "table-has-totals": changing(WANG, table=("totalsRowShown", 'totalsRowCount="1" totalsRowShown')),
    "table-elsewhere": changing(PutPage(replace(TEAM, key="other", title="Other"))),
    "own-column-inside": changing(
        PutPage(TEAM),
        table=('<tableColumn id="2"', '<tableColumn id="3" name="My note"/><tableColumn id="2"'),
    ),
    "array-formula": changing(
        PutCells("sb_reps", {(0, 1): 2}), sheet=("<v>1</v>", '<f t="array" ref="B2:C2">A2:B2</f><v>1</v>')
    ),
    "user-content-in-the-way": changing(
        PutPage(replace(TEAM, cells={**TEAM.cells, (2, 3): Cell("x")})),
        sheet=("<v>1</v></c>", '<v>1</v></c><c r="C2"><v>7</v></c>'),
    ),
    "page-holds-more": changing(
        RemovePage("team"),
        pages=(TEAM, replace(VIEW, cells={(1, 1): Cell(1)})),
        sheet=("<v>1</v></c>", '<v>1</v></c><c r="C2"><v>7</v></c>'),
    ),
    "still-referred-to": changing(RemovePage("team"), pages=(TEAM, VIEW)),
    "sheet-name-taken": lambda: refused(lambda: OpenBook(drawn(looks(), (TEAM,))).workbook.add_tab("team", b"", 1)),
    "last-sheet": changing(RemovePage("team")),
    "text-too-long": changing(PutCells("sb_reps", {(0, 0): "x" * 32_768})),
    "number-too-large": changing(PutRows("sb_reps", ("Target",), ((10**17,),))),
    "date-too-early": changing(PutRows("sb_reps", ("Target",), ((date(1899, 12, 31),),))),
    "file-missing": on_disk(read_whole, file=False),
    "is-a-folder": on_disk(lambda path: (path.mkdir(), read_whole(path)), file=False),
    "not-a-folder": on_disk(lambda path: write_files(path, ())),
    "file-exists": on_disk(lambda path: FileHost.create(path, ())),
    "open-in-excel": on_disk(locked),
    "changed-meanwhile": changed_meanwhile,
    "not-readable": on_disk(unreadable),
    "read-only": on_disk(failing(errno.EROFS, "")),
    "folder-missing": on_disk(lambda path: replace_whole(path / "plan.xlsx", b""), file=False),
    "disk-full": on_disk(failing(errno.ENOSPC, "")),
    "not-written": on_disk(failing(errno.EIO, "Input/output error")),
}
