"""The first five months of 2020 on real orders: refresh, explain, rebalance and review at each month's end.

Every total is held against pandas on the raw file; the past never moves.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.hosts.file import FileHost
from salesbook.jobs.explain import ExplainRequest, explain
from salesbook.jobs.rebalance import RebalanceRequest, rebalance
from salesbook.jobs.review import ReviewRequest, review
from salesbook.jobs.track import TrackRequest, track
from salesbook.sheets.gap_figures import Gap, Stretch, closed
from salesbook.sheets.review_figures import Review
from tests.test_adventureworks import orders, out, pytestmark  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from salesbook.book.changes import Outcome
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

MONTHS = range(1, 6)
COLUMNS = {"rep": "rep", "region": "territory", "product": "category", "channel": "channel"}


@dataclass(frozen=True)
class MonthEnd:
    """The book when everything was done at a month's end, and what the gap was before it was carried."""

    day: date
    book: Book
    gap: Gap


@pytest.fixture(scope="module")
def walk(out: Path) -> list[MonthEnd]:  # noqa: F811
    there, found = FileHost(out / "plan.xlsx").read(), []
    for month in MONTHS:
        day = date(2020, month, monthrange(2020, month)[1])
        there = done(there, track(there, TrackRequest(day), day))
        there = done(there, explain(there, ExplainRequest(day), day))
        gap = gap_of(there, day)
        there = done(there, rebalance(there, RebalanceRequest(day), day))
        there = done(there, review(there, ReviewRequest("month", day), day))
        found.append(MonthEnd(day, book_of(there), gap))
    return found


def done(there: Snapshot, outcome: Outcome) -> Snapshot:
    assert outcome.changes, [problem.message("en") for problem in outcome.problems]
    return applied(there, outcome.changes)


def book_of(there: Snapshot) -> Book:
    book = read(there).book
    assert book is not None
    return book


def gap_of(there: Snapshot, day: date) -> Gap:
    book = book_of(there)
    stretch = closed(book, day)
    assert stretch == Stretch(date(2020, 1, 1), day)
    return Gap(book, stretch)


def sold(rows: pd.DataFrame, until: date, column: str) -> dict[str, Fraction]:
    inside = rows[(rows["order_date"] >= "2020-01-01") & (rows["order_date"] <= f"{until}")]
    return {name: Fraction(sum(part["amount"], Decimal(0))) for name, part in inside.groupby(column)}


@pytest.mark.parametrize("axis", COLUMNS)
def test_every_axis_of_every_month_is_what_pandas_adds_up(
    walk: list[MonthEnd], orders: pd.DataFrame, axis: str  # noqa: F811
) -> None:
    for end in walk:
        assert end.gap.actuals(axis) == sold(orders, end.day, COLUMNS[axis])
        assert sum(end.gap.members(axis).values()) == end.gap.gap


def test_price_volume_and_mix_sum_to_the_gap_to_the_last_digit(walk: list[MonthEnd]) -> None:
    for end in walk:
        assert end.gap.priced
        assert sum(end.gap.price_volume_mix.parts().values()) == end.gap.gap


def test_the_ledger_has_every_reps_month_as_pandas_has_it(walk: list[MonthEnd], orders: pd.DataFrame) -> None:  # noqa: F811
    inside = orders[(orders["order_date"] >= "2020-01-01") & (orders["order_date"] <= "2020-05-31")]
    months = inside.assign(month=inside["order_date"].str[:7])
    wanted = {key: sum(part["amount"], Decimal(0)) for key, part in months.groupby(["month", "rep"])}
    kept = {(row.period, row.rep): row.actual for row in walk[-1].book.closed}
    assert {key: amount for key, amount in kept.items() if amount} == {k: v for k, v in wanted.items() if k in kept}
    assert {month for month, _ in kept} == {f"2020-{month:02}" for month in MONTHS}


def test_what_was_closed_is_never_written_anew_and_the_past_never_moves(walk: list[MonthEnd]) -> None:
    for earlier, later in pairwise(walk):
        assert later.book.closed[: len(earlier.book.closed)] == earlier.book.closed
        assert past(later.book, earlier.day) == past(earlier.book, earlier.day)


def past(book: Book, until: date) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for row in book.plan:
        if row.end <= until:
            found[row.period, row.rep] += row.target
    return found


def test_what_a_rep_is_behind_is_in_the_months_to_come(walk: list[MonthEnd]) -> None:
    """Year's target now = the first one + all that was carried; nothing of it lies in a month that is over."""
    first, last = walk[0].gap.book, walk[-1].book
    before, after = (Counter[str](), Counter[str]())
    for book, sums in ((first, before), (last, after)):
        for row in book.plan:
            sums[row.rep] += row.target
    carried: Counter[str] = Counter()
    for row in last.carried:
        carried[row.rep] += row.amount
    assert carried
    assert all(after[rep] - before[rep] == carried[rep] for rep in after)


def test_the_months_review_adds_up_to_the_month(walk: list[MonthEnd], orders: pd.DataFrame) -> None:  # noqa: F811
    for end in walk:
        rows = orders[orders["order_date"].str[:7] == f"{end.day:%Y-%m}"]
        found = Review(end.book, "month")
        assert found.team.actual == sum(rows["amount"], Decimal(0))
        shares = [person.attained for person in found.people if person.attained is not None]
        assert shares == sorted(shares, reverse=True)
