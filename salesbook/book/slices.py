"""A slice of the plan in words, as commands take it: rep=Li, month=2026-05."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES
from salesbook.book.reading_cells import RefusedError
from salesbook.book.reading_people import axis_words
from salesbook.book.reading_scope import axis_key, conditions, period_key
from salesbook.book.reading_words import choice_key, hint
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Collection

    from salesbook.book.model import Settings
    from salesbook.book.reading_people import Names


def parse_slice(shown: str, settings: Settings, names: Names, phases: Collection[str]) -> tuple[dict[str, str], str]:
    """The scope (axis -> member as its own row spells it, in the order of the axes) and the key of the period.

    An empty slice, or one without a period, is the whole plan in that respect: ({}, ""). Words of axes and times may
    be Chinese or English. `RefusedError` where a condition cannot be read, comes twice, or names nobody.
    """
    scope: dict[str, str] = {}
    period: str | None = None
    for word, value in conditions(shown):
        if choice_key("slice", word) == "period":
            if period is not None:
                raise RefusedError("scope-axis-twice", shown=shown, axis=in_each("choices", "slice.period"))
            period = period_key(value, settings, phases)
            continue
        axis = axis_key(word)
        if axis in scope:
            raise RefusedError("scope-axis-twice", shown=shown, axis=in_each("choices", f"axis.{axis}"))
        scope[axis] = _member(axis, value, names)
    return {axis: scope[axis] for axis in AXES if axis in scope}, period or ""


def _member(axis: str, shown: str, names: Names) -> str:
    """The name as it is spelled; axes without any members take every name."""
    found = names.find(axis, shown)
    if found is not None:
        return found
    if axis == "rep":
        raise RefusedError("unknown-rep", shown=shown, hint=hint(shown, names.of("rep")))
    raise RefusedError("unknown-member", axis=axis_words(axis), shown=shown, hint=hint(shown, names.of(axis)))
