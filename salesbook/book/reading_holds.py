"""sb_holds read strictly: a slice on any number of axes, and the number or the bound that it keeps to."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.book.model import Hold
from salesbook.book.reading_goals import half_up
from salesbook.book.reading_scope import read_periods, read_scopes
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from salesbook.book.model import Settings
    from salesbook.book.reading_people import Names
    from salesbook.book.reading_table import TableReader

_LOWER, _UPPER = frozenset({"hold", "min"}), frozenset({"hold", "max"})


def read_holds(reader: TableReader, settings: Settings, names: Names, phases: Collection[str]) -> tuple[Hold, ...]:
    """The holds whose rows can be used; of those that contradict each other on one slice, the later is refused."""
    metrics, kinds = reader.column("metric"), reader.column("kind")
    scopes, periods = read_scopes(reader, names), read_periods(reader, settings, phases)
    tiers = ["" if tier == "target" else tier for tier in reader.texts("tier")]
    slices = [tuple(scope.items()) for scope in scopes]
    reader.check_unique(metric=metrics, scope=slices, period=periods, tier=tiers, kind=kinds)
    values, growths = reader.column("value"), reader.column("growth")
    for index, (metric, kind, value, growth) in reader.good(metrics, kinds, values, growths):
        unit = settings.unit if metric == settings.metric else 1
        _check_amount(reader, index, kind, value, growth)
        _check_units(reader, index, value, unit)
    columns = (metrics, scopes, periods, kinds, tiers, values, growths)
    notes = (reader.texts("reason"), reader.texts("owner"), reader.column("date"), reader.places("kind"))
    rows = {index: _hold(*found) for index, found in reader.good(*columns, *notes)}
    _check_crossing(reader, rows)
    return tuple(hold for index, hold in rows.items() if index not in reader.bad)


def _hold(
    metric: str, scope: dict[str, str], period: str, kind: str, tier: str, value: Decimal | None, *more: object
) -> Hold:
    return Hold(metric, scope, period, kind, tier or "target", None if value is None else int(value), *more)  # type: ignore[arg-type]


def _check_amount(
    reader: TableReader, index: int, kind: str, value: Decimal | None, growth: Decimal | None
) -> None:
    """A hold has a value, a bound a value or a growth, none both."""
    if value is not None and growth is not None:
        reader.refuse(index, "growth", "hold-value-and-growth")
    elif kind == "hold" and growth is not None:
        reader.refuse(index, "growth", "hold-with-growth")
    elif value is None and growth is None:
        reader.refuse(index, "value", "hold-without-value")


def _check_units(reader: TableReader, index: int, value: Decimal | None, unit: int) -> None:
    if value is not None and value < 0:
        reader.refuse(index, "value", "negative-number", shown=f"{value:,f}")
    elif value is not None and value % unit:
        words = {"shown": f"{value:,f}", "unit": f"{unit:,}", "near": f"{half_up(Fraction(value), unit):,}"}
        reader.refuse(index, "value", "hold-not-whole-units", **words)


def _check_crossing(reader: TableReader, rows: dict[int, Hold]) -> None:
    """Rows of one slice that nothing can meet: a minimum above a maximum or a hold, also of a higher tier."""
    slices: dict[tuple[object, ...], list[tuple[int, Hold]]] = defaultdict(list)
    for index, hold in rows.items():
        slices[hold.metric, hold.period, tuple(hold.scope.items())].append((index, hold))
    for found in slices.values():
        for first, second in combinations(found, 2):
            _refuse_crossing(reader, first, second)


def _refuse_crossing(reader: TableReader, first: tuple[int, Hold], second: tuple[int, Hold]) -> None:
    lower, upper = sorted((first[1], second[1]), key=lambda hold: TIERS.index(hold.tier))
    pairs = [(lower, upper)] + ([(upper, lower)] if lower.tier == upper.tier else [])
    for least, most in pairs:
        if least.kind in _LOWER and most.kind in _UPPER and _over(least.value, most.value):
            words = {"least": _said(least), "most": _said(most), "first": str(first[1].place)}
            reader.refuse(second[0], "kind", "holds-cross", **words)
            return


def _over(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and least > most


def _said(hold: Hold) -> dict[str, str]:
    """The tier, the kind and the number, as a word of a problem."""
    tier, kind = in_each("choices", f"tier.{hold.tier}"), in_each("choices", f"hold.{hold.kind}")
    return {
        "zh": f"{tier['zh']}{kind['zh']} {hold.value:,}",
        "en": f"{tier['en'].lower()} {kind['en'].lower()} {hold.value:,}",
    }
