"""Putting a page of ours into a workbook, and taking it away; what the user put beside it stays."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from salesbook.book.page import Area
from salesbook.book.tabs import free_tab
from salesbook.book.values import Formula, column_letters, quoted
from salesbook.errors import InputError, Place, Problem
from salesbook.package import charts, frame, page_tables, rules
from salesbook.package.areas import area_of, inside, overlap
from salesbook.package.open_book import PAGE_NAME, OpenBook, PagePlace
from salesbook.package.sheet import Sheet
from salesbook.package.sheet_rows import Row
from salesbook.package.workbook import sheet_and_area

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from salesbook.book.page import Cell, Page
    from salesbook.book.values import Content

_KEY = re.compile(r"[A-Za-z0-9_.]{1,200}")
_SHOWN = 5


def put_page(book: OpenBook, page: Page, after: str = "") -> None:
    """Add a page or replace the one of its key. Raises InputError when something of the user's is in the way."""
    if not _KEY.fullmatch(page.key):
        raise ValueError(f"a page's key may hold letters, digits, _ and . only: {page.key!r}")
    place = book.pages().get(page.key)
    owned = owned_area(book, place) if place else None
    tab = place.sheet if place else _new_tab(book, page, after)
    sheet = book.sheet(tab)
    _refuse_what_is_in_the_way(book, sheet, page, owned)
    if owned:
        sheet.make_room(owned)
        sheet.make_room(page.area())
    book.place_page(page.key, tab, page.area(), page.title, frame.fit_note(page.print_setup))
    frame.put_frame(sheet, page, place)
    _lay(book, sheet, page, owned)
    book.page_drawn(tab)


def _lay(book: OpenBook, sheet: Sheet, page: Page, owned: Area | None) -> None:
    part, area, named = book.part(sheet.name), page.area(), renamer(book)
    _put_cells(book, sheet, page, owned, named)
    frame.put_columns(sheet, page, max(area.last_column, owned.last_column if owned else 0))
    frame.put_merges(sheet, page.merges, owned)
    rules.replace_rules(sheet, owned or area, page.rules, book.styles, named)
    rules.replace_validations(sheet, owned or area, page.validations, named, from_1904=book.workbook.from_1904)
    frame.put_links(sheet, page, owned, named, book.workbook.parts, part)
    frame.put_print_titles(book.workbook, sheet.name, page.print_setup)
    charts.put_charts(book.workbook.parts, part, sheet, page, sheet.name)
    page_tables.put_tables(book, sheet, page, owned)
    _put_names(book, sheet, page, owned)
    sheet.drop("dimension")


def _new_tab(book: OpenBook, page: Page, after: str) -> str:
    before = book.pages().get(after)
    position = book.workbook.position(before.sheet) + 1 if before else len(book.workbook.tabs)
    name = free_tab(page.title, (tab.name for tab in book.workbook.tabs))
    return book.workbook.add_tab(name, Sheet.empty(name).xml(), position, page.state).name


def owned_area(book: OpenBook, place: PagePlace) -> Area:
    """What we wrote, together with the rows that our tables on it have gained since."""
    ours = [t.area for t in book.tables.values() if t.sheet == place.sheet and page_tables.is_ours(t.name)]
    last = max([place.area.last_row, *(a.last_row for a in ours if overlap(a, place.area))])
    return Area(place.area.row, place.area.column, last, place.area.last_column)


def renamer(book: OpenBook) -> Callable[[str], str]:
    """Gives formulas the present names of our tabs: pages may be written with the titles that they were given first.

    A title that is now the tab of another page of ours means that page.
    """
    pages = book.pages().values()
    tabs = {p.sheet for p in pages}
    moved = {quoted(p.title) + "!": quoted(p.sheet) + "!" for p in pages if p.title not in tabs}
    if not moved:
        return lambda formula: formula
    pattern = re.compile("|".join(re.escape(old) for old in moved))
    return lambda formula: pattern.sub(lambda m: moved[m[0]], formula)


def _put_cells(book: OpenBook, sheet: Sheet, page: Page, owned: Area | None, named: Callable[[str], str]) -> None:
    kept = _kept_cells(sheet, page.area(), owned)
    rows = {n: list(cells) for n, cells in groupby(sorted(page.cells.items()), lambda item: item[0][0])}
    writer, styles = book.writer(sheet.name), book.styles
    letters = {c: column_letters(c) for c in {c for _, c in page.cells}}
    for number in sorted({*rows, *page.heights, *page.row_levels}):
        texts = []
        for (_, column), cell in rows.get(number, ()):
            style = styles.set_in(styles.fitted(styles.index(cell.style), cell.content), cell.content)
            texts.append((column, writer.cell(f"{letters[column]}{number}", style, _renamed(cell, named))))
        beside = kept.pop(number, None)
        if beside:
            texts = sorted([*texts, *beside])
        sheet.rows[number] = Row(_row_attributes(page, number), "".join(text for _, text in texts))
    for number, beside in kept.items():
        sheet.rows[number].cells = "".join(text for _, text in beside)


