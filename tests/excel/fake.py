# ruff: noqa: N802, N815  members are called as Excel calls them
"""A small Excel: what the live host asks of one, over a package, with Excel's way of reading what is written to it."""

from __future__ import annotations

import re
from pathlib import Path

from salesbook.book.page import Area
from salesbook.book.values import Formula, address
from salesbook.package.areas import area_of, overlap
from salesbook.package.markup import drop_child
from salesbook.package.open_book import OpenBook
from salesbook.package.reading import snapshot
from salesbook.package.sheet import Sheet
from salesbook.package.sheet_rows import Row
from salesbook.package.tables import list_tables, tables_on
from salesbook.package.workbook import DefinedName
from tests.excel.com import Com, refused

_REFERENCE = re.compile(r"'\[(?P<book>(?:[^']|'')+)\](?P<sheet>(?:[^']|'')+)'!(?P<area>.+)")
_STYLE = re.compile(r' s="\d+"')
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?|\d+[/-]\d+([/-]\d+)?|-?\d+(\.\d+)?[eE][+-]?\d+")


def _plain(*names: str):
    """Properties that are only remembered."""

    def add(kind):
        for name in names:
            setattr(kind, f"get_{name}", lambda self, n=name: self.__dict__["_kept"][n])
            setattr(kind, f"set_{name}", lambda self, value, n=name: self.__dict__["_kept"].__setitem__(n, value))
        return kind

    return add


@_plain("ScreenUpdating", "EnableEvents", "DisplayAlerts", "Calculation", "StatusBar", "CutCopyMode")
class Application(Com):
    """Excel; `results` says what formulas come to, by (tab, cell), as nothing here calculates."""

    def __init__(self) -> None:
        kept = {"ScreenUpdating": True, "EnableEvents": True, "DisplayAlerts": True, "Calculation": -4105}
        kept |= {"StatusBar": False, "CutCopyMode": False}
        super().__init__(_kept=kept, books=[], results={}, clipboard=None, refusing={})

    def get_Workbooks(self):
        return Workbooks(app=self)

    def get_Name(self):
        return "Microsoft Excel"

    def get_Hwnd(self):
        return 77

    def get_Version(self):
        return "16.0"

    def get_ActiveWorkbook(self):
        return self.books[0]

    def do_Evaluate(self, text):
        self.answer("Evaluate")
        found = _REFERENCE.fullmatch(text)
        name, sheet = (found[part].replace("''", "'") for part in ("book", "sheet"))
        return self._book(name).sheet(sheet).range(area_of(found["area"]))

    def _book(self, name: str):
        return next(book for book in self.books if book.name == name)

    def answer(self, what: str) -> None:
        """Raise what a test wants Excel to answer."""
        if what in self.refusing:
            raise refused(self.refusing[what])

    def learn(self, content: bytes) -> None:
        """Know what the cells of a workbook's tables come to: nothing here calculates."""
        for table in snapshot(content, "known.xlsx").tables.values():
            for r, row in enumerate(table.rows):
                for c, value in enumerate(row):
                    self.results[table.sheet, table.place(r, c).cell] = value

    def opened(self, content: bytes, name: str):
        book = Workbook(app=self, name=name, package=OpenBook(content, name), read_only=False)
        self.books.append(book)
        return book


class Workbooks(Com):
    def do_Open(self, path, _links=0, read_only=False):
        content = Path(path).read_bytes()
        self.app.learn(content)
        return self.app.opened(content, Path(path).name)

    def __call__(self, name):
        return self.app._book(name)


class Workbook(Com):
    def get_Application(self):
        return self.app

    def get_Name(self):
        return self.name

    def get_ReadOnly(self):
        return self.read_only

    def get_Names(self):
        return Names(book=self)

    def do_SaveCopyAs(self, path):
        self.app.answer("SaveCopyAs")
        Path(path).write_bytes(self.saved())

    def saved(self) -> bytes:
        content = self.package.content()
        self.__dict__["package"] = OpenBook(content, self.name)
        return content

    def do_Worksheets(self, name):
        return self.sheet(name)

    do_Sheets = do_Worksheets

    def do_Close(self, _save=False):
        self.app.books.remove(self)

    def sheet(self, name: str):
        if self.package.workbook.tab(name) is None:
            raise refused(-2147352565, f"no sheet {name}")
        return Worksheet(book=self, name=name)


