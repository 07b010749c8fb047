"""The steps by which an open workbook is changed, as data: each is carried out in a few round trips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesbook.book.page import Area
    from salesbook.hosts.live_cells import Block


@dataclass(frozen=True, slots=True)
class Write:
    """Put a block of formulas and values into an area of a tab, at once."""

    sheet: str
    area: Area
    rows: Block


@dataclass(frozen=True, slots=True)
class Resize:
    """Let the table that begins in an area's first cell have that area."""

    sheet: str
    area: Area


@dataclass(frozen=True, slots=True)
class MakeTable:
    """Make a table of an area whose first row are headings."""

    sheet: str
    area: Area
    name: str


@dataclass(frozen=True, slots=True)
class Unlist:
    """Let the cells of a table be cells like any others."""

    sheet: str
    area: Area


@dataclass(frozen=True, slots=True)
class FillDown:
    """Let all rows of an area look like its first; what stands in them is written afterwards."""

    sheet: str
    area: Area


@dataclass(frozen=True, slots=True)
class ShowAll:
    """Show the rows that a filter of the table in this area hides: a block is not written over hidden rows."""

    sheet: str
    area: Area


@dataclass(frozen=True, slots=True)
class Clear:
    """Empty an area, looks included."""

    sheet: str
    area: Area


@dataclass(frozen=True, slots=True)
class Looks:
    """Take the formats of an area from the rendered workbook; of a whole page validations and widths, too."""

    sheet: str
    area: Area
    whole: bool = True


@dataclass(frozen=True, slots=True)
class AddTab:
    """Copy a tab of the rendered workbook to stand after another one."""

    sheet: str
    after: str


@dataclass(frozen=True, slots=True)
class DropTab:
    """Delete a tab."""

    sheet: str


@dataclass(frozen=True, slots=True)
class PutName:
    """Define a name for the workbook, in place of one that it had."""

    name: str
    refers_to: str
    hidden: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class DropName:
    """Forget a name."""

    name: str


InPlace = Write | Resize | FillDown | MakeTable | Unlist | ShowAll | Clear
"""Steps that work on cells where they stand."""

Step = InPlace | Looks | AddTab | DropTab | PutName | DropName
