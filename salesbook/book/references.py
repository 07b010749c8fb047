"""How formulas name the columns of our tables: structured references, with the headings that are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE, Column
from salesbook.book.values import column_letters, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.book.snapshot import TableBlock
    from salesbook.texts import Language

_SPECIAL = "'[]#"


def folded(text: str) -> str:
    """A heading or a name of a choice as it is compared: without case, spaces, line breaks, - and _.

    >>> folded(" Order_No "), folded("销售 额"), folded("ＡＢ")
    ('orderno', '销售额', 'ab')
    """
    import unicodedata

    wide = unicodedata.normalize("NFKC", text)
    return "".join(c for c in wide.casefold() if c not in "-_" and not c.isspace())


def escaped(heading: str) -> str:
    """A heading as it stands within the brackets of a structured reference: ' before each of ' [ ] #.

    >>> escaped("Share [%] #1")
    "Share '[%'] '#1"
    """
    return "".join(f"'{c}" if c in _SPECIAL else c for c in heading)


def position(headings: Sequence[str], column: Column) -> int | None:
    """Where a column stands among headings: by its zh or en name; the first if it is there twice.

    >>> position(("Note", "金额"), CATALOGUE["sb_history"].column("amount"))
    1
    """
    wanted = (folded(column.zh), folded(column.en))
    return next((i for i, h in enumerate(headings) if folded(h) in wanted), None)


@dataclass(frozen=True, slots=True)
class Refs:
    """References into a workbook: to the headings that its tables have, or, for a table or a column that is
    not there yet, to the catalogue's in `language`."""

    language: Language
    tables: Mapping[str, TableBlock] = field(default_factory=dict)

    def heading(self, table: str, key: str) -> str:
        """The heading of a column.

        >>> Refs("zh").heading("sb_plan", "target")
        '力争'
        """
        column = CATALOGUE[table].column(key)
        block = self.tables.get(table)
        at = position(block.headings, column) if block else None
        return block.headings[at] if block and at is not None else column.heading(self.language)

    def column(self, table: str, key: str) -> str:
        """The column's data cells.

        >>> Refs("zh").column("sb_plan", "target")
        'sb_plan[力争]'
        """
        return f"{table}[{escaped(self.heading(table, key))}]"

    def this_row(self, table: str, key: str) -> str:
        """The cell of the formula's own row, in the long form that every version of Excel stores in the file.

        >>> Refs("en").this_row("sb_plan", "target")
        'sb_plan[[#This Row],[Target]]'
        """
        return f"{table}[[#This Row],[{escaped(self.heading(table, key))}]]"

    def area(self, table: str, key: str) -> str | None:
        """The column's data cells as a fixed area, 'Sheet'!$B$2:$B$9, where a structured reference may not
        stand (conditional formats, lists of validations); None without the table or the column."""
        block = self.tables.get(table)
        at = position(block.headings, CATALOGUE[table].column(key)) if block else None
        if block is None or at is None:
            return None
        letters = column_letters(block.column + at)
        last = block.row + max(len(block.rows), 1)
        return f"{quoted(block.sheet)}!${letters}${block.row + 1}:${letters}${last}"
