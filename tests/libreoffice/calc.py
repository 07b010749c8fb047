"""LibreOffice as a second opinion: it recalculates a copy of a workbook, and we read what it came to.

The profile says that files are always recalculated when they are loaded, so converting one is a hard recalculation.
Each run is a process of its own with a time limit; nothing stays behind.
"""

from __future__ import annotations

import contextlib
import math
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 300
"""Seconds for one workbook; a stuck process is ended."""
FIRST_START = 81
"""What a fresh profile may answer at its first start; the second one then works."""

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""

Shown = None | bool | int | float | str | date | datetime | Decimal
Cells = dict[tuple[str, str], Shown]
"""Sheet and cell -> what it shows."""


def soffice() -> str | None:
    """The program, if it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@dataclass(frozen=True)
class Calc:
    """LibreOffice with a profile of its own in `folder`."""

    folder: Path

    def convert(self, path: Path, form: str) -> Path:
        """The workbook in another form (xlsx: recalculated; pdf: as printed)."""
        out = self.folder / "out"
        out.mkdir(exist_ok=True)
        result = out / f"{path.stem}.{form}"
        result.unlink(missing_ok=True)
        for _ in range(2):
            code, said = self._run(path, form, out)
            if code != FIRST_START:
                break
        assert result.is_file(), f"soffice answered {code}: {said}"
        return result

    def _run(self, path: Path, form: str, out: Path) -> tuple[int, str]:
        program = soffice()
        assert program, "LibreOffice is not installed"
        profile = self._profile()
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", form, "--outdir", str(out), str(path)]
        environment = {**os.environ, "HOME": str(self.folder)}
        run = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            said, _ = run.communicate(timeout=PATIENCE)
        finally:
            _end(run)
        return run.returncode, said

    def _profile(self) -> Path:
        user = self.folder / "profile" / "user"
        if not user.is_dir():
            user.mkdir(parents=True)
            (user / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
        return self.folder / "profile"

    def recalculated(self, path: Path) -> Cells:
        """What every cell shows after a hard recalculation, in a copy; empty cells left out."""
        return values(self.convert(path, "xlsx"))


def _end(run: subprocess.Popen[str]) -> None:
    """End the program and what it started; soffice is a script that starts another."""
    if run.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def values(path: Path) -> Cells:
    """What the file stores of its cells."""
    return _cells(path, data_only=True)


def formulas(path: Path) -> dict[tuple[str, str], str]:
    """The formula cells of a file."""
    found = _cells(path, data_only=False)
    return {at: str(shown) for at, shown in found.items() if isinstance(shown, str) and shown.startswith("=")}


def _cells(path: Path, *, data_only: bool) -> Cells:
    book = load_workbook(path, data_only=data_only)
    return {
        (sheet.title, cell.coordinate): cell.value if not hasattr(cell.value, "text") else f"={cell.value.text}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and not (not data_only and cell.data_type != "f")
    }


def differences(path: Path, calc: Calc) -> list[str]:
    """Formula cells whose stored result is not what LibreOffice comes to, and cells that show an error."""
    stored, fresh = values(path), calc.recalculated(path)
    wrong = [
        f"{'!'.join(at)}: stored {stored.get(at)!r}, LibreOffice {fresh.get(at)!r}: {formula[:300]}"
        for at, formula in formulas(path).items()
        if not same(stored.get(at), fresh.get(at))
    ]
    errors = [f"{s}!{c}: {v}" for (s, c), v in fresh.items() if isinstance(v, str) and v.startswith("#")]
    return wrong + errors


def same(stored: Shown, fresh: Shown) -> bool:
    """Whole numbers exactly, others to 1e-9 of their size; an empty text is an empty cell."""
    if stored in (None, "") or fresh in (None, ""):
        return stored in (None, "") and fresh in (None, "")
    if isinstance(stored, int | float) and isinstance(fresh, int | float):
        return stored == fresh or (not _whole(stored) and math.isclose(stored, fresh, rel_tol=1e-9))
    return _day(stored) == _day(fresh)


def _whole(number: float) -> bool:
    return float(number).is_integer()


def _day(shown: Shown) -> Shown:
    return shown.date() if isinstance(shown, datetime) and shown.time() == datetime.min.time() else shown


def assert_recalculated_equal(path: Path, calc: Calc) -> None:
    """Every formula cell stores what LibreOffice computes; nothing shows an error."""
    assert formulas(path), f"{path.name} has no formulas"
    wrong = differences(path, calc)
    assert not wrong, f"{len(wrong)} cells of {path.name}:\n" + "\n".join(wrong[:30])