def _renamed(cell: Cell, named: Callable[[str], str]) -> Content:
    if isinstance(cell.content, Formula):
        return Formula(named(cell.content.text), cell.content.result)
    return cell.content


def _row_attributes(page: Page, number: int) -> str:
    found = []
    if height := page.heights.get(number):
        found.append(f'ht="{height}" customHeight="1"')
    if level := page.row_levels.get(number):
        found.append(f'outlineLevel="{level}"')
    return " ".join(found)


def _kept_cells(sheet: Sheet, area: Area, owned: Area | None) -> dict[int, list[tuple[int, str]]]:
    """The user's cells: those outside of what we wrote and of what we are about to write. Rows of ours are emptied."""
    kept: dict[int, list[tuple[int, str]]] = {}
    areas = (area, owned) if owned else (area,)
    for number in list(sheet.rows):
        mine = [(cell.column, cell.xml) for cell in sheet.cells_outside(number, *areas)]
        if mine:
            kept[number] = mine
        elif owned and owned.row <= number <= owned.last_row:
            del sheet.rows[number]
    return kept


def _refuse_what_is_in_the_way(book: OpenBook, sheet: Sheet, page: Page, owned: Area | None) -> None:
    area = page.area()
    found = sheet.filled_in(area, owned) if owned else []
    found += [
        ref for ref in sheet.merged()
        if overlap(area_of(ref), area) and not (owned and inside(area_of(ref), owned))
    ]  # fmt: skip
    if found:
        words = {"cells": _listed(found), "count": len(found), "sheet": sheet.name}
        raise InputError(Problem("user-content-in-the-way", Place(sheet.name, found[0].partition(":")[0]), words))
    page_tables.refuse_tables_elsewhere(book, sheet, page)
    foreign = page_tables.foreign_tables(book, sheet.name, area)
    if foreign:
        words = {"sheet": sheet.name, "things": _listed(foreign)}
        raise InputError(Problem("page-holds-more", Place(sheet.name), words))


def _listed(things: list[str]) -> str:
    return ", ".join(things[:_SHOWN]) + (" …" if len(things) > _SHOWN else "")


def _put_names(book: OpenBook, sheet: Sheet, page: Page, owned: Area | None) -> None:
    """The page's defined names, in place of those of ours that it had."""
    for name in _our_names(book, sheet.name, owned):
        book.workbook.drop_name(name)
    for name, area in page.names.items():
        book.workbook.put_name_of(name, sheet.name, area)


def _our_names(book: OpenBook, sheet: str, owned: Area | None) -> Iterable[str]:
    found = []
    for name in book.workbook.names():
        place = sheet_and_area(name.text) if name.sheet is None and page_tables.is_ours(name.name) else None
        if place and place[0].casefold() == sheet.casefold() and (owned is None or inside(place[1], owned)):
            found.append(name.name)
    return found


def remove_page(book: OpenBook, key: str) -> str:
    """Take a page away; gives the name that its tab had, "" when there was none.

    Raises InputError when the tab holds more than what is ours.
    """
    place = book.pages().get(key)
    if place is None:
        return ""
    workbook, part = book.workbook, book.part(place.sheet)
    sheet = book.sheet(place.sheet)
    more = _more_on(book, sheet, place)
    if more:
        raise InputError(
            Problem("page-holds-more", Place(place.sheet), {"sheet": place.sheet, "things": _listed(more)})
        )
    charts.drop_charts(workbook.parts, part, sheet)
    page_tables.drop_tables(book, sheet)
    for name in _our_names(book, place.sheet, None):
        workbook.drop_name(name)
    workbook.drop_name(PAGE_NAME + key)
    belonging = [r.target for r in workbook.parts.relations(part) if not r.external]
    workbook.remove_tab(place.sheet)
    for target in belonging:
        if target in book.archive and not workbook.parts.owners(target):
            workbook.parts.remove(target)
    book.forget(part)
    return place.sheet


_HARMLESS = {"table", "drawing", "printerSettings", "hyperlink"}


def _more_on(book: OpenBook, sheet: Sheet, place: PagePlace) -> list[str]:
    """What a tab of ours holds that is not ours."""
    part, owned = book.part(place.sheet), owned_area(book, place)
    everywhere = Area(1, 1, max([1, *sheet.rows]), 16_384)
    found = sheet.filled_in(everywhere, owned)
    found += charts.foreign_shapes(book.workbook.parts, part)
    found += page_tables.foreign_tables(book, place.sheet, everywhere)
    found += [r.kind for r in book.workbook.parts.relations(part) if r.kind not in _HARMLESS]
    return found
