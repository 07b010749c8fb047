"""The workbook part: its tabs, its defined names, how it calculates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from salesbook.book.tabs import can_be_tab
from salesbook.book.values import quoted
from salesbook.errors import InputError, Place, Problem
from salesbook.package.areas import area_of
from salesbook.package.damage import whole
from salesbook.package.markup import STRICT, child_of, element, main, office, place_child, related
from salesbook.package.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from salesbook.book.page import Area
    from salesbook.package.archive import Archive
    from salesbook.package.parts import Relation

_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches",
    "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_WORKBOOK_TYPE = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.spreadsheetml\.(?:sheet|template)"
    r"|ms-excel\.(?:sheet|template|addin)\.macroEnabled)\.main\+xml",
    re.IGNORECASE,
)
_REFERS_TO_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!(),:;\s]+))!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)$")


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the workbook: its name, and the part that holds it (kind: worksheet, chartsheet …)."""

    name: str
    part: str
    kind: str
    relation_id: str


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name and its text; `sheet` is the position of the tab it belongs to, None for the workbook's."""

    name: str
    text: str
    sheet: int | None = None
    hidden: bool = False
    comment: str = ""


def sheet_and_area(reference: str) -> tuple[str, Area] | None:
    """The tab and the area of a reference to one block of cells; None for anything else.

    >>> sheet_and_area("'it''s'!$A$1:$B$2")
    ("it's", Area(row=1, column=1, last_row=2, last_column=2))
    >>> sheet_and_area("#REF!$A$1") is None
    True
    """
    found = _REFERS_TO_SHEET.match(reference.strip())
    if not found or found[2] == "#REF":
        return None
    return (found[1] or found[2]).replace("''", "'"), area_of(found[3])


