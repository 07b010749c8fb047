"""A workbook with settings or code in its sheets, and files beside it: none of them changes what runs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import salesbook
from salesbook.book.page import Cell, Page
from salesbook.hosts.live import LiveHost
from salesbook.package.apply import drawn
from salesbook.package.styles import looks
from salesbook.ribbon.build import vba_sources
from tests.excel.open_books import open_book
from tests.hosts.test_every_host import TEAM, tables

CONFIG = Page("conf", "salesbook.conf", {(1, 1): Cell("Interpreter_Win"), (1, 2): Cell("C:\\evil\\python.exe")})
CODE = Page("code", "evil.py", {(1, 1): Cell("raise SystemExit('ran')")})


def test_sheets_called_like_settings_or_code_are_sheets() -> None:
    with_both = [TEAM, CONFIG, CODE]
    book, _ = open_book(drawn(looks(), with_both))
    plain, _ = open_book(drawn(looks(), [replace(TEAM)]))
    assert tables(LiveHost(book).read()) == tables(LiveHost(plain).read())


def test_files_beside_the_workbook_are_not_loaded(tmp_path) -> None:
    """The server's own command, run in a folder with a pandas.py, a salesbook.py and settings in it."""
    for name in ("pandas.py", "xlwings.py", "salesbook.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('ran')", encoding="utf-8")
    (tmp_path / "xlwings.conf").write_text('"INTERPRETER_WIN","evil"', encoding="utf-8")
    flags = vba_sources("0")["Runtime"].split('COMMAND_TAIL As String = "')[1].split(" -c ")[0].split()
    assert flags == ["-P", "-B"]
    code = "import salesbook.ribbon.server, pandas, xlwings; print(salesbook.__file__)"
    root = Path(salesbook.__file__).resolve().parent.parent
    run = subprocess.run(
        [sys.executable, *flags, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert Path(run.stdout.strip()).parent == Path(salesbook.__file__).resolve().parent
