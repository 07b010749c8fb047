"""Fairness 公平性: before anyone signs, a sheet of what is asked of whom, and a word on those who stand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.changes import Line, Outcome
from salesbook.book.reading import read
from salesbook.domain.why import rounded
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.why_reasons import percent
from salesbook.sheets.fairness_layout import KEY
from salesbook.sheets.fairness_lines import MEASURED, fairness_of
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot
    from salesbook.sheets.fairness_lines import Fairness


@dataclass(frozen=True, slots=True)
class FairnessRequest:
    """There is nothing to choose: the band stands in the settings."""


def fairness(snapshot: Snapshot, request: FairnessRequest, today: date) -> Outcome:  # noqa: ARG001
    """The sheet, and a warning for each rep of whom far more or less is asked than of the team."""
    reading = read(snapshot)
    if reading.book is None or errors_in(reading.problems):
        return Outcome(problems=reading.problems)
    book = reading.book
    against = tuple(_against(book))
    if errors_in(against):
        return Outcome(problems=(*reading.problems, *against))
    found = fairness_of(book)
    changes = reading.repairing()
    changes += refreshed(snapshot, book, changes, wanted=(KEY,))
    return Outcome(changes, (*reading.problems, *against, *_outliers(book, found)), _summary(found))


def _against(book: Book) -> Iterator[Problem]:
    metric = in_each("choices", f"metric.{book.settings.metric}")
    if not any(row.rep for row in book.plan if row.metric == book.settings.metric):
        yield Problem("no-plan" if not book.plan else "plan-without-reps", Place(table="sb_plan"))
    elif book.settings.metric not in MEASURED:
        place = book.settings.places.get("metric", Place(table="sb_settings"))
        yield Problem("fairness-not-measured", place, {"metric": metric})
    elif not any(line.asked.base > 0 for line in fairness_of(book).reps):
        start, end = fairness_of(book).start, fairness_of(book).end
        yield Problem("fairness-without-base", Place(table="sb_history"), {"start": start, "end": end})


def _outliers(book: Book, found: Fairness) -> Iterator[Problem]:
    """Reps by the growth asked, at the place of their rows on the team sheet."""
    places = {rep.name: rep.place for rep in book.reps}
    for line in found.compared:
        side, growth = found.stands_out(line), line.asked.growth
        if not side or growth is None or found.found is None:
            continue
        words = {
            "rep": line.name, "growth": percent(growth, 1), "whole": percent(found.found.whole, 1),
            "points": rounded(abs(growth - found.found.whole) * 100, 1),
            "base": f"{line.asked.base:,.0f}", "target": f"{line.asked.target:,}",
        }  # fmt: skip
        code = "fairness-above" if side > 0 else "fairness-below"
        yield Problem(code, places.get(line.name, Place(table="sb_reps")), words)


def _summary(found: Fairness) -> tuple[Line, ...]:
    """The growth asked of all, of the least and the most; how far they spread; how many stand out."""
    told = []
    if found.found is not None:
        of = {"whole": found.found.whole, "lowest": found.found.lowest, "highest": found.found.highest}
        told += [Line(in_each("jobs", f"fairness.{key}"), None, percent(value, 1)) for key, value in of.items()]
        told.append(Line(in_each("jobs", "fairness.variation"), None, f"{found.found.variation:.3f}"))
    out = sum(found.stands_out(line) != 0 for line in found.compared)
    counts = {"compared": len(found.compared), "others": len(found.others), "out": out}
    return (*told, *(Line(in_each("jobs", f"fairness.{key}"), None, value) for key, value in counts.items()))
