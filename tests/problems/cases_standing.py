"""The smallest input for each problem of explaining, closing and carrying."""

from __future__ import annotations

import os
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutCells
from salesbook.book.page import Cell, Page
from salesbook.errors import HostError
from salesbook.hosts.printed import picture_of_page, print_page
from salesbook.jobs.check import CheckRequest, check
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.explain import ExplainRequest, explain
from salesbook.jobs.rebalance import RebalanceRequest, rebalance
from tests.jobs.plans import TODAY, goal, reps, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.errors import Problem


def _planned(*sales: dict[str, object]) -> Snapshot:
    rows = {"sb_goals": [goal(1200)], "sb_reps": reps("Li"), "sb_actuals": list(sales)}
    before = snapshot({name: found for name, found in rows.items() if found}, {"season": "equal", "axes": ("rep",)})
    return applied(before, decompose(before, DecomposeRequest(), TODAY).changes)


def _the(code: str, outcome: Outcome) -> Problem:
    return next(problem for problem in outcome.problems if problem.code == code)


SALE = {"date": date(2026, 1, 8), "rep": "Li", "amount": 40}
JANUARY = date(2026, 1, 31)


def _no_actuals() -> Problem:
    return _the("no-actuals", explain(_planned(), ExplainRequest(), TODAY))


def _no_period_over() -> Problem:
    return _the("no-period-over", explain(_planned(SALE), ExplainRequest(date(2026, 1, 30)), TODAY))


def _carry_left() -> Problem:
    request = RebalanceRequest(JANUARY, "capped", Fraction(1, 100))
    return _the("carry-left", rebalance(_planned(SALE), request, TODAY))


def _closed_period_changed() -> Problem:
    """Somebody types another number into the plan's January after it was closed."""
    before = _planned(SALE)
    closed = applied(before, rebalance(before, RebalanceRequest(JANUARY, "none"), TODAY).changes)
    block = closed.tables["sb_plan"]
    january = next(i for i, row in enumerate(block.rows) if "2026-01" in row)
    typed = ChangeSet((PutCells("sb_plan", {(january, block.headings.index("Target")): 99}),))
    return _the("closed-period-changed", check(applied(closed, typed), CheckRequest(), TODAY))


def _page_not_printed() -> Problem:
    """A program in LibreOffice's place that makes nothing."""
    return _failing_to_print({"SALESBOOK_SOFFICE": "true"}, print_page, "review.pdf")


def _picture_needs_extra() -> Problem:
    with patch("salesbook.hosts.printed.find_spec", return_value=None):
        return _failing_to_print({}, picture_of_page, "board.png")


def _failing_to_print(environment: dict[str, str], way: Callable[[Page, Path], None], name: str) -> Problem:
    page = Page("track.review", "Review", {(1, 1): Cell("Review")})
    with patch.dict(os.environ, environment), pytest.raises(HostError) as caught:
        way(page, Path(name))
    return caught.value.problems[0]


CASES: dict[str, Callable[[], Problem]] = {
    "no-actuals": _no_actuals,
    "no-period-over": _no_period_over,
    "carry-left": _carry_left,
    "closed-period-changed": _closed_period_changed,
    "page-not-printed": _page_not_printed,
    "picture-needs-extra": _picture_needs_extra,
}
