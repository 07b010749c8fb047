"""A template with its blocks repeated, cut into the bytes that stay and the holes that a letter fills."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, unescape

from salesbook.book.values import address
from salesbook.letters import around, drawn
from salesbook.letters.check import block_at
from salesbook.letters.heights import RowHeight, Wrapped, Wrapping
from salesbook.letters.pages import Pages, pages_of
from salesbook.letters.placeholders import Piece, Word, pieces, words_in
from salesbook.letters.reckon import NotUnderstoodError, Program, program
from salesbook.letters.references import corner, each_area, moved
from salesbook.letters.rows import Rows
from salesbook.letters.sealed import formula_token, tokens_in
from salesbook.letters.slots import BLOCKS
from salesbook.package.areas import inside
from salesbook.package.cells import head
from salesbook.package.markup import child_of, main, serialised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from salesbook.letters.names import Names
    from salesbook.letters.sealed import Tokens
    from salesbook.letters.template import Template

_MARK = "\ue000"
_TAG = re.compile(r"<[^>]*>")
_HOLE = re.compile(rf"<\?hole \d+\?>|{_MARK}\d+{_MARK}")


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell that a letter fills: its address, its style, and the text or the single value that goes there."""

    reference: str
    style: int
    parts: tuple[Piece, ...]
    head: str
    """How its element begins."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A formula cell: its address, the formula's XML, and how to reckon it (None: only Excel can)."""

    reference: str
    head: str
    """How its element begins."""
    formula: str
    program: Program | None


Hole = Blank | Reckoned | RowHeight | Pages


@dataclass(frozen=True, slots=True)
class Sheet:
    """The letter's sheet: the text around the holes (one more than there are holes), and its own numbers."""

    around: tuple[str, ...]
    holes: tuple[Hole, ...]
    numbers: Mapping[str, Decimal]
    shared: frozenset[int]
    """The shared texts that it still shows."""
    tokens: Mapping[str, str]
    """What its cells say that no letter changes, those apart that are the rep's; see `sealed`."""
    sealed: tuple[str, ...]
    """The cells that a letter fills and that are not the rep's."""


