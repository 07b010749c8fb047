"""Letters from the command line: written one by one, printed, signed, verified; nothing is lost on the way."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from pypdf import PdfReader

from salesbook.book.catalogue import SETTINGS
from salesbook.book.reading import read
from salesbook.cli import printing
from salesbook.hosts import folder as folders
from salesbook.hosts import office
from salesbook.hosts.file import FileHost
from salesbook.jobs.issue import Issuing
from salesbook.jobs.tables import put_setting
from salesbook.letters.templates import shipped

if TYPE_CHECKING:
    from salesbook.book.model import Issued
    from tests.cli.conftest import Shell
    from tests.libreoffice.calc import Calc

REPS = 8


def issued(plan: str) -> tuple[Issued, ...]:
    book = read(FileHost(plan).read()).book
    assert book
    return book.issued


def letters(*folder: str) -> list[Path]:
    return sorted(Path(*(folder or ("letters",))).glob("*.xlsx"))


def test_a_letter_that_cannot_be_written_stops_no_other(shell: Shell, planned: str) -> None:
    blocked = shell.folder / "letters" / "Pledge_Maya Collins_2026_v1.xlsx"
    blocked.mkdir(parents=True)
    said = shell("issue", planned, "-o", "letters")
    assert said.code == 1
    assert "The letter of Maya Collins was not made" in said.err
    assert f"{REPS - 1} commitment sheets are in letters." in said.out
    assert len(issued(planned)) == REPS - 1
    assert "Maya Collins" not in {one.rep for one in issued(planned)}
    blocked.rmdir()
    shell.done("issue", planned, "-o", "letters", "--changed")
    assert len(issued(planned)) == REPS


def test_stopping_by_hand_keeps_what_was_written(
    shell: Shell, planned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, count = Issuing.make, 0

    def interrupted(self: Issuing, rep: Any) -> Any:
        nonlocal count
        count += 1
        if count > 3:
            raise KeyboardInterrupt
        return make(self, rep)

    monkeypatch.setattr(Issuing, "make", interrupted)
    assert shell("issue", planned, "-o", "letters").code == 130
    assert len(issued(planned)) == len(letters()) == 3


def test_no_more_than_one_letter_is_held(shell: Shell, planned: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is written before the next is made."""
    order: list[str] = []
    make, write = Issuing.make, folders.write_files

    def making(self: Issuing, rep: Any) -> Any:
        order.append("make")
        return make(self, rep)

    def writing(folder: Any, files: Any) -> Any:
        order.extend("write" for _ in files)
        return write(folder, files)

    monkeypatch.setattr(Issuing, "make", making)
    monkeypatch.setattr(folders, "write_files", writing)
    shell.done("issue", planned, "-o", "letters")
    assert order == ["make", "write"] * REPS


def test_a_team_a_rep_and_a_period(shell: Shell, planned: str) -> None:
    shell.done("issue", planned, "-o", "one", "--only", "Maya Collins")
    assert [path.name for path in letters("one")] == ["Pledge_Maya Collins_2026_v1.xlsx"]
    book = read(FileHost(planned).read()).book
    assert book
    team, period = book.reps[0].team, book.plan[0].period
    shell.done("issue", planned, "-o", "team", "--team", team)
    assert len(letters("team")) == sum(rep.team == team for rep in book.reps)
    shell.done("issue", planned, "-o", "period", "--period", period, "--only", book.reps[0].name)
    assert [path.name for path in letters("period")] == [f"Monthly commitment_{book.reps[0].name}_{period}_v1.xlsx"]
    assert [one.period for one in issued(planned)][-1] == period


def test_nothing_changed_is_said(shell: Shell, planned: str) -> None:
    shell.done("issue", planned, "-o", "letters")
    before = Path(planned).read_bytes()
    assert "There is no commitment sheet to issue." in shell.done("issue", planned, "-o", "again", "--changed").out
    assert not Path("again").exists()
    assert Path(planned).read_bytes() == before


def test_the_list_stands_beside_the_letters(shell: Shell, planned: str) -> None:
    said = shell.done("issue", planned, "-o", "letters", "--list")
    assert "Sign-off list: letters" in said.out
    sheet = openpyxl.load_workbook("letters/Sign-off list_2026_v1.xlsx", data_only=True).active
    assert sum(cell.value == "not signed" for row in sheet.iter_rows() for cell in row) == REPS


def test_signing_is_recorded_and_can_be_taken_back(shell: Shell, planned: str) -> None:
    shell.done("issue", planned, "-o", "letters")
    Path("scan.pdf").write_bytes(b"%PDF")
    shell.done("signoff", planned, "--rep", "Maya Collins", "--scan", "scan.pdf", "--version", "1")
    assert [one.scan for one in issued(planned) if one.signed] == ["scan.pdf"]
    shell.done("undo", planned)
    assert not any(one.signed for one in issued(planned))


def test_a_preview_of_signing_writes_nothing(shell: Shell, planned: str) -> None:
    shell.done("issue", planned, "-o", "letters")
    before = Path(planned).read_bytes()
    assert "Maya Collins signed" in shell.done("signoff", planned, "--rep", "Maya Collins", "--preview").out
    assert Path(planned).read_bytes() == before


