"""What another slice has for each leaf: of the plan itself, or of the sales before it, month by month aligned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES
from salesbook.book.reading_cells import RefusedError
from salesbook.book.reading_scope import axis_key, conditions
from salesbook.book.reading_words import choice_key, hint
from salesbook.domain.period import Period, PeriodError, half_of, month_of, parse_period, quarter_of, year_of
from salesbook.jobs.slice_leaves import below, names_of
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from salesbook.book.model import Book, PlanRow

_DAY = timedelta(days=1)
_YEAR = 12

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A slice to go by: what it says instead of a leaf's own members, and its period (None: the leaf's own)."""

    scope: Mapping[str, str]
    period: Period | None


def parse_reference(shown: str, book: Book) -> Reference:
    """The slice that somebody typed; its period may lie before the plan. `RefusedError` where it cannot be read."""
    names, scope, period = names_of(book), {}, None
    for word, value in conditions(shown):
        if choice_key("slice", word) == "period":
            period = _period(value, book)
            continue
        axis = axis_key(word)
        member = names.find(axis, value)
        if member is None:
            words = {"axis": in_each("choices", f"axis.{axis}"), "shown": value, "hint": hint(value, names.of(axis))}
            raise RefusedError("unknown-member", **words)
        scope[axis] = member
    if not scope and period is None:
        raise RefusedError("reference-empty")
    return Reference(scope, period)


def _period(shown: str, book: Book) -> Period:
    for phase in book.phases:
        if phase.name == shown:
            return Period(phase.name, "phase", phase.start, phase.end)
    try:
        period = parse_period(shown, book.settings.fiscal_start)
    except PeriodError as no:
        reason = in_each("reasons", no.reason, given=shown)
        raise RefusedError("period-unreadable", shown=shown, reason=reason) from None
    if period.kind in ("week", "day"):
        raise RefusedError("reference-too-short", shown=shown)
    return period


def bases(reference: Reference, rows: Iterable[PlanRow], tier: str, book: Book) -> list[Fraction]:
    """What the reference has for each leaf, in the metric's base unit.

    A leaf's days are moved by whole months to the same place in the reference's period. Axes that the history does
    not know are shared by the plan's own proportions. `RefusedError` where it has nothing at all.
    """
    leaves = list(rows)
    settings, period = book.settings, reference.period
    if period is None or (settings.start <= period.start and period.end <= settings.end):
        found = _of_plan(reference, leaves, tier, book)
    else:
        found = _of_history(reference, leaves, tier, book)
    if found is None:
        raise RefusedError("reference-without-numbers", shown=_shown(reference))
    return found


def moved(day: date, period: Period | None, fiscal_start: int) -> date:
    """A day's place in another period: whole months away, the last day of a month stays one.

    >>> from salesbook.domain.period import parse_period
    >>> print(moved(date(2026, 5, 31), parse_period("2025"), 1), moved(date(2026, 5, 31), parse_period("2026Q1"), 1))
    2025-05-31 2026-02-28
    """
    if period is None:
        return day
    if period.kind == "phase":
        return period.start
    own = _containing(day, period.kind, fiscal_start)
    months = (period.start.year - own.start.year) * _YEAR + period.start.month - own.start.month
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    last = month_of(date(year, month + 1, 1)).end
    is_last = (day + _DAY).day == 1
    return last if is_last else last.replace(day=min(day.day, last.day))


def _containing(day: date, kind: str, fiscal_start: int) -> Period:
    """The period of a kind that a day lies in; months of anything that is no year, half or quarter."""
    kinds: dict[str, Callable[[date, int], Period]] = {"year": year_of, "half": half_of, "quarter": quarter_of}
    return kinds[kind](day, fiscal_start) if kind in kinds else month_of(day)


def _of_plan(reference: Reference, leaves: list[PlanRow], tier: str, book: Book) -> list[Fraction] | None:
    """Sums of the plan's leaves with the reference's members in place of the leaf's own."""
    inside = {axis: below(axis, member, book) for axis, member in reference.scope.items()}
    rows = [row for row in book.plan if all(getattr(row, axis) in names for axis, names in inside.items())]
    own = _common(reference, leaves, {axis: {getattr(row, axis) for row in rows} for axis in AXES})
    there: dict[tuple[object, ...], int] = defaultdict(int)
    for row in rows:
        there[row.metric, row.start, _members(row, own)] += getattr(row, tier)
    fiscal = book.settings.fiscal_start
    keys: list[tuple[object, ...]] = [
        (row.metric, moved(row.start, reference.period, fiscal), _members(row, own)) for row in leaves
    ]
    return _shared(keys, leaves, tier, there)


def _of_history(reference: Reference, leaves: list[PlanRow], tier: str, book: Book) -> list[Fraction] | None:
    """Sums of past sales on the leaf's days, moved into the reference's period."""
    sales, fiscal, period = book.history, book.settings.fiscal_start, reference.period
    inside = {a: below(a, m, book) for a, m in reference.scope.items() if any(sales.axes.get(a, ()))}
    own = _common(reference, leaves, {axis: set(sales.axes.get(axis, ())) for axis in AXES})
    spans = {(row.start, row.end) for row in leaves}
    at = {day: first for first, last in spans for day in _days(first, last, period, fiscal)}
    there: dict[tuple[object, ...], Fraction] = defaultdict(Fraction)
    values = sales.quantities if leaves[0].metric == "quantity" else sales.amounts
    for place, (day, value) in enumerate(zip(sales.dates, values, strict=True)):
        if value is None or day not in at or any(sales.axes[a][place] not in inside[a] for a in inside):
            continue
        there[at[day], tuple(sales.axes[axis][place] for axis in own)] += Fraction(value)
    keys: list[tuple[object, ...]] = [(row.start, _members(row, own)) for row in leaves]
    return _shared(keys, leaves, tier, there)


def _common(reference: Reference, leaves: list[PlanRow], there: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The axes on which a leaf is compared with its own like: not those that the reference names, nor those on which
    the two have nothing in common (another rep's region), nor those that the reference does not know."""
    mine = {axis: {getattr(row, axis) for row in leaves} for axis in AXES}
    return tuple(axis for axis in AXES if axis not in reference.scope and mine[axis] & there[axis] - {""})


def _members(row: PlanRow, axes: Iterable[str]) -> tuple[str, ...]:
    return tuple(getattr(row, axis) for axis in axes)


def _days(first: date, last: date, period: Period | None, fiscal: int) -> Iterable[date]:
    """The days of a reference that stand for those of a leaf."""
    start, end = moved(first, period, fiscal), moved(last, period, fiscal)
    return (start + _DAY * n for n in range((end - start).days + 1))


def _shared(
    keys: list[tuple[object, ...]],
    leaves: list[PlanRow],
    tier: str,
    there: Mapping[tuple[object, ...], int | Fraction],
) -> list[Fraction] | None:
    """Each leaf's part of what its key has: leaves with one key share it by their own values, else equally."""
    if not any(key in there for key in keys):
        return None
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for key, row in zip(keys, leaves, strict=True):
        alike[key].append(getattr(row, tier))
    found = []
    for key, row in zip(keys, leaves, strict=True):
        whole, count = sum(alike[key]), len(alike[key])
        part = Fraction(getattr(row, tier), whole) if whole else Fraction(1, count)
        found.append(Fraction(there.get(key, 0)) * part)
    return found


def _shown(reference: Reference) -> str:
    parts = [f"{axis}={member}" for axis, member in reference.scope.items()]
    return ", ".join([*parts, reference.period.key] if reference.period else parts)
