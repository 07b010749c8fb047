"""Which sheets of ours follow from a changed book, rendered anew so that their stored results stay true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.references import Refs
from salesbook.sheets.board import board_page
from salesbook.sheets.days_view import days_page
from salesbook.sheets.guide import guide_page
from salesbook.sheets.sums import day_rows
from salesbook.sheets.tracking import tracking_page
from salesbook.sheets.views import VIEWS, view_page, views_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from salesbook.book.changes import ChangeSet
    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.snapshot import Snapshot

TRACKING = ("track.week", "track.day")
BOARD = "track.board"


def pages_after(book: Book, snapshot: Snapshot, changes: ChangeSet, wanted: Collection[str] = ()) -> tuple[Page, ...]:
    """The sheets of formulas that are there, and those wanted now, for the book as it is after the changes.

    `wanted` holds "views" (all that the plan's axes allow), "days", "track", or keys of pages. The guide comes last,
    as it counts the others in.
    """
    after = applied(snapshot, changes)
    refs = Refs(book.settings.language, after.tables)
    keys = _keys(book, wanted)
    pages = [
        page for key in (*VIEWS, "view.days", *TRACKING)
        if (key in keys or key in after.pages) and (page := _rendered(key, book, refs))
    ]  # fmt: skip
    titles = _titles(after, pages)
    if (BOARD in keys or BOARD in after.pages) and set(TRACKING) <= set(titles):
        pages.append(board_page(book, refs, titles))
    return (*pages, *_guide(book, refs, after, _titles(after, pages)))


def _titles(after: Snapshot, pages: Sequence[Page]) -> dict[str, str]:
    """Page -> its tab, for the pages that are there and those that come."""
    there = {key: place.sheet for key, place in after.pages.items()}
    return there | {page.key: page.title for page in pages if page.key not in there}


def _keys(book: Book, wanted: Collection[str]) -> set[str]:
    keys = set(wanted)
    if "views" in keys:
        keys |= set(views_of(book))
    if "days" in keys:
        keys.add("view.days")
    if "track" in keys:
        keys |= {*TRACKING, BOARD}
    return keys


def _rendered(key: str, book: Book, refs: Refs) -> Page | None:
    """The page; None where the plan no longer has what it shows."""
    if key in VIEWS:
        return view_page(key, book, refs) if key in views_of(book) else None
    if not day_rows(book):
        return None
    if key == "view.days":
        return days_page(book, refs)
    return tracking_page(key, book, refs) if _has_reps_sold(refs) else None


def _has_reps_sold(refs: Refs) -> bool:
    """Whether sb_actuals has the columns that tracking adds up."""
    return all(refs.area("sb_actuals", key) for key in ("date", "rep", "amount"))


def _guide(book: Book, refs: Refs, after: Snapshot, titles: Mapping[str, str]) -> Iterator[Page]:
    if "guide" in after.pages:
        yield guide_page(refs.language, book, refs, titles)
