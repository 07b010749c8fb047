"""The months that sheets by day and by week are cut into: those of the plan as it was made."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from salesbook.book.timeline import timeline_of
from salesbook.domain.period import Period
from salesbook.sheets.view_parts import are_months

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from salesbook.book.model import Book


def plan_months(book: Book) -> tuple[Period, ...]:
    """The periods of sb_plan where they are months that hold each of the plan's days once; else the settings' months.

    So a plan keeps its own months until it is split anew, also when the policy for weeks has been changed since.
    """
    settings = book.settings
    own = sorted({(row.start, row.end, row.period) for row in book.plan})
    months = tuple(Period(key, "month", start, end) for start, end, key in own)
    tiled = are_months(book) and _tile(months, settings.start, settings.end)
    return months if tiled else timeline_of(settings).months()


def month_with(months: Sequence[Period], day: date) -> Period:
    """The month that holds a day of the plan."""
    return next(month for month in months if day in month)


def _tile(months: Sequence[Period], start: date, end: date) -> bool:
    one = timedelta(days=1)
    return bool(months) and all(
        (
            months[0].start == start,
            months[-1].end == end,
            *(before.end + one == after.start for before, after in pairwise(months)),
        )
    )
