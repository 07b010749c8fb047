"""What is wrong with incentives as rules: steps that do not meet, bases that differ, metrics that nobody measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.achieved import TIERS, Achieved
from salesbook.book.incentives import distance, ladders, lower_bound
from salesbook.book.reading_people import percent
from salesbook.domain.payout_faults import seams
from salesbook.errors import Problem
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from salesbook.book.incentives import Ladder
    from salesbook.book.model import Book, Incentive
    from salesbook.texts import Language

NOMINAL = {"floor": 90, "target": 100, "stretch": 110}
"""What is handed down to a rep of whom nothing is known yet, to compare steps that are all shares of the target."""


def incentive_problems(book: Book) -> tuple[Problem, ...]:
    """All that the rules say against each other, and what the workbook cannot measure."""
    return (*scale_problems(book), *_unmeasured(book))


def scale_problems(book: Book) -> tuple[Problem, ...]:
    """Steps of scales that do not meet, or that name different bases."""
    found = (problem for ladder in ladders(book.incentives) for problem in (*_seams(book, ladder), *_bases(ladder)))
    return tuple(found)


def _seams(book: Book, ladder: Ladder) -> Iterator[Problem]:
    """Amounts that no step pays for, or two."""
    handed = _example_handed(book, ladder)
    if handed is None:
        return
    rows = sorted(ladder.rows, key=lambda row: lower_bound(row, handed))
    for seam in seams(ladder.scale(handed).steps):
        row = next(row for row in rows if lower_bound(row, handed) == seam.lower.lower)
        start, end = (_shown(row, amount, handed) for amount in (seam.start, seam.end))
        words = {"start": start, "end": end, "step": _tier_words(seam.lower.name)}
        yield Problem(f"incentive-{seam.kind}", row.place, words)


def _example_handed(book: Book, ladder: Ladder) -> dict[str, int] | None:
    """What is handed down, over the whole plan, to the rep of the scale with the largest target.

    Without a plan, numbers of which the shares are right; None where those would not do.
    """
    metric, achieved = ladder.first.metric or book.settings.metric, Achieved(book)
    start, end = book.settings.start, book.settings.end
    found = [
        achieved.handed(metric, (rep.name,), start, end, ladder.first.product)
        for rep in book.reps
        if distance(ladder.first, rep) is not None
    ]
    best = max(found, key=lambda handed: handed["target"], default=None)
    if best and best["target"]:
        return best
    same = len({row.by for row in ladder.rows if row.lower is not None}) == 1 and all(
        row.lower is not None for row in ladder.rows
    )
    return NOMINAL if same else None


def _shown(row: Incentive, amount: Decimal, handed: dict[str, int]) -> str:
    """A bound as people typed it: a share of the target, or an amount."""
    if row.by == "attainment" and handed["target"]:
        return percent(amount / handed["target"])
    return f"{amount.normalize():,f}"


def _tier_words(name: str) -> Mapping[Language, str]:
    """A step's name in both languages: a tier's word, or the bound as it stands."""
    return in_each("choices", f"tier.{name}") if name in TIERS else {"zh": name, "en": name}


def _bases(ladder: Ladder) -> Iterator[Problem]:
    """Rows of one scale that name different bases."""
    named = [row for row in ladder.rows if row.basis]
    for row in named:
        if row.basis != named[0].basis:
            words = {"basis": in_each("choices", f"basis.{row.basis}"), "first": str(named[0].place)}
            yield Problem("incentive-bases-differ", row.place, words)


def _unmeasured(book: Book) -> Iterator[Problem]:
    """Rules for metrics of which sb_actuals says nothing."""
    achieved = Achieved(book)
    for row in book.incentives:
        metric = row.metric or book.settings.metric
        if not achieved.measures(metric):
            yield Problem("incentive-not-measured", row.place, {"metric": in_each("choices", f"metric.{metric}")})
