"""`salesbook adopt` on a workbook of the user's own, and every later command on it: nothing of theirs is touched."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from salesbook.package.archive import Archive
from tests.package.rich_workbook import raw_members, rich_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Shell

# openpyxl says that it does not know sparklines; here it only reads values
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

OURS_TOO = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
"""Members that say which parts, sheets and styles there are: they grow."""

DROPPED = {"xl/calcChain.xml"}
"""Excel makes it anew."""


def mine(**edits: Callable[[bytes], bytes]) -> bytes:
    """A rich workbook whose table has a name of its own; `edits` change parts by hand."""
    archive = Archive(rich_workbook())
    for name in list(archive.names()):
        if name.endswith(".xml"):
            archive.put(name, archive.read(name).replace(b"sb_reps", b"my_reps"))
    for name, edit in edits.items():
        part = {"workbook": "xl/workbook.xml", "types": "[Content_Types].xml"}[name]
        archive.put(part, edit(archive.read(part)))
    return archive.content()


@pytest.fixture
def book(shell: Shell) -> Path:
    path = shell.folder / "mine.xlsx"
    path.write_bytes(mine())
    return path


def untouched(before: bytes, after: bytes) -> list[str]:
    """The user's members that are not, byte for byte and compressed, what they were."""
    old, new = raw_members(before), raw_members(after)
    return [name for name in old.keys() - OURS_TOO - DROPPED if new.get(name) != old[name]]


def test_every_later_command_works_and_the_users_members_stay_byte_for_byte(shell: Shell, book: Path) -> None:
    before = book.read_bytes()
    for command in (
        ["adopt", "mine.xlsx", "--kind", "quarter", "--lang", "en", "--example"],
        ["check", "mine.xlsx"],
        ["decompose", "mine.xlsx"],
        ["issue", "mine.xlsx", "-o", "letters"],
        ["track", "mine.xlsx", "--as-of", "2026-05-22"],
    ):
        shell.done(*command)
        assert untouched(before, book.read_bytes()) == [], command
    for _ in range(4):
        shell.done("undo", "mine.xlsx")
    assert untouched(before, book.read_bytes()) == []
    with zipfile.ZipFile(book) as archive:
        sheets = re.findall(rb'<sheet [^>]*name="([^"]+)"', archive.read("xl/workbook.xml"))
    assert sheets[:2] == [b"Team", b"Own"]
    assert b"Team (2)" not in sheets


def test_what_is_done_is_said(shell: Shell, book: Path) -> None:
    said = shell.done("adopt", "mine.xlsx", "--kind", "year", "--lang", "en")
    assert 'You have a sheet named "Team" already; ours is called "Team (2)".' in said.err
    assert said.out.splitlines()[0] == "  Sheets  2 → 16"
    assert "Written: mine.xlsx." in said.out
    assert 'salesbook decompose "mine.xlsx" --preview' in said.out


def test_a_preview_writes_nothing(shell: Shell, book: Path) -> None:
    before = book.read_bytes()
    said = shell.done("adopt", "mine.xlsx", "--kind", "year", "--lang", "zh", "--preview")
    assert book.read_bytes() == before
    assert "  工作表“设置”：新增" in said.out.splitlines()
    assert "decompose" not in said.out


def test_the_sheets_speak_the_language_asked_for(shell: Shell, book: Path) -> None:
    shell.done("adopt", "mine.xlsx", "--kind", "campaign", "--lang", "zh")
    opened = openpyxl.load_workbook(book)
    assert opened.sheetnames[:4] == ["Team", "Own", "首页", "设置"]
    assert opened["日志"]["A4"].value == "序号"


def test_a_kind_is_needed_and_must_be_known(shell: Shell, book: Path) -> None:
    assert shell("adopt", "mine.xlsx").code == 2
    assert "quarter" in shell("adopt", "mine.xlsx", "--kind", "quartr").err


def test_a_workbook_with_macros_keeps_them_and_its_kind(shell: Shell) -> None:
    kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    (shell.folder / "mine.xlsm").write_bytes(mine(types=lambda xml: xml.replace(plain, kind)))
    before = (shell.folder / "mine.xlsm").read_bytes()
    shell.done("adopt", "mine.xlsm", "--kind", "quarter", "--example")
    shell.done("decompose", "mine.xlsm")
    after = (shell.folder / "mine.xlsm").read_bytes()
    assert raw_members(after)["xl/vbaProject.bin"] == raw_members(before)["xl/vbaProject.bin"]
    assert kind in zipfile.ZipFile(io.BytesIO(after)).read("[Content_Types].xml")


@pytest.mark.parametrize("command", [["adopt", "--kind", "year"], ["adopt", "--kind", "year", "--preview"]])
def test_a_protected_structure_is_refused_by_name(shell: Shell, command: list[str]) -> None:
    lock = b'<workbookProtection lockStructure="1"/><bookViews>'
    content = mine(workbook=lambda xml: re.sub(rb"<workbookProtection\s*/>", b"", xml).replace(b"<bookViews>", lock))
    (shell.folder / "mine.xlsx").write_bytes(content)
    said = shell(command[0], "mine.xlsx", *command[1:])
    assert said.code == 1
    assert "The structure of mine.xlsx is protected" in said.err
    assert (shell.folder / "mine.xlsx").read_bytes() == content


def test_a_workbook_that_counts_days_from_1904_has_the_same_days(shell: Shell) -> None:
    content = mine(workbook=lambda xml: re.sub(rb"<workbookPr\b", b'<workbookPr date1904="1"', xml))
    assert b'date1904="1"' in zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml")
    (shell.folder / "mine.xlsx").write_bytes(content)
    shell.done("adopt", "mine.xlsx", "--kind", "quarter", "--lang", "en", "--example")
    assert shell.done("check", "mine.xlsx").err == ""
    shell.done("decompose", "mine.xlsx")
    opened = openpyxl.load_workbook(shell.folder / "mine.xlsx")
    start = next(row for row in opened["Settings"].iter_rows(min_row=5) if row[0].value == "Start")
    assert str(start[1].value) == "2026-04-01 00:00:00"
    bounds = {rule.formula1 for rule in opened["Calendar"].data_validations.dataValidation if rule.type == "date"}
    assert bounds == {"35064"}
