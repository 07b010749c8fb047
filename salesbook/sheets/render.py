"""Which sheets of ours follow from a changed book, rendered anew so that their stored results stay true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.applied import applied
from salesbook.book.asked_period import period_of_suffix
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.references import Refs
from salesbook.sheets.acting import acting_pages
from salesbook.sheets.assessing import ASSESSING, assessing_page
from salesbook.sheets.before_signing import signing_pages
from salesbook.sheets.board import board_page
from salesbook.sheets.bottom_up import KEY as BOTTOM_UP
from salesbook.sheets.bottom_up import bottom_up_page
from salesbook.sheets.days_view import days_page
from salesbook.sheets.doing_figures import Doing
from salesbook.sheets.doing_page import KEY as DOING
from salesbook.sheets.doing_page import doing_page, has_columns
from salesbook.sheets.forecast_figures import Forecast
from salesbook.sheets.forecast_page import KEY as FORECAST
from salesbook.sheets.forecast_page import forecast_page
from salesbook.sheets.gap_figures import Gap, closed
from salesbook.sheets.gap_page import KEY as GAP
from salesbook.sheets.gap_page import gap_page
from salesbook.sheets.guide import guide_page
from salesbook.sheets.heat import KEY as HEAT
from salesbook.sheets.heat import heat_page
from salesbook.sheets.poster import KEY as POSTER
from salesbook.sheets.poster import poster_page
from salesbook.sheets.process_view import KEY as PROCESS
from salesbook.sheets.process_view import process_page
from salesbook.sheets.review_figures import KINDS, Review
from salesbook.sheets.review_page import KEY as REVIEW
from salesbook.sheets.review_page import review_page
from salesbook.sheets.scenario_page import KEY as COMPARISON
from salesbook.sheets.scenario_page import scenario_page
from salesbook.sheets.sums import day_rows, plan_rows
from salesbook.sheets.track_figures import sold_column
from salesbook.sheets.track_layout import grids_of
from salesbook.sheets.tracking import tracking_page
from salesbook.sheets.views import VIEWS, view_page, views_of
from salesbook.sheets.wall import KEY as WALL
from salesbook.sheets.wall import wall_page

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.snapshot import Snapshot

TRACKING = ("track.week", "track.day")
BOARD = "track.board"
BESIDE_BOARD = (WALL, POSTER, HEAT)
"""More of what the tracking sheets show: charts and tables, a poster, a heat map."""


def pages_after(book: Book, snapshot: Snapshot, changes: ChangeSet, wanted: Collection[str] = ()) -> tuple[Page, ...]:
    """The sheets of formulas that are there, and those wanted now, for the book as it is after the changes.

    `wanted` holds "views" (all that the plan's axes allow), "days", "track", or keys of pages. The guide comes last,
    as it counts the others in. Without a plan the sheets that are there stay as they are.
    """
    after = applied(snapshot, changes)
    refs = Refs(book.settings.language, after.tables)
    keys = _keys(book, wanted) | set(after.pages)
    pages = [view_page(key, book, refs) for key in _views(book, keys, after)]
    if plan_rows(book) and (PROCESS in after.pages or (PROCESS in keys and book.process)):
        pages.append(process_page(book, refs))
    pages += signing_pages(book, refs, keys)
    pages += _bottom_up(book, refs, keys)
    if day_rows(book):
        pages += [days_page(book, refs)] if "view.days" in keys else []
        doing = _doing(book, refs, keys, after)
        pages += [*_tracking(book, refs, keys, after, doing), *doing]
        pages += _gap(book, refs, keys)
        pages += [review_page(Review(book, kind), refs) for kind in KINDS if f"{REVIEW}.{kind}" in wanted]
        pages += [forecast_page(Forecast(book), refs.language)] if FORECAST in wanted else []  # holds values of its day
    pages += acting_pages(book, refs, keys)
    pages += _assessing(book, refs, keys)
    pages += [scenario_page(book, refs)] if COMPARISON in keys and book.compared else []
    if "guide" in keys:
        pages.append(guide_page(refs.language, book, refs, _titles(after, pages)))
    return tuple(pages)


def _keys(book: Book, wanted: Collection[str]) -> set[str]:
    keys = set(wanted)
    if "views" in keys:
        keys |= {*views_of(book), PROCESS}
    if "days" in keys:
        keys.add("view.days")
    if "track" in keys:
        keys |= {*TRACKING, BOARD, *BESIDE_BOARD, DOING}
    return keys


def _views(book: Book, keys: Collection[str], after: Snapshot) -> list[str]:
    """The views that are there, even of an axis that the plan no longer splits, and those that are wanted."""
    if not plan_rows(book):
        return []
    return [key for key in VIEWS if key in after.pages or (key in keys and key in views_of(book))]


def _tracking(book: Book, refs: Refs, keys: Collection[str], after: Snapshot, doing: Sequence[Page]) -> list[Page]:
    """The tracking sheets, always both, as one has the as-of day of the other; what is shown over them."""
    if not any(key in keys for key in (*TRACKING, BOARD, *BESIDE_BOARD)) or not _has_columns(book, refs):
        return []
    weeks, days = grids_of(book, refs)
    pages = [tracking_page(grid) for grid in (weeks, days)]
    if any(key in keys for key in (BOARD, WALL, POSTER)):
        pages.append(board_page(weeks, days, _titles(after, pages)))
    titles = _titles(after, [*pages, *doing])
    if WALL in keys:
        pages.append(wall_page(weeks, titles, Doing(book) if doing else None))
    if POSTER in keys and weeks.reps:
        pages.append(poster_page(weeks, titles))
    return [*pages, heat_page(days, titles)] if HEAT in keys and days.reps else pages


def _doing(book: Book, refs: Refs, keys: Collection[str], after: Snapshot) -> list[Page]:
    """The sheet of process tracking, which takes its day from that of the weeks."""
    tracked = any(key in keys or key in after.pages for key in TRACKING)
    if DOING not in keys or not tracked or not book.process or not has_columns(refs):
        return []
    return [doing_page(Doing(book), refs)]


def _bottom_up(book: Book, refs: Refs, keys: Collection[str]) -> list[Page]:
    """The sheet of what came back, where anything did."""
    if BOTTOM_UP not in keys or "sb_returns" not in refs.tables or not any(row.rep for row in plan_rows(book)):
        return []
    return [bottom_up_page(book, refs)]


def _gap(book: Book, refs: Refs, keys: Collection[str]) -> list[Page]:
    """The gap sheet, over the periods that are over; the one that is there stays while none is."""
    stretch = closed(book)
    if GAP not in keys or stretch is None or not _has_columns(book, refs):
        return []
    return [gap_page(Gap(book, stretch), refs)]


def _assessing(book: Book, refs: Refs, keys: Collection[str]) -> list[Page]:
    """The sheets of payouts and scores, of each period that has one; a period that is gone keeps the sheet it has."""
    found = []
    for key in sorted(key for key in keys if key.startswith(ASSESSING)):
        of = next(prefix for prefix in ASSESSING if key.startswith(prefix))
        period = period_of_suffix(key.removeprefix(of), book)
        if period and (page := assessing_page(of, book, refs, period)):
            found.append(page)
    return found


def _has_columns(book: Book, refs: Refs) -> bool:
    """Whether sb_actuals has the columns that tracking adds up."""
    return all(refs.area("sb_actuals", key) for key in ("date", "rep", sold_column(book)))


def _titles(after: Snapshot, pages: Sequence[Page]) -> dict[str, str]:
    """Page -> its tab, for the pages that are there and those that come."""
    put = applied(after, ChangeSet(tuple(PutPage(page) for page in pages)))
    return {key: place.sheet for key, place in put.pages.items()}
