"""The sheets about one period: statements, simulations, scorecards; each where there is something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.sheets.pay_simulation import KEY as SIMULATION
from salesbook.sheets.pay_simulation import simulation_page
from salesbook.sheets.pay_statements import KEY as STATEMENTS
from salesbook.sheets.pay_statements import statements_page
from salesbook.sheets.score_cards import KEY as CARDS
from salesbook.sheets.score_cards import cards_page

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs
    from salesbook.domain.period import Period

ASSESSING = (STATEMENTS, SIMULATION, CARDS)


def assessing_page(kind: str, book: Book, refs: Refs, period: Period) -> Page | None:
    """The sheet of a kind for a period; None where there is nothing to show."""
    if kind == STATEMENTS:
        settled = any(row.period == period.key for row in book.payouts)
        return statements_page(book, refs, period) if settled else None
    if kind == CARDS:
        scored = any(row.period == period.key for row in book.scores)
        return cards_page(book, refs, period) if scored else None
    return simulation_page(book, refs, period)
