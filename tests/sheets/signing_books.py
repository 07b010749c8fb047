"""Books to look at before signing: the year of the other sheets, with two years of past sales."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.model import Book, Goal, Member, Sales
from salesbook.errors import Place
from tests.sheets.sheet_books import table_pages, year_book

if TYPE_CHECKING:
    from salesbook.book.page import Page
    from salesbook.texts import Language

GROWTHS = ("1.10", "1.20", "1.20", "1.30", "2.20", "1.15", "0.90")
"""Of the reps in turn: what is asked over what was sold."""


def signing_book(language: Language, reps: int = 7, *, new: int = 1) -> Book:
    """A year of some reps, the last `new` of whom sold in the second half of last year only; a rep without a team."""
    book = year_book(language, reps)
    team = [rep.name for rep in book.reps]
    rows: list[tuple[date, str, str, str, Decimal]] = []
    for year in (2024, 2025):
        for rep in book.reps:
            for row in book.plan:
                if row.rep != rep.name:
                    continue
                late = team.index(rep.name) >= reps - new
                if late and (year, row.start.month) < (2025, 7):
                    continue
                asked = Decimal(GROWTHS[team.index(rep.name) % len(GROWTHS)])
                sold = Decimal(row.target + row.hedge) / asked * (Decimal("0.92") if year == 2024 else 1)
                rows.append((date(year, row.start.month, 12), rep.name, row.region, row.product, round(sold, 2)))
    rows.sort(key=lambda one: one[0])
    axes = {axis: tuple(row[at] for row in rows) for at, axis in ((1, "rep"), (2, "region"), (3, "product"))}
    nothing: tuple[None, ...] = (None,) * len(rows)
    history = Sales(
        tuple(row[0] for row in rows), tuple(row[4] for row in rows), nothing, ("",) * len(rows), axes,
    )  # fmt: skip
    members = tuple(Member("region", name) for name in dict.fromkeys(rep.region for rep in book.reps))
    return replace(book, history=history, members=members, goals=(*book.goals, *_of_regions(book)))


def _of_regions(book: Book) -> tuple[Goal, ...]:
    """A goal for each region, as the plan has it; the last asks for one unit too many."""
    found = []
    regions = list(dict.fromkeys(rep.region for rep in book.reps))
    for number, region in enumerate(regions):
        target = sum(row.target for row in book.plan if row.region == region) + (number == len(regions) - 1)
        place = Place("", f"G{7 + number}", "sb_goals")
        found.append(Goal("revenue", {"region": region}, "", None, target, None, place, typed=frozenset({"target"})))
    return tuple(found)


def signing_tables(book: Book) -> tuple[Page, ...]:
    """The tables as the other sheets have them, and the past sales."""
    from salesbook.sheets.inputs import table_page

    sales, language = book.history, book.settings.language
    axes = zip(*(sales.axes[axis] for axis in ("rep", "region", "product")), strict=True)
    nothing = (None,) * 5
    rows = [
        (day, *names, *nothing, amount, None)
        for day, names, amount in zip(sales.dates, axes, sales.amounts, strict=True)
    ]
    return (*table_pages(book), table_page("sb_history", {"sb_history": rows}, language))
