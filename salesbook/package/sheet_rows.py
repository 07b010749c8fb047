"""The rows of a sheet as text: taken apart when they are asked for, and otherwise written as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass

from salesbook.package.areas import LAST_COLUMN, LAST_ROW, column_number

REFERENCE = re.compile(r'\br="([A-Z]{1,3})\d+"')
_PLAIN = re.compile(r'<row r="(\d{1,7})"[^<>]*(?<!/)>')
_ROW = re.compile(r"\s*<row\b([^<>]*?)(/?)>")
_HEAD = re.compile(r'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="\w+")?/?>')
_NUMBER_FIRST = re.compile(r' r="(\d+)"')
_NUMBER = re.compile(r"""\br=["'](\d+)["']""")
NUMBERED = re.compile(r"\br\s*=")
"""Rows and cells may leave their reference out: then they follow the one before."""
_FORMULA = re.compile(r'<c\b[^<>]*\br="([A-Z]{1,3}\d+)"[^<>]*>\s*<f\b')
_SPANS = re.compile(r'\s*\bspans="[^"]*"')


@dataclass(slots=True)
class Row:
    """A row's attributes (without its number) and the text of its cells."""

    attributes: str = ""
    cells: str = ""

    def last_column(self) -> int:
        """The column of the last cell, 0 for none; the sheet's last when the text does not tell at once."""
        found = REFERENCE.match(self.cells, self.cells.rfind("<c") + 3) if self.cells else None
        return column_number(found[1]) if found else LAST_COLUMN if self.cells else 0

    def styles(self) -> dict[str, int]:
        """The style of each cell by its column's letters; empty when a cell is written in an order of its own."""
        found = _HEAD.findall(self.cells)
        return {la: int(style or 0) for la, style in found} if len(found) == self.cells.count("<c ") else {}

    def xml(self, number: int) -> str:
        """The row's element; "" for one that says nothing."""
        attributes = f" {self.attributes}" if self.attributes else ""
        if not self.cells:
            return f'<row r="{number}"{attributes}/>' if attributes else ""
        return f'<row r="{number}"{attributes}>{self.cells}</row>'


class Rows(MutableMapping[int, Row]):
    """Rows by number, in the sheet's order. Most are text up to `</row>`, until somebody asks for them."""

    def __init__(self) -> None:
        self._rows: dict[int, str | Row] = {}
        self._formulas: dict[int, list[str]] = {}
        """Of rows that were asked for: where formulas stood in them before."""

    @classmethod
    def read(cls, body: str) -> Rows:
        """The rows in a sheet's data. Raises ValueError where they have no number or are out of order."""
        rows = cls()
        *chunks, rest = body.split("</row>")
        held, plain, last = rows._rows, _PLAIN.match, 0
        for chunk in chunks:
            found = plain(chunk)
            if found:
                number = int(found[1])
                if not last < number <= LAST_ROW:
                    raise ValueError("rows out of order")
                held[number] = chunk
                last = number
            else:
                last = rows._take(chunk, last, closed=True)
        rows._take(rest, last, closed=False)
        return rows

    def _take(self, chunk: str, last: int, *, closed: bool) -> int:
        """Rows that stand before a `</row>` or at the end, empty ones among them; gives the last one's number."""
        at, opened = 0, False
        while not opened and (found := _ROW.match(chunk, at)):
            at, opened = found.end(), not found[2]
            number, attributes = _numbered(found[1], last + 1)
            if not last < number <= LAST_ROW:
                raise ValueError("rows out of order")
            last = number
            self._rows[number] = self._known(number, Row(attributes, chunk[at:] if opened else ""))
        if opened != closed or (chunk[at:].strip() and not opened):
            raise ValueError("something between the rows")
        return last

    def _known(self, number: int, row: Row) -> Row:
        """A row as the sheet had it, from now on in other hands."""
        if "<f" in row.cells:
            self._formulas[number] = _FORMULA.findall(row.cells)
        return row

    def __getitem__(self, number: int) -> Row:
        found = self._rows[number]
        if isinstance(found, str):
            found = self._rows[number] = self._known(number, _taken_apart(found))
        return found

    def __setitem__(self, number: int, row: Row) -> None:
        if number in self._rows:
            _ = self[number]  # so that its formulas are known
        self._rows[number] = row

    def __delitem__(self, number: int) -> None:
        _ = self[number]
        del self._rows[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, number: object) -> bool:
        return number in self._rows

    def with_text(self, text: str) -> list[int]:
        """The rows that have a text among their cells; none is taken apart for it."""
        return [n for n, row in self._rows.items() if text in (row if isinstance(row, str) else row.cells)]

    def formulas_moved(self) -> bool:
        """Whether a cell that had no formula has one now, or the other way round."""
        now = ((n, row) for n, row in self._rows.items() if isinstance(row, Row) and "<f" in row.cells)
        return {n: _FORMULA.findall(row.cells) for n, row in now} != self._formulas

    def xml(self) -> str:
        """The elements of all rows."""
        found = self._rows
        rows = ((number, found[number]) for number in sorted(found))
        return "".join([f"{row}</row>" if isinstance(row, str) else row.xml(n) for n, row in rows])


def _taken_apart(text: str) -> Row:
    found = _ROW.match(text)
    assert found
    return Row(_numbered(found[1], 0)[1], text[found.end() :])


def _numbered(attributes: str, following: int) -> tuple[int, str]:
    """A row's number, 0 for one that is none, and its other attributes without the columns that it spans."""
    found = _NUMBER_FIRST.match(attributes) or _NUMBER.search(attributes)
    if not found and not NUMBERED.search(attributes):
        return following, _SPANS.sub("", attributes).strip()
    if not found or len(found[1]) > 7:
        return 0, ""
    others = attributes[: found.start()] + attributes[found.end() :]
    return int(found[1]), (_SPANS.sub("", others) if "spans" in others else others).strip()