class Workbook:
    """The workbook part of a package. `save` writes what changed back to the archive."""

    def __init__(self, archive: Archive) -> None:
        self.parts = Parts(archive)
        self.label = archive.label
        self.part = self._workbook_part()
        self.root = self.parts.xml(self.part)
        if self.root.tag == f"{{{STRICT}}}workbook":
            self._refuse("strict-workbook")
        if self.root.tag != main("workbook"):
            self._refuse("not-a-workbook")
        self._tabs: tuple[Tab, ...] | None = None
        self.tabs_changed = False
        """Whether tabs were added or taken away."""

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The tabs in their order."""
        if self._tabs is None:
            relations = {r.id: r for r in self.parts.relations(self.part)}
            self._tabs = tuple(self._tab(node, relations) for node in self._sheets())
            names, parts = {t.name.casefold() for t in self._tabs}, [t.part for t in self._tabs if t.part]
            if len(names) < len(self._tabs) or len(set(parts)) < len(parts):
                self._refuse("not-a-workbook")
        return self._tabs

    def _tab(self, node: _Element, relations: Mapping[str, Relation]) -> Tab:
        """A tab; modules of old macros have one without a part."""
        name, relation_id = node.get("name", ""), node.get(office("id"), "")
        if not relation_id:
            return Tab(name, "", "", "")
        if relation_id not in relations:
            self._refuse("not-a-workbook")
        relation = relations[relation_id]
        self.parts.archive.require(relation.target)
        return Tab(name, relation.target, relation.kind, relation.id)

    def tab(self, name: str) -> Tab | None:
        """The tab of a name; Excel does not distinguish case."""
        return next((t for t in self.tabs if t.name.casefold() == name.casefold()), None)

    def position(self, name: str) -> int:
        return next(i for i, t in enumerate(self.tabs) if t.name.casefold() == name.casefold())

    @property
    def from_1904(self) -> bool:
        properties = child_of(self.root, "workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    @property
    def closed(self) -> str:
        """The code of the problem for which no sheet can be added or taken away; "" where that can be done."""
        protection = child_of(self.root, "workbookProtection")
        if protection is not None and protection.get("lockStructure") in ("1", "true"):
            return "structure-protected"
        return "shared-workbook" if self.related("revisionHeaders") else ""

    def related(self, kind: str) -> str | None:
        """The part of a kind that the workbook leads to, such as styles or calcChain."""
        return next((r.target for r in self.parts.relations(self.part) if r.kind == kind), None)

    def add_tab(self, name: str, sheet: bytes, position: int, state: str = "visible") -> Tab:
        """Add a worksheet at a position.

        Raises InputError for a name that is taken, ValueError for one that Excel refuses.
        """
        if not can_be_tab(name):
            raise ValueError(f"not a name for a sheet: {name!r}")
        if self.tab(name):
            raise InputError(Problem("sheet-name-taken", Place(sheet=name), {"sheet": name}))
        if self.closed:
            self._refuse(self.closed)
        _, relation_id = self.parts.add("worksheet", sheet, self.part)
        numbers = [whole(n, "sheetId") for n in self._sheets()]
        node = related("sheet", relation_id, name=name, sheetId=max(numbers, default=0) + 1)
        if state != "visible":
            node.set("state", state)
        self._sheets().insert(position, node)
        self._shift_positions(position, 1)
        self._tabs, self.tabs_changed = None, True
        return self.tabs[position]

    def remove_tab(self, name: str) -> None:
        """Take a tab away with its part and the names that belong to it; other parts of the sheet stay."""
        if self.closed:
            self._refuse(self.closed)
        position, tab = self.position(name), self.tabs[self.position(name)]
        self._sheets().remove(self._sheets()[position])
        for node in [n for n in self._name_nodes() if n.get("localSheetId") == str(position)]:
            self._names_parent().remove(node)
        self._shift_positions(position, -1)
        self.parts.unrelate(self.part, tab.relation_id)
        self.parts.remove(tab.part)
        self._tabs, self.tabs_changed = None, True

    def shows_a_tab(self) -> bool:
        """Whether any tab is visible: a workbook without one is damaged to Excel."""
        return any(n.get("state", "visible") == "visible" for n in self._sheets())

    def names(self) -> list[DefinedName]:
        """All defined names, those of single sheets included."""
        return [
            DefinedName(
                n.get("name", ""), n.text or "", whole(n, "localSheetId") if n.get("localSheetId") else None,
                n.get("hidden") in ("1", "true"), n.get("comment", ""),
            )
            for n in self._name_nodes()
        ]  # fmt: skip

    def name(self, name: str) -> DefinedName | None:
        """A workbook-wide name; Excel does not distinguish case."""
        return next((n for n in self.names() if n.sheet is None and n.name.casefold() == name.casefold()), None)

    def put_name(self, new: DefinedName) -> None:
        """Define a name, replacing what it meant before."""
        self.drop_name(new.name, new.sheet)
        node = element("definedName", name=new.name)
        if new.comment:
            node.set("comment", new.comment)
        if new.sheet is not None:
            node.set("localSheetId", str(new.sheet))
        if new.hidden:
            node.set("hidden", "1")
        node.text = new.text
        self._names_parent().append(node)

    def put_name_of(self, name: str, sheet: str, area: Area, *, hidden: bool = False, comment: str = "") -> None:
        """Define a workbook-wide name for an area of a tab."""
        self.put_name(DefinedName(name, f"{quoted(sheet)}!{area.fixed()}", None, hidden, comment))

    def drop_name(self, name: str, sheet: int | None = None) -> None:
        """Undefine a name, if it is defined."""
        for node in [n for n in self._name_nodes() if n.get("name", "").casefold() == name.casefold()]:
            if node.get("localSheetId") == (None if sheet is None else str(sheet)):
                self._names_parent().remove(node)
        parent = self._names_parent()
        if not len(parent):
            self.root.remove(parent)

    def recalculate(self) -> None:
        """Let Excel calculate anew when it opens the file."""
        settings = child_of(self.root, "calcPr")
        if settings is None:
            settings = element("calcPr")
            place_child(self.root, settings, _ORDER)
        settings.set("fullCalcOnLoad", "1")

    def forget_order(self) -> None:
        """Drop the order in which Excel calculated last: a cell in it without a formula is damage to Excel."""
        for relation in self.parts.relations(self.part):
            if relation.kind == "calcChain":
                self.parts.unrelate(self.part, relation.id)
                self.parts.remove(relation.target)

    def save(self) -> None:
        """Write the part; a hidden tab is never the active one, which Excel does not expect."""
        states = [n.get("state", "visible") for n in self._sheets()]
        for view in self.root.iter(main("workbookView")):
            if states[min(whole(view, "activeTab"), len(states) - 1)] != "visible":
                view.set("activeTab", str(states.index("visible")))
        self.parts.put_xml(self.part, self.root)

    def _sheets(self) -> _Element:
        found = child_of(self.root, "sheets")
        if found is None:
            self._refuse("not-a-workbook")
        return found

    def _names_parent(self) -> _Element:
        found = child_of(self.root, "definedNames")
        if found is None:
            found = element("definedNames")
            place_child(self.root, found, _ORDER)
        return found

    def _name_nodes(self) -> Iterator[_Element]:
        return iter(self.root.findall(f"{main('definedNames')}/{main('definedName')}"))

    def _shift_positions(self, position: int, by: int) -> None:
        """Names of single sheets and the active tab count tabs by position: move those behind a change."""
        for node in self._name_nodes():
            if node.get("localSheetId") and whole(node, "localSheetId") >= position:
                node.set("localSheetId", str(whole(node, "localSheetId") + by))
        for view in self.root.iter(main("workbookView")):
            for attribute in ("activeTab", "firstSheet"):
                at = whole(view, attribute)
                if at > position or (at == position and by > 0 and attribute in view.attrib):
                    view.set(attribute, str(at + by))

    def _workbook_part(self) -> str:
        relations = self.parts.relations("") if "[Content_Types].xml" in self.parts.archive else ()
        found = [r.target for r in relations if r.kind == "officeDocument" and r.target in self.parts.archive]
        if not found:
            self._refuse("not-a-workbook")
        if found[0].endswith(".bin"):
            self._refuse("binary-workbook")
        if not _WORKBOOK_TYPE.fullmatch(self.parts.content_type(found[0])):
            self._refuse("not-a-workbook")
        return found[0]

    def _refuse(self, code: str) -> NoReturn:
        raise InputError(Problem(code, Place(file=self.label), {"file": self.label}))