class Names(Com):
    def do_Add(self, Name, RefersTo, Visible=True):  # noqa: N803
        workbook = self.book.package.workbook
        workbook.put_name(DefinedName(Name, RefersTo.removeprefix("="), hidden=not Visible))
        return NameOf(book=self.book, name=Name)

    def do_Item(self, name):
        return NameOf(book=self.book, name=name)


class NameOf(Com):
    def set_Comment(self, value):
        from dataclasses import replace

        workbook = self.book.package.workbook
        workbook.put_name(replace(workbook.name(self.name), comment=value))

    def do_Delete(self):
        self.book.package.workbook.drop_name(self.name)


class Worksheet(Com):
    def do_Range(self, reference):
        return self.range(area_of(reference))

    def range(self, area: Area):
        return Range(sheet=self, area=area)

    def do_Delete(self):
        package, app = self.book.package, self.book.app
        if app._kept["DisplayAlerts"]:
            raise AssertionError("Excel would ask whether to delete the sheet")
        part = package.part(self.name)
        package.workbook.remove_tab(self.name)
        package.forget(part)

    def do_Copy(self, After):  # noqa: N803
        """The sheet with its tables; formulas that speak of other sheets would now speak of the other workbook."""
        after = getattr(After, "_inner", After)
        there, here = after.book.package, self.book.package
        xml = Sheet.read(here.archive.read(here.part(self.name)), self.name)
        for tag in ("tableParts", "drawing", "legacyDrawing", "hyperlinks"):
            drop_child(xml.root, tag)
        tab = there.workbook.add_tab(self.name, xml.xml(), there.workbook.position(after.name) + 1)
        for table in tables_on(here.workbook, self.name):
            there.workbook.parts.add("table", table.xml(), tab.part)
        there.tables_changed()
        list_tables(there.workbook, tab.part, there.sheet(self.name))
        after.book.take_styles(here)


def _take_styles(book, other: OpenBook) -> None:
    """Rendered workbooks grow out of copies, so their styles are the copies' and more."""
    book.package.archive.put(book.package._styles_part(), other.archive.read(other._styles_part()))
    book.package.__dict__.pop("styles", None)


Workbook.take_styles = _take_styles


