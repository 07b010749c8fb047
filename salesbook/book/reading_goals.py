"""sb_goals read strictly: the scope, the period, and three tiers in whole units."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.model import Goal
from salesbook.book.reading_cells import RefusedError, known_choices, number_of, period_text
from salesbook.book.reading_people import refuse_unknown
from salesbook.book.reading_words import both, choice_hint, choice_key
from salesbook.domain.period import Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from salesbook.book.model import Settings
    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader

_NEXT_CONDITION = re.compile(r"\s*[,，;；]\s*(?=[^,，;；=＝:：]+[=＝:：])")
_CONDITION = re.compile(r"([^=＝:：]+)[=＝:：](.+)", re.DOTALL)
_CLIPPED = ("month", "week", "day")


def read_goals(
    reader: TableReader, settings: Settings, names: Names, phases: Collection[str]
) -> tuple[Goal, ...]:
    """The goals whose rows can be used, with scopes and periods in their normal form."""
    metrics = reader.column("metric")
    scopes = _scopes(reader, names)
    periods = _periods(reader, settings, phases)
    reader.check_unique(metric=metrics, scope=[tuple(s.items()) for s in scopes], period=periods)
    given = {key: _amounts(reader, key) for key in ("base", "floor", "target", "stretch")}
    growths = reader.column("growth")
    goals = []
    columns = (
        metrics,
        scopes,
        periods,
        given["base"],
        growths,
        given["floor"],
        given["target"],
        given["stretch"],
    )
    for index, (metric, scope, period, base, growth, *tiers) in reader.good(*columns):
        whole = _tiers(reader, index, settings.unit, base, growth, tiers)
        if whole is None:
            continue
        floor, target, stretch = _filled(whole, settings)
        _check_order(reader, index, floor, target, stretch)
        place = reader.place(index, "target")
        goals.append(Goal(metric, scope, period, floor, target, stretch, place, base, growth))
    return tuple(g for g in goals)


def half_up(exact: Fraction, unit: int) -> int:
    """The nearest whole multiple of a unit; halves go up.

    >>> half_up(Fraction(1500), 1000), half_up(Fraction("119.5"), 1), half_up(Fraction("-0.5"), 1)
    (2000, 120, 0)
    """
    return int((exact / unit + Fraction(1, 2)) // 1) * unit


def parse_scope(shown: str) -> dict[str, str]:
    """The conditions of a scope: axis -> member as typed. `RefusedError` if they cannot be read.

    >>> parse_scope("区域=华东"), parse_scope("Rep = Li Wei"), parse_scope("")
    ({'region': '华东'}, {'rep': 'Li Wei'}, {})
    """
    scope: dict[str, str] = {}
    for part in filter(None, _NEXT_CONDITION.split(shown.strip())):
        found = _CONDITION.fullmatch(part)
        if found is None:
            raise RefusedError("scope-unreadable", shown=shown)
        axis = choice_key("axis", found[1])
        if axis is None:
            raise RefusedError(
                "unknown-choice",
                shown=found[1].strip(),
                hint=choice_hint("axis", found[1]),
                known=known_choices("axis"),
            )
        if scope:
            raise RefusedError("goal-scope-two-axes", shown=shown)
        scope[axis] = found[2].strip()
    return scope


def _scopes(reader: TableReader, names: Names) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for index, shown in enumerate(reader.texts("scope")):
        found.append({})
        try:
            found[-1] = parse_scope(shown)
        except RefusedError as no:
            reader.refuse(index, "scope", no.code, **no.words)
        for axis, member in found[-1].items():
            spelled = names.find(axis, member)
            if spelled is None:
                refuse_unknown(reader, index, "scope", axis, member, names)
            else:
                found[-1][axis] = spelled
    return found


def _periods(reader: TableReader, settings: Settings, phases: Collection[str]) -> list[str]:
    found = []
    for index, shown in enumerate(reader.column("period", period_text)):
        try:
            found.append(period_key(shown or "", settings, phases))
        except RefusedError as no:
            reader.refuse(index, "period", no.code, **no.words)
            found.append("")
    return found


def period_key(shown: str, settings: Settings, phases: Collection[str]) -> str:
    """The key of a period or the name of a phase; "" for the whole plan."""
    if not shown or shown in phases:
        return shown
    try:
        period = parse_period(shown, settings.fiscal_start)
    except ValueError:
        raise RefusedError("period-unreadable", shown=shown) from None
    if not _lies_in(period, settings):
        raise RefusedError("period-outside-plan", shown=shown, start=settings.start, end=settings.end)
    whole = period.start == settings.start and period.end == settings.end
    return "" if whole else period.key


def _lies_in(period: Period, settings: Settings) -> bool:
    """Within the plan; months and weeks may be cut by its first or last day."""
    if period.kind in _CLIPPED:
        return period.start <= settings.end and period.end >= settings.start
    return settings.start <= period.start and period.end <= settings.end


def _amounts(reader: TableReader, key: str) -> list[Decimal | None]:
    found: list[Decimal | None] = reader.column(key, number_of)
    for index, amount in enumerate(found):
        if amount is not None and amount < 0:
            reader.refuse(index, key, "negative-number", shown=f"{amount:,f}")
    return found


def _tiers(
    reader: TableReader,
    index: int,
    unit: int,
    base: Decimal | None,
    growth: Decimal | None,
    given: list[Decimal | None],
) -> list[int | None] | None:
    """Floor, target and stretch as whole units; None if the row cannot be used."""
    if given[1] is None:
        grown = _grown(reader, index, unit, base, growth)
        if grown is None:
            return None
        given = [given[0], Decimal(grown), given[2]]
    elif base is not None and growth is not None:
        _check_growth(reader, index, unit, base, growth, given[1])
    keys = ("floor", "target", "stretch")
    for key, amount in zip(keys, given, strict=True):
        if amount is not None and amount % unit:
            near = half_up(Fraction(amount), unit)
            reader.refuse(
                index, key, "goal-not-whole-units", shown=f"{amount:,f}", unit=f"{unit:,}", near=f"{near:,}"
            )
    return None if index in reader.bad else [None if a is None else int(a) for a in given]


def _grown(
    reader: TableReader, index: int, unit: int, base: Decimal | None, growth: Decimal | None
) -> int | None:
    """base × (1 + growth), rounded once to whole units, halves up."""
    if base is None:
        reader.refuse(index, "base" if growth is not None else "target", _MISSING[growth is not None])
        return None
    if growth is None:
        reader.refuse(index, "growth", "goal-without-growth")
        return None
    return half_up(Fraction(base) * (1 + Fraction(growth)), unit)


_MISSING: Mapping[bool, str] = {True: "growth-without-base", False: "goal-without-target"}


def _check_growth(
    reader: TableReader, index: int, unit: int, base: Decimal, growth: Decimal, target: Decimal
) -> None:
    grown = half_up(Fraction(base) * (1 + Fraction(growth)), unit)
    if grown != target:
        words = {"grown": f"{grown:,}", "target": f"{target:,f}"}
        reader.notes.add("goal-growth-disagrees", reader.place(index, "target"), **words)


def _filled(tiers: list[int | None], settings: Settings) -> tuple[int | None, int, int | None]:
    """The tiers that were not given, by the settings' ratios, rounded once to whole units, halves up."""
    floor, target, stretch = tiers
    assert target is not None
    if floor is None and settings.floor is not None:
        floor = half_up(Fraction(settings.floor) * target, settings.unit)
    if stretch is None and settings.stretch is not None:
        stretch = half_up(Fraction(settings.stretch) * target, settings.unit)
    return floor, target, stretch


def _check_order(
    reader: TableReader, index: int, floor: int | None, target: int, stretch: int | None
) -> None:
    for key, low, high in (("floor", floor, target), ("stretch", target, stretch)):
        if low is not None and high is not None and low > high:
            lower = both("reading", "floor" if key == "floor" else "target")
            higher = both("reading", "target" if key == "floor" else "stretch")
            words = {"lower": lower, "higher": higher, "low": f"{low:,}", "high": f"{high:,}"}
            reader.refuse(index, key, "tiers-out-of-order", **words)
