"""Whether a letter that came back is as it was issued, and which cells are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.errors import InputError, Place, Problem
from salesbook.letters.drawn import SharedTexts, plain
from salesbook.letters.identity import read_identity
from salesbook.letters.sealed import changed_cells, open_styles, said_by, seal_of, tokens_in
from salesbook.package.archive import Archive
from salesbook.package.damage import DamagedPartError, damage_named
from salesbook.package.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from salesbook.letters.identity import Identity
    from salesbook.letters.sealed import Tokens


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that says something else than it did; `before` None: what it said is not known."""

    sheet: str
    cell: str
    before: str | None
    now: str


@dataclass(frozen=True, slots=True)
class ReturnedLetter:
    """A letter's file as it came back: what it says of itself, and what its sealed sheets say now."""

    identity: Identity
    sheets: Mapping[str, Tokens]
    label: str

    @property
    def missing(self) -> tuple[str, ...]:
        """Sealed sheets that are no longer there."""
        return tuple(sheet for sheet in self.identity.sheets if sheet not in self.sheets)

    @property
    def unchanged(self) -> bool:
        """Whether every sealed cell says what it said."""
        seal = seal_of([said_by(tokens) for tokens in self.sheets.values()])
        return not self.missing and seal.digest == self.identity.seal

    def suspects(self) -> list[Difference]:
        """The cells in changed rows and changed columns; see `sealed.changed_cells`."""
        names = self.identity.sheets
        tokens = [self.sheets.get(name, {}) for name in names]
        found = ((names[n], cell, tokens[n].get(cell, "")) for n, cell in changed_cells(self.identity.marks, tokens))
        return [Difference(sheet, cell, None, now) for sheet, cell, now in found]

    def against(self, issued: ReturnedLetter) -> list[Difference]:
        """The cells that differ from the same letter as it was issued, row by row."""
        return [
            Difference(sheet, cell, before.get(cell, ""), self.sheets.get(sheet, {}).get(cell, ""))
            for sheet, before in issued.sheets.items()
            for cell in sorted({*before, *self.sheets.get(sheet, {})}, key=_place)
            if before.get(cell, "") != self.sheets.get(sheet, {}).get(cell, "")
        ]


def _place(cell: str) -> tuple[int, int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), len(letters), letters


def read_returned(content: bytes, label: str) -> ReturnedLetter:
    """A file that came back, which is not trusted. Raises InputError: no workbook, or no letter of ours."""
    with damage_named(label):
        workbook = Workbook(Archive(content, label))
        identity = read_identity(workbook.parts)
        if identity is None:
            raise InputError(Problem("not-a-letter", Place(file=label), {"file": label}))
        return ReturnedLetter(identity, _sheets(workbook, identity.sheets), label)


def _sheets(workbook: Workbook, names: Sequence[str]) -> dict[str, Tokens]:
    texts, unlocked = SharedTexts(workbook), open_styles(workbook)
    found = {}
    for name in names:
        tab = workbook.tab(name)
        if tab and tab.kind == "worksheet":
            found[name] = _tokens(workbook.parts.xml(tab.part), texts, unlocked)
    return found


def _tokens(root: _Element, texts: SharedTexts, unlocked: frozenset[int]) -> Tokens:
    """What a sheet's cells say. Raises DamagedPartError for addresses, styles and numbers that no cell can have."""
    try:
        plain(root)
        return tokens_in(root, texts, unlocked)
    except (ValueError, IndexError, OverflowError) as error:
        raise DamagedPartError(str(error)) from error
