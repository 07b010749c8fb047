"""Commands run in an empty folder, in English, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from salesbook.cli.start import run

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Said:
    """How a command went."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """Runs commands in a folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Said:
        code = run(arguments)
        out, err = self.capsys.readouterr()
        return Said(code, out, err)

    def done(self, *arguments: str) -> Said:
        """A command that has to succeed."""
        said = self(*arguments)
        assert said.code == 0, said.err
        return said


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SALESBOOK_LANG", "en")
    return Shell(tmp_path, capsys)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A campaign's workbook in English, new and decomposed."""
    path = tmp_path_factory.mktemp("made") / "plan.xlsx"
    assert run(["new", "campaign", "--lang", "en", "-o", str(path)]) == 0
    new = path.read_bytes()
    assert run(["decompose", str(path)]) == 0
    return {"new": new, "planned": path.read_bytes()}


@pytest.fixture
def campaign(shell: Shell, made: dict[str, bytes]) -> str:
    """A new campaign's workbook, in English."""
    (shell.folder / "plan.xlsx").write_bytes(made["new"])
    return "plan.xlsx"


@pytest.fixture
def planned(shell: Shell, made: dict[str, bytes]) -> str:
    """The campaign, decomposed."""
    (shell.folder / "plan.xlsx").write_bytes(made["planned"])
    return "plan.xlsx"
