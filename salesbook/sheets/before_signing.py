"""The sheets that are looked at before anyone signs: are the goals sound, is the plan fair?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.sheets.fairness_layout import KEY as FAIRNESS
from salesbook.sheets.fairness_view import fairness_page
from salesbook.sheets.goal_check_view import KEY as GOALS
from salesbook.sheets.goal_check_view import goal_check_page
from salesbook.sheets.sums import plan_rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from salesbook.book.model import Book
    from salesbook.book.page import Page
    from salesbook.book.references import Refs

SIGNING = (GOALS, FAIRNESS)
"""Their keys, in the order of their tabs."""


def signing_pages(book: Book, refs: Refs, keys: Collection[str]) -> list[Page]:
    """Those that are among the keys; without a plan the one about its fairness stays as it is."""
    found = [goal_check_page(book, refs)] if GOALS in keys else []
    return found + ([fairness_page(book, refs)] if FAIRNESS in keys and plan_rows(book) else [])
