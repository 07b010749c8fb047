"""A compiled sheet filled with a letter: what stays is one list of texts, and only the holes are written."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from salesbook.letters.expand import Blank, Reckoned
from salesbook.letters.heights import RowHeight
from salesbook.letters.pages import Pages
from salesbook.letters.placeholders import Word, filled
from salesbook.letters.reckon import ReckoningError
from salesbook.letters.sealed import Sealing, token_of
from salesbook.package.cells import number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from salesbook.book.values import Scalar
    from salesbook.letters.expand import Hole, Sheet
    from salesbook.letters.letter import Letter
    from salesbook.letters.placeholders import Piece
    from salesbook.letters.sealed import Said
    from salesbook.package.cells import CellWriter

_Keys = list[tuple[str, str]]
"""Addresses of cells, and the key of the value that each shows."""


class Filling:
    """A sheet ready to be filled."""

    def __init__(self, sheet: Sheet, writer: CellWriter) -> None:
        self._writer = writer
        self._numbers = sheet.numbers
        self._pieces = _pieces(sheet)
        places = list(zip(range(1, len(self._pieces), 2), sheet.holes, strict=True))
        self._sealing = sealing = Sealing(dict(sheet.tokens), sheet.sealed)
        blanks = [(at, hole.reference) for at, hole in places if isinstance(hole, Blank)]
        self._blanks = [(at, sealing.place(reference), reference) for at, reference in blanks]
        fit = cache(_fit)
        self._rows = [(at, *fit(hole)) for at, hole in places if isinstance(hole, RowHeight)]
        self._pages = [(at, hole, [fit(row) for row in hole.rows]) for at, hole in places if isinstance(hole, Pages)]
        self._formulas = [(at, hole) for at, hole in places if isinstance(hole, Reckoned)]
        self._programs = {hole.reference: hole for _, hole in self._formulas}
        self._settle()
        self._source = _Source(hole for hole in sheet.holes if isinstance(hole, Blank))

    def _settle(self) -> None:
        """Formulas that no value of a letter reaches, such as sums over what is to be filled in, are written once."""
        still = _Still(self._numbers, self._programs, {reference for *_, reference in self._blanks})
        varying = []
        for at, formula in self._formulas:
            try:
                self._pieces[at] = _result(formula, still)
            except _VariesError:
                varying.append((at, formula))
        self._formulas = varying
        self._numbers = {at: value for at, value in still.items() if isinstance(value, Decimal)}

    def __call__(self, letter: Letter) -> tuple[str, Said]:
        """The sheet's XML, and what its cells say that are sealed."""
        cells = _Cells(self._numbers, self._programs)
        self._source.read(letter, cells)
        pieces = self._pieces.copy()
        said = self._fill(cells, pieces)
        for at, formula in self._formulas:
            pieces[at] = _result(formula, cells)
        for at, wrapped, height in self._rows:
            pieces[at] = f"{height(*map(cells.get, wrapped)):g}"
        for at, pages, fits in self._pages:
            pieces[at] = str(pages.holding([height(*map(cells.get, wrapped)) for wrapped, height in fits]))
        return "".join(pieces), said

    def _fill(self, cells: _Cells, pieces: list[str]) -> Said:
        """Write the cells that differ, and note what they say: mostly texts, which need not be asked for their kind."""
        lines, rest, from_1904 = self._sealing.begun(), self._writer.rest, self._writer.from_1904
        for at, line, reference in self._blanks:
            value = cells[reference]
            pieces[at] = rest(reference, value)
            if type(value) is str:
                if value:
                    lines[line] = f"{reference}'{value}\n"
            elif value is not None:
                lines[line] = f"{reference}{token_of(value, from_1904=from_1904)}\n"
        return self._sealing.said(lines)


def _fit(row: RowHeight) -> tuple[list[str], Callable[..., float]]:
    """The cells whose texts wrap in a row, and what gives its height for what they say: mostly what others said."""

    def height(*texts: object) -> float:
        return row.needed(texts)

    return [cell.reference for cell in row.cells], lru_cache(maxsize=32, typed=True)(height)


def _pieces(sheet: Sheet) -> list[str]:
    """Texts that stay and places of holes in turns; how a hole's cell begins is part of the text before it."""
    pieces = [sheet.around[0]]
    for hole, after in zip(sheet.holes, sheet.around[1:], strict=True):
        pieces[-1] += _begun(hole)
        pieces += "", after
    return pieces


def _begun(hole: Hole) -> str:
    return "" if isinstance(hole, RowHeight | Pages) else hole.head


def _result(hole: Reckoned, cells: _Cells) -> str:
    """What follows the head of a formula's cell; without a result where only Excel knows it."""
    try:
        return f">{hole.formula}<v>{number_text(cells.reckoned(hole))}</v></c>"
    except ReckoningError as error:
        return f' t="e">{hole.formula}<v>{error}</v></c>' if str(error) else f">{hole.formula}</c>"


class _Cells(dict[str, "Scalar"]):
    """The values of a letter's cells by address; a formula's is reckoned when it is first asked for."""

    def __init__(self, numbers: Mapping[str, Decimal], formulas: Mapping[str, Reckoned]) -> None:
        super().__init__(numbers)
        self._formulas = formulas
        self._busy: set[str] = set()

    def __missing__(self, reference: str) -> Scalar:
        hole = self._formulas.get(reference)
        if hole:
            return self.reckoned(hole)
        self[reference] = None
        return None

    def reckoned(self, hole: Reckoned) -> Decimal:
        """A formula's result. Raises ReckoningError, without a text where it refers to itself in the end."""
        found = self.get(hole.reference)
        if not isinstance(found, Decimal):
            if hole.program is None or hole.reference in self._busy:
                raise ReckoningError
            self._busy.add(hole.reference)
            try:
                found = self[hole.reference] = hole.program(self.__getitem__)
            finally:
                self._busy.discard(hole.reference)
        return found


class _VariesError(Exception):
    """A formula's result depends on the letter."""


class _Still(_Cells):
    """The cells that are the same in every letter."""

    def __init__(
        self, numbers: Mapping[str, Decimal], formulas: Mapping[str, Reckoned], blanks: AbstractSet[str]
    ) -> None:
        super().__init__(numbers, formulas)
        self._blanks = blanks

    def __missing__(self, reference: str) -> Scalar:
        if reference in self._blanks:
            raise _VariesError(reference)
        return super().__missing__(reference)


class _Source:
    """Where the values of the cells come from: slots, rows of blocks, and texts with words in them."""

    def __init__(self, blanks: Iterable[Blank]) -> None:
        self._slots: _Keys = []
        self._rows: dict[str, dict[int, _Keys]] = defaultdict(lambda: defaultdict(list))
        self._texts: list[tuple[str, tuple[Piece, ...]]] = []
        for blank in blanks:
            self._add(blank.reference, blank.parts)

    def _add(self, reference: str, parts: tuple[Piece, ...]) -> None:
        word = parts[0] if len(parts) == 1 else None
        if not isinstance(word, Word):
            self._texts.append((reference, parts))
        elif word.block:
            self._rows[word.block][word.row].append((reference, word.key))
        else:
            self._slots.append((reference, word.key))

    def read(self, letter: Letter, cells: dict[str, Scalar]) -> None:
        """Put the letter's values into the cells."""
        for reference, key in self._slots:
            cells[reference] = letter.value(key)
        for block, wanted in self._rows.items():
            rows = letter.blocks[block]
            for number, keys in wanted.items():
                get = rows[number].get
                for reference, key in keys:
                    cells[reference] = get(key)
        for reference, parts in self._texts:
            cells[reference] = filled(parts, letter)
