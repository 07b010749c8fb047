"""Files read whole and replaced whole: a crash at any moment leaves the old file or the new one."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from salesbook.errors import HostError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT_BACKUPS = 5
_TEMPORARY = ".tmp"
_STALE_SECONDS = 3_600
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def read_whole(path: Path) -> bytes:
    """A file's bytes. Raises HostError when it is not there or may not be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise HostError(_problem("file-missing", path)) from None
    except IsADirectoryError:
        raise HostError(_problem("is-a-folder", path)) from None
    except PermissionError:
        raise HostError(_problem("not-readable", path)) from None


def fingerprint(content: bytes) -> bytes:
    """What tells whether a file is still the one that was read."""
    return hashlib.blake2b(content, digest_size=16).digest()


def refuse_open_elsewhere(path: Path) -> None:
    """Raises HostError when Excel (`~$name`) or LibreOffice (`.~lock.name#`) has the file open.

    Excel cuts the first two characters of a name of more than eight when it names its lock file.
    """
    name = path.name
    locks = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    found = next((lock for lock in locks if (path.parent / lock).exists()), None)
    if found:
        raise HostError(Problem("open-in-excel", Place(file=name), {"file": name, "lock": found}))


def replace_whole(path: Path, content: bytes) -> None:
    """Put bytes in a file's place: written beside it, flushed to disk, renamed over it. Links are followed."""
    path = path.resolve()
    with named_problems(path):
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only", str(path))
        temporary = _written_beside(path, content)
        try:
            _copy_mode(path, temporary)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)
        _clear_stale(path)


def backup_folder(path: Path) -> Path:
    """Where the files before are kept: `plan.xlsx` has `plan.backups` beside it."""
    return path.with_name(f"{path.stem}.backups")


def keep_backup(path: Path) -> None:
    """Copy the file as it stands to its backups, numbered upwards, and drop all but the last ones."""
    folder = backup_folder(path)
    with named_problems(folder):
        folder.mkdir(exist_ok=True)
        kept = _backups(folder, path)
        number = int(kept[-1].stem.rpartition(".")[2]) + 1 if kept else 1
        temporary = folder / f"{path.stem}.partial"
        try:
            shutil.copyfile(path, temporary)
            _flush(temporary)
            shutil.copystat(path, temporary)
            temporary.replace(folder / f"{path.stem}.{number:04d}{path.suffix}")
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        for old in kept[: max(0, len(kept) + 1 - KEPT_BACKUPS)]:
            old.unlink()


def _backups(folder: Path, path: Path) -> list[Path]:
    numbered = (p for p in folder.iterdir() if p.suffix == path.suffix and p.stem.startswith(f"{path.stem}."))
    return sorted(
        (p for p in numbered if p.stem.rpartition(".")[2].isdecimal()), key=lambda p: int(p.stem.rpartition(".")[2])
    )


def _written_beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=_TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _clear_stale(path: Path) -> None:
    """Remove what a killed save left beside the file; not what another process may be writing now."""
    for left in path.parent.glob(f"{escape(_prefix(path))}*{_TEMPORARY}"):
        with suppress(OSError):  # harmless where it stays
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()


def _prefix(path: Path) -> str:
    return f".{path.stem}."


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _copy_mode(path: Path, temporary: Path) -> None:
    """The new file is as readable as the old one was, or as new files are."""
    if path.exists():
        shutil.copymode(path, temporary)
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def _flush_folder(folder: Path) -> None:
    """On POSIX a rename is on disk only once its folder is flushed; Windows cannot and need not."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def named_problems(path: Path) -> Iterator[None]:
    """What the system says, as problems with a name."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise HostError(_problem("folder-missing", path)) from None
    except FileExistsError:
        raise HostError(_problem("not-a-folder", path)) from None
    except OSError as error:
        if error.errno in _FULL:
            raise HostError(_problem("disk-full", path)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise HostError(_problem("read-only", path)) from error
        raise HostError(
            Problem("not-written", Place(file=path.name), {"file": str(path), "reason": error.strerror or str(error)})
        ) from error


def _problem(code: str, path: Path) -> Problem:
    return Problem(code, Place(file=path.name), {"file": str(path), "folder": str(path.parent)})
