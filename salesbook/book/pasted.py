"""Pasted exports, .csv and .xlsx as other systems write them, read into columns of plain values.

The text of a .csv is UTF-8, UTF-16 or GB18030, whichever decodes; its separator is the comma, semicolon or
tab that makes the most columns. Of an .xlsx the first sheet that holds something counts. Lines above the
headings (a report's title, its date) are passed over.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, cast

from salesbook.book.values import address
from salesbook.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.book.values import Value

    Row = Sequence[Value]

_ENCODINGS = ("utf-8-sig", "gb18030")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"[^"]*"')
_NOTHING = ("", None)
_LOOKED_AT = 20
"""Among so many first rows the headings are looked for."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file's headings and columns, all of one length. `row` is the first data row's, as Excel counts."""

    name: str
    headings: tuple[str, ...]
    columns: tuple[Sequence[Value], ...]
    row: int = 2

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def place(self, index: int, column: int) -> Place:
        """The place of a cell; index and column counted from 0."""
        return Place(cell=address(self.row + index, column + 1), file=self.name)


def read_export(source: Path | bytes, name: str = "") -> Export:
    """The table in a file. InputError for what is none: .xls, protected, an unknown encoding, no headings."""
    content = source if isinstance(source, bytes) else _content(source)
    name = name or (source.name if isinstance(source, Path) else "")
    if content.startswith(_OLE):
        raise _refused("export-is-xls" if name.lower().endswith(".xls") else "export-is-protected", name)
    return _from_sheet(content, name) if content.startswith(_ZIP) else _from_text(content, name)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise _refused("file-missing", path.name, file=str(path)) from None
    except IsADirectoryError:
        raise _refused("is-a-folder", path.name, file=str(path)) from None
    except OSError as error:
        raise _refused("export-unreadable", path.name, reason=error.strerror or str(error)) from error


def _refused(code: str, name: str, **words: object) -> InputError:
    return InputError(Problem(code, Place(file=name), {"name": name, **words}))


def _from_text(content: bytes, name: str) -> Export:
    text = _decoded(content, name)
    separator = _separator(text)
    at, headings = _headings(list(islice(_lines(text, separator), _LOOKED_AT)), name)
    return Export(name, headings, _text_columns(text, separator, at, len(headings), name), at + 2)


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _text_columns(text: str, separator: str, header: int, width: int, name: str) -> tuple[Sequence[Value], ...]:
    """The columns below the headings as texts, by pandas: three times as quick as the standard library."""
    import pandas as pd

    try:
        frame = pd.read_csv(
            io.StringIO(text, newline=""), sep=separator, header=None, names=range(width + 1),
            index_col=False, skiprows=header + 1, dtype=object, na_filter=False, skip_blank_lines=False,
        )  # fmt: skip
    except pd.errors.EmptyDataError:
        return ((),) * width
    except pd.errors.ParserError:
        pass
    else:
        if frame[width].isin(_NOTHING).all():
            return tuple(frame[column].tolist() for column in range(width))
    rows = list(islice(_lines(text, separator), header + 1, None))
    _check_width(name, rows, width, header)
    return _columns(rows, width)


def _decoded(content: bytes, name: str) -> str:
    for encoding in ("utf-16",) if content.startswith(_WIDE_MARKS) else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("export-unknown-encoding", name)


def _separator(text: str) -> str:
    """The sign that, outside quotes, cuts most of the first lines into equally many columns, then into the most;
    a comma where none does.

    >>> _separator("a;b;c\\n1,5;2;3"), _separator('"a;b","c"'), _separator("one")
    (';', ',', ',')
    """
    first = _QUOTED.sub("", text[:20_000]).splitlines()[:_LOOKED_AT]

    def alike(separator: str) -> tuple[int, int]:
        found = Counter(line.count(separator) for line in first if separator in line)
        return max(((lines, columns) for columns, lines in found.items()), default=(0, 0))

    return max(_SEPARATORS, key=alike)


def _from_sheet(content: bytes, name: str) -> Export:
    rows = _sheet_rows(content, name)
    at, headings = _headings(rows[:_LOOKED_AT], name)
    body = rows[at + 1 :]
    _check_width(name, body, len(headings), at)
    return Export(name, headings, _columns(body, len(headings)), at + 2)


def _sheet_rows(content: bytes, name: str) -> list[Row]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = (book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names)
        return cast("list[Row]", next((rows for rows in sheets if rows), []))
    except CalamineError as error:
        raise _refused("export-unreadable", name, reason=str(error)) from error


def _headings(first: Sequence[Row], name: str) -> tuple[int, tuple[str, ...]]:
    """The first row that is filled more than half as widely as the widest: where it is, what it says."""
    filled = [sum(cell not in _NOTHING for cell in row) for row in first]
    widest = max(filled, default=0)
    at = next((i for i, n in enumerate(filled) if n and n * 2 > widest), None)
    if at is None:
        raise _refused("export-empty", name)
    shown = [str(cell).strip() for cell in first[at]]
    last = max(i for i, heading in enumerate(shown) if heading)
    return at, tuple(shown[: last + 1])


def _columns(rows: Sequence[Row], width: int) -> tuple[Sequence[Value], ...]:
    """Rows turned into columns; where a row is too short, nothing."""
    empty: Sequence[Value] = ("",) * len(rows)
    found = list(zip_longest(*rows, fillvalue=""))[:width]
    return (*found, *(empty for _ in range(width - len(found))))


def _check_width(name: str, body: Sequence[Row], width: int, header: int) -> None:
    """A row with more cells than headings has a separator within a text, so that its cells have moved."""
    for index, row in enumerate(body):
        if any(cell not in _NOTHING for cell in row[width:]):
            raise _refused("export-row-too-long", name, row=header + 2 + index, cells=len(row), headings=width)
