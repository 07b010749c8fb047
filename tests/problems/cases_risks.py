"""The smallest input for each problem of customers, actions and risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.reading import read
from tests.snapshots import block, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.errors import Problem


def _risk_without_effect() -> Problem:
    (problem,) = read(snapshot(block("sb_risks", ("新品延期", "供应", "30%")))).problems
    return problem


CASES: dict[str, Callable[[], Problem]] = {
    "risk-without-effect": _risk_without_effect,
}
