"""What a job wants changed, as data: preview shows it, the journal stores it, a host carries it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.page import Page
    from salesbook.book.values import Content, Scalar
    from salesbook.errors import Problem
    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class PutRows:
    """Replace all data rows of a table that exists.

    `headings` name the columns that are written, as they stand in the sheet. Columns of the user's own keep their
    cells in rows that stay in their place (row n keeps row n's); rows beyond the old last one get nothing there.
    """

    table: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Content, ...], ...]


@dataclass(frozen=True, slots=True)
class AppendRows:
    """Add rows at the end of a table that exists; what stands below it on the sheet must not be overwritten."""

    table: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Content, ...], ...]


@dataclass(frozen=True, slots=True)
class TrimRows:
    """Keep the first `rows` data rows of a table that exists and take the others away (what undoes AppendRows)."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class PutCells:
    """Replace single data cells of a table: (row, column) counted from 0 within its data -> content."""

    table: str
    cells: Mapping[tuple[int, int], Content]


@dataclass(frozen=True, slots=True)
class PutPage:
    """Add a sheet of ours, or replace the one with the same key in its place.

    What the user put beside the area that we wrote stays; `after` is the key of the page it comes after when new.
    Where a tab has the new page's title already, its own is numbered (`book.tabs.free_tab`).
    """

    page: Page
    after: str = ""


@dataclass(frozen=True, slots=True)
class RemovePage:
    """Take away a sheet of ours."""

    key: str


ADDED = "own."
"""Keys of sheets that came from another workbook begin so; they are the user's, and only taken back, never redrawn."""


@dataclass(frozen=True, slots=True)
class AddSheet:
    """Bring in a sheet of another workbook, as the last tab, with all that belongs to it; `RemovePage` takes it back.

    `content` are that workbook's bytes, `label` its name; `key` begins with `ADDED`. Where a tab has the title already,
    the new one's is numbered.
    """

    key: str
    title: str
    sheet: str
    content: bytes
    label: str = ""


Change = PutRows | AppendRows | TrimRows | PutCells | PutPage | RemovePage | AddSheet


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a preview: what (in each language, or the same in both), before, after."""

    what: str | Mapping[Language, str]
    before: Scalar = None
    after: Scalar = None

    def said(self, language: Language) -> str:
        """What, in a language."""
        return self.what if isinstance(self.what, str) else self.what[language]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes in the order in which they are carried out; all or none."""

    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __add__(self, other: ChangeSet) -> ChangeSet:
        return ChangeSet(self.changes + other.changes)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that a job made beside the workbook: its safe name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job answers: what to change, what is wrong, and lines to show. With an error among the problems
    that touches them, `changes` is empty."""

    changes: ChangeSet = field(default_factory=ChangeSet)
    problems: tuple[Problem, ...] = ()
    summary: tuple[Line, ...] = ()
    files: tuple[OutputFile, ...] = ()
