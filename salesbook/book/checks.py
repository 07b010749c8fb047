"""What can be wrong with a book whose cells can all be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.checks_history import far_goals
from salesbook.book.checks_incentives import scale_problems
from salesbook.book.checks_sums import goal_sums
from salesbook.book.timeline import timeline_of
from salesbook.errors import Place, Problem
from salesbook.texts import in_each

if TYPE_CHECKING:
    from salesbook.book.model import Book

__all__ = ["book_problems", "far_goals", "goal_sums", "lacking"]


def book_problems(book: Book) -> tuple[Problem, ...]:
    """All that the goals, the history and the incentives say against each other, and each of them against itself."""
    return (*goal_sums(book), *far_goals(book), *scale_problems(book))


def lacking(book: Book) -> tuple[Problem, ...]:
    """What a split cannot do without: goals, one for the main metric, people if it is to reach them, holidays."""
    people = "rep" in book.settings.axes and not book.reps
    nobody = (Problem("nobody-in-team", Place(table="sb_reps")),) if people else ()
    if not book.goals:
        return (Problem("no-goals", Place(table="sb_goals")), *nobody)
    return (*_main_metric(book), *nobody, *_years_without_holidays(book), *_unknown_country(book), *_cut_weeks(book))


def _cut_weeks(book: Book) -> tuple[Problem, ...]:
    """Months of whole weeks in a plan whose first or last day cuts a week."""
    line = timeline_of(book.settings)
    first, last = line.whole_weeks()
    if line.policy == "by-day" or book.phases or (first, last) == (line.start, line.end) or last < first:
        return ()
    words = {"start": line.start, "end": line.end, "first": first, "last": last}
    return (Problem("weeks-cut-by-plan", book.settings.places.get("weeks", Place(table="sb_settings")), words),)


def _unknown_country(book: Book) -> tuple[Problem, ...]:
    """Holidays of a country that nobody knows. China's are known without asking the library, which takes its time."""
    country = book.settings.holidays
    if country in ("", "CN"):
        return ()
    from salesbook.book.holidays import is_country

    place = book.settings.places.get("holidays", Place(table="sb_settings"))
    return () if is_country(country) else (Problem("unknown-country", place, {"shown": country}),)


def _years_without_holidays(book: Book) -> tuple[Problem, ...]:
    """Years of the plan of which the calendar, where there is one, says nothing."""
    said = {day.day.year for day in book.calendar}
    years = [year for year in range(book.settings.start.year, book.settings.end.year + 1) if year not in said]
    if not said or not years:
        return ()
    return (Problem("year-without-holidays", Place(table="sb_calendar"), {"years": ", ".join(map(str, years))}),)


def _main_metric(book: Book) -> tuple[Problem, ...]:
    """The metric that views, letters and grids are about."""
    metrics = dict.fromkeys(goal.metric for goal in book.goals)
    if book.settings.metric in metrics:
        return ()
    names = [in_each("choices", f"metric.{metric}") for metric in metrics]
    words = {
        "metric": in_each("choices", f"metric.{book.settings.metric}"),
        "others": {"zh": "、".join(n["zh"] for n in names), "en": ", ".join(n["en"] for n in names)},
    }
    place = book.settings.places.get("metric", Place(table="sb_settings"))
    return (Problem("main-metric-without-goal", place, words),)
