"""docs/cli.md and the READMEs do what they say: their commands run, in their order, and answer what is shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from salesbook.cli.verbs import VERBS

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ROOT / "docs" / "cli.md"
OTHERS = ("customers-actions-risks.md", "incentives.md", "mail.md", "spreading.md")
PAGES = [COMMANDS, *(ROOT / "docs" / name for name in OTHERS), *sorted(ROOT.glob("README*.md"))]


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def steps(page: Path) -> list[tuple[str, list[str]]]:
    """Each command of salesbook, with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks(page, "console")).splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return [step for step in found if step[0].startswith("salesbook ")]


def a_workbook_of_ones_own(path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Goals")["A1"] = "Run more"
    book.create_sheet("Visits")["A1"] = "Who was where"
    book.save(path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_runs_and_answers_what_is_shown(shell: Shell, page: Path) -> None:
    (shell.folder / "orders.csv").write_text(blocks(COMMANDS, "csv")[0], encoding="utf-8")
    a_workbook_of_ones_own(shell.folder / "mine.xlsx")
    assert len(steps(page)) > 5
    for line, shown in steps(page):
        said = shell.done(*shlex.split(line)[1:])
        missing = [wanted for wanted in shown if wanted not in (said.out + said.err).splitlines()]
        assert missing == [], line


def test_every_command_is_on_the_page() -> None:
    text = COMMANDS.read_text(encoding="utf-8")
    assert [name for name in VERBS if f"| `{name}" not in text] == []
