"""What prints files: LibreOffice, one process for many, with a profile of its own and a time limit; else Excel."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from salesbook.errors import HostError, Problem
from salesbook.hosts import excel_printer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIRST_SECONDS, SECONDS_EACH = 120, 20
"""How long a run may take: for the start, and for each file."""
_FRESH = 81
"""What a fresh profile may answer at its first start; the second one then works."""
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


def program() -> str | None:
    """Where LibreOffice is; None where it is not. SALESBOOK_SOFFICE names another place."""
    named = os.environ.get("SALESBOOK_SOFFICE")
    if named is not None:
        return shutil.which(named)
    known = (shutil.which("soffice"), shutil.which("libreoffice"), *(p for p in _PLACES if Path(p).exists()))
    return next((found for found in known if found), None)


@dataclass(frozen=True)
class Office:
    """LibreOffice, with its profile in `folder`."""

    program: str
    folder: Path

    def to_pdf(self, files: Sequence[Path], out: Path) -> list[Path]:
        """Print workbooks to `out`, each as its name with .pdf; gives those that were not printed.

        The names must differ without their endings. A run that takes too long is ended with all it started.
        """
        for _ in range(2):
            if self._run([*self._options(out), *map(str, files)], len(files)) != _FRESH:
                break
        return [file for file in files if not (out / f"{file.stem}.pdf").is_file()]

    def _options(self, out: Path) -> list[str]:
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        return [profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(out)]

    def _run(self, options: Sequence[str], count: int) -> int:
        """The exit code; -1 when it was ended for taking too long."""
        run = subprocess.Popen(
            [self.program, *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )  # fmt: skip
        try:
            return run.wait(timeout=FIRST_SECONDS + SECONDS_EACH * count)
        except subprocess.TimeoutExpired:
            return -1
        finally:
            _end(run)


def _end(run: subprocess.Popen[bytes]) -> None:
    """End the program and what it started; soffice is a script that starts another."""
    if run.poll() is None:
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                run.kill()
            else:
                os.killpg(run.pid, signal.SIGKILL)
        run.wait()


class Printer(Protocol):
    """What prints files: LibreOffice, or Excel."""

    def to_pdf(self, files: Sequence[Path], out: Path) -> list[Path]:
        """Print files to `out`, each as its name with .pdf; gives those that were not printed."""
        ...


@contextmanager
def printer() -> Iterator[Printer]:
    """LibreOffice where it is, else Excel. Raises HostError where there is neither."""
    if program() is None and excel_printer.is_there():
        with excel_printer.excel() as found:
            yield found
        return
    with office() as one:
        yield one


def can_print() -> bool:
    """Whether there is anything that prints workbooks."""
    return program() is not None or excel_printer.is_there()


@contextmanager
def office() -> Iterator[Office]:
    """LibreOffice with a fresh profile, which is thrown away afterwards. Raises HostError where there is none."""
    found = program()
    if found is None:
        raise HostError(Problem("office-missing"))
    with tempfile.TemporaryDirectory(prefix="salesbook-", ignore_cleanup_errors=True) as folder:
        yield Office(found, Path(folder))
