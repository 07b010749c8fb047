"""Books for the wall board: sold by region, with a year before, in the year and the campaign of the other tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.model import Sales
from tests.sheets.sheet_books import year_book

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.texts import Language


def walled_book(language: Language, reps: int = 17, *, as_of: date = date(2026, 5, 13), names: str = "") -> Book:
    """A year whose actuals name regions, the last of them none, and whose history covers 2025 but for its March."""
    book = year_book(language, reps, as_of=as_of)
    if names:
        book = _renamed(book, names)
    homes = {rep.name: rep.region for rep in book.reps}
    sold = book.actuals.axes["rep"]
    regions = tuple("" if at % 11 == 10 else homes.get(rep, "") for at, rep in enumerate(sold))
    actuals = replace(book.actuals, axes={"rep": sold, "region": regions})
    return replace(book, actuals=actuals, history=_past())


def _past() -> Sales:
    """One sale on every third day of 2025, none in March."""
    days = [date(2025, 1, 1) + timedelta(n) for n in range(0, 365, 3)]
    days = [day for day in days if day.month != 3]
    amounts = tuple(Decimal(30_000 + 17 * n) + Decimal("0.25") for n in range(len(days)))
    return Sales(tuple(days), amounts, (None,) * len(days), ("",) * len(days), {})


def _renamed(book: Book, more: str) -> Book:
    """Every name made longer."""

    def of(row):  # type: ignore[no-untyped-def]
        return replace(row, rep=f"{row.rep}{more}")

    reps = tuple(replace(rep, name=f"{rep.name}{more}") for rep in book.reps)
    named = tuple(rep and f"{rep}{more}" for rep in book.actuals.axes["rep"])
    actuals = replace(book.actuals, axes={"rep": named})
    goals = tuple(replace(g, scope={k: f"{v}{more}" for k, v in g.scope.items()}) for g in book.goals)
    plan, days = tuple(map(of, book.plan)), tuple(map(of, book.days))
    return replace(book, reps=reps, goals=goals, plan=plan, days=days, actuals=actuals)
