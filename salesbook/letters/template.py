"""A letter's template, opened and checked once; compiled once per number of rows, then stamped many times."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from salesbook.errors import InputError, Place, Problem
from salesbook.letters.check import problems_of
from salesbook.letters.drawn import SharedTexts, is_common, plain
from salesbook.letters.names import read_names
from salesbook.package.archive import Archive
from salesbook.package.workbook import Workbook

if TYPE_CHECKING:
    from lxml.etree import _Element


class Template:
    """A template's package: the sheet that the letter is drawn on, the names and the texts.

    Raises InputError with everything that is wrong with it, each with its place.
    """

    def __init__(self, content: bytes, label: str = "") -> None:
        self.content = content
        self.label = label
        workbook = self.workbook()
        self.names = read_names(workbook)
        self.texts = SharedTexts(workbook)
        tab = workbook.tab(self.names.sheet) if self.names.sheet else None
        self.part = tab.part if tab else ""
        self._root = self._read(workbook) if self.part else None
        problems = problems_of(self.names, self._root, self.texts, label)
        if problems:
            raise InputError(*problems)

    def workbook(self) -> Workbook:
        """The package, opened anew: changes stay with the one who asked."""
        return Workbook(Archive(self.content, self.label))

    def root(self) -> _Element:
        """A copy of the letter's sheet that may be changed."""
        assert self._root is not None
        return deepcopy(self._root)

    def _read(self, workbook: Workbook) -> _Element:
        root = workbook.parts.xml(self.part)
        if not is_common(root):
            place = Place(self.names.sheet, file=self.label)
            raise InputError(Problem("template-unusual", place, {"file": self.label}))
        plain(root)
        return root
