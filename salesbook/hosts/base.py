"""What every host can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from salesbook.book.changes import ChangeSet
    from salesbook.book.snapshot import Snapshot


class Host(Protocol):
    """A place where one workbook lives."""

    def read(self) -> Snapshot:
        """The workbook's tables and pages as they stand now. Raises InputError, HostError."""
        ...

    def apply(self, changes: ChangeSet) -> None:
        """Carry out all changes, or none and raise InputError or HostError."""
        ...
