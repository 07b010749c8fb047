"""Collecting from the command line: a folder of workbooks and saved messages, a preview, accepting, undo."""

from __future__ import annotations

import shutil
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from salesbook.book.reading import read
from salesbook.hosts.file import FileHost
from salesbook.letters.returned import RETURN
from salesbook.mail.incoming import received
from salesbook.package.plain_cells import put_plain_cells

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from tests.cli.conftest import Shell
    from tests.libreoffice.calc import Calc

REP = "Maya Collins"


@pytest.fixture
def issued_plan(shell: Shell, planned: str) -> str:
    shell.done("issue", planned, "-o", "letters")
    (shell.folder / "back").mkdir()
    return planned


def letter(rep: str = REP) -> Path:
    return next(Path("letters").glob(f"*{rep}*.xlsx"))


def filled(path: Path, **columns: object) -> bytes:
    """A letter with the first row of its tracking sheet filled in."""
    book = openpyxl.load_workbook(path)
    sheet = next(s for s in book.worksheets if RETURN.name in s.tables)
    top = sheet[sheet.tables[RETURN.name].ref.partition(":")[0]].row
    keys = {c.en: c.key for c in RETURN.columns}
    at = {keys[cell.value]: cell.column for cell in sheet[top] if cell.value in keys}
    cells = {(top + 1, at[key]): value for key, value in columns.items()}
    return put_plain_cells(path.read_bytes(), {sheet.title: cells})  # type: ignore[arg-type]


def book(plan: str) -> Book:
    found = read(FileHost(plan).read()).book
    assert found
    return found


def test_a_file_that_came_back_is_put_beside_what_was_handed_down(shell: Shell, issued_plan: str) -> None:
    Path("back/maya.xlsx").write_bytes(filled(letter(), my_number=50_000, comment="new mall"))
    said = shell.done("collect", issued_plan, "back")
    assert f"{REP}, Revenue (handed down → own number)  560,000 → " in said.out
    assert {row.rep for row in book(issued_plan).returns} == {REP}
    assert "Top-down bottom-up" in openpyxl.load_workbook(issued_plan).sheetnames


def test_a_preview_writes_nothing(shell: Shell, issued_plan: str) -> None:
    Path("back/maya.xlsx").write_bytes(filled(letter(), actual=1_000))
    before = Path(issued_plan).read_bytes()
    said = shell.done("collect", issued_plan, "back", "--accept-all", "--preview")
    assert "sheet Top-down bottom-up: added" in said.out
    assert Path(issued_plan).read_bytes() == before


def test_accepted_once_booked_once_and_undone(shell: Shell, issued_plan: str) -> None:
    Path("back/maya.xlsx").write_bytes(filled(letter(), actual=1_000))
    already = len(book(issued_plan).actuals)
    shell.done("collect", issued_plan, "back", "--accept", REP)
    assert len(book(issued_plan).actuals) == already + 1
    before = Path(issued_plan).read_bytes()
    shell.done("collect", issued_plan, "back", "--accept", REP)
    assert Path(issued_plan).read_bytes() == before
    shell.done("undo", issued_plan)
    assert len(book(issued_plan).actuals) == already
    assert book(issued_plan).returns == ()
    assert "Top-down bottom-up" not in openpyxl.load_workbook(issued_plan).sheetnames


def test_the_letter_may_come_in_a_saved_message(shell: Shell, issued_plan: str) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "玛雅 <maya.collins@example.com>", "回复：责任书"
    message.set_content("done")
    kind = {"maintype": "application", "subtype": "octet-stream"}
    message.add_attachment(filled(letter(), my_number=1), **kind, filename="军令状 玛雅.xlsx")
    message.add_attachment(b"GIF", maintype="image", subtype="gif", filename="logo.gif")
    Path("back/answer.eml").write_bytes(message.as_bytes())
    said = shell.done("collect", issued_plan, "back", "--all")
    assert "came from" not in said.err
    assert book(issued_plan).returns[0].file == "answer.eml: 军令状 玛雅.xlsx"


def test_what_is_not_read_is_named_and_the_rest_is_collected(shell: Shell, issued_plan: str) -> None:
    Path("back/maya.xlsx").write_bytes(filled(letter(), my_number=1))
    Path("back/all.zip").write_bytes(b"PK")
    Path("back/~$maya.xlsx").write_bytes(b"")
    Path("back/photo.jpg").write_bytes(b"\xff\xd8")
    shutil.copy(issued_plan, "back/plan.xlsx")
    said = shell("collect", issued_plan, "back")
    assert said.code == 1
    assert said.err.count("was not read") == 2
    assert said.err.index("plan.xlsx:") < said.err.index("was not read")
    assert "plan.xlsx: \"plan.xlsx\" lacks" in said.err
    assert len({row.rep for row in book(issued_plan).returns}) == 1


def test_an_empty_folder_and_none_at_all(shell: Shell, issued_plan: str) -> None:
    assert "There is no file to read" in shell("collect", issued_plan, "back").err
    assert "There is no folder nowhere." in shell("collect", issued_plan, "nowhere").err


def test_a_single_file_will_do(shell: Shell, issued_plan: str) -> None:
    Path("maya.xlsx").write_bytes(filled(letter(), my_number=1))
    shell.done("collect", issued_plan, "maya.xlsx")
    assert {row.rep for row in book(issued_plan).returns} == {REP}


def test_a_letter_that_libreoffice_saved_is_still_sealed(shell: Shell, issued_plan: str, calc: Calc) -> None:
    Path("maya.xlsx").write_bytes(filled(letter(), actual=2_000, my_number=70_000))
    shutil.copy(calc.convert(Path("maya.xlsx"), "xlsx"), "back/maya.xlsx")
    shell.done("collect", issued_plan, "back", "--accept-all")
    found = next(row for row in book(issued_plan).returns if row.actual)
    assert (found.rep, found.actual, found.accepted) == (REP, 2_000, True)


@pytest.mark.parametrize(
    "content",
    [b"", b"none at all", b"\xff\xfe\x00" * 50, b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 3000],
)
def test_what_is_no_message_has_no_workbooks(content: bytes) -> None:
    assert received(content) == ()


def test_names_of_attachments_in_the_older_encoding_are_read() -> None:
    head = b"From: a@example.com\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n"
    name = b' filename="=?gb2312?B?1PDIzsrpLnhsc3g=?="\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n'
    (found,) = received(head + name)
    assert (found.name, found.content, found.sender) == ("责任书.xlsx", b"x", "a@example.com")