@dataclass
class Expansion:
    """The work of repeating rows on a copy of one of the template's sheets; `layout`: where the rows of each go."""

    template: Template
    sheet_name: str
    layout: Mapping[str, Rows]
    counts: Mapping[str, int]
    holes: list[Hole] = field(default_factory=list)
    numbers: dict[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = self.template.names.on(self.sheet_name)
        self.rows = self.layout[self.sheet_name]
        self.wrapping = Wrapping(self.template.workbook(), self.template.root(self.sheet_name))
        self.slots = self.names.slots()

    def sheet(self) -> Sheet:
        root = self.template.root(self.sheet_name)
        for row, column in self.slots:
            drawn.ensure_cell(root, row, column)
        self._hide_empty_sections(root)
        data = root.find(main("sheetData"))
        assert data is not None
        copies = [self._copied(row, n) for row in data for n in range(self.rows.count(int(row.get("r", "1"))))]
        data[:] = copies
        self._fit_pages(root, copies)
        around.move_sheet(root, self.rows, self.sheet_name)
        texts = _HOLE.split(serialised(root).decode("utf-8"))
        holes = tuple(h for h in self.holes if not isinstance(h, RowHeight) or h.cells)
        return Sheet(
            tuple(texts), holes, self.numbers, frozenset(drawn.shared_used(root)), self._tokens(root),
            tuple(h.reference for h in holes if isinstance(h, Blank) and h.style not in self.template.open_styles),
        )  # fmt: skip

    def _tokens(self, root: _Element) -> Tokens:
        """Of cells that stay and of formulas; holes are no elements yet."""
        formulas = (hole for hole in self.holes if isinstance(hole, Reckoned))
        found = {hole.reference: formula_token(unescape(_TAG.sub("", hole.formula))) for hole in formulas}
        return found | tokens_in(root, self.template.texts, self.template.open_styles)

    def _fit_pages(self, root: _Element, rows: Sequence[_Element]) -> None:
        """A sheet that may take several pages takes as few as its texts need; after the holes of its cells."""
        heights = [hole for hole in self.holes if isinstance(hole, RowHeight)]
        hidden = (row.get("hidden") == "1" for row in rows)
        pages, setup = pages_of(root, list(zip(heights, hidden, strict=True))), child_of(root, "pageSetup")
        if pages and setup is not None:
            setup.set("fitToHeight", f"{_MARK}{len(self.holes)}{_MARK}")
            self.holes.append(pages)

    def _hide_empty_sections(self, root: _Element) -> None:
        """A section is hidden when it has blocks and none of them has a row."""
        for area in self.names.sections().values():
            own = [key for key, block in self.names.blocks().items() if inside(block, area)]
            if own and not any(self.counts[key] for key in own):
                numbers = set(range(area.row, area.last_row + 1))
                drawn.ensure_rows(root, numbers)
                for number, row in drawn.rows_by_number(root).items():
                    if number in numbers:
                        row.set("hidden", "1")

    def _copied(self, row: _Element, copy: int) -> _Element:
        old = int(row.get("r", "1"))
        new = deepcopy(row)
        new.set("r", str(self.rows.first(old) + copy))
        height = len(self.holes)
        self.holes.append(RowHeight(0, ()))  # its place is before its cells'
        new[:] = [self._cell(cell, old, copy) for cell in row.iterfind(main("c"))]
        self._set_height(new, old, height)
        return new

    def _set_height(self, row: _Element, old: int, height: int) -> None:
        """A row with texts that wrap is as high as they need; others stay as they are."""
        wrapped = [self._wrapped(hole, old) for hole in self.holes[height + 1 :] if isinstance(hole, Blank)]
        cells = tuple(cell for cell in wrapped if cell)
        base = float(row.get("ht", self.wrapping.default_height))
        self.holes[height] = RowHeight(base, cells)
        if cells:
            row.set("ht", f"{_MARK}{height}{_MARK}")
            row.set("customHeight", "1")

    def _wrapped(self, hole: Blank, old: int) -> Wrapped | None:
        column = corner(hole.reference).column
        return self.wrapping.cell(hole.reference, hole.style, old, column)

    def _cell(self, cell: _Element, row: int, copy: int) -> _Element:
        column = corner(cell.get("r", "A1")).column
        reference = address(self.rows.first(row) + copy, column)
        style = int(cell.get("s", "0"))
        beyond = self._beyond(row, column, copy)
        if (row, column) in self.slots:
            key = self.slots[row, column]
            return self._hole(_blank(reference, style, (Word(key),) if copy == 0 else ()))
        formula = cell.find(main("f"))
        if formula is not None:
            if beyond:
                return self._hole(_blank(reference, style, ()))
            made = self._formula(formula, reference, row, copy)
            return self._hole(Reckoned(reference, head(reference, style), *made))
        text = self.template.texts.of(cell)
        if text is not None and words_in(text):
            return self._hole(_blank(reference, style, () if beyond else self._pieces(text, row, column, copy)))
        return self._kept(cell, reference)

    def _beyond(self, row: int, column: int, copy: int) -> bool:
        """Whether the copy is past the rows of the block that the cell belongs to."""
        block = block_at(self.names, row, column)
        return bool(block) and copy >= self.counts[block]

    def _pieces(self, text: str, row: int, column: int, copy: int) -> tuple[Piece, ...]:
        block = block_at(self.names, row, column)

        def word(name: str) -> Word:
            return Word(name, block, copy) if block and name in BLOCKS[block] else Word(name)

        return pieces(text, word)

    def _formula(self, formula: _Element, reference: str, row: int, copy: int) -> tuple[str, Program | None]:
        """The formula's element as it stands in a copy of its row, and how to reckon it."""

        def move(area: str, alone: bool) -> str:
            return moved(area, self.rows, alone=alone, row=row, copy=copy)

        text = each_area(formula.text or "", self.sheet_name, move)
        for sheet, rows in self.layout.items():
            if sheet != self.sheet_name:
                text = around.over_other_sheet(text, sheet, rows)
        if formula.get("t") == "array":
            return f'<f t="array" ref="{reference}">{escape(text)}</f>', None
        try:
            return f"<f>{escape(text)}</f>", program(text)
        except NotUnderstoodError:
            return f"<f>{escape(text)}</f>", None

    def _kept(self, cell: _Element, reference: str) -> _Element:
        kept = deepcopy(cell)
        kept.set("r", reference)
        kept.tail = None
        value = cell.findtext(main("v"))
        if value and cell.get("t", "n") == "n":
            self.numbers[reference] = Decimal(value)
        return kept

    def _hole(self, hole: Hole) -> _Element:
        from lxml import etree

        self.holes.append(hole)
        return etree.ProcessingInstruction("hole", str(len(self.holes) - 1))


def _blank(reference: str, style: int, parts: tuple[Piece, ...]) -> Blank:
    return Blank(reference, style, parts, head(reference, style))


def layout_of(names: Names, counts: Mapping[str, int]) -> dict[str, Rows]:
    """Sheet -> where its rows stand in a letter with so many rows per block."""
    return {sheet: Rows(_copies(names.on(sheet), counts)) for sheet in names.sheets()}


def _copies(names: Names, counts: Mapping[str, int]) -> dict[int, int]:
    """How often each block's row stands in the letter: as often as its longest block needs, and at least once."""
    copies: dict[int, int] = {}
    for key, area in names.blocks().items():
        copies[area.row] = max(copies.get(area.row, 1), counts[key])
    return copies
