"""The year that a plan's base comes from, and what should be said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from salesbook.book.model import Book, Sales
    from salesbook.jobs.plan_axes import PlanAxis

Key = tuple[str, ...]
_MONTHS = 12


def base_notes(book: Book, axes: Sequence[PlanAxis], weights: Mapping[Key, Fraction]) -> list[Problem]:
    """Reps without a base, in several regions, without sales in some months."""
    return [*_without_base(book, axes, weights), *_in_several_regions(axes, weights), *_idle_months(book)]


def base_window(sales: Sales, plan_start: date) -> tuple[date, date]:
    """The twelve months up to the last sale before the plan starts (or up to the last of all, if none is before).

    A plan's base is its most recent year: older sales would bring back customers and territories long gone.
    """
    before = [day for day in sales.dates if day < plan_start] or list(sales.dates)
    last = max(before)
    year, month = (last.year, last.month + 1) if last.month < 12 else (last.year + 1, 1)
    end = last.replace(year=year, month=month, day=1)
    return end.replace(year=end.year - 1), end


def _in_several_regions(axes: Sequence[PlanAxis], weights: Mapping[Key, Fraction]) -> list[Problem]:
    """Reps whose base lies in more than one region: their targets will, too."""
    names = [axis.name for axis in axes]
    if "rep" not in names or "region" not in names:
        return []
    rep_at, region_at = names.index("rep"), names.index("region")
    regions: dict[str, set[str]] = {}
    for key, weight in weights.items():
        if weight:
            regions.setdefault(key[rep_at], set()).add(key[region_at])
    several = sorted(rep for rep, found in regions.items() if len(found) > 1)
    return [Problem("reps-in-several-regions", words=_named(several))] if several else []


def _idle_months(book: Book) -> list[Problem]:
    """Reps who sold nothing at all in some month of the base year."""
    sales = book.history
    sellers = sales.axes.get("rep", ())
    if not any(sellers):
        return []
    first, end = base_window(sales, book.settings.start)
    active: dict[str, set[int]] = {rep.name: set() for rep in book.reps}
    for day, rep in zip(sales.dates, sellers, strict=True):
        if first <= day < end and rep in active:
            active[rep].add(day.month)
    idle = sorted(rep for rep, months in active.items() if 0 < len(months) < _MONTHS)
    return [Problem("months-without-sales", words=_named(idle))] if idle else []


def short_year(book: Book) -> list[Problem]:
    """A base year of which some months, whoever sells, hold nothing at all."""
    first, end = base_window(book.history, book.settings.start)
    days = [day for day in book.history.dates if first <= day < end]
    months = {(day.year, day.month) for day in days}
    if len(months) >= _MONTHS:
        return []
    words = {"months": len(months), "first": min(days), "last": max(days)}
    return [Problem("base-year-short", Place(table="sb_history"), words)]


def _named(reps: Sequence[str]) -> dict[str, object]:
    return {"count": len(reps), "reps": {"zh": "、".join(reps), "en": ", ".join(reps)}}


def _without_base(book: Book, axes: Sequence[PlanAxis], weights: Mapping[Key, Fraction]) -> list[Problem]:
    names = [axis.name for axis in axes]
    if "rep" not in names:
        return []
    at = names.index("rep")
    present = {key[at] for key, weight in weights.items() if weight}
    return [Problem("rep-without-base", rep.place, {"rep": rep.name}) for rep in book.reps if rep.name not in present]
