"""Taking a sheet away that came from another workbook, with all that came with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.package.graft_names import speaks_only_of
from salesbook.package.graft_parts import reached

if TYPE_CHECKING:
    from salesbook.package.open_book import OpenBook


def remove_sheet(book: OpenBook, key: str) -> str:
    """Take the tab away, its tables, drawings and pictures, and the names that mean places on it alone.

    Gives the name that the tab had, "" where it is no longer there.
    """
    place = book.pages().get(key)
    if place is None:
        return ""
    workbook, part = book.workbook, book.part(place.sheet)
    belonging = [target for target, _ in reached(workbook.parts, part)]
    for name in workbook.names():
        if name.sheet is None and speaks_only_of(name.text, place.sheet):
            workbook.drop_name(name.name)
    workbook.remove_tab(place.sheet)
    for target in belonging:  # what leads to a part is before it, and gone when its turn comes
        if not workbook.parts.owners(target):
            workbook.parts.remove(target)
    book.forget(part)
    return place.sheet
