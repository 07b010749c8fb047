"""The defined names that belong to a sheet of another workbook, and those that its formulas use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.package.formula_text import said_otherwise
from salesbook.package.page_tables import is_ours
from salesbook.package.workbook import DefinedName

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.package.formula_text import Kind
    from salesbook.package.open_book import OpenBook

_OF_EXCEL = "_xlnm."
_OF_PAGES = "_sb_page."


def put_names(
    book: OpenBook, source: OpenBook, old: str, new: str, change: Callable[[str], str], used: set[str]
) -> None:
    """Define the sheet's own names, the workbook's that mean places on it, and those that its formulas use.

    `change` adds to `used` while names are written, as a name may use others. A name that means something else here
    already becomes one of the sheet alone: its own formulas ask the sheet first. A name that means no place on the
    sheet is only needed where it is used: it is this workbook's own where that has it, else one of the sheet alone.
    """
    position, here = source.workbook.position(old), book.workbook.position(new)
    names = [n for n in source.workbook.names() if not n.name.startswith(_OF_PAGES) and n.text]
    for name in names:
        if name.sheet == position:
            book.workbook.put_name(DefinedName(name.name, change(name.text), here, name.hidden, name.comment))
    wide = {n.name.casefold(): n for n in names if n.sheet is None and not n.name.startswith(_OF_EXCEL)}
    waiting = [folded for folded, name in wide.items() if speaks_only_of(name.text, old) and not is_ours(name.name)]
    done: set[str] = set()
    while waiting := [*waiting, *(f for f in used if f in wide and f not in {*done, *waiting})]:
        folded = waiting.pop()
        if folded not in done:
            done.add(folded)
            _put(book, wide[folded], here, change, needed=speaks_only_of(wide[folded].text, old))


def _put(book: OpenBook, name: DefinedName, here: int, change: Callable[[str], str], *, needed: bool) -> None:
    there = book.workbook.name(name.name)
    taken = there is not None or name.name.casefold() in book.tables
    if taken and not needed:
        return
    scope = here if taken or not needed else None
    book.workbook.put_name(DefinedName(name.name, change(name.text), scope, name.hidden, name.comment))


def speaks_only_of(text: str, sheet: str) -> bool:
    """Whether a name speaks of a sheet and of no other."""
    found: set[str] = set()

    def note(kind: Kind, said: str) -> str:
        if kind in ("sheet", "file"):
            found.add(said.casefold())
        return said

    said_otherwise(text, note)
    return found == {sheet.casefold()}
