"""The ledger in its file beside the workbook: appended line by line, each on disk before anything goes on."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING

from salesbook.errors import HostError, Place, Problem
from salesbook.mail.ledger import Ledger, read_ledger

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from salesbook.mail.ledger import Entry


def ledger_path(plan: Path) -> Path:
    """Where a workbook's ledger is: `plan.xlsx` has `plan.sent.jsonl` beside it."""
    return plan.with_name(f"{plan.stem}.sent.jsonl")


def ledger_of(plan: Path) -> Ledger:
    """The ledger as it stands; an empty one where there is no file yet."""
    path = ledger_path(plan)
    return read_ledger(path.read_bytes(), path.name) if path.exists() else Ledger({})


class LedgerFile:
    """A workbook's ledger, open for one sender alone: the system lets go of the lock even when the process is killed.

    Raises HostError (`mail-being-sent`) when another process holds it.
    """

    def __init__(self, plan: Path) -> None:
        self.path = ledger_path(plan)
        self.ledger = Ledger({})
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        file = self.path.open("a+b")
        if not _lock(file):
            file.close()
            raise HostError(Problem("mail-being-sent", Place(file=self.path.name), {"file": self.path.name}))
        file.seek(0)
        content = file.read()
        self._file = file
        try:
            self.ledger = read_ledger(content, self.path.name)
            _finish_line(file, content)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def put(self, entry: Entry) -> None:
        """Write one line, and return when it is on disk."""
        assert self._file, "the ledger is open while mail is sent"
        self._file.write(entry.line().encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.ledger.put(entry)


def _finish_line(file: IO[bytes], content: bytes) -> None:
    """A line that was cut off is taken away, so that the next one stands on its own."""
    if content and not content.endswith(b"\n"):
        file.truncate(content.rfind(b"\n") + 1)


def _lock(file: IO[bytes]) -> bool:
    """Lock the file for this process alone; False when another has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 30)  # a byte that nobody reads: Windows locks keep others from reading what they cover
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