class Range(Com):
    def get_ListObject(self):
        tables = self.sheet.book.package.tables.values()
        found = [t for t in tables if t.sheet == self.sheet.name and overlap(t.area, self.area)]
        return ListObject(sheet=self.sheet, table=found[0]) if found else None

    def get_Formula(self):
        raise AssertionError("reading a range costs a trip per table; a copy of the workbook is read instead")

    def set_Formula(self, rows):
        self.sheet.book.app.answer("Formula")
        height = self.area.last_row - self.area.row + 1
        width = self.area.last_column - self.area.column + 1
        assert (len(rows), len(rows[0])) == (height, width), "Excel would repeat or cut the block"
        for number, row in enumerate(rows, self.area.row):
            new = {self.area.column + at: self._typed(number, self.area.column + at, v) for at, v in enumerate(row)}
            self._put(number, new)

    def _typed(self, row: int, column: int, value):
        """As Excel reads what a program writes: =… computes, 3/4 becomes a date, '… stays text."""
        if not isinstance(value, str):
            return value
        if value.startswith("="):
            return Formula(value[1:], self.sheet.book.app.results.get((self.sheet.name, address(row, column))))
        if value.startswith("'"):
            return value[1:]
        if _NUMBER.fullmatch(value) or value.startswith(("+", "-", "@", "#")) or value.lower() in ("true", "false"):
            return f"Excel would not keep the text {value}"
        return value or None

    def _put(self, number: int, contents) -> None:
        package, name = self.sheet.book.package, self.sheet.name
        sheet, writer = package.sheet(name), package.writer(name)
        sheet.make_room(Area(number, min(contents), number, max(contents)))
        row = sheet.rows[number] if number in sheet.rows else Row("", "")
        old = {cell.column: cell for cell in sheet.cells(number)} if number in sheet.rows else {}
        texts = {column: cell.xml for column, cell in old.items()}
        for column, content in contents.items():
            style = old[column].style if column in old else 0
            texts[column] = writer.cell(address(number, column), style, content)
        sheet.rows[number] = Row(row.attributes, "".join(texts[column] for column in sorted(texts)))

    def do_FillDown(self):
        """Looks and contents of the first row in all others."""
        package, name = self.sheet.book.package, self.sheet.name
        sheet = package.sheet(name)
        first = [c for c in sheet.cells(self.area.row) if self.area.column <= c.column <= self.area.last_column]
        for number in range(self.area.row + 1, self.area.last_row + 1):
            beside = {c.column: c.xml for c in sheet.cells_outside(number, self.area)} if number in sheet.rows else {}
            copied = {c.column: c.xml.replace(f'{self.area.row}"', f'{number}"', 1) for c in first}
            texts = {**beside, **copied}
            sheet.rows[number] = Row("", "".join(texts[column] for column in sorted(texts)))

    def do_Clear(self):
        package = self.sheet.book.package
        sheet = package.sheet(self.sheet.name)
        for number in [n for n in sheet.rows if self.area.row <= n <= self.area.last_row]:
            sheet.rows[number].cells = "".join(cell.xml for cell in sheet.cells_outside(number, self.area))

    def do_Copy(self):
        self.sheet.book.app.__dict__["clipboard"] = self

    def do_PasteSpecial(self, kind):
        """Formats only: validations and widths are not looked at here."""
        source = self.sheet.book.app.clipboard
        assert source is not None
        if kind != -4122:
            return
        assert source.area == self.area, "only whole areas are pasted, each to its own place"
        there, here = source.sheet.book.package, self.sheet.book.package
        self.sheet.book.take_styles(there)
        looks, sheet = there.sheet(source.sheet.name), here.sheet(self.sheet.name)
        for number in range(self.area.row, self.area.last_row + 1):
            wanted = {c.column: c.style for c in looks.cells(number)} if number in looks.rows else {}
            old = {c.column: c.xml for c in sheet.cells(number)} if number in sheet.rows else {}
            new = dict(old)
            for column in range(self.area.column, self.area.last_column + 1):
                reference = address(number, column)
                xml = _STYLE.sub("", old.get(column, f'<c r="{reference}"/>'), count=1)
                new[column] = xml.replace(f'r="{reference}"', f'r="{reference}" s="{wanted.get(column, 0)}"', 1)
            attributes = sheet.rows[number].attributes if number in sheet.rows else ""
            sheet.rows[number] = Row(attributes, "".join(new[c] for c in sorted(new)))


class ListObject(Com):
    def do_Resize(self, target):
        target = getattr(target, "_inner", target)
        self.table.end_at(target.area.last_row)
        package = self.sheet.book.package
        package.save_table(self.table)
        package.tables_changed()

    def do_Unlist(self):
        package = self.sheet.book.package
        part, parts = package.part(self.sheet.name), package.workbook.parts
        parts.unrelate(part, *(r.id for r in parts.relations(part) if r.target == self.table.part))
        parts.remove(self.table.part)
        package.tables_changed()
        list_tables(package.workbook, part, package.sheet(self.sheet.name))

    def get_AutoFilter(self):
        return self

    def do_ShowAllData(self):
        assert self.table.clear_filter()
        self.sheet.book.package.save_table(self.table)


def shown(book) -> object:
    """What stands in a fake workbook, as any host would read it."""
    return snapshot(book.saved(), book.name)
