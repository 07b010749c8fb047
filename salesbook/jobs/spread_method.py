"""What somebody typed of a method, as the method itself: every part read, none missing, none too many."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from salesbook.book.catalogue import AXES
from salesbook.book.reading_cells import RefusedError, choice_of, number_of, percent_of
from salesbook.book.reading_goals import half_up
from salesbook.book.reading_scope import axis_key, conditions
from salesbook.book.reading_table import folded_case
from salesbook.book.reading_words import choice_key, hint
from salesbook.domain.apportion import CELL
from salesbook.domain.spread import Method
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from salesbook.book.model import PlanRow, Settings
    from salesbook.book.reading_words import Words

PERIOD = "period"

NEEDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "P": (("value",), ()),
    "RP": (("value", "reference"), ()),
    "S": (("value",), ("by",)),
    "W": (("value", "weights"), ("by",)),
    "R": (("value",), ("by",)),
    "P%": (("rate",), ("value",)),
    "SL": (("start", "end"), ("value", "by")),
    "GR": (("rate",), ("start", "value", "by")),
    "PT": (("value", "pattern"), ("by",)),
    "C": ((), ()),
}
"""Method -> what it must have and what it may have."""

PARTS = ("value", "reference", "weights", "rate", "start", "end", "pattern", "by")
BY_TIME = ("SL", "GR", "PT")
"""Methods that go from period to period, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A method as typed; what was left out is empty."""

    method: str
    value: str = ""
    reference: str = ""
    weights: str = ""
    rate: str = ""
    start: str = ""
    end: str = ""
    pattern: str = ""
    by: str = ""
    action: str = "replace"
    negative: str = ""
    residue: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A method as read, and by which axes ("period" among them) it groups the leaves; (): every leaf by itself."""

    method: Method
    by: tuple[str, ...]


def asked(typed: Typed, rows: Sequence[PlanRow], unit: int, settings: Settings) -> Asked:
    """The method for these leaves; the settings say what was left out.

    `RefusedError` where a part is missing, unreadable, or not of this method.
    """
    code = choice_of("method", typed.method)
    action = choice_of("action", typed.action)
    _check_parts(code, typed)
    _check_action(code, action)
    by = _axes(typed.by) or ((PERIOD,) if code in BY_TIME else ())
    weights: dict[str, Fraction] = {}
    if code == "W":
        by, weights = _weights(typed.weights, by, rows)
    method = Method(
        code,
        amount_of(typed.value, unit) if typed.value else None,
        action,  # type: ignore[arg-type]
        weights,
        pattern=_pattern(typed.pattern) if typed.pattern else (),
        start=_amount(typed.start, unit) if typed.start else Fraction(1),
        end=_amount(typed.end, unit) if typed.end else Fraction(0),
        rate=_rate(typed.rate) if typed.rate else Fraction(0),
        negative=choice_of("negative", typed.negative or settings.negative),  # type: ignore[arg-type]
        residue=_residue(typed.residue) or settings.residue,
    )
    return Asked(method, by)


def coordinate(row: PlanRow, axis: str) -> str:
    """Where a leaf lies on an axis; periods by their first day, so that they sort in time."""
    found: str = row.start.isoformat() if axis == PERIOD else getattr(row, axis)
    return found


def typed_number(shown: str) -> Decimal:
    """A number of the command line. `RefusedError` where it cannot be read."""
    return _read(number_of, shown)


def typed_percent(shown: str) -> Decimal:
    """A percentage of the command line, up to ten times the whole. `RefusedError` where it cannot be read."""
    return _read(partial(percent_of, largest=10), shown)


def _read(read: Callable[[str], Decimal], shown: str) -> Decimal:
    try:
        return read(shown)
    except RefusedError as no:
        raise RefusedError("amount-unreadable", shown=shown.strip(), reason=no.words["reason"]) from None


def amount_of(shown: str, unit: int) -> int:
    """A typed amount in whole units of the plan. `RefusedError` where it is negative or between two units."""
    number = typed_number(shown)
    if number < 0:
        raise RefusedError("negative-number", shown=f"{number:,f}")
    if number % unit:
        near = f"{half_up(Fraction(number), unit):,}"
        raise RefusedError("amount-not-whole-units", shown=f"{number:,f}", unit=f"{unit:,}", near=near)
    return int(number) // unit


