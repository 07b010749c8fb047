"""A letter's template, opened and checked once; compiled once per number of rows, then stamped many times."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from salesbook.errors import InputError, Place, Problem
from salesbook.letters.check import problems_of
from salesbook.letters.drawn import SharedTexts, is_common, plain
from salesbook.letters.names import read_names
from salesbook.letters.sealed import open_styles
from salesbook.letters.slots import REQUIRED
from salesbook.package.archive import Archive
from salesbook.package.workbook import Workbook

if TYPE_CHECKING:
    from lxml.etree import _Element


class Template:
    """A template's package: the sheets that a letter fills, its own first, the names and the texts.

    Raises InputError with everything that is wrong with it, each with its place.
    """

    def __init__(self, content: bytes, label: str = "", required: tuple[str, ...] = REQUIRED) -> None:
        self.content = content
        self.label = label
        workbook = self.workbook()
        self.names = read_names(workbook, required)
        self.texts = SharedTexts(workbook)
        self.open_styles = open_styles(workbook)
        tabs = {sheet: workbook.tab(sheet) for sheet in self.names.sheets()}
        self.parts = {sheet: tab.part for sheet, tab in tabs.items() if tab}
        self._roots = {sheet: self._read(workbook, sheet) for sheet in self.parts}
        problems = problems_of(self.names, self._roots, self.texts, label)
        if problems:
            raise InputError(*problems)

    def workbook(self) -> Workbook:
        """The package, opened anew: changes stay with the one who asked."""
        return Workbook(Archive(self.content, self.label))

    def root(self, sheet: str) -> _Element:
        """A copy of a sheet that may be changed."""
        return deepcopy(self._roots[sheet])

    def _read(self, workbook: Workbook, sheet: str) -> _Element:
        root = workbook.parts.xml(self.parts[sheet])
        if not is_common(root):
            place = Place(sheet, file=self.label)
            raise InputError(Problem("template-unusual", place, {"file": self.label}))
        plain(root)
        return root
