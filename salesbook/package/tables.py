"""Excel tables: where a table part says that it stands, and writing one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.page import Area, PageTable
from salesbook.package.areas import area_of
from salesbook.package.damage import DamagedPartError, whole
from salesbook.package.markup import child_of, element, local, main, related, serialised, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from salesbook.package.sheet import Sheet
    from salesbook.package.workbook import Workbook

_STYLE = {
    "name": "TableStyleLight1", "showFirstColumn": 0, "showLastColumn": 0, "showRowStripes": 0, "showColumnStripes": 0
}  # fmt: skip


@dataclass(slots=True)
class TablePart:
    """A table of the workbook: its part, the tab it stands on, and its XML."""

    part: str
    sheet: str
    root: _Element

    @property
    def name(self) -> str:
        return self.root.get("displayName", self.root.get("name", ""))

    @property
    def area(self) -> Area:
        """Header, data and totals."""
        return area_of(self.root.get("ref", "A1"))

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(unescaped(n.get("name", "")) for n in self.root.iter(main("tableColumn")))

    @property
    def data(self) -> Area:
        """The data rows alone; at least one."""
        area, totals = self.area, whole(self.root, "totalsRowCount")
        first = area.row + whole(self.root, "headerRowCount", 1)
        return Area(first, area.column, area.last_row - totals, area.last_column)

    def checked(self) -> TablePart:
        """Itself. Raises DamagedPartError when its rows or columns are not as many as its area has."""
        data = self.data
        if data.last_row < data.row - 1 or data.last_column - data.column + 1 != len(self.headings):
            raise DamagedPartError(f"the table {self.name} is not as large as it says")
        return self

    @property
    def has_totals(self) -> bool:
        return whole(self.root, "totalsRowCount") > 0

    def end_at(self, last_row: int) -> None:
        """Let the table and its filter end at a row."""
        for node in self.root.iter(main("table"), main("autoFilter")):
            old = area_of(node.get("ref", "A1"))
            node.set("ref", str(Area(old.row, old.column, last_row, old.last_column)))

    def clear_filter(self) -> bool:
        """Forget what the filter hides and how rows are sorted; tells whether rows were hidden."""
        found = child_of(self.root, "autoFilter")
        hiding = [] if found is None else [n for n in found if local(n) == "filterColumn"]
        for node in hiding:
            node.getparent().remove(node)  # type: ignore[union-attr]
        for node in list(self.root.iter(main("sortState"))):
            node.getparent().remove(node)  # type: ignore[union-attr]
        return bool(hiding)

    def xml(self) -> bytes:
        return serialised(self.root)


def tables_on(workbook: Workbook, sheet: str) -> Iterator[TablePart]:
    """The tables of a tab."""
    tab = workbook.tab(sheet)
    for relation in workbook.parts.relations(tab.part) if tab else ():
        if relation.kind == "table" and relation.target in workbook.parts.archive:
            yield TablePart(relation.target, tab.name if tab else sheet, workbook.parts.xml(relation.target))


def all_tables(workbook: Workbook) -> list[TablePart]:
    """Every table of the workbook, tab by tab."""
    return [table for tab in workbook.tabs if tab.kind == "worksheet" for table in tables_on(workbook, tab.name)]


def new_table(table: PageTable, number: int, old: TablePart | None = None, own: Sequence[_Element] = ()) -> bytes:
    """The part of a table on a page.

    An old one of the same name lends its id and its style; `own` are the user's columns at the table's right end, whose
    headings are the last of the table's.
    """
    root = element(
        "table", id=old.root.get("id") if old else number, name=table.name, displayName=table.name,
        ref=table.area, totalsRowShown=0,
    )  # fmt: skip
    if table.filtered:
        root.append(element("autoFilter", ref=table.area))
    columns = element("tableColumns", count=len(table.headings))
    ours = table.headings[: len(table.headings) - len(own)]
    columns.extend([element("tableColumn", id=i, name=_column_name(h)) for i, h in enumerate(ours, 1)])
    for number_of_own, column in enumerate(own, len(ours) + 1):
        column.set("id", str(number_of_own))
        columns.append(column)
    root.append(columns)
    root.append(_style_of(old))
    return serialised(root)


def _style_of(old: TablePart | None) -> _Element:
    found = child_of(old.root, "tableStyleInfo") if old else None
    return found if found is not None else element("tableStyleInfo", **_STYLE)


def _column_name(heading: str) -> str:
    """A column's name as the attribute holds it: line breaks and control characters as _xHHHH_."""
    return "".join(f"_x{ord(c):04x}_" if ord(c) < 32 else c for c in heading)


def next_table_id(workbook: Workbook) -> int:
    """A table id that no table of the workbook has."""
    return max((whole(t.root, "id") for t in all_tables(workbook)), default=0) + 1


def list_tables(workbook: Workbook, part: str, sheet: Sheet) -> None:
    """Let the sheet list exactly the tables that its relationships lead to."""
    ids = [r.id for r in workbook.parts.relations(part) if r.kind == "table"]
    sheet.drop("tableParts")
    if ids:
        node = element("tableParts", count=len(ids))
        node.extend([related("tablePart", relation_id) for relation_id in ids])
        sheet.put(node)