@pytest.mark.parametrize(
    ("more", "code", "wanted"),
    [
        (["--scan", "nowhere.pdf"], 1, "There is no file nowhere.pdf."),
        (["--version", "one"], 2, "--version"),
        (["--date", "soon"], 2, "--date"),
    ],
)
def test_what_signing_cannot_take_is_said(
    shell: Shell, planned: str, more: list[str], code: int, wanted: str
) -> None:
    said = shell("signoff", planned, "--rep", "Maya Collins", *more)
    assert said.code == code
    assert wanted in said.err


def test_verify_tells_sound_letters_from_altered_ones(shell: Shell, planned: str) -> None:
    shell.done("issue", planned, "-o", "letters")
    sound, altered = letters()[:2]
    workbook = openpyxl.load_workbook(altered)
    workbook.active["A10"] = "altered"
    workbook.save(altered)
    assert "Unaltered" in shell.done("verify", str(sound), "--plan", planned).out
    said = shell("verify", str(sound), str(altered), "--plan", planned)
    assert said.code == 1
    assert "Pledge!A10" in said.err
    assert shell("verify", planned).code == 1


def test_a_company_s_own_template_is_verified_too(shell: Shell, planned: str) -> None:
    own = openpyxl.load_workbook(shipped("campaign", "en"))
    own.active["K1"] = "Ours"
    own.save("ours.xlsx")
    shell.done("issue", planned, "-o", "letters", "--template", "ours.xlsx")
    workbook = openpyxl.load_workbook(letters()[0])
    assert workbook.active["K1"].value == "Ours"
    workbook.active["K1"] = "Theirs"
    workbook.save(letters()[0])
    said = shell("verify", str(letters()[0]), "--plan", planned, "--template", "ours.xlsx")
    assert "It said Ours when it was issued; now it says Theirs." in said.err


def test_the_setting_names_a_template_beside_the_plan(shell: Shell, planned: str) -> None:
    Path("ours").mkdir()
    own = openpyxl.load_workbook(shipped("campaign", "en"))
    own.active["K1"] = "Ours"
    own.save("ours/pledge.xlsx")
    host = FileHost(planned)
    setting = next(one for one in SETTINGS if one.key == "letter")
    host.apply(put_setting(host.read(), setting, "ours/pledge.xlsx", "en"))
    shell.done("issue", planned, "-o", "letters")
    assert {openpyxl.load_workbook(path).active["K1"].value for path in letters()} == {"Ours"}
    shell.done("verify", *map(str, letters()), "--plan", planned)


# --- printing ---------------------------------------------------------------------------------------------------------


def test_without_libreoffice_nothing_is_issued(shell: Shell, planned: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESBOOK_SOFFICE", "nowhere-soffice")
    for option in ("--pdf", "--combined"):
        said = shell("issue", planned, "-o", "letters", option)
        assert said.code == 1
        assert "LibreOffice is not there" in said.err
    assert not Path("letters").exists()
    assert issued(planned) == ()


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for LibreOffice")
def test_a_printer_that_hangs_is_ended_and_the_letters_stay(
    shell: Shell, planned: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESBOOK_SOFFICE", script(tmp_path / "hangs", "sleep 600 & sleep 600"))
    monkeypatch.setattr(office, "FIRST_SECONDS", 0.2)
    monkeypatch.setattr(office, "SECONDS_EACH", 0)
    said = shell("issue", planned, "-o", "letters", "--pdf", "--only", "Maya Collins")
    assert said.code == 1
    assert "LibreOffice made no PDF of Pledge_Maya Collins_2026_v1.xlsx." in said.err
    assert len(letters()) == len(issued(planned)) == 1


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for LibreOffice")
def test_a_fresh_profile_gets_a_second_try(tmp_path: Path) -> None:
    first = tmp_path / "first"
    then = f"touch {tmp_path}/a.pdf"
    program = script(tmp_path / "fresh", f"if [ -e {first} ]; then {then}; else touch {first}; exit 81; fi")
    assert office.Office(program, tmp_path).to_pdf([tmp_path / "a.xlsx"], tmp_path) == []


def test_letters_are_printed_each_and_in_one_file(
    shell: Shell, planned: str, calc: Calc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "AT_ONCE", 5)
    said = shell.done("issue", planned, "-o", "letters", "--pdf", "--combined", "--list")
    printed = sorted(path.name for path in Path("letters").glob("*.pdf"))
    assert printed == sorted([
        *(f"{path.stem}.pdf" for path in letters()), "Pledges_2026_v1.pdf",
    ])  # fmt: skip
    whole = PdfReader("letters/Pledges_2026_v1.pdf")
    assert len(whole.pages) == REPS
    assert [item.title for item in whole.outline] == [f"Pledge_{one.rep}_2026_v1" for one in issued(planned)]  # type: ignore[union-attr]
    assert f"All in one file ({REPS} pages)" in said.out
    assert "Sign-off list_2026_v1.pdf" in printed
