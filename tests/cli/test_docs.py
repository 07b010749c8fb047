"""docs/cli.md does what it says: its commands run, in their order, and answer what is shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from salesbook.cli.verbs import VERBS

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def steps() -> list[tuple[str, list[str]]]:
    """Each command, with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks("console")).splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return found


def test_every_command_of_the_page_runs_and_answers_what_is_shown(shell: Shell) -> None:
    (shell.folder / "orders.csv").write_text(blocks("csv")[0], encoding="utf-8")
    assert len(steps()) > 8
    for line, shown in steps():
        program, *arguments = shlex.split(line)
        assert program == "salesbook"
        said = shell.done(*arguments)
        missing = [wanted for wanted in shown if wanted not in (said.out + said.err).splitlines()]
        assert missing == [], line


def test_every_command_is_on_the_page() -> None:
    assert [name for name in VERBS if f"| `{name}" not in PAGE] == []
