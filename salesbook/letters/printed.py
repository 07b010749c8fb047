"""A letter as it is printed: without the sheet that the rep fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.letters.slots import BLOCK_PREFIX
from salesbook.package.archive import Archive
from salesbook.package.markup import main
from salesbook.package.workbook import Workbook, sheet_and_area

if TYPE_CHECKING:
    from lxml.etree import _Element

_TRACKING = f"{BLOCK_PREFIX}tracking"
_PRINTED = ("_xlnm.print_area", "_xlnm.print_titles")


def printed(content: bytes, label: str = "") -> bytes:
    """A copy whose tracking sheet is hidden and has no printed area; a letter without such a sheet stays as it is.

    Some programs print the areas of hidden sheets too.
    """
    workbook = Workbook(Archive(content, label))
    name = workbook.name(_TRACKING)
    found = sheet_and_area(name.text) if name else None
    tab = workbook.tab(found[0]) if found else None
    if tab is None or len(workbook.tabs) < 2:
        return content
    position = workbook.position(tab.name)
    _hide(workbook.root, position)
    workbook.save()
    return workbook.parts.archive.content()


def _hide(root: _Element, position: int) -> None:
    sheets = root.find(main("sheets"))
    assert sheets is not None, "the workbook has a tab"
    sheets[position].set("state", "hidden")
    names = root.find(main("definedNames"))
    for node in list(names) if names is not None else ():
        local = node.get("localSheetId") == str(position)
        if local and names is not None and node.get("name", "").casefold() in _PRINTED:
            names.remove(node)
