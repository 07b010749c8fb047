"""The sheets about what is done: the visit plan, the actions by week, the risks; each where there is something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.sheets.actions_page import KEY as CHART
from salesbook.sheets.actions_page import actions_page
from salesbook.sheets.risks_page import KEY as RISKS
from salesbook.sheets.risks_page import risks_page
from salesbook.sheets.visits_page import KEY as VISITS
from salesbook.sheets.visits_page import visits_page

if TYPE_CHECKING:
    from collections.abc import Collection

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs

ACTING = (VISITS, CHART, RISKS)
"""Their keys, in the order of their tabs."""


def acting_pages(book: Book, refs: Refs, keys: Collection[str]) -> list[Page]:
    """Those that are among the keys and have rows to show; the others stay as they are."""
    found = []
    if VISITS in keys and book.customers:
        found.append(visits_page(book, refs))
    if CHART in keys and book.actions:
        found.append(actions_page(book, refs))
    if RISKS in keys and book.risks:
        found.append(risks_page(book, refs))
    return found
