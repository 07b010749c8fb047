"""What a click does, over the small Excel: the workbook as it is open, the job, the live host; round trips counted."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from salesbook.hosts.live import LiveHost
from salesbook.jobs.check import CheckRequest, check
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.journal import journaled
from salesbook.jobs.track import TrackRequest, track
from salesbook.jobs.why import WhyRequest, why
from salesbook.package.apply import applied
from tests.excel.com import TRIPS
from tests.excel.open_books import open_book

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from tests.excel.fake import Application

TODAY, NOW = date(2026, 5, 20), datetime(2026, 5, 20, 9)

JOBS: dict[str, Callable[[Snapshot], Outcome]] = {
    "decompose": lambda seen: decompose(seen, DecomposeRequest(), TODAY),
    "track": lambda seen: track(seen, TrackRequest(as_of=TODAY), TODAY),
    "check": lambda seen: check(seen, CheckRequest(), TODAY),
}


def click(host: LiveHost, verb: str, app: Application) -> None:
    """What a ribbon button does; the small Excel is told beforehand what the formulas will come to."""
    seen = host.read()
    if verb == "why":
        assert why(seen, WhyRequest()).explained is not None
        return
    outcome = JOBS[verb](seen)
    changes = outcome.changes if verb == "check" else journaled(seen, outcome, verb, NOW)
    assert changes
    app.learn(applied(app.books[0].saved(), changes, "known.xlsx"))
    host.apply(changes)


def trips_of(content: bytes, verb: str) -> int:
    """Round trips of the second click: its sheets are there by then."""
    book, app = open_book(content)
    app.learn(content)
    if verb != "why":
        click(LiveHost(book), verb, app)
    TRIPS.clear()
    host = LiveHost(book)
    click(host, verb, app)
    return TRIPS.total()
