"""References within formulas, moved as the rows of a template are repeated; strings and other sheets are left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.values import column_letters
from salesbook.package.areas import column_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.letters.rows import Rows

_CELL = r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})"
_TOKEN = re.compile(
    r'(?P<string>"(?:[^"]|"")*")'
    r"|(?P<table>\[[^\]]*\])"
    r"|(?P<sheet>'(?:[^']|'')+'!|(?<![\w.])[^\W\d][\w.]*!)?"
    rf"(?P<area>(?<![\w.$])(?:{_CELL}(?::{_CELL})?|(?P<rows>\$?\d{{1,7}}:\$?\d{{1,7}}))(?![\w.(!]))"
)
_ONE = re.compile(rf"^{_CELL}$")


@dataclass(frozen=True, slots=True)
class Corner:
    """A cell as a formula writes it; column counted from 1."""

    column: int
    row: int
    fixed_column: bool = False
    fixed_row: bool = False

    def __str__(self) -> str:
        across = "$" if self.fixed_column else ""
        down = "$" if self.fixed_row else ""
        return f"{across}{column_letters(self.column)}{down}{self.row}"

    def at(self, row: int) -> Corner:
        return Corner(self.column, row, self.fixed_column, self.fixed_row)


def corner(text: str) -> Corner:
    """A cell in A1 form, read.

    >>> corner("$B12")
    Corner(column=2, row=12, fixed_column=True, fixed_row=False)
    """
    found = _ONE.match(text)
    if not found:
        raise ValueError(text)
    across, letters, down, row = found.groups()
    return Corner(column_number(letters), int(row), bool(across), bool(down))


def corners(area: str) -> tuple[Corner, Corner]:
    """Both corners of an area in A1 form; twice the same for a single cell."""
    first, _, last = area.partition(":")
    return corner(first), corner(last or first)


def each_area(formula: str, sheet: str, change: Callable[[str, bool], str], *, here: bool = True) -> str:
    """The formula with every area on `sheet` (named, or when `here` also unnamed) replaced by `change(area, alone)`;
    `alone` says that the area is a whole argument of a function.

    >>> each_area('SUM(B2:B3)+"B2"+Other!B2+LOG10(B9)', "Sheet", lambda area, alone: f"<{area}>")
    'SUM(<B2:B3>)+"B2"+Other!B2+LOG10(<B9>)'
    """

    def replaced(found: re.Match[str]) -> str:
        area, named = found["area"], found["sheet"]
        ours = here if named is None else _unquoted(named) == sheet
        if area is None or not ours:
            return found[0]
        before, after = formula[: found.start()].rstrip()[-1:], formula[found.end() :].lstrip()[:1]
        alone = before in ("(", ",") and after in (")", ",") and _in_call(formula, found.start())
        return (named or "") + change(area, alone)

    return _TOKEN.sub(replaced, formula)


def _unquoted(named: str) -> str:
    name = named[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _in_call(formula: str, at: int) -> bool:
    """Whether the bracket opened last before `at` is a function's."""
    opened = formula.rfind("(", 0, at)
    return opened > 0 and (formula[opened - 1].isalnum() or formula[opened - 1] in "._")


def moved(area: str, rows: Rows, *, alone: bool = False, row: int = 0, copy: int = 0) -> str:
    """An area after repeating: it covers all copies of the rows it covered.

    A single cell of a repeated row means its first copy, or all copies when it is a function's whole argument
    (`alone`). In a formula on a repeated row (`row`, its `copy` counted from 0), a reference without $ to the own
    row means the copy's own row, so `D3/SUM(D$3:D$3)` is a share in every copy.

    >>> from salesbook.letters.rows import Rows
    >>> three = Rows({3: 3})
    >>> moved("D3:D3", three), moved("D3", three), moved("D3", three, alone=True), moved("B9", three)
    ('D3:D5', 'D3', 'D3:D5', 'B11')
    >>> moved("D3", three, row=3, copy=2), moved("D$3:D$3", three, row=3, copy=2), moved("D$3:D3", three, row=3, copy=1)
    ('D5', 'D$3:D$5', 'D$3:D4')
    """
    if area.replace("$", "").replace(":", "").isdigit():
        first, last = (int(part.strip("$")) for part in area.split(":"))
        return f"{rows.first(first)}:{rows.last(last)}"
    start, end = corners(area)

    def own(cell: Corner) -> bool:
        return cell.row == row and not cell.fixed_row

    to_start = rows.first(start.row) + (copy if own(start) else 0)
    whole = ":" in area or (alone and rows.count(end.row) > 1 and not own(end))
    if not whole:
        return str(start.at(to_start))
    to_end = rows.first(end.row) + copy if own(end) else rows.last(end.row)
    return f"{start.at(to_start)}:{end.at(to_end)}"


def shifted(formula: str, down: int, across: int) -> str:
    """A formula as if it were filled from its cell to another one: what has no $ moves along.

    >>> shifted("SUM(D$3:D3)*2", 1, 2)
    'SUM(F$3:F4)*2'
    """

    def one(cell: Corner) -> Corner:
        return Corner(
            cell.column if cell.fixed_column else cell.column + across,
            cell.row if cell.fixed_row else cell.row + down,
            cell.fixed_column,
            cell.fixed_row,
        )

    def replaced(found: re.Match[str]) -> str:
        if found["area"] is None or found["rows"]:
            return found[0]
        return (found["sheet"] or "") + ":".join(str(one(corner(part))) for part in found["area"].split(":"))

    return _TOKEN.sub(replaced, formula)
