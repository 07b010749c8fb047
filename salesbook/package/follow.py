"""References to whole columns of a table follow when its rows change in number, as they do in Excel.

A user's `=SUM(Actuals!C4:C120)` or chart over the rows of a table keeps covering all of them. References that begin or
end elsewhere are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from salesbook.package.areas import column_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.page import Area
    from salesbook.package.parts import Parts

_FORMULA = re.compile(r"(<(?:\w+:)?(?:f|formula|formula1|formula2)\b[^<>]*>)([^<]+)")
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f(?:ormula[12]?)?\b")


@dataclass(frozen=True, slots=True)
class Move:
    """A table whose data ended at a row and now ends at another."""

    sheet: str
    part: str
    data: Area
    last: int


def follow(parts: Parts, moves: Iterable[Move], sheets: Iterable[str]) -> None:
    """Let formulas, rules and sparklines of sheets, and all charts, follow the moves."""
    charts = [n for n in parts.archive.names() if n.startswith("xl/charts/") and n.endswith(".xml")]
    for move in moves:
        for part in (*sheets, *charts):
            old = parts.archive.read(part)
            if str(move.data.last_row).encode() in old and _HAS_FORMULA.search(old):
                parts.archive.put(part, _followed(old, move, own=part == move.part))


def _followed(xml: bytes, move: Move, *, own: bool) -> bytes:
    pattern = _pattern(move, own=own)

    def moved(found: re.Match[str]) -> str:
        columns = {column_number(found["first"]), column_number(found["second"])}
        if min(columns) < move.data.column or move.data.last_column < max(columns):
            return found[0]
        return f"{found['head']}{move.last}"

    text = xml.decode("utf-8", "surrogateescape")
    new = _FORMULA.sub(lambda f: f[1] + pattern.sub(moved, f[2]), text)
    return new.encode("utf-8", "surrogateescape")


def _pattern(move: Move, *, own: bool) -> re.Pattern[str]:
    """A range from the header or the first row to the old last row; on the table's own sheet it needs no name."""
    name = re.escape(escape(move.sheet))
    doubled = re.escape(escape(move.sheet.replace("'", "''")))
    sheet = rf"(?:'{doubled}'|(?<![\w.'!]){name})!"
    before = rf"(?:{sheet}|(?<![\w.$'!:]))" if own else sheet
    first = rf"\$?(?P<first>[A-Z]{{1,3}})\$?(?:{move.data.row}|{move.data.row - 1})"
    second = r":\$?(?P<second>[A-Z]{1,3})\$?"
    return re.compile(rf"(?P<head>{before}{first}{second}){move.data.last_row}(?![\d(!:])", re.IGNORECASE)
