"""The numbers that are handed down: the plan's own, with the hedge in them and never beside them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from salesbook.book.model import Book, PlanRow


@dataclass(frozen=True, slots=True)
class Tiers:
    """What is handed down: the floor as planned, target and stretch with the hedge."""

    floor: int = 0
    target: int = 0
    stretch: int = 0

    def __add__(self, other: Tiers) -> Tiers:
        return Tiers(self.floor + other.floor, self.target + other.target, self.stretch + other.stretch)

    def __bool__(self) -> bool:
        return any((self.floor, self.target, self.stretch))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A period of the plan, and what is handed down for it."""

    name: str
    start: date
    end: date
    tiers: Tiers


def handed(rows: Iterable[PlanRow]) -> Tiers:
    """The sum of leaves, as it is handed down."""
    return sum((Tiers(r.floor, r.target + r.hedge, r.stretch + r.hedge) for r in rows), Tiers())


def by_period(rows: Iterable[PlanRow]) -> tuple[Leaf, ...]:
    """Leaves summed by period, in the order of time."""
    groups: dict[tuple[date, date, str], list[PlanRow]] = defaultdict(list)
    for row in rows:
        groups[row.start, row.end, row.period].append(row)
    return tuple(Leaf(name, start, end, handed(group)) for (start, end, name), group in sorted(groups.items()))


@dataclass(frozen=True, slots=True)
class Whole:
    """What a rep's part is a part of: the plan's main metric, as it is handed down."""

    target: int
    by_region: Mapping[str, int]
    hedged: bool
    """Whether any of it has a hedge."""


def whole_of(book: Book) -> Whole:
    """The plan's main metric, summed once for all letters."""
    metric, by_region, hedged = main_metric(book), defaultdict[str, int](int), False
    for row in book.plan:
        if row.metric == metric:
            by_region[row.region] += row.target + row.hedge
            hedged = hedged or bool(row.hedge)
    return Whole(sum(by_region.values()), by_region, hedged)


def main_metric(book: Book) -> str:
    """The metric that the letter is about: the setting's, or the first that the plan has."""
    wanted = book.settings.metric
    if not book.plan or any(row.metric == wanted for row in book.plan):
        return wanted
    return book.plan[0].metric


def share(part: int, whole: int) -> Fraction | None:
    """A part of a whole, exactly; None of nothing."""
    return Fraction(part, whole) if whole else None
