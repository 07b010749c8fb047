"""The command line without a workbook: help, version, wrong usage, streams."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from salesbook import __version__
from salesbook.cli.start import run
from salesbook.cli.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator

SALESBOOK = (sys.executable, "-m", "salesbook")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SALESBOOK_LANG", "en")
    return


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "--help")
    assert (code, err) == (0, "")
    assert [name for name in VERBS if f"  {name} " not in out] == []


def test_without_arguments_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys) == said(capsys, "--help")


@pytest.mark.parametrize("name", VERBS)
def test_every_command_has_a_help_in_both_languages(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, english, _ = said(capsys, name, "--help")
    _, chinese, _ = said(capsys, name, "--help", "--lang", "zh")
    assert english.startswith(f"Usage: salesbook {name}")
    assert chinese.startswith(f"用法：salesbook {name}")
    assert not any("一" <= letter <= "鿿" for letter in english)
    assert "required" not in chinese


def test_the_language_of_the_system_is_the_language_of_messages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SALESBOOK_LANG")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert said(capsys, "--help")[1].startswith("用法：")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "There is no command chek. Did you mean check?"),
        (["new", "yaer"], "There is no workbook of kind yaer. Did you mean year?"),
        (["new"], "KIND is missing."),
        (["check"], "PLAN is missing."),
        (["decompose", "a.xlsx", "--preveiw"], "There is no option --preveiw. Did you mean --preview?"),
        (["new", "year", "-o"], "-o needs a value after it."),
        (["new", "year", "--lang", "fr"], "There is no language fr. Choose from: zh, en"),
        (["--lang", "klingon", "check", "a.xlsx"], "There is no language klingon."),
        (
            ["track", "a.xlsx", "--as-of", "20.11.2026"],
            "--as-of: 20.11.2026 is not a date; write it as 2026-11-20.",
        ),
        (["check", "a.xlsx", "b.xlsx"], "Too much on the line: b.xlsx"),
        (["import", "a.xlsx", "b.csv"], "--as is missing."),
        (["import", "a.xlsx", "b.csv", "--as", "histroy"], "Did you mean history?"),
        (
            ["import", "a.xlsx", "b.csv", "--as", "history", "--map", "amount"],
            "--map: write amount as amount=",
        ),
        (["import", "a.xlsx", "b.csv", "--as", "history", "--map", "amonut=X"], "Did you mean amount?"),
        (
            ["import", "a.xlsx", "b.csv", "--as", "history", "--value", "A=B"],
            "--value: write A=B as channel:",
        ),
        (["import", "a.xlsx", "b.csv", "--as", "history", "--value", "chanel:A=B"], "Did you mean channel?"),
        (
            ["import", "a.xlsx", "b.csv", "--as", "history", "--unit-factor", "0"],
            "0 is not a number above zero.",
        ),
        (
            ["import", "a.xlsx", "b.csv", "--as", "history", "--unit-factor", "nan"],
            "nan is not a number above zero.",
        ),
        (["import", "a.xlsx", "b.csv", "--as", "goals", "--map", "amount=X"], "--map is for history and actuals only."),
        (
            ["import", "a.xlsx", "b.csv", "--as", "history", "--since", "2026-05-01", "--until", "2026-04-01"],
            "--until (2026-04-01) lies before --since (2026-05-01).",
        ),
    ],
)
def test_wrong_usage_is_answered_with_a_way_out(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.rstrip().endswith("--help")


def test_the_way_out_is_the_help_of_the_command_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert "salesbook new --help" in said(capsys, "new", "yaer")[2]
    assert "salesbook track --help" in said(capsys, "track", "a.xlsx", "--as-of", "today")[2]


def test_wrong_usage_is_answered_in_chinese_too(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "new", "campain", "--lang", "zh")
    assert code == 2
    assert "没有“campain”这种工作簿。是不是 campaign？" in err


def test_the_version_is_the_package_s() -> None:
    run_ = subprocess.run([*SALESBOOK, "--version"], capture_output=True, text=True, check=True)
    assert run_.stdout == f"salesbook {__version__}\n"


def test_a_version_asked_for_among_other_options_is_said_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--lang", "zh", "--version") == (0, f"salesbook {__version__}\n", "")


def test_a_console_that_cannot_show_chinese_gets_question_marks() -> None:
    run_ = subprocess.run(
        [*SALESBOOK, "--help", "--lang", "zh"],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "cp1252"},
    )
    assert run_.stdout.startswith(b"??")
    assert run_.stderr == b""


def test_a_gbk_console_shows_chinese() -> None:
    run_ = subprocess.run(
        [*SALESBOOK, "--help", "--lang", "zh"],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "gbk"},
    )
    assert run_.stdout.decode("gbk").startswith("用法：")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close differently")
def test_a_reader_that_goes_away_leaves_no_traceback() -> None:
    writer = subprocess.Popen([*SALESBOOK, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.close()
    assert writer.wait() == 1
    assert writer.stderr.read() == b""
    writer.stderr.close()


def test_ctrl_c_is_answered_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesbook.cli import create

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(create, "create", stopped)
    code, _, err = said(capsys, "new", "year")
    assert code == 130
    assert err.strip().endswith("Stopped; nothing more was written.")
