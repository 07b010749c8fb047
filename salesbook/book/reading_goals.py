"""sb_goals read strictly: the scope, the period, and three tiers in whole units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.book.model import Goal
from salesbook.book.reading_cells import number_of
from salesbook.book.reading_scope import read_periods, read_scopes
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Collection

    from salesbook.book.model import Settings
    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader


def read_goals(reader: TableReader, settings: Settings, names: Names, phases: Collection[str]) -> tuple[Goal, ...]:
    """The goals whose rows can be used, with scopes and periods in their normal form."""
    metrics = reader.column("metric")
    scopes, periods = read_scopes(reader, names), read_periods(reader, settings, phases)
    reader.check_unique(metric=metrics, scope=[tuple(s.items()) for s in scopes], period=periods)
    amounts = [_amounts(reader, key) for key in ("base", *TIERS)]
    growths = reader.column("growth")
    goals = []
    rows = reader.good(metrics, scopes, periods, *amounts, growths)
    for index, (metric, scope, period, base, *tiers, growth) in rows:
        given = dict(zip(TIERS, tiers, strict=True))
        unit = settings.unit if metric == settings.metric else 1
        typed = _tiers(reader, index, unit, Growth(base, growth), given)
        if typed:
            floor, target, stretch = _filled(typed, settings, unit)
            _check_order(reader, index, (floor, target, stretch))
            place, by = reader.place(index, "target"), frozenset(typed)
            goals.append(Goal(metric, scope, period, floor, target, stretch, place, base, growth, by))
    return tuple(goals)


@dataclass(frozen=True, slots=True)
class Growth:
    """A target that is given as a base and its growth; either may be missing."""

    base: Decimal | None
    growth: Decimal | None

    def target(self, unit: int) -> int | None:
        """base × (1 + growth), rounded once to whole units, halves up.

        >>> Growth(Decimal("1000.5"), Decimal("0.2")).target(100)
        1200
        """
        if self.base is None or self.growth is None:
            return None
        return half_up(Fraction(self.base) * (1 + Fraction(self.growth)), unit)

    def missing(self) -> tuple[str, str]:
        """The column that is empty, and the code that says so."""
        if self.base is None:
            without_any = ("target", "goal-without-target")
            return without_any if self.growth is None else ("base", "growth-without-base")
        return "growth", "goal-without-growth"


def half_up(exact: Fraction, unit: int) -> int:
    """The nearest whole multiple of a unit; halves go up.

    >>> half_up(Fraction(1500), 1000), half_up(Fraction("119.5"), 1), half_up(Fraction("-0.5"), 1)
    (2000, 120, 0)
    """
    return int((exact / unit + Fraction(1, 2)) // 1) * unit


def _amounts(reader: TableReader, key: str) -> list[Decimal | None]:
    found: list[Decimal | None] = reader.column(key, number_of)
    for index, amount in enumerate(found):
        if amount is not None and amount < 0:
            reader.refuse(index, key, "negative-number", shown=f"{amount:,f}")
    return found


def _tiers(
    reader: TableReader, index: int, unit: int, growth: Growth, given: dict[str, Decimal | None]
) -> dict[str, int]:
    """The tiers that people gave, as whole units; a target may be given by a growth. Empty: an unusable row."""
    grown = growth.target(unit)
    if given["target"] is None:
        if grown is None:
            reader.refuse(index, *growth.missing())
            return {}
        given["target"] = Decimal(grown)
    elif grown is not None and grown != given["target"]:
        words = {"grown": f"{grown:,}", "target": f"{given['target']:,f}"}
        reader.notes.add("goal-growth-disagrees", reader.place(index, "target"), **words)
    typed = {tier: amount for tier, amount in given.items() if amount is not None}
    for tier, amount in typed.items():
        if amount % unit:
            near = f"{half_up(Fraction(amount), unit):,}"
            words = {"shown": f"{amount:,f}", "unit": f"{unit:,}", "near": near}
            reader.refuse(index, tier, "goal-not-whole-units", **words)
    return {} if index in reader.bad else {tier: int(amount) for tier, amount in typed.items()}


def _filled(typed: dict[str, int], settings: Settings, unit: int) -> tuple[int | None, int, int | None]:
    """All three tiers: those not typed by the settings' ratios, rounded once to whole units, halves up."""
    target = typed["target"]

    def tier(key: str, ratio: Decimal | None) -> int | None:
        by_ratio = None if ratio is None else half_up(Fraction(ratio) * target, unit)
        return typed.get(key, by_ratio)

    return tier("floor", settings.floor), target, tier("stretch", settings.stretch)


def _check_order(reader: TableReader, index: int, tiers: tuple[int | None, int, int | None]) -> None:
    for (lower, low), (higher, high) in pairwise(zip(TIERS, tiers, strict=True)):
        if low is not None and high is not None and low > high:
            words = {"lower": in_each("reading", lower), "higher": in_each("reading", higher)}
            at = lower if lower == "floor" else higher
            reader.refuse(index, at, "tiers-out-of-order", low=f"{low:,}", high=f"{high:,}", **words)
