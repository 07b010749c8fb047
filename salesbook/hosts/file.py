"""A workbook in a file, .xlsx or .xlsm: read and changed without Excel.

Only the parts that change are written anew; everything else is carried over as it stands, so nothing of the user's is
lost. The file is replaced at once or not at all, and the one before is kept in `<name>.backups` beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from salesbook.errors import HostError, Place, Problem
from salesbook.hosts.writing import fingerprint, keep_backup, read_whole, refuse_open_elsewhere, replace_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.changes import ChangeSet
    from salesbook.book.page import Page
    from salesbook.book.snapshot import Snapshot


class FileHost:
    """The host of one file."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._seen: bytes | None = None

    @classmethod
    def create(cls, path: Path | str, pages: Sequence[Page], *, overwrite: bool = False) -> FileHost:
        """Write a new workbook of pages. Raises HostError (`file-exists`) unless it may overwrite one."""
        from salesbook.package.apply import drawn
        from salesbook.package.styles import looks

        host = cls(path)
        if host.path.exists():
            if not overwrite:
                raise HostError(Problem("file-exists", Place(file=host.path.name), {"file": str(host.path)}))
            refuse_open_elsewhere(host.path)
            content = drawn(looks(), pages)
            keep_backup(host.path)
        else:
            content = drawn(looks(), pages)
        replace_whole(host.path, content)
        return host

    def read(self) -> Snapshot:
        """The tables and pages as the file holds them."""
        from salesbook.package.reading import snapshot

        content = read_whole(self.path)
        self._seen = fingerprint(content)
        return snapshot(content, self.path.name)

    def rehearse(self, changes: ChangeSet) -> None:
        """Carry out all changes and keep nothing. Raises InputError where they cannot be carried out."""
        from salesbook.package.apply import applied

        if changes:
            applied(read_whole(self.path), changes, self.path.name)

    def apply(self, changes: ChangeSet) -> None:
        """Carry out all changes and replace the file, keeping a backup; with a problem the file stays as it is.

        Raises HostError (`changed-meanwhile`) when the file is no longer what this host read.
        """
        from salesbook.package.apply import applied

        if not changes:
            return
        refuse_open_elsewhere(self.path)
        old = read_whole(self.path)
        if self._seen not in (None, fingerprint(old)):
            raise HostError(Problem("changed-meanwhile", Place(file=self.path.name), {"file": self.path.name}))
        new = applied(old, changes, self.path.name)
        keep_backup(self.path)
        replace_whole(self.path, new)
        self._seen = fingerprint(new)
