"""The tables of a sheet that comes from another workbook: names and ids that are free here, looks by new indexes."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from salesbook.package.damage import whole
from salesbook.package.markup import drop_attributes, main
from salesbook.package.tables import next_table_id, tables_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.package.graft_styles import StyleMove
    from salesbook.package.open_book import OpenBook

_LOOKS = (
    "headerRowDxfId", "dataDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId",
    "totalsRowBorderDxfId", "dxfId",
)  # fmt: skip
_STYLES = ("headerRowCellStyle", "dataCellStyle", "totalsRowCellStyle")


def new_names(book: OpenBook, source: OpenBook, sheet: str) -> dict[str, str]:
    """Folded name -> the name here, for each table of the source's sheet; a taken one gets a number."""
    taken = {*book.tables, *(n.name.casefold() for n in book.workbook.names())}
    found: dict[str, str] = {}
    for table in source.tables.values():
        if table.sheet == sheet:
            found[table.name.casefold()] = name = _free(table.name, taken)
            taken.add(name.casefold())
    return found


def _free(name: str, taken: set[str]) -> str:
    candidates = (name if number == 1 else f"{name}_{number}" for number in count(1))
    return next(candidate for candidate in candidates if candidate.casefold() not in taken)


def tables_moved(book: OpenBook, sheet: str, styles: StyleMove, names: Mapping[str, str]) -> None:
    """Give the copied tables of a tab their names, ids and looks."""
    tables = list(tables_on(book.workbook, sheet))
    first = next_table_id(book.workbook)
    for number, table in enumerate(tables, first):
        name = names[table.name.casefold()]
        for attribute, value in (("id", str(number)), ("name", name), ("displayName", name)):
            table.root.set(attribute, value)
        for node in table.root.iter():
            for look in _LOOKS:
                if node.get(look) is not None:
                    node.set(look, str(styles.difference(whole(node, look))))
            drop_attributes(node, *_STYLES)
        for info in table.root.iter(main("tableStyleInfo")):
            styles.table_style(info.get("name", ""))
        book.archive.put(table.part, table.xml())
    book.tables_changed()
