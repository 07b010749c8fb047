"""The defined names of a template: which cells are slots, which rows are blocks, which rows belong to a section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.letters.slots import BLOCK_PREFIX, BLOCKS, REQUIRED, SECTION_PREFIX, SLOT_PREFIX, SLOTS
from salesbook.package.workbook import sheet_and_area

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.page import Area
    from salesbook.package.workbook import Workbook

KNOWN = {f"{SLOT_PREFIX}{key}" for key in SLOTS} | {f"{BLOCK_PREFIX}{key}" for key in BLOCKS}


@dataclass(frozen=True, slots=True)
class Named:
    """A defined name that is ours, and the one area it refers to; `area` is None when it refers to nothing usable."""

    name: str
    sheet: str
    area: Area | None

    @property
    def key(self) -> str:
        return self.name.partition("_")[2]

    @property
    def kind(self) -> str:
        return self.name.partition("_")[0] + "_"


@dataclass(frozen=True, slots=True)
class Names:
    """All names of ours in a template, by name."""

    named: Mapping[str, Named]

    @property
    def sheet(self) -> str:
        """The sheet that the letter is on: where most required names lead."""
        sheets = [self.named[n].sheet for n in REQUIRED if n in self.named and self.named[n].area]
        return max(sheets, key=sheets.count) if sheets else ""

    def of(self, kind: str) -> dict[str, Area]:
        """Key -> area of the sound names of a kind on the letter's sheet."""
        return {
            n.key: n.area for n in self.named.values() if n.kind == kind and n.area and n.sheet == self.sheet
        }

    def slots(self) -> dict[str, Area]:
        return self.of(SLOT_PREFIX)

    def blocks(self) -> dict[str, Area]:
        return self.of(BLOCK_PREFIX)

    def sections(self) -> dict[str, Area]:
        return self.of(SECTION_PREFIX)


def read_names(workbook: Workbook) -> Names:
    """Ours among a workbook's defined names; one of the whole workbook goes before one of a single sheet."""
    named = {}
    for defined in sorted(workbook.names(), key=lambda n: n.sheet is None):
        name = defined.name.lower()
        if name.startswith((SLOT_PREFIX, BLOCK_PREFIX, SECTION_PREFIX)):
            sheet, area = sheet_and_area(defined.text) or ("", None)
            named[name] = Named(name, sheet, area)
    return Names(named)
