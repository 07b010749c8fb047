"""How far a sheet's cells reach: a reader that lays them out as a block must not be given one cell at XFD1048576."""

from __future__ import annotations

import re

from salesbook.package.areas import LAST_COLUMN, LAST_ROW, column_number
from salesbook.package.damage import DamagedPartError

_ROOMY = 4_000_000
"""Cells that any sheet may span."""
_SPARSE = 50
"""Cells that a sheet may span for each one that is written."""
_NOT_NEAR = re.compile(rb'<c(?! r="[A-Z][0-9]{1,6}")[\s/>]')
_PREFIXED = re.compile(rb":c[\s/>]")
"""Apart from the other, as a pattern that begins with plain bytes is found many times quicker."""
_AT = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_NEAR = (999_999, 26)
_BEGINNING = 1 << 25
"""Bytes in which so many cells are looked for that those of a near sheet can be laid out."""


def refuse_absurd(xml: bytes) -> None:
    """Raises DamagedPartError when the cells of a sheet span far more than there are, or lie beyond the last one.

    >>> refuse_absurd(b'<row r="1"><c r="B1"/></row>')
    >>> refuse_absurd(b'<row r="1048576"><c r="XFD1048576"/></row>')
    Traceback (most recent call last):
    salesbook.package.damage.DamagedPartError: cells that span 1048576 × 16384
    """
    # far cheaper than looking at each cell, and enough for most sheets
    near = not (_NOT_NEAR.search(xml) or _PREFIXED.search(xml))
    if near and _NEAR[0] * _NEAR[1] <= _SPARSE * xml.count(b"<c", 0, _BEGINNING):
        return
    rows, columns = _reach(xml)
    most = max(_ROOMY, _SPARSE * (xml.count(b"<c") + xml.count(b":c")))
    if rows > LAST_ROW or columns > LAST_COLUMN or rows * columns > most:
        raise DamagedPartError(f"cells that span {rows} × {columns}")


def _reach(xml: bytes) -> tuple[int, int]:
    """The last row and column that are named; what has no reference follows what is before it."""
    found = _AT.findall(xml)
    rows = max((int(digits) if len(digits) < 9 else LAST_ROW + 1 for _, digits in found), default=0)
    letters = {each for each, _ in found}
    columns = max((column_number(each.decode()) if len(each) < 4 else LAST_COLUMN + 1 for each in letters), default=0)
    return max(rows, 1), max(columns, 1)
