"""One table read strictly, column by column: typed values, and everything that is wrong with its cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from salesbook.book.catalogue import CATALOGUE, Column
from salesbook.book.reading_cells import RefusedError, converter
from salesbook.book.references import position
from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from salesbook.book.catalogue import Table
    from salesbook.book.snapshot import TableBlock
    from salesbook.book.values import Scalar, Value

_ENOUGH = 40
"""So many problems of one kind are listed per table; of the others, how many there are."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell that was understood but is better written anew: a number typed as text, a name with spaces.

    Row and column count from 0 within the table's data, as in `PutCells`.
    """

    table: str
    row: int
    column: int
    value: Scalar


@dataclass(slots=True)
class Notes:
    """What reading collects on its way."""

    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, code: str, place: Place | None = None, /, **words: object) -> None:
        """One more problem; of a kind that fills a table only the first ones are kept."""
        place = place or Place()
        kind = (code, place.table)
        self.counted[kind] += 1
        if not place.table or self.counted[kind] <= _ENOUGH:
            self.problems.append(Problem(code, place, words))

    def all_problems(self) -> tuple[Problem, ...]:
        """What was found, and for each kind that was cut short how many more there are."""
        more = (
            Problem("and-more", Place(table=table), {"count": count - _ENOUGH, "code": code, "table": table})
            for (code, table), count in self.counted.items()
            if table and count > _ENOUGH
        )
        return (*self.problems, *more)


class TableReader:
    """A table's columns as typed values, one per row that is not empty; None for a cell empty or refused."""

    def __init__(self, block: TableBlock, notes: Notes, table: Table | None = None) -> None:
        self.block = block
        self.table = table or CATALOGUE[block.name]
        self.notes = notes
        self.at: dict[str, int] = {}
        self.kept = [i for i, row in enumerate(block.rows) if any(not _blank(v) for v in row)]
        self.bad: set[int] = set()
        """Rows, as indexes into `kept`, in which something was refused."""
        self.refused: set[tuple[int, str]] = set()
        """The cells that were: index and column."""
        self.found: dict[str, list[Any]] = {}
        """The columns that were read so far."""
        self._check_shape()

    def __len__(self) -> int:
        return len(self.kept)

    def place(self, index: int, key: str) -> Place:
        """The place of a cell of the row `index` (into `kept`); its first cell if the column is missing."""
        return self.block.place(self.kept[index], self.at.get(key, 0))

    def places(self, key: str) -> list[Place]:
        """The places of a whole column."""
        return [self.place(index, key) for index in range(len(self.kept))]

    def refuse(self, index: int, key: str, code: str, /, **words: object) -> None:
        """A problem with one cell; its row is not used."""
        self.bad.add(index)
        self.refused.add((index, key))
        self.notes.add(code, self.place(index, key), **words)

    def column(self, key: str, convert: Callable[[Value], object] | None = None) -> list[Any]:
        """The column's values by the catalogue's kind, or by `convert`."""
        column = self.table.column(key)
        at = self.at.get(key)
        if at is None:
            return self.found.setdefault(key, [None] * len(self.kept))
        found = self._converted(column, at, convert or converter(column.key, column.kind, column.choices))
        if column.filled:
            self._check_filled(column, found)
        self.found[key] = found
        return found

    def texts(self, key: str) -> list[str]:
        """A column of texts, "" where nothing stands."""
        return [v or "" for v in self.column(key)]

    def _converted(self, column: Column, at: int, convert: Callable[[Value], object]) -> list[object]:
        rows = self.block.rows
        quick = self._at_once(column, [rows[row][at] for row in self.kept], convert)
        if quick is not None:
            return quick
        found = []
        known: dict[object, tuple[object, bool]] = {}
        for index, row in enumerate(self.kept):
            value = rows[row][at]
            hit = known.get((value.__class__, value))
            if hit is None:
                hit = self._convert(index, column.key, value, convert)
                if (index, column.key) not in self.refused:
                    known[value.__class__, value] = hit
            if hit[1]:
                self.notes.repairs.append(Repair(self.block.name, row, at, hit[0]))  # type: ignore[arg-type]
            found.append(hit[0])
        return found

    def _at_once(self, column: Column, values: list[Value], convert: Callable[[Value], object]) -> list[object] | None:
        """The column where all is of one kind and well written, each value looked at once; None where it is not."""
        kinds = set(map(type, values)) - {type(None)}
        if len(kinds) > 1 and kinds != {int, float}:
            return None
        meant: dict[Value, object] = {None: None}
        for value in set(values) - {None}:
            if _blank(value):
                meant[value] = None
                continue
            try:
                meant[value] = convert(value)
            except RefusedError:
                return None
            if isinstance(value, str) and meant[value] != value and column.kind != "choice":
                return None
        return list(map(meant.__getitem__, values))

    def _convert(self, index: int, key: str, value: Value, convert: Callable[[Value], object]) -> tuple[object, bool]:
        """What a cell means, and whether it should be written anew."""
        if _blank(value):
            return None, False
        try:
            meant = convert(value)
        except RefusedError as no:
            self.refuse(index, key, no.code, **no.words)
            return None, False
        return meant, isinstance(value, str) and meant != value and self.table.column(key).kind != "choice"

    def _check_filled(self, column: Column, found: list[object]) -> None:
        for index, value in enumerate(found):
            if value is None and (index, column.key) not in self.refused:
                self.refuse(index, column.key, "blank-cell", **_names(column))

    def _check_shape(self) -> None:
        block = self.block
        for area in block.merged:
            self.notes.add("merged-cells", Place(block.sheet, area, block.name), area=area)
        for column in self.table.columns:
            self._find(column)

    def _find(self, column: Column) -> None:
        block = self.block
        at = position(block.headings, column)
        if at is None:
            if column.required:
                self.kept = []
                self.notes.add("column-missing", block.place(-1, 0), table=block.name, **_names(column))
            return
        self.at[column.key] = at
        again = position(block.headings[at + 1 :], column)
        if again is not None:
            first, second = block.headings[at], block.headings[at + 1 + again]
            self.notes.add("column-twice", block.place(-1, at + 1 + again), first=first, second=second)

    def check_unique(self, **keys: list[Any]) -> None:
        """Rows whose keys, together, were there before; names are compared as Excel does, without case.

        Rows in which all of them are empty are not compared.
        """
        seen: dict[tuple[object, ...], int] = {}
        shown = next(iter(keys))
        for index, values in self.good(*keys.values()):
            if not any(values):
                continue
            key = tuple(folded_case(v) for v in values)
            first = seen.setdefault(key, index)
            if first != index:
                said = " · ".join(self._typed(index, dict(zip(keys, values, strict=True))))
                self.refuse(index, shown, "duplicate", shown=said, first=str(self.place(first, shown)))

    def _typed(self, index: int, values: Mapping[str, Any]) -> Iterator[str]:
        """Values as people see them: a choice in the word that was typed, not by its key."""
        row = self.block.rows[self.kept[index]]
        for key, value in values.items():
            typed = row[self.at[key]] if key in self.at else None
            if value not in (None, "", ()):
                yield typed.strip() if isinstance(typed, str) else str(value)

    def good(self, *columns: list[Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows in which nothing was refused so far: index and values."""
        for index, values in enumerate(zip(*columns, strict=True)):
            if index not in self.bad:
                yield index, values


def folded_case(value: object) -> object:
    """As Excel compares: without case.

    >>> folded_case("Li Wei") == folded_case("li wei")
    True
    """
    return value.casefold() if isinstance(value, str) else value


def _names(column: Column) -> dict[str, object]:
    return {"column": {"zh": column.zh, "en": column.en}}


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
