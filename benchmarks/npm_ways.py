"""Letters by npm libraries, in a process of node's that is asked for one letter after the other."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.data import scratch
from benchmarks.letter_template import changing
from benchmarks.letter_ways import Plan

if TYPE_CHECKING:
    from benchmarks.letter_ways import Way

LIBRARIES = ("xlsx-template", "exceljs", "xlsx-populate")
_SCRIPT = Path(__file__).with_name("npm_letters.mjs")


def npm_way(library: str) -> Way | None:
    """What makes letters with a library; None where node or the library is missing.

    Libraries are looked for in the folder that SALESBOOK_NODE names, or in the one where the benchmark is started.
    """
    node = shutil.which("node")
    if node is None or not find_spec("xlsxwriter"):
        return None
    command = [node, str(_SCRIPT), library, str(_folder())]
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
    assert child.stdin
    assert child.stdout
    if child.stdout.readline().strip() != "ready":
        child.wait()
        return None
    return partial(_letter, child)


def _letter(child: subprocess.Popen[str], rep: int) -> int:
    """Ask for a letter; the child ends when this process does, as its input then ends."""
    assert child.stdin
    assert child.stdout
    child.stdin.write(f"{rep}\n")
    child.stdin.flush()
    return int(child.stdout.readline())


def _folder() -> Path:
    """What the script reads.

    Built with XlsxWriter: xlsx-template wants shared texts and exceljs relative targets, and our letters have neither.
    """
    import xlsxwriter

    folder, cells = scratch(), changing()
    words = {at: [f"${{v{number}}}"] for number, (at, _) in enumerate(cells)}
    for name, changes in (("letter", dict(cells)), ("template", words)):
        with xlsxwriter.Workbook(folder / f"{name}.xlsx") as work:
            Plan(changes).build(work, 0)
    (folder / "values.json").write_text(json.dumps([[at, [_plain(v) for v in values]] for at, values in cells]))
    return folder


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
