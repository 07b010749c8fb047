"""Adopt 接入: our input sheets come into a workbook that the user already has, after their own sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import ChangeSet, Line, Outcome, PutPage
from salesbook.book.references import position
from salesbook.book.values import address
from salesbook.errors import Place, Problem
from salesbook.jobs.new import NewRequest, empty, new, period_of
from salesbook.sheets.guide import guide_page
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from salesbook.book.page import Page
    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.texts import Language

OURS = "sb_"
"""Tables and defined names that begin so, in whatever case, are ours."""

@dataclass(frozen=True, slots=True)
class AdoptRequest:
    """Which kind of plan the workbook is to hold, in which language, and whether with the kind's example."""

    kind: str
    language: Language
    example: bool = False


def adopt(snapshot: Snapshot, request: AdoptRequest, today: date) -> Outcome:
    """Our sheets, empty or with the example; of those that are there already, none is touched."""
    problems = tuple(_in_the_way(snapshot))
    if problems:
        return Outcome(problems=problems)
    pages = [page for page in _pages(request, today) if page.key not in snapshot.pages]
    after = applied(snapshot, ChangeSet(tuple(PutPage(page) for page in pages)))
    pages = [_guide(request.language, after) if page.key == "guide" else page for page in pages]
    changes = ChangeSet(tuple(PutPage(page) for page in pages))
    return Outcome(changes, tuple(_renamed(pages, after)), _summary(snapshot, after, request, today))


def _pages(request: AdoptRequest, today: date) -> tuple[Page, ...]:
    wanted = NewRequest(request.kind, request.language)
    return new(wanted) if request.example else empty(wanted, today)


def _guide(language: Language, after: Snapshot) -> Page:
    """The guide leads to the tabs as they are called in this workbook."""
    return guide_page(language, present={key: place.sheet for key, place in after.pages.items()})


def _in_the_way(snapshot: Snapshot) -> Iterator[Problem]:
    settings = snapshot.tables.get("sb_settings")
    if settings and _is_ours(settings):
        yield Problem("already-salesbook", Place(settings.sheet, table=settings.name), {"sheet": settings.sheet})
        return
    if snapshot.closed:
        yield Problem(snapshot.closed, Place(file=snapshot.label), {"file": snapshot.label})
    ours = {place.sheet for place in snapshot.pages.values()}
    for block in snapshot.tables.values():
        if block.sheet not in ours:
            place = Place(block.sheet, address(block.row, block.column), block.name)
            yield Problem("table-name-ours", place, {"table": block.name, "sheet": block.sheet})
    for name, meaning in snapshot.names.items():
        if name.casefold().startswith(OURS) and _sheet_of(meaning) not in ours:
            yield Problem("defined-name-ours", Place(file=snapshot.label), {"name": name, "meaning": meaning})


def _is_ours(settings: TableBlock) -> bool:
    columns = (column for column in CATALOGUE["sb_settings"].columns if column.required)
    return all(position(settings.headings, column) is not None for column in columns)


def _sheet_of(meaning: str) -> str:
    """The tab that a defined name's cells are on.

    >>> _sheet_of("'It''s'!$A$1")
    "It's"
    """
    return meaning.rpartition("!")[0].strip("'").replace("''", "'")


def _renamed(pages: list[Page], after: Snapshot) -> Iterator[Problem]:
    for page in pages:
        tab = after.pages[page.key].sheet
        if tab != page.title:
            yield Problem("tab-name-taken", Place(tab), {"title": page.title, "tab": tab})


def _summary(before: Snapshot, after: Snapshot, request: AdoptRequest, today: date) -> tuple[Line, ...]:
    sheets = Line(in_each("jobs", "adopt.sheets"), len(before.sheets), len(after.sheets))
    if request.example:
        return (sheets,)
    period = period_of(request.kind, today)
    return (sheets, Line(in_each("jobs", "period"), None, f"{period.start} … {period.end}"))