def _check_parts(code: str, typed: Typed) -> None:
    must, may = NEEDS[code]
    given = [part for part in PARTS if getattr(typed, part)]
    missing = [part for part in must if part not in given]
    if code == "GR" and not (typed.start or typed.value):
        missing.append("start")
    if missing:
        raise RefusedError("method-lacks", method=_named(code), option=f"--{missing[0]}")
    extra = [part for part in given if part not in (*must, *may)]
    if extra:
        takes = " ".join(f"--{part}" for part in (*must, *may)) or "–"
        raise RefusedError("method-takes-no", method=_named(code), option=f"--{extra[0]}", takes=takes)


def _check_action(code: str, action: str) -> None:
    if action != "replace" and code in ("P%", "C"):
        raise RefusedError("method-only-replaces", method=_named(code), action=in_each("choices", f"action.{action}"))


def _named(code: str) -> Words:
    return in_each("choices", f"method.{code}")


def _amount(shown: str, unit: int) -> Fraction:
    """A start or an end, which need not be whole units."""
    number = typed_number(shown)
    if number < 0:
        raise RefusedError("negative-number", shown=f"{number:,f}")
    return Fraction(number) / unit


def _rate(shown: str) -> Fraction:
    rate = typed_percent(shown)
    if rate <= -1:
        raise RefusedError("rate-below-all", shown=shown)
    return Fraction(rate)


def _pattern(shown: str) -> tuple[Fraction, ...]:
    parts = tuple(Fraction(typed_number(part)) for part in shown.replace(",", " ").replace("，", " ").split())
    if not any(parts) or min(parts) < 0:
        raise RefusedError("pattern-unreadable", shown=shown)
    return parts


def _residue(shown: str) -> str:
    if not shown or shown.startswith(CELL):
        return shown
    return choice_of("residue", shown)


def check_residue(method: Asked, rows: Sequence[PlanRow]) -> None:
    """A residue that goes to a member needs groups of which that member is one. `RefusedError` where it is none."""
    residue = method.method.residue
    if not residue.startswith(CELL):
        return
    groups = {" · ".join(coordinate(row, axis) for axis in method.by) for row in rows}
    if not method.by or residue.removeprefix(CELL) not in groups:
        known = ", ".join(sorted(groups)) if method.by else "–"
        raise RefusedError("residue-not-a-group", shown=residue.removeprefix(CELL), known=known)


def _axes(shown: str) -> tuple[str, ...]:
    """The axes that somebody typed, "period" first."""
    found = {axis_of(word) for word in shown.replace("，", ",").replace("、", ",").split(",") if word.strip()}
    return tuple(axis for axis in (PERIOD, *AXES) if axis in found)


def axis_of(word: str) -> str:
    """The axis, or "period", that a word means."""
    return PERIOD if choice_key("slice", word) == PERIOD else axis_key(word)


def _weights(shown: str, by: tuple[str, ...], rows: Sequence[PlanRow]) -> tuple[tuple[str, ...], dict[str, Fraction]]:
    """Hand weights by the coordinate of each name, and the axis that all names lie on."""
    typed = [(name, typed_number(weight)) for name, weight in conditions(shown)]
    if any(weight < 0 for _, weight in typed) or not any(weight for _, weight in typed):
        raise RefusedError("weights-unusable", shown=shown)
    axes = by or (PERIOD, *AXES)
    names = {axis: dict(_spellings(rows, axis)) for axis in axes}
    fits = partial(_all_on, names, [name for name, _ in typed])
    axis = next((axis for axis in axes if fits(axis)), None)
    if axis is None:
        known = {name for axis in axes for name in names[axis]}
        unknown = next((n for n, _ in typed if folded_case(n) not in known), typed[0][0])
        offered = [_shown(row, axis) for row in rows for axis in axes]
        raise RefusedError("weights-unknown-name", shown=unknown, hint=hint(unknown, dict.fromkeys(offered)))
    found = {names[axis][folded_case(name)]: Fraction(weight) for name, weight in typed}
    left_out = [name for name in dict.fromkeys(coordinate(row, axis) for row in rows) if name not in found]
    if left_out:
        raise RefusedError("weights-missing", names=", ".join(_shown_at(rows, axis, left_out)))
    return (axis,), found


def _all_on(names: Mapping[str, Mapping[Any, str]], typed: Iterable[str], axis: str) -> bool:
    return all(folded_case(name) in names[axis] for name in typed)


def _spellings(rows: Iterable[PlanRow], axis: str) -> Iterable[tuple[object, str]]:
    return ((folded_case(_shown(row, axis)), coordinate(row, axis)) for row in rows if _shown(row, axis))


def _shown(row: PlanRow, axis: str) -> str:
    found: str = getattr(row, axis)
    return found


def _shown_at(rows: Iterable[PlanRow], axis: str, places: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(_shown(row, axis) for row in rows if coordinate(row, axis) in places))
