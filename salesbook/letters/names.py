"""The defined names of a template: which cells are slots, which rows are blocks, which rows belong to a section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.letters.slots import (
    BLOCK_PREFIX,
    BLOCKS,
    RETURN_PREFIX,
    RETURNS,
    SECTION_PREFIX,
    SLOT_PREFIX,
    SLOTS,
)
from salesbook.package.workbook import sheet_and_area

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.page import Area
    from salesbook.package.workbook import Workbook

KNOWN = {f"{SLOT_PREFIX}{key}" for key in SLOTS} | {f"{BLOCK_PREFIX}{key}" for key in BLOCKS} | set(RETURNS)
OURS = (SLOT_PREFIX, BLOCK_PREFIX, RETURN_PREFIX)


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
    """All names of ours in a template, by name, as seen from one of its sheets."""

    named: Mapping[str, Named]
    sheet: str
    """The sheet that is asked about; the letter's own, as the names are read."""
    required: tuple[str, ...] = ()
    """Names that must be there, all on the letter's own sheet."""

    def on(self, sheet: str) -> Names:
        """The same names, seen from another sheet."""
        return Names(self.named, sheet, self.required)

    def sheets(self) -> tuple[str, ...]:
        """The sheets that a letter fills, its own first."""
        filled = (n.sheet for n in self.named.values() if n.kind in OURS and n.area)
        return tuple(dict.fromkeys([self.sheet, *filled] if self.sheet else filled))

    def of(self, kind: str) -> dict[str, Area]:
        """Key -> area of the sound names of a kind on the sheet."""
        return {
            n.key: n.area for n in self.named.values() if n.kind == kind and n.area and n.sheet == self.sheet
        }

    def slots(self) -> dict[tuple[int, int], str]:
        """Row and column of the cells that hold one value each -> the slot that stands there."""
        returns = {RETURNS[f"{RETURN_PREFIX}{key}"]: area for key, area in self.of(RETURN_PREFIX).items()}
        named = (*self.of(SLOT_PREFIX).items(), *returns.items())
        return {(area.row, area.column): key for key, area in named}

    def blocks(self) -> dict[str, Area]:
        return self.of(BLOCK_PREFIX)

    def sections(self) -> dict[str, Area]:
        return self.of(SECTION_PREFIX)


def read_names(workbook: Workbook, required: tuple[str, ...]) -> Names:
    """Ours among a workbook's defined names; one of the whole workbook goes before one of a single sheet."""
    named = {}
    for defined in sorted(workbook.names(), key=lambda n: n.sheet is None):
        name = defined.name.lower()
        if name.startswith((*OURS, SECTION_PREFIX)):
            sheet, area = sheet_and_area(defined.text) or ("", None)
            tab = workbook.tab(sheet) if area else None
            named[name] = Named(name, tab.name if tab else "", area if tab else None)
    return Names(named, _own_sheet(named, required), required)


def _own_sheet(named: Mapping[str, Named], required: tuple[str, ...]) -> str:
    """The sheet that the letter is on: where most required names lead."""
    sheets = [named[n].sheet for n in required if n in named and named[n].area]
    return max(sheets, key=sheets.count) if sheets else ""
